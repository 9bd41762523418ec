"""What a memory holds, as JSON: out, and in again if all of it keeps the contract."""

from collections.abc import Mapping
from typing import Any

from taller.mocks.openapi.schemas import Fits
from taller.mocks.state.content import Content
from taller.mocks.state.paths import filled, own_path
from taller.mocks.state.reader import Reader
from taller.mocks.state.related import Relations
from taller.mocks.state.store import Shelf
from taller.mocks.understanding.meaning import Meaning


class UnfitState(ValueError):
    """What is no state of a stand-in; the message names every fault, by path and place."""

    def __init__(self, faults: list[str]) -> None:
        """Refuse for *faults*, a sentence each."""
        super().__init__("; ".join(faults))
        self.faults = faults


def dumped(
    meaning: Meaning, shelves: Mapping[str, Shelf], relations: Mapping[str, Relations]
) -> dict[str, list[Any]]:
    """Return the resources and the relations, by the concrete path where they are met.

    A single resource that was deleted is an empty list.
    """
    found: dict[str, list[Any]] = {}
    for one in meaning.collections:
        shelf, own = shelves[one.path], own_path(one)
        if not one.place.scopes and one.id_property is not None:
            found[own] = []
        for scope in shelf.scopes():
            for entry in shelf.in_order(scope):
                found.setdefault(filled(own, (*scope, entry.id)), []).append(entry.resource)
        found |= {filled(own, scope): [] for scope in shelf.removed}
    for relation in meaning.relations:
        for owner, others in relations[relation.path].all():
            found[filled(relation.path, (owner,))] = list(others)
    return found


def loaded(dump: Mapping[str, Any], meaning: Meaning, fits: Fits) -> Content:
    """Return what *dump* says.

    :raises UnfitState: if any of it is amiss.
    """
    reader = Reader(meaning, fits)
    for path, content in dump.items():
        if isinstance(content, list):
            reader.read(path, content)
        else:
            reader.faults.append(f"{path}: is no list")
    reader.check_parents()
    if reader.faults:
        raise UnfitState(reader.faults)
    return reader.content()


def salvaged(dump: Mapping[str, list[Any]], meaning: Meaning, fits: Fits) -> Content:
    """Return as much of *dump*, which was made for another contract, as fits this one."""
    reader = Reader(meaning, fits)
    for path, content in dump.items():
        reader.read(path, content)
    return reader.rooted()
