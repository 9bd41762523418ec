"""What the six contracts do not have, and another contract may."""

from typing import Any

import pytest
from tests.mocks.support import Json, answer, assert_problem, contract
from werkzeug.test import Client

from taller.mocks import create_stand_in

TAG = {"name": "If-Match", "in": "header", "schema": {"type": "string"}}
PAGE = {"name": "page", "in": "query", "schema": {"type": "integer", "minimum": 1}}


def boxes(resource: Json, data: Json | None = None, *, listed: Json | None = None) -> Client:
    """Return a client of a stand-in for a collection of *resource*, created from *data*."""
    whole = {"type": "object", "required": list(resource), "properties": resource}
    sent = {"type": "object", "properties": data or {}}
    array = listed or {"type": "array", "maxItems": 2, "items": whole}
    paths = {
        "/cajas": {
            "get": answer(200, array) | {"parameters": [PAGE]},
            "post": answer(201, whole) | {"requestBody": {"content": {"application/json": {"schema": sent}}}},
        },
        "/cajas/{id}": {
            "get": answer(200, whole),
            "delete": answer(204) | {"parameters": [TAG]},
            "parameters": [{"name": "id", "in": "path", "required": True, "schema": resource["id"]}],
        },
    }
    return Client(create_stand_in(contract(paths)))


INTEGER = {"type": "integer"}


def test_what_an_answer_needs_and_nobody_gives_comes_from_the_contract():
    stopgaps = {
        "a": {"type": "string", "default": "por omisión"},
        "b": {"const": 7},
        "c": {"enum": ["primero", "segundo"]},
        "d": {"type": "string", "examples": ["ejemplo"]},
    }

    created = boxes({"id": INTEGER, **stopgaps}).post("/v1/cajas", json={"a": "dado"})

    assert created.json == {"id": 1, "a": "dado", "b": 7, "c": "primero", "d": "ejemplo"}


def test_an_id_that_is_a_text_is_made_up_and_is_another_each_time():
    texts = boxes({"id": {"type": "string", "format": "uuid"}})

    ids = {texts.post("/v1/cajas", json={}).json["id"] for _ in range(3)}

    assert len(ids) == 3
    assert all(texts.get(f"/v1/cajas/{one}").json == {"id": one} for one in ids)


def test_a_body_that_is_not_required_may_be_left_out():
    assert boxes({"id": INTEGER}).post("/v1/cajas").status_code == 201


@pytest.mark.parametrize("link", [{"type": "string"}, {"type": "object"}])
def test_a_link_is_its_url_or_an_object_as_the_contract_says(link: Json):
    links = {"type": "object", "properties": dict.fromkeys(("self", "parent", "nada"), link)}

    shown = boxes({"id": INTEGER, "links": links}).post("/v1/cajas", json={}).json["links"]

    bare = {"self": "/v1/cajas/1", "parent": "/v1/cajas"}
    rels = {"self": "self", "parent": "cajas"}
    linked = {name: {"href": href, "rel": rels[name]} for name, href in bare.items()}
    assert shown == (bare if link["type"] == "string" else linked)


def test_a_link_whose_property_is_not_there_is_left_out():
    links = {"type": "object", "properties": {"tapa": {"type": "string", "x-href": "/tapas/{tapa}"}}}
    lids = boxes({"id": INTEGER, "links": links}, {"tapa": {}})

    assert lids.post("/v1/cajas", json={}).json["links"] == {}
    assert lids.post("/v1/cajas", json={"tapa": "a/b"}).json["links"] == {"tapa": "/v1/tapas/a%2Fb"}


def test_a_page_beyond_the_last_is_empty_where_404_is_not_documented():
    assert boxes({"id": INTEGER}).get("/v1/cajas?page=9").json == []


def test_pages_of_a_bare_array_have_the_size_that_it_may_have():
    several = boxes({"id": INTEGER})
    for _ in range(3):
        several.post("/v1/cajas", json={})

    pages = [several.get(f"/v1/cajas?page={number}").json for number in (1, 2)]

    assert pages == [[{"id": 1}, {"id": 2}], [{"id": 3}]]


def test_a_tag_that_need_not_be_sent_counts_if_it_is():
    one = boxes({"id": INTEGER})
    one.post("/v1/cajas", json={})

    assert_problem(one.delete("/v1/cajas/1", headers={"If-Match": '"otra"'}), 412)
    assert one.delete("/v1/cajas/1").status_code == 204


@pytest.mark.parametrize("value", [1, "uno", None, True, 2.5, {"a": 1}, [1]])
def test_any_value_that_the_contract_does_not_describe_is_kept(value: Any):
    kept = boxes({"id": INTEGER}).post("/v1/cajas", json={"otra": value})

    assert kept.json == {"id": 1, "otra": value}


@pytest.mark.parametrize("status", ["404", "4XX", "default"])
def test_below_what_is_not_there_is_nothing_if_the_contract_says_so_in_any_way(status: str):
    box = {"type": "object", "properties": {"id": INTEGER}}
    refusal = {status: {"description": "-"}}
    parameter = {"name": "id", "in": "path", "required": True, "schema": INTEGER}
    told, opened = answer(204), answer(200, {"type": "object"}, {})
    paths = {
        "/cajas": {"post": answer(201, box)},
        "/cajas/{id}": {
            "parameters": [parameter],
            "get": answer(200, box),
            "options": {"responses": told["responses"] | refusal},
        },
        "/cajas/{id}/apertura": {
            "parameters": [parameter],
            "post": {"responses": opened["responses"] | refusal},
        },
    }
    client = Client(create_stand_in(contract(paths)))

    assert client.options("/v1/cajas/7").status_code == 404
    assert client.post("/v1/cajas/7/apertura").status_code == 404
