"""The admin path, asked as tests ask it."""

import json
from typing import Any

import pytest
from openapi_spec_validator import validate
from tests.mocks.admin.support import Client, FakeService, journaled, problem, read

from taller.mocks.admin import ROOT, Admin
from taller.mocks.admin.contract import document
from taller.mocks.admin.views import ROUTES
from taller.mocks.openapi.http import Request


def test_the_contract_is_sound_and_has_every_route_and_method() -> None:
    validate(document())

    declared = {path: {method.upper() for method in item} for path, item in document()["paths"].items()}
    assert declared == {path: set(views) for path, views in ROUTES.items()}


@pytest.mark.parametrize("path", ["/", "/clientes", "/_taller", "/_tallers/", "/%5Ftaller/", "//_taller/"])
def test_any_other_path_is_none_of_its_business(path: str) -> None:
    assert Admin(FakeService()).answer(Request("GET", path)) is None


def test_the_index_says_what_there_is() -> None:
    client = Client()

    shown = client.get("")

    assert shown["title"] == "Clientes"
    assert shown["settings"] == {"dynamic": False, "seed": 0}
    for link in shown["links"].values():
        reply = client.admin.answer(Request("OPTIONS", link["href"]))
        assert reply is not None
        assert reply.status == 405


def test_the_index_of_one_of_several_has_its_prefix() -> None:
    reply = Client().send(Request("GET", ROOT, prefix="/clientes-api"))

    assert read(reply)["links"]["state"] == {"href": "/clientes-api/_taller/state"}


def test_both_contracts_are_shown() -> None:
    client = Client()

    assert client.get("openapi.json") == json.loads(json.dumps(document()))
    assert client.get("contract")["info"] == {"title": "Clientes"}


@pytest.mark.parametrize("path", ROUTES)
def test_another_method_is_told_which_there_are(path: str) -> None:
    reply = Client().send(Request("PATCH", path))

    problem(reply, 405)
    allowed = set((reply.header("allow") or "").split(", "))
    assert allowed == set(ROUTES[path]) | ({"HEAD"} if "GET" in ROUTES[path] else set())


def test_head_is_answered_as_get() -> None:
    client = Client()

    assert client.ask("HEAD", "faults").body == client.ask("GET", "faults").body


def test_what_is_not_there_is_404() -> None:
    problem(Client().ask("GET", "nada"), 404)
    problem(Client().ask("GET", "state/"), 404)


def test_answers_are_not_to_be_stored() -> None:
    assert Client().ask("GET", "state").header("cache-control") == "no-store"


def test_the_state_goes_out_and_in_and_back() -> None:
    client = Client()
    start = client.get("state")

    assert client.ask("PUT", "state", {"clientes": []}).status == 204
    changed = client.get("state")
    assert client.ask("DELETE", "state").status == 204

    assert (start, changed) == ({"clientes": ["Ana"]}, {"clientes": []})
    assert client.get("state") == start


@pytest.mark.parametrize(
    ("dump", "words"),
    [({"bad": 1}, "#/bad"), ({"worse": 1}, "no such collection"), ([], "un objeto"), (None, "un objeto")],
)
def test_a_state_that_does_not_fit_changes_nothing_and_names_the_fault(dump: Any, words: str) -> None:
    client = Client()
    body = json.dumps(dump).encode()

    reply = client.send(
        Request("PUT", "/_taller/state", headers={"content-type": "application/json"}, body=body)
    )

    problem(reply, 422)
    assert words in reply.body.decode()
    assert client.get("state") == {"clientes": ["Ana"]}


def test_faults_are_added_listed_replaced_and_cleared() -> None:
    client = Client()

    added = client.ask("POST", "faults", {"faults": ["latency=200ms, reset; times=3", "break"]})
    listed = client.get("faults")
    replaced = client.ask("PUT", "faults", {"faults": ["down"]})

    one = {"number": 1, "fault": "latency=200ms", "struck": 0, "left": None}
    assert added.status == 201
    assert read(added) == listed
    assert listed["faults"][0] == one
    assert listed["faults"][1] == {"number": 2, "fault": "reset; times=3", "struck": 0, "left": 3}
    assert [fault["fault"] for fault in read(replaced)["faults"]] == ["down"]
    assert client.ask("DELETE", "faults").status == 204
    assert client.get("faults") == {"faults": []}


