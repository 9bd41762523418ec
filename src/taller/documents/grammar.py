"""Which object of OpenAPI stands where: the fields of each kind of object, as a table.

Source: OpenAPI 3.1.1, section 4.8; JSON Schema 2020-12.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from taller.documents.pointers import steps_of

Manner = Literal["one", "list", "map"]


@dataclass(frozen=True)
class Field:
    """What a field holds: one object of a kind, a list of them, or a map from names to them."""

    kind: str
    manner: Manner = "one"


def _one(kind: str, *names: str) -> dict[str, Field]:
    return dict.fromkeys(names, Field(kind))


def _list(kind: str, *names: str) -> dict[str, Field]:
    return dict.fromkeys(names, Field(kind, "list"))


def _map(kind: str, *names: str) -> dict[str, Field]:
    return dict.fromkeys(names, Field(kind, "map"))


METHODS = ("get", "head", "post", "put", "patch", "delete", "options", "trace")
EVERY_NAME = "*"
"""Stands for each name in an object that has no fixed fields; extensions aside."""

SCALARS: Mapping[str, type] = {"text": str, "flag": bool, "object": dict, "array": list}

_SHOWN = _one("data", "example") | _map("example", "examples")
_VALUE = _one("schema", "schema") | _map("media-type", "content") | _SHOWN
_WRITTEN = _one("text", "style") | _one("flag", "explode", "required", "deprecated", "allowReserved")

GRAMMAR: Mapping[str, Mapping[str, Field]] = {
    "document": _one("info", "info")
    | _list("server", "servers")
    | _one("paths", "paths")
    | _map("path-item", "webhooks")
    | _one("components", "components")
    | _list("requirement", "security")
    | _list("object", "tags"),
    "info": _one("text", "title"),
    "server": _one("text", "url") | _map("server-variable", "variables"),
    "server-variable": _one("text", "default") | _list("text", "enum"),
    "paths": _one("path-item", EVERY_NAME),
    "path-item": _list("parameter", "parameters") | _list("server", "servers") | _one("operation", *METHODS),
    "operation": _list("parameter", "parameters")
    | _list("server", "servers")
    | _list("requirement", "security")
    | _list("text", "tags")
    | _one("request-body", "requestBody")
    | _one("responses", "responses")
    | _map("callback", "callbacks")
    | _one("text", "operationId"),
    "responses": _one("response", EVERY_NAME),
    "parameter": _one("text", "name", "in") | _one("flag", "allowEmptyValue") | _WRITTEN | _VALUE,
    "header": _WRITTEN | _VALUE,
    "request-body": _map("media-type", "content") | _one("flag", "required"),
    "response": _map("header", "headers") | _map("media-type", "content") | _map("link", "links"),
    "media-type": _one("schema", "schema") | _SHOWN | _map("encoding", "encoding"),
    "encoding": _map("header", "headers") | _one("text", "contentType", "style") | _one("flag", "explode"),
    "example": _one("text", "externalValue") | _one("data", "value"),
    "link": _one("text", "operationId", "operationRef")
    | _one("object", "parameters")
    | _one("server", "server"),
    "callback": _one("path-item", EVERY_NAME),
    "requirement": _one("array", EVERY_NAME),
    "security-scheme": _one("text", "type", "in", "name", "scheme", "bearerFormat", "openIdConnectUrl")
    | _one("object", "flows"),
    "schema": _one("schema", "additionalProperties", "unevaluatedProperties", "unevaluatedItems", "items")
    | _one("schema", "contains", "propertyNames", "not", "if", "then", "else", "contentSchema")
    | _list("schema", "allOf", "anyOf", "oneOf", "prefixItems")
    | _map("schema", "properties", "patternProperties", "$defs", "definitions", "dependentSchemas")
    | _one("object", "xml", "externalDocs")
    | _one("discriminator", "discriminator"),
    "discriminator": _one("text", "propertyName") | _map("text", "mapping"),
    "components": _map("schema", "schemas")
    | _map("response", "responses")
    | _map("parameter", "parameters")
    | _map("example", "examples")
    | _map("request-body", "requestBodies")
    | _map("header", "headers")
    | _map("security-scheme", "securitySchemes")
    | _map("link", "links")
    | _map("callback", "callbacks")
    | _map("path-item", "pathItems"),
}

SECTIONS: Mapping[str, str] = {field.kind: name for name, field in GRAMMAR["components"].items()}
"""Each kind of object that a reference may lead to, and its section of the components."""


def kind_at(pointer: str) -> str | None:
    """Return the kind of object that stands at *pointer* in a document; None if none for sure.

    Places inside lists have none: elements may be left out, and then they move.
    """
    kind, manner = "document", "one"
    for step in steps_of(pointer):
        if manner == "map":
            manner = "one"
            continue
        fields = GRAMMAR.get(kind, {})
        found = fields.get(step) or (None if step.startswith("x-") else fields.get(EVERY_NAME))
        if found is None or found.manner == "list":
            return None
        kind, manner = found.kind, found.manner
    return kind if manner == "one" else None
