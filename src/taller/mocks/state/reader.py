"""A dump, read against the contract path by path."""

from collections.abc import Iterator, Mapping
from typing import Any

from taller.mocks.openapi.schemas import Fits
from taller.mocks.state.content import Content, keys_of, with_parents, without_links
from taller.mocks.state.paths import Paths, filled, key_in_path, own_path
from taller.mocks.state.rendering import Renderer
from taller.mocks.state.store import Entry, Id, Scope, Section
from taller.mocks.understanding.meaning import Meaning
from taller.mocks.understanding.model import Collection, Relation


class Reader:
    """Gathers what paths of a dump say, and what is wrong with it."""

    def __init__(self, meaning: Meaning, fits: Fits) -> None:
        """Begin with nothing."""
        self.faults: list[str] = []
        """What is amiss so far, a sentence each."""
        self._meaning = meaning
        self._fits = fits
        self._paths = Paths(meaning, fits)
        self._entries: dict[str, list[Entry]] = {}
        self._pairs: dict[str, list[tuple[Any, Any]]] = {}
        self._removed: dict[str, list[Scope]] = {}
        self._sections: dict[tuple[str, Scope], Section] = {}

    def content(self) -> Content:
        """Return all that was sound by itself."""
        return Content(self._entries, self._pairs, self._removed)

    def rooted(self) -> Content:
        """Return what was sound by itself and is not below nothing."""
        entries, removed = with_parents(self._meaning.collections, self._entries), {}
        for one in self._meaning.collections:
            keys = keys_of(entries.get(one.place.owner or "", ()))
            scopes = self._removed.get(one.path, [])
            removed[one.path] = [
                each for each in scopes if one.place.owner is None or each[: one.place.depth] in keys
            ]
        return Content(entries, self._pairs, removed)

    def read(self, path: str, content: list[Any]) -> None:
        """Take in *content*, which is at *path*."""
        match self._paths.home(path):
            case Collection() as collection, texts:
                self._resources(collection, path, texts, content)
            case Relation() as relation, texts:
                self._related(relation, path, texts[0], content)
            case _:
                self.faults.append(f"{path}: there is no collection")

    def _resources(self, collection: Collection, path: str, texts: list[str], content: list[Any]) -> None:
        place = collection.place
        scope = self._paths.scope(place, texts[: len(place.scopes)])
        if collection.single and not content:
            self._removed.setdefault(collection.path, []).append(scope)
        for index, resource in enumerate(content):
            faults = list(self._faults(collection, scope, resource))
            if not faults:
                known = self._known(collection, texts, resource)
                entry = Entry(scope, known, without_links(collection, resource), sound=True)
                faults = list(self._keep(collection, entry))
            self.faults.extend(f"{path} #{index}: {one}" for one in faults)

    def _keep(self, collection: Collection, entry: Entry) -> Iterator[str]:
        """Take *entry* in; yield what is wrong with it beside those before, and then leave it out."""
        section = self._sections.setdefault((collection.path, entry.scope), Section(collection.unique))
        twin = section.twin(entry.id, entry.resource)
        if entry.id in section.entries:
            yield f"the id {entry.id!r} is there already"
        elif twin is not None:
            yield f"another has the same {', '.join(twin)}"
        else:
            section.add(entry)
            self._entries.setdefault(collection.path, []).append(entry)

    @staticmethod
    def _known(collection: Collection, texts: list[str], resource: Mapping[str, Any]) -> Id:
        if collection.id_property is not None:
            return resource[collection.id_property]  # type: ignore[no-any-return]
        return "" if collection.single else key_in_path(collection, texts[-1])

    def _faults(self, collection: Collection, scope: Scope, resource: Any) -> Iterator[str]:
        """Yield what is wrong with *resource*; its properties one by one, if the whole is amiss."""
        if not isinstance(resource, dict):
            yield "is no object"
            return
        name = collection.id_property
        if name is not None and not _is_id(resource.get(name)):
            yield f"has no id: {name}"
            return
        whole = Renderer("").alone(collection, Entry(scope, resource.get(name or "", ""), resource))
        if self._fits(collection.resource, whole):
            return
        known = collection.properties
        bad = [one for one, value in resource.items() if one in known and not self._fits(known[one], value)]
        bad_words = [f"{one} breaks its schema" for one in bad]
        missing = collection.required - whole.keys() - collection.hidden
        yield from bad_words + [f"{one} is missing" for one in sorted(missing)] or ["breaks its schema"]

    def _related(self, relation: Relation, path: str, text: str, content: list[Any]) -> None:
        owner = key_in_path(relation.collection, text)
        pairs = self._pairs.setdefault(relation.path, [])
        for index, one in enumerate(content):
            if _is_id(one):
                pairs.append((owner, one))
            else:
                self.faults.append(f"{path} #{index}: is no id")

    def check_parents(self) -> None:
        """Find resources below nothing, and relations of nothing."""
        keys = {path: keys_of(entries) for path, entries in self._entries.items()}
        for one in self._meaning.collections:
            for values in self._met(one) if one.place.owner is not None else ():
                if values[: one.place.depth] not in keys.get(one.place.owner or "", ()):
                    self.faults.append(f"{filled(own_path(one), values)}: there is no parent")
        for relation in self._meaning.relations:
            there = keys.get(relation.collection.path, set())
            for pair in self._pairs.get(relation.path, ()):
                if any((each,) not in there for each in pair):
                    self.faults.append(f"{relation.path}: {pair[0]} and {pair[1]} are not both there")

    def _met(self, collection: Collection) -> list[Scope]:
        """Return the ids in the paths of what was read of *collection*."""
        entries = self._entries.get(collection.path, ())
        return [(*one.scope, one.id) for one in entries] + self._removed.get(collection.path, [])


def _is_id(value: Any) -> bool:
    return isinstance(value, int | str) and not isinstance(value, bool)
