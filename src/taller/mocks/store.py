"""The resources of one collection, in memory."""

from collections.abc import Iterable, Iterator
from typing import Any

Id = int | str
Resource = dict[str, Any]
"""The properties of a resource, its id among them and its links not."""

CAPACITY = 10_000


class Shelf:
    """Resources by id, in the order in which they came; beyond its capacity, the oldest goes.

    What it started with stays, so that the contract's examples always answer.
    """

    def __init__(self, seeds: Iterable[tuple[Id, Resource]], capacity: int = CAPACITY) -> None:
        """Start with *seeds*; hold *capacity* resources at most."""
        self._resources = dict(seeds)
        self._seeded = set(self._resources)
        self._capacity = max(capacity, len(self._resources) + 1)
        self._highest = max((one for one in self._resources if isinstance(one, int)), default=0)
        self._last_gap = 0

    def __len__(self) -> int:
        return len(self._resources)

    def __contains__(self, resource_id: Id) -> bool:
        return resource_id in self._resources

    def get(self, resource_id: Id) -> Resource | None:
        """Return the resource *resource_id*; None if there is none."""
        return self._resources.get(resource_id)

    def items(self) -> Iterator[tuple[Id, Resource]]:
        """Yield each id with its resource, the oldest first."""
        yield from self._resources.items()

    def values(self) -> Iterator[Resource]:
        """Yield each resource, the oldest first."""
        yield from self._resources.values()

    def next_number(self, least: int, most: int) -> int | None:
        """Return an integer id for a new resource, from *least* to *most*; None if all are taken.

        It is one above the highest that ever was. Where a client took the highest there is, the
        gaps are filled, each once.
        """
        if self._highest < most:
            return max(self._highest + 1, least)
        while (gap := max(self._last_gap + 1, least)) <= most:
            self._last_gap = gap
            if gap not in self._resources:
                return gap
        return None

    def put(self, resource_id: Id, resource: Resource) -> Id | None:
        """Keep *resource* in place of what *resource_id* had; return the id that had to go."""
        gone = None
        if resource_id not in self._resources and len(self._resources) >= self._capacity:
            gone = next(one for one in self._resources if one not in self._seeded)
            del self._resources[gone]
        self._resources[resource_id] = resource
        if isinstance(resource_id, int):
            self._highest = max(self._highest, resource_id)
        return gone

    def remove(self, resource_id: Id) -> None:
        """Forget the resource *resource_id*."""
        del self._resources[resource_id]
        self._seeded.discard(resource_id)


class Relations:
    """Which resources of a collection are related: pairs of ids."""

    def __init__(self, *, symmetric: bool) -> None:
        """Start without any; if *symmetric*, a pair holds both ways."""
        self._symmetric = symmetric
        self._related: dict[Id, dict[Id, None]] = {}

    def of(self, resource_id: Id) -> list[Id]:
        """Return what *resource_id* is related to, the oldest relation first."""
        return list(self._related.get(resource_id, ()))

    def holds(self, one: Id, other: Id) -> bool:
        """Tell whether *one* is related to *other*."""
        return other in self._related.get(one, ())

    def add(self, one: Id, other: Id) -> None:
        """Relate *one* to *other*."""
        self._related.setdefault(one, {})[other] = None
        if self._symmetric:
            self._related.setdefault(other, {})[one] = None

    def remove(self, one: Id, other: Id) -> None:
        """Undo the relation of *one* to *other*."""
        self._related.get(one, {}).pop(other, None)
        if self._symmetric:
            self._related.get(other, {}).pop(one, None)

    def forget(self, resource_id: Id) -> None:
        """Undo every relation of *resource_id*."""
        self._related.pop(resource_id, None)
        for others in self._related.values():
            others.pop(resource_id, None)
