"""The requests that a contract shows."""

from collections.abc import Iterator, Mapping
from typing import Any

from taller.contracts.path_items import path_items
from taller.documents.pointers import resolved

Contract = Mapping[str, Any]


def operations(contract: Contract) -> dict[str, Contract]:
    """Return the operations of *contract* by their ``operationId``."""
    found = (operation for item in path_items(contract).values() for operation in item.values())
    return {
        each["operationId"]: each for each in found if isinstance(each, Mapping) and "operationId" in each
    }


def bodies(contract: Contract) -> dict[str, list[Any]]:
    """Return the examples of the JSON bodies in *contract*, by the ``operationId`` of who takes them."""
    taken = ((name, each.get("requestBody")) for name, each in operations(contract).items())
    return {name: list(_examples(contract, body)) for name, body in taken if body is not None}


def _examples(contract: Contract, body: Contract) -> Iterator[Any]:
    content = resolved(contract, body).get("content", {}).get("application/json", {})
    if "example" in content:
        yield content["example"]
    for example in content.get("examples", {}).values():
        found = resolved(contract, example)
        if "value" in found:  # what is elsewhere (externalValue) nobody fetches
            yield found["value"]
