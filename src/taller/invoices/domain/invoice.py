"""An invoice, its concepts and their lines; what a draft may do and an issued invoice may not."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from enum import Enum

from taller.invoices.domain.errors import (
    AmountMismatch,
    AmountTooLarge,
    InvoiceAlreadyIssued,
    JobRepeated,
)
from taller.invoices.domain.money import rounded, total
from taller.invoices.domain.series import InvoiceNumber

LARGEST_AMOUNT = Decimal("99999999.99")
"""In euros; below the 100,000,000 from which AEAT wants an explanation (Validaciones v1.2.0)."""


class State(Enum):
    DRAFT = "borrador"
    ISSUED = "emitida"


class LineKind(Enum):
    LABOUR = "manoDeObra"
    PART = "recambio"


@dataclass(frozen=True)
class Line:
    """One charge within a job: hours of labour, or pieces of a spare part."""

    kind: LineKind
    description: str
    quantity: Decimal
    """Hours or pieces."""
    unit_price: Decimal
    """Euros an hour or a piece."""
    spare_part_id: int | None = None

    @property
    def amount(self) -> Decimal:
        """What the line costs, in euros, rounded to the cent."""
        return rounded(self.quantity * self.unit_price)


@dataclass(frozen=True)
class Concept:
    """One finished job charged on an invoice."""

    job_id: int
    name: str
    amount: Decimal
    description: str | None = None
    vin: str | None = None
    vehicle_id: int | None = None
    customer_id: int | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True)
class Invoice:
    """What a customer owes for the jobs done; a draft until it has a number."""

    customer_id: int
    concepts: tuple[Concept, ...] = field(default=())
    dated: datetime = field(kw_only=True)
    """When it was issued; in a draft, the date that its maker gave it."""
    id: int | None = None
    number: InvoiceNumber | None = None

    @property
    def state(self) -> State:
        return State.DRAFT if self.number is None else State.ISSUED

    @property
    def amount(self) -> Decimal:
        """The total, in euros: the sum of the concepts."""
        return total(concept.amount for concept in self.concepts)

    @property
    def job_ids(self) -> tuple[int, ...]:
        return tuple(concept.job_id for concept in self.concepts)

    @property
    def vin(self) -> str | None:
        """The vehicle of the first concept that names one."""
        return next((concept.vin for concept in self.concepts if concept.vin), None)

    def require_draft(self) -> None:
        """Do nothing on a draft.

        :raises InvoiceAlreadyIssued: once it has a number (RD 1619/2012, arts. 6 and 15: what is
            issued is corrected by another invoice).
        """
        if self.number is not None:
            raise InvoiceAlreadyIssued(str(self.number))

    def revised(self, other: "Invoice") -> "Invoice":
        """Return this draft with what *other* says.

        :raises InvoiceAlreadyIssued: if this is no draft.
        """
        self.require_draft()
        return replace(other, id=self.id, number=None)

    def issued(self, number: InvoiceNumber, at: datetime) -> "Invoice":
        """Return this draft as issued with *number* at the moment *at*.

        :raises InvoiceAlreadyIssued: if this is no draft.
        """
        self.require_draft()
        return replace(self, number=number, dated=at)


def draft(
    customer_id: int,
    concepts: Sequence[Concept],
    *,
    dated: datetime,
    stated_amount: Decimal | None = None,
) -> Invoice:
    """Return a new draft.

    :param stated_amount: what its maker says the concepts sum to, in euros.
    :raises JobRepeated: if two concepts charge one job.
    :raises AmountMismatch: if *stated_amount* is not the sum.
    :raises AmountTooLarge: if the sum passes :data:`LARGEST_AMOUNT`.
    """
    invoice = Invoice(customer_id, tuple(concepts), dated=dated)
    repeated = [job for job, times in Counter(invoice.job_ids).items() if times > 1]
    if repeated:
        raise JobRepeated(repeated)
    if stated_amount is not None and stated_amount != invoice.amount:
        raise AmountMismatch(stated_amount, invoice.amount)
    if invoice.amount > LARGEST_AMOUNT:
        raise AmountTooLarge(invoice.amount, LARGEST_AMOUNT)
    return invoice
