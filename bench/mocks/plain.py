"""A plain request for each operation of a contract.

Its parameters and its body are what the contract gives as examples, else the least that their schemas allow.
"""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, unquote

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
FORMATS = {
    "date": "2026-03-02",
    "date-time": "2026-03-02T10:00:00Z",
    "email": "ana@example.com",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
    "uri": "https://example.com/",
    "url": "https://example.com/",
    "uuid": "5f0c8b2e-3a55-4f7a-9a49-0d4f0c0c6a01",
}
DEEPEST = 8
"""How far a body is filled in; beyond, an optional part is left out."""


@dataclass(frozen=True)
class Plain:
    """One request."""

    method: str
    """In capitals."""
    template: str
    """The path as the contract writes it."""
    path: Mapping[str, Any] = field(default_factory=dict)
    query: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    media_type: str | None = None
    body: Any = None


class Contract:
    """An OpenAPI document whose references stay within it."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        """Read *document*, as parsed from JSON."""
        self._document = document

    def requests(self) -> Iterator[Plain]:
        """Yield a request for each operation, in the document's order."""
        for template, item in self._document["paths"].items():
            found = self._followed(item)
            for method in METHODS:
                if method in found:
                    yield self._plain(method, template, found)

    def _plain(self, method: str, template: str, item: Mapping[str, Any]) -> Plain:
        operation = item[method]
        both = [*item.get("parameters", ()), *operation.get("parameters", ())]
        several = {(one["in"], one["name"]): one for one in map(self._followed, both)}
        needed = {key: one for key, one in several.items() if one.get("required") or key[0] == "path"}
        values = {key: self._given(one) for key, one in needed.items()}
        media_type, body = self._body(operation)
        return Plain(
            method.upper(),
            template,
            {name: _segment(value) for (where, name), value in values.items() if where == "path"},
            {name: value for (where, name), value in values.items() if where == "query"},
            {name: str(value) for (where, name), value in values.items() if where == "header"},
            media_type,
            body,
        )

    def _body(self, operation: Mapping[str, Any]) -> tuple[str | None, Any]:
        """Return the media type and the value of a body; JSON where there is a choice."""
        content = self._followed(operation.get("requestBody", {})).get("content", {})
        if not content:
            return None, None
        media_type = next((one for one in content if "json" in one), next(iter(content)))
        return media_type, self._given(content[media_type])

    def _given(self, holder: Mapping[str, Any]) -> Any:
        """Return the example of a parameter or a media type, else something that fits its schema."""
        if "example" in holder:
            return holder["example"]
        for example in holder.get("examples", {}).values():
            found = self._followed(example)
            if "value" in found:
                return found["value"]
        if "content" in holder:
            return self._given(next(iter(holder["content"].values())))
        return self._sample(holder.get("schema", {}), DEEPEST)

    def _sample(self, reference: Mapping[str, Any], left: int) -> Any:
        schema = self._followed(reference)
        for keyword in ("example", "default", "const"):
            if keyword in schema:
                return schema[keyword]
        if schema.get("enum"):
            return schema["enum"][0]
        for keyword in ("oneOf", "anyOf"):
            if schema.get(keyword) and "properties" not in schema:
                return self._sample(schema[keyword][0], left)
        kind = _kind(schema)
        if kind == "object":
            return self._object(schema, left)
        if kind == "array":
            items = schema.get("items", {})
            return [self._sample(items, left - 1)] * max(schema.get("minItems", 0), int(left == DEEPEST))
        return _scalar(kind, schema)

    def _object(self, schema: Mapping[str, Any], left: int) -> dict[str, Any]:
        parts = [schema, *map(self._followed, schema.get("allOf", ()))] if left else []
        found: dict[str, Any] = {}
        for part in parts:
            properties = part.get("properties", {})
            found |= {
                name: self._sample(properties.get(name, {}), left - 1) for name in part.get("required", ())
            }
            if part is not schema and part.get("allOf"):
                found |= self._object(part, left - 1)
        return found

    def _followed(self, node: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return what *node* refers to, or itself."""
        while "$ref" in node:
            target: Any = self._document
            for token in node["$ref"].removeprefix("#/").split("/"):
                name = unquote(token).replace("~1", "/").replace("~0", "~")
                target = target[int(name)] if isinstance(target, list) else target[name]
            node = target
        return node


def _kind(schema: Mapping[str, Any]) -> str:
    found = schema.get("type")
    if isinstance(found, list):
        found = next((each for each in found if each != "null"), "null")
    return found or ("object" if {"properties", "allOf", "required"} & set(schema) else "string")


def _scalar(kind: str, schema: Mapping[str, Any]) -> Any:
    if kind == "boolean":
        return True
    if kind in ("integer", "number"):
        return (
            max(math.ceil(schema.get("minimum", 1)), 1)
            if schema.get("maximum", 1) >= 1
            else schema["maximum"]
        )
    if kind == "null":
        return None
    text = FORMATS.get(schema.get("format", ""), "ejemplo")
    text = text.ljust(schema.get("minLength", 0), "x")[: schema.get("maxLength")]
    return _matching(schema["pattern"], text, schema) if "pattern" in schema else text


def _matching(pattern: str, text: str, schema: Mapping[str, Any]) -> str:
    """Return *text*, or what matches *pattern* if it does not and such a thing is soon found."""
    import hypothesis

    def is_long_enough(one: str) -> bool:
        return schema.get("minLength", 0) <= len(one) <= schema.get("maxLength", math.inf)

    try:
        if re.search(pattern, text):
            return text
        return hypothesis.find(
            hypothesis.strategies.from_regex(pattern),
            is_long_enough,
            settings=hypothesis.settings(database=None, derandomize=True),
        )
    except (re.error, hypothesis.errors.HypothesisException):  # of another dialect, or hard to fulfil
        return text


def _segment(value: Any) -> Any:
    """Return *value* so that it is one segment of a path: never empty."""
    return quote(value, safe="") or "x" if isinstance(value, str) else value
