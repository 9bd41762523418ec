"""Schemas, credentials and contents that say nothing, or what cannot be meant."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.documents.support import Json, contract, kinds, only

from taller.documents import Reading, read_document

CITA = {"dia": {"type": "string"}, "hora": {"type": "string"}}


def of_schema(schema: Any, *, version: str = "3.1.0", **others: Any) -> Reading:
    return read_document(contract(version=version, schemas={"Cita": schema, **others}))


def made(reading: Reading) -> Any:
    return reading.document["components"]["schemas"]["Cita"]


@given(st.integers(-9, 9), st.integers(-9, 9), st.booleans(), st.booleans())
def test_bounds_stay_if_and_only_if_a_number_is_between_them(
    low: int, high: int, open_below: bool, open_above: bool
):
    schema = {
        "type": "number",
        "exclusiveMinimum" if open_below else "minimum": low,
        "exclusiveMaximum" if open_above else "maximum": high,
    }

    reading = of_schema(schema)

    possible = low < high or (low == high and not (open_below or open_above))
    assert made(reading) == (schema if possible else {"type": "number"})
    assert kinds(reading) == ([] if possible else ["impossible-schema"])


@pytest.mark.parametrize(
    ("schema", "kind", "left"),
    [
        ({"type": "string", "enum": []}, "impossible-schema", {"type": "string"}),
        ({"enum": []}, "impossible-schema", {}),
        ({"type": "integer", "enum": ["1"]}, "impossible-schema", {"type": "integer"}),
        ({"type": "string", "const": 1}, "impossible-schema", {"type": "string"}),
        ({"type": "string", "enum": ["a", None]}, "enum-value", {"type": "string", "enum": ["a"]}),
        ({"type": "integer", "enum": [1, 2.5]}, "enum-value", {"type": "integer", "enum": [1]}),
        ({"enum": [1, True, 1]}, "repeated-value", {"enum": [1, True]}),
        ({"oneOf": []}, "not-a-schema", {}),
    ],
)
def test_what_contradicts_is_left_out(schema: Json, kind: str, left: Json):
    reading = of_schema(schema)

    assert only(reading).kind == kind
    assert made(reading) == left


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "integer", "enum": [1, 2.0]},
        {"type": ["string", "null"], "enum": ["a", None]},
        {"type": "object", "enum": [{"a": 1}]},
        {"type": "array", "enum": [[1]]},
        {"type": "boolean", "const": True},
        {"enum": [1, "1", True, None]},
        {"type": "string", "format": "int64"},
        {"type": "integer", "format": "int32", "minimum": 1},
        {"type": ["integer", "string"], "minLength": 1},
        {"minLength": 1, "minimum": 1},
        {"type": "array"},
    ],
)
def test_what_makes_sense_is_left_alone(schema: Json):
    assert of_schema(schema).defects == ()


def test_nullable_enums_of_3_0_may_have_null():
    assert of_schema({"type": "string", "nullable": True, "enum": ["a", None]}, version="3.0.3").defects == ()


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "object", "required": ["dia"], "properties": CITA},
        {"type": "object", "required": ["otra"]},
        {"required": ["otra"], "properties": CITA, "additionalProperties": {"type": "string"}},
        {"required": ["otra"], "properties": CITA, "patternProperties": {"^o": {"type": "string"}}},
        {"required": ["otra"], "properties": CITA, "allOf": [{"properties": {"otra": {}}}]},
        {"allOf": [{"required": ["otra"], "properties": CITA}, {"properties": {"otra": {}}}]},
        {"if": {"required": ["otra"], "properties": CITA}, "then": {}},
    ],
)
def test_a_required_name_may_be_a_property_elsewhere(schema: Json):
    assert of_schema(schema).defects == ()


def test_what_a_part_requires_is_not_told_where_it_is_referred_to():
    base = {"required": ["otra"], "properties": CITA}

    reading = of_schema(
        {"allOf": [{"$ref": "#/components/schemas/Base"}], "properties": {"otra": {}}}, Base=base
    )

    assert reading.defects == ()


def test_a_closed_object_cannot_require_what_it_does_not_have():
    schema = {"required": ["dia", "otra"], "properties": CITA, "additionalProperties": False}

    reading = of_schema(schema)

    assert only(reading).kind == "impossible-schema"
    assert made(reading)["required"] == ["dia"]


@pytest.mark.parametrize(
    ("written", "meant"), [("int", "integer"), ("strng", "string"), ("bool", "boolean"), ("list", "array")]
)
def test_a_type_that_is_none_is_told_with_the_one_that_may_be_meant(written: str, meant: str):
    told = only(of_schema({"type": written}))

    assert told.detail == f"`type`: {written!r} is no type: write `{meant}`, if it is that"


def test_of_several_types_the_one_that_is_none_is_told():
    told = only(of_schema({"type": ["string", "nul"]}))

    assert told.detail == "`type`: 'nul' is no type: write `null`, if it is that"


def test_a_type_that_is_like_none_is_told_with_all_of_them():
    assert only(of_schema({"type": "zzz"})).detail.endswith("number, object, string, or a list of them")


def test_what_has_no_body_loses_its_content():
    response = {"description": "-", "content": {"text/plain": {"schema": {"$ref": "#/nada"}}}}

    reading = read_document(contract({"/a": {"get": {"responses": {"204": response}}}}))

    assert "content-without-body" in kinds(reading)
    assert reading.document["paths"]["/a"]["get"]["responses"] == {"204": {"description": "-"}}


def test_tags_that_are_no_text_go_and_the_others_stay_once():
    get = {"tags": [1, "a", 2, "b", "a"], "responses": {"204": {"description": "-"}}}

    reading = read_document(contract({"/a": {"get": get}}))

    assert sorted(kinds(reading)) == ["repeated-value", "wrong-type", "wrong-type"]
    assert reading.document["paths"]["/a"]["get"]["tags"] == ["a", "b"]


SCHEMES: list[tuple[Any, str]] = [
    ({"type": "basic"}, "its type is 'basic'"),
    ({}, "its type is nothing"),
    ({"type": "http"}, "it has no `scheme`"),
    ({"type": "apiKey", "in": "header"}, "it has no `name`"),
    ({"type": "apiKey", "name": "k", "in": "body"}, "it is in 'body'"),
]


@pytest.mark.parametrize(("scheme", "told"), SCHEMES)
def test_a_security_scheme_that_cannot_be_asked_for_is_left_out_with_what_asks_for_it(scheme: Any, told: str):
    document = contract(securitySchemes={"llave": scheme, "otra": {"type": "http", "scheme": "basic"}})

    reading = read_document(document | {"security": [{"llave": []}, {"otra": []}]})

    assert only(reading).detail.startswith(told)
    assert list(reading.document["components"]["securitySchemes"]) == ["otra"]
    assert reading.document["security"] == [{"otra": []}]


def test_a_scheme_that_is_not_declared_is_told_with_the_one_that_may_be_meant():
    document = contract(securitySchemes={"llave": {"type": "http", "scheme": "basic"}})

    reading = read_document(document | {"security": [{"lave": []}]})

    assert only(reading).detail == "`lave` is not declared: write `llave`, if it is that"


@pytest.mark.parametrize("name", ["llave", "x-llave"])
@pytest.mark.parametrize("scopes", [None, "leer", {}, 5])
def test_who_writes_anything_for_an_empty_list_of_scopes_lets_nobody_in_by_it(name: str, scopes: Any):
    document = contract(securitySchemes={name: {"type": "http", "scheme": "basic"}})

    reading = read_document(document | {"security": [{name: scopes}]})

    assert only(reading).kind == "wrong-type"
    assert reading.document["security"] == [{name: []}]


@pytest.mark.parametrize("scheme", [{"type": "openIdConnect"}, {"type": "http", "scheme": "bearer"}])
def test_scopes_that_nothing_declares_are_told_of_oauth_only(scheme: Json):
    document = contract(securitySchemes={"llave": scheme})

    assert read_document(document | {"security": [{"llave": ["leer"]}]}).defects == ()


@pytest.mark.parametrize("name", ["*/*", "text/*", "application/json; charset=utf-8", "application/hal+json"])
def test_these_are_media_types(name: str):
    response = {"description": "-", "content": {name: {"schema": {"type": "string"}}}}

    assert read_document(contract({"/a": {"get": {"responses": {"200": response}}}})).defects == ()


def test_of_several_contents_of_a_parameter_the_schema_counts_or_the_first():
    several = {"text/plain": {"schema": {}}, "application/json": {"schema": {}}}
    parameters = [
        {"name": "a", "in": "query", "content": several},
        {"name": "b", "in": "query", "content": several, "schema": {"type": "string"}},
    ]
    get = {"parameters": parameters, "responses": {"204": {"description": "-"}}}

    reading = read_document(contract({"/a": {"get": get}}))

    first, second = reading.document["paths"]["/a"]["get"]["parameters"]
    assert kinds(reading) == ["several-contents", "several-contents"]
    assert first["content"] == {"text/plain": {"schema": {}}}
    assert second == {"name": "b", "in": "query", "schema": {"type": "string"}}
