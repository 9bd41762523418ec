"""The plain requests of the bench, by contracts small enough to see through."""

from typing import Any

import pytest
from bench.mocks.plain import Contract, Plain


def request_of(operation: dict[str, Any], components: dict[str, Any] | None = None) -> Plain:
    document = {"paths": {"/parts/{id}": {"post": operation}}, "components": components or {}}
    return next(Contract(document).requests())


def body_of(schema: dict[str, Any], components: dict[str, Any] | None = None) -> Any:
    operation = {"requestBody": {"content": {"application/json": {"schema": schema}}}}
    return request_of(operation, components).body


def test_every_operation_has_one_request():
    item = {"get": {}, "delete": {}, "summary": "no operation"}

    found = Contract({"paths": {"/a": item, "/b": {"put": {}}}}).requests()

    assert [(each.method, each.template) for each in found] == [
        ("GET", "/a"),
        ("DELETE", "/a"),
        ("PUT", "/b"),
    ]


def test_a_parameter_that_is_not_required_is_left_out():
    needed = {"name": "page", "in": "query", "required": True, "schema": {"type": "integer", "minimum": 3}}
    optional = {"name": "order", "in": "query", "schema": {"type": "string"}}

    found = request_of({"parameters": [needed, optional]})

    assert found.query == {"page": 3}


def test_an_operation_overrules_the_parameters_of_its_path():
    several = [{"name": "id", "in": "path", "schema": {"type": "string"}}]
    own = [{"name": "id", "in": "path", "example": 7}]
    document = {"paths": {"/parts/{id}": {"parameters": several, "get": {"parameters": own}}}}

    found = next(Contract(document).requests())

    assert found.path == {"id": 7}


def test_an_example_goes_before_the_schema():
    media = {"schema": {"type": "string"}, "examples": {"one": {"value": "given"}}}

    found = request_of({"requestBody": {"content": {"application/json": media}}})

    assert found.body == "given"


def test_a_body_has_what_is_required_and_no_more():
    schema = {
        "type": "object",
        "required": ["a"],
        "properties": {"a": {"type": "boolean"}, "b": {"type": "string"}},
    }

    assert body_of(schema) == {"a": True}


def test_the_parts_of_an_all_of_are_joined():
    parts = {"schemas": {"A": {"required": ["a"], "properties": {"a": {"enum": ["x", "y"]}}}}}

    found = body_of({"allOf": [{"$ref": "#/components/schemas/A"}, {"required": ["b"]}]}, parts)

    assert found == {"a": "x", "b": "ejemplo"}


def test_a_circle_of_references_ends():
    node = {
        "type": "object",
        "required": ["next"],
        "properties": {"next": {"$ref": "#/components/schemas/Node"}},
    }

    found = body_of({"$ref": "#/components/schemas/Node"}, {"schemas": {"Node": node}})

    assert found["next"]["next"]


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ({"type": "integer"}, 1),
        ({"type": "integer", "minimum": 40}, 40),
        ({"type": "number", "maximum": 0.5}, 0.5),
        ({"type": ["null", "boolean"]}, True),
        ({"type": "string", "format": "date"}, "2026-03-02"),
        ({"type": "string", "minLength": 9}, "ejemploxx"),
        ({"type": "string", "maxLength": 3}, "eje"),
        ({"type": "string", "pattern": r"^\d+\.\d+$"}, "0.0"),
        ({"type": "string", "pattern": "^e"}, "ejemplo"),
        ({"type": "string", "pattern": "("}, "ejemplo"),
        ({"type": "array", "items": {"type": "null"}, "minItems": 2}, [None, None]),
    ],
)
def test_a_value_fits_its_schema(schema: dict[str, Any], value: Any):
    assert body_of(schema) == value
