"""What can be read off a JSON Schema without validating anything."""

from collections.abc import Callable, Iterator
from typing import Any

from taller.mocks.openapi.document import Node

JSON_TYPES = ("integer", "number", "boolean", "null", "array", "object", "string")


def parts(schema: Node) -> Iterator[Node]:
    """Yield *schema* and all that it always includes: by ``allOf``, or by a reference."""
    yield from _walk(schema, ("allOf",), set())


def alternatives(schema: Node) -> Iterator[Node]:
    """Yield *schema* and all that it may include: its parts, and those of each alternative."""
    yield from _walk(schema, ("allOf", "anyOf", "oneOf"), set())


def _walk(schema: Node, keywords: tuple[str, ...], seen: set[str]) -> Iterator[Node]:
    if schema.pointer in seen:
        return
    seen.add(schema.pointer)
    yield schema
    target = schema.reference()
    if target is not None:
        yield from _walk(target, keywords, seen)
    for keyword in keywords:
        several = schema.get(keyword)
        for one in several.elements() if several else ():
            yield from _walk(one, keywords, seen)


def keyword(schema: Node, name: str) -> Any:
    """Return the value of the keyword *name* in *schema* or one of its parts; None without."""
    found = (part.value[name] for part in parts(schema) if name in _keywords(part))
    return next(found, None)


def types(schema: Node) -> set[str]:
    """Return the JSON types that a value of *schema* may have; all of them, if it says none."""
    said: set[str] = set()
    for part in alternatives(schema):
        value = _keywords(part).get("type")
        said.update([value] if isinstance(value, str) else value or ())
    return said or set(JSON_TYPES)


def properties(schema: Node) -> dict[str, Node]:
    """Return the schema of each property that *schema* names."""
    found: dict[str, Node] = {}
    for part in parts(schema):
        node = part.get("properties")
        found.update(node.items() if node else ())
    return found


def required(schema: Node) -> set[str]:
    """Return the names of the properties that *schema* requires."""
    return {name for part in parts(schema) for name in _keywords(part).get("required", ())}


def all_properties(schema: Node) -> dict[str, Node]:
    """Return the schema of each property that *schema* or one of its alternatives names."""
    found: dict[str, Node] = {}
    for part in alternatives(schema):
        node = part.get("properties")
        for name, one in node.items() if node else ():
            found.setdefault(name, one)
    return found


def same_schema(one: Node | None, other: Node) -> bool:
    """Tell whether *one* is *other*, or says the same to the letter."""
    return one is not None and (one.pointer == other.pointer or one.value == other.value)


def is_object(schema: Node) -> bool:
    """Tell whether a value of *schema* is always an object or null; without types, if it has properties."""
    said = types(schema)
    return said - {"null"} == {"object"} or ("object" in said and bool(all_properties(schema)))


def is_array(schema: Node) -> bool:
    """Tell whether a value of *schema* is always an array or null; without types, if it has items."""
    said = types(schema)
    return said - {"null"} == {"array"} or (said == set(JSON_TYPES) and keyword(schema, "items") is not None)


def stopgap(schema: Node) -> Any:
    """Return a value that the contract itself gives *schema*; None if it gives none."""
    for name in ("default", "const", "example"):
        if (value := keyword(schema, name)) is not None:
            return value
    several = keyword(schema, "examples") or keyword(schema, "enum") or [None]
    return several[0] if isinstance(several, list) else None


Fits = Callable[[Node, Any], bool]
"""Tells whether a value is valid under a schema."""


def _keywords(schema: Node) -> dict[str, Any]:
    """Return the keywords of *schema*; none if it is ``true`` or ``false``."""
    return schema.value if isinstance(schema.value, dict) else {}
