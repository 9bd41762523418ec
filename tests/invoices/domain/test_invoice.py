from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders import (
    VEHICLE,
    differences,
    draft_invoice,
    euros,
    issued_invoice,
    job,
    labour,
    net,
    of_lines,
    oil_change,
    substitution,
    taxed,
    tyre_change,
)
from tests.strategies import drafts, some_concepts

from taller.invoices.domain.errors import (
    AmountMismatch,
    AmountTooLarge,
    InvoiceAlreadyIssued,
    InvoiceNotIssued,
    JobRepeated,
    NegativeTotal,
    TypeUnfit,
)
from taller.invoices.domain.guarantee import VehicleClass
from taller.invoices.domain.invoice import LARGEST_AMOUNT, Concept, Invoice, State
from taller.invoices.domain.kinds import InvoiceType
from taller.invoices.domain.party import Visit
from taller.invoices.domain.series import InvoiceNumber, Series
from taller.invoices.domain.vat import NoVat

# What a draft is


def test_an_invoice_is_a_draft_until_it_has_a_number() -> None:
    assert (draft_invoice().state, draft_invoice().number) == (State.DRAFT, None)
    assert (issued_invoice().state, str(issued_invoice().number)) == (State.ISSUED, "F2026-000001")


def test_the_total_is_the_sum_of_the_concepts() -> None:
    assert draft_invoice(tyre_change(), oil_change()).amount == euros("435.99")


@given(some_concepts)
def test_the_total_does_not_depend_on_the_order_of_the_concepts(some: list[Concept]) -> None:
    assert draft_invoice(*some).amount == draft_invoice(*reversed(some)).amount


@pytest.mark.parametrize("stated", ["36.00", "35.98", "0.00"])
def test_an_amount_that_is_not_the_sum_is_refused(stated: str) -> None:
    with pytest.raises(AmountMismatch) as refusal:
        draft_invoice(oil_change(), stated_amount=euros(stated))

    assert (refusal.value.stated, refusal.value.computed) == (euros(stated), euros("35.99"))


@pytest.mark.parametrize("stated", [None, euros("35.99"), Decimal("35.990")])
def test_the_amount_may_be_stated(stated: Decimal | None) -> None:
    assert draft_invoice(oil_change(), stated_amount=stated).amount == euros("35.99")


def test_a_job_is_charged_once_on_an_invoice() -> None:
    with pytest.raises(JobRepeated) as refusal:
        draft_invoice(tyre_change(7), oil_change(7), tyre_change(8), oil_change(9), tyre_change(9))

    assert refusal.value.facts == (7, 9)


@pytest.mark.parametrize("sign", [1, -1])
def test_a_sum_beyond_what_an_invoice_holds_is_refused(sign: int) -> None:
    assert abs(draft_invoice(job(1, sign * LARGEST_AMOUNT)).amount) == LARGEST_AMOUNT

    with pytest.raises(AmountTooLarge):
        draft_invoice(job(1, sign * LARGEST_AMOUNT), job(2, sign * Decimal("0.01")))


# What becomes of a draft


@given(drafts(), drafts())
def test_a_draft_becomes_another_and_keeps_its_id(before: Invoice, after: Invoice) -> None:
    stored = replace(before, id=7)

    if after.amount < 0:
        with pytest.raises(NegativeTotal):
            stored.revised(after)
    else:
        assert stored.revised(after) == replace(after, id=7)


def test_a_corrective_draft_keeps_what_it_corrects_and_its_type() -> None:
    stored = replace(differences(oil_change()), number=None, account=None)

    revised = stored.revised(draft_invoice(job(5, "-10.00")))

    assert (revised.correction, revised.type) == (stored.correction, InvoiceType.LAW_OR_AMOUNT)
    assert revised.amount == euros("-10.00")


def test_a_corrective_draft_does_not_become_an_ordinary_one() -> None:
    stored = replace(differences(oil_change()), number=None, account=None)

    with pytest.raises(TypeUnfit):
        stored.revised(draft_invoice(job(5, "-10.00"), type=InvoiceType.FULL))


