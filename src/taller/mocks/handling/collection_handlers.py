"""What is done with the resources of a collection, one function per kind of action."""

from typing import Any

from taller.mocks.handling.ids import new_id
from taller.mocks.handling.making import adapted, constant, given, made
from taller.mocks.handling.patching import BadPatch, merged, patched, with_nulls
from taller.mocks.handling.resources import (
    check_tag,
    check_twins,
    conflict,
    key_of,
    named,
    scope_of,
    tag,
)
from taller.mocks.handling.world import World
from taller.mocks.openapi.exchange import Answer, Exchange
from taller.mocks.openapi.problems import Problem
from taller.mocks.state.conditional import if_none_match
from taller.mocks.state.store import Entry, Id, Resource, Scope
from taller.mocks.understanding import model
from taller.mocks.understanding.model import OnResource, Shape


def shown(
    world: World,
    action: OnResource,
    shape: Shape | None,
    entry: Entry,
    status: int,
    *,
    new: bool = False,
    lasting: bool = False,
) -> Answer:
    """Answer *entry* as *shape* says; where it shows no resource, the body is the contract's affair."""
    promise = action.operation.promise(status)
    at_hand = tag(entry) if promise is not None and promise.declares("ETag") else None
    location = None
    if new and promise is not None and promise.declares("Location"):
        location = world.renderer.item_url(action.collection, entry)
    if shape is None:
        return Answer(status, tagged=entry.resource, location=location, tag=at_hand, lasting=lasting)
    body = world.renderer.entry(shape, action.collection, entry, constant(world, entry))
    plain = entry.sound and shape.view is None and not shape.members and not action.collection.hidden
    if shape.view is not None and shape.wrapper is None:
        body = adapted(world, shape.view, entry, body)
    return Answer(status, body, entry.resource, location, tag=at_hand, checked=plain, lasting=lasting)


def read(world: World, action: model.Read, exchange: Exchange) -> Answer:
    """Answer one resource.

    :raises Problem: 404, if there is none.
    """
    entry = named(world, action, exchange)
    return shown(
        world,
        action,
        action.shape,
        entry,
        action.operation.success.status,
        lasting=True,
    )


def create(world: World, action: model.Create, exchange: Exchange) -> Answer:
    """Add a resource and answer it.

    :raises Problem: 404, if its parent is not there; 409, if its id or another unique property is
        taken.
    """
    collection = action.collection
    above = scope_of(world, action.place, exchange.path)
    scope = () if action.place.filters else above
    data = _sent(exchange, action.sent)
    resource_id = _new_id(world, action, scope, data)
    kept = given(world, collection, scope, resource_id) | _picked(action, exchange)
    entry = made(world, action, action.shape, collection, Entry(scope, resource_id, data), kept)
    check_twins(world, action, collection, entry)
    world.memory.keep(collection, entry)
    return shown(world, action, action.shape, entry, action.operation.success.status, new=True)


def _picked(action: OnResource, exchange: Exchange) -> Resource:
    """Return what the path says of a resource that lives elsewhere."""
    if not action.place.filters:
        return {}
    return {one.property: exchange.path[one.parameter] for one in action.place.scopes if one.property}


def _sent(exchange: Exchange, wrapper: str | None) -> Resource:
    data = exchange.data.get(wrapper) if wrapper else exchange.data
    return data if isinstance(data, dict) else {}


def _new_id(world: World, action: model.Create, scope: Scope, data: Resource) -> Id:
    collection = action.collection
    name = collection.id_property or ""
    resource_id: Id | None = data.get(name) if collection.client_gives_id else None
    if resource_id is not None and world.memory.shelf(collection).get(resource_id, scope):
        raise conflict(action, f"Ya hay otro con {name} {resource_id}.", (name,))
    if resource_id is None:
        resource_id = new_id(world, collection, scope)
    if resource_id is None:
        raise Problem(507, f"Ya no queda ningún {name} sin usar.")
    return resource_id


def replace(world: World, action: model.Replace, exchange: Exchange) -> Answer:
    """Put new data in the place of a resource's and answer it; or make the resource, if it may.

    :raises Problem: 404, if there is none; 412, if the tag is stale; 409, if the new data name
        another id, or take what is unique from another.
    """
    try:
        old = named(world, action, exchange)
    except Problem:
        if not action.creates:
            raise
        return _put_new(world, action, exchange)
    check_tag(action, exchange, old)
    _check_none_match(action, exchange, old)
    data = _sent(exchange, action.sent)
    _check_id(action, data, old)
    left = {name: value for name, value in old.resource.items() if name not in action.sendable}
    return _changed(world, action, data, old, left)


