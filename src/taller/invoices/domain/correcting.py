"""Documents that come after an issued invoice: corrective ones, and the exchange of a simplified one."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from taller.invoices.domain.account import require_live
from taller.invoices.domain.errors import (
    AmountTooLarge,
    AnnulmentForbidden,
    CorrectionTooLarge,
    CorrectionTooLate,
    CorrectTheOriginal,
    CustomerDiffers,
    ExchangeDiffers,
    InvoiceReplaced,
    IssuerDiffers,
    NotSimplified,
    TypeUnfit,
)
from taller.invoices.domain.invoice import LARGEST_AMOUNT, Account, Correction, Invoice, Method, State
from taller.invoices.domain.kinds import InvoiceType
from taller.invoices.domain.money import ZERO
from taller.invoices.domain.party import Customer, Visit

YEARS_TO_CORRECT = 4
"""RD 1619/2012, art. 15.3."""
EXCHANGE_REASON = "Canje de factura simplificada por completa"


def correction(
    original: Invoice, proposal: Invoice, method: Method, wanted: InvoiceType | None, reason: str, today: date
) -> Invoice:
    """Return the draft that corrects *original* as *proposal* says.

    :param proposal: the differences, or the whole invoice as it should have been. The customer, the
        vehicle and the visit that it does not name are those of the original.
    :raises InvoiceNotIssued, InvoiceAnnulled, InvoiceReplaced, CorrectTheOriginal, CorrectionTooLate:
    :raises TypeUnfit: if *wanted* is no type for it.
    :raises CustomerDiffers: by differences.
    :raises NegativeTotal: by substitution.
    """
    require_correctable(original, today)
    draft = replace(
        proposal,
        type=wanted or _default_type(original, proposal, method),
        customer=proposal.customer or _same_customer(original, proposal),
        vehicle=proposal.vehicle or original.vehicle,
        visit=original.visit if proposal.visit == Visit() else proposal.visit,
        correction=_reference(original, method, reason),
    )
    _require_type(original, draft)
    _require_customer(original, draft)
    draft.require_sign()
    return draft


def exchange(original: Invoice, customer_id: int | None, *, corrected: bool) -> Invoice:
    """Return the draft of the full invoice (F3) that takes the place of a simplified one.

    :param corrected: whether corrective invoices by differences to it stand.
    :raises InvoiceNotIssued, InvoiceAnnulled, InvoiceReplaced:
    :raises NotSimplified: if it is full already.
    :raises ExchangeDiffers: if it is corrected by differences, which the full one would not say.
    """
    require_live(original)
    if original.type is not InvoiceType.SIMPLIFIED:
        raise NotSimplified(str(original.number))
    if corrected:
        raise ExchangeDiffers(str(original.number))
    return replace(
        original,
        customer_id=customer_id or original.customer_id,
        id=None,
        number=None,
        issued_on=None,
        type=InvoiceType.EXCHANGE,
        correction=_reference(original, Method.EXCHANGE, EXCHANGE_REASON),
        issuer=None,
        legends=(),
        account=None,
    )


def require_correctable(original: Invoice, today: date) -> Account:
    """Return the account of an invoice that another may correct.

    :raises InvoiceNotIssued, InvoiceAnnulled, InvoiceReplaced:
    :raises CorrectTheOriginal: if it only states differences to another.
    :raises CorrectionTooLate: four years after its issue.
    """
    account = require_live(original)
    if original.correction and not original.correction.method.replaces:
        raise CorrectTheOriginal(original.correction.number, original.correction.invoice_id)
    issued_on = original.issued_on or original.dated.date()
    last_year = issued_on.year + YEARS_TO_CORRECT
    if (today.year, today.month, today.day) > (last_year, issued_on.month, issued_on.day):
        raise CorrectionTooLate(str(original.number), YEARS_TO_CORRECT)
    return account


def applied(original: Invoice, document: Invoice, *, corrected: bool) -> tuple[Account, Account]:
    """Return the accounts of *original* and of *document*, which has just been issued to correct it.

    By differences, the original's account takes the amount. By substitution or exchange the original is
    replaced, and what was paid for it counts for the document.

    :param corrected: whether other corrective invoices by differences to the original stand.
    :raises CorrectionTooLarge: if more would be given back than the original still amounts to.
    :raises AmountTooLarge: if the original would come to more than an invoice may.
    :raises ExchangeDiffers: if a full invoice does not say what the simplified one said.
    :raises CustomerDiffers: if it is another by differences.
    :raises IssuerDiffers: if another issued the original.
    """
    before, own = original.require_issued(), document.require_issued()
    _require_issuer(original, document)
    exchanged = document.type is InvoiceType.EXCHANGE
    if exchanged and (corrected or document.breakdown != original.breakdown):
        raise ExchangeDiffers(str(original.number))
    if document.correction and document.correction.method.replaces:
        own = replace(own, state=State.ISSUED, paid=before.paid).settled()
        return replace(before, state=State.REPLACED, due=ZERO, paid=ZERO, replaced_by=document.id), own
    _require_customer(original, document)
    due = before.due + document.amount
    if due < 0:
        raise CorrectionTooLarge(document.amount, before.due)
    if due > LARGEST_AMOUNT:
        raise AmountTooLarge(due, LARGEST_AMOUNT)
    return replace(before, state=State.ISSUED, due=due).settled(), own


def withdrawn(original: Invoice, document: Invoice, differences: Decimal) -> Account:
    """Return the account of *original* once *document*, which corrected it, is annulled.

    :param differences: the sum of the corrective invoices by differences that stand, in euros.
    :raises AnnulmentForbidden: if what the document charges was paid, or is given back by another.
    """
    before = original.require_issued()
    due = original.amount + differences
    if document.correction and document.correction.method.replaces:
        # What was paid before the replacement came along with it, and has just been found to be nothing.
        return Account(State.ISSUED, due).settled()
    if due < 0:
        raise AnnulmentForbidden("Otra rectificativa devuelve lo que ésta cobra.")
    if due > LARGEST_AMOUNT:
        raise AnnulmentForbidden("La que corrige pasaría de lo que puede valer una factura.")
    if before.paid > due:
        raise AnnulmentForbidden("Quedaría pagado más de lo que se debe.")
    return Account(State.ISSUED, due, before.paid).settled()


def require_unreplaced(invoice: Invoice) -> None:
    """Do nothing unless another invoice has taken the place of this one.

    :raises InvoiceReplaced:
    """
    if invoice.account and invoice.account.state is State.REPLACED:
        raise InvoiceReplaced(str(invoice.number), invoice.account.replaced_by or 0)


def _same_customer(original: Invoice, proposal: Invoice) -> Customer | None:
    """Return who the original names, unless it is corrected for having been another's."""
    return original.customer if proposal.customer_id == original.customer_id else None


