"""Takes note of requests: which part of the contract each of them puts to the test."""

import json
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from taller.contracts.events import Part, Sent
from taller.contracts.probing.contract import Contract, Operation, Parameter
from taller.contracts.probing.wire import Request, as_text
from taller.contracts.sent.places import Found, Place
from taller.contracts.sent.tree import Node
from taller.contracts.sent.wire import Template, Texts, cookies_of, query_of, reader

_NOT_PARAMETERS = frozenset(("accept", "content-type", "authorization"))
"""Headers that OpenAPI 3.1 (4.8.12.1) does not take for parameters."""
_MOST = 100_000
"""Bytes of a body that is read: what is longer is a bomb, and says nothing of one property."""
_PLACES = 3000
"""Schemas of one operation that are told of: those just inside it come first."""


class Tally:
    """What of one contract was sent so far."""

    def __init__(self, contract: Contract) -> None:
        self._contract = contract
        self._inputs: dict[str, _Input | None] = {}
        self._told: Found = set()
        self._new: Found = set()

    def see(self, request: Request) -> None:
        """Take note of *request*, unless the contract has no such operation."""
        label = request.operation
        if label not in self._inputs:
            operation = self._contract.operations.get(label)
            self._inputs[label] = _Input(self._contract, operation) if operation else None
        known = self._inputs[label]
        if known is not None and label.startswith(f"{request.method} "):
            known.see(request, self._new)

    def taken(self) -> frozenset[Sent]:
        """Return what was not sent before this was last called."""
        new = frozenset(self._new - self._told)
        self._told |= new
        self._new = set()
        return new


class _Input:
    """What an operation takes."""

    def __init__(self, contract: Contract, operation: Operation) -> None:
        self._template = Template(operation.path)
        self._parameters = [_Entry(contract, operation.label, one) for one in _parameters(operation)]
        self._body = _Body(contract, operation) if operation.body is not None else None

    def see(self, request: Request, found: Found) -> None:
        path, _, query = request.path.partition("?")
        said = {name.lower(): as_text(value) for name, value in request.headers.items()}
        sent: dict[str, Texts] = {
            "path": self._template.read(path),
            "query": query_of(query),
            "header": {name: [value] for name, value in said.items()},
            "cookie": cookies_of(said.get("cookie", "")),
        }
        for each in self._parameters:
            each.see(sent[each.where], found)
        if self._body is not None:
            self._body.see(said.get("content-type", ""), request.body, found)

    def parts(self) -> Iterator[Sent]:
        for each in (*self._parameters, *([self._body] if self._body else ())):
            yield from each.parts()


class _Entry:
    """A parameter."""

    def __init__(self, contract: Contract, label: str, parameter: Parameter) -> None:
        place = Place(label, f"{parameter.where} {parameter.name}")
        self.where, self._reader = parameter.where, reader(contract, parameter)
        # What is sent in several parts is only seen to be there.
        schema = {} if "object" in self._reader.kinds else parameter.schema
        self._node = Node(contract, schema, place)
        self._required = place.sides("required") if parameter.required and self.where != "path" else None

    def see(self, texts: Texts, found: Found) -> None:
        there = False
        for value in self._reader.values(texts):
            there = True
            self._node.note(value, found)
        if self._required:
            found.add(self._required[there])

    def parts(self) -> Iterator[Sent]:
        yield from (self._required[True],) if self._required else ()
        yield from _inside(self._node)


class _Body:
    """A body of JSON."""

    def __init__(self, contract: Contract, operation: Operation) -> None:
        place = Place(operation.label, "body")
        self._node = Node(contract, operation.body or {}, place)
        said = contract.schema(operation.said.get("requestBody"))
        self._required = place.sides("required") if said.get("required") is True else None

    def see(self, media_type: str, body: bytes | None, found: Found) -> None:
        if self._required:
            found.add(self._required[bool(body)])
        if not body or len(body) > _MOST or "json" not in media_type.lower():
            return
        try:
            self._node.note(json.loads(body), found)
        except (ValueError, RecursionError):
            found.add(self._node.itself[False])

    def parts(self) -> Iterator[Sent]:
        yield from (self._required[True],) if self._required else ()
        yield from _inside(self._node)


def parts(document: Mapping[str, Any]) -> Iterator[Part]:
    """Yield all that the OpenAPI *document* lets a client send, operation by operation.

    :raises UnreadableDocument: if nothing can be made of *document*.
    """
    contract = Contract(document)
    for operation in contract.operations.values():
        yield from dict.fromkeys(one[:3] for one in _Input(contract, operation).parts())


def _parameters(operation: Operation) -> Iterator[Parameter]:
    for one in operation.parameters:
        if not (one.where == "header" and one.name.lower() in _NOT_PARAMETERS):
            yield one


def _inside(node: Node) -> Iterator[Sent]:
    """Yield what stands for *node*, and for all in it, the places further in after those before them."""
    for one in islice(_nodes(node), _PLACES):
        yield one.itself[True]
        yield from one.keywords()


def _nodes(node: Node) -> Iterator[Node]:
    seen, waiting = {id(node)}, [node]
    for one in waiting:
        yield one
        new = [child for child in one.children() if id(child) not in seen]
        seen.update(map(id, new))
        waiting += new
