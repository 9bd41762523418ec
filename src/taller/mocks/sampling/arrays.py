"""Arrays for a demand."""

from typing import TYPE_CHECKING, Any

from taller.mocks.openapi.document import Node
from taller.mocks.sampling import limits
from taller.mocks.sampling.demand import Demand, Goals
from taller.mocks.sampling.names import Hint
from taller.mocks.sampling.refusals import NoSample, NothingFits, OutOfFuel

if TYPE_CHECKING:
    from taller.mocks.sampling.attempt import Attempt

MOST = 10_000
"""No longer array is made."""

_USUAL = 3
_DRAWS = 20
"""How many elements in a row may repeat others before what was found must do."""


def array(attempt: "Attempt", demand: Demand, hint: Hint, room: int, turn: int) -> list[Any]:
    """Return an array for *demand*; on a later *turn*, one of another size.

    :raises NoSample: if none is found.
    """
    least, most = limits.sizes(demand.words, "minItems", "maxItems")
    contained = _contained(demand)
    least = max([least, *(count for _, count in contained)])
    if least > MOST:
        raise NoSample(f"an array of {least} elements is too long to be made")
    size = _size(attempt, demand, (least, most), room, turn)
    asked = [goals for goals, count in contained for _ in range(count)]
    return _filled(attempt, demand, hint, room, (least, size, asked))


def _size(attempt: "Attempt", demand: Demand, bounds: tuple[int, int | None], room: int, turn: int) -> int:
    least, most = bounds
    if room < 0 or attempt.thrifty or attempt.is_open(_rest(demand)):
        return least
    listed = max((len(one) for one in limits.said(demand.words, "prefixItems", list)), default=0)
    usual = max(1, least, listed)
    if attempt.plan.dynamic or turn > 0:
        usual = attempt.rng.randint(max(least, listed, 1), max(least, listed, _USUAL))
    return usual if most is None else min(usual, most)


def _contained(demand: Demand) -> list[tuple[Node, int]]:
    """Return what the array must contain, and how often."""
    found = ((part.get("contains"), part.value.get("minContains", 1)) for part in demand.parts)
    return [(one, count) for one, count in found if one is not None and isinstance(count, int)]


def _rest(demand: Demand) -> Goals:
    return tuple(one for part in demand.parts if (one := part.get("items")) is not None)


def _at(demand: Demand, index: int) -> Goals | None:
    """Return the schemas of the element *index*; None if there may be none."""
    found = []
    for part in demand.parts:
        listed = part.get("prefixItems")
        inside = listed is not None and isinstance(listed.value, list) and index < len(listed.value)
        one = part.get("prefixItems", str(index)) if inside else part.get("items")
        if one is None and part.value.get("unevaluatedItems") is False and not _rest(demand):
            return None
        found += [] if one is None else [one]
    return None if any(one.value is False for one in found) else tuple(found)


def _filled(
    attempt: "Attempt", demand: Demand, hint: Hint, room: int, wanted: tuple[int, int, list[Node]]
) -> list[Any]:
    least, size, asked = wanted
    elements: list[Any] = []
    unique = any(limits.said(demand.words, "uniqueItems", bool))
    seen: set[str] = set()
    repeated = 0
    while len(elements) < size and repeated < _DRAWS:
        goals = _at(demand, len(elements))
        # What must be contained comes last, after the places that have their own schemas.
        extra = asked[len(elements) - size :] if size - len(elements) <= len(asked) else []
        value = _element(attempt, goals, extra[:1], hint, room, len(elements) < least)
        if value is _END:
            break
        key = limits.identity(value) if unique else ""
        if key in seen:
            repeated += 1
            continue
        seen |= {key} if unique else set()
        elements.append(value)
        repeated = 0
    if len(elements) < least:
        raise (NothingFits if not repeated else NoSample)(f"{least} elements were not found")
    return elements


_END = object()


def _element(
    attempt: "Attempt", goals: Goals | None, extra: list[Node], hint: Hint, room: int, needed: bool
) -> Any:
    """Return one element, or _END if there can be none and none is *needed*."""
    if goals is None:
        return _END
    try:
        return attempt.grow((*goals, *extra), hint, room)
    except OutOfFuel:
        raise
    except NoSample:
        if needed:
            raise
        return _END
