"""What is owed for issued invoices: payments, and what later documents do to an account."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum

from taller.invoices.domain.errors import (
    AnnulmentForbidden,
    InvoiceAnnulled,
    InvoiceReplaced,
    NothingOwed,
    PaidElsewhere,
    PaymentInFuture,
    PaymentTooLarge,
    RefundForbidden,
    TooManyPayments,
)
from taller.invoices.domain.invoice import Account, Invoice, State
from taller.invoices.domain.money import ZERO

MOST_PAYMENTS = 1000
"""For one invoice; a customer who pays by the cent ends here."""


class PaymentMethod(Enum):
    CASH = "efectivo"
    CARD = "tarjeta"
    TRANSFER = "transferencia"
    BIZUM = "bizum"
    DIRECT_DEBIT = "domiciliacion"


@dataclass(frozen=True)
class Payment:
    """Money that a customer gave for an invoice; below nothing, that was given back."""

    amount: Decimal
    """Euros."""
    paid_on: date
    method: PaymentMethod
    note: str | None = None
    id: int | None = None
    invoice_id: int | None = None
    recorded_at: datetime | None = None


def require_live(invoice: Invoice) -> Account:
    """Return the account of an invoice that is issued and in force.

    :raises InvoiceNotIssued, InvoiceAnnulled, InvoiceReplaced:
    """
    account = invoice.require_issued()
    if account.state is State.ANNULLED:
        raise InvoiceAnnulled(str(invoice.number))
    if account.state is State.REPLACED:
        raise InvoiceReplaced(str(invoice.number), account.replaced_by or 0)
    return account


def require_room(payments: int) -> None:
    """Do nothing if one more than so many payments may be kept.

    :raises TooManyPayments:
    """
    if payments >= MOST_PAYMENTS:
        raise TooManyPayments(MOST_PAYMENTS)


def pay(invoice: Invoice, payment: Payment, today: date) -> Account:
    """Return the account of *invoice* after *payment*, which brings it nearer to nothing, never past.

    :raises InvoiceNotIssued, InvoiceAnnulled, InvoiceReplaced, PaidElsewhere, PaymentInFuture,
        NothingOwed, RefundForbidden, PaymentTooLarge:
    """
    account = require_live(invoice)
    if invoice.correction and not invoice.correction.method.replaces:
        raise PaidElsewhere(invoice.correction.number, invoice.correction.invoice_id)
    if payment.paid_on > today:
        raise PaymentInFuture(payment.paid_on)
    owed = account.outstanding
    if payment.amount < 0 <= owed:
        raise RefundForbidden
    if owed == 0 or payment.amount * owed < 0:
        raise NothingOwed(owed)
    if abs(payment.amount) > abs(owed):
        raise PaymentTooLarge(payment.amount, owed)
    return account.with_paid(account.paid + payment.amount)


def annulled(invoice: Invoice, *, corrected: bool) -> Account:
    """Return the account of an invoice that should never have existed, once it is annulled.

    :param corrected: whether corrective invoices by differences to it stand.
    :raises InvoiceNotIssued, InvoiceAnnulled, InvoiceReplaced: it is replaced while the other stands.
    :raises AnnulmentForbidden: if money was paid for it, or other invoices correct it.
    """
    account = require_live(invoice)
    if account.paid != 0:
        raise AnnulmentForbidden(f"Tiene pagos por {account.paid} euros.")
    if corrected:
        raise AnnulmentForbidden("Hay facturas rectificativas que la corrigen.")
    return Account(State.ANNULLED, ZERO)
