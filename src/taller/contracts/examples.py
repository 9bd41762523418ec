"""The requests that a contract shows."""

from collections.abc import Iterator, Mapping
from functools import reduce
from typing import Any

Contract = Mapping[str, Any]


def operations(contract: Contract) -> dict[str, Contract]:
    """Return the operations of *contract* by their ``operationId``."""
    found = (operation for item in contract["paths"].values() for operation in item.values())
    return {each["operationId"]: each for each in found if "operationId" in each}


def bodies(contract: Contract) -> dict[str, list[Any]]:
    """Return the examples of the JSON bodies in *contract*, by the ``operationId`` of who takes them."""
    taken = ((name, each.get("requestBody")) for name, each in operations(contract).items())
    return {name: list(_examples(contract, body)) for name, body in taken if body is not None}


def resolved(contract: Contract, part: Any) -> Any:
    """Return *part*, or what of *contract* it refers to in the end."""
    while isinstance(part, Mapping) and "$ref" in part:
        part = at(contract, part["$ref"].removeprefix("#"))
    return part


def at(document: Any, pointer: str) -> Any:
    """Return what *pointer* points at in *document* (RFC 6901)."""
    steps = [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]
    return reduce(lambda place, step: place[int(step) if isinstance(place, list) else step], steps, document)


def _examples(contract: Contract, body: Contract) -> Iterator[Any]:
    content = resolved(contract, body)["content"].get("application/json", {})
    if "example" in content:
        yield content["example"]
    for example in content.get("examples", {}).values():
        yield resolved(contract, example)["value"]
