"""What is sampled: as the contract shows it, or at random; and what is not."""

import os
import subprocess
import sys
from typing import Any

import pytest
from tests.mocks.sampling.strategies import CIRCULAR, FORMATS
from tests.mocks.sampling.support import subject

from taller.mocks.sampling import NoSample

TEXT = {"type": "string"}
NUMBER = {"type": "integer"}

SHOWN = [
    ({"type": "string", "example": "uno", "default": "dos"}, "uno"),
    ({"type": "string", "examples": ["uno", "dos"]}, "uno"),
    ({"type": "string", "example": 3, "examples": [4, "dos"]}, "dos"),
    ({"type": "string", "format": "date", "example": "ayer", "default": "2026-03-02"}, "2026-03-02"),
    ({"type": "integer", "default": 0}, 0),
    ({"type": "string", "enum": ["uno", "dos"]}, "uno"),
    ({"enum": [3, "dos"], "type": "string"}, "dos"),
    ({"const": [1]}, [1]),
    ({"type": ["null", "string"], "enum": ["uno", None]}, "uno"),
    ({"type": "object", "example": {"a": 1}, "required": ["a"]}, {"a": 1}),
    ({"type": "object", "example": {"b": 1}, "properties": {"a": {"const": 2}}, "required": ["a"]}, {"a": 2}),
    ({"type": "object", "properties": {"a": {"example": 1, "type": "integer"}}}, {"a": 1}),
    ({"allOf": [{"properties": {"a": {"const": 1}}}, {"properties": {"b": {"const": 2}}}]}, {"a": 1, "b": 2}),
    ({"anyOf": [{"type": "null"}, {"const": 5}]}, 5),
    ({"oneOf": [False, {"const": 5}]}, 5),
    ({"$ref": "#/components/schemas/T", "default": 4}, 4),
    ({"$ref": "#/components/schemas/T"}, 7),
    ({"type": "array", "items": {"const": 1}}, [1]),
    ({"prefixItems": [{"const": 1}, {"const": 2}], "items": False}, [1, 2]),
    ({"type": "integer", "minimum": 3, "exclusiveMaximum": 4}, 3),
    ({"type": "number", "multipleOf": 0.1, "minimum": 0.3, "maximum": 0.35}, 0.3),
    ({"type": "integer", "not": {"enum": [1, 2]}, "minimum": 1, "maximum": 3}, 3),
    ({"type": "string", "maxLength": 0}, ""),
]


@pytest.mark.parametrize(("schema", "expected"), SHOWN, ids=str)
def test_without_chance_it_is_what_the_contract_shows(schema: Any, expected: Any):
    sampled = subject(schema, T={"type": "integer", "example": 7})

    assert sampled.value() == expected
    assert sampled.value(salt="otra") == expected


HARD = [
    {"type": "string", "pattern": "^(?=.*[0-9])[a-z0-9]{6}$"},
    {"type": "string", "pattern": "^[a-z]+$", "minLength": 40, "maxLength": 41},
    {"type": "string", "pattern": "x$", "minLength": 30},
    {"type": "string", "pattern": "^(abc|de){2,}$", "minLength": 7, "maxLength": 8},
    {"type": "string", "pattern": "^[^a-zA-Z0-9]{3}$"},
    {"type": "string", "pattern": "^(a+)+$", "minLength": 50},
    {"type": "string", "format": "date-time", "pattern": "^20[0-9]{2}-.*\\+00:00$"},
    {"type": "string", "format": "email", "minLength": 120, "maxLength": 200},
    {"type": "string", "minLength": 10_000},
    {"type": "array", "items": NUMBER, "minItems": 10_000},
    {"type": "array", "items": {"enum": [1, 2, 3]}, "uniqueItems": True, "minItems": 3},
    {"type": "array", "items": {"type": "boolean"}, "contains": {"const": True}, "maxItems": 1},
    {"type": "array", "contains": {"const": "x"}, "minContains": 2, "maxContains": 2, "items": TEXT},
    {"type": "object", "minProperties": 5, "propertyNames": {"pattern": "^[a-z]{3}$"}},
    {
        "type": "object",
        "minProperties": 3,
        "patternProperties": {"^x-": NUMBER},
        "additionalProperties": False,
    },
    {"properties": {"a": NUMBER, "b": NUMBER}, "oneOf": [{"required": ["a"]}, {"required": ["b"]}]},
    {"oneOf": [{"properties": {"a": NUMBER}}, {"properties": {"b": TEXT}}], "type": "object"},
    {"properties": {"a": NUMBER, "b": TEXT}, "type": "object", "not": {"required": ["a", "b"]}},
    {"properties": {"a": NUMBER}, "dependentSchemas": {"a": {"required": ["c"]}}, "required": ["a"]},
    {"properties": {"a": NUMBER, "b": TEXT}, "dependentRequired": {"a": ["c"]}, "maxProperties": 2},
    {"allOf": [{"properties": {"a": TEXT}}], "properties": {"b": TEXT}, "unevaluatedProperties": False},
    {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 0.001},
    {"type": "integer", "minimum": 2**62, "format": "int64"},
    {"allOf": [{"multipleOf": 4}, {"multipleOf": 6}], "type": "integer", "minimum": 13},
    {"type": ["array", "null"], "items": False, "minItems": 1},
    {"type": "string", "contentEncoding": "base64", "minLength": 9, "maxLength": 12},
    {"allOf": [{"pattern": "^a"}, {"pattern": "z$"}], "type": "string"},
    {"not": {"type": "string"}, "minLength": 3},
    {"type": "string", "pattern": "^(.)\\1$", "example": "aa"},
]


