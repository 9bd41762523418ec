"""What an invoice charges: concepts, each a finished job, and the lines of each as a workshop bills."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import Enum

from taller.invoices.domain.money import CENT, ZERO, rounded
from taller.invoices.domain.vat import Tax, breakdown


class LineKind(Enum):
    """What a workshop charges for (RD 1457/1986, arts. 15 and 16: each by itself)."""

    LABOUR = "manoDeObra"
    PART = "recambio"
    CONSUMABLE = "consumible"
    OUTSIDE_WORK = "trabajoExterno"
    STORAGE = "custodia"
    DISPOSAL = "residuos"
    OTHER = "otro"


class Condition(Enum):
    """What a part is like; all but a new one need the customer's consent (RD 1457/1986, art. 9)."""

    NEW = "nuevo"
    RECONDITIONED = "reconstruido"
    USED = "usado"
    CUSTOMERS_OWN = "delCliente"


@dataclass(frozen=True, slots=True)
class Line:
    """One charge within a job."""

    kind: LineKind
    description: str
    quantity: Decimal
    """Hours, pieces, days; negative in what gives back."""
    unit_price: Decimal
    """Euros each, with up to four decimals; without VAT unless :attr:`vat_included` says otherwise."""
    spare_part_id: int | None = None
    reference: str | None = None
    brand: str | None = None
    condition: Condition | None = None
    discount: Decimal = ZERO
    """Percent."""
    tax: Tax = Tax()
    vat_included: bool = False
    guarantee_months: int | None = None
    """A part's own guarantee, where it has one."""

    @property
    def exact(self) -> Decimal:
        """What the line costs, in euros: whole cents with VAT included, unrounded without."""
        amount = self.quantity * self.unit_price * (100 - self.discount) / 100
        return rounded(amount) if self.vat_included else amount

    @property
    def amount(self) -> Decimal:
        """The same rounded to the cent, to be shown; sums are made of what is exact."""
        return rounded(self.exact)


@dataclass(frozen=True)
class Concept:
    """One finished job charged on an invoice."""

    job_id: int
    name: str
    lines: tuple[Line, ...]
    description: str | None = None
    vin: str | None = None
    vehicle_id: int | None = None
    customer_id: int | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None

    @property
    def exact(self) -> Decimal:
        """What the job costs with VAT, in euros, before any rounding over the invoice."""
        return sum((_with_vat(line) for line in self.lines), ZERO)


def lump(name: str, amount: Decimal) -> tuple[Line, ...]:
    """Return the line of a job of which only the *amount* is known, in euros with VAT included."""
    # What gives back is a piece less, at a price: prices are never negative.
    pieces = Decimal(-1 if amount < 0 else 1)
    return (Line(LineKind.OTHER, name, pieces, abs(amount), vat_included=True),)


def amounts(concepts: Sequence[Concept]) -> tuple[Decimal, ...]:
    """Return what each concept costs, in euros with VAT; together they are exactly the total.

    The cents that rounding leaves over go, one at a time, to the concepts that rounding took most
    from. Only to those with prices without VAT: with VAT included, each amount is what was given.
    """
    shares = [rounded(concept.exact) for concept in concepts]
    left = breakdown(line for concept in concepts for line in concept.lines).total - sum(shares, ZERO)
    step = CENT if left > 0 else -CENT
    flexible = [
        at for at, concept in enumerate(concepts) if not all(line.vat_included for line in concept.lines)
    ]
    flexible.sort(key=lambda at: (shares[at] - concepts[at].exact) * step)
    for turn in range(int(abs(left) / CENT)):
        shares[flexible[turn % len(flexible)]] += step
    return tuple(shares)


def _with_vat(line: Line) -> Decimal:
    return line.exact if line.vat_included else line.exact * (100 + line.tax.rate) / 100
