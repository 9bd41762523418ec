"""Where in the draft the target of a reference stands: where it was, or among the components."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from taller.documents.draft import Draft
from taller.documents.grammar import SECTIONS, kind_at
from taller.documents.pointers import lookup
from taller.documents.sources import Source

_NO_NAME = re.compile(r"[^A-Za-z0-9._-]+")


@dataclass(frozen=True)
class Arrival:
    """An object that is to be copied to a *place* among the components."""

    kind: str
    source: Source
    pointer: str
    place: str


class Places:
    """Gives each object that is referred to its place in a draft."""

    def __init__(self, draft: Draft) -> None:
        """Give places in *draft*."""
        self._draft = draft
        self._given: dict[tuple[int, str, str], str] = {}
        self._waiting: list[Arrival] = []
        self._taken: dict[str, set[str]] = {}

    def of(self, kind: str, source: Source, pointer: str) -> str:
        """Return where the object of *kind* at *pointer* of *source* stands, or will."""
        if source is self._draft.root and kind_at(pointer) == kind:
            return pointer
        key = id(source), pointer, kind
        if key not in self._given:
            section = SECTIONS[kind]
            name = self._free_name(section, pointer.rpartition("/")[2] or source.path.stem)
            place = self._given[key] = f"/components/{section}/{name}"
            self._draft.moved[place] = source, pointer
            self._waiting.append(Arrival(kind, source, pointer, place))
        return self._given[key]

    def waiting(self) -> Iterator[Arrival]:
        """Yield what is to be copied, until nothing is, for a copy may refer to more."""
        while self._waiting:
            yield self._waiting.pop()

    def _free_name(self, section: str, wanted: str) -> str:
        if section not in self._taken:
            own = lookup(self._draft.root.value, f"/components/{section}")
            self._taken[section] = set(own) if isinstance(own, dict) else set()
        wanted = _NO_NAME.sub("_", wanted)
        name, number = wanted, 1
        while name in self._taken[section]:
            number += 1
            name = f"{wanted}-{number}"
        self._taken[section].add(name)
        return name
