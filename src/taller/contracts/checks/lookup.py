"""Finds in a contract what it says of an answer."""

from collections.abc import Mapping
from typing import Any

Contract = Mapping[str, Any]
_DEPTH = 20
"""References one after another: more are a circle."""


def followed(contract: Contract, part: Any) -> Any:
    """Return *part*, or what of *contract* it refers to; an empty map if that is not there."""
    for _ in range(_DEPTH):
        if not isinstance(part, Mapping) or not isinstance(part.get("$ref"), str):
            return part
        part = pointed(contract, part["$ref"])
    return {}


def pointed(contract: Contract, reference: str) -> Any:
    """Return what *reference*, ``#/components/schemas/Invoice``, leads to; an empty map if to nothing."""
    if not reference.startswith("#"):
        return {}
    place: Any = contract
    for step in reference.split("/")[1:]:
        name = step.replace("~1", "/").replace("~0", "~")
        if isinstance(place, Mapping) and name in place:
            place = place[name]
        elif isinstance(place, list) and name.isdecimal() and int(name) < len(place):
            place = place[int(name)]
        else:
            return {}
    return place


def operation_at(contract: Contract, label: str) -> Contract:
    """Return the operation that *label*, ``GET /clientes``, names; an empty map if there is none."""
    method, _, path = label.partition(" ")
    item = followed(contract, contract.get("paths", {}).get(path, {}))
    found: Contract = item.get(method.lower(), {}) if isinstance(item, Mapping) else {}
    return found


def response_for(contract: Contract, operation: Contract, status: int) -> tuple[str, Contract] | None:
    """Return what *operation* promises for *status*, and under which key: ``404``, ``4XX``, ``default``."""
    promised = {str(key).upper(): (str(key), one) for key, one in operation.get("responses", {}).items()}
    for key in (str(status), f"{status // 100}XX", "DEFAULT"):
        if key in promised:
            name, one = promised[key]
            return name, followed(contract, one)
    return None


def header_named(contract: Contract, response: Contract, name: str) -> Contract | None:
    """Return the header *name*, in any letter case, that *response* has; None if it has none."""
    for each, header in response.get("headers", {}).items():
        if each.lower() == name.lower():
            found: Contract = followed(contract, header)
            return found
    return None
