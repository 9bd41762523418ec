"""How many levels a value of a schema must have, so that circles are left where they can be."""

from collections.abc import Iterable

from taller.mocks.openapi.document import Node

NONE = 12
"""The height of what needs as many levels as this, or more, or has no end."""


class Heights:
    """The heights of one document's schemas, each found when first asked for."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._ends: dict[tuple[str, int], bool] = {}

    def of(self, schema: Node) -> int:
        """Return the fewest levels of a value of *schema*: 0 for a text, 1 for ``{"a": 1}``."""
        return next((room for room in range(NONE) if self._within(schema, room)), NONE)

    def _within(self, schema: Node, room: int) -> bool:
        """Tell whether a value of *schema* may have *room* levels."""
        key = schema.pointer, room
        if key not in self._ends:
            self._ends[key] = False  # met again on the same level, it is a circle
            self._ends[key] = self._ended(schema, room)
        return self._ends[key]

    def _ended(self, schema: Node, room: int) -> bool:
        words = schema.value
        if not isinstance(words, dict):
            return words is not False
        target = schema.reference()
        whole = [*([target] if target is not None else []), *_under(schema, "allOf")]
        if not all(self._within(one, room) for one in whole):
            return False
        for keyword in ("anyOf", "oneOf"):
            options = list(_under(schema, keyword))
            if options and not any(self._within(one, room) for one in options):
                return False
        if _may_be_null(words):
            return True
        inner = list(_needed(schema))
        return not inner or (room > 0 and all(self._within(one, room - 1) for one in inner))


def _under(schema: Node, keyword: str) -> Iterable[Node]:
    several = schema.get(keyword)
    return several.elements() if several is not None else ()


def _may_be_null(words: dict[str, object]) -> bool:
    kinds = words.get("type")
    return "enum" in words or "const" in words or (isinstance(kinds, list) and "null" in kinds)


def _needed(schema: Node) -> Iterable[Node]:
    """Yield the schemas of what a value of *schema* must hold."""
    names = schema.value.get("required")
    for name in names if isinstance(names, list) else ():
        if isinstance(name, str) and (one := schema.get("properties", name)) is not None:
            yield one
    items = schema.get("items")
    if items is not None and schema.value.get("minItems"):
        yield items
