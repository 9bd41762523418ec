"""All that a stand-in remembers: what its contract's examples show, and what requests changed."""

import logging
import uuid
from collections.abc import Iterator, Mapping
from typing import Any

from taller.mocks.inference import Meaning
from taller.mocks.model import Collection, Relation
from taller.mocks.schemas import Fits, keyword
from taller.mocks.shapes import LINKS
from taller.mocks.store import CAPACITY, Id, Relations, Resource, Shelf

_MOST = 2**63 - 1

log = logging.getLogger("taller.mocks")


class Memory:
    """The resources and relations of one stand-in."""

    def __init__(
        self, meaning: Meaning, fits: Fits, capacity: int = CAPACITY, first_id: int | None = None
    ) -> None:
        """Start with the resources of the contract's list examples, save those that break it.

        :param first_id: where the ids that are given begin, if the contract has room there.
        """
        self._first_id = first_id
        self._shelves = {one.path: Shelf(_seeds(one, fits), capacity) for one in meaning.collections}
        self._relations = {one.path: Relations(symmetric=one.symmetric) for one in meaning.relations}
        for relation in meaning.relations:
            self._relate_seeds(relation)
        self._owners = {one.path: one.collection.path for one in meaning.relations}

    def _relate_seeds(self, relation: Relation) -> None:
        shelf = self._shelves[relation.collection.path]
        for one, other in relation.seeds:
            if one in shelf and other in shelf:
                self._relations[relation.path].add(one, other)

    def shelf(self, collection: Collection) -> Shelf:
        """Return the resources of *collection*."""
        return self._shelves[collection.path]

    def relations(self, relation: Relation) -> Relations:
        """Return the pairs of *relation*."""
        return self._relations[relation.path]

    def put(self, collection: Collection, resource: Resource) -> None:
        """Keep *resource*; if an old one has to go for it, its relations go too."""
        gone = self.shelf(collection).put(resource[collection.id_property], resource)
        if gone is not None:
            self._forget_relations(collection, gone)

    def remove(self, collection: Collection, resource_id: Id) -> None:
        """Forget a resource and its relations."""
        self.shelf(collection).remove(resource_id)
        self._forget_relations(collection, resource_id)

    def _forget_relations(self, collection: Collection, resource_id: Id) -> None:
        for path, owner in self._owners.items():
            if owner == collection.path:
                self._relations[path].forget(resource_id)

    def new_id(self, collection: Collection) -> Id | None:
        """Return an id that no resource has had; None if the contract leaves none."""
        if keyword(collection.id_schema, "type") == "string":
            return str(uuid.uuid4())
        least, most = (keyword(collection.id_schema, one) for one in ("minimum", "maximum"))
        lowest, highest = 1 if least is None else int(least), _MOST if most is None else int(most)
        if self._first_id is not None and lowest <= self._first_id <= highest:
            lowest = self._first_id
        return self.shelf(collection).next_number(lowest, highest)

    def twin(self, collection: Collection, resource: Resource) -> tuple[str, ...] | None:
        """Return the properties in which another resource agrees, though none may; else None."""
        own = resource[collection.id_property]
        for group in collection.unique:
            values = [resource.get(name) for name in group]
            for resource_id, other in self.shelf(collection).items():
                same = [other.get(name) for name in group] == values
                if same and resource_id != own and None not in values:
                    return group
        return None


def _seeds(collection: Collection, fits: Fits) -> Iterator[tuple[Id, Resource]]:
    for seed in collection.seeds:
        if fits(collection.resource, seed):
            yield seed[collection.id_property], _without_links(seed)
        else:
            log.warning("an example of %s breaks its own schema: left out", collection.path)


def _without_links(resource: Mapping[str, Any]) -> Resource:
    return {name: value for name, value in resource.items() if name != LINKS}
