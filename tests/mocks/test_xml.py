"""JSON values as XML."""

from typing import Any
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st
from tests.mocks.support import contract

from taller.mocks.openapi.contract import Contract
from taller.mocks.replies.xml import as_xml


def xml(value: Any, schema: Any = True) -> str:
    """Return *value* as XML under *schema*, without the declaration."""
    node = Contract(contract({}, schemas={"S": schema})).root.at("components", "schemas", "S")
    return as_xml(value, node).decode().partition("?>\n")[2]


def test_arrays_repeat_their_element_or_are_wrapped():
    named = {"properties": {"a": {"type": "array", "items": {"xml": {"name": "uno"}}}}}
    wrapped = {"properties": {"a": {"type": "array", "xml": {"wrapped": True, "name": "todos"}}}}

    assert xml({"a": [1, 2]}) == "<S><a>1</a><a>2</a></S>"
    assert xml({"a": [1]}, named) == "<S><uno>1</uno></S>"
    assert xml({"a": [1]}, wrapped) == "<S><todos><todos>1</todos></todos></S>"


def test_names_and_characters_that_xml_does_not_have_are_replaced():
    assert xml({"nif/nie": "a\x01<&", "1": None, "": True}) == (
        "<S><nif_nie>a\ufffd&lt;&amp;</nif_nie><_1 /><_>true</_></S>"
    )


def test_the_root_is_called_what_its_schema_is_called():
    assert xml(1) == "<S>1</S>"
    assert xml([1], {"items": {"xml": {"name": "uno"}}}) == "<S><uno>1</uno></S>"
    assert xml(1, {"xml": {"name": "otro"}}) == "<otro>1</otro>"
    assert as_xml(1, None).endswith(b"<root>1</root>")


def test_a_property_may_be_an_attribute():
    described = {"properties": {key: {"xml": {"attribute": True}} for key in ("id", "a b")}}

    assert xml({"id": 7, "a b": True, "c": "d"}, described) == '<S id="7" a_b="true"><c>d</c></S>'
    assert xml({"id": None}, described) == "<S><id /></S>"


def test_names_may_be_in_a_namespace():
    described = {"xml": {"namespace": "http://example.com/x", "prefix": "x"}, "properties": {"a": {}}}
    usual = {"xml": {"namespace": "http://example.com/x"}}

    assert xml({"a": 1}, described) == '<x:S xmlns:x="http://example.com/x"><a>1</a></x:S>'
    assert xml({"a": 1}, usual) == '<S xmlns="http://example.com/x"><a>1</a></S>'
    assert xml({"a": 1}, {"xml": {"prefix": "x"}}) == "<S><a>1</a></S>"


@given(
    st.dictionaries(
        st.text(max_size=5), st.text() | st.integers() | st.none() | st.lists(st.text()), max_size=5
    )
)
def test_it_is_xml_whatever_the_value(value: dict[str, Any]):
    ET.fromstring(as_xml(value, None))
