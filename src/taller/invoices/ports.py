"""What the use cases need from outside, as shapes; adapters fit them, and only the wiring joins the two."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import TracebackType
from typing import Protocol, Self

from taller.invoices.domain.account import Payment
from taller.invoices.domain.billing import Job, SparePart
from taller.invoices.domain.chain import Document
from taller.invoices.domain.invoice import Account, Invoice
from taller.invoices.domain.party import Customer, Vehicle
from taller.invoices.domain.records import Record
from taller.invoices.domain.series import InvoiceNumber, Series
from taller.invoices.listing import After, Wanted
from taller.invoices.receipts import Answer, Claim
from taller.siblings.outbox.message import Message


class Clock(Protocol):
    def now(self) -> datetime:
        """The present moment, in the workshop's time zone."""


class Invoices(Protocol):
    """All the invoices, inside one transaction."""

    def find(self, invoice_id: int, *, to_change: bool = False) -> Invoice:
        """The invoice; *to_change* keeps others from changing it until the transaction ends.

        :raises InvoiceNotFound: if there is none.
        """

    def page(self, wanted: Wanted, *, offset: int, limit: int) -> Sequence[Invoice]:
        """At most *limit* of the invoices *wanted*, after the first *offset*."""

    def page_after(self, wanted: Wanted, after: After, *, limit: int) -> Sequence[Invoice]:
        """At most *limit* of the invoices *wanted* that come after *after*; it costs the same everywhere."""

    def add(self, invoice: Invoice) -> Invoice:
        """Store a draft and return it with its id."""

    def replace(self, invoice: Invoice) -> None:
        """Store what has changed in a draft."""

    def remove(self, invoice_id: int) -> None:
        """Forget a draft."""

    def charged_in_drafts_or_issued(self, job_ids: Collection[int]) -> set[int]:
        """Those of *job_ids* that any invoice in force, draft or issued, charges."""

    def record_issue(self, invoice: Invoice) -> None:
        """Store all that an invoice says now that it is issued; it never changes again."""

    def save_account(self, invoice_id: int, account: Account) -> None:
        """Store what is owed for an issued invoice."""

    def charge(self, invoice_id: int) -> None:
        """Store that an invoice in force charges its jobs, and those of the differences to it that stand.

        :raises JobsAlreadyCharged: if another one charges any of them.
        """

    def release(self, invoice_id: int) -> None:
        """Let others charge the jobs of an invoice that is no longer in force."""

    def differences(self, invoice_id: int) -> Sequence[Invoice]:
        """The corrective invoices by differences to this one that stand."""

    def next_number(self, issuer_nif: str, series: Series, today: date) -> InvoiceNumber:
        """Take the next number of *series*; it is given back if the transaction is.

        :raises DateGoesBack: if the last one was taken on a later day.
        """


class Payments(Protocol):
    def of(self, invoice_id: int) -> Sequence[Payment]:
        """The payments of an invoice, in the order in which they were recorded."""

    def find(self, invoice_id: int, payment_id: int) -> Payment:
        """:raises PaymentNotFound: if the invoice has no such payment."""

    def add(self, payment: Payment) -> Payment:
        """Store a payment for good and return it with its id."""


class Records(Protocol):
    """The chain of one issuer, inside one transaction."""

    def last(self, issuer_nif: str) -> Record | None: ...

    def add(self, record: Record) -> None: ...

    def find(self, issuer_nif: str, position: int) -> Record:
        """:raises RecordNotFound: if the chain does not reach so far."""

    def page(
        self, issuer_nif: str, *, after: int, limit: int, invoice_id: int | None = None
    ) -> Sequence[Record]:
        """At most *limit* records after the position *after*."""

    def all(self, issuer_nif: str) -> Iterable[Record]:
        """The whole chain in its order, as it is read."""

    def documents(self, issuer_nif: str) -> Iterable[Document]:
        """The issued invoices of an issuer, as the chain's check compares them."""


@dataclass(frozen=True)
class Event:
    """Who did what to an invoice, and when."""

    invoice_id: int
    at: datetime
    actor: str
    action: str
    detail: str | None = None
    id: int | None = None


class History(Protocol):
    def add(self, event: Event) -> None: ...

    def of(self, invoice_id: int, *, after: int, limit: int) -> Sequence[Event]:
        """At most *limit* events of an invoice after the one numbered *after*."""


class Outbox(Protocol):
    """What is owed to the siblings, stored in the same transaction as what it tells of."""

    def add(self, message: Message) -> None: ...


class Receipts(Protocol):
    """What was answered, stored in the same transaction as what was done."""

    def keep(self, claim: Claim, answer: Answer) -> None:
        """Store *answer*, for whoever sends the request again.

        :raises StillInFlight: if another attempt has taken over: this one must not be done as well.
        """


class Claims(Protocol):
    """The keys that requests take, each in a transaction of its own."""

    def begin(self, claim: Claim, now: datetime) -> Answer | None:
        """Take the key, or return the answer that is kept under it.

        :raises KeyReused: if it is that of another request.
        :raises StillInFlight: if another attempt has it.
        """

    def finish(self, claim: Claim, answer: Answer) -> Answer | None:
        """Keep *answer* where none is kept, and return which one is, if the key is still this attempt's."""

    def abandon(self, claim: Claim) -> Answer | None:
        """Let the key go, for nothing was done; where something was, return its answer."""


class UnitOfWork(Protocol):
    """One transaction, which rolls back unless told to commit."""

    @property
    def invoices(self) -> Invoices: ...

    @property
    def payments(self) -> Payments: ...

    @property
    def records(self) -> Records: ...

    @property
    def history(self) -> History: ...

    @property
    def outbox(self) -> Outbox: ...

    @property
    def receipts(self) -> Receipts: ...

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

    def writing(self, *, exclusive: bool = True) -> UnitOfWork:
        """A transaction that changes things; no other *exclusive* one can come between."""

    def reading(self) -> UnitOfWork:
        """A transaction that sees one state of things."""


class Siblings(Protocol):
    """What the other services know. Each call may raise a SiblingError."""

    def customer(self, customer_id: int) -> Customer | None: ...

    def vehicle(self, vin: str) -> Vehicle | None: ...

    def jobs_of(self, vin: str) -> Sequence[Job]:
        """All the jobs of a vehicle."""

    def spare_part(self, part_id: int) -> SparePart | None: ...


class Journal(Protocol):
    """Takes note of operations that change nothing, for the log of events."""

    def note(self, message: Message) -> None: ...
