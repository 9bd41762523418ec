"""Numbers for a demand."""

from fractions import Fraction
from math import ceil, floor
from random import Random

from taller.mocks.sampling import limits, realistic
from taller.mocks.sampling.demand import Demand
from taller.mocks.sampling.names import Hint
from taller.mocks.sampling.refusals import NothingFits

_CENT = Fraction(1, 100)
_USUAL = 1000
"""How far from its limit a number goes that has only one; from 0, if it has none."""


def number(demand: Demand, kind: str, hint: Hint, rng: Random) -> float:
    """Return a number for *demand*; an integer, if *kind* says so.

    :raises NothingFits: if its limits leave none.
    """
    for one in realistic.candidates(hint, demand.names, rng):
        fits_kind = isinstance(one, int) or (isinstance(one, float) and kind == "number")
        if fits_kind and demand.allows(one):
            return int(one) if kind == "integer" else float(one) if isinstance(one, float) else one
    return limits.plain(_drawn(demand, kind, rng))


def _drawn(demand: Demand, kind: str, rng: Random) -> Fraction:
    step = limits.step_of(demand.words, kind)
    low, high = limits.number_range(demand.words, step)
    if step is None:
        return _between(demand, low, high, rng)
    low, high = _closed(low, high, max(Fraction(_USUAL), step * 10))
    first, last = ceil(low / step), floor(high / step)
    if first > last:
        raise NothingFits(f"no multiple of {float(step):g} lies between {float(low):g} and {float(high):g}")
    return rng.randint(first, last) * step


def _between(demand: Demand, low: Fraction | None, high: Fraction | None, rng: Random) -> Fraction:
    """Return a number of few decimals, one more for each time that the limits leave none."""
    low, high = _closed(low, high, _USUAL)
    step = _CENT
    for _ in range(12):
        first, last = ceil(low / step), floor(high / step)
        for drawn in (rng.randint(first, last), (first + last) // 2) if first <= last else ():
            if demand.allows(limits.plain(drawn * step)):
                return drawn * step
        step /= 10
    middle = (low + high) / 2
    if demand.allows(limits.plain(middle)):
        return middle
    raise NothingFits(f"no number lies between {float(low):g} and {float(high):g}")


def _closed(low: Fraction | None, high: Fraction | None, usual: Fraction | int) -> tuple[Fraction, Fraction]:
    if low is None:
        return (Fraction(1), Fraction(usual)) if high is None else (high - usual, high)
    return low, low + usual if high is None else high