def _put_new(world: World, action: model.Replace, exchange: Exchange) -> Answer:
    collection = action.collection
    above = scope_of(world, action.place, exchange.path)
    scope = () if action.place.filters else above
    value = "" if collection.single else exchange.path[action.place.parameter or collection.parameter]
    resource_id = key_of(collection, value)
    data = _sent(exchange, action.sent)
    _check_id(
        action,
        data,
        Entry(scope, resource_id, {str(collection.id_property): resource_id}),
    )
    kept = given(world, collection, scope, resource_id) | _picked(action, exchange)
    status = 201 if 201 in action.operation.responses else action.operation.success.status
    shape = action.created if status == 201 else action.shape
    entry = made(world, action, shape, collection, Entry(scope, resource_id, data), kept)
    check_twins(world, action, collection, entry)
    world.memory.shelf(collection).removed.pop(scope, None)
    world.memory.keep(collection, entry)
    return shown(world, action, shape, entry, status, new=True)


def _check_none_match(action: OnResource, exchange: Exchange, old: Entry) -> None:
    """Let a PUT pass that is to make nothing new, or not to touch what it knows.

    :raises Problem: 412, if ``If-None-Match`` names what is there.
    """
    parameter = action.operation.if_none_match
    header = exchange.values.get(parameter.name) if parameter else None
    if header is not None and if_none_match(header, tag(old)):
        raise Problem(412, "Ya hay algo ahí.")


def _check_id(action: OnResource, data: Resource, old: Entry) -> None:
    name = action.collection.id_property
    if name is not None and name not in action.collection.owned and data.get(name, old.id) != old.id:
        raise conflict(action, f"El {name} del cuerpo no es el de la ruta.", (name,))


def _changed(world: World, action: OnResource, data: Resource, old: Entry, left: Resource) -> Answer:
    """Keep *data* and what is *left* of *old*, and answer that."""
    collection = action.collection
    own = given(world, collection, old.scope, old.id)
    lasting = {
        *collection.created,
        *collection.owned,
        *(one.property for one in action.place.scopes),
    }
    for name in lasting - collection.changed.keys():
        if name in old.resource:
            own[str(name)] = old.resource[name]
    draft = Entry(old.scope, old.id, data)
    whole = isinstance(action, model.Patch)
    entry = made(world, action, action.shape, collection, draft, left | own, whole=whole)
    check_twins(world, action, collection, entry)
    world.memory.keep(collection, entry)
    statuses = [one for one in sorted(action.operation.responses) if 200 <= one < 300 and one != 201]
    status = statuses[0] if statuses else action.operation.success.status
    return shown(world, action, action.shape, entry, status)


def patch(world: World, action: model.Patch, exchange: Exchange) -> Answer:
    """Change some data of a resource and answer it.

    :raises Problem: 404, if there is none; 412, if the tag is stale; 409, for another id, or what
        is unique and another's; 422, or what the contract has in its place, if the patch cannot be
        made.
    """
    old = named(world, action, exchange)
    check_tag(action, exchange, old)
    data = _patched(action, exchange, old)
    _check_id(action, data, old)
    return _changed(world, action, data, old, {})


def _patched(action: model.Patch, exchange: Exchange, old: Entry) -> Resource:
    if isinstance(exchange.body, list):
        return _stepwise(action, exchange.body, old)
    said = {
        name: one for name, one in _sent(exchange, action.sent).items() if name not in action.collection.owned
    }
    whole: Resource = merged(old.resource, said)
    if "merge-patch" not in exchange.media:
        whole = with_nulls(whole, said, dict(action.collection.properties))
    return whole


def _stepwise(action: model.Patch, steps: list[Any], old: Entry) -> Resource:
    refused = action.operation.documented(422, 409, 400)
    try:
        whole = patched(old.resource, steps)
    except BadPatch as error:
        raise Problem(refused, str(error)) from error
    if not isinstance(whole, dict):
        raise Problem(refused, "Lo que queda no es un objeto.")
    return whole


def delete(world: World, action: model.Delete, exchange: Exchange) -> Answer:
    """Remove a resource; answer it as it was, if the contract has that answer.

    :raises Problem: 404, if there is none; 412, if the contract takes a tag and it is stale.
    """
    entry = named(world, action, exchange)
    check_tag(action, exchange, entry)
    world.memory.remove(action.collection, entry)
    return shown(world, action, action.shape, entry, action.operation.success.status)
