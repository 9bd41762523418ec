"""Which paths of a contract are collections and relations, and what they start with."""

from collections.abc import Iterator, Sequence
from typing import Any

from taller.mocks.contract import Contract, Operation, PathItem
from taller.mocks.document import Node
from taller.mocks.model import Collection, Relation
from taller.mocks.schemas import keyword, properties, required
from taller.mocks.shapes import (
    examples,
    links,
    listing,
    parameters_of,
    resource_schema,
    resources_in,
    shape,
)

Pair = tuple[Any, Any]


def collections_of(contract: Contract) -> Iterator[Collection]:
    """Yield the collections of *contract*: paths with a POST that creates, and a path below."""
    for item in contract.paths.values():
        creation = item.operations.get("post")
        below = _path_below(contract, item.path)
        plain = not _is_relation(item) and not parameters_of(item.path)
        if creation and 201 in creation.responses and below and plain:
            found = _collection(item, below, creation)
            if found:
                yield found


def relations_of(contract: Contract, collections: Sequence[Collection]) -> Iterator[Relation]:
    """Yield the relations of *contract*: what ``x-relation`` marks below an item of *collections*."""
    owners = {one.item_path: one for one in collections}
    for item in contract.paths.values():
        owner = owners.get(item.path.rpartition("/")[0])
        creation = item.operations.get("post")
        if _is_relation(item) and owner and creation and creation.body_schema:
            below = _path_below(contract, item.path)
            other = _other(below, creation.body_schema)
            if other:
                yield _relation(item, owner, below, other)


def _path_below(contract: Contract, path: str) -> str | None:
    """Return the path one parameter below *path*: ``/clientes/{idCliente}``."""
    parents = {one: one.rpartition("/")[0] for one in contract.paths if one.endswith("}")}
    return next((one for one, parent in parents.items() if parent == path.rstrip("/")), None)


def _is_relation(item: PathItem) -> bool:
    return "x-relation" in item.node.value


def _collection(item: PathItem, below: str, creation: Operation) -> Collection | None:
    """Return the collection at *item*; None if nothing tells its resources apart."""
    resource = _resource(creation)
    named = properties(resource) if resource else {}
    parameter = parameters_of(below)[-1]
    id_property = next((name for name in (parameter, "id") if name in named), None)
    if resource is None or id_property is None:
        return None
    seeds = _seeds(item, id_property)
    sent = properties(creation.body_schema) if creation.body_schema else {}
    return Collection(
        path=item.path,
        item_path=below,
        parameter=parameter,
        id_property=id_property,
        id_schema=named[id_property],
        client_gives_id=id_property in sent,
        resource=resource,
        properties=named,
        required=frozenset(required(resource)),
        unique=tuple(tuple(group) for group in keyword(resource, "x-unique") or ()),
        links=links(resource, next(iter(seeds), None), item.path),
        seeds=seeds,
    )


def _resource(creation: Operation) -> Node | None:
    """Return the schema of what *creation* creates, out of its wrapper."""
    schema = creation.responses[201].schema
    return resource_schema(schema, shape(schema, None, "")) if schema else None


def _seeds(item: PathItem, id_property: str) -> tuple[dict[str, Any], ...]:
    """Return the resources in the examples of the list at *item*, each id once."""
    found: dict[Any, dict[str, Any]] = {}
    for one in _listed(item, id_property):
        if id_property in one:
            found.setdefault(one[id_property], one)
    return tuple(found.values())


def _listed(item: PathItem, id_property: str) -> Iterator[dict[str, Any]]:
    """Yield each resource that the examples of the list at *item* show."""
    reading = item.operations.get("get")
    promise = reading.success if reading else None
    for body in examples(promise) if promise else ():
        how = listing(promise.schema, body, id_property, item.path) if promise else None
        yield from resources_in(body, how) if how else ()


def _relation(item: PathItem, owner: Collection, below: str | None, other: str) -> Relation:
    return Relation(
        path=item.path,
        item_path=below,
        collection=owner,
        other=other,
        symmetric=bool(item.node.value["x-relation"].get("symmetric")),
        seeds=tuple(_related(item, owner)),
    )


def _other(below: str | None, body: Node) -> str | None:
    """Return the name of the other's id: the last parameter of *below*, or the only property."""
    named = properties(body)
    name = parameters_of(below)[-1] if below else next(iter(named), None)
    return name if name in named else None


def _related(item: PathItem, owner: Collection) -> Iterator[Pair]:
    """Yield the pairs that the list's examples show; the path parameter's example is the one."""
    reading = item.operations.get("get")
    parameter = reading.path_parameter(owner.parameter) if reading else None
    if parameter is not None and parameter.example is not None:
        for one in _listed(item, owner.id_property):
            yield parameter.example, one.get(owner.id_property)
