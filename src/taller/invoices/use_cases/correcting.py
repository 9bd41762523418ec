"""Drafts of what comes after an issued invoice, and its payments."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from taller.invoices.domain import account as accounts
from taller.invoices.domain import correcting
from taller.invoices.domain.account import Payment
from taller.invoices.domain.invoice import Invoice, Method
from taller.invoices.domain.kinds import InvoiceType
from taller.invoices.ports import UnitOfWork
from taller.invoices.use_cases.desk import Desk, Precondition


@dataclass(frozen=True)
class CorrectionOrder:
    """How an invoice is to be corrected."""

    proposal: Callable[[Invoice], Invoice]
    """From the original to the differences, or to what it should have been."""
    method: Method
    type: InvoiceType | None
    reason: str


class Correcting(Desk):
    def correct(self, invoice_id: int, order: CorrectionOrder, precondition: Precondition) -> Invoice:
        """Draft the invoice that corrects an issued one; nothing happens to that one until it is issued.

        :raises InvoiceNotFound, InvoiceStale, InvoiceNotIssued, InvoiceAnnulled, InvoiceReplaced,
            CorrectTheOriginal, CorrectionTooLate, TypeUnfit, CustomerDiffers, NegativeTotal:
        """
        today = self.clock.now().date()

        def corrected(_work: UnitOfWork, original: Invoice) -> Invoice:
            proposal = order.proposal(original)
            return correcting.correction(original, proposal, order.method, order.type, order.reason, today)

        return self._derive(invoice_id, precondition, corrected)

    def exchange(self, invoice_id: int, customer_id: int | None, precondition: Precondition) -> Invoice:
        """Draft the full invoice that takes the place of a simplified one.

        :raises InvoiceNotFound, InvoiceStale, InvoiceNotIssued, InvoiceAnnulled, InvoiceReplaced,
            NotSimplified, ExchangeDiffers:
        """
        dated = self.clock.now()

        def exchanged(work: UnitOfWork, original: Invoice) -> Invoice:
            corrected = bool(work.invoices.differences(invoice_id))
            return replace(correcting.exchange(original, customer_id, corrected=corrected), dated=dated)

        return self._derive(invoice_id, precondition, exchanged)

    def pay(self, invoice_id: int, payment: Payment, precondition: Precondition) -> Payment:
        """Record what was paid for an invoice, or given back.

        :raises InvoiceNotFound, InvoiceStale, InvoiceNotIssued, InvoiceAnnulled, InvoiceReplaced,
            PaidElsewhere, PaymentInFuture, NothingOwed, RefundForbidden, PaymentTooLarge, TooManyPayments:
        """
        now = self.clock.now()
        with self.transactions.writing(exclusive=False) as work:
            invoice = work.invoices.find(invoice_id, to_change=True)
            precondition(invoice)
            account = accounts.pay(invoice, payment, now.date())
            accounts.require_room(len(work.payments.of(invoice_id)))
            stored = work.payments.add(replace(payment, invoice_id=invoice_id, recorded_at=now))
            work.invoices.save_account(invoice_id, account)
            self._record(work, invoice_id, "pago", f"{payment.amount} EUR, {payment.method.value}")
            self._tell(work, f"Anota un pago de la factura {invoice.number} (id {invoice_id})")
            self._finish(work, stored)
        return stored

    def _derive(
        self, invoice_id: int, precondition: Precondition, derive: Callable[[UnitOfWork, Invoice], Invoice]
    ) -> Invoice:
        """Store the draft that *derive* makes of an issued invoice."""
        with self.transactions.writing(exclusive=False) as work:
            original = work.invoices.find(invoice_id, to_change=True)
            precondition(original)
            draft = work.invoices.add(derive(work, original))
            self._record(work, draft.id, "creada", f"A partir de {original.number}")
            self._tell(work, f"Crea el borrador {draft.id} a partir de {original.number}")
            self._finish(work, draft)
        return draft
