"""Which path meets which collection: its own paths, other views of it, and resources that are single."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from taller.mocks.openapi.contract import Contract, Operation, PathItem
from taller.mocks.openapi.document import Node
from taller.mocks.openapi.schemas import all_properties, is_object, same_schema
from taller.mocks.understanding.candidates import normal, said_of, scopes_of
from taller.mocks.understanding.discovery import facts, housed, sent_by
from taller.mocks.understanding.model import Collection, Place
from taller.mocks.understanding.shapes import (
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
    views = _Views(collections)
    for path, item in contract.paths.items():
        if path not in found and "x-relation" not in item.node.value:
            met = views.met(item) or _single(item, homes)
            if met is not None:
                found[path] = replace(met, place=housed(met.place, homes))
    return found


def _own(contract: Contract, collection: Collection) -> dict[str, Meeting]:
    lists = (collection.path.rstrip("/"), collection.path.rstrip("/") + "/")
    met = {one: Meeting("list", collection, collection.place) for one in lists if one in contract.paths}
    return met | {collection.item_path: Meeting("item", collection, collection.place)}


class _Views:
    """Finds the paths that show a collection which is at home elsewhere."""

    def __init__(self, collections: Sequence[Collection]) -> None:
        """Look for views of those of *collections* that are below no other."""
        self._homes = [one for one in collections if not one.place.scopes and not one.single]
        # Hundreds of paths are held to hundreds of homes, and most homes have one name for their ids.
        self._resources: dict[tuple[str, tuple[str, ...]], Node | None] = {}
        self._items: dict[tuple[str, tuple[str, ...]], Node | None] = {}

    def met(self, item: PathItem) -> Meeting | None:
        """Return which collection *item* shows another view of, by ``x-collection`` or by its schemas."""
        told, homes = said_of(item).get("of"), self._homes
        if told is not None:
            homes = [one for one in homes if one.path == told]
        elif item.node.value.get("x-collection") is False:
            return None
        nearest = sorted(homes, key=lambda one: last_word(one.path) != last_word(item.path))
        found = (self._met(item, home, told=told is not None) for home in nearest)
        return next((met for met in found if met is not None), None)

    def _met(self, item: PathItem, home: Collection, *, told: bool) -> Meeting | None:
        parameter = next(reversed(parameters_of(item.path)), None)
        above, _, last = item.path.rpartition("/")
        get = item.operations.get("get")
        if get is None:
            return self._made(item, home)
        if last.startswith("{") and parameter and above.rstrip("/"):
            if not (told or same_schema(self._resource(get, home), home.resource)):
                return None
            place = _place(above, item.path, parameter, home)
            whole = bool(place.scopes) and all(one.property for one in place.scopes)
            return Meeting("item", home, place) if whole else None
        listed = self._item(get, home)
        if listed is None or not (told or same_schema(listed, home.resource)):
            return None
        place = _place(item.path, None, None, home)
        known = all(one.property for one in place.scopes)
        return Meeting("list", home, place) if known and (place.scopes or told or _asks(get, home)) else None

    def _made(self, item: PathItem, home: Collection) -> Meeting | None:
        post = item.operations.get("post")
        makes = post is not None and 201 in post.responses
        if post is None or not makes or not same_schema(self._resource(post, home), home.resource):
            return None
        return Meeting("list", home, _place(item.path, None, None, home))

    def _resource(self, operation: Operation, home: Collection) -> Node | None:
        """Return the schema of the resource that *operation* answers."""
        schema, ids = operation.success.schema, _ids(home)
        key = operation.name, ids
        if key not in self._resources:
            found = resource_schema(schema, shape(schema, None, "", ids)) if schema else None
            self._resources[key] = found
        return self._resources[key]

    def _item(self, operation: Operation, home: Collection) -> Node | None:
        """Return the schema of what *operation* lists; None if it is no list."""
        schema, ids = operation.success.schema, _ids(home)
        key = operation.name, ids
        if key not in self._items:
            how = listing(schema, None, ids, operation.path)
            self._items[key] = items_of(schema, how) if schema and how else None
        return self._items[key]


def _ids(home: Collection) -> tuple[str, ...]:
    return "id", home.id_property or "id"


def _asks(get: Operation, home: Collection) -> bool:
    """Tell whether a client can say what a list is to show: without, it shows who knows what."""
    return any(one.place == "query" and one.name in home.properties for one in get.parameters)


def _place(path: str, item_path: str | None, parameter: str | None, home: Collection) -> Place:
    found = scopes_of(path, home.properties, home.id_property)
    return Place(path, item_path, parameter, found, filters=True)


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
