"""What a contract means: which paths are collections, how resources look, what operations do.

Pure reading, from a contract to values; nothing is served here.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from taller.mocks import model
from taller.mocks.contract import Contract, Operation, PathItem
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


@dataclass(frozen=True)
class Meaning:
    """What was understood of one contract."""

    collections: tuple[Collection, ...]
    relations: tuple[Relation, ...]
    actions: Mapping[tuple[str, str], model.Action]
    """Path template and method, in lower case, to what is done there."""


def understand(contract: Contract) -> Meaning:
    """Return what *contract* means to a stand-in."""
    collections = tuple(_collections(contract))
    relations = tuple(_relations(contract, collections))
    actions: dict[tuple[str, str], model.Action] = {}
    for one in contract.operations():  # GET comes before OPTIONS, which asks what is there
        reading = actions.get((one.path, "get"))
        actions[one.path, one.method] = (
            _options(one, reading)
            if one.method == "options"
            else _action(one, collections, relations)
        )
    return Meaning(collections, relations, actions)


def _collections(contract: Contract) -> Iterator[Collection]:
    for item in contract.paths.values():
        creation = item.operations.get("post")
        below = _path_below(contract, item.path)
        plain = not _is_relation(item) and not parameters_of(item.path)
        if creation and 201 in creation.responses and below and plain:
            found = _collection(item, below, creation)
            if found:
                yield found


def _path_below(contract: Contract, path: str) -> str | None:
    """Return the path one parameter below *path*: ``/clientes/{idCliente}``."""
    parents = {one: one.rpartition("/")[0] for one in contract.paths if one.endswith("}")}
    return next((one for one, parent in parents.items() if parent == path.rstrip("/")), None)


def _is_relation(item: PathItem) -> bool:
    return "x-relation" in item.node.value


def _collection(item: PathItem, below: str, creation: Operation) -> Collection | None:
    created = creation.responses[201]
    if created.schema is None:
        return None
    shown = next(iter(examples(created)), None)
    how = shape(created.schema, shown, item.path)
    resource = resource_schema(created.schema, how)
    parameter = parameters_of(below)[-1]
    named = properties(resource)
    id_property = next((name for name in (parameter, "id") if name in named), None)
    if id_property is None:
        return None
    seeds = _seeds(item, id_property)
    body = creation.body_schema
    return Collection(
        path=item.path,
        item_path=below,
        parameter=parameter,
        id_property=id_property,
        id_schema=named[id_property],
        client_gives_id=body is not None and id_property in properties(body),
        resource=resource,
        properties=named,
        required=frozenset(required(resource)),
        unique=tuple(tuple(group) for group in keyword(resource, "x-unique") or ()),
        links=links(resource, next(iter(seeds), None), item.path),
        seeds=seeds,
    )


def _seeds(item: PathItem, id_property: str) -> tuple[dict[str, Any], ...]:
    """Return the resources in the examples of the list at *item*, each id once."""
    reading = item.operations.get("get")
    found: dict[Any, dict[str, Any]] = {}
    for body in examples(reading.success) if reading else ():
        how = listing(reading.success.schema, body, id_property, item.path) if reading else None
        for one in resources_in(body, how) if how else ():
            if id_property in one:
                found.setdefault(one[id_property], one)
    return tuple(found.values())


def _relations(contract: Contract, collections: Sequence[Collection]) -> Iterator[Relation]:
    owners = {one.item_path: one for one in collections}
    for item in contract.paths.values():
        owner = owners.get(item.path.rpartition("/")[0])
        creation = item.operations.get("post")
        body = creation.body_schema if creation else None
        if _is_relation(item) and owner and body is not None:
            below = _path_below(contract, item.path)
            named = properties(body)
            other = parameters_of(below)[-1] if below else next(iter(named))
            if other in named:
                yield Relation(
                    path=item.path,
                    item_path=below,
                    collection=owner,
                    other=other,
                    symmetric=bool(item.node.value["x-relation"].get("symmetric")),
                    seeds=tuple(_related(item, owner)),
                )


def _related(item: PathItem, owner: Collection) -> Iterator[tuple[Any, Any]]:
    """Yield the pairs that the list's examples show; the path parameter's example is the one."""
    reading = item.operations.get("get")
    parameter = reading.path_parameter(owner.parameter) if reading else None
    if reading is None or parameter is None or parameter.example is None:
        return
    for body in examples(reading.success):
        how = listing(reading.success.schema, body, owner.id_property, item.path)
        for one in resources_in(body, how) if how else ():
            yield parameter.example, one.get(owner.id_property)


def _action(
    operation: Operation, collections: Sequence[Collection], relations: Sequence[Relation]
) -> model.Action:
    for collection in collections:
        found = _of_collection(operation, collection)
        if found:
            return found
    for relation in relations:
        found = _of_relation(operation, relation)
        if found:
            return found
    return model.ShowExample(operation)


def _options(operation: Operation, reading: model.Action | None) -> model.TellOptions:
    named = isinstance(reading, model.Read | model.ReadRelated | model.ListRelated)
    return model.TellOptions(operation, reading if named else None)


def _of_collection(operation: Operation, collection: Collection) -> model.Action | None:
    match operation.method, operation.path:
        case "get", collection.path:
            return _list(operation, collection)
        case "post", collection.path:
            return model.Create(operation, collection, _shape(operation))
        case (("get" | "head"), collection.item_path):
            return model.Read(operation, collection, _shape(operation))
        case "put", collection.item_path:
            return model.Replace(operation, collection, _shape(operation))
        case "delete", collection.item_path:
            return model.Delete(operation, collection)
        case "get", path if path.startswith(collection.path.rstrip("/") + "/"):
            return _search(operation, collection)
    return None


def _of_relation(operation: Operation, relation: Relation) -> model.Action | None:
    match operation.method, operation.path:
        case "get", relation.path:
            how = _listing(operation, relation.collection)
            return model.ListRelated(operation, relation, how) if how else None
        case "post", relation.path:
            return model.Relate(operation, relation, _shape(operation))
        case (("get" | "head"), relation.item_path):
            return model.ReadRelated(operation, relation, _shape(operation))
        case "delete", relation.item_path:
            return model.Unrelate(operation, relation)
    return None


def _shape(operation: Operation) -> model.Shape:
    response = operation.success
    if response.schema is None:
        return model.Shape(None, ())
    parent = operation.path if operation.method == "post" else operation.path.rpartition("/")[0]
    return shape(response.schema, next(iter(examples(response)), None), parent)


def _listing(operation: Operation, collection: Collection) -> model.Listing | None:
    response = operation.success
    shown = next(iter(examples(response)), None)
    return listing(response.schema, shown, collection.id_property, operation.path)


def _list(operation: Operation, collection: Collection) -> model.Action | None:
    how = _listing(operation, collection)
    if how is None:
        return None
    named = {one.name: one for one in operation.parameters if one.place == "query"}
    query = model.Query(
        paged="page" in named,
        limited="limit" in named,
        filters=tuple(_filters(operation, collection)),
    )
    return model.ListAll(operation, collection, how, query)


def _filters(operation: Operation, collection: Collection) -> Iterator[model.Filter]:
    for parameter in operation.parameters:
        name = parameter.filter.get("property", parameter.name)
        if parameter.place == "query" and name in collection.properties:
            substring = parameter.filter.get("match") == "substring"
            yield model.Filter(parameter.name, name, substring)


def _search(operation: Operation, collection: Collection) -> model.Action | None:
    said = operation.node.value.get("x-search")
    if not said:
        return None
    return model.Find(
        operation,
        collection,
        parameter=parameters_of(operation.path)[-1],
        property=said["property"],
        ignore=said.get("ignore", ""),
        answer=_listing(operation, collection) or _shape(operation),
    )
