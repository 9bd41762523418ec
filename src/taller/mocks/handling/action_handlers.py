"""What the contract has beside collections: what is done with one resource, and what has but an example."""

from typing import Any

from taller.mocks.handling.collection_handlers import shown
from taller.mocks.handling.making import constant, is_sound
from taller.mocks.handling.resources import check_tag, check_twins, named
from taller.mocks.handling.world import World
from taller.mocks.openapi.document import Node
from taller.mocks.openapi.exchange import Answer, Exchange
from taller.mocks.openapi.operation import Operation
from taller.mocks.openapi.problems import Problem
from taller.mocks.state.store import Entry
from taller.mocks.understanding import model
from taller.mocks.understanding.shapes import examples
from taller.mocks.understanding.stamps import stamp


def act(world: World, action: model.Act, exchange: Exchange) -> Answer:
    """Answer one resource, changed by what the request says of it.

    :raises Problem: 404, if there is none; 412, if the tag is stale; 409, for what is unique and
        another's.
    """
    operation = action.operation
    old = named(world, action, exchange)
    check_tag(action, exchange, old)
    entry = _changed(world, action, exchange, old)
    lasting = operation.method in ("get", "head")
    answer = shown(world, action, action.shape, entry, operation.success.status, lasting=lasting)
    schema = operation.success.schema
    if schema is None or world.validators.fits(schema, answer.body):
        return answer
    return _example(world, operation)


def _changed(world: World, action: model.Act, exchange: Exchange, old: Entry) -> Entry:
    """Return *old* with what the request says of it, and keep that; *old* as it is, if it would not do."""
    data = exchange.data.get(action.sent) if action.sent else exchange.data
    sent = data.items() if isinstance(data, dict) else ()
    whole = old.resource | {name: value for name, value in sent if name in action.changes}
    if whole == old.resource:
        return old
    stamps = {name: stamp(form, world.now()) for name, form in action.collection.changed.items()}
    entry = Entry(old.scope, old.id, whole | stamps, sound=True)
    if not is_sound(world, action.collection, action.shape, entry):
        return old
    check_twins(world, action, action.collection, entry)
    world.memory.keep(action.collection, entry)
    return entry


def show_example(world: World, action: model.ShowExample, exchange: Exchange) -> Answer:
    """Answer the contract's first sound example, or what can be made up.

    :raises Problem: 404, if what the path is below is not there and is needed; 501, if a body is
        promised and nothing is there to show.
    """
    entry = _above(world, action, exchange)
    answer = _example(world, action.operation)
    schema, name = action.operation.success.schema, action.id_shown
    if entry is None or schema is None or name is None or not isinstance(answer.body, dict):
        return answer
    own = answer.body | {name: entry.id}
    if not world.validators.fits(schema, own):  # it is called like the id, and is none
        return answer
    return Answer(answer.status, own, tagged=own, lasting=True)


def _above(world: World, action: model.ShowExample, exchange: Exchange) -> Entry | None:
    """Return the resource that the path is below; None if it is below none.

    :raises Problem: 404, if it is needed and not there.
    """
    if action.there is None:
        return None
    try:
        return named(world, action.there, exchange)
    except Problem:
        if action.needed:
            raise
        return None


def _example(world: World, operation: Operation) -> Answer:
    promise = operation.success
    if promise.schema is None:
        return Answer(promise.status, lasting=True)
    body = _shown(world, promise.schema, examples(promise))
    return Answer(promise.status, body, tagged=body, lasting=True)


def _shown(world: World, schema: Node, several: list[Any]) -> Any:
    for one in several:
        if world.validators.fits(schema, one):
            return one
    value = constant(world)(schema, "") if world.sampler is not None or not several else several[0]
    if value is None and not world.validators.fits(schema, None):
        raise Problem(501, "El contrato no enseña ningún ejemplo de esta respuesta.")
    return value
