"""What is done with one resource beside the usual: ``POST /orders/{id}/cancel``."""

from collections.abc import Mapping
from dataclasses import replace

from taller.mocks.openapi.contract import Operation
from taller.mocks.openapi.naming import foreign_property
from taller.mocks.openapi.schemas import all_properties, keyword
from taller.mocks.understanding import model
from taller.mocks.understanding.candidates import normal
from taller.mocks.understanding.discovery import sent_by
from taller.mocks.understanding.meetings import Meeting
from taller.mocks.understanding.model import Collection, Place, Shape
from taller.mocks.understanding.shapes import last_word, parameters_of


class Items:
    """Finds the resource that a path is at, or below."""

    def __init__(self, met: Mapping[str, Meeting]) -> None:
        """Look among what is *met*, by its path."""
        self._met = {normal(path): one for path, one in met.items() if one.kind == "item"}

    def above(self, path: str) -> Meeting | None:
        """Return the nearest one, its parameters called what *path* calls them; None if there is none."""
        words = path.rstrip("/").split("/")
        for end in range(len(words), 1, -1):
            above = "/".join(words[:end])
            met = self._met.get(normal(above))
            if met is not None:
                return replace(met, place=_renamed(met.place, parameters_of(above)))
        return None


def _renamed(place: Place, names: list[str]) -> Place:
    pairs = zip(place.scopes, names, strict=False)
    scopes = tuple(replace(one, parameter=name) for one, name in pairs)
    return replace(place, scopes=scopes, parameter=next(iter(names[len(scopes) :]), None))


def act(operation: Operation, met: Meeting, shown: Shape | None, *, adds: bool) -> model.Act | None:
    """Return what *operation* does with the resource that is *met*; None if it answers something else.

    :param shown: how a resource of that kind may stand in the answer.
    :param adds: whether what it sends is for something below the resource, and not for that.
    """
    sent, sendable = _sendable(operation, met.collection, met.place)
    shape = shown if shown is not None and _is_of(shown, operation, met.collection, sendable) else None
    silent = operation.success.schema is None and operation.method in ("put", "patch") and bool(sendable)
    if shape is None and not silent:
        return None
    what = operation, met.collection, met.place, shape, sent
    return model.Act(*what, frozenset() if adds else sendable)


def _sendable(
    operation: Operation, collection: Collection, place: Place
) -> tuple[str | None, frozenset[str]]:
    """Return what holds the data in the body, and which properties of the resource they may change.

    What the body's own schema names may be sent, though a resource has it read-only: it is what the
    operation is for.
    """
    if operation.body is None:
        return None, frozenset()
    known = collection.properties
    sent, named = sent_by(operation, known)
    names = {one for one, node in named.items() if one in known and keyword(node, "readOnly") is not True}
    own = {collection.id_property, collection.links_name, *collection.created, *collection.changed}
    scopes = {one.property for one in (*collection.place.scopes, *place.scopes)}
    return sent, frozenset((names if named else known.keys() - collection.owned) - own - scopes)


def _is_of(shown: Shape, operation: Operation, collection: Collection, sendable: frozenset[str]) -> bool:
    """Tell whether what is *shown* is the resource: all of it, or some with its id, or what was sent."""
    if operation.success.status == 201:
        return False
    names = shown.view.properties.keys() if shown.view is not None else collection.properties.keys()
    telling = collection.id_property in names or names <= sendable
    return bool(names) and names <= collection.properties.keys() and telling


def id_shown(operation: Operation, met: Meeting) -> str | None:
    """Return the property by which the answer of *operation* may name what is *met*; None without.

    What answers 201 has an id of its own.
    """
    collection, schema = met.collection, operation.success.schema
    if collection.single or schema is None:
        return None
    named = all_properties(schema)
    parameter = met.place.parameter or collection.parameter
    found = foreign_property(parameter, last_word(collection.path), named, None)
    own = collection.id_property if operation.success.status != 201 else None
    return found or (own if own in named else None)
