"""Schemas that are JSON Schema and yet say nothing, or what cannot be meant."""

import json
import re
from collections.abc import Iterator
from typing import Any

from taller.documents.draft import Draft
from taller.documents.pointers import below
from taller.documents.words import joined

Schema = dict[str, Any]
_HEEDED = {
    "string": ("minLength", "maxLength", "pattern"),
    "array": ("items", "prefixItems", "minItems", "maxItems", "uniqueItems", "contains"),
    "object": (
        *("properties", "patternProperties", "additionalProperties", "propertyNames", "required"),
        *("minProperties", "maxProperties", "dependentRequired", "dependentSchemas"),
    ),
    "number": ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
}
_TYPE_OF = {keyword: name for name, several in _HEEDED.items() for keyword in several}
_TYPE_OF_FORMAT = {
    # The wide numbers, int64 among them, are written as text too: OpenAPI's registry says so.
    **dict.fromkeys(("int8", "int16", "int32", "uint8", "uint16", "uint32", "float", "double"), "number"),
    **dict.fromkeys(("date-time", "date", "time", "duration", "email", "hostname", "ipv4", "ipv6"), "string"),
    **dict.fromkeys(("uri", "uri-reference", "uuid", "byte", "binary", "password", "regex"), "string"),
}
_BOUNDS = (
    *(("minLength", "maxLength"), ("minItems", "maxItems"), ("minProperties", "maxProperties")),
    ("minimum", "maximum"),
)
_OPEN_BOUNDS = (
    *(("exclusiveMinimum", "maximum"), ("minimum", "exclusiveMaximum")),
    ("exclusiveMinimum", "exclusiveMaximum"),
)
_PART = re.compile(r"/(?:(?:allOf|anyOf|oneOf)/\d+|not|if|then|else|dependentSchemas/[^/]+)$")
"""The place of a schema that says only a part of what holds of a value."""
_COMPOSED = frozenset({"allOf", "anyOf", "oneOf", "not", "if", "dependentSchemas", "$ref"})
_OPEN = frozenset({"patternProperties", "additionalProperties", "unevaluatedProperties"})


def check_lists(draft: Draft) -> None:
    """Leave nothing twice in the lists of names and values of the schemas of *draft*."""
    for place, schema in draft.schemas.items():
        for keyword in ("enum", "required"):
            if isinstance(schema.get(keyword), list):
                schema[keyword] = without_twins(draft, below(place, keyword), schema[keyword])


def without_twins(draft: Draft, place: str, several: list[Any]) -> list[Any]:
    """Return *several*, each once; report those that stand twice at *place*."""
    once = {json.dumps(one, sort_keys=True): one for one in reversed(several)}
    if len(once) == len(several):
        return several
    seen: set[str] = set()
    said = [json.dumps(one, sort_keys=True) for one in several]
    twin = next(one for one in said if one in seen or seen.add(one))  # type: ignore[func-returns-value]
    draft.report("repeated-value", place, f"{_short(twin)} stands twice in it")
    return [once[one] for one in dict.fromkeys(said)]


def check_sense(draft: Draft) -> None:
    """Leave no keyword in the schemas of *draft* that contradicts another."""
    parts = {one.target for one in draft.references if _PART.search(one.pointer)}
    for place, schema in draft.schemas.items():
        types = _types(schema)
        if types:
            _check_effect(draft, place, schema, types)
        _check_bounds(draft, place, schema)
        if "enum" in schema:
            _check_enum(draft, place, schema, types)
        if "const" in schema and types and not _fits(schema["const"], types):
            _drop(draft, place, schema, "const", detail=f"{_short(schema['const'])} is not {_said(types)}")
        if "required" in schema and "properties" in schema and place not in parts and not _PART.search(place):
            _check_required(draft, place, schema)


def _types(schema: Schema) -> frozenset[str]:
    """Return the types that *schema* names; none if it names none."""
    said = schema.get("type", ())
    return frozenset([said] if isinstance(said, str) else said)


def _check_effect(draft: Draft, place: str, schema: Schema, types: frozenset[str]) -> None:
    wide = types | ({"number"} if "integer" in types else set())
    odd = [name for name in schema if name in _TYPE_OF and _TYPE_OF[name] not in wide]
    wanted = _TYPE_OF_FORMAT.get(str(schema.get("format")))
    if wanted is not None and wanted not in wide:
        odd.append("format")
    for name in odd:
        said = f"{name}: {schema[name]}" if name == "format" else name
        draft.report("keyword-without-effect", below(place, name), f"`{said}` beside {_said(types)}")


def _check_bounds(draft: Draft, place: str, schema: Schema) -> None:
    for low, high in _crossed(schema):
        detail = f"`{low}: {schema[low]}` and `{high}: {schema[high]}`"
        _drop(draft, place, schema, low, high, detail=detail)


def _crossed(schema: Schema) -> Iterator[tuple[str, str]]:
    for low, high in _BOUNDS:
        if low in schema and high in schema and schema[low] > schema[high]:
            yield low, high
    for low, high in _OPEN_BOUNDS:
        if low in schema and high in schema and schema[low] >= schema[high]:
            yield low, high


def _check_enum(draft: Draft, place: str, schema: Schema, types: frozenset[str]) -> None:
    values = schema["enum"]
    fitting = [one for one in values if not types or _fits(one, types)]
    if not values:
        _drop(draft, place, schema, "enum", detail="the enum is empty")
    elif not fitting:
        detail = f"no value of the enum, such as {_short(values[0])}, is {_said(types)}"
        _drop(draft, place, schema, "enum", detail=detail)
    elif len(fitting) < len(values):
        odd = next(one for one in values if not _fits(one, types))
        draft.report("enum-value", below(place, "enum"), f"{_short(odd)} is not {_said(types)}")
        schema["enum"] = fitting


def _check_required(draft: Draft, place: str, schema: Schema) -> None:
    missing = [name for name in schema["required"] if name not in schema["properties"]]
    if not missing or not _COMPOSED.isdisjoint(schema):
        return
    closed = schema.get("additionalProperties") is False and "patternProperties" not in schema
    said = f"{joined(missing)} {'is no property' if len(missing) == 1 else 'are no properties'}"
    if closed:
        draft.report("impossible-schema", below(place, "required"), f"{said}, and no others are allowed")
        schema["required"] = [name for name in schema["required"] if name not in missing]
    elif _OPEN.isdisjoint(schema):
        draft.report("required-without-property", below(place, "required"), said)


def _drop(draft: Draft, place: str, schema: Schema, *keywords: str, detail: str) -> None:
    draft.report("impossible-schema", below(place, keywords[0]), detail)
    for keyword in keywords:
        del schema[keyword]


def _fits(value: Any, types: frozenset[str]) -> bool:
    """Tell whether *value* is of one of *types*."""
    match value:
        case None:
            return "null" in types
        case bool():
            return "boolean" in types
        case int():
            return not types.isdisjoint(("integer", "number"))
        case float():
            return "number" in types or ("integer" in types and value.is_integer())
        case str():
            return "string" in types
    return ("array" if isinstance(value, list) else "object") in types


def _said(types: frozenset[str]) -> str:
    return " or ".join(f"`type: {one}`" for one in sorted(types))


def _short(value: Any) -> str:
    said = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return said if len(said) <= 40 else f"{said[:37]}..."
