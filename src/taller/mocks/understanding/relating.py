"""Which paths of a contract are relations, and what they start with."""

from collections.abc import Iterator, Sequence
from typing import Any

from taller.mocks.openapi.contract import Contract, PathItem
from taller.mocks.openapi.document import Node
from taller.mocks.openapi.schemas import properties
from taller.mocks.understanding.model import Collection, Relation
from taller.mocks.understanding.shapes import examples, listing, parameters_of, resources_in

Pair = tuple[Any, Any]


def relations_of(contract: Contract, collections: Sequence[Collection]) -> Iterator[Relation]:
    """Yield the relations of *contract*: what ``x-relation`` marks below an item of *collections*."""
    owners = {one.item_path: one for one in collections}
    for item in contract.paths.values():
        owner = owners.get(item.path.rpartition("/")[0])
        creation = item.operations.get("post")
        if "x-relation" in item.node.value and owner and creation and creation.body_schema:
            below = _path_below(contract, item.path)
            other = _other(below, creation.body_schema)
            if other:
                yield _relation(item, owner, below, other)


def _path_below(contract: Contract, path: str) -> str | None:
    """Return the path one parameter below *path*: ``/clientes/{idCliente}``."""
    parents = {one: one.rpartition("/")[0] for one in contract.paths if one.endswith("}")}
    return next((one for one, parent in parents.items() if parent == path.rstrip("/")), None)


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
    name = owner.id_property or ""
    for body in examples(reading.success) if reading and parameter and parameter.example is not None else ():
        how = listing(reading.success.schema, body, (name,), item.path) if reading else None
        for one in resources_in(body, how) if how else ():
            yield parameter.example if parameter else None, one.get(name)
