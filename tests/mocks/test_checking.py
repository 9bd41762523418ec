"""Requests and replies held against the contract: each kind of breach is found, and nothing else."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.mocks.support import NAMES, Json, contract, stand_in

from taller.mocks import create_stand_in
from taller.mocks.openapi.http import Finding, Reply, Request
from taller.mocks.openapi.operation import Operation
from taller.mocks.serving.checking import Checker

JSON_TYPE = ("Content-Type", "application/json")
BOX: Json = {"type": "object", "required": ["id"], "properties": {"id": {"type": "integer"}}}
PAGING: Json = {"type": "object", "required": ["total"], "properties": {"total": {"type": "integer"}}}


def header(kind: Any, **more: Any) -> Json:
    """Return a header of a response."""
    return {"schema": kind, **more}


BOXES: Json = {
    "get": {
        "parameters": [{"name": "n", "in": "query", "schema": {"type": "integer"}}],
        "responses": {
            "200": {
                "description": "-",
                "content": {"application/json": {"schema": BOX}, "text/csv": {}},
                "headers": {
                    "ETag": header({"type": "string", "pattern": '^"'}, required=True),
                    "X-Resto": header({"type": "integer"}),
                    "X-Lista": header({"type": "array", "items": {"type": "integer"}}),
                    "X-Pagination": header(PAGING),
                    "X-Json": {"content": {"application/json": {"schema": PAGING}}},
                    "Content-Type": header({"type": "integer"}),
                },
            },
            "204": {"description": "-"},
            "4XX": {
                "description": "-",
                "content": {"application/problem+json": {"schema": {"type": "object"}}},
            },
        },
    },
    "post": {
        "security": [{"clave": []}],
        "requestBody": {"required": True, "content": {"application/json": {"schema": BOX}}},
        "responses": {"201": {"description": "-"}},
    },
}
CHECKER = Checker(
    create_stand_in(
        contract(
            {"/cajas": BOXES},
            securitySchemes={"clave": {"type": "apiKey", "in": "header", "name": "X-Clave"}},
        )
    )
)
SOUND = Reply(200, (JSON_TYPE, ("ETag", '"1"')), b'{"id":1}')


def of_request(request: Request) -> list[str]:
    """Return the places of what breaks the contract in *request*."""
    findings = CHECKER.request(request)[1]
    assert all(one.side == "request" and one.detail for one in findings)
    return [one.place for one in findings]


def of_reply(reply: Reply, method: str = "GET") -> list[str]:
    """Return the places of what breaks the contract in *reply*, the answer to *method*."""
    request = Request(method, "/v1/cajas")
    findings = CHECKER.reply(CHECKER.request(request)[0], request, reply)
    assert all(one.side == "response" and one.detail for one in findings)
    assert CHECKER.breaks(request, reply) == bool(findings)
    return [one.place for one in findings]


def post(body: bytes, media: str = "application/json", **headers: str) -> Request:
    """Return a request that makes a box."""
    return Request("POST", "/v1/cajas", "", {"content-type": media, "x-clave": "a", **headers}, body)


def with_header(name: str, text: str) -> Reply:
    """Return the sound reply with one header more, or another."""
    kept = tuple(one for one in SOUND.headers if one[0].lower() != name.lower())
    return replace(SOUND, headers=(*kept, (name, text)))


@pytest.mark.parametrize(
    ("request_", "places"),
    [
        (Request("GET", "/v1/cajas", "n=7"), []),
        (Request("HEAD", "/v1/cajas"), []),
        (Request("OPTIONS", "/v1/cajas"), []),
        (post(b'{"id":1}'), []),
        (Request("GET", "/v1/nada"), ["path"]),
        (Request("GET", "/cajas"), ["path"]),
        (Request("DELETE", "/v1/cajas"), ["method"]),
        (Request("GET", "/v1/cajas", "n=x"), ["parameter n"]),
        (post(b'{"id":"x"}'), ["body #/id"]),
        (post(b"{}"), ["body #/id"]),
        (post(b"{"), ["status 400"]),
        (post(b"a", "text/plain"), ["status 415"]),
        (Request("POST", "/v1/cajas", "", {"content-type": "application/json"}, b'{"id":1}'), ["status 401"]),
    ],
)
def test_what_breaks_the_contract_in_a_request_is_found(request_: Request, places: list[str]):
    assert of_request(request_) == places


@pytest.mark.parametrize(
    ("reply", "places"),
    [
        (SOUND, []),
        (Reply(204), []),
        (Reply(304), []),
        (Reply(418, (("Content-Type", "application/problem+json"),), b"{}"), []),
        (Reply(500), ["status"]),
        (Reply(201), ["status"]),
        (replace(SOUND, body=b'{"id":"1"}'), ["body #/id"]),
        (replace(SOUND, body=b"{}"), ["body #/id"]),
        (replace(SOUND, body=b"{"), ["body"]),
        (replace(SOUND, body=b""), ["body"]),
        (replace(SOUND, headers=(JSON_TYPE,)), ["header ETag"]),
        (replace(SOUND, headers=(("ETag", '"1"'),)), ["header Content-Type"]),
        (with_header("content-type", "text/html"), ["header Content-Type"]),
        (with_header("content-type", "Application/JSON; charset=utf-8"), []),
        (with_header("content-type", "text/csv"), []),
        (with_header("etag", "1"), ["header ETag"]),
        (with_header("X-Resto", "7"), []),
        (with_header("X-Resto", "x"), ["header X-Resto"]),
        (with_header("X-Lista", "1, 2"), []),
        (with_header("X-Lista", "1, x"), ["header X-Lista"]),
        (with_header("X-Pagination", '{"total": 7}'), []),
        (with_header("X-Pagination", "total,7"), []),
        (with_header("X-Pagination", '{"total": "7"}'), ["header X-Pagination"]),
        (with_header("X-Json", '{"total": 7}'), []),
        (with_header("X-Json", "7"), ["header X-Json"]),
        (with_header("X-Otra", "ñ"), []),
    ],
)
def test_what_breaks_the_contract_in_a_reply_is_found(reply: Reply, places: list[str]):
    assert of_reply(reply) == places


def test_a_reply_to_head_has_no_body_to_be_checked():
    assert of_reply(replace(SOUND, body=b""), "HEAD") == []
    assert of_reply(replace(SOUND, body=b"", headers=(JSON_TYPE,)), "HEAD") == ["header ETag"]


def test_what_nobody_promised_breaks_nothing():
    request = Request("GET", "/v1/nada")

    assert CHECKER.reply(None, request, Reply(500)) == ()
    assert not CHECKER.breaks(request, Reply(500))


def test_an_undocumented_404_is_a_breach():
    finding = CHECKER.reply(CHECKER.request(post(b"{}"))[0], post(b"{}"), Reply(404))

    assert finding == (Finding("response", "status", "404 is not promised, but: 201"),)


def test_no_credential_is_repeated():
    findings = CHECKER.request(post(b"{", **{"x-clave": "muy-secreta"}))[1]

    assert findings
    assert "muy-secreta" not in str(findings)


def requests(operation: Operation, base: str) -> Iterator[Request]:
    """Yield what the contract shows of how to ask *operation*: one request for each example of a body."""
    path, headers, query = operation.path, {}, []
    for one in operation.parameters:
        match one.place:
            case "path":
                path = path.replace(f"{{{one.name}}}", quote(str(one.example), safe=""))
            case "header" if one.required:
                headers[one.name.lower()] = str(one.example)
            case "query" if one.example is not None:
                query.append(f"{one.name}={quote(str(one.example))}")
    several = operation.bodies["application/json"].get("examples") if operation.bodies else None
    bodies = [one.at("value").value for _, one in several.items()] if several else [None]
    for body in bodies:
        sent = b"" if body is None else json.dumps(body).encode()
        typed = headers | ({"content-type": "application/json"} if sent else {})
        yield Request(operation.method.upper(), base + path, "&".join(query), typed, sent)


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=25)
@given(data=st.data())
def test_what_the_stand_ins_of_the_workshop_answer_keeps_the_contract(name: str, data: st.DataObject):
    service = stand_in(name)
    checker = Checker(service)
    base = service.contract.base_path
    known = [one for operation in service.contract.operations() for one in requests(operation, base)]

    for request in data.draw(st.lists(st.sampled_from(known), max_size=8)):
        operation, asked = checker.request(request)
        reply = service.answer(request)

        assert operation is not None
        assert asked == ()
        assert checker.reply(operation, request, reply) == ()


@pytest.mark.parametrize("name", NAMES)
def test_every_operation_of_the_workshop_keeps_the_contract(name: str):
    service = stand_in(name)
    checker = Checker(service)

    for operation in service.contract.operations():
        for request in requests(operation, service.contract.base_path):
            meant, asked = checker.request(request)
            assert asked == ()
            assert checker.reply(meant, request, service.answer(request)) == ()
