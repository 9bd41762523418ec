"""Ids that the service gives."""

from collections.abc import Iterator
from itertools import product

from taller.mocks.handling.world import World
from taller.mocks.openapi.document import Node
from taller.mocks.state.store import Id, Scope
from taller.mocks.understanding.model import Collection

_TRIES = 20


def new_id(world: World, collection: Collection, scope: Scope) -> Id | None:
    """Return an id for a new resource of *scope*, as the contract wants it; None if it leaves none.

    A number after the others, a UUID, or what is made up where neither is one.
    """
    usual = world.memory.new_id(collection, scope)
    schemas = [one for one in (collection.id_schema, collection.key_schema) if one is not None]
    if usual is None or isinstance(usual, int) or _fits(world, schemas, usual):
        return usual
    shelf = world.memory.shelf(collection)
    made_up = _made_up(world, schemas, world.memory.salt(collection, scope))
    free = (one for one in made_up if shelf.get(one, scope) is None)
    return next((one for one in free if _fits(world, schemas, one)), usual)


def _made_up(world: World, schemas: list[Node], salt: str) -> Iterator[str]:
    """Yield texts that one of *schemas* takes; seldom those of another *salt*."""
    for turn, schema in product(range(_TRIES), schemas):
        try:
            value = world.sampler and world.sampler.value(schema, dynamic=True, salt=f"{salt}/{turn}")
        except ValueError:  # nothing fits it
            continue
        if isinstance(value, str) and value:
            yield value


def _fits(world: World, schemas: list[Node], value: Id) -> bool:
    return all(world.validators.fits(one, value) for one in schemas)
