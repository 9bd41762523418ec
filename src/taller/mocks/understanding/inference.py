"""What a contract means: its collections and relations, and what each operation does to them.

Pure reading, from a contract to values; nothing is served here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from taller.mocks.openapi.contract import Contract, Operation, PathItem, Promise
from taller.mocks.openapi.document import Node
from taller.mocks.openapi.schemas import all_properties, is_object, required, same_schema
from taller.mocks.understanding import model
from taller.mocks.understanding.acting import Items, act, id_shown
from taller.mocks.understanding.asking import query_of
from taller.mocks.understanding.discovery import collections_of, sent_by
from taller.mocks.understanding.meaning import Meaning
from taller.mocks.understanding.meetings import Meeting, meetings_of
from taller.mocks.understanding.model import Collection, Relation, Shape, View
from taller.mocks.understanding.notes import notes_on
from taller.mocks.understanding.relating import relations_of
from taller.mocks.understanding.shapes import (
    examples,
    items_of,
    listing,
    parameters_of,
    resource_schema,
    shape,
)


def understand(contract: Contract) -> Meaning:
    """Return what *contract* means to a stand-in."""
    collections = collections_of(contract)
    met = meetings_of(contract, collections)
    singles = tuple(one.collection for one in met.values() if one.collection.single)
    relations = tuple(relations_of(contract, collections))
    reader = _Reader(contract, collections, relations, met, Items(met))
    actions: dict[tuple[str, str], model.Action] = {}
    for one in contract.operations():  # GET comes before OPTIONS, which asks what is there
        reading = actions.get((one.path, "get"))
        actions[one.path, one.method] = (
            _options(one, reading) if one.method == "options" else reader.action(one)
        )
    return Meaning(
        (*collections, *singles),
        relations,
        actions,
        tuple(notes_on(contract, collections)),
    )


def _options(operation: Operation, reading: model.Action | None) -> model.TellOptions:
    named = isinstance(reading, model.Read | model.ReadRelated | model.ListRelated)
    below = isinstance(reading, model.ListAll) and reading.place.owner is not None
    return model.TellOptions(operation, reading if named or below else None)


@dataclass(frozen=True)
class _Reader:
    """Reads operations in the light of what there is in the whole contract."""

    contract: Contract
    collections: Sequence[Collection]
    relations: Sequence[Relation]
    met: Mapping[str, Meeting]
    items: Items

    def action(self, operation: Operation) -> model.Action:
        """Return what *operation* does."""
        item = self.contract.paths[operation.path]
        if operation.node.value.get("x-action") == "example":
            return self._example(operation, "the contract says so: x-action", said=True)
        met = self.met.get(operation.path)
        found = _at(operation, met, item) if met else None
        found = found or self._other(operation) or self._act(operation, met)
        return found or self._example(operation, self._why(operation, met))

    def _other(self, operation: Operation) -> model.Action | None:
        for relation in self.relations:
            found = _of_relation(operation, relation)
            if found is not None:
                return found
        for collection in self.collections:
            below = operation.path.startswith(collection.path.rstrip("/") + "/")
            found = _search(operation, collection) if below and operation.method == "get" else None
            if found is not None:
                return found
        return None

    def _act(self, operation: Operation, met: Meeting | None) -> model.Action | None:
        above = self.items.above(operation.path)
        if above is None:
            return None
        shown = shape_in(operation.success, above.collection, operation.path)
        return act(operation, above, shown, adds=met is not None and met.kind == "list")

    def _why(self, operation: Operation, met: Meeting | None) -> str:
        if met is not None:
            where = "a list" if met.kind == "list" else "one resource"
            return f"nothing tells what {operation.method.upper()} does to {where}"
        below = self.items.above(operation.path) is not None
        return "nothing tells what it does" if below else "the path is that of no collection"

    def _example(self, operation: Operation, why: str, *, said: bool = False) -> model.ShowExample:
        """Return that *operation* answers an example; if that is *said*, it shows just that."""
        above = self.items.above(operation.path)
        if above is None:
            return model.ShowExample(operation, why)
        there = model.Read(operation, above.collection, above.place, None)
        # What only reads may be of something else, and what nobody can create is seldom there: large
        # contracts have many such paths, and no 404 there.
        held = self.contract.paths.get(above.collection.path)
        changes = operation.method not in ("get", "head") and held is not None and "post" in held.operations
        needed = operation.refuses(404) or (changes and not said)
        name = None if said else id_shown(operation, above)
        return model.ShowExample(operation, why, there, name, needed=needed)


def _at(operation: Operation, met: Meeting, item: PathItem) -> model.Action | None:
    what = operation, met.collection, met.place
    shown = shape_in(operation.success, met.collection, operation.path)
    sent = sent_by(operation, met.collection.properties)[0]
    match met.kind, operation.method:
        case "list", "get" | "head":
            return _list(operation, met, item)
        case "list", "post" if _creates(operation, met.collection):
            return model.Create(*what, shown, sent)
        case "item", "get" | "head":
            return model.Read(*what, shown) if shown or operation.method == "head" else None
        case "item", "put" if operation.body is not None:
            return _replace(operation, met, sent)
        case "item", "patch" if operation.body is not None:
            return model.Patch(*what, shown, sent)
        case "item", "delete":
            return model.Delete(*what, shown)
    return None


def _creates(operation: Operation, collection: Collection) -> bool:
    if operation.success.status == 201:
        return listing(operation.success.schema, None, _ids(collection), operation.path) is None
    shown = shape_in(operation.success, collection, operation.path)
    return operation.success.status in (200, 202) and shown is not None


def _replace(operation: Operation, met: Meeting, sent: str | None) -> model.Replace:
    """Return the change of a resource, which makes it where a PUT may: 201, or for want of a POST."""
    collection = met.collection
    statuses = operation.responses
    changed = next(
        (one for status, one in sorted(statuses.items()) if 200 <= status < 300 and status != 201),
        None,
    )
    made = statuses.get(201)
    whole = collection.single or collection.id_property is None
    sendable = frozenset(sent_by(operation, collection.properties)[1])
    return model.Replace(
        operation,
        collection,
        met.place,
        shape_in(changed or operation.success, collection, operation.path),
        sent,
        sendable,
        creates=made is not None or whole,
        created=shape_in(made, collection, operation.path) if made else None,
    )


def _of_relation(operation: Operation, relation: Relation) -> model.Action | None:
    collection = relation.collection
    shown = shape_in(operation.success, collection, operation.path) or Shape(None, ())
    match operation.method, operation.path:
        case "get", relation.path:
            how = _listing(operation, collection)
            return model.ListRelated(operation, relation, how) if how else None
        case "post", relation.path:
            return model.Relate(operation, relation, shown)
        case (("get" | "head"), relation.item_path):
            return model.ReadRelated(operation, relation, shown)
        case "delete", relation.item_path:
            return model.Unrelate(operation, relation)
    return None


def _ids(collection: Collection) -> tuple[str, ...]:
    return "id", collection.parameter, collection.id_property or "id"


def shape_in(promise: Promise, collection: Collection, path: str) -> Shape | None:
    """Return how a resource of *collection* stands in the body of *promise*; None if none does."""
    schema = promise.schema
    if schema is None:
        return None
    parent = path if collection.path.rstrip("/") == path.rstrip("/") else path.rpartition("/")[0]
    how = shape(schema, next(iter(examples(promise)), None), parent, _ids(collection))
    resource = resource_schema(schema, how)
    named = all_properties(resource)
    if not is_object(resource) or (named and not named.keys() & collection.properties.keys()):
        return None
    return _seen(how, resource, collection)


def _seen(how: Shape, resource: Node, collection: Collection) -> Shape:
    """Return *how*, with the schema of the resource where that is not the collection's."""
    same = same_schema(resource, collection.resource)
    view = None if same else View(resource, all_properties(resource), frozenset(required(resource)))
    return Shape(how.wrapper, how.links, how.links_name, how.members, view)


