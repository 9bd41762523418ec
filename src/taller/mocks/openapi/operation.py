"""One operation of a contract: what it takes, and what it promises to answer."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from taller.mocks.openapi.document import Node
from taller.mocks.openapi.media import PROBLEM_JSON, is_json
from taller.mocks.openapi.naming import plain
from taller.mocks.openapi.parameter import Parameter

_OF_THE_DOOR = ("connection", "content-length", "content-type", "date", "server", "transfer-encoding")


@dataclass(frozen=True)
class Promise:
    """What the contract promises of one status."""

    status: int
    headers: Mapping[str, Node]
    content: Mapping[str, Node]
    """Media type to its media type object."""

    @cached_property
    def media(self) -> str | None:
        """The declared media type that JSON leaves in; None if the answer has no JSON."""
        return next((name for name in self.content if is_json(name)), None)

    @cached_property
    def schema(self) -> Node | None:
        """The schema of the JSON body; None if the answer has none."""
        return self.content[self.media].get("schema") if self.media else None

    @cached_property
    def problem(self) -> tuple[str | None, str | None]:
        """Type and title of the problem document that is its example; None for what that does not say."""
        media = self.content.get(PROBLEM_JSON)
        return (media.text("example", "type"), media.text("example", "title")) if media else (None, None)

    def declares(self, header: str) -> bool:
        """Tell whether the contract declares *header*, whatever its letter case."""
        return header.lower() in self._header_names

    @cached_property
    def shown_headers(self) -> Mapping[str, Node]:
        """The headers that a stand-in may fill in: not those that say how the reply travels."""
        return {name: node for name, node in self.headers.items() if name.lower() not in _OF_THE_DOOR}

    @cached_property
    def required_headers(self) -> Mapping[str, Node]:
        """Those of them that are always there."""
        return {name: node for name, node in self.shown_headers.items() if node.value.get("required")}

    @cached_property
    def _header_names(self) -> frozenset[str]:
        return frozenset(name.lower() for name in self.headers)


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
    """The answers that have a status of their own."""
    ranges: Mapping[str, Promise]
    """The others: ``2XX``, ``4XX``, ``default``; their status is the one that a stand-in takes."""
    security: tuple[Mapping[str, tuple[str, ...]], ...] = ()
    """Alternatives, each from the names of schemes to scopes; without any, everybody is let in."""

    @cached_property
    def name(self) -> str:
        """Method and path template: ``PUT /clientes/{idCliente}``."""
        return f"{self.method.upper()} {self.path}"

    @cached_property
    def bodies(self) -> Mapping[str, Node]:
        """The media types of a request's body, each to its media type object."""
        content = self.body.get("content") if self.body else None
        return dict(content.items()) if content else {}

    @cached_property
    def body_schema(self) -> Node | None:
        """The schema of the body that a client sends, JSON before others; None if there is none."""
        names = sorted(self.bodies, key=lambda name: not is_json(name))
        return self.bodies[names[0]].get("schema") if names else None

    def schemas(self) -> Iterator[Node]:
        """Yield the schemas of all that goes in, and of what comes out when all is well."""
        bodies = (self.body_schema, self.success.schema)
        yield from (schema for schema in bodies if schema is not None)
        yield from (parameter.schema for parameter in self.parameters)

    @cached_property
    def success(self) -> Promise:
        """The documented answer when all is well: the lowest 2xx, or what stands in its place.

        That is ``2XX`` or ``default``, as a 200; without either, the lowest status that there is.
        """
        well = [status for status in self.responses if 200 <= status < 300]
        general = self.ranges.get("2XX") or self.ranges.get("default")
        if general and not well:
            return general
        statuses = well or list(self.responses)
        return self.responses[min(statuses)] if statuses else Promise(200, {}, {})

    def promise(self, status: int) -> Promise | None:
        """Return what is promised under *status*, be it by a range; None if nothing is."""
        exact = self.responses.get(status)
        return exact or self.ranges.get(f"{status // 100}XX") or self.ranges.get("default")

    def refuses(self, status: int) -> bool:
        """Tell whether *status* is promised, be it by a range, and not as what comes if all is well."""
        promise = self.promise(status)
        return promise is not None and promise is not self.success

    def documented(self, *statuses: int) -> int:
        """Return the first of *statuses* that the contract documents; if none, the first."""
        exact = next((one for one in statuses if one in self.responses), None)
        return exact or next((one for one in statuses if self.promise(one)), statuses[0])

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

    def _header(self, letters: str) -> Parameter | None:
        """Return a header parameter by its letters: one contract writes ``IfMatch``."""
        wanted = ("header", letters)
        found = (one for one in self.parameters if (one.place, plain(one.name)) == wanted)
        return next(found, None)


def promises_of(node: Node) -> tuple[dict[int, Promise], dict[str, Promise]]:
    """Return the answers that *node*, an object of responses, promises: by status, and by range."""
    exact: dict[int, Promise] = {}
    ranges: dict[str, Promise] = {}
    for status, response in node.items():
        if status.isdecimal():
            exact[int(status)] = _promise(int(status), response)
        elif status.upper() in _RANGES:
            ranges[status.upper() if status != "default" else status] = _promise(
                _RANGES[status.upper()], response
            )
    return exact, ranges


_RANGES = {"1XX": 100, "2XX": 200, "3XX": 300, "4XX": 400, "5XX": 500, "DEFAULT": 200}


def _promise(status: int, response: Node) -> Promise:
    headers = response.get("headers")
    content = response.get("content")
    return Promise(
        status=status,
        headers=dict(headers.items()) if headers else {},
        content=dict(content.items()) if content else {},
    )
