"""What is read off a schema."""

from typing import Any

from tests.mocks.support import contract

from taller.mocks.openapi.contract import Contract
from taller.mocks.openapi.document import Node
from taller.mocks.openapi.schemas import properties, required, types


def schema(value: Any) -> Node:
    """Return the schema *value* in a contract."""
    return Contract(contract({}, schemas={"S": value})).root.at("components", "schemas", "S")


def test_a_schema_that_says_nothing_has_every_type():
    node = schema({})

    assert len(types(node)) == 7


def test_a_circle_of_schemas_ends():
    node = schema({"allOf": [{"$ref": "#/components/schemas/S"}], "properties": {"a": {}}, "required": ["a"]})

    assert set(properties(node)) == {"a"}
    assert required(node) == {"a"}
