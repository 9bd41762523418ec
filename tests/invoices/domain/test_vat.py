"""Base and VAT by rate: each rounded once, half up, and summed exactly (Ley 46/1998, art. 11)."""

from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders import euros, gross, labour, minus, net, taxed
from tests.strategies import lines

from taller.invoices.domain.lines import Line
from taller.invoices.domain.vat import NoVat, Tax, breakdown

CENT = Decimal("0.01")
AEAT_TOLERANCE = Decimal(10)
any_lines = st.lists(lines(), max_size=8)


def parts(*charged: Line) -> list[tuple[str, Decimal, Decimal]]:
    """The groups of a breakdown: the rate or the reason, the base and the VAT."""
    return [
        (group.tax.reason.value if group.tax.reason else str(group.tax.rate), group.base, group.vat)
        for group in breakdown(charged).groups
    ]


# Worked examples


def test_a_repair_is_charged_hours_and_parts_with_vat_on_top() -> None:
    charged = labour("42.00", "1.5"), net("38.50", "2", discount=Decimal(10)), net("3.00")

    assert parts(*charged) == [("21", euros("135.30"), euros("28.41"))]
    assert breakdown(charged).total == euros("163.71")


def test_the_base_is_rounded_once_and_not_line_by_line() -> None:
    # 3 × 0.335 = 1.005; each line alone would be 0.34, and all 1.02.
    assert parts(*[net("0.335")] * 3) == [("21", euros("1.01"), euros("0.21"))]


def test_vat_is_rounded_once_and_on_the_rounded_base() -> None:
    # 0.35 three times: 0.0735 each would be 0.07, and all 0.21.
    assert parts(*[net("0.35")] * 3) == [("21", euros("1.05"), euros("0.22"))]


@pytest.mark.parametrize(
    ("price", "tax", "base", "vat"),
    [
        ("435.99", 21, "360.32", "75.67"),
        ("12.35", 21, "10.21", "2.14"),
        ("11.00", 10, "10.00", "1.00"),
        ("0.13", 4, "0.13", "0.00"),  # 0.125 exactly: half up
        ("100.00", NoVat.EXEMPT_20, "100.00", "0.00"),
        ("0.00", 21, "0.00", "0.00"),
    ],
)
def test_vat_is_taken_out_of_a_price_that_includes_it(
    price: str, tax: int | NoVat, base: str, vat: str
) -> None:
    (group,) = breakdown([gross(price, tax=taxed(tax))]).groups

    assert (group.base, group.vat) == (euros(base), euros(vat))


def test_prices_with_vat_included_are_summed_before_it_is_taken_out() -> None:
    # 0.03 alone has 0.01 of VAT; three of them, 0.09, have 0.02.
    assert parts(*[gross("0.03")] * 3) == [("21", euros("0.07"), euros("0.02"))]


def test_both_kinds_of_price_meet_in_one_group() -> None:
    assert parts(gross("12.10"), net("10.00")) == [("21", euros("20.00"), euros("4.20"))]


def test_each_rate_and_each_reason_stand_apart_from_the_highest_down() -> None:
    charged = [
        net("1.00", tax=taxed(reason_or_rate))
        for reason_or_rate in (NoVat.REVERSE_CHARGE, 4, NoVat.EXEMPT_20, 21, 10)
    ]

    assert [name for name, _, _ in parts(*charged)] == ["21", "10", "4", "E1", "S2"]


def test_nothing_charged_is_nothing() -> None:
    assert (breakdown([]).groups, breakdown([]).total) == ((), euros(0))


# Properties


@given(any_lines)
def test_the_total_is_the_sum_of_the_rounded_parts(charged: list[Line]) -> None:
    result = breakdown(charged)

    assert result.base == sum((group.base for group in result.groups), euros(0))
    assert result.vat == sum((group.vat for group in result.groups), euros(0))
    assert result.total == result.base + result.vat == sum((group.total for group in result.groups), euros(0))
    assert all(part == part.quantize(CENT) for group in result.groups for part in (group.base, group.vat))


@given(any_lines, st.randoms(use_true_random=False))
def test_the_order_of_the_lines_does_not_matter(charged: list[Line], random: Random) -> None:
    shuffled = charged.copy()
    random.shuffle(shuffled)

    assert breakdown(shuffled) == breakdown(charged)


@given(any_lines)
def test_a_refund_mirrors_the_sale(charged: list[Line]) -> None:
    sale, refund = breakdown(charged), breakdown(map(minus, charged))

    assert [(group.tax, -group.base, -group.vat) for group in refund.groups] == [
        (group.tax, group.base, group.vat) for group in sale.groups
    ]
    assert refund.total == -sale.total


@given(st.lists(lines(vat_included=True), max_size=8))
def test_with_vat_included_the_total_is_exactly_what_was_asked(charged: list[Line]) -> None:
    assert breakdown(charged).total == sum((line.amount for line in charged), euros(0))


@given(st.lists(lines(vat_included=False), max_size=8))
def test_without_vat_each_base_is_the_exact_sum_rounded(charged: list[Line]) -> None:
    for group in breakdown(charged).groups:
        exact = sum(line.exact for line in charged if line.tax == group.tax)

        assert abs(group.base - exact) <= CENT / 2
        assert abs(group.vat - group.base * group.tax.rate / 100) <= CENT / 2


@given(st.booleans().flatmap(lambda included: st.lists(lines(vat_included=included), max_size=8)))
def test_vat_is_what_the_rate_says_to_the_cent(charged: list[Line]) -> None:
    for group in breakdown(charged).groups:
        assert abs(group.vat - group.base * group.tax.rate / 100) <= CENT < AEAT_TOLERANCE


@given(any_lines)
def test_both_kinds_of_price_together_stay_far_within_what_aeat_takes(charged: list[Line]) -> None:
    for group in breakdown(charged).groups:
        assert abs(group.vat - group.base * group.tax.rate / 100) <= 2 * CENT < AEAT_TOLERANCE


@given(st.lists(lines(least=0), max_size=8))
def test_base_and_vat_have_one_sign(charged: list[Line]) -> None:
    assert all(group.base >= 0 and group.vat >= 0 for group in breakdown(charged).groups)


@given(st.lists(lines(tax=st.sampled_from(NoVat).map(taxed)), max_size=5))
def test_what_bears_no_vat_has_none(charged: list[Line]) -> None:
    assert all(group.vat == 0 for group in breakdown(charged).groups)


# Which taxes there are


@pytest.mark.parametrize("rate", ["18", "5", "2", "7.5", "-21", "0.21"])
def test_a_rate_that_is_not_in_force_is_refused(rate: str) -> None:
    with pytest.raises(ValueError, match="no VAT rate"):
        Tax(Decimal(rate))


def test_only_without_vat_there_is_a_reason_and_then_always() -> None:
    for tax in ((Decimal(0), None), (Decimal(21), NoVat.EXEMPT_20)):
        with pytest.raises(ValueError, match="reason"):
            Tax(*tax)


def test_exports_are_not_ours() -> None:
    # E2 and E3 want another ClaveRegimen than 01, which is the only one written.
    assert {reason.value for reason in NoVat} == {"E1", "E4", "E5", "E6", "S2", "N1", "N2"}


@pytest.mark.parametrize("reason", NoVat)
def test_the_paper_says_why_there_is_no_vat(reason: NoVat) -> None:
    assert reason.mention.endswith(".")


def test_reverse_charge_is_said_in_the_words_of_the_law() -> None:
    assert NoVat.REVERSE_CHARGE.mention == "Inversión del sujeto pasivo."
