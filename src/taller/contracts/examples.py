"""The requests that a contract shows."""

from collections.abc import Iterator, Mapping
from functools import reduce
from typing import Any

Contract = Mapping[str, Any]

METHODS = ("get", "put", "post", "delete", "patch")


def bodies(contract: Contract) -> dict[str, list[Any]]:
    """Return the examples of the JSON bodies in *contract*, by the ``operationId`` of who takes them."""
    return {
        operation["operationId"]: list(_examples(contract, operation["requestBody"]))
        for path in contract["paths"].values()
        for method, operation in path.items()
        if method in METHODS and "requestBody" in operation
    }


def _examples(contract: Contract, body: Contract) -> Iterator[Any]:
    content = _resolved(contract, body)["content"]["application/json"]
    for example in content.get("examples", {}).values():
        yield _resolved(contract, example)["value"]


def _resolved(contract: Contract, part: Contract) -> Contract:
    return at(contract, part["$ref"].removeprefix("#")) if "$ref" in part else part


def at(document: Any, pointer: str) -> Any:
    """Return what *pointer*, a JSON pointer without escapes, points at."""
    return reduce(lambda place, key: place[int(key) if isinstance(place, list) else key], pointer.split("/")[1:], document)
