"""What ``readOnly`` and ``writeOnly`` mean: such a property is required on one side only."""

from collections.abc import Mapping
from typing import Any, Literal
from urllib.parse import unquote

Side = Literal["request", "response"]
_ABSENT: Mapping[Side, str] = {"request": "readOnly", "response": "writeOnly"}
"""The keyword of the properties that a side need not have (OpenAPI 3.0.4, Schema Object)."""


def as_seen_by(side: Side, document: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return *document* with the schemas that hold on *side*; itself, if they are no others."""
    seen: Mapping[str, Any] = _Reader(document, _ABSENT[side]).relaxed(document)
    return seen


class _Reader:
    """Copies what changes, and only that."""

    def __init__(self, document: Mapping[str, Any], mark: str) -> None:
        self._document = document
        self._mark = mark

    def relaxed(self, value: Any) -> Any:
        if isinstance(value, dict):
            changed = {name: new for name, old in value.items() if (new := self.relaxed(old)) is not old}
            required = self._required(value)
            if required is not None:
                changed["required"] = required
            return value | changed if changed else value
        if isinstance(value, list):
            new = [self.relaxed(one) for one in value]
            return new if any(one is not old for one, old in zip(new, value, strict=True)) else value
        return value

    def _required(self, schema: dict[str, Any]) -> list[str] | None:
        """Return what *schema* still requires; None if that is what it says."""
        required, properties = schema.get("required"), schema.get("properties")
        if not isinstance(required, list) or not isinstance(properties, dict):
            return None
        kept = [name for name in required if not self._is_marked(properties.get(name))]
        return kept if len(kept) < len(required) else None

    def _is_marked(self, schema: Any) -> bool:
        for _ in range(5):  # a reference to a reference, and no further
            if not isinstance(schema, dict):
                return False
            if schema.get(self._mark) is True:
                return True
            schema = self._target(schema.get("$ref"))
        return False

    def _target(self, reference: Any) -> Any:
        if not isinstance(reference, str) or not reference.startswith("#/"):
            return None
        place: Any = self._document
        for step in unquote(reference[2:]).split("/"):
            name = step.replace("~1", "/").replace("~0", "~")
            place = place.get(name) if isinstance(place, dict) else None
        return place
