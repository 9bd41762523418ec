"""What of the operations of a contract was sent, and from which sides."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from taller.contracts.events import Part

_BODY = "body "


@dataclass(frozen=True)
class Sides:
    """Things that can be kept and broken, by what was sent: each is in one of four lists."""

    both: tuple[str, ...] = ()
    """Kept by one request and broken by another."""
    kept: tuple[str, ...] = ()
    """Kept, and never broken."""
    broken: tuple[str, ...] = ()
    """Broken, and never kept."""
    never: tuple[str, ...] = ()
    """Never sent at all; of keywords, never sent what they speak of."""

    @property
    def sent(self) -> int:
        """How many were sent, from whichever side."""
        return len(self.both) + len(self.kept) + len(self.broken)

    @property
    def all(self) -> int:
        """How many there are."""
        return self.sent + len(self.never)


@dataclass(frozen=True)
class Sending:
    """What of one operation was sent."""

    parameters: Sides = field(default_factory=Sides)
    """``query page``."""
    properties: Sides = field(default_factory=Sides)
    """Of the body: ``/Conceptos/*/importe``."""
    keywords: Sides = field(default_factory=Sides)
    """Of the schemas of both, with their places: ``body /nombre minLength``."""


def sendings(sent: Mapping[Part, frozenset[bool]]) -> Mapping[str, Sending]:
    """Return by operation what of it was *sent*."""
    found: dict[str, dict[Part, frozenset[bool]]] = {}
    for part, sides in sent.items():
        found.setdefault(part[0], {})[part] = sides
    return {label: _sending(one) for label, one in found.items()}


def _sending(sent: Mapping[Part, frozenset[bool]]) -> Sending:
    wholes = {place: sides for (_, place, keyword), sides in sent.items() if not keyword}
    return Sending(
        _sides({place: sides for place, sides in wholes.items() if _is_parameter(place)}),
        _sides({place.removeprefix(_BODY): one for place, one in wholes.items() if _is_property(place)}),
        _sides({f"{place} {keyword}": one for (_, place, keyword), one in sent.items() if keyword}),
    )


def _sides(sent: Mapping[str, frozenset[bool]]) -> Sides:
    def only(*sides: bool) -> tuple[str, ...]:
        return tuple(name for name, one in sent.items() if one == frozenset(sides))

    return Sides(only(True, False), only(True), only(False), only())


def _is_parameter(place: str) -> bool:
    return not f"{place} ".startswith(_BODY) and " /" not in place


def _is_property(place: str) -> bool:
    """Tell whether a place is a property of the body by its name: what stands for any of many is none."""
    return place.startswith(_BODY) and not place.endswith("/*")


def by_place(keywords: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each place of *keywords*, as `Sending` has them, with the keywords there."""
    found: dict[str, list[str]] = {}
    for one in keywords:
        place, _, keyword = one.rpartition(" ")
        found.setdefault(place, []).append(keyword)
    yield from ((place, tuple(some)) for place, some in found.items())
