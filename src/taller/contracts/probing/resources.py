"""Which resources a contract has, read from it with care: where it is not plain, there is none.

A probe that reports a correct service is worse than none.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from taller.contracts.probing.contract import Contract, Operation, Schema
from taller.contracts.probing.lists import Listing, listing_of

_OF_THE_RESOURCE = frozenset(("links", "_links", "meta", "_meta", "warnings"))
"""Properties that stand beside a wrapped resource."""


@dataclass(frozen=True)
class Wrapping:
    """A schema of a resource, and the property that the resource is inside of, if there is one."""

    inside: str | None
    schema: Schema
    properties: Mapping[str, Schema]

    def open(self, value: Any) -> Any:
        """Return the resource in *value*."""
        if self.inside is None:
            return value
        return value.get(self.inside) if isinstance(value, dict) else None


@dataclass(frozen=True)
class Collection:
    """A path that creates, with the path below it that reads what was created."""

    path: str
    item_path: str
    parameter: str
    """The last one of the item's path."""
    create: Operation
    read: Operation
    sent: Wrapping
    """What its POST takes."""
    shown: Wrapping
    """What the GET of an item answers."""
    listing: Listing | None
    operations: Mapping[str, Operation]
    """Those of the item's path, by method."""
    parents: Mapping[str, Operation]
    """What creates what the parameters of its own path name."""
    identity: str | None
    """The property of the resource that is its id in the path."""

    @property
    def given(self) -> bool:
        """Whether the service makes the ids up, and a client cannot."""
        said = self.sent.properties.get(self.identity or "")
        return self.identity is not None and (said is None or bool(said.get("readOnly")))

    @property
    def tagged(self) -> bool:
        """Whether an item is promised with an ETag."""
        return self.read.header(200, "ETag") is not None

    @property
    def precondition(self) -> str | None:
        """The header by which PUT takes the tag of what was read, and refuses a stale one."""
        change = self.operations.get("PUT")
        taken = change.named("ifmatch") if change is not None and change.documents(412) else None
        return taken.name if taken is not None and self.tagged else None


def identity(create: Operation, parameter: str, properties: Mapping[str, Any]) -> str | None:
    """Return which of *properties* becomes the path parameter *parameter* of what *create* makes.

    That is its namesake, or the one that a link takes it from, or else ``id``.
    """
    if parameter in properties:
        return parameter
    links = create.responses["201"].get("links", {}).values()
    said = [link.get("parameters", {}) for link in links]
    values = {str(one.get(parameter, one.get(f"path.{parameter}", ""))) for one in said} - {""}
    linked = {one.rpartition("/")[2] for one in values if one.startswith("$response.body#/")}
    if len(linked) == 1 and linked <= properties.keys():
        return linked.pop()
    return "id" if "id" in properties and parameter.lower().endswith("id") else None


def collections(contract: Contract) -> list[Collection]:
    """Return those of *contract* in which a resource can be created and read."""
    return [one for path in _paths(contract) if (one := _collection(contract, path)) is not None]


def wrapping(contract: Contract, schema: Schema) -> Wrapping:
    """Return how a resource of *schema* is wrapped: ``{vehicle: {…}}``."""
    properties = contract.properties(schema)
    inner = {name: one for name, one in properties.items() if name not in _OF_THE_RESOURCE}
    if len(inner) == 1:
        (name, only), *_ = inner.items()
        if below := contract.properties(only):
            return Wrapping(name, only, below)
    return Wrapping(None, schema, properties)


def _paths(contract: Contract) -> Iterator[str]:
    for operation in contract.operations.values():
        if operation.method == "POST" and "201" in operation.responses and operation.body is not None:
            yield operation.path


def _collection(contract: Contract, path: str) -> Collection | None:
    create = contract.operations[f"POST {path}"]
    item_path = _item_path(contract, path)
    read = contract.operation("GET", item_path) if item_path else None
    parents = _parents(contract, path)
    shown = contract.answer(read, 200) if read is not None else None
    if item_path is None or read is None or shown is None or parents is None or create.body is None:
        return None
    resource = wrapping(contract, shown)
    if not resource.properties:
        return None
    parameter = re.findall(r"\{([^{}]*)\}", item_path)[-1]
    return Collection(
        path,
        item_path,
        parameter,
        create,
        read,
        wrapping(contract, create.body),
        resource,
        listing_of(contract, path, resource.properties),
        {one.method: one for one in contract.operations.values() if one.path == item_path},
        parents,
        identity(create, parameter, resource.properties),
    )


def _item_path(contract: Contract, path: str) -> str | None:
    """Return the one path that has a parameter more than *path*, and nothing after it."""
    below = re.compile(re.escape(path.rstrip("/")) + r"/\{[^/{}]*\}")
    found = [
        one.path for one in contract.operations.values() if one.method == "GET" and below.fullmatch(one.path)
    ]
    return found[0] if len(found) == 1 else None


def _parents(contract: Contract, path: str) -> dict[str, Operation] | None:
    """Return what creates each thing that *path* names in a parameter; None if something is not created."""
    found: dict[str, Operation] = {}
    for match in re.finditer(r"/\{([^/{}]*)\}", path):
        above = contract.operation("POST", path[: match.start()])
        if above is None or "201" not in above.responses or above.body is None:
            return None
        found[match[1]] = above
    return found if len(found) == path.count("{") else None
