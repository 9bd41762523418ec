"""The schemas of a contract as one side sees them: what ``readOnly`` and ``writeOnly`` mean, and no notes.

A property that is ``readOnly`` is required of the service alone, one that is ``writeOnly`` of the client.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Literal
from urllib.parse import unquote

Side = Literal["request", "response"]
_ABSENT: Mapping[Side, str] = {"request": "readOnly", "response": "writeOnly"}
"""The keyword of the properties that a side need not have (OpenAPI 3.0.4, Schema Object)."""
_NOTES = frozenset(
    (
        *("title", "description", "summary", "tags", "operationId", "externalDocs"),
        *("example", "examples", "default", "deprecated"),
    )
)
"""What no value is held to; in a large contract, most of the text."""
_NAMES = frozenset(
    (
        *("properties", "patternProperties", "dependentSchemas", "$defs", "schemas"),
        *("paths", "pathItems", "webhooks", "callbacks"),
        *("parameters", "requestBodies", "responses", "headers", "content", "encoding"),
    )
)
"""The members whose own members have names that somebody chose."""
_DATA = frozenset(("const", "enum", "required", "dependentRequired"))


def are_alike(document: Mapping[str, Any]) -> bool:
    """Tell whether the schemas of *document* hold for both sides alike."""
    readers = [_Reader(document, mark) for mark in _ABSENT.values()]
    return not any(
        reader.required(schema) is not None for schema in _requiring(document) for reader in readers
    )


def as_seen_by(side: Side, document: Mapping[str, Any]) -> dict[str, Any]:
    """Return a copy of *document* with the schemas that hold on *side*, at their places; without notes."""
    return _Reader(document, _ABSENT[side]).object(document)


def _requiring(value: Any) -> Iterator[dict[str, Any]]:
    """Yield what has both properties and names of required ones, schemas among it."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            if "required" in one and "properties" in one:
                yield one
            waiting.extend(inner for inner in one.values() if isinstance(inner, dict | list))
        else:
            waiting.extend(inner for inner in one if isinstance(inner, dict | list))


class _Reader:
    """Copies objects as one side sees them."""

    def __init__(self, document: Mapping[str, Any], mark: str) -> None:
        self._document = document
        self._mark = mark

    def object(self, value: Mapping[str, Any]) -> dict[str, Any]:
        """Return the object *value*, whose members OpenAPI or JSON Schema name."""
        kept: dict[str, Any] = {}
        for name, inner in value.items():
            if name in _NOTES or name.startswith("x-"):
                continue
            if name in _NAMES and isinstance(inner, dict):
                kept[name] = {each: self._any(one) for each, one in inner.items()}
            else:
                kept[name] = inner if name in _DATA else self._any(inner)
        required = self.required(value)
        return kept if required is None else kept | {"required": required}

    def _any(self, value: Any) -> Any:
        if isinstance(value, dict):
            return self.object(value)
        return [self._any(one) for one in value] if isinstance(value, list) else value

    def required(self, schema: Mapping[str, Any]) -> list[str] | None:
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
