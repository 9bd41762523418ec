"""OpenAPI 3.0 in the words of 3.1."""

from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.documents.support import contract, kinds, modern

from taller.documents import read_document

NULL = {"type": "null"}
REFERENCE = {"$ref": "#/components/schemas/Otra"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"type": "string", "nullable": True}, {"type": ["string", "null"]}),
        ({"type": "string", "nullable": False}, {"type": "string"}),
        ({"nullable": True}, {}),
        (
            {"type": "string", "nullable": True, "enum": ["a", None]},
            {"type": ["string", "null"], "enum": ["a", None]},
        ),
        ({"nullable": True, "allOf": [REFERENCE]}, {"anyOf": [{"allOf": [REFERENCE]}, NULL]}),
        (
            {"nullable": True, "readOnly": True, "description": "-", "allOf": [REFERENCE]},
            {"readOnly": True, "description": "-", "anyOf": [{"allOf": [REFERENCE]}, NULL]},
        ),
        ({"nullable": True, "oneOf": [REFERENCE]}, {"oneOf": [REFERENCE, NULL]}),
        ({"nullable": True, "anyOf": [REFERENCE]}, {"anyOf": [REFERENCE, NULL]}),
        ({"minimum": 1, "exclusiveMinimum": True}, {"exclusiveMinimum": 1}),
        ({"maximum": 9, "exclusiveMaximum": False}, {"maximum": 9}),
        ({"exclusiveMaximum": True}, {}),
        ({"type": "string", "example": "a"}, {"type": "string", "example": "a", "examples": ["a"]}),
        (
            {"type": "string", "format": "byte"},
            {"type": "string", "format": "byte", "contentEncoding": "base64"},
        ),
        (
            {"type": "string", "format": "binary"},
            {"type": "string", "format": "binary", "contentMediaType": "application/octet-stream"},
        ),
        ({**REFERENCE, "description": "se ignora"}, REFERENCE),
    ],
)
def test_a_schema_of_3_0_says_the_same_in_3_1(old: Any, new: Any):
    assert modern(old, Otra={"type": "object"}) == new
    assert read_document(contract(version="3.0.3", schemas={"Cita": old, "Otra": {}})).defects == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"type": ["string", "null"]}, {"type": ["string", "null"]}),
        ({"const": 1}, {"const": 1}),
        (
            {"type": "file"},
            {"type": "string", "format": "binary", "contentMediaType": "application/octet-stream"},
        ),
        ({"items": [{"type": "string"}]}, {"prefixItems": [{"type": "string"}]}),
        ({"exclusiveMinimum": 1}, {"exclusiveMinimum": 1}),
    ],
)
def test_what_3_0_does_not_know_is_read_as_it_was_meant(old: Any, new: Any):
    assert modern(old) == new
    assert kinds(read_document(contract(version="3.0.3", schemas={"Cita": old}))) == ["wrong-version"]


def test_beside_a_reference_3_1_has_keywords():
    schema = {**REFERENCE, "maxProperties": 2}

    assert modern(schema, version="3.1.0", Otra={}) == schema


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "type": st.sampled_from(["string", "integer", "object"]),
            "enum": st.just(["a", 1]),
            "allOf": st.just([{"type": "string"}]),
            "oneOf": st.just([{"type": "string"}, {"type": "integer"}]),
            "not": st.just({"const": "b"}),
            "maxLength": st.just(1),
        },
    ),
    st.sampled_from(["a", "b", "ab", 1, 2, {}]),
)
def test_nullable_adds_null_and_nothing_else(schema: dict[str, Any], value: Any):
    plain = jsonschema_rs.Draft202012Validator(schema)
    nullable = jsonschema_rs.Draft202012Validator(modern(schema | {"nullable": True}))

    assert nullable.is_valid(None)
    assert nullable.is_valid(value) == plain.is_valid(value)
