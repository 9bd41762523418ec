"""Which paths of a contract are collections, and what they start with."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from taller.mocks.openapi.contract import Contract, Operation, PathItem
from taller.mocks.openapi.document import Node
from taller.mocks.openapi.schemas import (
    all_properties,
    keyword,
    required,
    same_schema,
    stopgap,
    types,
)
from taller.mocks.understanding.candidates import (
    Candidate,
    candidates,
    identified,
    normal,
    parameter_types,
    path_parameter,
    scopes_of,
    seeds_of,
)
from taller.mocks.understanding.model import Collection, Place
from taller.mocks.understanding.shapes import (
    links,
    links_name,
    listing,
    parameters_of,
    shape,
)
from taller.mocks.understanding.stamps import stamps_of

Found = list[tuple[Candidate, Node, str | None]]
_CLOSING = ("additionalProperties", "unevaluatedProperties")


def collections_of(contract: Contract) -> tuple[Collection, ...]:
    """Return the collections of *contract*.

    Each has a path for one resource, with an id, and a way to get resources: a creation, or
    examples. What is below another's path and has the other's schema and the owner's id is no
    collection of its own, but another view of that one.
    """
    found: Found = []
    for one in candidates(contract):
        known = identified(one)
        if known is not None and "of" not in one.said:
            found.append((one, *known))
    homes = [schema for one, schema, _ in found if not parameters_of(one.path)]
    made = [_collection(*one) for one in found if not _is_view(*one, homes)]
    return _owned([one for one in made if one is not None])


def _is_view(candidate: Candidate, schema: Node, name: str | None, homes: Sequence[Node]) -> bool:
    scopes = scopes_of(candidate.path, all_properties(schema), name)
    alike = any(same_schema(schema, one) for one in homes)
    return bool(scopes) and alike and all(one.property for one in scopes)


def _owned(collections: Sequence[Collection]) -> tuple[Collection, ...]:
    """Return *collections*, each with the one that has its parents."""
    homes = {normal(one.item_path): one.path for one in collections if not one.single}
    return tuple(replace(one, place=housed(one.place, homes)) for one in collections)


def housed(place: Place, homes: Mapping[str, str]) -> Place:
    """Return *place* with its owner: the nearest collection above; *homes* has their normal item paths."""
    words = place.path.rstrip("/").split("/")
    for end in range(len(words), 0, -1):
        above = "/".join(words[:end])
        owner = homes.get(normal(above)) if parameters_of(words[end - 1]) else None
        if owner is not None:
            return replace(place, owner=owner, depth=len(parameters_of(above)))
    return place


def _collection(candidate: Candidate, resource: Node, name: str | None) -> Collection | None:
    """Return the collection at *candidate*; None if no resource can ever be there."""
    named = all_properties(resource)
    scopes = scopes_of(candidate.path, named, name)
    seeds = tuple(_seeds(candidate, name, scopes)) if name and candidate.list else ()
    creation = _creation(candidate)
    if creation is None and not seeds:
        return None
    sent = _sent(creation, named)
    id_schema = named[name] if name else None
    key = path_parameter(candidate.item, candidate.parameter)
    said = types(id_schema) if id_schema else parameter_types(candidate.item, candidate.parameter)
    return Collection(
        path=candidate.path,
        item_path=candidate.item.path,
        parameter=candidate.parameter,
        id_property=name,
        id_schema=id_schema,
        client_gives_id=name is not None and name in sent and not keyword(sent[name], "readOnly"),
        seeds=tuple(one for _, one in seeds),
        whose=tuple(scope for scope, _ in seeds),
        place=Place(
            candidate.path,
            candidate.item.path,
            candidate.parameter,
            scopes,
            filters=False,
        ),
        numbered=bool({"integer", "number"} & set(said)) and "string" not in said,
        key_schema=key.schema if key else None,
        **facts(resource, sent, next((one for _, one in seeds), None), candidate.path),
    )


def facts(resource: Node, sent: Mapping[str, Node], shown: Any, path: str) -> dict[str, Any]:
    """Return what the schema of a resource says of it, as a `Collection` has it.

    :param sent: the properties that a client may send.
    :param shown: an example of the resource.
    """
    named = all_properties(resource)
    created, changed = stamps_of(named, sent)
    linked = links_name(resource)
    hidden = {one for one, node in named.items() if keyword(node, "writeOnly") is True}
    return {
        "resource": resource,
        "properties": named,
        "required": frozenset(required(resource)),
        "unique": tuple(tuple(group) for group in keyword(resource, "x-unique") or ()),
        "links_name": None if linked in sent else linked,
        "links": links(resource, shown, path),
        "hidden": frozenset(hidden | (sent.keys() - named.keys() if named else set())),
        "closed": any(keyword(resource, one) is False for one in _CLOSING),
        "owned": frozenset(one for one, node in named.items() if keyword(node, "readOnly") is True),
        "usual": {one: value for one, value in _usual(named) if one not in hidden},
        "created": created,
        "changed": changed,
    }


def _usual(named: Mapping[str, Node]) -> Iterator[tuple[str, Any]]:
    for name, schema in named.items():
        owned = keyword(schema, "readOnly") is True
        value = stopgap(schema) if owned else keyword(schema, "default")
        if value is not None:
            yield name, value


def _creation(candidate: Candidate) -> Operation | None:
    """Return what makes resources: a POST to the list, or a PUT to the item's own path."""
    posting = candidate.list.operations.get("post") if candidate.list else None
    if posting is not None and _creates(posting, candidate):
        return posting
    putting = candidate.item.operations.get("put")
    return putting if putting and (201 in putting.responses or candidate.list is None) else None


