"""Which function carries out which kind of action."""

from collections.abc import Callable, Mapping
from typing import Any

from taller.mocks import collection_handlers, model, relation_handlers
from taller.mocks.exchange import Answer, Exchange, World
from taller.mocks.problems import Problem
from taller.mocks.shapes import examples


def handle(world: World, action: model.Action, exchange: Exchange) -> Answer:
    """Carry out *action* as *exchange* asks, and return what to answer.

    :raises Problem: if the state of things refuses it.
    """
    return _HANDLERS[type(action)](world, action, exchange)


def tell_options(world: World, action: model.TellOptions, exchange: Exchange) -> Answer:
    """Answer the methods that the path admits.

    :raises Problem: 404, if nothing is there and the contract has that answer.
    """
    if action.there is not None and 404 in action.operation.responses:
        handle(world, action.there, exchange)
    return Answer(action.operation.success.status, allow=exchange.allow)


def show_example(_world: World, action: model.Action, _exchange: Exchange) -> Answer:
    """Answer the contract's first example.

    :raises Problem: 501, if a body is promised and the contract shows none.
    """
    response = action.operation.success
    if response.schema is None:
        return Answer(response.status)
    shown = examples(response)
    if not shown:
        raise Problem(501, "El contrato no enseña ningún ejemplo de esta respuesta.")
    return Answer(response.status, shown[0], tagged=shown[0])


_HANDLERS: Mapping[type[model.Action], Callable[[World, Any, Exchange], Answer]] = {
    model.ListAll: collection_handlers.list_all,
    model.Create: collection_handlers.create,
    model.Read: collection_handlers.read,
    model.Replace: collection_handlers.replace,
    model.Delete: collection_handlers.delete,
    model.FindOne: collection_handlers.find_one,
    model.FindAll: collection_handlers.find_all,
    model.ListRelated: relation_handlers.list_related,
    model.Relate: relation_handlers.relate,
    model.ReadRelated: relation_handlers.read_related,
    model.Unrelate: relation_handlers.unrelate,
    model.TellOptions: tell_options,
    model.ShowExample: show_example,
}
