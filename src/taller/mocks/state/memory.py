"""All that a stand-in remembers: what its contract's examples show, and what requests changed."""

from collections.abc import Mapping, Sequence
from hashlib import blake2b
from itertools import count
from typing import Any
from uuid import UUID

from taller.mocks.openapi.schemas import Fits, keyword
from taller.mocks.state.content import Content, examples_of, keys_of
from taller.mocks.state.dumps import dumped, loaded, salvaged
from taller.mocks.state.merging import merged
from taller.mocks.state.paths import Paths
from taller.mocks.state.related import Relations
from taller.mocks.state.store import CAPACITY, Changes, Entry, Id, Resource, Scope, Shelf
from taller.mocks.understanding.meaning import Meaning
from taller.mocks.understanding.model import Collection, Relation

_MOST = 2**63 - 1


class Memory:
    """The resources and relations of one stand-in."""

    def __init__(
        self,
        meaning: Meaning,
        fits: Fits,
        capacity: int = CAPACITY,
        first_id: int | None = None,
        seed: int = 0,
    ) -> None:
        """Start with the resources of the contract's list examples, save those that break it.

        :param first_id: where the ids that are given begin, if the contract has room there; another
            one makes other ids of those that are no numbers, too.
        :param seed: of the ids that are no numbers: the same requests get the same ones.
        """
        self._meaning = meaning
        self._fits = fits
        self._capacity = capacity
        self._first_id = first_id
        self._seed = seed
        self._changes = Changes()
        self._collections = {one.path: one for one in meaning.collections}
        self._children = _children(meaning.collections)
        self._rooms = {one.path: _room(one, first_id) for one in meaning.collections}
        self._seeds = examples_of(meaning, fits)
        self._shelves, self._relations = self._built(self._seeds)

    def _begin(self, content: Content) -> None:
        self._shelves, self._relations = self._built(content)
        self._changes.number += 1

    def _built(self, content: Content) -> tuple[dict[str, Shelf], dict[str, Relations]]:
        """Return *content* as it is kept; what is remembered stays as it is."""
        shelves = {path: self._shelf(one, content) for path, one in self._collections.items()}
        relations = {}
        for one in self._meaning.relations:
            shelf = shelves[one.collection.path]
            pairs = content.pairs.get(one.path, ())
            there = [pair for pair in pairs if all(map(shelf.get, pair))]
            relations[one.path] = Relations(symmetric=one.symmetric, changes=self._changes, pairs=there)
        return shelves, relations

    def _shelf(self, collection: Collection, content: Content) -> Shelf:
        path = collection.path
        entries, seeds = content.entries.get(path, ()), keys_of(self._seeds.entries.get(path, ()))
        shelf = Shelf(entries, self._capacity, collection.unique, self._changes, seeds)
        for scope in content.removed.get(path, ()):
            shelf.bar(scope)
        return shelf

    @property
    def version(self) -> int:
        """A number that grows with every change of what is remembered."""
        return self._changes.number

    def reset(self) -> None:
        """Remember again what it started with, and nothing else."""
        self._begin(self._seeds)

    def dump(self) -> dict[str, list[Any]]:
        """Return what is remembered, by the path where it is met.

        ``/clientes`` has a list of resources, without links, in the order in which they were made; so
        has ``/clientes/7/facturas``. What has no id but its path, ``/settings``, is a list of one;
        ``/recambios/1/equivalencias`` has the ids of what is related. An empty list at ``/settings``
        says that they were deleted.
        """
        return dumped(self._meaning, self._shelves, self._relations)

    def load(self, dump: Mapping[str, Any]) -> None:
        """Remember *dump*, as `dump` returns it, and nothing else; all of it, or else none.

        :raises UnfitState: if any of it breaks the contract; it names every fault.
        """
        self._begin(loaded(dump, self._meaning, self._fits))

    def inherit(self, old: "Memory") -> int:
        """Remember what *old*, of another contract, does, if it fits; return how many resources do not.

        The examples that nobody changed there are as they are here. Ids that were given are not
        given again.
        """
        dump = merged(old.examples(), old.dump(), self.examples(), Paths(self._meaning, self._fits))
        found = salvaged(dump, self._meaning, self._fits)
        self._begin(found)
        for path in self._shelves.keys() & old._shelves.keys():
            self._shelves[path].succeed(old._shelves[path])
        resources = sum(isinstance(one, dict) for content in dump.values() for one in content)
        return resources - sum(map(len, found.entries.values()))

    def examples(self) -> dict[str, list[Any]]:
        """Return what it started with, as `dump` does."""
        return dumped(self._meaning, *self._built(self._seeds))

    def __len__(self) -> int:
        """Return how many resources are remembered."""
        return sum(map(len, self._shelves.values()))

    def collection(self, path: str) -> Collection:
        """Return the collection that lives at *path*."""
        return self._collections[path]

    def shelf(self, collection: Collection) -> Shelf:
        """Return the resources of *collection*."""
        return self._shelves[collection.path]

    def relations(self, relation: Relation) -> Relations:
        """Return the pairs of *relation*."""
        return self._relations[relation.path]

    def put(self, collection: Collection, resource: Resource) -> None:
        """Keep *resource*, of a collection that is below no other, as it is."""
        self.keep(collection, Entry((), resource[collection.id_property or ""], resource))

    def keep(self, collection: Collection, entry: Entry) -> None:
        """Keep *entry*; if an old one has to go for it, what hangs on that goes too."""
        gone = self._shelves[collection.path].put(entry)
        if gone is not None:
            self._forget_what_hangs_on(collection, gone)

    def remove(self, collection: Collection, entry: Entry) -> None:
        """Forget *entry*, its relations and the resources below it."""
        shelf = self._shelves[collection.path]
        if shelf.get(entry.id, entry.scope) is not None:
            shelf.remove(entry.id, entry.scope)
        if collection.single:
            shelf.bar(entry.scope)
        self._forget_what_hangs_on(collection, entry)

    def _forget_what_hangs_on(self, collection: Collection, gone: Entry) -> None:
        for relation in self._meaning.relations:
            if relation.collection.path == collection.path:
                self._relations[relation.path].forget(gone.id)
        key = (*gone.scope, gone.id)
        for child in self._children.get(collection.path, ()):
            shelf = self._shelves[child.path]
            for scope in [one for one in shelf.removed if one[: len(key)] == key]:
                del shelf.removed[scope]
            for scope in [one for one in shelf.scopes() if one[: len(key)] == key]:
                for entry in list(shelf.in_order(scope)):
                    shelf.remove(entry.id, scope)
                    self._forget_what_hangs_on(child, entry)

    def salt(self, collection: Collection, scope: Scope) -> str:
        """Return a text from which to make an id up: another one for each resource that is made.

        A stand-in whose numbers begin elsewhere has others, too, for it begins after another one.
        """
        made = self._shelves[collection.path].made
        return "/".join(map(str, (self._first_id, collection.path, *scope, made)))

    def new_id(self, collection: Collection, scope: Scope) -> Id | None:
        """Return an id that no resource has had: a number or a UUID; None if the contract leaves none."""
        room = self._rooms.get(collection.path)
        if room is None:
            return self._new_uuid(collection, scope)
        return self._shelves[collection.path].next_number(*room)

    def _new_uuid(self, collection: Collection, scope: Scope) -> str:
        salt, shelf = self.salt(collection, scope), self._shelves[collection.path]
        ids = (_uuid(f"{self._seed}/{salt}/{turn}") for turn in count())
        return next(one for one in ids if shelf.get(one, scope) is None)  # what was loaded may have had it

    def twin(self, collection: Collection, entry: Entry) -> tuple[str, ...] | None:
        """Return the properties in which another resource agrees, though none may; else None."""
        return self._shelves[collection.path].twin(entry.scope, entry.id, entry.resource)


def _uuid(text: str) -> str:
    return str(UUID(bytes=blake2b(text.encode(), digest_size=16).digest(), version=4))


def _room(collection: Collection, first_id: int | None) -> tuple[int, int] | None:
    """Return from where to where the numbers are that ids are taken from; None if ids are no numbers."""
    schema = collection.id_schema
    if not collection.numbered or schema is None:
        return None
    least, most = (keyword(schema, one) for one in ("minimum", "maximum"))
    lowest = 1 if least is None else int(least)
    highest = _MOST if most is None else int(most)
    return (first_id if first_id is not None and lowest <= first_id <= highest else lowest), highest


def _children(collections: Sequence[Collection]) -> dict[str, list[Collection]]:
    found: dict[str, list[Collection]] = {}
    for one in collections:
        if one.place.owner is not None:
            found.setdefault(one.place.owner, []).append(one)
    return found
