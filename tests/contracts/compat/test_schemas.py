"""Schemas that say the same in other words, and differences in places that are hard to see."""

from typing import Any

import pytest
from tests.contracts.compat.schemas import contract
from tests.contracts.compat.test_soundness import compared

Json = Any
TREE = {
    "type": "object",
    "properties": {"hijos": {"type": "array", "items": {"$ref": "#/components/schemas/Nodo"}}},
}
ENUM = {"type": "string", "enum": ["a", "b", "c"]}
ONE_OF = {"type": "object", "properties": {"a": {}, "b": {}}, "additionalProperties": False}


def told(
    old: Json, new: Json, *, request: bool = True, **schemas: tuple[Json, Json]
) -> list[tuple[str, str]]:
    """Return the path and the code of each difference."""
    documents = [
        contract(one, **{name: pair[at] for name, pair in schemas.items()}).document
        for at, one in enumerate((old, new))
    ]
    return [(met.path, met.difference.code) for met in compared(*documents, request)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"type": "integer", "minimum": 1}, {"type": "integer", "exclusiveMinimum": 0}),
        ({"type": "integer", "maximum": 1.5}, {"type": "integer", "maximum": 1}),
        ({"type": ["integer", "number"]}, {"type": "number"}),
        ({"type": "boolean"}, {"enum": [False, True]}),
        ({"const": 1}, {"enum": [1.0]}),
        ({"type": "string", "minLength": 0}, {"type": "string"}),
        ({"type": ["string", "null"]}, {"anyOf": [{"type": "string"}, {"type": "null"}]}),
        ({"anyOf": [{"type": "string"}]}, {"type": "string"}),
        ({"type": "string", "minimum": 3}, {"type": "string"}),
        ({"allOf": [{"type": "string"}, {"maxLength": 3}]}, {"type": "string", "maxLength": 3}),
        (
            {"allOf": [{"type": "object", "required": ["a"]}, {"properties": {"a": {"type": "string"}}}]},
            {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]},
        ),
        (
            {"type": "object", "properties": {"a": {}}, "unevaluatedProperties": False},
            {"type": "object", "properties": {"a": {}}, "additionalProperties": False},
        ),
        ({"type": "integer", "multipleOf": 1}, {"type": "integer"}),
        (ENUM, {"type": "string", "oneOf": [{"const": one, "title": one.upper()} for one in "abc"]}),
        (ENUM, {"anyOf": [{"enum": ["a", "b"]}, {"type": "string", "enum": ["b", "c"]}]}),
        (ENUM, {"oneOf": [{"enum": ["a", "b", "x"]}, {"enum": ["x", "c"]}]}),
        ({"enum": ["a", None]}, {"oneOf": [{"const": "a"}, {"type": "null"}]}),
        ({"type": "string"}, {"anyOf": [ENUM, {"type": "string"}]}),
        ({"type": ["string", "integer"]}, {"anyOf": [{"type": "string"}, {"type": "integer"}]}),
        ({"type": ["string", "integer"]}, {"oneOf": [{"type": "string"}, {"type": "integer"}]}),
        ({"type": ["string", "boolean"]}, {"anyOf": [{"type": "string"}, {"enum": [True, False]}]}),
        ({"oneOf": [ONE_OF, {"type": "string"}]}, {"anyOf": [ONE_OF, {"type": "string"}]}),
        ({"type": "string", "format": "password"}, {"type": "string"}),
        ({"type": "string", "format": "byte"}, {"type": "string", "contentEncoding": "base64"}),
    ],
)
def test_what_says_the_same_does_not_differ(one: Json, other: Json) -> None:
    assert told(one, other) == told(other, one) == []


@pytest.mark.parametrize(
    "choice",
    [
        {"oneOf": [{"type": "string"}, ENUM]},
        {"oneOf": [{"type": "number"}, {"type": "integer"}]},
        {"anyOf": [{"type": "string"}, {"const": 1}]},
        {"anyOf": [{"type": "string", "maxLength": 3}, {"const": "x"}]},
    ],
)
def test_a_choice_that_no_one_list_says_stays_a_choice(choice: Json) -> None:
    assert told(choice, {"type": ["string", "number"]}) != []


def test_a_value_less_in_a_choice_of_values_is_told_as_a_value() -> None:
    several = [{"type": "string", "oneOf": [{"const": one} for one in names]} for names in ("abc", "ab")]

    assert told(*several) == [("", "enum-narrowed")]
    assert told(several[1], several[0], request=False) == [("", "enum-widened")]


def test_a_circle_is_gone_round_once() -> None:
    new = {**TREE, "required": ["hijos"]}

    found = told(
        {"$ref": "#/components/schemas/Nodo"}, {"$ref": "#/components/schemas/Nodo"}, Nodo=(TREE, new)
    )

    assert found == [("/hijos", "property-required")]


