"""What the issue and the annulment of a correction do to the accounts of both invoices."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from tests.builders import (
    CUSTOMER,
    FIRST,
    annulled_invoice,
    differences,
    draft_invoice,
    euros,
    gross,
    issued_invoice,
    job,
    of_lines,
    oil_change,
    replaced_invoice,
    substitution,
    taxed,
    ticket,
    with_account,
)
from tests.strategies import amounts

from taller.invoices.domain import correcting
from taller.invoices.domain.correcting import exchange, require_unreplaced, withdrawn
from taller.invoices.domain.errors import (
    AmountTooLarge,
    AnnulmentForbidden,
    Conflict,
    CorrectionTooLarge,
    ExchangeDiffers,
    InvoiceAnnulled,
    InvoiceNotIssued,
    InvoiceReplaced,
    NotSimplified,
)
from taller.invoices.domain.invoice import LARGEST_AMOUNT, Account, Invoice, Method, State
from taller.invoices.domain.kinds import InvoiceType

R5 = InvoiceType.OF_SIMPLIFIED

# What its issue does to the accounts


def applied(original: Invoice, document: Invoice, *, corrected: bool = False) -> tuple[Account, Account]:
    return correcting.applied(original, document, corrected=corrected)


def test_differences_are_owed_on_the_original() -> None:
    theirs, ours = applied(with_account(issued_invoice(), "435.99", "35.99"), differences(job(2, "-35.99")))

    assert (theirs.due, theirs.paid, theirs.state) == (euros("400.00"), euros("35.99"), State.ISSUED)
    assert (ours.due, ours.paid, ours.state) == (euros(0), euros(0), State.ISSUED)


def test_differences_may_settle_an_invoice_leave_it_overpaid_or_open_it_again() -> None:
    paid = with_account(issued_invoice(), "435.99", "400.00")

    settled, _ = applied(paid, differences(job(2, "-35.99")))
    overpaid, _ = applied(paid, differences(job(2, "-36.00")))
    opened, _ = applied(with_account(issued_invoice(), "435.99", "435.99"), differences(job(2, "0.01")))

    assert [(each.state, each.outstanding) for each in (settled, overpaid, opened)] == [
        (State.PAID, euros(0)),
        (State.PAID, euros("-0.01")),
        (State.ISSUED, euros("0.01")),
    ]


def test_an_invoice_may_be_corrected_down_to_nothing_and_not_a_cent_further() -> None:
    theirs, _ = applied(issued_invoice(), differences(job(2, "-435.99")))
    assert (theirs.due, theirs.state) == (euros(0), State.PAID)

    with pytest.raises(CorrectionTooLarge):
        applied(issued_invoice(), differences(job(2, "-436.00")))


def test_an_invoice_may_be_corrected_up_to_what_one_holds_and_not_a_cent_further() -> None:
    room = LARGEST_AMOUNT - euros("435.99")
    theirs, _ = applied(issued_invoice(), differences(job(2, room)))
    assert theirs.due == LARGEST_AMOUNT

    with pytest.raises(AmountTooLarge):
        applied(issued_invoice(), differences(job(2, room + euros("0.01"))))


@given(amounts(100_00, -100_00))
def test_corrections_never_leave_less_than_nothing(amount: Decimal) -> None:
    original = with_account(issued_invoice(), "35.99")

    try:
        theirs, _ = applied(original, differences(job(2, amount)))
    except CorrectionTooLarge:
        assert amount < euros("-35.99")
    else:
        assert theirs.due == euros("35.99") + amount >= 0


@pytest.mark.parametrize(
    ("paid", "outstanding", "state"),
    [
        ("0", "35.99", State.ISSUED),
        ("20.00", "15.99", State.ISSUED),
        ("35.99", "0.00", State.PAID),
        ("435.99", "-400.00", State.PAID),
    ],
)
def test_what_was_paid_counts_for_the_substitute(paid: str, outstanding: str, state: State) -> None:
    original = with_account(issued_invoice(), "435.99", paid)

    theirs, ours = applied(original, substitution(oil_change(), id=9))

    assert theirs == Account(State.REPLACED, euros(0), euros(0), replaced_by=9)
    assert (ours.paid, ours.outstanding, ours.state) == (euros(paid), euros(outstanding), state)


# The exchange of a simplified invoice for a full one


def exchanged(original: Invoice, **changed: Any) -> Invoice:
    """The full invoice, issued."""
    draft = exchange(original, None, corrected=False)
    facts = {"customer": CUSTOMER, "id": 9, "correction": draft.correction, "type": draft.type, **changed}
    return issued_invoice(*facts.pop("concepts", draft.concepts), number=FIRST, **facts)


def test_a_full_invoice_takes_the_place_of_a_simplified_one() -> None:
    draft = exchange(ticket(legends=("Leyenda",)), None, corrected=False)

    assert draft.correction is not None
    assert (draft.type, draft.correction.method) == (InvoiceType.EXCHANGE, Method.EXCHANGE)
    assert (draft.correction.invoice_id, draft.correction.number) == (1, "S2026-000001")
    assert (draft.id, draft.number, draft.issued_on, draft.issuer, draft.legends, draft.account) == (
        (None,) * 4 + ((), None)
    )
    assert (draft.concepts, draft.customer_id) == (ticket().concepts, 1)


def test_the_customer_of_an_exchange_may_be_another() -> None:
    assert exchange(ticket(), 7, corrected=False).customer_id == 7


@pytest.mark.parametrize(
    ("original", "refused"),
    [
        (draft_invoice(id=1), InvoiceNotIssued),
        (annulled_invoice(), InvoiceAnnulled),
        (replaced_invoice(), InvoiceReplaced),
        (issued_invoice(), NotSimplified),
        (substitution(oil_change(), type=R5), NotSimplified),
    ],
)
def test_only_a_simplified_invoice_that_stands_as_it_was_is_exchanged(
    original: Invoice, refused: type[Conflict]
) -> None:
    with pytest.raises(refused):
        exchange(original, None, corrected=False)


def test_an_exchange_brings_along_what_was_paid() -> None:
    original = with_account(ticket(), "35.99", "20.00")

    theirs, ours = applied(original, exchanged(ticket()))

    assert (theirs.state, theirs.due, theirs.paid, theirs.replaced_by) == (State.REPLACED, 0, 0, 9)
    assert (ours.state, ours.due, ours.paid) == (State.ISSUED, euros("35.99"), euros("20.00"))


@pytest.mark.parametrize(
    "concepts",
    [
        (job(2, "36.00"),),
        # The same total, otherwise taxed.
        (of_lines(gross("35.99", tax=taxed(10))),),
    ],
)
def test_an_exchange_says_what_the_simplified_one_said(concepts: Any) -> None:
    with pytest.raises(ExchangeDiffers):
        applied(ticket(), exchanged(ticket(), concepts=concepts))


def test_an_exchange_does_not_pass_over_a_correction() -> None:
    # Not even over one that leaves the total as it was.
    with pytest.raises(ExchangeDiffers):
        exchange(ticket(), None, corrected=True)
    with pytest.raises(ExchangeDiffers):
        applied(ticket(), exchanged(ticket()), corrected=True)


# What its annulment does


def test_the_original_is_restored_when_its_substitute_is_annulled() -> None:
    original = replaced_invoice()

    assert withdrawn(original, substitution(oil_change()), euros(0)) == Account(State.ISSUED, euros("435.99"))
    assert withdrawn(original, substitution(oil_change()), euros("-35.99")).due == euros("400.00")


def test_an_invoice_that_costs_nothing_any_more_is_restored_as_paid() -> None:
    assert withdrawn(replaced_invoice(), substitution(), euros("-435.99")).state is State.PAID


def test_differences_that_are_annulled_are_no_longer_owed() -> None:
    original = with_account(issued_invoice(), "400.00", "400.00")

    account = withdrawn(original, differences(job(2, "-35.99")), euros(0))

    assert (account.due, account.paid, account.state) == (euros("435.99"), euros("400.00"), State.ISSUED)


def test_differences_that_were_paid_for_are_not_annulled() -> None:
    original = with_account(issued_invoice(), "445.99", "435.99")
    more = differences(job(2, "10.00"))
    assert withdrawn(original, more, euros(0)).outstanding == 0

    with pytest.raises(AnnulmentForbidden, match="pagado"):
        withdrawn(with_account(issued_invoice(), "445.99", "436.00"), more, euros(0))


def test_differences_that_others_give_back_are_not_annulled() -> None:
    more = differences(job(2, "10.00"))

    assert withdrawn(with_account(issued_invoice(), "10.00"), more, euros("-435.99")).state is State.PAID

    with pytest.raises(AnnulmentForbidden, match="rectificativa devuelve"):
        withdrawn(with_account(issued_invoice(), "9.99"), more, euros("-436.00"))


def test_what_is_replaced_is_not_changed_behind_its_substitute_s_back() -> None:
    require_unreplaced(issued_invoice())

    with pytest.raises(InvoiceReplaced):
        require_unreplaced(replaced_invoice())


@given(amounts(100_00, -35_99))
def test_correcting_and_withdrawing_leaves_the_account_as_it_was(amount: Decimal) -> None:
    original = with_account(issued_invoice(oil_change()), "35.99")
    document = differences(job(2, amount))
    after, _ = applied(original, document)

    restored = withdrawn(replace(original, account=after), document, euros(0))

    assert restored == original.account
