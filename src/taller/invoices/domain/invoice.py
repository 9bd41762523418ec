"""An invoice: what a draft may do, and what an issued one says for good."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cached_property
from typing import Any

from taller.invoices.domain.errors import (
    AmountMismatch,
    AmountTooLarge,
    InvoiceAlreadyIssued,
    InvoiceNotIssued,
    JobRepeated,
    NegativeTotal,
    TypeUnfit,
)
from taller.invoices.domain.guarantee import Guarantee, VehicleClass, guarantee_of
from taller.invoices.domain.kinds import InvoiceType, Listed
from taller.invoices.domain.lines import Concept, Line, LineKind, amounts
from taller.invoices.domain.money import ZERO
from taller.invoices.domain.party import Customer, Issuer, Vehicle, Visit
from taller.invoices.domain.series import InvoiceNumber
from taller.invoices.domain.vat import Breakdown, breakdown

LARGEST_AMOUNT = Decimal("99999999.99")
"""In euros; below the 100,000,000 from which AEAT wants an explanation (Validaciones v1.2.0)."""


class State(Enum):
    """Where an invoice is in its life; all but the first follow from documents and payments."""

    DRAFT = "borrador"
    ISSUED = "emitida"
    PAID = "pagada"
    REPLACED = "sustituida"
    """By a corrective invoice by substitution, or by the full one it was exchanged for."""
    ANNULLED = "anulada"


class Method(Enum):
    """How an invoice refers to the one before it (RD 1619/2012, art. 15)."""

    DIFFERENCES = "porDiferencias"
    SUBSTITUTION = "porSustitucion"
    EXCHANGE = "canje"

    @property
    def replaces(self) -> bool:
        return self is not Method.DIFFERENCES


@dataclass(frozen=True)
class Correction:
    """Which invoice this one corrects or is exchanged for, and why."""

    invoice_id: int
    number: str
    method: Method
    reason: str


@dataclass(frozen=True)
class Account:
    """What is owed for an issued invoice, in euros; it moves, and the invoice does not."""

    state: State
    due: Decimal
    """The total, with the corrective invoices by differences; nothing once annulled or replaced."""
    paid: Decimal = ZERO
    replaced_by: int | None = None

    @property
    def outstanding(self) -> Decimal:
        """What the customer owes; negative when the workshop does."""
        return self.due - self.paid

    def with_paid(self, paid: Decimal) -> "Account":
        return replace(self, paid=paid).settled()

    def settled(self) -> "Account":
        """Return this account in the state that follows from what is outstanding."""
        return replace(self, state=State.ISSUED if self.outstanding > 0 else State.PAID)


@dataclass(frozen=True)
class Invoice:
    """What a customer owes for the jobs done; a draft until it has a number."""

    customer_id: int
    concepts: tuple[Concept, ...] = field(default=())
    dated: datetime = field(kw_only=True)
    """When it was issued; in a draft, the date that its maker gave it."""
    issued_on: date | None = None
    """The date of issue where the workshop is, which the paper and the record say."""
    id: int | None = None
    number: InvoiceNumber | None = None
    type: InvoiceType | None = None
    """In a draft, the one that its maker wants."""
    listed: Listed | None = None
    customer: Customer | None = None
    vehicle: Vehicle | None = None
    visit: Visit = Visit()
    correction: Correction | None = None
    issuer: Issuer | None = None
    legends: tuple[str, ...] = ()
    account: Account | None = None

    @property
    def state(self) -> State:
        return State.DRAFT if self.account is None else self.account.state

    @property
    def lines(self) -> Iterator[Line]:
        return (line for concept in self.concepts for line in concept.lines)

    @cached_property
    def breakdown(self) -> Breakdown:
        return breakdown(self.lines)

    @property
    def amount(self) -> Decimal:
        """The total, in euros with VAT."""
        return self.breakdown.total

    @property
    def concept_amounts(self) -> tuple[Decimal, ...]:
        """What each concept costs, in euros with VAT; their sum is the total."""
        return amounts(self.concepts)

    @property
    def job_ids(self) -> tuple[int, ...]:
        return tuple(concept.job_id for concept in self.concepts)

    @property
    def vin(self) -> str | None:
        """The vehicle's, or that of the first concept that names one."""
        named = (concept.vin for concept in self.concepts if concept.vin)
        return (self.vehicle.vin if self.vehicle else None) or next(named, None)

    @property
    def repairs(self) -> bool:
        """Whether it is the itemised invoice of a repair (RD 1457/1986, art. 15.1)."""
        return any(line.kind is LineKind.LABOUR for line in self.lines)

    @property
    def operation_date(self) -> date | None:
        """When the work was handed over, if not on the date of issue (RD 1619/2012, art. 6.1.i)."""
        delivered = self.visit.delivered_on
        return None if delivered == self.issued_on else delivered

    @property
    def guarantee(self) -> Guarantee | None:
        """What a repair is guaranteed for (RD 1457/1986, art. 16)."""
        if not self.repairs:
            return None
        vehicle = self.vehicle or Vehicle()
        return guarantee_of(
            vehicle.vehicle_class or VehicleClass.PASSENGER,
            self.visit.delivered_on,
            vehicle.kilometres,
            max((line.guarantee_months or 0 for line in self.lines), default=0),
        )

    @property
    def mentions(self) -> tuple[str, ...]:
        """What the law wants said of the way in which it is taxed, each once."""
        reasons = (group.tax.reason for group in self.breakdown.groups)
        return tuple(dict.fromkeys(reason.mention for reason in reasons if reason))

    def require_draft(self) -> None:
        """Do nothing on a draft.

        :raises InvoiceAlreadyIssued: once it has a number (RD 1619/2012, arts. 6 and 15: what is
            issued is corrected by another invoice).
        """
        if self.number is not None:
            raise InvoiceAlreadyIssued(str(self.number))

    def require_issued(self) -> Account:
        """Return the account of an issued invoice.

        :raises InvoiceNotIssued: if it is a draft.
        """
        if self.account is None:
            raise InvoiceNotIssued
        return self.account

    def revised(self, other: "Invoice") -> "Invoice":
        """Return this draft with what *other* says; what it corrects stays.

        :raises InvoiceAlreadyIssued: if this is no draft.
        :raises TypeUnfit: if it corrects another, and *other* wants to be an ordinary invoice.
        :raises NegativeTotal: if only a corrective invoice may have the new total.
        """
        self.require_draft()
        if self.correction and self.type and other.type and other.type is not self.type:
            raise TypeUnfit(other.type.value, self.type.value)
        kept = other if self.correction is None else replace(other, type=self.type)
        revised = replace(kept, id=self.id, number=None, correction=self.correction)
        revised.require_sign()
        return revised

    def require_sign(self) -> None:
        """Do nothing if the total may have the sign that it has.

        :raises NegativeTotal: if it is below nothing, and no other invoice is corrected by differences.
        """
        by_differences = self.correction is not None and self.correction.method is Method.DIFFERENCES
        if self.amount < 0 and not by_differences:
            raise NegativeTotal(self.amount)


