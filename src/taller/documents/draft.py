"""The document in the making: what is in it, where each part came from, what was found wrong."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from taller.documents.grammar import METHODS
from taller.documents.pointers import below, escaped, followed, lookup, of_fragment, parent, steps_of
from taller.documents.sources import Source

DROPPED: Any = object()
"""What becomes of what is left out. In a list, None stands for it: its neighbours keep their places."""

_OF_NAMES = ("unknown-field", "misspelt-field", "missing-field")


@dataclass(frozen=True)
class Finding:
    """A defect, before its line is known."""

    kind: str
    source: Source
    pointer: str
    detail: str
    line: int = 0


@dataclass(eq=False)
class Reference:
    """An object of the draft that refers to another."""

    kind: str
    pointer: str
    holder: dict[str, Any]

    @property
    def target(self) -> str | None:
        """The pointer that it refers to; None once it refers no more."""
        token = self.holder.get("$ref")
        return of_fragment(token[1:]) if isinstance(token, str) else None


@dataclass(eq=False)
class Draft:
    """An OpenAPI 3.1 document in the making; pointers are those of the draft, unless said otherwise."""

    root: Source
    document: dict[str, Any] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    schemas: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Every schema by its place, those inside others too; ``true`` and ``false`` aside."""
    holders: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)
    """Kind, place and value of each media type, parameter and header: of what has examples."""
    lists: list[list[Any]] = field(default_factory=list)
    """The lists in which None stands for what was left out."""
    moved: dict[str, tuple[Source, str]] = field(default_factory=dict)
    """Where what stands at a place came from, if not from the same place of the root."""
    _removed: set[str] = field(default_factory=set)
    _told: set[tuple[str, int, str]] = field(default_factory=set)

    def origin(self, pointer: str) -> tuple[Source, str]:
        """Return the file that *pointer* came from, and the pointer there."""
        place, rest = pointer, ""
        while place:
            if place in self.moved:
                source, start = self.moved[place]
                return source, start + rest
            place = parent(place)
            rest = pointer[len(place) :]
        return self.root, pointer

    def report(self, kind: str, pointer: str, detail: str) -> None:
        """Note a defect at *pointer*; the same one of the same place once only."""
        source, place = self.origin(pointer)
        key = kind, id(source), place
        if key not in self._told:
            self._told.add(key)
            self.findings.append(Finding(kind, source, place, detail))

    def hush(self, pointer: str) -> None:
        """Take back what was said of the names of fields below *pointer*, which is no such object."""
        source, place = self.origin(pointer)
        self.findings = [
            one
            for one in self.findings
            if one.kind not in _OF_NAMES
            or one.source is not source
            or not one.pointer.startswith(f"{place}/")
        ]

    def follow(self, value: Any) -> Any:
        """Return what *value* is once its references are followed; `NOTHING` if one leads nowhere."""
        return followed(self.document, "", value)[1]

    def remove(self, pointer: str) -> None:
        """Leave out what stands at *pointer*."""
        self._removed.add(pointer)
        owner, step = lookup(self.document, parent(pointer)), steps_of(pointer)[-1]
        if isinstance(owner, dict):
            owner.pop(step, None)
        elif isinstance(owner, list):
            owner[int(step)] = None

    def parameters(self, pointer: str, owner: Any) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield each parameter of *owner*, at *pointer*, with its place, references followed."""
        for index, one in enumerate(owner.get("parameters", ())):
            found = self.follow(one)
            if isinstance(found, dict):
                yield below(below(pointer, "parameters"), index), found

    def operations(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """Yield each operation of the paths: its place, its method and itself."""
        for path, item in self.document.get("paths", {}).items():
            for method in METHODS if isinstance(item, dict) else ():
                if isinstance(item.get(method), dict):
                    yield f"/paths/{escaped(path)}/{method}", method, item[method]

    def forget(self) -> None:
        """Forget the schemas and what has examples in whatever was left out."""
        if self._removed:
            self.schemas = {place: one for place, one in self.schemas.items() if not self._is_gone(place)}
            self.holders = [one for one in self.holders if not self._is_gone(one[1])]
        self._removed.clear()

    def _is_gone(self, pointer: str) -> bool:
        while pointer:
            if pointer in self._removed:
                return True
            pointer = parent(pointer)
        return False

    def sweep(self) -> None:
        """Close the gaps that left-out elements leave in lists."""
        for several in self.lists:
            several[:] = [one for one in several if one is not None]
