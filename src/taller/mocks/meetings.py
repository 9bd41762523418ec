"""Which path meets which collection: its own paths, other views of it, and resources that are single."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from taller.mocks.candidates import normal, said_of, scopes_of
from taller.mocks.contract import Contract, Operation, PathItem
from taller.mocks.discovery import facts, housed, sent_by
from taller.mocks.document import Node
from taller.mocks.model import Collection, Place
from taller.mocks.schemas import all_properties, is_object, same_schema
from taller.mocks.shapes import (
    examples,
    items_of,
    last_word,
    listing,
    parameters_of,
    resource_schema,
    shape,
)


@dataclass(frozen=True)
class Meeting:
    """A path, and what is met there: the list of a collection, or one resource of it."""

    kind: Literal["list", "item"]
    collection: Collection
    place: Place


def meetings_of(contract: Contract, collections: Sequence[Collection]) -> dict[str, Meeting]:
    """Return what is met at each path of *contract*, by the path; nothing is met at the others."""
    found: dict[str, Meeting] = {}
    for one in collections:
        found |= _own(contract, one)
    homes = {normal(one.item_path): one.path for one in collections}
    for path, item in contract.paths.items():
        if path not in found and "x-relation" not in item.node.value:
            met = _view(item, collections) or _single(item, homes)
            if met is not None:
                found[path] = replace(met, place=housed(met.place, homes))
    return found


def _own(contract: Contract, collection: Collection) -> dict[str, Meeting]:
    lists = (collection.path.rstrip("/"), collection.path.rstrip("/") + "/")
    met = {one: Meeting("list", collection, collection.place) for one in lists if one in contract.paths}
    return met | {collection.item_path: Meeting("item", collection, collection.place)}


def _view(item: PathItem, collections: Sequence[Collection]) -> Meeting | None:
    """Return which collection *item* shows another view of, by ``x-collection`` or by its schemas."""
    told = said_of(item).get("of")
    homes = [one for one in collections if not one.place.scopes and not one.single]
    if told is not None:
        homes = [one for one in homes if one.path == told]
    elif item.node.value.get("x-collection") is False:
        return None
    nearest = sorted(homes, key=lambda one: last_word(one.path) != last_word(item.path))
    for home in nearest:
        met = _met(item, home, told=told is not None)
        if met is not None:
            return met
    return None


def _met(item: PathItem, home: Collection, *, told: bool) -> Meeting | None:
    parameter = next(reversed(parameters_of(item.path)), None)
    above, _, last = item.path.rpartition("/")
    get, post = item.operations.get("get"), item.operations.get("post")
    if get is not None and last.startswith("{") and parameter and above.rstrip("/"):
        place = _place(above, item.path, parameter, home)
        alike = same_schema(_resource(get, home), home.resource)
        whole = bool(place.scopes) and all(one.property for one in place.scopes)
        return Meeting("item", home, place) if (alike or told) and whole else None
    place = _place(item.path, None, None, home)
    known = all(one.property for one in place.scopes)
    lists = get is not None and same_schema(_items(get, home), home.resource)
    if (
        get is not None
        and (lists or (told and _items(get, home)))
        and known
        and (place.scopes or told or _asks(get, home))
    ):
        return Meeting("list", home, place)
    makes = post is not None and 201 in post.responses and same_schema(_resource(post, home), home.resource)
    return Meeting("list", home, place) if makes and get is None else None


def _asks(get: Operation, home: Collection) -> bool:
    """Tell whether a client can say what a list is to show: without, it shows who knows what."""
    return any(one.place == "query" and one.name in home.properties for one in get.parameters)


def _place(path: str, item_path: str | None, parameter: str | None, home: Collection) -> Place:
    found = scopes_of(path, home.properties, home.id_property)
    return Place(path, item_path, parameter, found, filters=True)


def _resource(operation: Operation, home: Collection) -> Node | None:
    """Return the schema of the resource that *operation* answers."""
    schema = operation.success.schema
    ids = ("id", home.id_property or "id")
    return resource_schema(schema, shape(schema, None, "", ids)) if schema else None


def _items(operation: Operation, home: Collection) -> Node | None:
    schema = operation.success.schema
    how = listing(schema, None, ("id", home.id_property or "id"), operation.path)
    return items_of(schema, how) if schema and how else None


def _single(item: PathItem, homes: Mapping[str, str]) -> Meeting | None:
    """Return the resource that *item* reads and changes, if it is one of its kind.

    ``/settings``, ``/users/{id}/profile``: a GET that answers an object which is no list, and a PUT
    or a PATCH. It begins as the example.
    """
    get = item.operations.get("get")
    change = item.operations.get("put") or item.operations.get("patch")
    schema = get.success.schema if get else None
    told = item.node.value.get("x-collection")
    if get is None or change is None or schema is None or told is False:
        return None
    how = shape(schema, None, item.path)
    resource = resource_schema(schema, how)
    if not is_object(resource) or listing(schema, None, ("id",), item.path) is not None:
        return None
    named = all_properties(resource)
    scopes = scopes_of(item.path, named, None)
    place = housed(Place(item.path, item.path, None, scopes, filters=False), homes)
    shown = _first(get, how.wrapper)
    made = Collection(
        path=item.path,
        item_path=item.path,
        parameter="",
        id_property=None,
        id_schema=None,
        client_gives_id=False,
        seeds=() if shown is None else (shown,),
        whose=() if shown is None else ((),),
        place=place,
        single=True,
        **facts(resource, sent_by(change, named)[1], shown, item.path.rpartition("/")[0]),
    )
    return Meeting("item", made, place)


def _first(get: Operation, wrapper: str | None) -> Any:
    for body in examples(get.success):
        one = body.get(wrapper) if wrapper and isinstance(body, dict) else body
        if isinstance(one, dict):
            return one
    return None
