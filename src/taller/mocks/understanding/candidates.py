"""Where resources are: paths that list or create them, and paths below, each for one of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from taller.mocks.openapi.contract import Contract, Operation, Parameter, PathItem
from taller.mocks.openapi.document import Node
from taller.mocks.openapi.naming import foreign_property, id_property
from taller.mocks.openapi.schemas import JSON_TYPES, all_properties, is_object
from taller.mocks.understanding.model import Scope
from taller.mocks.understanding.shapes import (
    examples,
    items_of,
    last_word,
    listing,
    parameters_of,
    resource_schema,
    resources_in,
    shape,
)


@dataclass(frozen=True)
class Candidate:
    """A path of one resource, with the path of the list above, in the contract or not."""

    path: str
    item: PathItem
    list: PathItem | None
    said: Mapping[str, Any] = field(default_factory=dict)
    """What ``x-collection`` says."""

    @property
    def parameter(self) -> str:
        """The name of the item path's last parameter."""
        return parameters_of(self.item.path)[-1]


def candidates(contract: Contract) -> Iterator[Candidate]:
    """Yield what may be a collection, one for each path of a list, in the order of the contract."""
    found: dict[str, Candidate] = {}
    for item in contract.paths.values():
        path, _, last = item.path.rpartition("/")
        above = contract.paths.get(path) or contract.paths.get(path + "/")
        said = said_of(item) or (said_of(above) if above else {})
        barred = any(one is not None and _barred(one) for one in (item, above))
        if last.startswith("{") and parameters_of(last) == [last[1:-1]] and not barred:
            found.setdefault(path, Candidate(above.path if above else path, item, above, said))
    order = {path.rstrip("/"): index for index, path in enumerate(contract.paths)}
    yield from sorted(
        found.values(),
        key=lambda one: order.get(one.path.rstrip("/"), order[one.item.path]),
    )


def said_of(item: PathItem) -> Mapping[str, Any]:
    """Return what ``x-collection`` says at *item*, if it says more than no."""
    said = item.node.value.get("x-collection")
    return said if isinstance(said, dict) else {}


def _barred(item: PathItem) -> bool:
    return item.node.value.get("x-collection") is False or "x-relation" in item.node.value


def identified(candidate: Candidate) -> tuple[Node, str | None] | None:
    """Return the schema of a resource of *candidate* and its id's property.

    The property is None if the resource does not have it. No resource: None.
    """
    for schema in _schemas(candidate):
        named = all_properties(schema)
        name = candidate.said.get("id")
        if name not in named:
            said = parameter_types(candidate.item, candidate.parameter)
            name = id_property(candidate.parameter, last_word(candidate.path), named, said)
        if name is not None:
            return schema, name
    return _unnamed(candidate)


def path_parameter(item: PathItem, name: str) -> Parameter | None:
    """Return the path parameter *name*, as one of the operations describes it; None if none does."""
    found = (operation.path_parameter(name) for operation in item.operations.values())
    return next((one for one in found if one is not None), None)


def parameter_types(item: PathItem, name: str) -> frozenset[str]:
    """Return the types that the path parameter *name* may have."""
    parameter = path_parameter(item, name)
    return parameter.types if parameter else frozenset(JSON_TYPES)


def _unnamed(candidate: Candidate) -> tuple[Node, str | None] | None:
    """Return the resource that has no id but its path: what a PUT puts there and a GET reads."""
    put, get = (candidate.item.operations.get(one) for one in ("put", "get"))
    schema = get.success.schema if put and get else None
    whole = schema is not None and is_object(schema) and candidate.list is None
    return (schema, None) if whole and schema is not None else None


def _schemas(candidate: Candidate) -> Iterator[Node]:
    """Yield what may be the schema of a resource, the surest first."""
    ids = ids_of(candidate)
    for operation in _answering(candidate):
        schema = operation.success.schema
        if schema is not None:
            body = resource_schema(schema, shape(schema, None, "", ids))
            if is_object(body):
                yield body
    reading = candidate.list.operations.get("get") if candidate.list else None
    schema = reading.success.schema if reading else None
    how = listing(schema, None, ids, candidate.path)
    if schema is not None and how is not None:
        yield items_of(schema, how)


def _answering(candidate: Candidate) -> Iterator[Operation]:
    item = candidate.item.operations
    above = candidate.list.operations if candidate.list else {}
    found = (item.get("get"), above.get("post"), item.get("put"), item.get("patch"))
    yield from (one for one in found if one is not None)


def ids_of(candidate: Candidate) -> tuple[str, ...]:
    """Return the names by which a body shows that it is a resource, and no wrapper of one."""
    return "id", candidate.parameter, str(candidate.said.get("id", "id"))


def scopes_of(path: str, named: Mapping[str, Node], own: str | None) -> tuple[Scope, ...]:
    """Return what the parameters of *path* say of the resources there, whose properties are *named*."""
    words = path.split("/")
    return tuple(
        Scope(one, foreign_property(one, last_word("/".join(words[:index])), named, own))
        for index, word in enumerate(words)
        for one in parameters_of(word)
    )


def normal(path: str) -> str:
    """Return *path* whatever its parameters are called, and with no slash at the end."""
    return "/".join("{}" if parameters_of(one) else one for one in path.rstrip("/").split("/"))


def seeds_of(candidate: Candidate, name: str) -> Iterator[tuple[Operation, dict[str, Any]]]:
    """Yield each resource that the examples show, by its id *name* the first of each, and where."""
    ids = (*ids_of(candidate), name)
    for operation in (
        candidate.list.operations.get("get") if candidate.list else None,
        candidate.item.operations.get("get"),
    ):
        for body in examples(operation.success) if operation else ():
            for one in _shown(operation, body, ids):
                if operation is not None and one.get(name) is not None:
                    yield operation, one


def _shown(operation: Operation | None, body: Any, ids: tuple[str, ...]) -> list[dict[str, Any]]:
    schema = operation.success.schema if operation else None
    if operation is None or schema is None:
        return []
    how = listing(schema, body, ids, operation.path)
    if how is not None:
        return resources_in(body, how)
    wrapper = shape(schema, body, "", ids).wrapper
    one = body.get(wrapper) if wrapper and isinstance(body, dict) else body
    return [one] if isinstance(one, dict) else []