def _reference(original: Invoice, method: Method, reason: str) -> Correction:
    assert original.id is not None  # noqa: S101 -- it was found by its id
    return Correction(original.id, str(original.number), method, reason)


def _default_type(original: Invoice, proposal: Invoice, method: Method) -> InvoiceType:
    if original.type is not None and original.type.simplified:
        return InvoiceType.OF_SIMPLIFIED
    same = method is Method.SUBSTITUTION and proposal.breakdown == original.breakdown
    return InvoiceType.OTHER_ERROR if same else InvoiceType.LAW_OR_AMOUNT


def _require_customer(original: Invoice, draft: Invoice) -> None:
    """By differences the customer stays who it was; by substitution it may have been the mistake."""
    if draft.correction and draft.correction.method.replaces:
        return
    named = original.customer is not None and draft.customer not in (None, original.customer)
    if draft.customer_id != original.customer_id or named:
        raise CustomerDiffers(str(original.number))


def _require_issuer(original: Invoice, document: Invoice) -> None:
    """Who issued an invoice corrects it (RD 1619/2012, art. 15.2)."""
    theirs, ours = original.issuer, document.issuer
    if theirs is not None and ours is not None and theirs.nif != ours.nif:
        raise IssuerDiffers(str(original.number))


def _require_type(original: Invoice, draft: Invoice) -> None:
    kind = draft.type
    assert kind is not None  # noqa: S101 -- given or by default
    simplified = original.type is not None and original.type.simplified
    if not kind.corrective or (kind is InvoiceType.OF_SIMPLIFIED) != simplified:
        raise TypeUnfit(kind.value, "R5" if simplified else "R1, R2, R3 o R4")
