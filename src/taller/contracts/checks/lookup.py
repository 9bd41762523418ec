"""Finds in a contract what it says of an answer."""

from collections.abc import Iterator, Mapping
from typing import Any

from taller.documents.pointers import resolved

Contract = Mapping[str, Any]
_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
_BARE = frozenset(("options", "head"))
"""Methods that may have no error worth a word."""


def operation_at(contract: Contract, label: str) -> Contract:
    """Return the operation that *label*, ``GET /clientes``, names; an empty map if there is none."""
    method, _, path = label.partition(" ")
    item = resolved(contract, contract.get("paths", {}).get(path, {}))
    found: Contract = item.get(method.lower(), {}) if isinstance(item, Mapping) else {}
    return found


def response_for(contract: Contract, operation: Contract, status: int) -> tuple[str, Contract] | None:
    """Return what *operation* promises for *status*, and under which key: ``404``, ``4XX``, ``default``."""
    promised = {str(key).upper(): (str(key), one) for key, one in operation.get("responses", {}).items()}
    for key in (str(status), f"{status // 100}XX", "DEFAULT"):
        if key in promised:
            name, one = promised[key]
            return name, resolved(contract, one)
    return None


def is_failure(operation: Contract, status: int) -> bool:
    """Tell whether *status* is a failure: 500, or another 5xx that *operation* does not document."""
    known = {str(key).upper() for key in operation.get("responses", {})}
    return status == 500 or (status > 500 and not known & {str(status), f"{status // 100}XX"})


def header_named(contract: Contract, response: Contract, name: str) -> Contract | None:
    """Return the header *name*, in any letter case, that *response* has; None if it has none."""
    for each, header in response.get("headers", {}).items():
        if each.lower() == name.lower():
            found: Contract = resolved(contract, header)
            return found
    return None


def errors_are_json(contract: Contract, path: str) -> bool:
    """Tell whether *contract* promises that 405 at *path*, to a method that is not there, is JSON.

    It does where 405 is documented so for another method. Else it does if all errors of the contract are
    JSON, and each operation, but for OPTIONS and HEAD, has one with a body.
    """
    items = contract.get("paths", {})
    here = [set(_types(contract, one, ("405",))) for _, one in _operations(contract, items.get(path, {}))]
    if any(here):
        return all(map(is_json, set().union(*here)))
    for item in items.values():
        for method, operation in _operations(contract, item):
            types = list(_types(contract, operation, ("4", "5", "D")))
            if not all(map(is_json, types)) or (not types and method not in _BARE):
                return False
    return path in items


def is_json(media: str) -> bool:
    """Tell whether *media*, in lower case and without parameters, is JSON (RFC 6839, 3.1)."""
    return media == "application/json" or (media.startswith("application/") and media.endswith("+json"))


def _operations(contract: Contract, item: Any) -> Iterator[tuple[str, Contract]]:
    found = resolved(contract, item)
    for method in _METHODS:
        if isinstance(found, Mapping) and isinstance(found.get(method), Mapping):
            yield method, found[method]


def _types(contract: Contract, operation: Contract, begins: tuple[str, ...]) -> Iterator[str]:
    """Yield the media types, in lower case, of the answers of *operation* whose key *begins* so."""
    for key, response in operation.get("responses", {}).items():
        if str(key).upper().startswith(begins):
            content = resolved(contract, response).get("content", {})
            yield from (str(name).partition(";")[0].strip().lower() for name in content)
