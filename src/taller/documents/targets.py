"""What a reference leads to, in this file or another."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from taller.documents.defects import UnreadableDocument
from taller.documents.grammar import SCALARS, kind_at
from taller.documents.pointers import NOTHING, below, lookup, of_fragment
from taller.documents.sources import Source, read_source
from taller.documents.vocabulary import called

Target = tuple[Source, str]
"""A file, and a pointer in it."""


class LeadsNowhere(Exception):
    """A reference leads to nothing that can be served."""

    def __init__(self, kind: str, reason: str) -> None:
        """Say which *kind* of defect it is, and the *reason*."""
        super().__init__(reason)
        self.kind = kind


class Files:
    """The files of one contract, each read when it is first referred to."""

    def __init__(self, root: Source) -> None:
        """Start from the file *root*."""
        self._root = root
        self._sources: dict[Path, Source | UnreadableDocument] = {}
        self._names: dict[int, dict[str, str]] = {}
        if not root.in_memory:
            self._sources[root.path.resolve()] = root

    @property
    def read(self) -> list[Source]:
        """The files that could be read, the first one first."""
        found = [one for one in self._sources.values() if isinstance(one, Source)]
        return found or [self._root]

    @property
    def paths(self) -> tuple[Path, ...]:
        """The files that were looked for, read or not: a change in any of them matters."""
        return tuple(self._sources)

    def target(self, source: Source, reference: str) -> Target:
        """Return what *reference*, met in *source*, leads to at last, other references followed.

        :raises LeadsNowhere: if it leads to nothing, to itself or to another host.
        """
        seen: set[tuple[int, str]] = set()
        while True:
            found = self._step(source, reference)
            source, pointer = found
            if (id(source), pointer) in seen:
                raise LeadsNowhere("circular-reference", f"{reference!r} leads back to itself")
            seen.add((id(source), pointer))
            value = lookup(source.value, pointer)
            if not (isinstance(value, dict) and isinstance(value.get("$ref"), str) and len(value) == 1):
                return found
            reference = value["$ref"]

    def first_target(self, source: Source, reference: str, kind: str) -> Target:
        """Return what *reference* leads to, be it another reference, so that names are kept.

        :raises LeadsNowhere: as `target`, and if it leads to what is no *kind*.
        """
        self.target(source, reference)
        found = self._step(source, reference)
        check_kind(kind, *found, reference)
        return found

    def _step(self, source: Source, reference: str) -> Target:
        address, _, fragment = reference.strip().partition("#")
        file = self._file(source, address, reference) if address else source
        pointer = of_fragment(fragment)
        if pointer and not pointer.startswith("/"):
            pointer = self._named(file).get(pointer, "/?")
        for one in (pointer, fragment):
            if lookup(file.value, one) is not NOTHING and (not one or one.startswith("/")):
                return file, one
        raise LeadsNowhere("reference-to-nothing", f"{reference!r} leads to nothing")

    def _file(self, source: Source, address: str, reference: str) -> Source:
        try:
            scheme = urlsplit(address).scheme
        except ValueError as error:
            raise LeadsNowhere("reference-to-nothing", f"{reference!r} is no address") from error
        if len(scheme) > 1 or address.startswith("//"):  # one letter is a drive
            remedy = "download it, and refer to the file"
            raise LeadsNowhere("remote-reference", f"{address!r} is never fetched: {remedy}")
        if self._root.in_memory:
            reason = f"{address!r} is a file, and a document in memory has none beside it"
            raise LeadsNowhere("reference-to-nothing", reason)
        return self._opened(source.path.parent / unquote(address), address)

    def _opened(self, path: Path, address: str) -> Source:
        key = path.resolve()
        if key not in self._sources:
            try:
                self._sources[key] = read_source(path)
            except UnreadableDocument as error:
                self._sources[key] = error
        found = self._sources[key]
        if isinstance(found, Source):
            return found
        if not key.exists():
            raise LeadsNowhere("reference-to-nothing", f"{address!r}: there is no such file")
        raise LeadsNowhere("unreadable-file", str(found))

    def _named(self, source: Source) -> dict[str, str]:
        """Return the place of each ``$anchor`` in *source*."""
        if id(source) not in self._names:
            found = self._names[id(source)] = {}
            _find_anchors(source.value, "", found)
        return self._names[id(source)]


def check_kind(kind: str, source: Source, pointer: str, reference: str) -> None:
    """Pass if there may be an object of *kind* at *pointer* of *source*.

    :raises LeadsNowhere: if there is one of another kind, for sure; what a *reference* meant.
    """
    whole = isinstance(source.value, dict) and "openapi" in source.value
    found = kind_at(pointer) if whole else None
    unsure = found is None or found in SCALARS or found == "data"
    # A header is a parameter without name and place, and many write it so.
    if unsure or found == kind or (kind, found) == ("header", "parameter"):
        return
    reason = f"{reference!r} leads to {called(str(found))}, and should lead to {called(kind)}"
    raise LeadsNowhere("reference-to-another-kind", reason)


def _find_anchors(value: Any, pointer: str, found: dict[str, str]) -> None:
    members = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for step, inner in members:
        if step in ("$anchor", "$dynamicAnchor") and isinstance(inner, str):
            found.setdefault(inner, pointer)
        _find_anchors(inner, below(pointer, step), found)