def test_a_member_that_is_required_all_the_way_round_a_circle_has_an_end() -> None:
    node = {
        "type": "object",
        "properties": {"otro": {"$ref": "#/components/schemas/Nodo"}},
        "required": ["otro"],
    }

    assert told(node, {"type": "object"}, request=False, Nodo=(node, node)) == [("/otro", "property-removed")]


def test_a_difference_behind_a_circle_is_told_on_every_way_to_it() -> None:
    old = {"type": "object", "properties": {"nodo": {"$ref": "#/components/schemas/Nodo"}}}
    other = {
        "type": "object",
        "properties": {"nodo": {"$ref": "#/components/schemas/Nodo"}, "x": {"type": "string"}},
    }
    changed = {**other, "properties": {**other["properties"], "x": {"type": "integer"}}}
    node = {"type": "object", "properties": {"otro": {"$ref": "#/components/schemas/Otro"}}}

    found = told(old, old, Nodo=(node, node), Otro=(other, changed))

    assert found == [("/nodo/otro/x", "type-changed")]


def test_all_parts_of_an_all_of_speak_of_one_member() -> None:
    old = {
        "allOf": [
            {"type": "object", "properties": {"a": {"type": "integer"}}},
            {"properties": {"a": {"maximum": 9}}},
        ]
    }
    new = {"type": "object", "properties": {"a": {"type": "integer", "maximum": 5}}}

    assert told(old, new) == [("/a", "limit-tightened")]


def test_branches_belong_together_by_what_the_discriminator_calls_them() -> None:
    def animals(*names: str) -> Json:
        mapping = {name: f"#/components/schemas/{name}" for name in names}
        branches = [{"$ref": reference} for reference in mapping.values()]
        return {"oneOf": branches, "discriminator": {"propertyName": "clase", "mapping": mapping}}

    kind = {"clase": {"type": "string"}}
    dog = {"type": "object", "properties": kind, "required": ["clase", "ladra"]}
    cat = {"type": "object", "properties": kind, "required": ["clase", "bufa"]}
    schemas = {"Perro": (dog, dog), "Gato": (cat, {**cat, "required": ["clase"]})}

    found = told(animals("Perro", "Gato"), animals("Gato", "Perro"), request=False, **schemas)

    assert found == [("/bufa", "property-optional")]


def test_branches_that_overlap_are_in_doubt_when_one_changes() -> None:
    old = {"oneOf": [{"type": "integer", "maximum": 9}, {"type": "integer", "minimum": 5}]}
    new = {"oneOf": [{"type": "integer", "maximum": 9}, {"type": "integer", "minimum": 4}]}

    assert ("", "alternatives-overlap") in told(old, new)


def test_a_choice_that_was_made_already_asks_for_nothing_new() -> None:
    old = {"type": "object", "properties": {"a": {}}, "required": ["a"], "additionalProperties": False}
    new = {**ONE_OF, "oneOf": [{"required": ["a"]}, {"required": ["b"]}]}

    assert told(old, new) == [("/a", "property-optional"), ("/b", "property-allowed")]
    assert ("", "constraint-added") in told({**ONE_OF, "required": ["a"]}, new)


def test_what_an_opaque_keyword_refers_to_counts() -> None:
    schema = {"type": "string", "not": {"$ref": "#/components/schemas/Otro"}}

    assert told(schema, schema, Otro=({"const": "x"}, {"const": "y"})) == [("", "constraint-changed")]


def test_what_is_read_only_is_not_asked_for_in_a_request() -> None:
    old = {"type": "object", "properties": {"id": {"type": "integer", "readOnly": True}}}
    new = {"type": "object", "properties": {"id": {"type": "string", "readOnly": True}}, "required": ["id"]}

    assert told(old, new) == []
    assert told(old, new, request=False) == [("/id", "property-required"), ("/id", "type-changed")]


def test_a_read_only_property_that_comes_or_goes_is_nothing_to_who_sends() -> None:
    old, new = ({"type": "object", "properties": one} for one in ({}, {"id": {"readOnly": True}}))

    assert told(old, new) == told(new, old) == []
    assert told(new, old, request=False) == [("/id", "property-removed")]


def test_names_that_a_pattern_speaks_of_are_compared_by_it() -> None:
    old = {"type": "object", "patternProperties": {"^x-": {"type": "string"}}}
    new = {"type": "object", "patternProperties": {"^x-": {"type": "string", "maxLength": 3}}}

    assert told(old, new) == [("/*", "limit-tightened")]
    assert told(old, {"type": "object", "patternProperties": {"^y-": {}}}) == [("", "constraint-changed")]
