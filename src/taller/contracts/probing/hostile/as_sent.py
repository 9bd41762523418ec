"""A contract as requests see it."""

from collections.abc import Mapping
from typing import Any

from taller.documents.pointers import resolved


def as_sent(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return *document* with nothing required that only the service writes (``readOnly``)."""
    made: dict[str, Any] = _sent(document, document)
    return made


def _sent(document: Mapping[str, Any], part: Any) -> Any:
    if isinstance(part, list):
        return [_sent(document, one) for one in part]
    if not isinstance(part, Mapping):
        return part
    made = {name: _sent(document, one) for name, one in part.items()}
    required, properties = made.get("required"), made.get("properties")
    if isinstance(required, list) and isinstance(properties, dict):
        made["required"] = [name for name in required if not _is_read_only(document, properties.get(name))]
    return made


def _is_read_only(document: Mapping[str, Any], schema: Any) -> bool:
    found = resolved(document, schema)
    return isinstance(found, Mapping) and found.get("readOnly") is True
