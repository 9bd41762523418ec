"""The resources of one collection, in memory."""

import json
from bisect import bisect_left
from collections.abc import Collection, Hashable, Iterable, Iterator, Sequence
from typing import Any

Id = int | str
Scope = tuple[Id, ...]
"""Whose a resource is: the ids of its parents, the outermost first; empty for nobody's."""
Resource = dict[str, Any]
"""The properties of a resource, its id among them and its links not. It never changes in place."""
Groups = tuple[tuple[str, ...], ...]

CAPACITY = 10_000


class Changes:
    """Counts the changes of all that a memory holds."""

    def __init__(self) -> None:
        """Begin at nought."""
        self.number = 0


class Entry:
    """A resource where it is kept, and how it was last shown."""

    __slots__ = ("id", "number", "resource", "scope", "shown", "sound", "tag")

    def __init__(self, scope: Scope, resource_id: Id, resource: Resource, *, sound: bool = False) -> None:
        """Keep *resource*, whose id may stand here alone; *sound* is what is known to fit its schema."""
        self.scope = scope
        self.id = resource_id
        self.resource = resource
        self.sound = sound
        self.number = 0
        """Greater than that of all that were made before it, once a shelf keeps it; a change leaves it."""
        self.tag: str | None = None
        """The entity tag, once somebody asked."""
        self.shown: dict[Any, Any] | None = None
        """Renderings, by what they are for; `taller.mocks.state.rendering` fills and clears them."""


class Section:
    """The resources of one parent, by id and in the order in which they were made."""

    def __init__(self, groups: Groups) -> None:
        """Begin empty; *groups* are the properties in which no two resources agree."""
        self.entries: dict[Id, Entry] = {}
        self.ids: list[Id] = []
        """In order: of a long list, a page is cut out without a walk through what is before it."""
        self._groups = groups
        self._taken: tuple[dict[Hashable, Id], ...] = tuple({} for _ in groups)

    def add(self, entry: Entry) -> None:
        """Keep *entry*, in place of what its id had."""
        old = self.entries.get(entry.id)
        if old is not None:
            self._release(old)
        else:
            self.ids.append(entry.id)
        self.entries[entry.id] = entry
        for taken, group in zip(self._taken, self._groups, strict=True):
            values = _values(entry.resource, group)
            if values is not None:
                taken[values] = entry.id

    def discard(self, resource_id: Id) -> Entry:
        """Forget the resource *resource_id*, which is there, and return it."""
        entries = self.entries
        entry = entries[resource_id]
        del self.ids[bisect_left(self.ids, entry.number, key=lambda one: entries[one].number)]
        del entries[resource_id]
        self._release(entry)
        return entry

    def twin(self, resource_id: Id, resource: Resource) -> tuple[str, ...] | None:
        """Return the group in which another than *resource_id* agrees with *resource*; else None."""
        for taken, group in zip(self._taken, self._groups, strict=True):
            values = _values(resource, group)
            if values is not None and taken.get(values, resource_id) != resource_id:
                return group
        return None

    def _release(self, entry: Entry) -> None:
        for taken, group in zip(self._taken, self._groups, strict=True):
            values = _values(entry.resource, group)
            if values is not None and taken.get(values) == entry.id:
                del taken[values]


