"""Drafts: made, changed and deleted freely, and made from what the siblings know."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from taller.invoices import news
from taller.invoices.domain.billing import Charge, Job, SparePart, chargeable, part_ids, priced, require_known
from taller.invoices.domain.errors import CustomerUnknown, VehiclesUnknown
from taller.invoices.domain.invoice import Invoice, draft
from taller.invoices.domain.kinds import InvoiceType
from taller.invoices.domain.party import Customer, Vehicle, Visit
from taller.invoices.listing import Page, Wanted
from taller.invoices.ports import UnitOfWork
from taller.invoices.use_cases.desk import Desk, Precondition
from taller.invoices.use_cases.reading import page_of

FirstPage = tuple[int, Callable[[Page], None]]


@dataclass(frozen=True)
class Order:
    """What to charge a customer for."""

    vins: Sequence[str]
    charges: Sequence[Charge]
    type: InvoiceType | None = None
    visit: Visit = Visit()
    kilometres: int | None = None
    """At delivery; by default those that vehiculos knows."""


class Drafting(Desk):
    def draft(self, proposal: Invoice, expected: FirstPage | None = None) -> Invoice:
        """Store *proposal* as a draft and return it with its id.

        :param expected: the size of the list's first page, and what raises InvoiceStale unless
            that page is the one that the caller has read.
        :raises NegativeTotal: if the total is below nothing.
        """
        proposal.require_sign()
        with self.transactions.writing(exclusive=expected is not None) as work:
            if expected is not None:
                size, precondition = expected
                precondition(page_of(work, Wanted(), 1, size))
            invoice = self._add(work, proposal)
            self._finish(work, invoice)
        return invoice

    def revise(self, invoice_id: int, proposal: Invoice, precondition: Precondition) -> Invoice:
        """Change a draft into *proposal*.

        :raises InvoiceNotFound, InvoiceStale, InvoiceAlreadyIssued, NegativeTotal:
        """
        with self.transactions.writing(exclusive=False) as work:
            current = work.invoices.find(invoice_id, to_change=True)
            precondition(current)
            invoice = current.revised(proposal)
            work.invoices.replace(invoice)
            self._record(work, invoice_id, "cambiada")
            self._tell(work, f"Cambia el borrador {invoice_id}")
            work.commit()
        return invoice

    def discard(self, invoice_id: int, precondition: Precondition) -> None:
        """Delete a draft.

        :raises InvoiceNotFound, InvoiceStale, InvoiceAlreadyIssued:
        """
        with self.transactions.writing(exclusive=False) as work:
            current = work.invoices.find(invoice_id, to_change=True)
            precondition(current)
            current.require_draft()
            work.invoices.remove(invoice_id)
            self._record(work, invoice_id, "borrada")
            self._tell(work, f"Borra el borrador {invoice_id}", news.MEDIUM)
            work.commit()

    def bill(self, customer_id: int, order: Order) -> Invoice:
        """Draft the customer's invoice for all finished jobs on the vehicles that no invoice charges yet.

        :raises CustomerUnknown, VehiclesUnknown, JobsUnfinished, NothingToCharge, JobRepeated,
            ChargeMissing, ChargeUnexpected, PartsUnknown: each names all at fault.
        :raises SiblingError: if a sibling cannot tell what is needed.
        """
        customer = self._customer(customer_id)
        vehicles = self._vehicles(order.vins)
        jobs = self._jobs(order.vins)
        # Before the parts are asked for one by one: a charge of no job here is refused in any case.
        require_known([job.id for job in jobs], order.charges)
        parts = self._parts(order.charges)
        # No other may charge the same jobs between the look and the draft.
        with self.transactions.writing() as work:
            charged = work.invoices.charged_in_drafts_or_issued([job.id for job in jobs])
            concepts = priced(chargeable(jobs, charged), order.charges, parts, customer_id=customer_id)
            proposal = draft(
                customer_id=customer_id,
                concepts=tuple(concepts),
                dated=self.clock.now(),
                type=order.type,
                customer=customer,
                vehicle=_only(vehicles, order.kilometres),
                visit=order.visit,
            )
            proposal.require_sign()
            invoice = self._add(work, proposal)
            self._finish(work, invoice)
        return invoice

    def _customer(self, customer_id: int) -> Customer:
        customer = self.siblings.customer(customer_id)
        if customer is None:
            raise CustomerUnknown(customer_id)
        return customer

    def _vehicles(self, vins: Sequence[str]) -> list[Vehicle]:
        found = {vin: self.siblings.vehicle(vin) for vin in vins}
        unknown = [vin for vin, vehicle in found.items() if vehicle is None]
        if unknown:
            raise VehiclesUnknown(unknown)
        return [vehicle for vehicle in found.values() if vehicle is not None]

    def _jobs(self, vins: Sequence[str]) -> list[Job]:
        found = {job.id: job for vin in vins for job in self.siblings.jobs_of(vin)}
        return [found[job_id] for job_id in sorted(found)]

    def _parts(self, charges: Sequence[Charge]) -> dict[int, SparePart]:
        found = (self.siblings.spare_part(part_id) for part_id in part_ids(charges))
        return {part.id: part for part in found if part is not None}

    def _add(self, work: UnitOfWork, proposal: Invoice) -> Invoice:
        invoice = work.invoices.add(proposal)
        self._record(work, invoice.id, "creada")
        self._tell(work, f"Crea el borrador {invoice.id}")
        return invoice


def _only(vehicles: Sequence[Vehicle], kilometres: int | None) -> Vehicle | None:
    """Return the vehicle of an invoice of one; one of several has each job name its own."""
    if len(vehicles) != 1:
        return None
    vehicle = vehicles[0]
    return vehicle if kilometres is None else replace(vehicle, kilometres=kilometres)
