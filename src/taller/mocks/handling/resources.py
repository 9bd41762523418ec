"""Resources: found, and kept from clashing."""

from collections.abc import Mapping
from typing import Any

from taller.mocks.handling.making import constant, is_sound
from taller.mocks.handling.world import World
from taller.mocks.openapi.exchange import Exchange
from taller.mocks.openapi.problems import Problem
from taller.mocks.openapi.validation import pointer
from taller.mocks.state.conditional import if_match, tag_of
from taller.mocks.state.store import Entry, Id, Resource, Scope
from taller.mocks.understanding.model import Action, Collection, OnResource, Place


def key_of(collection: Collection, value: Any) -> Id:
    """Return the id that *value* in a path means; some contracts say text and mean a number."""
    if collection.numbered and isinstance(value, str) and value.isascii() and value.isdecimal():
        return int(value[:400])
    if isinstance(value, int | float) and not collection.numbered:
        return str(value)
    return value  # type: ignore[no-any-return]


def scope_of(world: World, place: Place, path: Mapping[str, Any]) -> Scope:
    """Return whose the resources at *place* are, by the path parameters of a request.

    :raises Problem: 404, if there is no such parent.
    """
    if not place.scopes:
        return ()
    values = tuple(path[one.parameter] for one in place.scopes)
    if place.owner is None:
        return values
    parent = owner_of(world, place, path)
    return (*parent.scope, parent.id, *values[place.depth :])


def owner_of(world: World, place: Place, path: Mapping[str, Any]) -> Entry:
    """Return the parent of what is at *place*, which has an owner.

    :raises Problem: 404, if there is none.
    """
    collection = world.memory.collection(place.owner or "")
    scope = scope_of(world, collection.place, _renamed(place, collection.place, path))
    value = path[place.scopes[place.depth - 1].parameter]
    return found(world, collection, scope, value)


def _renamed(place: Place, above: Place, path: Mapping[str, Any]) -> dict[str, Any]:
    """Return the path parameters by the names that the path above has for them."""
    pairs = zip(above.scopes, place.scopes, strict=False)
    return {there.parameter: path[here.parameter] for there, here in pairs}


def found(world: World, collection: Collection, scope: Scope, value: Any) -> Entry:
    """Return the resource whose id in a path is *value*.

    :raises Problem: 404, if there is none.
    """
    entry = world.memory.shelf(collection).get(key_of(collection, value), scope)
    if entry is None:
        raise Problem(
            404,
            f"No hay nada con {collection.id_property or collection.parameter} {value}.",
        )
    return entry


def named(world: World, action: OnResource, exchange: Exchange) -> Entry:
    """Return the resource that the path of a request names.

    :raises Problem: 404, if there is none.
    """
    collection, place = action.collection, action.place
    scope = scope_of(world, place, exchange.path)
    if collection.single:
        return _single(world, action, scope)
    value = exchange.path[place.parameter or collection.parameter]
    if not place.filters:
        return found(world, collection, scope, value)
    entry = found(world, collection, (), value)
    if not belongs(entry.resource, place, exchange.path):
        raise Problem(404, f"No hay nada ahí con {collection.id_property} {value}.")
    return entry


def belongs(resource: Resource, place: Place, path: Mapping[str, Any]) -> bool:
    """Tell whether *resource* is of those whom the path of a request names."""
    return all(
        one.property is None or str(resource.get(one.property)) == str(path[one.parameter])
        for one in place.scopes
    )


def _single(world: World, action: OnResource, scope: Scope) -> Entry:
    """Return the resource that is one of its kind: as it was put, or as it begins."""
    shelf = world.memory.shelf(action.collection)
    entry = shelf.get("", scope)
    if entry is None and scope not in shelf.removed:
        entry = beginning(world, action, scope)
    if entry is None:
        raise Problem(404, "No hay nada ahí.")
    return entry


def beginning(world: World, action: OnResource, scope: Scope) -> Entry | None:
    """Return what a single resource is before anybody changes it; None if the contract shows nothing."""
    collection = action.collection
    own = {one.property: value for one, value in zip(collection.place.scopes, scope, strict=False)}
    own.pop(None, None)
    for seed in collection.seeds:
        shown = {name: one for name, one in seed.items() if name != collection.links_name}
        entry = Entry(scope, "", shown | {str(name): value for name, value in own.items()})
        if is_sound(world, collection, None, entry):
            return entry
    blank = Entry(scope, "", {})
    value = constant(world, blank)(collection.resource, "")
    entry = Entry(scope, "", value | own) if isinstance(value, dict) else blank
    return entry if is_sound(world, collection, None, entry) else None


def tag(entry: Entry) -> str:
    """Return the entity tag of *entry*."""
    if entry.tag is None:
        entry.tag = tag_of(entry.resource)
    return entry.tag


def check_tag(action: Action, exchange: Exchange, entry: Entry) -> None:
    """Let a change pass if its ``If-Match`` names *entry* as it is.

    :raises Problem: 412, if it does not.
    """
    parameter = action.operation.if_match
    header = exchange.values.get(parameter.name) if parameter else None
    if header is not None and not if_match(header, tag(entry)):
        raise Problem(412, "Ha cambiado desde que se leyó: hay que leerlo otra vez y repetirlo.")


def check_twins(world: World, action: Action, collection: Collection, entry: Entry) -> None:
    """Let *entry* in if no other agrees with it in what the contract wants unique.

    :raises Problem: 409, if one does.
    """
    group = world.memory.twin(collection, entry)
    if group:
        detail = f"Ya hay otro con lo mismo en {', '.join(group)}."
        raise conflict(action, detail, group)


def conflict(action: Action, detail: str, names: tuple[str, ...]) -> Problem:
    """Return the refusal of what clashes with what there is, in the properties *names*."""
    faults = [{"pointer": pointer(name), "detail": detail} for name in names]
    return Problem(action.operation.documented(409, 422, 400), detail, faults)
