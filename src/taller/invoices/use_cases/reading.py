"""What changes nothing."""

from collections.abc import Sequence

from taller.invoices.domain.account import Payment
from taller.invoices.domain.chain import Verdict, verify
from taller.invoices.domain.errors import PageNotFound
from taller.invoices.domain.invoice import Invoice
from taller.invoices.domain.records import Record
from taller.invoices.listing import After, Page, Wanted
from taller.invoices.ports import Event, UnitOfWork
from taller.invoices.use_cases.desk import Desk


class Reading(Desk):
    def page(self, wanted: Wanted, number: int, size: int) -> Page:
        """Return the page *number*, from 1, of the invoices *wanted*.

        :raises PageNotFound: if the list ends before it; the first page is always there.
        """
        with self.transactions.reading() as work:
            page = page_of(work, wanted, number, size)
        self._note("Consulta la lista de facturas")
        return page

    def page_after(self, wanted: Wanted, after: After, size: int) -> Page:
        """Return the page of the invoices *wanted* that comes after *after*."""
        with self.transactions.reading() as work:
            found = work.invoices.page_after(wanted, after, limit=size + 1)
        self._note("Consulta la lista de facturas")
        return Page(found[:size], None, has_next=len(found) > size)

    def find(self, invoice_id: int) -> Invoice:
        """:raises InvoiceNotFound: if there is none."""
        with self.transactions.reading() as work:
            invoice = work.invoices.find(invoice_id)
        self._note(f"Consulta la factura {invoice_id}")
        return invoice

    def require(self, invoice_id: int) -> None:
        """Do nothing if there is such an invoice; asking so is no operation that the log hears of.

        :raises InvoiceNotFound: if there is none.
        """
        with self.transactions.reading() as work:
            work.invoices.find(invoice_id)

    def payments(self, invoice_id: int) -> Sequence[Payment]:
        """Return what was paid for an invoice.

        :raises InvoiceNotFound: if there is none.
        """
        with self.transactions.reading() as work:
            work.invoices.find(invoice_id)
            payments = work.payments.of(invoice_id)
        self._note(f"Consulta los pagos de la factura {invoice_id}")
        return payments

    def payment(self, invoice_id: int, payment_id: int) -> Payment:
        """:raises InvoiceNotFound, PaymentNotFound:"""
        with self.transactions.reading() as work:
            work.invoices.find(invoice_id)
            payment = work.payments.find(invoice_id, payment_id)
        self._note(f"Consulta el pago {payment_id} de la factura {invoice_id}")
        return payment

    def history(self, invoice_id: int, after: int, size: int) -> Sequence[Event]:
        """Return at most *size* + 1 of the things done to an invoice, after the one numbered *after*.

        :raises InvoiceNotFound: if there is none.
        """
        with self.transactions.reading() as work:
            work.invoices.find(invoice_id)
            events = work.history.of(invoice_id, after=after, limit=size + 1)
        self._note(f"Consulta el historial de la factura {invoice_id}")
        return events

    def records(self, after: int, size: int, invoice_id: int | None = None) -> Sequence[Record]:
        """Return at most *size* + 1 records of the chain after the position *after*."""
        with self.transactions.reading() as work:
            found = work.records.page(self._nif, after=after, limit=size + 1, invoice_id=invoice_id)
        self._note("Consulta los registros")
        return found

    def record(self, position: int) -> Record:
        """:raises RecordNotFound: if the chain does not reach so far."""
        with self.transactions.reading() as work:
            record = work.records.find(self._nif, position)
        self._note(f"Consulta el registro {position}")
        return record

    def verify_chain(self) -> Verdict:
        """Return whether the whole chain is as it was made, and what is not."""
        with self.transactions.reading() as work:
            verdict = verify(lambda: work.records.all(self._nif), lambda: work.records.documents(self._nif))
        self._note("Comprueba la cadena de registros")
        return verdict

    @property
    def _nif(self) -> str:
        return self.issuer.nif or ""


def page_of(work: UnitOfWork, wanted: Wanted, number: int, size: int) -> Page:
    """Return a page, inside a transaction that somebody else has opened.

    :raises PageNotFound: if the list ends before it.
    """
    found = work.invoices.page(wanted, offset=(number - 1) * size, limit=size + 1)
    if not found and number > 1:
        raise PageNotFound(number)
    return Page(found[:size], number, has_next=len(found) > size)