def _listing(operation: Operation, collection: Collection) -> model.Listing | None:
    response = operation.success
    shown = next(iter(examples(response)), None)
    ids = (collection.id_property or "id", collection.parameter)
    how = listing(response.schema, shown, ids, operation.path)
    if how is None or response.schema is None:
        return None
    items = items_of(response.schema, how)
    if not all_properties(items).keys() & collection.properties.keys():
        return None
    return replace(how, item=_seen(how.item, items, collection))


def _list(operation: Operation, met: Meeting, item: PathItem) -> model.Action | None:
    how = _listing(operation, met.collection)
    if how is None:
        return None
    query = query_of(operation, _parameters(operation, item), met.collection.properties, how.most)
    return model.ListAll(operation, met.collection, met.place, how, query)


def _parameters(operation: Operation, item: PathItem) -> dict[str, Mapping[str, object]]:
    """Return the query parameters of *operation* as they are written, by name."""
    found: dict[str, Mapping[str, object]] = {}
    for owner in (item.node, operation.node):
        several = owner.get("parameters")
        for one in several.elements() if several else ():
            if isinstance(one.value, dict) and one.value.get("in") == "query":
                found[str(one.value.get("name"))] = one.value
    return found


def _search(operation: Operation, collection: Collection) -> model.Action | None:
    said = operation.node.value.get("x-search")
    if not isinstance(said, dict) or said.get("property") not in collection.properties:
        return None
    parameter = parameters_of(operation.path)[-1]
    what = operation, collection, parameter, said["property"], said.get("ignore", "")
    how = _listing(operation, collection)
    shown = shape_in(operation.success, collection, operation.path) or Shape(None, ())
    return model.FindAll(*what, how) if how else model.FindOne(*what, shown)
