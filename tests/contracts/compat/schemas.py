"""Schemas, values and comparisons for the tests of compatibility."""

from functools import cache
from typing import Any

import jsonschema_rs
from hypothesis import strategies as st

from taller.documents import Reading, read_document

Json = Any
NAMES = ("a", "b", "c")


def numbers() -> st.SearchStrategy[Json]:
    limits = {
        name: st.sampled_from([-1, 0, 1, 1.5, 2, 3])
        for name in ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
    }
    optional = {**limits, "multipleOf": st.sampled_from([0.5, 1, 2, 3]), "enum": enums()}
    return st.fixed_dictionaries({"type": st.sampled_from(["integer", "number"])}, optional=optional)


def texts() -> st.SearchStrategy[Json]:
    lengths = {"minLength": st.integers(0, 3), "maxLength": st.integers(0, 3)}
    optional = {
        **lengths,
        "pattern": st.sampled_from(["^x", "y$", "xy"]),
        "const": st.sampled_from(["x", "xy"]),
    }
    return st.fixed_dictionaries({"type": st.just("string")}, optional=optional)


def enums() -> st.SearchStrategy[Json]:
    return st.lists(
        st.sampled_from([None, True, 1, 2, 1.5, "x", "xy"]), min_size=1, max_size=4, unique_by=repr
    )


def plain() -> st.SearchStrategy[Json]:
    several = st.lists(
        st.sampled_from(["null", "boolean", "integer", "number", "string", "array", "object"]),
        min_size=1,
        max_size=3,
        unique=True,
    )
    return st.one_of(
        numbers(),
        texts(),
        st.booleans(),
        st.just({}),
        st.builds(lambda types: {"type": types}, several),
        st.builds(lambda values: {"enum": values}, enums()),
    )


def parameters() -> st.SearchStrategy[Json]:
    """Schemas of values that are one text on the wire."""
    types = st.lists(st.sampled_from(["boolean", "integer", "number", "string"]), min_size=1, unique=True)
    words = st.lists(st.sampled_from([True, False, 1, "1", 2, "x", "true"]), min_size=1, unique_by=repr)
    one = st.one_of(
        st.builds(lambda several: {"type": several}, types),
        st.builds(lambda values: {"enum": values}, words),
        numbers(),
        texts(),
    )
    several = st.lists(one, min_size=2, max_size=3)
    choices = (st.builds(lambda each, name=name: {name: each}, several) for name in ("anyOf", "oneOf"))
    return st.one_of(one, *choices)


def _composed(inner: st.SearchStrategy[Json]) -> st.SearchStrategy[Json]:
    names = st.sampled_from(NAMES)
    members = {
        "properties": st.dictionaries(names, inner, max_size=3),
        "required": st.lists(names, unique=True, max_size=2),
        "additionalProperties": inner,
        "patternProperties": st.dictionaries(st.sampled_from(["^a", "c$"]), inner, max_size=2),
        "maxProperties": st.integers(0, 3),
        "propertyNames": st.just({"maxLength": 1}),
    }
    elements = {
        "items": inner,
        "prefixItems": st.lists(inner, min_size=1, max_size=2),
        "minItems": st.integers(0, 2),
        "maxItems": st.integers(0, 2),
        "uniqueItems": st.booleans(),
        "contains": inner,
    }
    several = st.lists(inner, min_size=1, max_size=3)
    return st.one_of(
        st.fixed_dictionaries({"type": st.just("object")}, optional=members),
        st.fixed_dictionaries({}, optional=members),
        st.fixed_dictionaries({"type": st.just("array")}, optional=elements),
        st.fixed_dictionaries(
            {},
            optional={
                "allOf": several,
                "anyOf": several,
                "oneOf": several,
                "not": inner,
                "type": st.just("object"),
            },
        ),
        st.fixed_dictionaries(
            {"allOf": several}, optional={"unevaluatedProperties": inner, "properties": members["properties"]}
        ),
        st.sampled_from([{"$ref": "#/components/schemas/Otro"}, {"$ref": "#/components/schemas/Nodo"}]),
    )


@cache
def schemas(depth: int = 2) -> st.SearchStrategy[Json]:
    """Small schemas of every sort, which refer to two components at times, so many levels deep."""
    return st.one_of(plain(), _composed(schemas(depth - 1))) if depth else plain()


def _objects() -> st.SearchStrategy[Json]:
    names, member = st.sampled_from(NAMES), st.one_of(plain(), st.just({}))
    optional = {
        "properties": st.dictionaries(names, member, max_size=2),
        "required": st.lists(names, unique=True, max_size=2),
        "additionalProperties": st.one_of(st.booleans(), plain()),
        "minProperties": st.integers(0, 2),
        "maxProperties": st.integers(0, 3),
    }
    return st.fixed_dictionaries({"type": st.just("object")}, optional=optional)


