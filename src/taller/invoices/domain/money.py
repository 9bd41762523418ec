"""Euros and cents: rounding, sums, and what is an amount at all."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
ZERO = Decimal("0.00")


def rounded(amount: Decimal) -> Decimal:
    """Return *amount*, in euros, rounded half up to the cent; negatives mirror positives.

    Source: Ley 46/1998, art. 11.
    """
    # Nothing has no sign: -0.001 is 0.00, not -0.00.
    return amount.quantize(CENT, ROUND_HALF_UP) + ZERO


def total(amounts: Iterable[Decimal]) -> Decimal:
    """Return the sum of *amounts*, in euros with two decimals."""
    return sum(amounts, ZERO)


def to_cents(amount: Decimal) -> int:
    """Return *amount*, in euros, as whole cents.

    :raises ValueError: if it has more than two decimals.
    """
    cents = amount.scaleb(2)
    if cents != cents.to_integral_value():
        raise ValueError(f"{amount} euros are not whole cents: round the amount first")
    return int(cents)


def from_cents(cents: int) -> Decimal:
    """Return *cents* as euros with two decimals."""
    return Decimal(cents).scaleb(-2)
