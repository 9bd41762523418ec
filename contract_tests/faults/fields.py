"""The fields of a resource, and how one gets at them in a body."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Schema = Mapping[str, Any]
Path = tuple[str, ...]
"""Where a field is: names of properties, and ``*`` for each item of an array."""


@dataclass(frozen=True)
class Field:
    """A field of the resource, and its schema."""

    path: Path
    schema: Schema
    required: bool

    def is_(self, kind: str) -> bool:
        """Whether it is of a JSON type; an enumeration may do without saying."""
        said = self.schema.get("type")
        return said == kind or (isinstance(said, list) and kind in said)

    def is_free(self, least: int) -> bool:
        """Whether it takes any text at all, of *least* characters too."""
        return _free(self.schema, least)


def _free(schema: Schema, least: int) -> bool:
    plain = schema.get("type") == "string" and not {"enum", "format"} & schema.keys()
    fits = re.search(schema.get("pattern", ""), "Añil é 😀 1") is not None
    return plain and fits and schema.get("maxLength", 10_000) >= least


def changed(value: Any, path: Path, change: Callable[[Any], Any]) -> Any:
    """Return *value* with what is at *path* changed; where there is nothing, it stays as it is."""
    if not path:
        return change(value)
    step, rest = path[0], path[1:]
    if step == "*":
        return [changed(one, rest, change) for one in value] if isinstance(value, list) else value
    if not isinstance(value, dict) or step not in value:
        return value
    return {**value, step: changed(value[step], rest, change)}


def found(value: Any, path: Path) -> list[Any]:
    """Return what is at *path* in *value*."""
    if not path:
        return [value]
    step, rest = path[0], path[1:]
    if step == "*":
        return [one for item in value for one in found(item, rest)] if isinstance(value, list) else []
    return found(value[step], rest) if isinstance(value, dict) and step in value else []
