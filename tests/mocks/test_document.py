"""Places in a document, and the references between them."""

import pytest

from taller.mocks.openapi.document import ContractError, Node


def root(value: dict) -> Node:
    """Return the root of *value*."""
    return Node(value, "", value)


def test_a_reference_is_followed_and_the_pointer_is_where_it_leads():
    document = root({"a": {"$ref": "#/b~1c/0"}, "b/c": [{"x": 1}]})

    found = document.at("a", "x")

    assert (found.value, found.pointer) == (1, "/b~1c/0/x")


def test_references_are_followed_through_references_and_percent_escapes():
    document = root({"a": {"$ref": "#/b"}, "b": {"$ref": "#/%C3%B1", "description": "-"}, "ñ": {"x": 1}})

    assert document.at("a").pointer == "/ñ"


def test_what_has_more_than_a_reference_stays_itself():
    document = root({"a": {"$ref": "#/b", "minimum": 1}, "b": {"type": "integer"}})

    assert document.at("a").pointer == "/a"
    assert document.at("a").reference().pointer == "/b"


def test_a_circle_through_data_does_no_harm():
    tree = {"children": {"items": {"$ref": "#/tree"}}}

    assert root({"tree": tree}).at("tree", *["children", "items"] * 5).pointer == "/tree"


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ({"a": {"$ref": "#/a"}}, "leads back to itself"),
        ({"a": {"$ref": "#/b"}, "b": {"$ref": "#/a"}}, "leads back to itself"),
        ({"a": {"$ref": "#/nada"}}, "leads to nothing"),
        ({"a": {"$ref": "otro.yaml#/b"}}, "bundle"),
    ],
)
def test_a_reference_that_leads_nowhere_is_an_error(document: dict, message: str):
    with pytest.raises(ContractError, match=message):
        root(document).at("a")


def test_a_missing_step_is_none_or_an_error():
    document = root({"a": [1, "dos"]})

    assert document.get("a", "2") is None
    assert document.get("a", "b", "c") is None
    assert document.text("a", "1") == "dos"
    assert document.text("a", "0") is None
    with pytest.raises(ContractError, match="no b at #/a"):
        document.at("a").at("b")


def test_what_many_refer_to_is_one_place():
    schemas = {"A": {"properties": {"b": {"$ref": "#/S/B"}}}, "B": {"properties": {"a": {"$ref": "#/S/A"}}}}
    document = {"S": schemas, "first": {"$ref": "#/S/A"}, "second": {"$ref": "#/S/A"}}
    root = Node(document, "", document)

    first, second = root.at("first"), root.at("second")

    assert first is second
    assert first.at("properties", "b", "properties", "a") is first
