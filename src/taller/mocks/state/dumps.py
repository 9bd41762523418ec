"""What a memory holds, as JSON: out, and in again if all of it keeps the contract."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote

from taller.mocks.openapi.schemas import Fits
from taller.mocks.state.related import Relations
from taller.mocks.state.rendering import Renderer
from taller.mocks.state.store import Entry, Id, Scope, Shelf
from taller.mocks.understanding.meaning import Meaning
from taller.mocks.understanding.model import Collection, Place, Relation
from taller.mocks.understanding.shapes import parameters_of


class UnfitState(ValueError):
    """What is no state of a stand-in; the message names every fault, by path and place."""

    def __init__(self, faults: list[str]) -> None:
        """Refuse for *faults*, a sentence each."""
        super().__init__("; ".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class Loaded:
    """What a memory begins with, by the paths of the contract."""

    entries: Mapping[str, list[Entry]]
    pairs: Mapping[str, list[tuple[Any, Any]]]


def dumped(
    meaning: Meaning, shelves: Mapping[str, Shelf], relations: Mapping[str, Relations]
) -> dict[str, list[Any]]:
    """Return the resources and the relations, by the concrete path where they are met."""
    found: dict[str, list[Any]] = {}
    for one in meaning.collections:
        if always_dumped(one):
            found[one.path] = []
        for scope in shelves[one.path].scopes():
            for entry in shelves[one.path].in_order(scope):
                found.setdefault(_path(one, entry), []).append(entry.resource)
    for relation in meaning.relations:
        for owner, others in relations[relation.path].all():
            found[_filled(relation.path, (owner,))] = list(others)
    return found


def always_dumped(collection: Collection) -> bool:
    """Tell whether a dump names *collection* even if there is nothing in it."""
    return not collection.place.scopes and collection.id_property is not None


def _path(collection: Collection, entry: Entry) -> str:
    if collection.id_property is None:
        return _filled(collection.item_path, (*entry.scope, entry.id))
    return _filled(collection.path, entry.scope)


def _filled(template: str, values: Scope) -> str:
    for name, value in zip(parameters_of(template), values, strict=False):
        template = template.replace(f"{{{name}}}", quote(str(value), safe=""))
    return template


def loaded(dump: Mapping[str, Any], meaning: Meaning, fits: Fits) -> Loaded:
    """Return what *dump* says.

    :raises UnfitState: if any of it is amiss.
    """
    reader = _Reader(meaning, fits, [], {}, {})
    for path, content in dump.items():
        if isinstance(content, list):
            reader.read(path, content)
        else:
            reader.faults.append(f"{path}: is no list")
    reader.check_parents()
    if reader.faults:
        raise UnfitState(reader.faults)
    return Loaded(reader.entries, reader.pairs)


def salvaged(dump: Mapping[str, list[Any]], meaning: Meaning, fits: Fits) -> Loaded:
    """Return as much of *dump*, which was made for another contract, as fits this one."""
    reader = _Reader(meaning, fits, [], {}, {})
    for path, content in dump.items():
        reader.read(path, content)
    reader.drop_orphans()
    return Loaded(reader.entries, reader.pairs)


@dataclass(frozen=True)
class _Reader:
    meaning: Meaning
    fits: Fits
    faults: list[str]
    entries: dict[str, list[Entry]]
    pairs: dict[str, list[tuple[Any, Any]]]

    def read(self, path: str, content: list[Any]) -> None:
        for one in self.meaning.collections:
            own = one.path if one.id_property is not None else one.item_path
            values = _values(own, path)
            if values is not None:
                return self._resources(one, path, values, content)
        for relation in self.meaning.relations:
            values = _values(relation.path, path)
            if values is not None:
                return self._related(relation, values[0], content)
        self.faults.append(f"{path}: there is no collection")
        return None

    def _resources(self, collection: Collection, path: str, values: list[str], content: list[Any]) -> None:
        seen: set[Id] = set()
        scope = self._scope(collection.place, values[: len(collection.place.scopes)])
        for index, resource in enumerate(content):
            where = f"{path} #{index}"
            faults = [f"{where}: {one}" for one in self._faults(collection, resource)]
            known = "" if faults else self._known(collection, values, resource)
            if known in seen:
                faults.append(f"{where}: the id {known!r} is there already")
            self.faults.extend(faults)
            seen.add(known)
            if not faults:
                kept = {name: value for name, value in resource.items() if name != collection.links_name}
                entry = Entry(scope, known, kept, sound=True)
                self.entries.setdefault(collection.path, []).append(entry)

    def _scope(self, place: Place, values: list[str]) -> Scope:
        """Return the ids of the parents that *values*, texts of a path, name."""
        parent = next((one for one in self.meaning.collections if one.path == place.owner), None)
        if parent is None:
            return tuple(_id(one) for one in values)
        above = self._scope(parent.place, values[: place.depth - 1])
        text = values[place.depth - 1]
        return (*above, _id(text) if parent.numbered else text, *map(_id, values[place.depth :]))

    @staticmethod
    def _known(collection: Collection, values: list[str], resource: Mapping[str, Any]) -> Id:
        if collection.id_property is not None:
            return resource[collection.id_property]  # type: ignore[no-any-return]
        if collection.single:
            return ""
        return _id(values[-1]) if collection.numbered else values[-1]

    def _faults(self, collection: Collection, resource: Any) -> Iterator[str]:
        """Yield what is wrong with *resource*; its properties one by one, if the whole is amiss."""
        if not isinstance(resource, dict):
            yield "is no object"
            return
        name = collection.id_property
        if name is not None and (not isinstance(resource.get(name), int | str) or resource[name] is True):
            yield f"has no id: {name}"
            return
        whole = Renderer("").alone(collection, Entry((), resource.get(name or "", ""), resource))
        if self.fits(collection.resource, whole):
            return
        known = collection.properties
        bad = [one for one, value in resource.items() if one in known and not self.fits(known[one], value)]
        bad_words = [f"{one} breaks its schema" for one in bad]
        missing = collection.required - whole.keys() - collection.hidden
        yield from bad_words + [f"{one} is missing" for one in sorted(missing)] or ["breaks its schema"]

    def _related(self, relation: Relation, value: str, content: list[Any]) -> None:
        owner = _id(value) if relation.collection.numbered else value
        self.pairs.setdefault(relation.path, []).extend((owner, one) for one in content)

    def drop_orphans(self) -> None:
        """Leave out resources below nothing, and what is related to no id."""
        for one in sorted(self.meaning.collections, key=lambda each: len(each.place.scopes)):
            if one.place.owner is not None:
                there = {(*each.scope, each.id) for each in self.entries.get(one.place.owner, ())}
                below = self.entries.get(one.path, ())
                self.entries[one.path] = [each for each in below if each.scope[: one.place.depth] in there]
        for path, pairs in self.pairs.items():
            self.pairs[path] = [one for one in pairs if all(isinstance(each, int | str) for each in one)]

    def check_parents(self) -> None:
        """Find resources below nothing, and relations of nothing."""
        keys = {path: {(*one.scope, one.id) for one in entries} for path, entries in self.entries.items()}
        for one in self.meaning.collections:
            for entry in self.entries.get(one.path, ()) if one.place.owner is not None else ():
                parent = entry.scope[: one.place.depth]
                if parent not in keys.get(one.place.owner or "", ()):
                    self.faults.append(f"{_path(one, entry)}: there is no parent")
        for relation in self.meaning.relations:
            there = keys.get(relation.collection.path, set())
            for pair in self.pairs.get(relation.path, ()):
                if any((each,) not in there for each in pair if isinstance(each, int | str)):
                    self.faults.append(f"{relation.path}: {pair[0]} and {pair[1]} are not both there")


def _values(template: str, path: str) -> list[str] | None:
    """Return what the parameters of *template* are in *path*; None if it is another path."""
    steps, said = template.split("/"), path.split("/")
    if len(steps) != len(said):
        return None
    pairs = list(zip(steps, said, strict=True))
    if any(step != one and not parameters_of(step) for step, one in pairs):
        return None
    return [unquote(one) for step, one in pairs if parameters_of(step)]


def _id(text: str) -> Id:
    """Return the id that *text* in a path means, where that may be a number."""
    return int(text) if text.isascii() and text.lstrip("-").isdecimal() else text
