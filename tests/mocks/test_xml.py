"""JSON values as XML."""

from typing import Any
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st
from tests.mocks.support import contract

from taller.mocks.contract import Contract
from taller.mocks.xml import as_xml


def xml(value: Any, schema: Any = True) -> str:
    """Return *value* as XML under *schema*, without the declaration."""
    node = Contract(contract({}, schemas={"S": schema})).root.at("components", "schemas", "S")
    return as_xml(value, node).decode().partition("?>\n")[2]


def test_arrays_repeat_their_element_or_are_wrapped():
    named = {"properties": {"a": {"type": "array", "items": {"xml": {"name": "uno"}}}}}
    wrapped = {"properties": {"a": {"type": "array", "xml": {"wrapped": True, "name": "todos"}}}}

    assert xml({"a": [1, 2]}) == "<root><a>1</a><a>2</a></root>"
    assert xml({"a": [1]}, named) == "<root><uno>1</uno></root>"
    assert xml({"a": [1]}, wrapped) == "<root><todos><todos>1</todos></todos></root>"


def test_names_and_characters_that_xml_does_not_have_are_replaced():
    assert xml({"nif/nie": "a\x01<&", "1": None, "": True}) == (
        "<root><nif_nie>a\ufffd&lt;&amp;</nif_nie><_1 /><_>true</_></root>"
    )


@given(
    st.dictionaries(
        st.text(max_size=5), st.text() | st.integers() | st.none() | st.lists(st.text()), max_size=5
    )
)
def test_it_is_xml_whatever_the_value(value: dict[str, Any]):
    ET.fromstring(as_xml(value, None))