def test_only_differences_give_back() -> None:
    differences(job(1, "-10.00")).require_sign()

    for other in (draft_invoice(job(1, "-10.00")), substitution(job(1, "-10.00"))):
        with pytest.raises(NegativeTotal):
            other.require_sign()


def test_nothing_may_be_charged() -> None:
    draft_invoice(job(1, "0.00")).require_sign()


@given(drafts())
def test_an_issued_invoice_is_not_changed(after: Invoice) -> None:
    with pytest.raises(InvoiceAlreadyIssued):
        issued_invoice().revised(after)


def test_a_draft_has_no_account() -> None:
    with pytest.raises(InvoiceNotIssued):
        draft_invoice().require_issued()


# What the paper says


def test_the_operation_has_a_date_of_its_own_where_it_was_another_day() -> None:
    days = [date(2026, 3, 1), date(2026, 3, 2), None]

    said = [issued_invoice(visit=Visit(delivered_on=day)).operation_date for day in days]

    assert said == [date(2026, 3, 1), None, None]


def test_only_a_repair_is_guaranteed() -> None:
    visit = Visit(delivered_on=date(2026, 3, 2))
    part = net("80.00", guarantee_months=24)

    sale = draft_invoice(of_lines(part), vehicle=VEHICLE, visit=visit)
    repair = draft_invoice(of_lines(part, labour()), vehicle=VEHICLE, visit=visit)

    assert (sale.repairs, sale.guarantee) == (False, None)
    assert repair.repairs
    assert repair.guarantee is not None
    assert (repair.guarantee.until, repair.guarantee.until_kilometres) == (date(2026, 6, 2), 47_000)
    assert repair.guarantee.parts_until == date(2028, 3, 2)


def test_an_industrial_vehicle_is_guaranteed_for_days_and_a_part_of_no_term_for_none() -> None:
    lorry = replace(VEHICLE, vehicle_class=VehicleClass.INDUSTRIAL)
    visit = Visit(delivered_on=date(2026, 3, 2))

    guarantee = draft_invoice(of_lines(labour()), vehicle=lorry, visit=visit).guarantee

    assert guarantee is not None
    assert (guarantee.until, guarantee.parts_months) == (date(2026, 3, 17), 0)


def test_each_mention_is_printed_once() -> None:
    reasons = [NoVat.REVERSE_CHARGE, NoVat.EXEMPT_20, NoVat.REVERSE_CHARGE]
    invoice = draft_invoice(of_lines(net("1.00"), *(net("1.00", tax=taxed(reason)) for reason in reasons)))

    assert invoice.mentions == (NoVat.EXEMPT_20.mention, NoVat.REVERSE_CHARGE.mention)
    assert draft_invoice().mentions == ()


@pytest.mark.parametrize(
    ("facts", "vin"),
    [
        ({"vehicle": VEHICLE}, VEHICLE.vin),
        ({"vehicle": replace(VEHICLE, vin=None)}, "M109186"),
        ({}, "M109186"),
    ],
)
def test_the_vehicle_is_the_invoice_s_or_that_of_the_first_job_that_names_one(
    facts: dict[str, object], vin: str
) -> None:
    jobs = tyre_change(1), oil_change(2, vin="M109186"), oil_change(3, vin="B000001")

    assert draft_invoice(*jobs, **facts).vin == vin


def test_an_invoice_may_name_no_vehicle() -> None:
    assert draft_invoice().vin is None


# Numbers


@pytest.mark.parametrize("prefix", ["F", "TALLER1", "0"])
def test_a_series_has_capital_letters_and_digits(prefix: str) -> None:
    assert str(Series(prefix, 2026)) == f"{prefix}2026"


@pytest.mark.parametrize("prefix", ["", "f", "Ñ", "F-", "F\n", "ABCDEFGHIJK"])
def test_anything_else_is_no_series(prefix: str) -> None:
    with pytest.raises(ValueError, match="A-Z"):
        Series(prefix, 2026)


@given(st.integers(1, 10**9))
def test_a_number_is_written_with_its_series_and_read_by_aeat(sequence: int) -> None:
    text = str(InvoiceNumber("F2026", sequence))

    assert text == f"F2026-{sequence:06}"
    assert len(text) <= 60
    assert not set(text) & set("\"'<>=")
