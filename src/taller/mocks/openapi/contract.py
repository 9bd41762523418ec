"""The operations of an OpenAPI 3.1 document, as a stand-in needs them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import unquote, urlsplit

from taller.mocks.openapi.document import ContractError, Node
from taller.mocks.openapi.encoding import as_json
from taller.mocks.openapi.media import JSON, PROBLEM_JSON
from taller.mocks.openapi.operation import Operation, Promise, promises_of
from taller.mocks.openapi.parameter import Parameter, parameter_of

__all__ = ["JSON", "METHODS", "PROBLEM_JSON", "Contract", "Operation", "Parameter", "PathItem", "Promise"]

METHODS = ("get", "head", "post", "put", "patch", "delete", "options", "trace")
"""The methods that a path item may declare, in the order in which ``Allow`` names them."""

Requirements = tuple[Mapping[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class PathItem:
    """One path template and what it can do."""

    path: str
    node: Node
    operations: Mapping[str, Operation]
    aliases: tuple[str, ...]
    """Other paths that answer the same, from the root of the server."""

    @cached_property
    def allow(self) -> str:
        """The value of ``Allow``: ``GET, HEAD, OPTIONS``; the last is answered whether declared or not."""
        served = {*self.operations, "options"} | ({"head"} if "get" in self.operations else set())
        return ", ".join(method.upper() for method in METHODS if method in served)


class Contract:
    """An OpenAPI document, read once."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        """Read *document*, which is sound, as `taller.documents` leaves it; references unresolved.

        :raises ContractError: if it is of another version.
        """
        self.root = Node(document, "", document)
        version = self.root.text("openapi")
        if version is None or not version.startswith("3.1."):
            raise ContractError(f"this is OpenAPI {version}: write it as 3.1")

    @property
    def text(self) -> bytes:
        """The document, as JSON; written when it is asked for, which is seldom."""
        return as_json(self.root.value)

    @cached_property
    def title(self) -> str:
        """The contract's title, or a word in its place."""
        return self.root.text("info", "title") or "API"

    @cached_property
    def base_path(self) -> str:
        """What stands before every path: ``""`` or ``"/api/v1"``; that of the first server."""
        return self.base_paths[0]

    @cached_property
    def base_paths(self) -> tuple[str, ...]:
        """The paths of all servers, each once, their variables filled with the defaults."""
        servers = self.root.get("servers")
        found = [_path_of(one) for one in (servers.elements() if servers else ())]
        return tuple(dict.fromkeys(found)) or ("",)

    @cached_property
    def paths(self) -> Mapping[str, PathItem]:
        """Each path template to its item."""
        paths = self.root.get("paths")
        security = _security(self.root) or ()
        return {
            path: _path_item(path, item, security)
            for path, item in (paths.items() if paths else ())
            if path.startswith("/")
        }

    def operations(self) -> Iterator[Operation]:
        """Yield each operation, path by path."""
        for item in self.paths.values():
            yield from item.operations.values()


def _path_of(server: Node) -> str:
    """Return the path of a server's URL, decoded; a variable without a default stays as it is."""
    url = server.text("url") or "/"
    variables = server.get("variables")
    for name, variable in variables.items() if variables else ():
        url = url.replace(f"{{{name}}}", variable.text("default") or "")
    try:
        path = urlsplit(url).path
    except ValueError:  # a host in brackets that is no address
        return ""
    return unquote(path if path.startswith("/") or not path else f"/{path}").rstrip("/")


def _path_item(path: str, item: Node, security: Requirements) -> PathItem:
    operations = {
        method: _operation(path, method, (item, node), security)
        for method in METHODS
        if (node := item.get(method)) is not None
    }
    return PathItem(path, item, operations, tuple(item.value.get("x-alias", ())))


def _operation(path: str, method: str, nodes: tuple[Node, Node], security: Requirements) -> Operation:
    found: dict[tuple[str, str], Parameter] = {}
    for owner in nodes:  # the operation's own parameters replace those of its path
        several = owner.get("parameters")
        for parameter in several.elements() if several else ():
            made = parameter_of(parameter)
            if made is not None:
                found[made.place, made.name] = made
    node = nodes[1]
    responses = node.get("responses")
    exact, ranges = promises_of(responses) if responses else ({}, {})
    own = _security(node)
    return Operation(
        path=path,
        method=method,
        node=node,
        parameters=tuple(found.values()),
        body=node.get("requestBody"),
        responses=exact,
        ranges=ranges,
        security=security if own is None else own,
    )


def _security(node: Node) -> Requirements | None:
    """Return the requirements that *node* states; None if it states none, not even that."""
    if not isinstance(node.value.get("security"), list):
        return None
    return tuple(
        {name: tuple(scopes) for name, scopes in one.items()}
        for one in node.value["security"]
        if isinstance(one, dict)
    )
