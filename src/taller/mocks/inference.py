"""What a contract means: its collections and relations, and what each operation does to them.

Pure reading, from a contract to values; nothing is served here.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from taller.mocks import model
from taller.mocks.contract import Contract, Operation
from taller.mocks.discovery import collections_of, relations_of
from taller.mocks.model import Collection, Relation
from taller.mocks.shapes import examples, listing, parameters_of, shape


@dataclass(frozen=True)
class Meaning:
    """What was understood of one contract."""

    collections: tuple[Collection, ...]
    relations: tuple[Relation, ...]
    actions: Mapping[tuple[str, str], model.Action]
    """Path template and method, in lower case, to what is done there."""


def understand(contract: Contract) -> Meaning:
    """Return what *contract* means to a stand-in."""
    collections = tuple(collections_of(contract))
    relations = tuple(relations_of(contract, collections))
    actions: dict[tuple[str, str], model.Action] = {}
    for one in contract.operations():  # GET comes before OPTIONS, which asks what is there
        reading = actions.get((one.path, "get"))
        actions[one.path, one.method] = (
            _options(one, reading) if one.method == "options" else _action(one, collections, relations)
        )
    return Meaning(collections, relations, actions)


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
    parameter = parameters_of(operation.path)[-1]
    what = operation, collection, parameter, said["property"], said.get("ignore", "")
    how = _listing(operation, collection)
    return model.FindAll(*what, how) if how else model.FindOne(*what, _shape(operation))
