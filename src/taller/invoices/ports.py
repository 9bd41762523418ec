"""What the use cases need from outside, as shapes; adapters fit them, and only the wiring joins the two."""

from collections.abc import Collection, Sequence
from datetime import datetime
from types import TracebackType
from typing import Protocol, Self

from taller.invoices.domain.billing import Job, SparePart
from taller.invoices.domain.invoice import Invoice
from taller.invoices.domain.series import InvoiceNumber, Series
from taller.siblings.outbox.message import Message


class Clock(Protocol):
    def now(self) -> datetime:
        """The present moment, in the workshop's time zone."""


class Invoices(Protocol):
    """All the invoices, inside one transaction."""

    def find(self, invoice_id: int) -> Invoice:
        """:raises InvoiceNotFound: if there is none."""

    def page(self, *, customer_id: int | None, offset: int, limit: int) -> Sequence[Invoice]:
        """At most *limit* invoices after the first *offset*, in the order of their ids."""

    def add(self, invoice: Invoice) -> Invoice:
        """Store a draft and return it with its id."""

    def replace(self, invoice: Invoice) -> None:
        """Store what has changed in a draft."""

    def remove(self, invoice_id: int) -> None:
        """Forget a draft."""

    def charged_in_drafts_or_issued(self, job_ids: Collection[int]) -> set[int]:
        """Those of *job_ids* that any invoice, draft or issued, charges."""

    def record_issue(self, invoice: Invoice) -> None:
        """Store an invoice's number and date, and that its jobs are charged for good.

        :raises JobsAlreadyCharged: if another issued invoice charges one of its jobs.
        """

    def next_number(self, series: Series) -> InvoiceNumber:
        """Take the next number of *series*; it is given back if the transaction is."""


class Outbox(Protocol):
    """What is owed to the siblings, stored in the same transaction as what it tells of."""

    def add(self, message: Message) -> None: ...


class UnitOfWork(Protocol):
    """One transaction, which rolls back unless told to commit."""

    @property
    def invoices(self) -> Invoices: ...

    @property
    def outbox(self) -> Outbox: ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...

    def commit(self) -> None: ...


class Transactions(Protocol):
    """Opens units of work."""

    def writing(self) -> UnitOfWork:
        """A transaction that no other writer can come between."""

    def reading(self) -> UnitOfWork:
        """A transaction that sees one state of things."""


class Siblings(Protocol):
    """What the other services know. Each call may raise a SiblingError."""

    def customer_exists(self, customer_id: int) -> bool: ...

    def vehicle_exists(self, vin: str) -> bool: ...

    def jobs_of(self, vin: str) -> Sequence[Job]:
        """All the jobs of a vehicle."""

    def spare_part(self, part_id: int) -> SparePart | None: ...


class Journal(Protocol):
    """Takes note of operations that change nothing, for the log of events."""

    def note(self, message: Message) -> None: ...
