"""What is read off a schema, and values completed by it."""

from typing import Any

import pytest
from tests.mocks.support import contract

from taller.mocks.contract import Contract
from taller.mocks.document import Node
from taller.mocks.schemas import completed, properties, required, types
from taller.mocks.validation import Validators


def schema(value: Any, **others: Any) -> tuple[Node, Validators]:
    """Return the schema *value* in a contract, and what validates it."""
    made = Contract(contract({}, schemas={"S": value, **others}))
    return made.root.at("components", "schemas", "S"), Validators(made)


COMPLETED = [
    ({"type": "integer"}, 6.0, 6),
    ({"type": "number"}, 6.0, 6.0),
    ({"type": ["integer", "null"]}, 6.0, 6),
    ({"type": "array", "items": {"type": "integer"}}, [1.0, 2], [1, 2]),
    ({"properties": {"a": {"default": 1}}}, {}, {"a": 1}),
    ({"properties": {"a": {"default": 1}}}, {"a": 2}, {"a": 2}),
    ({"properties": {"a": {"default": False}, "b": {"default": ""}}}, {}, {"a": False, "b": ""}),
    ({"properties": {"a": {"properties": {"b": {"default": 1}}}}}, {"a": {}}, {"a": {"b": 1}}),
    ({"allOf": [{"properties": {"a": {"default": 1}}}]}, {}, {"a": 1}),
    ({"oneOf": [{"type": "string"}, {"type": "integer"}]}, 6.0, 6),
    ({"anyOf": [{"required": ["a"], "properties": {"b": {"default": 1}}}, {}]}, {}, {}),
    ({"$ref": "#/components/schemas/T", "minimum": 1}, 6.0, 6),
    (True, {"a": 6.0}, {"a": 6.0}),
]


@pytest.mark.parametrize(("value", "given", "expected"), COMPLETED, ids=str)
def test_defaults_are_filled_in_and_integers_whole(value: Any, given: Any, expected: Any):
    node, validators = schema(value, T={"type": "integer"})

    result = completed(node, given, validators.fits)

    assert result == expected
    assert repr(result) == repr(expected)  # 6 == 6.0


def test_the_given_value_stays_as_it_was():
    node, validators = schema({"properties": {"a": {"default": 1}}})
    given: dict[str, Any] = {}

    completed(node, given, validators.fits)

    assert given == {}


def test_a_schema_that_says_nothing_has_every_type():
    node, _ = schema({})

    assert len(types(node)) == 7


def test_a_circle_of_schemas_ends():
    node, _ = schema(
        {"allOf": [{"$ref": "#/components/schemas/S"}], "properties": {"a": {}}, "required": ["a"]}
    )

    assert set(properties(node)) == {"a"}
    assert required(node) == {"a"}
