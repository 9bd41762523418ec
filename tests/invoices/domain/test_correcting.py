"""Corrective invoices and exchanges (RD 1619/2012, art. 15)."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from tests.builders import (
    CUSTOMER,
    FIRST,
    VEHICLE,
    differences,
    draft_invoice,
    euros,
    gross,
    issued_invoice,
    job,
    of_lines,
    oil_change,
    substitution,
    taxed,
)
from tests.strategies import amounts

from taller.invoices.domain.correcting import (
    applied,
    correction,
    exchange,
    require_correctable,
    require_unreplaced,
    withdrawn,
)
from taller.invoices.domain.errors import (
    AnnulmentForbidden,
    Conflict,
    CorrectionTooLarge,
    CorrectionTooLate,
    CorrectTheOriginal,
    CustomerDiffers,
    ExchangeDiffers,
    InvoiceAnnulled,
    InvoiceNotIssued,
    InvoiceReplaced,
    NegativeTotal,
    NotSimplified,
    TypeUnfit,
)
from taller.invoices.domain.invoice import Account, Invoice, Method, State
from taller.invoices.domain.kinds import InvoiceType
from taller.invoices.domain.party import Visit
from taller.invoices.domain.series import InvoiceNumber

TODAY = date(2026, 3, 2)
TICKET = InvoiceNumber("S2026", 1)
FULL, SIMPLIFIED = InvoiceType.FULL, InvoiceType.SIMPLIFIED
R1, R2, R3, R4, R5 = (kind for kind in InvoiceType if kind.corrective)


def ticket(*concepts: Any, **facts: Any) -> Invoice:
    """An issued simplified invoice."""
    return issued_invoice(*(concepts or (oil_change(),)), number=TICKET, type=SIMPLIFIED, **facts)


def with_account(invoice: Invoice, due: str, paid: str = "0", **more: Any) -> Invoice:
    account = Account(State.ISSUED, euros(due), euros(paid), **more).settled()
    return replace(invoice, account=account)


def dead(state: State) -> Invoice:
    return replace(issued_invoice(), account=Account(state, euros(0), replaced_by=8))


def corrected(
    original: Invoice,
    proposal: Invoice,
    method: Method = Method.DIFFERENCES,
    kind: InvoiceType | None = None,
    today: date = TODAY,
) -> Invoice:
    return correction(original, proposal, method, kind, "Estaba mal", today)


GIVE_BACK = draft_invoice(job(2, "-35.99"))


# The draft of a correction


def test_a_correction_names_what_it_corrects_and_why() -> None:
    reference = corrected(issued_invoice(), GIVE_BACK).correction

    assert reference is not None
    assert (reference.invoice_id, reference.number) == (1, "F2026-000001")
    assert (reference.method, reference.reason) == (Method.DIFFERENCES, "Estaba mal")


def test_customer_vehicle_and_visit_are_those_of_the_original() -> None:
    visit = Visit(received_on=date(2026, 2, 27), work_order="OT-118")
    original = issued_invoice(vehicle=VEHICLE, visit=visit)

    draft = corrected(original, GIVE_BACK)

    assert (draft.customer, draft.vehicle, draft.visit) == (CUSTOMER, VEHICLE, visit)
    assert (draft.number, draft.account, draft.state) == (None, None, State.DRAFT)


def test_the_customer_is_corrected_by_substitution_and_not_by_differences() -> None:
    other = replace(CUSTOMER, name="Carmen Ruiz Soto")
    proposal = draft_invoice(customer=other)

    assert corrected(issued_invoice(), proposal, Method.SUBSTITUTION).customer == other
    with pytest.raises(CustomerDiffers):
        corrected(issued_invoice(), proposal)
    with pytest.raises(CustomerDiffers):
        corrected(issued_invoice(), draft_invoice(customer_id=7))


@pytest.mark.parametrize("amount", ["-35.99", "0.00", "35.99"])
def test_differences_have_any_sign(amount: str) -> None:
    assert corrected(issued_invoice(), draft_invoice(job(2, amount))).amount == euros(amount)


def test_a_substitute_is_not_below_nothing() -> None:
    with pytest.raises(NegativeTotal):
        corrected(issued_invoice(), GIVE_BACK, Method.SUBSTITUTION)


@pytest.mark.parametrize("kind", [R1, R2, R3, R4])
@pytest.mark.parametrize("method", [Method.DIFFERENCES, Method.SUBSTITUTION])
def test_a_full_invoice_is_corrected_by_r1_to_r4(kind: InvoiceType, method: Method) -> None:
    assert corrected(issued_invoice(), draft_invoice(), method, kind).type is kind


@pytest.mark.parametrize("kind", InvoiceType)
def test_a_simplified_invoice_is_corrected_by_r5_and_r5_corrects_no_other(kind: InvoiceType) -> None:
    for original in (ticket(), issued_invoice()):
        fits = kind is R5 if original.type is SIMPLIFIED else kind.corrective and kind is not R5
        if fits:
            assert corrected(original, GIVE_BACK, kind=kind).type is kind
        else:
            with pytest.raises(TypeUnfit):
                corrected(original, GIVE_BACK, kind=kind)


def test_what_corrects_an_r5_is_an_r5() -> None:
    substitute = substitution(oil_change(), type=R5)

    assert corrected(substitute, GIVE_BACK).type is R5


@pytest.mark.parametrize(
    ("original", "proposal", "method", "expected"),
    [
        (issued_invoice(), GIVE_BACK, Method.DIFFERENCES, R1),
        (issued_invoice(), draft_invoice(oil_change()), Method.SUBSTITUTION, R1),
        # Nothing of what is charged was wrong, so something else was.
        (issued_invoice(), draft_invoice(), Method.SUBSTITUTION, R4),
        (issued_invoice(), draft_invoice(), Method.DIFFERENCES, R1),
        (ticket(), GIVE_BACK, Method.DIFFERENCES, R5),
        (ticket(), draft_invoice(oil_change()), Method.SUBSTITUTION, R5),
    ],
)
def test_without_a_type_it_gets_the_one_that_fits(
    original: Invoice, proposal: Invoice, method: Method, expected: InvoiceType
) -> None:
    assert corrected(original, proposal, method).type is expected


# What may be corrected, and when


@pytest.mark.parametrize(
    ("original", "refused"),
    [
        (draft_invoice(id=1), InvoiceNotIssued),
        (dead(State.ANNULLED), InvoiceAnnulled),
        (dead(State.REPLACED), InvoiceReplaced),
        (differences(job(2, "-10.00")), CorrectTheOriginal),
    ],
)
def test_only_an_issued_invoice_in_force_is_corrected(original: Invoice, refused: type[Conflict]) -> None:
    with pytest.raises(refused):
        corrected(original, GIVE_BACK)


def test_whoever_corrects_differences_is_told_what_they_are_of() -> None:
    with pytest.raises(CorrectTheOriginal) as refusal:
        require_correctable(differences(job(2, "-10.00"), original_id=7), TODAY)

    assert refusal.value.facts == (7,)


def test_a_substitute_is_corrected_like_any_other() -> None:
    assert corrected(substitution(oil_change()), GIVE_BACK).type is R1


@pytest.mark.parametrize(
    ("issued_on", "last", "first_late"),
    [
        ((2026, 3, 2), (2030, 3, 2), (2030, 3, 3)),
        ((2026, 12, 31), (2030, 12, 31), (2031, 1, 1)),
        ((2028, 2, 29), (2032, 2, 29), (2032, 3, 1)),
        ((2096, 2, 29), (2100, 2, 28), (2100, 3, 1)),
    ],
)
def test_an_invoice_is_corrected_within_four_years_to_the_day(
    issued_on: tuple[int, int, int], last: tuple[int, int, int], first_late: tuple[int, int, int]
) -> None:
    original = issued_invoice(at=datetime(*issued_on, 12, tzinfo=UTC))

    assert corrected(original, GIVE_BACK, today=date(*last)).amount < 0
    with pytest.raises(CorrectionTooLate, match="F2026-000001"):
        corrected(original, GIVE_BACK, today=date(*first_late))


# What its issue does to the accounts


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
    draft = exchange(original, None)
    facts = {"customer": CUSTOMER, "id": 9, "correction": draft.correction, "type": draft.type, **changed}
    return issued_invoice(*facts.pop("concepts", draft.concepts), number=FIRST, **facts)


def test_a_full_invoice_takes_the_place_of_a_simplified_one() -> None:
    draft = exchange(ticket(legends=("Leyenda",)), None)

    assert draft.correction is not None
    assert (draft.type, draft.correction.method) == (InvoiceType.EXCHANGE, Method.EXCHANGE)
    assert (draft.correction.invoice_id, draft.correction.number) == (1, "S2026-000001")
    assert (draft.id, draft.number, draft.issued_on, draft.issuer, draft.legends, draft.account) == (
        (None,) * 4 + ((), None)
    )
    assert (draft.concepts, draft.customer_id) == (ticket().concepts, 1)


def test_the_customer_of_an_exchange_may_be_another() -> None:
    assert exchange(ticket(), 7).customer_id == 7


@pytest.mark.parametrize(
    ("original", "refused"),
    [
        (draft_invoice(id=1), InvoiceNotIssued),
        (replace(ticket(), account=Account(State.ANNULLED, euros(0))), InvoiceAnnulled),
        (replace(ticket(), account=Account(State.REPLACED, euros(0))), InvoiceReplaced),
        (issued_invoice(), NotSimplified),
        (substitution(oil_change(), type=R5), NotSimplified),
        (with_account(ticket(), "30.00"), ExchangeDiffers),
    ],
)
def test_only_a_simplified_invoice_that_stands_as_it_was_is_exchanged(
    original: Invoice, refused: type[Conflict]
) -> None:
    with pytest.raises(refused):
        exchange(original, None)


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
    with pytest.raises(ExchangeDiffers):
        applied(with_account(ticket(), "30.00"), exchanged(ticket()))


# What its annulment does


def test_the_original_is_restored_when_its_substitute_is_annulled() -> None:
    original = dead(State.REPLACED)

    assert withdrawn(original, substitution(oil_change()), euros(0)) == Account(State.ISSUED, euros("435.99"))
    assert withdrawn(original, substitution(oil_change()), euros("-35.99")).due == euros("400.00")


def test_an_invoice_that_costs_nothing_any_more_is_restored_as_paid() -> None:
    assert withdrawn(dead(State.REPLACED), substitution(), euros("-435.99")).state is State.PAID


def test_differences_that_are_annulled_are_no_longer_owed() -> None:
    original = with_account(issued_invoice(), "400.00", "400.00")

    account = withdrawn(original, differences(job(2, "-35.99")), euros(0))

    assert (account.due, account.paid, account.state) == (euros("435.99"), euros("400.00"), State.ISSUED)


def test_differences_that_were_paid_for_are_not_annulled() -> None:
    original = with_account(issued_invoice(), "445.99", "436.00")

    with pytest.raises(AnnulmentForbidden):
        withdrawn(original, differences(job(2, "10.00")), euros(0))


def test_what_is_replaced_is_not_changed_behind_its_substitute_s_back() -> None:
    require_unreplaced(issued_invoice())

    with pytest.raises(InvoiceReplaced):
        require_unreplaced(dead(State.REPLACED))


@given(amounts(100_00, -35_99))
def test_correcting_and_withdrawing_leaves_the_account_as_it_was(amount: Decimal) -> None:
    original = with_account(issued_invoice(oil_change()), "35.99")
    document = differences(job(2, amount))
    after, _ = applied(original, document)

    restored = withdrawn(replace(original, account=after), document, euros(0))

    assert restored == original.account
