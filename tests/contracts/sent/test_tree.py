"""A schema tells what a value keeps and what it breaks."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema_rs import Draft202012Validator
from tests.contracts.sent.contract import contract

from taller.contracts.events import Sent
from taller.contracts.sent.places import Place
from taller.contracts.sent.tree import Node

TEXT = {"type": "string", "minLength": 2, "maxLength": 5}
NODE: dict[str, Any] = {"type": "object", "required": ["next"], "properties": {}}
NODE["properties"]["next"] = {"anyOf": [NODE, {"type": "null"}]}
SELF: dict[str, Any] = {"type": "string", "maxLength": 3}
SELF["allOf"] = [SELF]


def seen(schema: dict[str, Any], value: Any, part: str = "body") -> dict[str, str]:
    """Return what *value* keeps (``+``) and breaks (``-``), by place and keyword."""
    found: set[Sent] = set()
    Node(contract(), schema, Place("PUT /x", part)).note(value, found)
    told: dict[str, str] = {}
    for one in sorted(found):
        name = f"{one.place.removeprefix(part).strip()} {one.keyword}".strip()
        told[name] = told.get(name, "") + "-+"[one.kept]
    return told


@pytest.mark.parametrize(
    ("schema", "value", "told"),
    [
        (TEXT, "abc", {"": "+", "type": "+", "minLength": "+", "maxLength": "+"}),
        (TEXT, "a", {"": "-", "type": "+", "minLength": "-", "maxLength": "+"}),
        (TEXT, 7, {"": "-", "type": "-"}),
        ({"type": ["string", "null"], "minLength": 2}, None, {"": "+", "type": "+"}),
        ({"format": "date", "pattern": "^2"}, "1999-01-01", {"": "-", "format": "+", "pattern": "-"}),
        ({"format": "int64", "minLength": 0, "uniqueItems": False}, "", {"": "+"}),
        ({"uniqueItems": True, "maxItems": 2}, [[1], [1]], {"": "-", "uniqueItems": "-", "maxItems": "+"}),
        ({"items": TEXT}, ["abc", 7], {"": "-", "/*": "+-", "/* type": "+-"}),
        ({"enum": [{"a": 1}]}, {"a": 1}, {"": "+", "enum": "+"}),
        ({"not": {"type": "null"}}, None, {"": "-", "not": "-"}),
        ({"if": {"minimum": 5}, "then": {"maximum": 6}}, 7, {"": "-", "if": "-"}),
        ({"$ref": "#/components/schemas/Colour", "maxLength": 3}, "blue", {"": "-", "maxLength": "-"}),
    ],
    ids=str,
)
def test_it_tells_keywords_apart(schema: dict[str, Any], value: Any, told: dict[str, str]) -> None:
    found = seen(schema, value)

    signs = {name: found.get(name, "").replace("-+", "+-") for name in told}
    assert signs == told
    assert found.keys() - told.keys() <= {"/* minLength", "/* maxLength", "type", "enum"}


def test_what_must_be_there_is_told_property_by_property() -> None:
    schema = {"required": ["a/b", "c"], "properties": {"a/b": {}, "c": {}}}

    assert seen(schema, {"a/b": 1}) == {"": "-", "/a~1b": "+", "/a~1b required": "+", "/c required": "-"}


def test_what_only_the_service_writes_is_neither_wanted_nor_counted() -> None:
    schema = {"required": ["id"], "properties": {"id": {"type": "integer", "readOnly": True}}}

    assert seen(schema, {}) == {"": "+"}
    assert seen(schema, {"id": "mine"}) == {"": "+"}


def test_what_is_not_meant_for_a_choice_does_not_break_it() -> None:
    schema = {"anyOf": [{"type": "string", "minLength": 2}, {"type": "null"}]}

    assert seen(schema, None) == {"": "+", "type": "+", "anyOf": "+"}
    assert seen(schema, "a")["minLength"] == "-"
    assert seen(schema, "ab") == {"": "+", "type": "+", "minLength": "+", "anyOf": "+"}


def test_two_at_once_break_one_of() -> None:
    assert seen({"oneOf": [{"minimum": 1}, {"maximum": 9}]}, 5)["oneOf"] == "-"


def test_what_is_told_by_a_pattern_or_a_position_is_not_held_to_what_the_rest_is() -> None:
    text = {"type": "string"}
    named = {"patternProperties": {"^x": {}}, "additionalProperties": text}

    assert seen(named, {"x-a": 1}) == {"": "+", "patternProperties": "+"}
    assert seen({"prefixItems": [{}], "items": text}, [1, "a"]) == {"": "+", "prefixItems": "+"}


def test_schemas_within_themselves_come_to_an_end() -> None:
    deep = {"next": {"next": {"next": None}}}

    assert seen(NODE, deep)["/next anyOf"] == "+"
    assert seen(SELF, "abcd") == {"": "-", "type": "+", "maxLength": "-"}


def test_what_is_sent_as_text_is_not_held_to_be_text() -> None:
    found = seen({"type": "string", "minLength": 1}, "x", "path id")

    assert found == {"": "+"}


def test_what_no_judge_takes_is_told_as_broken() -> None:
    assert seen(TEXT, "\ud800") == {"": "-"}


LEAVES = st.none() | st.booleans() | st.integers(-3, 12) | st.sampled_from(("", "a", "abc", "2026-01-01"))
VALUES = st.recursive(
    LEAVES,
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(st.sampled_from("abc"), inside),
    max_leaves=8,
)
SIMPLE = st.fixed_dictionaries(
    {},
    optional={
        "type": st.sampled_from(("string", "integer", "array", "object", ["string", "null"])),
        "minLength": st.integers(0, 3),
        "pattern": st.sampled_from(("^a", "b$")),
        "format": st.sampled_from(("date", "int32")),
        "maximum": st.integers(0, 9),
        "multipleOf": st.integers(1, 3),
        "uniqueItems": st.booleans(),
        "minItems": st.integers(0, 2),
        "maxProperties": st.integers(0, 2),
        "required": st.lists(st.sampled_from("abc"), unique=True),
        "enum": st.lists(LEAVES, min_size=1),
    },
)
SCHEMAS = st.recursive(
    SIMPLE,
    lambda inside: st.fixed_dictionaries(
        {},
        optional={
            "properties": st.dictionaries(st.sampled_from("ab"), inside),
            "additionalProperties": inside | st.booleans(),
            "items": inside,
            "not": inside,
            **{word: st.lists(inside, min_size=1, max_size=3) for word in ("allOf", "anyOf", "oneOf")},
        },
    ),
    max_leaves=6,
)


@given(SCHEMAS, VALUES)
def test_a_value_is_good_exactly_if_a_whole_validator_takes_it(schema: dict[str, Any], value: Any) -> None:
    found: set[Sent] = set()
    whole = Draft202012Validator(schema, validate_formats=True)

    assert Node(contract(), schema, Place("PUT /x", "body")).note(value, found) == whole.is_valid(value)


@given(SCHEMAS, VALUES)
def test_nothing_is_told_that_the_schema_does_not_have(schema: dict[str, Any], value: Any) -> None:
    root, found = Node(contract(), schema, Place("PUT /x", "body")), set[Sent]()
    root.note(value, found)

    waiting, known = [root], set[tuple[str, str]]()
    for node in waiting:
        known |= {(node.place.name, ""), *((one.place, one.keyword) for one in node.keywords())}
        waiting += node.children()
    assert {(one.place, one.keyword) for one in found} <= known
