"""What large contracts bring along: schemas that share much, and answers that differ from one another."""

from typing import Any

import pytest
from tests.mocks.support import answer, contract
from werkzeug.test import Client

from taller.mocks import create_stand_in
from taller.mocks.openapi import validation
from taller.mocks.openapi.contract import Contract
from taller.mocks.openapi.validation import Validators

BOAT = {
    "type": "object",
    "required": ["id", "name", "crew"],
    "properties": {
        "id": {"type": "integer"},
        "name": {"type": "string"},
        "crew": {"type": "array", "items": {"type": "object", "required": ["name"]}},
    },
}
SENT = {
    "type": "object",
    "required": ["name"],
    "properties": {"name": {"type": "string"}, "crew": {"type": "array", "items": {"type": "string"}}},
}


def boats(listed: Any = BOAT) -> Client:
    """Return a client of a stand-in for boats, which lists show as *listed*."""
    example = [{"id": 1, "name": "Ola", "crew": [{"name": "Ana"}]}]
    sent = {"requestBody": {"required": True, "content": {"application/json": {"schema": SENT}}}}
    parameter = {"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}
    several = answer(200, {"type": "array", "items": listed})
    paths = {
        "/boats": {"get": several, "post": answer(201, BOAT) | sent},
        "/boats/{id}": {"get": answer(200, BOAT, example[0]), "parameters": [parameter]},
    }
    return Client(create_stand_in(contract(paths)))


def test_what_a_client_may_send_and_a_resource_cannot_have_is_left_out():
    client = boats()

    made = client.post("/v1/boats", json={"name": "Mar", "crew": ["Eva"]})

    assert (made.status_code, made.json["name"]) == (201, "Mar"), made.text
    assert made.json["crew"] != ["Eva"]
    assert client.get(f"/v1/boats/{made.json['id']}").json == made.json


def test_a_list_that_shows_its_resources_otherwise_keeps_its_own_schema():
    crew = {"type": "object", "required": ["size"], "properties": {"size": {"type": "integer"}}}
    listed = BOAT | {"properties": BOAT["properties"] | {"crew": crew}}

    shown = boats(listed).get("/v1/boats")

    assert shown.status_code == 200, shown.text
    assert [(one["id"], one["name"], set(one["crew"])) for one in shown.json] == [(1, "Ola", {"size"})]


def test_an_id_that_is_any_number_is_a_number_after_the_others():
    boat = BOAT | {"properties": BOAT["properties"] | {"id": {"type": "number"}}}
    sent = {"requestBody": {"content": {"application/json": {"schema": SENT}}}}
    parameter = {"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}
    item = {"get": answer(200, boat, {"id": 7, "name": "Ola", "crew": []}), "parameters": [parameter]}
    paths = {"/boats": {"post": answer(201, boat) | sent}, "/boats/{id}": item}
    client = Client(create_stand_in(contract(paths)))

    made = client.post("/v1/boats", json={"name": "Mar"})

    assert made.status_code == 201, made.text
    assert isinstance(made.json["id"], int)
    assert client.get(f"/v1/boats/{made.json['id']}").json == made.json


def test_what_tells_nothing_apart_is_no_id():
    inner = {"type": "object", "required": ["ip"], "properties": {"ip": {"type": "string"}}}
    body = {"type": "object", "properties": {"address": inner}}
    sent = {"requestBody": {"content": {"application/json": {"schema": {"type": "object"}}}}}
    parameter = {"name": "address", "in": "path", "required": True, "schema": {"type": "string"}}
    paths = {
        "/addresses": {"post": answer(202, body) | sent},
        "/addresses/{address}": {"get": answer(200, body), "parameters": [parameter]},
    }

    made = Client(create_stand_in(contract(paths))).post("/v1/addresses", json={})

    assert made.status_code == 202, made.text


@pytest.mark.parametrize("worth", [0.0, 60.0])
def test_schemas_that_are_compiled_together_judge_as_they_do_alone(
    monkeypatch: pytest.MonkeyPatch, worth: float
):
    monkeypatch.setattr(validation, "_WORTH", worth)
    schemas = {
        "Boat": BOAT,
        "Pair": {"required": ["a"], "properties": {"a": {"$ref": "#/components/schemas/Boat"}}},
    }
    made = Contract(contract({}, schemas=schemas))
    validators = Validators(made)
    pair = made.root.at("components", "schemas", "Pair")
    wrong = {"a": {"id": "x", "crew": [{}]}}

    for _ in range(3):
        assert validators.fits(pair, {"a": {"id": 1, "name": "Ola", "crew": []}})
        pointers = sorted(fault["pointer"] for fault in validators.faults(pair, wrong))

    assert pointers == ["#/a/crew/0/name", "#/a/id", "#/a/name"]
    assert not validators.fits(pair, wrong)
