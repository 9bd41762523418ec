"""What must be so for an invoice to be issued, and what it says once it is."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from taller.invoices.domain.errors import DataMissing, DeliveryInFuture, RecipientUnfit, SimplifiedNotAllowed
from taller.invoices.domain.invoice import Account, Invoice, Method, State
from taller.invoices.domain.kinds import InvoiceType, chosen, why_not_simplified
from taller.invoices.domain.money import ZERO
from taller.invoices.domain.party import Customer, Issuer, missing_of, missing_of_vehicle
from taller.invoices.domain.series import InvoiceNumber, Series
from taller.invoices.domain.vat import NoVat


@dataclass(frozen=True)
class Prefixes:
    """What the three series begin with (RD 1619/2012, arts. 6.1.a and 7.1.a: each kind its own)."""

    full: str = "F"
    simplified: str = "S"
    corrective: str = "R"

    def series(self, kind: InvoiceType, year: int) -> Series:
        """Return the series in which an invoice of *kind* is numbered that *year*."""
        if kind.corrective:
            return Series(self.corrective, year)
        return Series(self.simplified if kind is InvoiceType.SIMPLIFIED else self.full, year)


def needs_customer(invoice: Invoice) -> bool:
    """Whether it would help to know the customer of this draft before it is issued."""
    return invoice.customer is None and (invoice.type is None or not invoice.type.simplified)


def ready(invoice: Invoice, issuer: Issuer, legends: tuple[str, ...]) -> Invoice:
    """Return this draft with its type, its issuer and the legends of its region, fit to be numbered.

    :raises InvoiceAlreadyIssued: if it is no draft.
    :raises SimplifiedNotAllowed: if simplified is wanted and may not be.
    :raises DataMissing: if anything is missing that the law wants said; it names all.
    :raises RecipientUnfit: if the way it is taxed wants another recipient.
    """
    invoice.require_draft()
    kind = _type_of(invoice)
    named = replace(invoice, type=kind, issuer=issuer, legends=legends)
    missing = [*issuer.missing(repairs=named.repairs), *_missing_of_parties(named, kind)]
    if missing:
        raise DataMissing(missing)
    _require_fit_recipient(None if kind.simplified else named.customer, named)
    # To AEAT a simplified invoice has no recipient, and what is not needed is not kept for years.
    return replace(named, customer=None) if kind.simplified else named


def _type_of(invoice: Invoice) -> InvoiceType:
    refusal = why_not_simplified(invoice.amount, invoice.lines, invoice.listed)
    if invoice.correction is None:
        complete = invoice.customer is not None and invoice.customer.complete
        return chosen(invoice.type, customer_complete=complete, refusal=refusal)
    assert invoice.type is not None  # noqa: S101 -- a corrective draft is made with its type
    # Any corrective invoice may be simplified, whatever its amount (RD 1619/2012, art. 4.1.b).
    if invoice.type is InvoiceType.OF_SIMPLIFIED and _reverse_charged(invoice):
        raise SimplifiedNotAllowed(refusal or "")
    return invoice.type


def _missing_of_parties(invoice: Invoice, kind: InvoiceType) -> list[str]:
    missing = [] if kind.simplified else list(missing_of(invoice.customer))
    return [*missing, *missing_of_vehicle(invoice.vehicle)] if invoice.repairs else missing


def _reverse_charged(invoice: Invoice) -> bool:
    return any(line.tax.reason is NoVat.REVERSE_CHARGE for line in invoice.lines)


def _require_fit_recipient(customer: Customer | None, invoice: Invoice) -> None:
    # Validaciones v1.2.0: E5, a supply to another member state, wants a recipient without a Spanish NIF.
    within_union = any(line.tax.reason is NoVat.EXEMPT_25 for line in invoice.lines)
    tax_id = customer.tax_id if customer else None
    if within_union and (tax_id is None or tax_id.country == "ES"):
        raise RecipientUnfit


def require_delivered(invoice: Invoice, today: date) -> None:
    """Do nothing unless what is charged is to be delivered after *today*.

    :raises DeliveryInFuture: AEAT takes an operation to come only under other regimes than ours
        (Validaciones v1.2.0: FechaOperacion).
    """
    delivered = invoice.visit.delivered_on
    if delivered is not None and delivered > today:
        raise DeliveryInFuture(delivered)


def issued(invoice: Invoice, number: InvoiceNumber, at: datetime) -> Invoice:
    """Return *invoice*, which is ready, as issued with *number* at the moment *at*."""
    return replace(invoice, number=number, dated=at, issued_on=at.date(), account=_opened(invoice))


def _opened(invoice: Invoice) -> Account:
    correction = invoice.correction
    if correction is not None and correction.method is Method.DIFFERENCES:
        # Its amount is owed, or given back, on the account of the invoice that it corrects.
        return Account(State.ISSUED, ZERO)
    return Account(State.ISSUED, invoice.amount).settled()
