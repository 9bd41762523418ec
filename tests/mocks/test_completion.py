"""Values completed by their schema."""

from typing import Any

import pytest
from tests.mocks.support import contract

from taller.mocks.openapi.completion import Completer
from taller.mocks.openapi.contract import Contract
from taller.mocks.openapi.validation import Validators


def completed(schema: Any, value: Any, *, defaults: bool = True) -> Any:
    """Return *value* completed under *schema*; the contract has ``T``, an integer, and ``R``, a tree."""
    tree = {
        "properties": {
            "hojas": {"type": "integer", "default": 0},
            "ramas": {"type": "array", "items": {"$ref": "#/components/schemas/R"}},
        }
    }
    made = Contract(contract({}, schemas={"S": schema, "T": {"type": "integer"}, "R": tree}))
    completer = Completer(Validators(made).fits, defaults=defaults)
    return completer.completed(made.root.at("components", "schemas", "S"), value)


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


@pytest.mark.parametrize(("schema", "given", "expected"), COMPLETED, ids=str)
def test_defaults_are_filled_in_and_integers_whole(schema: Any, given: Any, expected: Any):
    result = completed(schema, given)

    assert result == expected
    assert repr(result) == repr(expected)  # 6 == 6.0


def test_the_given_value_stays_as_it_was():
    given: dict[str, Any] = {}

    completed({"properties": {"a": {"default": 1}}}, given)

    assert given == {}


def test_a_schema_that_contains_itself_is_completed_all_the_way_down():
    given = {"hojas": 1.0, "ramas": [{"ramas": [{"hojas": 2.0}]}]}

    result = completed({"$ref": "#/components/schemas/R", "minProperties": 1}, given)

    assert repr(result) == "{'hojas': 1, 'ramas': [{'ramas': [{'hojas': 2}], 'hojas': 0}]}"


def test_a_patch_gets_no_defaults():
    schema = {"properties": {"a": {"default": 1}, "b": {"type": "integer"}}}

    assert repr(completed(schema, {"b": 2.0}, defaults=False)) == "{'b': 2}"
