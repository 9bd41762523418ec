from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders import draft_invoice, euros, gross, job, labour, net, of_lines
from tests.strategies import amounts, concepts, lines, rates, some_concepts

from taller.invoices.domain.lines import Concept, Line, LineKind, lump
from taller.invoices.domain.lines import amounts as shares
from taller.invoices.domain.vat import breakdown

CENT = Decimal("0.01")


def total(of: list[Concept]) -> Decimal:
    return breakdown(line for concept in of for line in concept.lines).total


# What a line costs


@pytest.mark.parametrize(
    ("line", "exact", "shown"),
    [
        (labour("42.00", "1.50"), "63.00", "63.00"),
        (net("38.50", "2", discount=Decimal("10.00")), "69.30", "69.30"),
        (net("0.3333", "0.01"), "0.003333", "0.00"),
        (net("0.335"), "0.335", "0.34"),
        (net("10", "-1"), "-10", "-10.00"),
        (gross("0.335"), "0.34", "0.34"),
        (gross("9.99", discount=Decimal(100)), "0.00", "0.00"),
    ],
)
def test_a_line_costs_its_pieces_less_its_discount(line: Line, exact: str, shown: str) -> None:
    assert (line.exact, line.amount) == (Decimal(exact), Decimal(shown))


@given(lines(vat_included=True))
def test_with_vat_included_a_line_costs_whole_cents(line: Line) -> None:
    assert line.exact == line.exact.quantize(CENT) == line.amount


@given(lines(vat_included=False))
def test_without_vat_nothing_is_rounded_yet(line: Line) -> None:
    assert line.exact == line.quantity * line.unit_price * (100 - line.discount) / 100


@given(lines(vat_included=False))
def test_a_line_alone_costs_with_vat_what_its_breakdown_says(line: Line) -> None:
    concept = of_lines(line)

    assert abs(concept.exact - breakdown([line]).total) < 2 * CENT


# An amount of which no more is known


@given(amounts(10_000_00, -10_000_00))
def test_a_lump_costs_what_was_said_and_its_price_is_never_negative(amount: Decimal) -> None:
    (line,) = lump("Cambio de aceite", amount)

    assert line.amount == line.exact == amount == breakdown([line]).total
    assert (line.kind, line.description, line.vat_included) == (LineKind.OTHER, "Cambio de aceite", True)
    assert line.unit_price >= 0
    assert line.quantity == (-1 if amount < 0 else 1)


# What each concept costs of a whole invoice


def test_the_cent_that_rounding_leaves_goes_to_whom_it_was_taken_from() -> None:
    # 1.05 and 0.22 of VAT: three times 0.4235 is one cent more than three times 0.42.
    thirds = [of_lines(net("0.35"), job_id=job_id) for job_id in (1, 2, 3)]

    assert shares(thirds) == (euros("0.43"), euros("0.42"), euros("0.42"))


def test_the_most_rounded_down_comes_first() -> None:
    # 0.0121 and 0.0242 are 0.01 and 0.02; together they cost 0.04.
    some = [of_lines(net("0.01"), job_id=1), of_lines(net("0.02"), job_id=2)]

    assert total(some) == euros("0.04")
    assert shares(some) == (euros("0.01"), euros("0.03"))


def test_a_cent_too_much_is_taken_from_whom_rounding_gave_most() -> None:
    # 0.0363 and 0.1452 are 0.04 and 0.15; together they cost 0.18.
    some = [of_lines(net("0.03"), job_id=1), of_lines(net("0.12"), job_id=2)]

    assert total(some) == euros("0.18")
    assert shares(some) == (euros("0.04"), euros("0.14"))


def test_an_amount_that_was_given_stays_whatever_the_others_round_to() -> None:
    some = [job(1, "35.99"), *(of_lines(net("0.35"), job_id=job_id) for job_id in (2, 3, 4))]

    assert shares(some) == (euros("35.99"), euros("0.43"), euros("0.42"), euros("0.42"))


@given(some_concepts)
def test_the_amounts_of_the_concepts_sum_to_the_total_exactly(some: list[Concept]) -> None:
    assert sum(shares(some), euros(0)) == total(some)


@given(some_concepts)
def test_what_was_given_with_vat_is_what_it_costs(some: list[Concept]) -> None:
    for concept, share in zip(some, shares(some), strict=True):
        if all(line.vat_included for line in concept.lines):
            assert share == sum((line.amount for line in concept.lines), euros(0))


@given(st.lists(concepts(lines(vat_included=False, tax=rates)), min_size=1, max_size=8))
def test_no_concept_pays_for_the_rounding_of_the_others(some: list[Concept]) -> None:
    # At most half a cent of its own rounding, and as many cents as there are rates.
    for concept, share in zip(some, shares(some), strict=True):
        assert abs(share - concept.exact) <= 3 * CENT


def test_an_invoice_says_what_its_concepts_cost() -> None:
    invoice = draft_invoice(of_lines(net("0.35")), of_lines(net("0.35"), job_id=2), job(3, "35.99"))

    assert sum(invoice.concept_amounts) == invoice.amount == euros("36.84")
