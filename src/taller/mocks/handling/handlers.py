"""Which function carries out which kind of action."""

from collections.abc import Callable, Mapping
from typing import Any

from taller.mocks.handling import action_handlers, collection_handlers, list_handlers, relation_handlers
from taller.mocks.handling.world import World
from taller.mocks.openapi.exchange import Answer, Exchange
from taller.mocks.understanding import model


def handle(world: World, action: model.Action, exchange: Exchange) -> Answer:
    """Carry out *action* as *exchange* asks, and return what to answer.

    :raises Problem: if the state of things refuses it.
    """
    return _HANDLERS[type(action)](world, action, exchange)


def tell_options(world: World, action: model.TellOptions, exchange: Exchange) -> Answer:
    """Answer the methods that the path admits.

    :raises Problem: 404, if nothing is there and the contract has that answer.
    """
    if action.there is not None and action.operation.refuses(404):
        handle(world, action.there, exchange)
    return Answer(action.operation.success.status, allow=exchange.allow)


_HANDLERS: Mapping[type[model.Action], Callable[[World, Any, Exchange], Answer]] = {
    model.ListAll: list_handlers.list_all,
    model.Create: collection_handlers.create,
    model.Read: collection_handlers.read,
    model.Replace: collection_handlers.replace,
    model.Patch: collection_handlers.patch,
    model.Delete: collection_handlers.delete,
    model.FindOne: list_handlers.find_one,
    model.FindAll: list_handlers.find_all,
    model.ListRelated: relation_handlers.list_related,
    model.Relate: relation_handlers.relate,
    model.ReadRelated: relation_handlers.read_related,
    model.Unrelate: relation_handlers.unrelate,
    model.TellOptions: tell_options,
    model.Act: action_handlers.act,
    model.ShowExample: action_handlers.show_example,
}