def _creates(posting: Operation, candidate: Candidate) -> bool:
    """Tell whether *posting* makes a resource: it says so, or answers with one."""
    if posting.success.status == 201 or 201 in posting.responses:
        return listing(posting.success.schema, None, ("id",), posting.path) is None
    schema = posting.success.schema
    if posting.success.status not in (200, 202) or schema is None:
        return False
    known = identified(
        Candidate(
            candidate.path,
            PathItem(candidate.item.path, posting.node, {"get": posting}, ()),
            None,
        )
    )
    return known is not None and known[1] is not None


def sent_by(operation: Operation, named: Mapping[str, Node]) -> tuple[str | None, dict[str, Node]]:
    """Return what holds the data in a request's body, and the properties that may be sent.

    :param named: the properties of the resource; a body with one of them is no wrapper.
    """
    schema = operation.body_schema
    sent = all_properties(schema) if schema is not None else {}
    if schema is not None and len(sent) == 1 and not sent.keys() & named.keys():
        wrapper = shape(schema, None, "").wrapper
        if wrapper is not None:
            return wrapper, all_properties(sent[wrapper])
    return None, sent


def _sent(creation: Operation | None, named: Mapping[str, Node]) -> dict[str, Node]:
    return sent_by(creation, named)[1] if creation else {}


def _seeds(
    candidate: Candidate, name: str, scopes: Sequence[Any]
) -> Iterator[tuple[tuple[Any, ...], dict[str, Any]]]:
    """Yield the resources in the examples, each id once; whose they are, a property or the path says."""
    seen = set()
    for operation, one in seeds_of(candidate, name):
        scope = tuple(_whose(each, operation, one) for each in scopes)
        key = (*scope, one[name])
        if None not in scope and isinstance(one[name], int | str) and key not in seen:
            seen.add(key)
            yield scope, one


def _whose(scope: Any, operation: Operation, shown: Mapping[str, Any]) -> Any:
    said = shown.get(scope.property) if scope.property else None
    parameter = operation.path_parameter(scope.parameter)
    value = said if said is not None else parameter.example if parameter else None
    return value if isinstance(value, int | str) else None
