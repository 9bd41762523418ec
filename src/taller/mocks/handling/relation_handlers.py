"""What is done with pairs of related resources, one function per kind of action."""

from typing import Any

from taller.mocks.handling.making import constant
from taller.mocks.handling.resources import conflict, found
from taller.mocks.handling.world import World
from taller.mocks.openapi.exchange import Answer, Exchange
from taller.mocks.openapi.problems import Problem
from taller.mocks.state.store import Id
from taller.mocks.understanding import model
from taller.mocks.understanding.model import Relation, Shape


def list_related(world: World, action: model.ListRelated, exchange: Exchange) -> Answer:
    """Answer what a resource is related to, by id.

    :raises Problem: 404, if there is no such resource.
    """
    relation = action.relation
    one = _one(world, relation, exchange)
    others = sorted(world.memory.relations(relation).of(one))[: action.listing.most]
    renderer = world.renderer
    shown = [_shown(world, relation, action.listing.item, one, other) for other in others]
    urls = {
        "self": _url(world, relation, one),
        "parent": renderer.url(relation.collection.item_path, _parameters(relation, one)),
    }
    body = renderer.many(action.listing, shown, urls)
    return Answer(action.operation.success.status, body, tagged=body, lasting=True)


def relate(world: World, action: model.Relate, exchange: Exchange) -> Answer:
    """Relate two resources and answer the other.

    :raises Problem: 404, if one of them is not there; 409, if they are one, or related already.
    """
    relation = action.relation
    one = _one(world, relation, exchange)
    other: Any = exchange.data.get(relation.other)
    if one == other:
        raise conflict(action, "Es el mismo que el de la ruta.", (relation.other,))
    found(world, relation.collection, (), other)
    pairs = world.memory.relations(relation)
    if pairs.holds(one, other):
        raise conflict(action, "Ya están relacionados.", (relation.other,))
    pairs.add(one, other)
    body = _shown(world, relation, action.shape, one, other)
    location = _url(world, relation, one, other)
    return Answer(action.operation.success.status, body, tagged=body, location=location)


def read_related(world: World, action: model.ReadRelated, exchange: Exchange) -> Answer:
    """Answer the other resource of a relation.

    :raises Problem: 404, if there is no such relation.
    """
    one, other = _pair(world, action.relation, exchange)
    body = _shown(world, action.relation, action.shape, one, other)
    return Answer(action.operation.success.status, body, tagged=body, lasting=True)


def unrelate(world: World, action: model.Unrelate, exchange: Exchange) -> Answer:
    """Undo a relation.

    :raises Problem: 404, if there is no such relation.
    """
    one, other = _pair(world, action.relation, exchange)
    world.memory.relations(action.relation).remove(one, other)
    return Answer(action.operation.success.status)


def _one(world: World, relation: Relation, exchange: Exchange) -> Id:
    """Return the id of the resource in the path, which is there."""
    return found(world, relation.collection, (), exchange.path[relation.collection.parameter]).id


def _pair(world: World, relation: Relation, exchange: Exchange) -> tuple[Id, Id]:
    one, other = _one(world, relation, exchange), exchange.path[relation.other]
    if not world.memory.relations(relation).holds(one, other):
        raise Problem(404, f"{one} y {other} no están relacionados.")
    return one, other


def _shown(world: World, relation: Relation, shape: Shape, one: Id, other: Id) -> Any:
    entry = found(world, relation.collection, (), other)
    urls = {
        "self": _url(world, relation, one, other),
        "parent": _url(world, relation, one),
    }
    return world.renderer.one(shape, relation.collection, entry, urls, constant(world, entry))


def _url(world: World, relation: Relation, one: Id, other: Id | None = None) -> str:
    """Return where the relations of *one* are, or the one with *other*."""
    parameters = _parameters(relation, one)
    if other is None or relation.item_path is None:
        return world.renderer.url(relation.path, parameters)
    return world.renderer.url(relation.item_path, parameters | {relation.other: other})


def _parameters(relation: Relation, one: Id) -> dict[str, Id]:
    return {relation.collection.parameter: one}
