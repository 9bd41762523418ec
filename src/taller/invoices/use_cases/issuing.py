"""From a draft to an issued invoice, and from an issued one to an annulled one."""

from dataclasses import replace

from taller.invoices import news
from taller.invoices.domain import account as accounts
from taller.invoices.domain.correcting import applied, require_correctable, require_unreplaced, withdrawn
from taller.invoices.domain.errors import AnnulmentForbidden, InvoiceStale
from taller.invoices.domain.invoice import Invoice, Method
from taller.invoices.domain.issuing import issued, needs_customer, ready, require_delivered
from taller.invoices.domain.money import total
from taller.invoices.domain.party import Customer
from taller.invoices.domain.records import record_of_annulment, record_of_issue
from taller.invoices.ports import UnitOfWork
from taller.invoices.use_cases.desk import Desk, Precondition
from taller.siblings.errors import SiblingNotConfigured


class Issuing(Desk):
    def issue(self, invoice_id: int, precondition: Precondition) -> Invoice:
        """Give a draft its number, once and for all, chain its record, and owe its customer the news.

        :raises InvoiceNotFound, InvoiceStale, InvoiceAlreadyIssued, SimplifiedNotAllowed, DataMissing,
            RecipientUnfit, DeliveryInFuture, DateGoesBack, JobsAlreadyCharged: and for a corrective one
            what keeps it from correcting the other.
        :raises SiblingError: if the customer's data are wanted and clientes cannot tell them.
        """
        customer_id, customer = self._ask_for_customer(invoice_id, precondition)
        with self.transactions.writing() as work:
            current = work.invoices.find(invoice_id, to_change=True)
            precondition(current)
            if current.customer is None and customer is not None and current.customer_id != customer_id:
                raise InvoiceStale  # changed while its customer was asked for
            named = replace(current, customer=current.customer or customer)
            invoice = self._number(work, ready(named, self.issuer, self.legends))
            self._finish(work, invoice)
        return invoice

    def annul(self, invoice_id: int, reason: str, precondition: Precondition) -> Invoice:
        """Annul an issued invoice that should never have existed; its number is not used again.

        :raises InvoiceNotFound, InvoiceStale, InvoiceNotIssued, InvoiceAnnulled, InvoiceReplaced,
            AnnulmentForbidden:
        """
        with self.transactions.writing() as work:
            current = work.invoices.find(invoice_id, to_change=True)
            precondition(current)
            account = accounts.annulled(current, corrected=bool(work.invoices.differences(invoice_id)))
            invoice = replace(current, account=account)
            self._chain_annulment(work, invoice)
            work.invoices.save_account(invoice_id, account)
            work.invoices.release(invoice_id)
            self._withdraw(work, invoice)
            self._record(work, invoice_id, "anulada", reason)
            self._tell(work, f"Anula la factura {invoice.number} (id {invoice_id})", news.HIGH)
            self._finish(work, invoice)
        return invoice

    def _ask_for_customer(self, invoice_id: int, precondition: Precondition) -> tuple[int, Customer | None]:
        """Return what clientes knows of the draft's customer, before anything is locked."""
        with self.transactions.reading() as work:
            current = work.invoices.find(invoice_id)
        precondition(current)
        current.require_draft()
        if not needs_customer(current):
            return current.customer_id, None
        try:
            return current.customer_id, self.siblings.customer(current.customer_id)
        except SiblingNotConfigured:
            return current.customer_id, None

    def _number(self, work: UnitOfWork, prepared: Invoice) -> Invoice:
        # The clock is read inside the lock: within a series, numbers and dates rise together.
        now = self.clock.now()
        require_delivered(prepared, now.date())
        assert prepared.type is not None and self.issuer.nif  # noqa: S101, PT018 -- it is ready
        series = self.prefixes.series(prepared.type, now.year)
        number = work.invoices.next_number(self.issuer.nif, series, now.date())
        invoice = self._settle(work, issued(prepared, number, now))
        self._chain_issue(work, invoice)
        self._record(work, invoice.id, "emitida", str(number))
        self._announce(work, invoice)
        return invoice

    def _settle(self, work: UnitOfWork, invoice: Invoice) -> Invoice:
        """Store an issued invoice and what it does to the one that it corrects."""
        assert invoice.id is not None and invoice.account is not None  # noqa: S101, PT018
        work.invoices.record_issue(invoice)
        if invoice.correction is None:
            work.invoices.save_account(invoice.id, invoice.account)
            work.invoices.charge(invoice.id)
            return invoice
        original = work.invoices.find(invoice.correction.invoice_id, to_change=True)
        if invoice.correction.method is Method.EXCHANGE:
            accounts.require_live(original)  # it corrects nothing, so no time limit holds
        else:
            require_correctable(original, invoice.dated.date())
        original_id = invoice.correction.invoice_id
        theirs, ours = applied(original, invoice, corrected=bool(work.invoices.differences(original_id)))
        work.invoices.save_account(invoice.id, ours)
        work.invoices.save_account(original_id, theirs)
        if invoice.correction.method.replaces:
            work.invoices.release(original_id)
        # Differences are one whole with what they correct: either may name a job of the other.
        work.invoices.charge(invoice.id if invoice.correction.method.replaces else original_id)
        self._record(work, original.id, _WHAT_HAPPENS[invoice.correction.method], str(invoice.number))
        return replace(invoice, account=ours)

    def _withdraw(self, work: UnitOfWork, invoice: Invoice) -> None:
        """Undo what an invoice, now annulled, did to the one that it corrected."""
        if invoice.correction is None:
            return
        original_id = invoice.correction.invoice_id
        original = work.invoices.find(original_id, to_change=True)
        if not invoice.correction.method.replaces:
            require_unreplaced(original)
        standing = work.invoices.differences(original_id)
        account = withdrawn(original, invoice, total(each.amount for each in standing))
        work.invoices.save_account(original_id, account)
        work.invoices.charge(original_id)
        self._record(work, original_id, "restablecida", f"Se anula {invoice.number}")

    def _chain_issue(self, work: UnitOfWork, invoice: Invoice) -> None:
        nif = self.issuer.nif or ""
        work.records.add(
            record_of_issue(
                work.records.last(nif),
                issuer_nif=nif,
                number=str(invoice.number),
                issued_on=invoice.dated.date(),
                invoice_type=invoice.type.value if invoice.type else "",
                tax_total=invoice.breakdown.vat,
                total=invoice.amount,
                generated_at=invoice.dated,
                invoice_id=invoice.id or 0,
            )
        )

    def _chain_annulment(self, work: UnitOfWork, invoice: Invoice) -> None:
        if invoice.issuer is None or not invoice.issuer.nif:
            raise AnnulmentForbidden("Se emitió antes de que hubiera registros.")
        nif = invoice.issuer.nif
        work.records.add(
            record_of_annulment(
                work.records.last(nif),
                issuer_nif=nif,
                number=str(invoice.number),
                issued_on=invoice.issued_on or invoice.dated.date(),
                generated_at=self.clock.now(),
                invoice_id=invoice.id or 0,
            )
        )

    def _announce(self, work: UnitOfWork, invoice: Invoice) -> None:
        text = f"Emite la factura {invoice.number} (id {invoice.id})"
        vin = invoice.vin
        if vin is None:
            # The contract of notificaciones wants a vehicle, and this invoice names none.
            text += "; sin notificación: no consta ningún vehículo"
        else:
            work.outbox.add(news.invoice_sent(invoice, vin))
        self._tell(work, text, news.HIGH)


_WHAT_HAPPENS = {
    Method.DIFFERENCES: "rectificada",
    Method.SUBSTITUTION: "sustituida",
    Method.EXCHANGE: "canjeada",
}
