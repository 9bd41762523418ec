"""The drafts of corrective invoices: which, of what, and until when (RD 1619/2012, art. 15)."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from tests.builders import (
    CUSTOMER,
    VEHICLE,
    annulled_invoice,
    differences,
    draft_invoice,
    euros,
    issued_invoice,
    job,
    oil_change,
    replaced_invoice,
    substitution,
    ticket,
)

from taller.invoices.domain.correcting import correction, require_correctable
from taller.invoices.domain.errors import (
    Conflict,
    CorrectionTooLate,
    CorrectTheOriginal,
    CustomerDiffers,
    InvoiceAnnulled,
    InvoiceNotIssued,
    InvoiceReplaced,
    NegativeTotal,
    TypeUnfit,
)
from taller.invoices.domain.invoice import Invoice, Method, State
from taller.invoices.domain.kinds import InvoiceType
from taller.invoices.domain.party import Visit

TODAY = date(2026, 3, 2)
SIMPLIFIED = InvoiceType.SIMPLIFIED
R1, R2, R3, R4, R5 = (kind for kind in InvoiceType if kind.corrective)


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


def test_another_customer_does_not_get_the_name_of_the_one_before() -> None:
    draft = corrected(issued_invoice(), draft_invoice(customer_id=7), Method.SUBSTITUTION)

    assert (draft.customer_id, draft.customer) == (7, None)


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
            with pytest.raises(TypeUnfit, match="R5" if original.type is SIMPLIFIED else "R1, R2, R3 o R4"):
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
        (annulled_invoice(), InvoiceAnnulled),
        (replaced_invoice(), InvoiceReplaced),
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


def test_the_four_years_count_from_the_date_that_the_invoice_says() -> None:
    # Half past midnight of 1 January at the workshop, which is still the year before in UTC.
    dated = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    original = replace(issued_invoice(at=dated), issued_on=date(2027, 1, 1))

    assert corrected(original, GIVE_BACK, today=date(2031, 1, 1)).amount < 0
    with pytest.raises(CorrectionTooLate):
        corrected(original, GIVE_BACK, today=date(2031, 1, 2))


def test_what_was_issued_before_it_said_its_date_counts_from_the_moment() -> None:
    original = replace(issued_invoice(at=datetime(2026, 3, 2, 12, tzinfo=UTC)), issued_on=None)

    assert corrected(original, GIVE_BACK, today=date(2030, 3, 2)).amount < 0
    with pytest.raises(CorrectionTooLate):
        corrected(original, GIVE_BACK, today=date(2030, 3, 3))
