"""What a client says in the path, the query, a header or a cookie."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from taller.mocks.openapi.document import Node
from taller.mocks.openapi.media import is_json
from taller.mocks.openapi.schemas import JSON_TYPES, all_properties, keyword, types


@dataclass(frozen=True)
class Parameter:
    """What a client says in the path, the query, a header or a cookie."""

    name: str
    place: str
    """``path``, ``query``, ``header`` or ``cookie``."""
    required: bool
    schema: Node
    style: str
    explode: bool
    types: frozenset[str]
    """The JSON types that the schema lets it have."""
    default: Any
    example: Any
    filter: Mapping[str, Any]
    """What ``x-filter`` says; empty without."""
    in_json: bool = False
    """Whether its text is JSON: OpenAPI's ``content`` in place of ``schema``."""
    may_be_empty: bool = False
    """Whether its name alone, without a value, says something: OpenAPI's ``allowEmptyValue``."""

    @cached_property
    def properties(self) -> Mapping[str, Node]:
        """The properties that the schema names, for a parameter that is an object."""
        return all_properties(self.schema)

    @cached_property
    def shapes(self) -> frozenset[str]:
        """Which of ``object``, ``array`` and ``scalar`` it may be; a scalar, if nothing says what."""
        if len(self.types) < len(JSON_TYPES):
            scalar = {"scalar"} if self.types - {"object", "array", "null"} else set()
            return (self.types & {"object", "array"}) | scalar
        if self.style == "deepObject" or self.properties:
            return frozenset(("object",))
        return frozenset(("scalar",) if keyword(self.schema, "items") is None else ("array",))


def parameter_of(node: Node, name: str | None = None, place: str | None = None) -> Parameter | None:
    """Return the parameter that *node* describes; None if nothing says what its values are.

    :param name: for a header of a response, with *place*: there they stand elsewhere.
    """
    place = place or node.at("in").value
    content = node.get("content")
    kind, media = next(content.items(), ("", None)) if content else ("", None)
    schema = node.get("schema") or (media.get("schema") if media else None)
    if schema is None:
        return None
    style = node.value.get("style", "form" if place in ("query", "cookie") else "simple")
    return Parameter(
        name=node.at("name").value if name is None else name,
        place=place,
        required=bool(node.value.get("required")) or place == "path",
        schema=schema,
        style=style,
        explode=bool(node.value.get("explode", style == "form")),
        types=frozenset(types(schema)),
        default=keyword(schema, "default"),
        example=node.value.get("example", next(iter(_named_examples(node)), None)),
        filter=node.value.get("x-filter", {}),
        in_json=is_json(kind),
        may_be_empty=place == "query" and node.value.get("allowEmptyValue") is True,
    )


def _named_examples(node: Node) -> Iterator[Any]:
    several = node.get("examples")
    for _, one in several.items() if several else ():
        value = one.get("value")
        if value is not None:
            yield value.value
