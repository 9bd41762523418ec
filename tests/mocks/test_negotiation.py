"""JSON or XML, as the client likes it and the contract lets it."""

from xml.etree import ElementTree as ET

import pytest
from tests.mocks.support import assert_problem, contract, sample
from werkzeug.test import Client

from taller.mocks import create_stand_in
from taller.mocks.openapi.problems import Problem
from taller.mocks.replies.negotiation import chosen, chosen_for


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


DECLARED = ("text/csv", "application/json; charset=utf-8", "application/vnd.taller+json", "image/*")


@pytest.mark.parametrize(
    ("accept", "declared", "media"),
    [
        (None, DECLARED, "application/json; charset=utf-8"),
        ("*/*", DECLARED, "application/json; charset=utf-8"),
        ("application/json", DECLARED, "application/json; charset=utf-8"),
        ("Application/JSON; q=0.3", DECLARED, "application/json; charset=utf-8"),
        ("text/*", DECLARED, "text/csv"),
        ("text/csv, application/json", DECLARED, "application/json; charset=utf-8"),
        ("text/csv, application/json;q=0.9", DECLARED, "text/csv"),
        ("text/csv;q=0.5, */*;q=0.1", DECLARED, "text/csv"),
        ("application/vnd.taller+json", DECLARED, "application/vnd.taller+json"),
        ("image/plain", DECLARED, "image/*"),
        ("application/json, text/plain, */*", ("application/hal+json",), "application/hal+json"),
        ("application/json", ("*/*",), "*/*"),
        ("text/html", (), ""),
        (None, (), ""),
    ],
)
def test_the_type_is_what_is_accepted_best_and_json_where_nothing_is_better(
    accept: str | None, declared: tuple[str, ...], media: str
):
    assert chosen(accept, declared) == media


@pytest.mark.parametrize("accept", ["text/html", "application/json;q=0", "*/*;q=0", "text/plain, video/*"])
def test_what_is_not_there_is_not_acceptable_and_what_is_there_is_named(accept: str):
    with pytest.raises(Problem, match="application/json") as refused:
        chosen(accept, ("application/json",))

    assert refused.value.status == 406
    assert chosen_for(404, accept, ("application/json",)) == "application/json"


def test_who_has_it_already_hears_too_that_it_depends_on_what_is_accepted():
    pet = {"schema": {"type": "object"}, "example": {"a": 1}}
    answer = {
        "description": "-",
        "headers": {"ETag": {"schema": {"type": "string"}}},
        "content": {"application/json": pet, "application/xml": pet},
    }
    asks = {"name": "If-None-Match", "in": "header", "schema": {"type": "string"}}
    get = {"parameters": [asks], "responses": {"200": answer, "304": {"description": "-"}}}
    client = Client(create_stand_in(contract({"/a": {"get": get}})))
    tag = client.get("/v1/a").headers["ETag"]

    response = client.get("/v1/a", headers={"If-None-Match": tag})

    assert (response.status_code, response.headers["ETag"], response.headers["Vary"]) == (304, tag, "Accept")
