"""Which resources a list shows: filtered, in order, one page of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from taller.mocks.model import Collection, Filter, Query
from taller.mocks.store import Resource


@dataclass(frozen=True)
class Page:
    """One page of a list."""

    resources: Sequence[Resource]
    number: int
    last: int
    """The number of the last page; 1 if the list is empty."""

    @property
    def exists(self) -> bool:
        """Whether there is such a page; the first one of an empty list is there."""
        return self.number <= self.last

    def neighbours(self) -> dict[str, int]:
        """Return the other pages by the names that their links have in the contracts."""
        pages = {"first": 1, "last": self.last}
        if 1 < self.number <= self.last:
            pages |= dict.fromkeys(("prev", "prevPage", "previous"), self.number - 1)
        if self.number < self.last:
            pages |= dict.fromkeys(("next", "nextPage"), self.number + 1)
        return pages


def selected(
    resources: Iterable[Resource],
    query: Query,
    collection: Collection,
    values: Mapping[str, Any],
) -> list[Resource]:
    """Return those of *resources* that the parameters *values* ask for, in the order they ask for.

    Equals stand by id, and so does everything without ``order``: pages never overlap.
    """
    wanted = [one for one in query.filters if one.parameter in values]
    found = [
        resource
        for resource in resources
        if all(_passes(resource, one, values[one.parameter]) for one in wanted)
    ]
    key = order_property(collection, values.get("order"))
    found.sort(key=lambda resource: _rank(resource[collection.id_property]))
    if key != collection.id_property or values.get("ordering") == "DESC":
        found.sort(key=lambda one: _rank(one.get(key)), reverse=values.get("ordering") == "DESC")
    return found


def order_property(collection: Collection, order: str | None) -> str:
    """Return the property that *order* names; ``id`` is another name for the id."""
    return order if order and order in collection.properties else collection.id_property


def page_of(resources: Sequence[Resource], query: Query, values: Mapping[str, Any], most: int | None) -> Page:
    """Return the page of *resources* that the parameters *values* ask for, *most* at a time."""
    total = len(resources)
    size = min(values.get("limit") or total, most or total) if query.limited else most
    size = size or total or 1
    number = int(values.get("page", 1)) if query.paged else 1
    last = max(1, -(-total // size)) if query.paged else 1
    return Page(resources[(number - 1) * size : number * size], number, last)


def _passes(resource: Resource, wanted: Filter, value: Any) -> bool:
    held = resource.get(wanted.property)
    if isinstance(held, list):
        return value in held
    if wanted.substring:
        return isinstance(held, str) and str(value).casefold() in held.casefold()
    return bool(held == value)


def _rank(value: Any) -> tuple[int, Any, str]:
    """Return a key that sorts the values of a property: numbers, then texts, then nothing."""
    match value:
        case None:
            return 2, 0, ""
        case bool() | int() | float():
            return 0, value, ""
        case str():
            return 1, value.casefold(), value
    return 3, str(value), ""
