"""VAT (IVA): the rates, why a line may bear none, and the breakdown of what is charged."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Protocol

from taller.invoices.domain.money import ZERO, rounded, total

RATES = (Decimal(21), Decimal(10), Decimal(4), Decimal(0))
"""Percentages in force (Ley 37/1992, arts. 90 and 91); 0 needs a :class:`NoVat`."""


class NoVat(Enum):
    """Why a line bears no VAT: AEAT's lists CalificacionOperacion and OperacionExenta.

    E2 and E3, exports, are not here: they want another ClaveRegimen than 01 (Validaciones v1.2.0).
    """

    EXEMPT_20 = "E1"
    EXEMPT_23_24 = "E4"
    EXEMPT_25 = "E5"
    EXEMPT_OTHER = "E6"
    REVERSE_CHARGE = "S2"
    NOT_SUBJECT = "N1"
    NOT_SUBJECT_BY_PLACE = "N2"

    @property
    def mention(self) -> str:
        """What the paper must say of it (RD 1619/2012, arts. 6.1.j, 6.1.m and 7.1)."""
        return _MENTIONS[self]


_MENTIONS = {
    NoVat.EXEMPT_20: "Operación exenta: Ley 37/1992, artículo 20.",
    NoVat.EXEMPT_23_24: "Operación exenta: Ley 37/1992, artículos 23 y 24.",
    NoVat.EXEMPT_25: "Operación exenta: Ley 37/1992, artículo 25.",
    NoVat.EXEMPT_OTHER: "Operación exenta.",
    NoVat.REVERSE_CHARGE: "Inversión del sujeto pasivo.",
    NoVat.NOT_SUBJECT: "Operación no sujeta: Ley 37/1992, artículo 7.",
    NoVat.NOT_SUBJECT_BY_PLACE: "Operación no sujeta por reglas de localización.",
}


@dataclass(frozen=True, slots=True)
class Tax:
    """How a line is taxed."""

    rate: Decimal = RATES[0]
    """Percent."""
    reason: NoVat | None = None
    """Why the rate is 0."""

    def __post_init__(self) -> None:
        if self.rate not in RATES:
            raise ValueError(f"{self.rate} is no VAT rate: use one of {', '.join(map(str, RATES))}")
        if (self.rate == 0) != (self.reason is not None):
            raise ValueError("a rate of 0 needs a reason, and no other rate has one")

    def on(self, base: Decimal) -> Decimal:
        """Return the VAT on *base*, both in euros, rounded half up to the cent."""
        return rounded(base * self.rate / 100)

    def within(self, amount: Decimal) -> Decimal:
        """Return the base of *amount*, VAT included, in euros, rounded half up to the cent."""
        return rounded(amount * 100 / (100 + self.rate))


@dataclass(frozen=True, slots=True)
class VatGroup:
    """What is taxed in one way, in euros."""

    tax: Tax
    base: Decimal
    vat: Decimal

    @property
    def total(self) -> Decimal:
        return self.base + self.vat


class Taxed(Protocol):
    """A line, as far as VAT is concerned."""

    @property
    def tax(self) -> Tax: ...

    @property
    def vat_included(self) -> bool: ...

    @property
    def exact(self) -> Decimal: ...


@dataclass(frozen=True, slots=True)
class Breakdown:
    """All that is charged, by the way it is taxed, from the highest rate down."""

    groups: tuple[VatGroup, ...]

    @property
    def base(self) -> Decimal:
        return total(group.base for group in self.groups)

    @property
    def vat(self) -> Decimal:
        return total(group.vat for group in self.groups)

    @property
    def total(self) -> Decimal:
        """The sum of the rounded parts."""
        return self.base + self.vat


def breakdown(lines: Iterable[Taxed]) -> Breakdown:
    """Return what *lines* charge, in euros.

    Lines without VAT are summed exactly, then base and VAT are rounded, once. Lines with VAT included
    are whole cents, and their total is exactly their sum; base and VAT are taken apart once.

    Source: Ley 46/1998, art. 11 (half up, and no intermediate rounding that changes what is due).
    """
    by_tax: dict[Tax, list[Taxed]] = {}
    for line in lines:
        by_tax.setdefault(line.tax, []).append(line)
    groups = (_group(tax, charged) for tax, charged in by_tax.items())
    return Breakdown(tuple(sorted(groups, key=_rank)))


def _group(tax: Tax, lines: Sequence[Taxed]) -> VatGroup:
    gross = total(line.exact for line in lines if line.vat_included)
    net = rounded(sum((line.exact for line in lines if not line.vat_included), ZERO))
    within = tax.within(gross)
    return VatGroup(tax, within + net, gross - within + tax.on(net))


def _rank(group: VatGroup) -> tuple[Decimal, str]:
    return -group.tax.rate, "" if group.tax.reason is None else group.tax.reason.value