def test_only_what_was_added_is_answered() -> None:
    client = Client()
    client.ask("POST", "faults", {"faults": ["reset"]})

    assert [one["number"] for one in read(client.ask("POST", "faults", {"faults": ["break"]}))["faults"]] == [
        2
    ]


def test_a_fault_shows_what_it_has_done() -> None:
    client = Client()
    client.ask("POST", "faults", {"faults": ["reset; times=3"]})

    client.service.faults.plan(Request("GET", "/"), None)

    assert client.get("faults")["faults"][0] == {
        "number": 1,
        "fault": "reset; times=3",
        "struck": 1,
        "left": 2,
    }


@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_one_fault_that_nobody_understands_spoils_them_all(method: str) -> None:
    client = Client()
    client.ask("POST", "faults", {"faults": ["break"]})

    refused = problem(client.ask(method, "faults", {"faults": ["reset", "nap=1s"]}), 422)

    assert refused["errors"][0]["pointer"] == "#/faults/1"
    assert "'nap=1s': no such term" in refused["errors"][0]["detail"]
    assert [one["fault"] for one in client.get("faults")["faults"]] == ["break"]


def test_too_many_faults_are_a_conflict() -> None:
    client = Client()
    client.ask("POST", "faults", {"faults": ["break"] * 100})

    problem(client.ask("POST", "faults", {"faults": ["break"]}), 409)
    problem(client.ask("PUT", "faults", {"faults": ["break, break"] * 60}), 409)

    assert len(client.get("faults")["faults"]) == 100


FAULTY_BODIES = [
    ({}, "#/faults"),
    ({"faults": "reset"}, "#/faults"),
    ({"faults": [1]}, "#/faults/0"),
    ({"faults": [""]}, "#/faults/0"),
    ({"faults": ["a" * 2001]}, "#/faults/0"),
    ({"faults": [], "more": 1}, "#/more"),
    ({"faults": ["break"] * 101}, "#/faults"),
]


@pytest.mark.parametrize(("body", "pointer"), FAULTY_BODIES)
def test_a_body_that_breaks_its_schema_names_the_place(body: Any, pointer: str) -> None:
    refused = problem(Client().ask("POST", "faults", body), 422)

    assert [one["pointer"] for one in refused["errors"]] == [pointer]


WITH_BODIES = [
    (method, path)
    for path, views in ROUTES.items()
    for method in views
    if "requestBody" in document()["paths"][path][method.lower()]
]


@pytest.mark.parametrize(("method", "path"), WITH_BODIES)
def test_every_body_is_strict_json_of_its_type_and_size(method: str, path: str) -> None:
    client, json_type = Client(), {"content-type": "application/json; charset=utf-8"}

    assert client.send(Request(method, path, body=b"{}")).status == 415
    assert client.send(Request(method, path, headers={"content-type": "text/json"}, body=b"{}")).status == 415
    assert client.send(Request(method, path, headers=json_type, too_large=True)).status == 413
    assert client.send(Request(method, path, headers=json_type, body=b"{", cut=True)).status == 400
    for body in (
        b"",
        b"{",
        b"\xff",
        b'{"a":1,"a":2}',
        b"[NaN]",
        b"[" * 5000,
        b'["\\ud800"]',
        b"\xef\xbb\xbf{}",
    ):
        assert client.send(Request(method, path, headers=json_type, body=body)).status == 400
    for value in (b"null", b"1", b"[]", b'"a"'):
        assert client.send(Request(method, path, headers=json_type, body=value)).status == 422


@pytest.mark.parametrize(
    ("path", "method"), [(path, method) for path, views in ROUTES.items() for method in views]
)
def test_an_unknown_parameter_is_refused_everywhere_and_nothing_is_done(path: str, method: str) -> None:
    client = journaled()

    problem(client.send(Request(method, path, "nada=1")), 400)

    assert len(client.service.journal) == 3


def test_a_reset_is_one_of_all() -> None:
    client = journaled()
    client.ask("PUT", "state", {})
    client.ask("POST", "faults", {"faults": ["down"]})

    assert client.ask("POST", "reset").status == 204

    assert client.get("state") == {"clientes": ["Ana"]}
    assert client.get("faults") == {"faults": []}
    assert client.get("journal")["held"] == 0
