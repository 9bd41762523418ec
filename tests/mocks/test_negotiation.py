"""JSON or XML, as the client likes it and the contract lets it."""

from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.mocks.support import assert_problem, contract, sample

from taller.mocks.contract import Contract
from taller.mocks.negotiation import as_xml


@pytest.mark.parametrize(
    ("accept", "xml"),
    [
        (None, False),
        ("*/*", False),
        ("application/json", False),
        ("application/xml", True),
        ("application/xml;q=0.9, */*;q=0.1", True),
        ("application/json;q=0.5, application/xml", True),
        ("application/xml;q=0.5, application/json", False),
        ("text/html", False),
        ("application/xml;q=0", False),
        ("", False),
        ("no es un tipo", False),
    ],
)
def test_an_event_is_answered_in_xml_to_who_prefers_it(accept: str | None, xml: bool):
    service = sample("logs")
    headers = {} if accept is None else {"Accept": accept}

    response = service.client.post(service.path, json=service.data, headers=headers)

    assert response.status_code == 201
    assert response.headers["Vary"] == "Accept"
    assert response.mimetype == ("application/xml" if xml else "application/json")
    if xml:
        log = ET.fromstring(response.data)
        assert (log.tag, log.findtext("id"), log.findtext("prioridad")) == ("log", "104", "Media")
        assert log.findtext("links/self/href") == "/api/v1/logs/104"
    stored = service.client.get(response.location)
    assert stored.headers["ETag"] == response.headers["ETag"]


def test_where_only_json_is_declared_json_it_is():
    service = sample("logs")

    response = service.client.get(service.path, headers={"Accept": "application/xml"})

    assert response.mimetype == "application/json"


def test_a_refusal_is_a_problem_document_whatever_is_accepted():
    service = sample("logs")

    response = service.client.post(service.path, json={}, headers={"Accept": "application/xml"})

    assert_problem(response, 422)


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
