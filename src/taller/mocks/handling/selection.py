"""Which resources a list shows: those that pass every filter, in the order asked for."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from taller.mocks.openapi.naming import folded, same_name
from taller.mocks.state.store import Entry, Resource, rank
from taller.mocks.understanding.model import Collection
from taller.mocks.understanding.queries import Filter, Match, Query

Passes = Callable[[Resource], bool]
Order = tuple[tuple[str, bool], ...]
"""The properties to sort by, each with whether it goes down; that without a name is when it was made."""
_DESCENDING = {"desc", "descending", "-1"}


def passing(query: Query, collection: Collection, values: Mapping[str, Any]) -> list[Passes]:
    """Return what a resource must pass to be what the parameters *values* ask for."""
    wanted = [one for one in query.filters if one.parameter in values]
    return [_test(one, values[one.parameter], collection) for one in wanted]


def _test(wanted: Filter, value: Any, collection: Collection) -> Passes:
    if wanted.match is Match.SEARCH:
        needle = folded(str(value))
        return lambda resource: any(
            isinstance(one, str) and needle in folded(one) for one in resource.values()
        )
    if wanted.match is Match.EACH:
        pairs = {same_name(name, collection.properties): one for name, one in value.items()}
        return lambda resource: all(name and _equal(resource.get(name), one) for name, one in pairs.items())
    compare = _COMPARISONS[wanted.match]
    return lambda resource: compare(resource.get(wanted.property), value)


def _equal(held: Any, value: Any) -> bool:
    """Tell whether *held* is *value*, or one of them: of lists, any one in common will do."""
    several = value if isinstance(value, list) else [value]
    if isinstance(held, list):
        return any(one in held for one in several)
    return held in several


def _contains(held: Any, value: Any) -> bool:
    return isinstance(held, str) and folded(str(value)) in folded(held)


def _ordered(pair: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    def compare(held: Any, value: Any) -> bool:
        if held is None or value is None:
            return False
        one, other = _comparable(held, value)
        return type(one) is type(other) and pair(one, other)

    return compare


def _comparable(held: Any, value: Any) -> tuple[Any, Any]:
    """Return both as numbers, as moments, or as days: a day holds all the moments in it."""
    if isinstance(held, int | float) and isinstance(value, int | float):
        return float(held), float(value)
    one, other = str(held), str(value)
    if len(other) == 10 < len(one) or len(one) == 10 < len(other):
        return one[:10], other[:10]
    moments = _moment(one), _moment(other)
    return moments if None not in moments else (one, other)


def _moment(text: str) -> float | None:
    if "T" not in text.upper():
        return None
    try:
        return datetime.fromisoformat(text.upper()).timestamp()
    except (ValueError, OverflowError):
        return None


_COMPARISONS: Mapping[Match, Callable[[Any, Any], bool]] = {
    Match.EQUALITY: _equal,
    Match.SUBSTRING: _contains,
    Match.MIN: _ordered(lambda one, other: one >= other),
    Match.MAX: _ordered(lambda one, other: one <= other),
    Match.ABOVE: _ordered(lambda one, other: one > other),
    Match.BELOW: _ordered(lambda one, other: one < other),
}


def order_of(query: Query, collection: Collection, values: Mapping[str, Any]) -> Order:
    """Return what to sort by; nothing for the order in which the resources were made.

    ``-name,price``, ``name:desc``, ``name,desc`` and ``name desc`` are understood, and ``id`` is
    another name for the id. What names nothing does not count.
    """
    said = values.get(query.order) if query.order else None
    down = str(values.get(query.direction or "")).casefold() in _DESCENDING
    terms = _terms(said)
    keys = [(_property(name, collection), falls != down) for name, falls in terms]
    found = tuple((name, falls) for name, falls in keys if name is not None)
    return found or ((("", True),) if down else ())


def _terms(said: Any) -> list[tuple[str, bool]]:
    texts = said if isinstance(said, list) else str(said).split(",") if said else []
    found: list[tuple[str, bool]] = []
    for text in map(str, texts):
        name, _, way = text.strip().replace(":", " ").partition(" ")
        if name.casefold() in ("asc", "desc") and found:  # Spring writes name,desc
            found[-1] = found[-1][0], name.casefold() == "desc"
        elif name:
            found.append(
                (
                    name.lstrip("+-"),
                    name.startswith("-") or way.casefold() in _DESCENDING,
                )
            )
    return found


def _property(name: str, collection: Collection) -> str | None:
    found = same_name(name, collection.properties)
    return collection.id_property if found is None and name == "id" else found


def arranged(entries: Iterable[Entry], order: Order) -> list[Entry]:
    """Return *entries*, which are in the order in which they were made, by *order*.

    Equals stay in that order, so pages never overlap.
    """
    found = list(entries)
    for name, falls in reversed(order):
        found.sort(
            key=lambda one: rank(one.resource.get(name) if name else one.number),
            reverse=falls,
        )
    return found
