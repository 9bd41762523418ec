"""What a memory begins with: the examples of a contract, or what was read from a dump."""

import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from taller.mocks.openapi.schemas import Fits
from taller.mocks.state.store import Entry, Resource, Scope, Section
from taller.mocks.understanding.meaning import Meaning
from taller.mocks.understanding.model import Collection

log = logging.getLogger("taller.mocks")


@dataclass(frozen=True)
class Content:
    """Resources and relations, by the paths of the contract."""

    entries: Mapping[str, list[Entry]]
    pairs: Mapping[str, list[tuple[Any, Any]]]
    removed: Mapping[str, list[Scope]] = field(default_factory=dict)
    """Whose single resource was deleted, and does not start anew."""


def examples_of(meaning: Meaning, fits: Fits) -> Content:
    """Return what the contract's list examples show, save what a request could not have made."""
    seeds = {one.path: list(_distinct(one, _seeds(one, fits))) for one in meaning.collections}
    there = with_parents(meaning.collections, seeds)
    for path, entries in seeds.items():
        if len(there[path]) < len(entries):
            log.warning("an example of %s is below nothing that there is: left out", path)
    return Content(there, {one.path: list(one.seeds) for one in meaning.relations})


def with_parents(
    collections: Iterable[Collection], entries: Mapping[str, list[Entry]]
) -> dict[str, list[Entry]]:
    """Return *entries*, by the paths of *collections*, without those below nothing."""
    found: dict[str, list[Entry]] = {}
    for one in sorted(collections, key=lambda each: len(each.place.scopes)):
        below = entries.get(one.path, [])
        if one.place.owner is not None:
            keys = keys_of(found.get(one.place.owner, ()))
            below = [each for each in below if each.scope[: one.place.depth] in keys]
        found[one.path] = below
    return found


def keys_of(entries: Iterable[Entry]) -> set[Scope]:
    """Return what the scopes of all that is below *entries* begin with."""
    return {(*one.scope, one.id) for one in entries}


def without_links(collection: Collection, resource: Mapping[str, Any]) -> Resource:
    """Return *resource* as it is kept: its links follow from it."""
    return {name: value for name, value in resource.items() if name != collection.links_name}


def _seeds(collection: Collection, fits: Fits) -> Iterator[Entry]:
    for scope, seed in zip(collection.whose, collection.seeds, strict=True):
        known = seed[collection.id_property] if collection.id_property is not None else ""
        if not fits(collection.resource, seed):
            log.warning("an example of %s breaks its own schema: left out", collection.path)
        elif not collection.single or not collection.place.scopes:
            # Its links will be ours, and not those that were checked here.
            sound = collection.links_name is None
            yield Entry(scope, known, without_links(collection, seed), sound=sound)


def _distinct(collection: Collection, seeds: Iterable[Entry]) -> Iterator[Entry]:
    """Yield those of *seeds* that agree with none before in what is unique."""
    sections: dict[Scope, Section] = {}
    for one in seeds:
        section = sections.setdefault(one.scope, Section(collection.unique))
        group = section.twin(one.id, one.resource)
        if group is None:
            section.add(one)
            yield one
        else:
            log.warning("an example of %s has the %s of another: left out", collection.path, ", ".join(group))
