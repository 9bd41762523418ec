"""Schemas that are none: faulty keywords, patterns, formats, discriminators."""

from collections.abc import Iterator
from functools import cache
from typing import Any

import jsonschema_rs

from taller.documents.draft import Draft
from taller.documents.grammar import GRAMMAR
from taller.documents.pointers import below
from taller.documents.sense import check_lists, check_sense
from taller.documents.vocabulary import nearest
from taller.documents.words import said

Schema = dict[str, Any]
_META = "https://json-schema.org/draft/2020-12/schema"
_INSIDE = frozenset(GRAMMAR["schema"]) | {"$ref"}
_TYPES = ("array", "boolean", "integer", "null", "number", "object", "string")
_OTHER_NAMES = {
    **dict.fromkeys(("int", "long"), "integer"),
    **dict.fromkeys(("float", "double", "decimal"), "number"),
    "str": "string",
    "bool": "boolean",
    "list": "array",
    "dict": "object",
    "map": "object",
}
"""What programming languages call the types."""
_ALTERNATIVES = ("oneOf", "anyOf")
_COMPOSITIONS = ("allOf", *_ALTERNATIVES)
_JSON_SCHEMA_FORMATS = (
    "date-time date time duration email idn-email hostname idn-hostname ipv4 ipv6 uri uri-reference iri"
    " iri-reference uuid uri-template json-pointer relative-json-pointer regex"
)
_OPENAPI_FORMATS = (
    "int8 int16 int32 int64 uint8 uint16 uint32 uint64 float double decimal byte binary base64url password"
    " char html commonmark media-range http-date date-time-local time-local sf-binary sf-boolean sf-decimal"
    " sf-integer sf-string sf-token double-int single-int"
)
FORMATS = frozenset(f"{_JSON_SCHEMA_FORMATS} {_OPENAPI_FORMATS}".split())
"""The formats of JSON Schema 2020-12 and of OpenAPI's registry."""


def check_schemas(draft: Draft) -> None:
    """Leave no keyword in the schemas of *draft* that is not JSON Schema."""
    check_lists(draft)
    _check_keywords(draft)
    for place, schema in draft.schemas.items():
        if "pattern" in schema and (reason := _fault_of_pattern(schema["pattern"])):
            _drop(draft, "pattern", schema, place, "pattern", reason)
        for keyword in [one for one in _COMPOSITIONS if schema.get(one) == []]:
            _drop(draft, "not-a-schema", schema, place, keyword, f"`{keyword}` is empty")
        if "patternProperties" in schema:
            _check_pattern_names(draft, place, schema["patternProperties"])
        if "format" in schema and schema["format"] not in FORMATS:
            draft.report("unknown-format", below(place, "format"), f"`{schema['format']}` is not a format")
    for place, schema in draft.schemas.items():
        if "discriminator" in schema:
            _check_discriminator(draft, place, schema)
    check_sense(draft)


def _drop(draft: Draft, kind: str, schema: Schema, place: str, keyword: str, detail: str) -> None:
    draft.report(kind, below(place, keyword), detail)
    schema.pop(keyword, None)


def _check_keywords(draft: Draft) -> None:
    """Hold every schema to the meta-schema, all at once, without the schemas inside it."""
    flat = {place: _flat(schema) for place, schema in draft.schemas.items()}
    meta = jsonschema_rs.Draft202012Validator({"$ref": _META}, offline=True)
    for error in meta.iter_errors({"$defs": flat}):
        _, place, keyword, *_ = (*error.instance_path, "")
        schema = draft.schemas[str(place)]
        if keyword in schema:
            detail = f"`{keyword}`: {_reason(str(keyword), schema[keyword], error.message)}"
            _drop(draft, "not-a-schema", schema, str(place), str(keyword), detail)


def _flat(schema: Schema) -> Schema:
    return {name: value for name, value in schema.items() if name not in _INSIDE}


def _reason(keyword: str, written: Any, message: str) -> str:
    if keyword != "type":
        return _short(message)
    if isinstance(written, list):
        written = next((one for one in written if one not in _TYPES), written)
    meant = nearest(written, (*_TYPES, *_OTHER_NAMES), 0.7) if isinstance(written, str) else None
    if meant is not None:
        return f"{said(written)} is no type: write `{_OTHER_NAMES.get(meant, meant)}`, if it is that"
    return f"{said(written)} is no type: write one of {', '.join(_TYPES)}, or a list of them"


def _short(message: str) -> str:
    return message if len(message) <= 120 else f"{message[:117]}..."


@cache
def _fault_of_pattern(pattern: str) -> str | None:
    """Return what ails *pattern*; None if nothing does."""
    try:
        jsonschema_rs.Draft202012Validator({"pattern": pattern})
    except ValueError:
        return f"{_short(pattern)!r} is no regular expression of ECMA 262"
    return None


def _check_pattern_names(draft: Draft, place: str, schemas: dict[str, Any]) -> None:
    for pattern in list(schemas):
        if reason := _fault_of_pattern(pattern):
            draft.report("pattern", below(below(place, "patternProperties"), pattern), reason)
            del schemas[pattern]


def _check_discriminator(draft: Draft, place: str, schema: Schema) -> None:
    name = schema["discriminator"].get("propertyName")
    several = [one for keyword in _ALTERNATIVES for one in schema.get(keyword, ())]
    found = name is not None and any(name in _named(draft, one) for one in (*several, schema))
    if not found:
        detail = f"no alternative has the property `{name}`" if name else "it names no property"
        _drop(draft, "discriminator", schema, place, "discriminator", detail)


def _named(draft: Draft, schema: Any) -> Iterator[str]:
    """Yield the names of the properties of *schema* and of all that it includes."""
    waiting, seen = [schema], set()
    while waiting:
        one = draft.follow(waiting.pop())
        if isinstance(one, dict) and id(one) not in seen:
            seen.add(id(one))
            yield from one.get("properties", ())
            for keyword in _COMPOSITIONS:
                waiting.extend(one.get(keyword, ()))
