"""Broken promises as faults: one of the service, though it shows in many operations."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from taller.contracts.events import Breach
from taller.contracts.phrases import Said, said


@dataclass(frozen=True)
class Fault:
    """The same promise, broken in the same way, wherever that is."""

    breach: Breach
    """The one that takes the least to show."""
    elsewhere: tuple[Breach, ...]
    """The others, of other operations."""

    @property
    def breaks(self) -> bool:
        """Whether the contract is broken by it; else it is advice."""
        return self.breach.breaks

    @property
    def came(self) -> tuple[str, ...]:
        """What came instead, a line for each kind."""
        return tuple(dict.fromkeys(text for one in (self.breach, *self.elsewhere) for text in one.came))

    @property
    def operations(self) -> tuple[str, ...]:
        """The other operations in which it shows."""
        others = dict.fromkeys(one.operation for one in self.elsewhere)
        return tuple(one for one in others if one != self.breach.operation)

    @property
    def times(self) -> int:
        """How many requests met it."""
        return sum(one.times for one in (self.breach, *self.elsewhere))


def faults(breaches: Iterable[Breach]) -> list[Fault]:
    """Return *breaches* by what is the same in them, in the order in which they come.

    That is how they break the promise, wherever it is; or where in a request something was taken, in however
    many ways: of a field that takes anything one thing is to be said.
    """
    by_way: dict[tuple[object, ...], list[Breach]] = {}
    for one in breaches:
        by_way.setdefault((one.promise, one.mark or one.came), []).append(one)
    by_spot: dict[tuple[object, ...], list[Breach]] = {}
    for way, same in by_way.items():
        spots = frozenset(spot for one in same for spot in _spots(one))
        by_spot.setdefault((way[0], spots) if spots else way, []).extend(same)
    return [_fault(same) for same in by_spot.values()]


def _spots(breach: Breach) -> Iterator[tuple[str, object]]:
    """Yield where in the requests of an operation that is which it took, if it did and that is known."""
    for text in breach.came:
        facts = text.facts if isinstance(text, Said) else {}
        if "where" in facts and 200 <= facts.get("status", 0) < 300:
            yield breach.operation, facts["where"]


def _fault(same: list[Breach]) -> Fault:
    shortest = min(same, key=lambda one: (len(one.curl), sum(map(len, one.curl))))
    return Fault(shortest, tuple(one for one in same if one is not shortest))


def pieces_of_advice(number: int) -> Said:
    """Return how many there are, in words."""
    return said("1 piece of advice") if number == 1 else said("{number} pieces of advice", number=number)
