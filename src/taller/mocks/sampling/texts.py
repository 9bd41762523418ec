"""Texts for a demand: in the format, as the name suggests, plain words, or after the pattern."""

from collections.abc import Iterator, Sequence
from random import Random

from taller.mocks.sampling import formats, limits, realistic
from taller.mocks.sampling.demand import Demand
from taller.mocks.sampling.ecma import UnknownPattern
from taller.mocks.sampling.names import Hint
from taller.mocks.sampling.patterns import drawn
from taller.mocks.sampling.refusals import NoSample, NothingFits
from taller.mocks.sampling.words import PLAIN

MOST = 10_000
"""No longer text is made."""

_USUAL = 24


def text(demand: Demand, hint: Hint, rng: Random, turn: int) -> str:
    """Return a text for *demand*; from one *turn* to the next, another source of it may be tried.

    :raises NoSample: if none is found.
    """
    least, most = limits.sizes(demand.words, "minLength", "maxLength")
    if least > MOST:
        raise NoSample(f"a text of {least} characters is too long to be made")
    found = (one for one in _candidates(demand, hint, rng, turn, (least, most)) if demand.allows(one))
    value = next(found, None)
    if value is None:
        raise NoSample(f"no text was found for {' and '.join(demand.patterns) or 'the format'}")
    return value


def _candidates(
    demand: Demand, hint: Hint, rng: Random, turn: int, size: tuple[int, int | None]
) -> Iterator[str]:
    least, most = size
    named = [one for one in limits.said(demand.words, "format", str) if formats.is_known(one)]
    for one in named:
        yield from formats.written(one, rng, least)
    if any(one == "base64" for one in limits.said(demand.words, "contentEncoding", str)):
        yield from formats.in_base64(rng, least)
    if named:
        demand.doubtful = True  # what follows need not be of the format
    elif turn == 0:
        yield from (one for one in realistic.candidates(hint, demand.names, rng) if isinstance(one, str))
    if not demand.patterns or turn == 0:
        yield plain(rng, least, most)
    yield from _by_patterns(demand.patterns, least, most, rng)


def _by_patterns(patterns: Sequence[str], least: int, most: int | None, rng: Random) -> Iterator[str]:
    for pattern in patterns:
        yield from _by_pattern(pattern, least, most, rng)
    if len(patterns) > 1:  # open at their ends, they may stand side by side
        for row in zip(*(_by_pattern(one, 0, most, rng) for one in patterns), strict=False):
            yield from ("".join(row), "".join(reversed(row)))


def _by_pattern(pattern: str, least: int, most: int | None, rng: Random) -> Iterator[str]:
    try:
        yield from drawn(pattern, least, most, rng)
    except UnknownPattern:  # then words may do: they are tested
        return


def plain(rng: Random, least: int, most: int | None) -> str:
    """Return words of *least* to *most* characters.

    :raises NothingFits: if *least* is above *most*.
    """
    if most is not None and least > most:
        raise NothingFits(f"minLength {least} is above maxLength {most}")
    words = [rng.choice(PLAIN)]
    size = len(words[0])
    while size < least or rng.random() < 0.4:
        words.append(rng.choice(PLAIN))
        size += 1 + len(words[-1])
    whole = " ".join(words)[: most if most is not None else max(least, _USUAL)]
    return whole[:-1] + "s" if whole.endswith(" ") else whole