class Shelf:
    """Resources by parent and id; beyond its capacity, the oldest goes.

    The contract's examples stay, so that they always answer.
    """

    def __init__(
        self,
        entries: Iterable[Entry],
        capacity: int = CAPACITY,
        groups: Groups = (),
        changes: Changes | None = None,
        seeds: Collection[Scope] | None = None,
    ) -> None:
        """Start with *entries*; hold *capacity* resources, no two alike in one of *groups*.

        If there are more at the start, it stays at so many.

        :param seeds: the ids, those of the parents first, of what never goes; None for all of *entries*.
        """
        self.made = 0
        """How many resources were ever made here; the number of the newest."""
        self.removed: dict[Scope, None] = {}
        """Whose single resource was deleted, and does not start anew."""
        self._groups = groups
        self._changes = changes or Changes()
        self._sections: dict[Scope, Section] = {}
        self._passing: dict[int, Entry] = {}
        self._size = self._highest = self._last_gap = 0
        for entry in entries:
            self._keep(entry)
        stay = [one for one in self._passing.values() if seeds is None or (*one.scope, one.id) in seeds]
        for entry in stay:
            del self._passing[entry.number]
        self._capacity = max(capacity, len(stay) + 1)

    def __len__(self) -> int:
        return self._size

    def section(self, scope: Scope = ()) -> Section:
        """Return the resources of *scope*, not to be changed but by this shelf."""
        return self._sections.get(scope) or Section(())

    def get(self, resource_id: Id, scope: Scope = ()) -> Entry | None:
        """Return the resource *resource_id* of *scope*; None if there is none."""
        section = self._sections.get(scope)
        return section.entries.get(resource_id) if section is not None else None

    def in_order(self, scope: Scope = ()) -> Iterator[Entry]:
        """Yield the resources of *scope* in the order in which they were made."""
        return iter(self.section(scope).entries.values())

    def scopes(self) -> Sequence[Scope]:
        """Return whose resources there are."""
        return tuple(self._sections)

    def next_number(self, least: int, most: int) -> int | None:
        """Return an integer id for a new resource, from *least* to *most*; None if all are taken.

        It is one above the highest that ever was. Where a client took the highest there is, the
        gaps are filled, each once.
        """
        if self._highest < most:
            return max(self._highest + 1, least)
        while (gap := max(self._last_gap + 1, least)) <= most:
            self._last_gap = gap
            if not any(gap in one.entries for one in self._sections.values()):
                return gap
        return None

    def twin(self, scope: Scope, resource_id: Id, resource: Resource) -> tuple[str, ...] | None:
        """Return the properties in which another agrees with *resource*, though none may; else None."""
        section = self._sections.get(scope) if self._groups else None
        return section.twin(resource_id, resource) if section is not None else None

    def put(self, entry: Entry) -> Entry | None:
        """Keep *entry* in place of what its id had; return what had to go."""
        gone = None
        if self._size >= self._capacity and self.get(entry.id, entry.scope) is None:
            oldest = next(iter(self._passing.values()))
            gone = self.remove(oldest.id, oldest.scope)
        self._keep(entry)
        return gone

    def _keep(self, entry: Entry) -> None:
        section = self._sections.get(entry.scope)
        if section is None:
            section = self._sections[entry.scope] = Section(self._groups)
        old = section.entries.get(entry.id)
        if old is None:
            self._size += 1
            self.made += 1
        entry.number = old.number if old is not None else self.made
        if old is None or entry.number in self._passing:
            self._passing[entry.number] = entry
        section.add(entry)
        if isinstance(entry.id, int):
            self._highest = max(self._highest, entry.id)
        self._changed()

    def remove(self, resource_id: Id, scope: Scope = ()) -> Entry:
        """Forget the resource *resource_id*, which is there, and return it."""
        section = self._sections[scope]
        entry = section.discard(resource_id)
        if not section.entries:
            del self._sections[scope]
        self._passing.pop(entry.number, None)
        self._size -= 1
        self._changed()
        return entry

    def bar(self, scope: Scope) -> None:
        """Let the single resource of *scope* not start anew; beyond the capacity, the first one does."""
        if len(self.removed) >= self._capacity:
            del self.removed[next(iter(self.removed))]
        self.removed[scope] = None
        self._changed()

    def succeed(self, other: "Shelf") -> None:
        """Give no id that *other* gave."""
        self.made = max(self.made, other.made)
        self._highest = max(self._highest, other._highest)
        self._last_gap = max(self._last_gap, other._last_gap)

    def _changed(self) -> None:
        self._changes.number += 1


def rank(value: Any) -> tuple[int, Any, str]:
    """Return a key that sorts the values of a property: numbers, then texts, then nothing."""
    match value:
        case None:
            return 2, 0, ""
        case bool() | int() | float():
            return 0, value, ""
        case str():
            return 1, value.casefold(), value
    return 3, str(value), ""


def _values(resource: Resource, group: tuple[str, ...]) -> Hashable | None:
    """Return the values of *group*, to be compared; None if one is missing."""
    values = [resource.get(name) for name in group]
    if None in values:
        return None
    return tuple(json.dumps(one, sort_keys=True) if isinstance(one, list | dict) else one for one in values)
