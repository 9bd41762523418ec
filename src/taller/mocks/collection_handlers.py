"""What is done with the resources of a collection, one function per kind of action."""

import dataclasses
from collections.abc import Sequence
from typing import Any

from taller.mocks import model
from taller.mocks.exchange import Answer, Exchange, World
from taller.mocks.model import Collection
from taller.mocks.problems import Problem
from taller.mocks.rendering import Urls
from taller.mocks.resources import (
    check_tag,
    check_twins,
    conflict,
    found,
    given_by_service,
    made,
)
from taller.mocks.selection import Page, page_of, selected
from taller.mocks.store import Id, Resource


def list_all(world: World, action: model.ListAll, exchange: Exchange) -> Answer:
    """Answer a page of the collection.

    :raises Problem: 404, for a page beyond the last, if the contract says so.
    """
    shelf = world.memory.shelf(action.collection)
    resources = selected(shelf.values(), action.query, action.collection, exchange.values)
    page = page_of(resources, action.query, exchange.values, action.listing.most)
    if not page.exists and 404 in action.operation.responses:
        raise Problem(404, f"No hay página {page.number}: la última es la {page.last}.")
    urls = _page_urls(world, action, exchange, page)
    body = _list_body(world, action.collection, action.listing, page.resources, urls)
    return Answer(action.operation.success.status, body, tagged=body)


def _page_urls(world: World, action: model.ListAll, exchange: Exchange, page: Page) -> Urls:
    here = world.renderer.url(action.collection.path, {})
    said = action.operation.said_in_query(exchange.values)
    pages = {
        name: world.renderer.with_query(here, said | {"page": number})
        for name, number in page.neighbours().items()
    }
    return {"self": here, "parent": world.renderer.url("/", {}), **pages}


def _list_body(
    world: World,
    collection: Collection,
    listing: model.Listing,
    resources: Sequence[Resource],
    urls: Urls,
) -> Any:
    items = [
        world.renderer.one(listing.item, collection, one, _urls(world, collection, one)) for one in resources
    ]
    return world.renderer.many(listing, items, urls)


def _urls(world: World, collection: Collection, resource: Resource) -> Urls:
    return {
        "self": world.renderer.item_url(collection, resource),
        "parent": world.renderer.url(collection.path, {}),
    }


def create(world: World, action: model.Create, exchange: Exchange) -> Answer:
    """Add a resource and answer it.

    :raises Problem: 409, if its id or another unique property is taken.
    """
    collection = action.collection
    resource_id = _new_id(world, action, exchange.data)
    kept = {collection.id_property: resource_id}
    resource = made(collection, exchange.data, kept)
    check_twins(world, action, collection, resource)
    world.memory.put(collection, resource)
    answer = _shown(world, action, collection, action.shape, resource)
    return dataclasses.replace(answer, location=world.renderer.item_url(collection, resource))


def _new_id(world: World, action: model.Create, data: Resource) -> Id:
    collection = action.collection
    name = collection.id_property
    resource_id: Id | None = data.get(name) if collection.client_gives_id else None
    if resource_id is not None and resource_id in world.memory.shelf(collection):
        raise conflict(action, f"Ya hay otro con {name} {resource_id}.", (name,))
    if resource_id is None:
        resource_id = world.memory.new_id(collection)
    if resource_id is None:
        raise Problem(507, f"Ya no queda ningún {name} sin usar.")
    return resource_id


def _shown(
    world: World,
    action: model.Action,
    collection: Collection,
    shape: model.Shape,
    resource: Resource,
) -> Answer:
    urls = _urls(world, collection, resource)
    body = world.renderer.one(shape, collection, resource, urls)
    return Answer(action.operation.success.status, body, tagged=resource)


def read(world: World, action: model.Read, exchange: Exchange) -> Answer:
    """Answer one resource.

    :raises Problem: 404, if there is none.
    """
    resource = found(world, action.collection, exchange.path[action.collection.parameter])
    return _shown(world, action, action.collection, action.shape, resource)


def replace(world: World, action: model.Replace, exchange: Exchange) -> Answer:
    """Put new data in the place of a resource's and answer it.

    :raises Problem: 404, if there is none; 412, if the tag is stale; 409, if the new data name
        another id, or take what is unique from another.
    """
    collection = action.collection
    name = collection.id_property
    old = found(world, collection, exchange.path[collection.parameter])
    check_tag(action, exchange, old)
    if exchange.data.get(name, old[name]) != old[name]:
        raise conflict(action, f"El {name} del cuerpo no es el de la ruta.", (name,))
    kept = given_by_service(action, collection, old)
    resource = made(collection, exchange.data, kept)
    check_twins(world, action, collection, resource)
    world.memory.put(collection, resource)
    return _shown(world, action, collection, action.shape, resource)


def delete(world: World, action: model.Delete, exchange: Exchange) -> Answer:
    """Remove a resource.

    :raises Problem: 404, if there is none; 412, if the contract takes a tag and it is stale.
    """
    resource = found(world, action.collection, exchange.path[action.collection.parameter])
    check_tag(action, exchange, resource)
    world.memory.remove(action.collection, resource[action.collection.id_property])
    return Answer(action.operation.success.status)


def find_one(world: World, action: model.FindOne, exchange: Exchange) -> Answer:
    """Answer the first resource with a certain value.

    :raises Problem: 404, if none has it.
    """
    hits = _hits(world, action, exchange, 1)
    return _shown(world, action, action.collection, action.shape, hits[0])


def find_all(world: World, action: model.FindAll, exchange: Exchange) -> Answer:
    """Answer the resources with a certain value, as many as the list may hold.

    :raises Problem: 404, if none has it and the contract has no empty list.
    """
    hits = _hits(world, action, exchange, action.listing.least)
    body = _list_body(world, action.collection, action.listing, hits[: action.listing.most], {})
    return Answer(action.operation.success.status, body, tagged=body)


def _hits(world: World, action: model.Find, exchange: Exchange, least: int) -> list[Resource]:
    wanted = _comparable(exchange.path[action.parameter], action.ignore)
    resources = world.memory.shelf(action.collection).values()
    hits = [one for one in resources if _comparable(one.get(action.property), action.ignore) == wanted]
    if len(hits) < least:
        raise Problem(404, f"No hay nada con ese {action.property}.")
    return hits


def _comparable(value: Any, ignore: str) -> Any:
    if not isinstance(value, str):
        return value
    return "".join(letter for letter in value.casefold() if letter not in ignore.casefold())