@pytest.mark.parametrize("schema", HARD, ids=lambda one: str(one)[:70])
def test_a_hard_schema_has_a_value_all_the_same(schema: Any):
    sampled = subject(schema)

    assert all(sampled.accepts(value) for value in sampled.values(3))


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("bounds", [{}, {"minLength": 60}], ids=str)
def test_a_text_is_of_its_format(name: str, bounds: dict[str, int]):
    fixed = {"date", "time", "date-time", "duration", "ipv4", "ipv6", "uuid"}
    sampled = subject({"type": "string", "format": name, **({} if name in fixed else bounds)})

    assert all(sampled.accepts(value) for value in sampled.values(5))


REFUSED = [
    (False, "nothing fits"),
    ({"type": "integer", "minimum": 3, "maximum": 2}, "nothing fits"),
    ({"type": "integer", "exclusiveMinimum": 3, "exclusiveMaximum": 4}, "nothing fits"),
    ({"allOf": [{"type": "string"}, {"type": "object"}]}, "nothing fits"),
    ({"enum": [1, 2], "type": "string"}, "nothing fits"),
    ({"required": ["a"], "properties": {"a": False}}, "nothing fits"),
    ({"type": "string", "minLength": 3, "maxLength": 2}, "nothing fits"),
    ({"type": "string", "minLength": 10_001}, "too long to be made"),
    ({"type": "array", "minItems": 10_001}, "too long to be made"),
    ({"type": "string", "pattern": "^(?!a)a$"}, "nothing was found"),
    ({"type": "integer", "not": {"type": "number"}}, "nothing was found"),
    ({"type": "integer", "not": {}}, "nothing was found"),
    (
        {"required": ["a"], "properties": {"a": {"$ref": "#/components/schemas/S"}}, "type": "object"},
        "without end",
    ),
    ({"properties": {"a": {"$ref": "#/components/schemas/Nada"}}}, "is none"),
    ({"type": "string", "pattern": "("}, "is none"),
]


@pytest.mark.parametrize("dynamic", [False, True])
@pytest.mark.parametrize(("schema", "message"), REFUSED, ids=lambda one: str(one)[:60])
def test_a_schema_without_a_value_is_refused_with_the_reason(schema: Any, message: str, dynamic: bool):
    with pytest.raises(NoSample, match=message):
        subject(schema).value(dynamic=dynamic)


@pytest.mark.parametrize(
    "schema", [TEXT, NUMBER, {"type": "number"}, {"properties": {"a": TEXT}, "required": ["a"]}]
)
def test_another_salt_or_seed_gives_another_value(schema: Any):
    by_salt = subject(schema).values(30)
    by_seed = [subject(schema, seed).value(dynamic=True) for seed in range(30)]

    assert len({str(value) for value in by_salt}) > 10
    assert len({str(value) for value in by_seed}) > 10


def test_a_value_is_the_same_in_every_process():
    code = (
        "from tests.mocks.sampling.support import subject\n"
        "print(ascii(subject({'properties': {'nombre': {}, 'b': {'type': 'number'}}}).values(5)))"
    )
    made = [
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]

    assert made[0] == made[1] != ""


def test_what_only_the_other_side_sends_is_left_out():
    sampled = subject(
        {
            "properties": {"id": {"readOnly": True}, "clave": {"writeOnly": True}, "nombre": TEXT},
            "type": "object",
        }
    )

    assert sampled.value(direction="response").keys() == {"id", "nombre"}
    assert sampled.value(direction="request").keys() == {"clave", "nombre"}


def test_what_is_required_is_there_whoever_sends_it():
    sampled = subject({"properties": {"id": {"readOnly": True}}, "required": ["id"]})

    assert "id" in sampled.value(direction="request")


def test_a_value_is_the_callers_to_change():
    sampled = subject({"type": "object", "example": {"a": [1]}})

    sampled.value()["a"].append(2)

    assert sampled.value() == {"a": [1]}


@pytest.mark.parametrize("name", ["Nodo", "Lista"])
def test_a_circle_ends(name: str):
    sampled = subject({"$ref": f"#/components/schemas/{name}"}, **CIRCULAR)

    for value in sampled.values():
        assert sampled.accepts(value)
        assert len(str(value)) < 20_000


ANIMALS = {
    "Gato": {"type": "object", "required": ["clase"], "properties": {"clase": TEXT, "vidas": NUMBER}},
    "Perro": {"type": "object", "required": ["clase"], "properties": {"clase": TEXT, "raza": TEXT}},
}
EITHER = [{"$ref": "#/components/schemas/Gato"}, {"$ref": "#/components/schemas/Perro"}]


def test_a_discriminator_names_the_schema():
    sampled = subject({"anyOf": EITHER, "discriminator": {"propertyName": "clase"}}, **ANIMALS)

    values = sampled.values()

    assert {value["clase"] for value in values} == {"Gato", "Perro"}
    assert all("raza" not in value for value in values if value["clase"] == "Gato")


def test_a_discriminator_goes_by_its_mapping():
    mapping = {"miau": "#/components/schemas/Gato", "guau": "Perro"}
    sampled = subject(
        {"anyOf": EITHER, "discriminator": {"propertyName": "clase", "mapping": mapping}}, **ANIMALS
    )

    assert {value["clase"] for value in sampled.values()} == {"miau", "guau"}


def test_an_heir_is_named_in_the_discriminator_that_it_inherits():
    base = {"type": "object", "required": ["clase"], "properties": {"clase": TEXT}}
    sampled = subject(
        {"$ref": "#/components/schemas/Gato"},
        Animal={**base, "discriminator": {"propertyName": "clase"}},
        Gato={"allOf": [{"$ref": "#/components/schemas/Animal"}, {"properties": {"vidas": NUMBER}}]},
    )

    assert sampled.value()["clase"] == "Gato"