def draft(stated_amount: Decimal | None = None, **facts: Any) -> Invoice:
    """Return a new draft of these facts, those of :class:`Invoice`.

    :param stated_amount: what its maker says the total is, in euros.
    :raises JobRepeated: if two concepts charge one job.
    :raises AmountMismatch: if *stated_amount* is not the total.
    :raises AmountTooLarge: if any amount of it passes :data:`LARGEST_AMOUNT`, either way.
    """
    invoice = Invoice(**facts)
    repeated = [job for job, times in Counter(invoice.job_ids).items() if times > 1]
    if repeated:
        raise JobRepeated(repeated)
    if stated_amount is not None and stated_amount != invoice.amount:
        raise AmountMismatch(stated_amount, invoice.amount)
    largest = max(_figures(invoice), key=abs)
    if abs(largest) > LARGEST_AMOUNT:
        raise AmountTooLarge(largest, LARGEST_AMOUNT)
    return invoice


def _figures(invoice: Invoice) -> Iterator[Decimal]:
    """Yield every amount that *invoice* says: a small total may be the sum of huge ones of both signs."""
    yield invoice.amount
    yield from invoice.concept_amounts
    yield from (line.amount for line in invoice.lines)
    yield from (figure for group in invoice.breakdown.groups for figure in (group.base, group.vat))
