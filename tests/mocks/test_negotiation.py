"""JSON or XML, as the client likes it and the contract lets it."""

from xml.etree import ElementTree as ET

import pytest
from tests.mocks.support import assert_problem, sample


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
        ("text/html, application/*", False),
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


@pytest.mark.parametrize("accept", ["text/html", "application/xml;q=0", "application/json;q=0, image/*"])
def test_who_takes_nothing_that_there_is_gets_nothing_and_changes_nothing(accept: str):
    service = sample("logs")
    before = service.client.get(service.path).json

    response = service.client.post(service.path, json=service.data, headers={"Accept": accept})

    assert_problem(response, 406)
    assert service.client.get(service.path).json == before


def test_a_refusal_is_a_problem_document_whatever_is_accepted():
    service = sample("logs")

    response = service.client.post(service.path, json={}, headers={"Accept": "application/xml"})

    assert_problem(response, 422)
