"""What a contract says of its operations, made easy to ask."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import jsonschema_rs

from taller.contracts.blame import pointer
from taller.contracts.path_items import path_items
from taller.documents import read_document
from taller.documents.pointers import resolved

Schema = Mapping[str, Any]

_METHODS = ("get", "head", "post", "put", "patch", "delete", "options")
_DEEP = 12
"""Schemas one within another; one that goes on leads round to itself."""


@dataclass(frozen=True)
class Parameter:
    """What an operation takes beside its body."""

    name: str
    where: str
    """``path``, ``query``, ``header`` or ``cookie``."""
    required: bool
    schema: Schema
    said: Schema
    """As the contract has it, extensions included."""

    @property
    def plain(self) -> str:
        """Its name in lower-case letters and digits: ``ifmatch`` for both ``If-Match`` and ``IfMatch``."""
        return plain(self.name)


@dataclass(frozen=True)
class Operation:
    """An operation of a contract, its references resolved one level down."""

    method: str
    path: str
    said: Schema = field(repr=False)
    parameters: tuple[Parameter, ...]
    responses: Mapping[str, Schema] = field(repr=False)
    media_type: str | None
    """The JSON that its body is said to be; None if it takes none."""
    body: Schema | None
    """The schema of that."""

    @property
    def label(self) -> str:
        """Method and path template: ``GET /clientes``."""
        return f"{self.method} {self.path}"

    @property
    def place(self) -> str:
        """Where it is in the contract."""
        return self.at()

    def at(self, *steps: str) -> str:
        """Return the place in the contract of what lies *steps* below it."""
        return pointer("paths", self.path, self.method.lower(), *steps)

    def named(self, name: str, where: str = "header") -> Parameter | None:
        """Return the parameter whose plain name is *name*, if there is one."""
        return next((one for one in self.parameters if one.plain == name and one.where == where), None)

    def documents(self, *statuses: int) -> bool:
        """Whether it has an answer for one of *statuses*, by a range of them if need be."""
        return any(
            {str(one), f"{one // 100}XX", f"{one // 100}xx"} & self.responses.keys() for one in statuses
        )

    def header(self, status: int, name: str) -> Schema | None:
        """Return what is said of the header *name* of an answer."""
        said = self.responses.get(str(status), {}).get("headers", {})
        return next((one for key, one in said.items() if key.lower() == name.lower()), None)


class Contract:
    """A sound OpenAPI 3.1 document, whatever version and state the one given was in."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        """:raises UnreadableDocument: if nothing can be made of *document*."""
        self._document = read_document(document).document

    @cached_property
    def operations(self) -> Mapping[str, Operation]:
        """The operations by their labels, in the order of the contract."""
        return {one.label: one for one in self._operations()}

    @property
    def schemes(self) -> Mapping[str, Schema]:
        """The ways to show who one is, by name."""
        schemes = self._document.get("components", {}).get("securitySchemes", {})
        return {name: self.resolved(one) for name, one in schemes.items()}

    def operation(self, method: str, path: str) -> Operation | None:
        """Return the operation *method* of *path*, if the contract has it."""
        return self.operations.get(f"{method} {path}")

    def by_id(self, name: str) -> Operation | None:
        """Return the operation whose ``operationId`` is *name*."""
        return next((one for one in self.operations.values() if one.said.get("operationId") == name), None)

    def resolved(self, part: Any) -> Any:
        """Return *part*, or what it refers to."""
        return resolved(self._document, part)

    def schema(self, part: Any) -> Schema:
        """Return a schema as an object, references resolved; ``{}`` for what says nothing."""
        found = self.resolved(part)
        return found if isinstance(found, dict) else {}

    def properties(self, schema: Schema, depth: int = 0) -> dict[str, Schema]:
        """Return the properties that *schema* may have: those of all that it joins or chooses from, too."""
        found: dict[str, Schema] = {}
        parts = [part for word in ("anyOf", "oneOf", "allOf") for part in schema.get(word, ())]
        for part in parts if depth < _DEEP else ():
            found |= self.properties(self.schema(part), depth + 1)
        said = schema.get("properties", {})
        return found | {name: self.schema(one) for name, one in said.items()}

    def answer(self, operation: Operation, status: int) -> Schema | None:
        """Return the schema of the JSON that *operation* answers with *status*."""
        found = self._json(operation.responses.get(str(status), {}).get("content", {}))
        return found[1] if found else None

    def fits(self, schema: Schema, value: Any) -> bool:
        """Whether *value* keeps *schema*, formats included."""
        key = id(schema)
        if key not in self._validators:
            whole = {name: self._document.get(name, {}) for name in ("components", "paths")}
            made = jsonschema_rs.Draft202012Validator({"allOf": [schema], **whole}, validate_formats=True)
            self._validators[key] = (schema, made)  # the schema is kept, so that its id stays its own
        return bool(self._validators[key][1].is_valid(value))

    @cached_property
    def _validators(self) -> dict[int, tuple[Schema, Any]]:
        return {}

    def _operations(self) -> Iterator[Operation]:
        for path, item in path_items(self._document).items():
            shared = item.get("parameters", [])
            for method in _METHODS:
                if isinstance(item.get(method), dict):
                    yield self._operation(path, method, item[method], shared)

    def _operation(self, path: str, method: str, said: Schema, shared: list[Any]) -> Operation:
        taken = {
            (one.where, one.name): one for one in map(self._parameter, (*shared, *said.get("parameters", ())))
        }
        body = self._json(self.schema(said.get("requestBody", {})).get("content", {}))
        return Operation(
            method.upper(),
            path,
            said,
            tuple(taken.values()),
            {str(status): self._response(one) for status, one in said.get("responses", {}).items()},
            *(body or (None, None)),
        )

    def _response(self, said: Any) -> Schema:
        found = self.schema(said)
        headers = {name: self.schema(one) for name, one in found.get("headers", {}).items()}
        links = {name: self.schema(one) for name, one in found.get("links", {}).items()}
        return {**found, "headers": headers, "links": links}

    def _parameter(self, said: Any) -> Parameter:
        found = self.schema(said)
        schema = self.schema(found.get("schema", {}))
        return Parameter(
            found.get("name", ""), found.get("in", ""), bool(found.get("required")), schema, found
        )

    def _json(self, content: Mapping[str, Any]) -> tuple[str, Schema] | None:
        for media_type, said in content.items():
            kind = media_type.partition(";")[0].strip().lower()
            if kind == "application/json" or kind.endswith("+json"):
                return media_type, self.schema(self.schema(said).get("schema", {}))
        return None


def plain(name: str) -> str:
    """Return *name* in lower-case letters and digits only."""
    return "".join(letter for letter in name.lower() if letter.isalnum())


def alike(one: Schema | None, other: Schema | None) -> bool:
    """Whether two schemas promise the same: not another form, nor a shorter one."""
    if one is None or other is None or types(one) & {"array", "object"}:
        return one is not None and one == other
    words = ("type", "format", "enum", "pattern", "maxLength", "multipleOf")
    return all(one.get(word) == other.get(word) for word in words)


def types(schema: Schema) -> set[str]:
    """Return the types that *schema* allows by its own words, null left out; none if it says none."""
    said = schema.get("type", ())
    if not said and "enum" in schema:
        return {"string"} if all(isinstance(one, str) for one in schema["enum"]) else set()
    return {said} - {"null"} if isinstance(said, str) else set(said) - {"null"}
