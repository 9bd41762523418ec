"""The paths of a contract, without what else may stand beside them."""

from collections.abc import Mapping
from typing import Any


def path_items(contract: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Return what *contract*, an OpenAPI document, has at each path; ``x-…`` is none (OpenAPI 3.1, 4.8.8)."""
    found = contract.get("paths") or {}
    return {
        path: one for path, one in found.items() if not path.startswith("x-") and isinstance(one, Mapping)
    }
