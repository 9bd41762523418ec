"""Which function carries out which kind of action."""

from collections.abc import Callable, Mapping
from typing import Any

from taller.mocks.handling import collection_handlers, list_handlers, relation_handlers
from taller.mocks.handling.making import constant
from taller.mocks.handling.resources import owner_of
from taller.mocks.handling.world import World
from taller.mocks.openapi.document import Node
from taller.mocks.openapi.exchange import Answer, Exchange
from taller.mocks.openapi.problems import Problem
from taller.mocks.understanding import model
from taller.mocks.understanding.shapes import examples


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


def show_example(world: World, action: model.ShowExample, exchange: Exchange) -> Answer:
    """Answer the contract's first sound example, or what can be made up.

    :raises Problem: 404, if what the path is below is not there, and the contract has that answer;
        501, if a body is promised and nothing is there to show.
    """
    if action.place is not None and action.operation.refuses(404):
        owner_of(world, action.place, exchange.path)
    response = action.operation.success
    if response.schema is None:
        return Answer(response.status, lasting=True)
    body = _shown(world, response.schema, examples(response))
    return Answer(response.status, body, tagged=body, lasting=True)


def _shown(world: World, schema: Node, several: list[Any]) -> Any:
    for one in several:
        if world.validators.fits(schema, one):
            return one
    value = constant(world)(schema, "") if world.sampler is not None or not several else several[0]
    if value is None and not world.validators.fits(schema, None):
        raise Problem(501, "El contrato no enseña ningún ejemplo de esta respuesta.")
    return value


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
    model.ShowExample: show_example,
}
