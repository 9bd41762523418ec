from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders import FIRST, MARCH_2, draft_invoice, oil_change, tyre_change
from tests.strategies import concepts, drafts

from taller.invoices.domain.errors import (
    AmountMismatch,
    AmountTooLarge,
    InvoiceAlreadyIssued,
    JobRepeated,
)
from taller.invoices.domain.invoice import Concept, Invoice, State, draft
from taller.invoices.domain.series import InvoiceNumber, Series


def test_an_invoice_is_a_draft_until_it_has_a_number() -> None:
    invoice = draft_invoice()

    assert invoice.state is State.DRAFT
    assert invoice.issued(FIRST, MARCH_2).state is State.ISSUED


def test_the_total_is_the_sum_of_the_concepts() -> None:
    assert draft_invoice(tyre_change(), oil_change()).amount == Decimal("435.99")


@given(st.lists(concepts, min_size=1, max_size=8, unique_by=lambda concept: concept.job_id))
def test_the_total_does_not_depend_on_the_order_of_the_concepts(some: list[Concept]) -> None:
    assert draft_invoice(*some).amount == draft_invoice(*reversed(some)).amount


def test_an_amount_that_is_not_the_sum_is_refused() -> None:
    with pytest.raises(AmountMismatch) as refusal:
        draft(1, [oil_change()], dated=MARCH_2, stated_amount=Decimal("36.00"))

    assert (refusal.value.stated, refusal.value.computed) == (Decimal("36.00"), Decimal("35.99"))


def test_a_job_is_charged_once_on_an_invoice() -> None:
    with pytest.raises(JobRepeated) as refusal:
        draft_invoice(tyre_change(7), oil_change(7))

    assert refusal.value.facts == (7,)


def test_a_sum_beyond_what_an_invoice_holds_is_refused() -> None:
    dear = replace(oil_change(), amount=Decimal("99999999.99"))

    with pytest.raises(AmountTooLarge):
        draft_invoice(dear, tyre_change())


@given(drafts(), drafts())
def test_an_issued_invoice_is_not_changed(before: Invoice, after: Invoice) -> None:
    issued = before.issued(FIRST, MARCH_2)

    with pytest.raises(InvoiceAlreadyIssued):
        issued.revised(after)


def test_an_issued_invoice_is_not_issued_again() -> None:
    issued = draft_invoice().issued(FIRST, MARCH_2)

    with pytest.raises(InvoiceAlreadyIssued, match="F2026-000001"):
        issued.issued(InvoiceNumber("F2026", 2), MARCH_2)


@given(drafts())
def test_issuing_changes_nothing_but_number_and_date(invoice: Invoice) -> None:
    issued = invoice.issued(FIRST, MARCH_2)

    assert replace(issued, number=None, dated=invoice.dated) == invoice


@pytest.mark.parametrize("prefix", ["F", "TALLER1", "0"])
def test_a_series_has_capital_letters_and_digits(prefix: str) -> None:
    assert str(Series(prefix, 2026)) == f"{prefix}2026"


@pytest.mark.parametrize("prefix", ["", "f", "Ñ", "F-", "F\n", "ABCDEFGHIJK"])
def test_anything_else_is_no_series(prefix: str) -> None:
    with pytest.raises(ValueError, match="A-Z"):
        Series(prefix, 2026)


def test_a_number_is_written_with_its_series() -> None:
    assert str(InvoiceNumber("F2026", 42)) == "F2026-000042"
