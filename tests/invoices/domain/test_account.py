"""What is owed for an issued invoice, and what payments do to it."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders import differences, draft_invoice, euros, issued_invoice, job, substitution
from tests.strategies import amounts

from taller.invoices.domain.account import (
    MOST_PAYMENTS,
    Payment,
    PaymentMethod,
    annulled,
    pay,
    require_live,
    require_room,
)
from taller.invoices.domain.errors import (
    AnnulmentForbidden,
    Conflict,
    InvoiceAnnulled,
    InvoiceNotIssued,
    InvoiceReplaced,
    NothingOwed,
    PaidElsewhere,
    PaymentInFuture,
    PaymentTooLarge,
    RefundForbidden,
    TooManyPayments,
)
from taller.invoices.domain.invoice import Account, Invoice, State

TODAY = date(2026, 3, 2)
signed = amounts(300_00, -300_00).filter(bool)


def owing(due: str | Decimal, paid: str | Decimal = "0") -> Invoice:
    """An issued invoice on whose account so much is due and paid."""
    account = Account(State.ISSUED, euros(due), euros(paid)).settled()
    return replace(issued_invoice(job(1, "100.00")), account=account)


def paying(invoice: Invoice, amount: str | Decimal, on: date = TODAY) -> Account:
    return pay(invoice, Payment(Decimal(amount), on, PaymentMethod.CARD), TODAY)


# Payments


def test_an_invoice_is_paid_when_nothing_is_left_to_pay() -> None:
    part = paying(owing("100.00"), "99.99")
    whole = paying(replace(owing("100.00"), account=part), "0.01")

    assert (part.state, part.outstanding) == (State.ISSUED, euros("0.01"))
    assert (whole.state, whole.outstanding, whole.paid) == (State.PAID, euros(0), euros("100.00"))


@pytest.mark.parametrize(
    ("due", "paid", "amount", "refused"),
    [
        ("100.00", "0", "100.01", PaymentTooLarge),
        ("100.00", "60.00", "40.01", PaymentTooLarge),
        ("100.00", "100.00", "0.01", NothingOwed),
        ("0.00", "0", "0.01", NothingOwed),
        ("60.00", "100.00", "0.01", NothingOwed),  # it is the workshop that owes
        ("100.00", "0", "-0.01", RefundForbidden),
        ("100.00", "100.00", "-0.01", RefundForbidden),
        ("60.00", "100.00", "-40.01", PaymentTooLarge),
    ],
)
def test_a_payment_that_does_not_bring_it_nearer_to_nothing_is_refused(
    due: str, paid: str, amount: str, refused: type[Conflict]
) -> None:
    with pytest.raises(refused):
        paying(owing(due, paid), amount)


def test_what_a_correction_leaves_overpaid_is_given_back() -> None:
    part = paying(owing("60.00", "100.00"), "-15.00")
    whole = paying(owing("60.00", "100.00"), "-40.00")

    assert (part.state, part.outstanding) == (State.PAID, euros("-25.00"))
    assert (whole.state, whole.outstanding, whole.paid) == (State.PAID, euros(0), euros("60.00"))


@given(amounts(200_00), amounts(200_00), st.lists(signed, max_size=10))
def test_payments_bring_it_nearer_to_nothing_and_never_past(
    due: Decimal, paid: Decimal, tried: list[Decimal]
) -> None:
    invoice = owing(due, paid)
    for amount in tried:
        before = invoice.require_issued()
        try:
            after = paying(invoice, amount)
        except Conflict:
            continue
        assert after.outstanding == before.outstanding - amount
        assert abs(after.outstanding) < abs(before.outstanding)
        assert after.outstanding * before.outstanding >= 0
        assert (after.state is State.ISSUED) == (after.outstanding > 0)
        invoice = replace(invoice, account=after)


@given(amounts(200_00, 1), amounts(200_00, 1))
def test_whatever_does_not_pass_what_is_owed_is_taken(due: Decimal, amount: Decimal) -> None:
    taken = True
    try:
        paying(owing(due), amount)
    except PaymentTooLarge:
        taken = False

    assert taken == (amount <= due)


@pytest.mark.parametrize(("days", "refused"), [(-400, False), (0, False), (1, True)])
def test_nobody_has_paid_tomorrow(days: int, refused: bool) -> None:
    day = TODAY + timedelta(days)

    if refused:
        with pytest.raises(PaymentInFuture):
            paying(owing("100.00"), "1.00", day)
    else:
        assert paying(owing("100.00"), "1.00", day).paid == euros("1.00")


def test_differences_are_paid_on_the_invoice_that_they_correct() -> None:
    with pytest.raises(PaidElsewhere) as refusal:
        paying(differences(job(1, "10.00"), original_id=7), "10.00")

    assert refusal.value.facts == (7,)


def test_a_substitute_is_paid_itself() -> None:
    assert paying(substitution(job(1, "10.00")), "10.00").state is State.PAID


def test_so_many_payments_are_kept_and_no_more() -> None:
    require_room(MOST_PAYMENTS - 1)

    with pytest.raises(TooManyPayments, match="1000"):
        require_room(MOST_PAYMENTS)


# Who takes part


DEAD = [
    (draft_invoice(), InvoiceNotIssued),
    (replace(owing("1.00"), account=Account(State.ANNULLED, euros(0))), InvoiceAnnulled),
    (replace(owing("1.00"), account=Account(State.REPLACED, euros(0), replaced_by=8)), InvoiceReplaced),
]
dead = pytest.mark.parametrize(("invoice", "refused"), DEAD, ids=["draft", "annulled", "replaced"])


@dead
def test_a_draft_and_what_is_no_longer_in_force_is_neither_paid_nor_annulled(
    invoice: Invoice, refused: type[Conflict]
) -> None:
    with pytest.raises(refused):
        paying(invoice, "1.00")
    with pytest.raises(refused):
        annulled(invoice, corrected=False)


@pytest.mark.parametrize("state", [State.ISSUED, State.PAID])
def test_what_is_issued_and_in_force_is_live(state: State) -> None:
    account = Account(state, euros("1.00"))

    assert require_live(replace(owing("1.00"), account=account)) == account


def test_whom_a_replaced_invoice_was_replaced_by_is_named() -> None:
    with pytest.raises(InvoiceReplaced) as refusal:
        require_live(DEAD[2][0])

    assert refusal.value.facts == (8,)


# Annulment


def test_nothing_is_owed_for_an_annulled_invoice() -> None:
    account = annulled(issued_invoice(), corrected=False)

    assert (account.state, account.due, account.paid, account.outstanding) == (State.ANNULLED, 0, 0, 0)


def test_what_was_paid_was_no_mistake() -> None:
    with pytest.raises(AnnulmentForbidden, match=r"60\.00"):
        annulled(owing("100.00", "60.00"), corrected=False)


def test_what_others_correct_is_not_annulled_before_them() -> None:
    with pytest.raises(AnnulmentForbidden, match="rectificativas"):
        annulled(issued_invoice(), corrected=True)


def test_differences_that_were_a_mistake_are_annulled() -> None:
    assert annulled(differences(job(1, "-10.00")), corrected=False).state is State.ANNULLED
