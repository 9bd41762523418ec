"""A JSON value slightly spoilt: each way to break an answer against its schema, in a random order."""

import copy
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

MAX_PLACES = 100
MAX_TRIES = 200
"""How many spoilt values there are at most: each costs a validation."""

Place = tuple[str | int, ...]
Mutation = tuple[Place, Any, str]
"""Where, the whole value after it, and what was done."""


def mutations(value: Any, random: Random) -> Iterator[Mutation]:
    """Yield copies of *value*, each spoilt in one place: what is near the top first."""
    places = _places(value)
    ways = [(way, place) for place in places for way in _WAYS]
    random.shuffle(ways)
    # The properties of an object, or of a list's first items, are what clients read.
    ways.sort(key=lambda one: len(one[1]) > 2)
    for way, place in ways[:MAX_TRIES]:
        spoilt = _spoilt(value, place, way)
        if spoilt is not None:
            yield (place, *spoilt)


def _spoilt(value: Any, place: Place, way: "_Way") -> tuple[Any, str] | None:
    if not place:
        return _whole(value, way)
    whole = copy.deepcopy(value)
    holder = whole
    for step in place[:-1]:
        holder = holder[step]
    done = way(holder, place[-1])
    return (whole, done) if done else None


def _whole(value: Any, way: "_Way") -> tuple[Any, str] | None:
    """Spoil *value* itself, as if something held it."""
    holder = {"": copy.deepcopy(value)}
    done = None if way is _dropped else way(holder, "")
    return (holder[""], done) if done else None


def _places(value: Any) -> list[Place]:
    """Return where something is in *value*, itself first: a hundred places at most."""
    found: list[Place] = [()]
    level: list[tuple[Place, Any]] = [((), value)]
    while level and len(found) < MAX_PLACES:
        level = [((*place, step), inner) for place, outer in level for step, inner in _inside(outer)]
        found += [place for place, _ in level]
    return found[:MAX_PLACES]


def _inside(value: Any) -> list[tuple[str | int, Any]]:
    if isinstance(value, dict):
        return list(value.items())
    return list(enumerate(value)) if isinstance(value, list) else []


def _dropped(holder: Any, step: str | int) -> str | None:
    if not isinstance(holder, dict):
        return None  # one item less is seldom against a schema
    del holder[step]
    return "dropped"


def _retyped(holder: Any, step: str | int) -> str | None:
    old = holder[step]
    if isinstance(old, str):
        holder[step] = len(old)
    elif isinstance(old, dict):
        holder[step] = list(old.values())
    else:
        holder[step] = "fault"
    return "another type"


def _nulled(holder: Any, step: str | int) -> str | None:
    if holder[step] is None:
        return None
    holder[step] = None
    return "null"


def _extended(holder: Any, step: str | int) -> str | None:
    if not isinstance(holder[step], dict) or "fault" in holder[step]:
        return None
    holder[step]["fault"] = True
    return "a property too many"


_Way = Callable[[Any, str | int], str | None]
_WAYS: tuple[_Way, ...] = (_dropped, _retyped, _nulled, _extended)
