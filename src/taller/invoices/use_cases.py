"""One method per thing that a user can ask for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from taller.invoices import news
from taller.invoices.domain.billing import Charge, Job, SparePart, chargeable, part_ids, priced, require_known
from taller.invoices.domain.errors import CustomerUnknown, PageNotFound, VehiclesUnknown
from taller.invoices.domain.invoice import Invoice, draft
from taller.invoices.domain.series import Series
from taller.invoices.ports import Clock, Journal, Siblings, Transactions, UnitOfWork

Precondition = Callable[[Invoice], None]
"""Raises InvoiceStale unless the invoice is the one that the caller has read."""


@dataclass(frozen=True)
class Page:
    """Some invoices, and whether others come before and after."""

    invoices: Sequence[Invoice]
    number: int
    """From 1."""
    has_next: bool


FirstPage = tuple[int, Callable[[Page], None]]


@dataclass(frozen=True)
class Invoicing:
    """The invoice service's work, over its ports."""

    transactions: Transactions
    siblings: Siblings
    journal: Journal
    clock: Clock
    series_prefix: str = "F"

    def page(self, number: int, size: int, customer_id: int | None = None) -> Page:
        """Return the page *number*, from 1, of all invoices or of one customer's.

        :raises PageNotFound: if the list ends before it; the first page is always there.
        """
        with self.transactions.reading() as work:
            page = _page(work, number, size, customer_id)
        self._note("Consulta la lista de facturas")
        return page

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

    def draft(self, proposal: Invoice, expected: FirstPage | None = None) -> Invoice:
        """Store *proposal* as a draft and return it with its id.

        :param expected: the size of the list's first page, and what raises InvoiceStale unless
            that page is the one that the caller has read.
        """
        with self.transactions.writing() as work:
            if expected is not None:
                size, precondition = expected
                precondition(_page(work, 1, size))
            invoice = self._add(work, proposal)
            work.commit()
        return invoice

    def revise(self, invoice_id: int, proposal: Invoice, precondition: Precondition) -> Invoice:
        """Change a draft into *proposal*.

        :raises InvoiceNotFound, InvoiceStale, InvoiceAlreadyIssued:
        """
        with self.transactions.writing() as work:
            current = work.invoices.find(invoice_id)
            precondition(current)
            invoice = current.revised(proposal)
            work.invoices.replace(invoice)
            self._tell(work, f"Cambia el borrador {invoice_id}")
            work.commit()
        return invoice

    def discard(self, invoice_id: int, precondition: Precondition) -> None:
        """Delete a draft.

        :raises InvoiceNotFound, InvoiceStale, InvoiceAlreadyIssued:
        """
        with self.transactions.writing() as work:
            current = work.invoices.find(invoice_id)
            precondition(current)
            current.require_draft()
            work.invoices.remove(invoice_id)
            self._tell(work, f"Borra el borrador {invoice_id}", news.MEDIUM)
            work.commit()

    def issue(self, invoice_id: int, precondition: Precondition) -> Invoice:
        """Give a draft its number, once and for all, and owe its customer the news.

        :raises InvoiceNotFound, InvoiceStale, InvoiceAlreadyIssued, JobsAlreadyCharged:
        """
        with self.transactions.writing() as work:
            current = work.invoices.find(invoice_id)
            precondition(current)
            current.require_draft()
            # The clock is read inside the lock: within a series, numbers and dates rise together.
            now = self.clock.now()
            number = work.invoices.next_number(Series(self.series_prefix, now.year))
            invoice = current.issued(number, now)
            work.invoices.record_issue(invoice)
            self._announce(work, invoice)
            work.commit()
        return invoice

    def bill(self, customer_id: int, vins: Sequence[str], charges: Sequence[Charge]) -> Invoice:
        """Draft the customer's invoice for all finished jobs on *vins* that no invoice charges yet.

        :raises CustomerUnknown, VehiclesUnknown, JobsUnfinished, NothingToCharge, JobRepeated,
            ChargeMissing, ChargeUnexpected, PartsUnknown: each names all at fault.
        :raises SiblingError: if a sibling cannot tell what is needed.
        """
        jobs = self._jobs(customer_id, vins)
        # Before the parts are asked for one by one: a charge of no job here is refused in any case.
        require_known([job.id for job in jobs], charges)
        parts = self._parts(charges)
        with self.transactions.writing() as work:
            charged = work.invoices.charged_in_drafts_or_issued([job.id for job in jobs])
            concepts = priced(chargeable(jobs, charged), charges, parts, customer_id=customer_id)
            invoice = self._add(work, draft(customer_id, concepts, dated=self.clock.now()))
            work.commit()
        return invoice

    def _jobs(self, customer_id: int, vins: Sequence[str]) -> list[Job]:
        if not self.siblings.customer_exists(customer_id):
            raise CustomerUnknown(customer_id)
        unknown = [vin for vin in vins if not self.siblings.vehicle_exists(vin)]
        if unknown:
            raise VehiclesUnknown(unknown)
        found = {job.id: job for vin in vins for job in self.siblings.jobs_of(vin)}
        return [found[job_id] for job_id in sorted(found)]

    def _parts(self, charges: Sequence[Charge]) -> dict[int, SparePart]:
        found = (self.siblings.spare_part(part_id) for part_id in part_ids(charges))
        return {part.id: part for part in found if part is not None}

    def _add(self, work: UnitOfWork, proposal: Invoice) -> Invoice:
        invoice = work.invoices.add(proposal)
        self._tell(work, f"Crea el borrador {invoice.id}")
        return invoice

    def _announce(self, work: UnitOfWork, invoice: Invoice) -> None:
        text = f"Emite la factura {invoice.number} (id {invoice.id})"
        vin = invoice.vin
        if vin is None:
            # The contract of notificaciones wants a vehicle, and this invoice names none.
            text += "; sin notificación: no consta ningún vehículo"
        else:
            work.outbox.add(news.invoice_sent(invoice, vin))
        self._tell(work, text, news.HIGH)

    def _tell(self, work: UnitOfWork, text: str, priority: str = news.LOW) -> None:
        work.outbox.add(news.event(text, self.clock.now(), priority))

    def _note(self, text: str) -> None:
        self.journal.note(news.event(text, self.clock.now()))


def _page(work: UnitOfWork, number: int, size: int, customer_id: int | None = None) -> Page:
    found = work.invoices.page(customer_id=customer_id, offset=(number - 1) * size, limit=size + 1)
    if not found and number > 1:
        raise PageNotFound(number)
    return Page(found[:size], number, has_next=len(found) > size)
