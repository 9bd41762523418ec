"""Resources: found, made from what a client sends, and kept from clashing."""

from typing import Any

from taller.mocks.conditional import if_match, tag_of
from taller.mocks.document import Node
from taller.mocks.exchange import Exchange, World
from taller.mocks.model import Action, Collection
from taller.mocks.problems import Problem
from taller.mocks.schemas import keyword, properties
from taller.mocks.shapes import LINKS
from taller.mocks.store import Id, Resource
from taller.mocks.validation import pointer


def found(world: World, collection: Collection, resource_id: Id) -> Resource:
    """Return the resource *resource_id*.

    :raises Problem: 404, if there is none.
    """
    resource = world.memory.shelf(collection).get(resource_id)
    if resource is None:
        raise Problem(404, f"No hay nada con {collection.id_property} {resource_id}.")
    return resource


def made(collection: Collection, data: Resource, kept: Resource) -> Resource:
    """Return the resource that *data* of a client make, with what the service gives in *kept*.

    What an answer must have and neither brings is taken from the contract.
    """
    made_so_far = data | kept
    missing = collection.required - made_so_far.keys() - {LINKS}
    known = {name: one for name, one in collection.properties.items() if name in missing}
    stopgaps = {name: _stopgap(schema) for name, schema in known.items()}
    return made_so_far | {name: value for name, value in stopgaps.items() if value is not None}


def given_by_service(action: Action, collection: Collection, resource: Resource) -> Resource:
    """Return those properties of *resource* that a client cannot send, and its id."""
    schema = action.operation.body_schema
    sent = properties(schema) if schema else {}
    return {
        name: value for name, value in resource.items() if name not in sent or name == collection.id_property
    }


def check_tag(action: Action, exchange: Exchange, resource: Resource) -> None:
    """Let a change pass if its ``If-Match`` names *resource* as it is.

    :raises Problem: 412, if it does not.
    """
    parameter = action.operation.if_match
    header = exchange.values.get(parameter.name) if parameter else None
    if header is not None and not if_match(header, tag_of(resource)):
        raise Problem(412, "Ha cambiado desde que se leyó: hay que leerlo otra vez y repetirlo.")


def check_twins(world: World, action: Action, collection: Collection, resource: Resource) -> None:
    """Let *resource* in if no other agrees with it in what the contract wants unique.

    :raises Problem: 409, if one does.
    """
    group = world.memory.twin(collection, resource)
    if group:
        detail = f"Ya hay otro con lo mismo en {', '.join(group)}."
        raise conflict(action, detail, group)


def conflict(action: Action, detail: str, names: tuple[str, ...]) -> Problem:
    """Return the refusal of what clashes with what there is, in the properties *names*."""
    faults = [{"pointer": pointer(name), "detail": detail} for name in names]
    return Problem(action.operation.documented(409, 422, 400), detail, faults)


def _stopgap(schema: Node) -> Any:
    for name in ("default", "const", "example"):
        if (value := keyword(schema, name)) is not None:
            return value
    several = keyword(schema, "examples") or keyword(schema, "enum") or [None]
    return several[0]