def _arrays() -> st.SearchStrategy[Json]:
    optional = {
        "items": plain(),
        "prefixItems": st.lists(plain(), min_size=1, max_size=2),
        "minItems": st.integers(0, 2),
        "maxItems": st.integers(0, 2),
        "uniqueItems": st.booleans(),
    }
    return st.fixed_dictionaries({"type": st.just("array")}, optional=optional)


def _choices() -> st.SearchStrategy[Json]:
    several = st.lists(st.one_of(numbers(), texts(), _objects()), min_size=2, max_size=3)
    return st.one_of(*(st.builds(lambda one, name=name: {name: one}, several) for name in ("anyOf", "oneOf")))


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Json, Json]:
    """Two schemas that differ in a keyword or two, somewhere inside: most of what differs stands alone."""
    kind = draw(st.sampled_from([numbers(), texts(), _objects(), _arrays(), _choices(), plain(), schemas()]))
    old = draw(kind)
    new = draw(st.one_of(_altered(old, kind), kind))
    for _ in range(draw(st.integers(0, 2))):
        old, new = _inside(draw(st.sampled_from(PLACES)), draw(plain()), old, new)
    return old, new


PLACES = (
    "properties",
    "additionalProperties",
    "items",
    "prefixItems",
    "allOf",
    "anyOf",
    "oneOf",
    "not",
    "whole",
)


def _inside(place: str, other: Json, *both: Json) -> list[Json]:
    """Return *both* inside the same greater schema."""
    if place in ("additionalProperties", "items", "not"):
        return [{place: one} for one in both]
    if place == "properties":
        return [{"type": "object", place: {"a": one, "b": other}} for one in both]
    if place == "whole":
        return [{"type": "object", "properties": {"a": one}, "additionalProperties": False} for one in both]
    return [{place: [one, other]} for one in both]


@st.composite
def _altered(draw: st.DrawFn, old: Json, kind: st.SearchStrategy[Json]) -> Json:
    """A schema that has one keyword more or less than *old*, or another value of it."""
    fresh = draw(kind)
    if not isinstance(old, dict) or not isinstance(fresh, dict):
        return fresh
    name = draw(st.sampled_from(sorted(old.keys() | fresh.keys()) or ["type"]))
    left = {one: value for one, value in old.items() if one != name}
    inner = old.get(name)
    if isinstance(inner, list) and name in ("anyOf", "oneOf", "prefixItems") and draw(st.booleans()):
        return {**left, name: inner[1:]} if len(inner) > 2 else left
    return {**left, name: fresh[name]} if name in fresh else left


def _values() -> list[Json]:
    plain: list[Json] = [None, True, False, -1, 0, 1, 1.5, 2, 3, 6, 0.5, "", "x", "y", "xy", "yxy"]
    small = [None, True, 1, 1.5, "x", "xy"]
    arrays = [
        [],
        *([one] for one in plain),
        [1, 1],
        [1, "x"],
        ["x", 1],
        [None, None, 2],
        [[1], {}],
        [{"a": 1}],
    ]
    objects: list[Json] = [
        {},
        *({name: one} for name in (*NAMES, "otro") for one in [*small, [], [1], {}, {"a": 1}]),
    ]
    objects += [{"a": one, "b": other} for one in small for other in small]
    objects += [{"a": 1, "b": "x", "c": None}, {"b": 1, "otro": "x"}, {"a": {"b": 1}, "c": ["x"]}]
    return plain + arrays + objects


VALUES = _values()
"""Values near the schemas."""


def contract(request: Json = True, response: Json = True, **schemas: Json) -> Reading:
    """Return what is read of a contract with one operation that takes *request* and returns *response*."""

    def media(schema: Json) -> Json:
        return {"application/json": {"schema": schema}}

    operation = {
        "requestBody": {"required": True, "content": media(request)},
        "responses": {"200": {"description": "-", "content": media(response)}},
    }
    return read_document(
        {
            "openapi": "3.1.0",
            "info": {"title": "Citas", "version": "1"},
            "paths": {"/citas": {"post": operation}},
            "components": {"schemas": schemas},
        }
    )


def validator(document: Json, pointer: str) -> jsonschema_rs.Draft202012Validator:
    """Return what decides whether a value fits the schema at *pointer*."""
    registry = jsonschema_rs.Registry([("urn:contract", document)])
    return jsonschema_rs.Draft202012Validator({"$ref": f"urn:contract#{pointer}"}, registry=registry)
