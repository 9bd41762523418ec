"""The operations of an OpenAPI 3.1 document, as a stand-in needs them."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from taller.mocks.document import ContractError, Node
from taller.mocks.schemas import keyword, types

METHODS = ("get", "head", "post", "put", "patch", "delete", "options", "trace")
"""The methods that a path item may declare, in the order in which ``Allow`` names them."""

JSON = "application/json"
PROBLEM_JSON = "application/problem+json"


@dataclass(frozen=True)
class Parameter:
    """What a client says in the path, the query or a header."""

    name: str
    place: str
    """``path``, ``query``, ``header`` or ``cookie``."""
    required: bool
    schema: Node
    explode: bool
    types: frozenset[str]
    """The JSON types that the schema lets it have."""
    default: Any
    example: Any
    filter: Mapping[str, Any]
    """What ``x-filter`` says; empty without."""


@dataclass(frozen=True)
class Promise:
    """What the contract promises of one status."""

    status: int
    headers: tuple[str, ...]
    content: Mapping[str, Node]
    """Media type to its media type object."""

    @cached_property
    def schema(self) -> Node | None:
        """The schema of the JSON body; None if the answer has none."""
        media = self.content.get(JSON)
        return media.get("schema") if media else None

    def declares(self, header: str) -> bool:
        """Tell whether the contract declares *header*, whatever its letter case."""
        return header.lower() in (name.lower() for name in self.headers)


@dataclass(frozen=True)
class Operation:
    """One method on one path."""

    path: str
    method: str
    """In lower case, as in the contract."""
    node: Node
    parameters: tuple[Parameter, ...]
    body: Node | None
    responses: Mapping[int, Promise]

    @property
    def name(self) -> str:
        """Method and path template: ``PUT /clientes/{idCliente}``."""
        return f"{self.method.upper()} {self.path}"

    @cached_property
    def body_schema(self) -> Node | None:
        """The schema of the JSON body that a client sends; None if there is none."""
        return self.body.get("content", JSON, "schema") if self.body else None

    def schemas(self) -> Iterator[Node]:
        """Yield the schemas of all that goes in, and of what comes out when all is well."""
        bodies = (self.body_schema, self.success.schema)
        yield from (schema for schema in bodies if schema is not None)
        yield from (parameter.schema for parameter in self.parameters)

    @cached_property
    def success(self) -> Promise:
        """The documented answer when all is well: the lowest 2xx; 200 without content if none."""
        statuses = [status for status in self.responses if 200 <= status < 300]
        return self.responses[min(statuses)] if statuses else Promise(200, (), {})

    def documented(self, *statuses: int) -> int:
        """Return the first of *statuses* that the contract documents; if none, the first."""
        return next((one for one in statuses if one in self.responses), statuses[0])

    def said_in_query(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return those of *values* that query parameters have, save where they say the default."""
        return {
            one.name: values[one.name]
            for one in self.parameters
            if one.place == "query" and one.name in values and values[one.name] != one.default
        }

    def path_parameter(self, name: str) -> Parameter | None:
        """Return the path parameter *name*; None if there is none."""
        wanted = ("path", name)
        return next((one for one in self.parameters if (one.place, one.name) == wanted), None)

    @cached_property
    def if_match(self) -> Parameter | None:
        """The parameter that says what a change is for; None if the operation has none."""
        return self._header("ifmatch")

    @cached_property
    def if_none_match(self) -> Parameter | None:
        """The parameter that says what a client has already; None if the operation has none."""
        return self._header("ifnonematch")

    def _header(self, plain: str) -> Parameter | None:
        """Return a header parameter by its letters: one contract writes ``IfMatch``."""
        wanted = ("header", plain)
        found = (one for one in self.parameters if (one.place, _plain(one.name)) == wanted)
        return next(found, None)


@dataclass(frozen=True)
class PathItem:
    """One path template and what it can do."""

    path: str
    node: Node
    operations: Mapping[str, Operation]
    aliases: tuple[str, ...]
    """Other paths that answer the same, from the root of the server."""

    @property
    def allow(self) -> str:
        """The value of ``Allow``: ``GET, HEAD, OPTIONS``."""
        served = set(self.operations) | ({"head"} if "get" in self.operations else set())
        return ", ".join(method.upper() for method in METHODS if method in served)


class Contract:
    """An OpenAPI document, read once."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        """Read *document*, references unresolved.

        :raises ContractError: if it is not JSON through and through, or lacks what is needed.
        """
        self.text = _as_json(document)
        """The document, to be served."""
        # Read back: keys are strings for sure, and no two places share a value (YAML's anchors).
        root = json.loads(self.text)
        self.root = Node(root, "", root)
        version = self.root.text("openapi")
        if version is None or not version.startswith("3.1."):
            raise ContractError(f"this is OpenAPI {version}: write it as 3.1")

    @cached_property
    def title(self) -> str:
        """The contract's title, or a word in its place."""
        return self.root.text("info", "title") or "API"

    @cached_property
    def base_path(self) -> str:
        """What stands before every path: ``""`` or ``"/api/v1"``."""
        return urlsplit(self.root.text("servers", "0", "url") or "/").path.rstrip("/")

    @cached_property
    def paths(self) -> Mapping[str, PathItem]:
        """Each path template to its item."""
        paths = self.root.get("paths")
        return {path: _path_item(path, item) for path, item in paths.items()} if paths else {}

    def operations(self) -> Iterator[Operation]:
        """Yield each operation, path by path."""
        for item in self.paths.values():
            yield from item.operations.values()


def _as_json(document: Mapping[str, Any]) -> bytes:
    try:
        return json.dumps(document, ensure_ascii=False, allow_nan=False).encode()
    except (TypeError, ValueError) as error:
        raise ContractError(f"{error}: in YAML, put dates between quotes") from error


def _path_item(path: str, item: Node) -> PathItem:
    operations = {
        method: _operation(path, method, item, node)
        for method in METHODS
        if (node := item.get(method)) is not None
    }
    return PathItem(path, item, operations, tuple(item.value.get("x-alias", ())))


def _operation(path: str, method: str, item: Node, node: Node) -> Operation:
    found: dict[tuple[str, str], Parameter] = {}
    for owner in (item, node):  # the operation's own parameters replace those of its path
        several = owner.get("parameters")
        for parameter in several.elements() if several else ():
            made = _parameter(parameter)
            found[made.place, made.name] = made
    responses = node.get("responses")
    return Operation(
        path=path,
        method=method,
        node=node,
        parameters=tuple(found.values()),
        body=node.get("requestBody"),
        responses=dict(_responses(responses)) if responses else {},
    )


def _parameter(node: Node) -> Parameter:
    place, schema = node.at("in").value, node.at("schema")
    return Parameter(
        name=node.at("name").value,
        place=place,
        required=bool(node.value.get("required")),
        schema=schema,
        explode=bool(node.value.get("explode", place in ("query", "cookie"))),
        types=frozenset(types(schema)),
        default=keyword(schema, "default"),
        example=node.value.get("example"),
        filter=node.value.get("x-filter", {}),
    )


def _responses(node: Node) -> Iterator[tuple[int, Promise]]:
    for status, response in node.items():
        if status.isdecimal():  # "default" and "4XX" promise nothing that could be chosen
            headers = response.get("headers")
            content = response.get("content")
            yield (
                int(status),
                Promise(
                    status=int(status),
                    headers=tuple(headers.value) if headers else (),
                    content=dict(content.items()) if content else {},
                ),
            )


def _plain(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isalnum())
