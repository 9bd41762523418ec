"""Whether what was expected of a client came, and what came closest if not."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import nlargest

from taller.mocks.journal.criteria import Criteria, Miss
from taller.mocks.journal.entries import Entry
from taller.mocks.journal.ring import Journal

NEAREST = 3
NUMBERS = 100
"""How many entries a verdict names at most."""


@dataclass(frozen=True)
class Near:
    """An entry that is not what was wanted, but close."""

    entry: Entry
    misses: tuple[Miss, ...]


@dataclass(frozen=True)
class Counted:
    """Whether the right number of requests came."""

    holds: bool
    count: int
    numbers: tuple[int, ...]
    """The first of the entries that matched."""
    nearest: tuple[Near, ...]
    """If too few came: those that missed the fewest criteria, the latest first."""


@dataclass(frozen=True)
class Ordered:
    """Whether requests came one after the other."""

    holds: bool
    numbers: tuple[int, ...]
    """The entries that matched, one for each of the criteria met."""
    nearest: tuple[Near, ...]
    """What came closest to the first of the criteria that was not met in its turn."""


def expect(
    journal: Journal,
    criteria: Criteria,
    *,
    exactly: int | None = None,
    at_least: int | None = None,
    at_most: int | None = None,
) -> Counted:
    """Return whether as many requests as that are as *criteria* say; at least one, if nothing is said."""
    if exactly is None and at_least is None and at_most is None:
        at_least = 1
    found: list[Entry] = []
    others: list[Entry] = []
    for entry in journal.entries():
        (found if criteria.match(entry) else others).append(entry)
    count = len(found)
    least = max(one for one in (exactly, at_least, 0) if one is not None)
    most = min(one for one in (exactly, at_most, count) if one is not None)
    nearest = _nearest(criteria, others) if count < least else ()
    return Counted(least <= count <= most, count, tuple(one.number for one in found[:NUMBERS]), nearest)


def in_order(journal: Journal, steps: Sequence[Criteria]) -> Ordered:
    """Return whether requests like each of *steps* came, each later than the one before it.

    Others may have come in between. The earliest match for each step leaves the most to the next.
    """
    entries = journal.entries()
    numbers: list[int] = []
    for step in steps:
        seen: list[Entry] = []
        for entry in entries:
            if step.match(entry):
                numbers.append(entry.number)
                break
            seen.append(entry)
        else:
            return Ordered(False, tuple(numbers), _nearest(step, seen))
    return Ordered(True, tuple(numbers), ())


def broken_promises(journal: Journal) -> dict[str | None, Counter[tuple[str, str]]]:
    """Return how often each promise was broken, by operation: each is a side and a place.

    What a fault broke on purpose does not count.
    """
    found: dict[str | None, Counter[tuple[str, str]]] = {}
    for entry in journal.entries():
        for finding in entry.reply.findings:
            found.setdefault(entry.reply.operation, Counter())[finding.side, finding.place] += 1
    return found


def _nearest(criteria: Criteria, entries: Sequence[Entry]) -> tuple[Near, ...]:
    """Return those of *entries* that miss the fewest criteria, if they meet any."""
    asked = criteria.asked()
    near = (Near(one, tuple(criteria.misses(one))) for one in entries)
    close = (one for one in near if len(one.misses) < asked)
    return tuple(nlargest(NEAREST, close, key=lambda one: (-len(one.misses), one.entry.number)))
