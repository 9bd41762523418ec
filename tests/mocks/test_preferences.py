"""Prefer: which of the contract's answers a client would like to see, as Prism has it, and how late."""

from typing import Any

import pytest
from tests.mocks.support import Json, assert_problem, contract, document, sample
from werkzeug.test import Client, TestResponse

from taller.mocks import create_stand_in
from taller.mocks.openapi.http import Request
from taller.mocks.openapi.problems import Problem
from taller.mocks.replies.preferences import MOST_SECONDS, NOTHING, Preference, preference_of

COUNTED: Json = {
    "type": "object",
    "required": ["n", "texto"],
    "properties": {"n": {"type": "integer", "minimum": 0, "maximum": 10**9}, "texto": {"type": "string"}},
}
PROBLEM: Json = {"type": "object", "required": ["status"], "properties": {"status": {"type": "integer"}}}


def described(content: Json, **headers: Json) -> Json:
    """Return a response of the contract."""
    return {"description": "-", "content": content, "headers": headers}


RESPONSES: Json = {
    "200": described(
        {
            "application/json": {
                "schema": COUNTED,
                "examples": {
                    "uno": {"value": {"n": 1, "texto": "uno"}},
                    "dos": {"value": {"n": 2, "texto": "dos"}},
                    "roto": {"value": {"n": "tres"}},
                },
            },
            "text/plain": {
                "schema": {"type": "string"},
                "examples": {"uno": {"value": "el uno"}, "dos": {"value": "el dos"}},
            },
        },
        **{"X-Resto": {"schema": {"type": "integer"}, "example": 9}},
    ),
    "202": {"description": "-"},
    "404": described({"application/problem+json": {"schema": PROBLEM, "example": {"status": 404}}}),
    "429": described(
        {"application/problem+json": {"schema": PROBLEM}},
        **{
            "Retry-After": {"schema": {"type": "integer", "examples": [30]}},
            "Content-Length": {"schema": {}},
        },
    ),
    "5XX": described({"application/json": {"schema": PROBLEM, "example": {"status": 500}}}),
}


def numbers(seed: int = 0, **manner: Any) -> Client:
    """Return a client of a stand-in whose only operation takes a number."""
    body = {"content": {"application/json": {"schema": {"type": "integer"}}}}
    document = contract({"/x": {"post": {"requestBody": body, "responses": RESPONSES}}})
    return Client(create_stand_in(document, seed=seed, **manner))


def asked(prefer: str, client: Client | None = None, **more: Any) -> TestResponse:
    """Return what is answered to ``Prefer: prefer``."""
    headers = {"Prefer": prefer, **more.pop("headers", {})}
    return (client or numbers()).post("/v1/x", headers=headers, **{"json": 1, **more})


@pytest.mark.parametrize(
    ("header", "query", "meant"),
    [
        ("code=404", "", Preference(code=404)),
        ('code="404"', "", Preference(code=404)),
        ("CODE=404; foo", "", Preference(code=404)),
        ("code=404, example=uno", "", Preference(code=404, example="uno")),
        ('example="dos, y más"', "", Preference(example="dos, y más")),
        ("respond-async, wait=10, dynamic=true", "", Preference(dynamic=True)),
        ("dynamic", "", Preference(dynamic=True)),
        ("dynamic=false", "", Preference(dynamic=False)),
        ("dynamic=TRUE, seed=abc", "", Preference(dynamic=True, seed="abc")),
        ("delay=1.5s", "", Preference(delay=1.5)),
        ("delay=200ms", "", Preference(delay=0.2)),
        ("delay=200", "", Preference(delay=0.2)),
        ("code=404, code=500", "", Preference(code=404)),
        ("return=minimal", "", NOTHING),
        ("", "", NOTHING),
        (None, "__code=404&__example=uno&__dynamic=true", Preference(404, "uno", True)),
        (None, "a__code=404&b=1", NOTHING),
        ("code=500", "__code=404", Preference(code=500)),
    ],
)
def test_a_preference_is_read_however_it_is_written(header: str | None, query: str, meant: Preference):
    headers = {} if header is None else {"prefer": header}

    assert preference_of(Request("GET", "/", query, headers)) == meant


@pytest.mark.parametrize(
    "header",
    [
        "code=abc",
        "code=99",
        "code=199",
        "code=600",
        "code=",
        "dynamic=si",
        "delay=1h",
        "delay=-1",
        "delay=601s",
    ],
)
def test_a_preference_that_cannot_be_meant_is_malformed(header: str):
    with pytest.raises(Problem) as refused:
        preference_of(Request("GET", "/", "", {"prefer": header}))

    assert refused.value.status == 400


def test_ten_minutes_is_the_longest_delay():
    assert preference_of(Request("GET", "/", "", {"prefer": "delay=600s"})).delay == MOST_SECONDS


@pytest.mark.parametrize(
    ("prefer", "status", "media", "body"),
    [
        ("code=200", 200, "application/json", {"n": 1, "texto": "uno"}),
        ("example=dos", 200, "application/json", {"n": 2, "texto": "dos"}),
        ("dynamic=false", 200, "application/json", {"n": 1, "texto": "uno"}),
        ("code=404", 404, "application/problem+json", {"status": 404}),
        ("code=503", 503, "application/json", {"status": 503}),
    ],
)
def test_the_answer_is_the_one_that_is_preferred(prefer: str, status: int, media: str, body: Json):
    response = asked(prefer)

    assert (response.status_code, response.mimetype, response.json) == (status, media, body)


def test_what_has_no_body_has_none():
    response = asked("code=202")

    assert (response.status_code, response.data, "Content-Type" in response.headers) == (202, b"", False)


def test_prisms_words_in_the_query_mean_the_same():
    assert numbers().post("/v1/x?__code=404", json=1).status_code == 404


def test_an_answer_that_the_contract_does_not_have_is_not_found_and_those_that_it_has_are_named():
    detail = assert_problem(asked("code=418"), 404)["detail"]

    assert "418" in detail
    assert "200, 202, 404, 429, 5XX" in detail


def test_a_range_or_the_rest_stands_for_every_status_in_it():
    responses = {"4XX": RESPONSES["404"], "default": RESPONSES["404"], "200": RESPONSES["200"]}
    small = Client(create_stand_in(contract({"/x": {"post": {"responses": responses}}})))

    assert [asked(f"code={code}", small, json=None).status_code for code in (418, 503)] == [418, 503]


@pytest.mark.parametrize("name", ["nada", "roto", "", "uno/value"])
def test_an_example_that_the_contract_does_not_have_is_not_found(name: str):
    detail = assert_problem(asked(f'example="{name}"'), 404)["detail"]

    assert name in detail


def test_a_text_is_shown_by_its_examples_too():
    assert asked("example=dos", headers={"Accept": "text/plain"}).text == "el dos"
    assert asked("code=200", headers={"Accept": "text/plain"}).text == "el uno"
    assert asked("dynamic=true", headers={"Accept": "text/plain"}).mimetype == "text/plain"


def test_the_declared_headers_come_along_but_not_those_of_the_connection():
    assert asked("code=200").headers["X-Resto"] == "9"
    limited = asked("code=429")
    assert limited.headers["Retry-After"] == "30"
    assert len(limited.headers.getlist("Content-Length")) == 1


def test_an_error_is_shown_whatever_is_accepted():
    for accept in ("application/json", "application/problem+json", "text/html"):
        assert asked("code=404", headers={"Accept": accept}).status_code == 404
    assert_problem(asked("code=200", headers={"Accept": "text/html"}), 406)


def test_what_is_made_up_is_valid_and_another_each_time():
    client = numbers()

    shown = [asked("dynamic=true", client).json for _ in range(5)]

    assert all(0 <= one["n"] <= 10**9 and isinstance(one["texto"], str) for one in shown)
    assert len({one["n"] for one in shown}) > 1


def test_what_is_made_up_repeats_from_the_seed():
    def made(seed: int) -> list[Json]:
        client = numbers(seed)
        return [asked("dynamic=true", client).json for _ in range(3)]

    assert made(1) == made(1)
    assert made(1) != made(2)


def test_a_client_may_name_its_own_seed():
    client = numbers()

    one, two, other = (asked(f"dynamic=true, seed={seed}", client).json for seed in ("a", "a", "b"))

    assert one == two != other


def test_a_stand_in_may_make_up_all_that_no_state_answers():
    client = numbers(dynamic=True)

    shown = [client.post("/v1/x", json=1).json["n"] for _ in range(5)]

    assert len(set(shown)) > 1
    assert [numbers(dynamic=True).post("/v1/x", json=1).json["n"] for _ in range(2)] == shown[:1] * 2
    assert asked("example=uno", client).json["n"] == 1
    assert asked("seed=a", client).json == asked("seed=a", client).json


def test_what_breaks_the_contract_is_refused_whatever_is_preferred():
    assert_problem(asked("code=404", json="x"), 422)
    assert_problem(asked("code=200", data=b"x", content_type="text/plain", json=None), 415)


def test_a_preference_changes_nothing(service: Any):
    before = service.client.get(service.path).json

    preferred = service.client.post(service.path, json=service.data, headers={"Prefer": "code=201"})
    made_up = service.client.post(service.path, json=service.data, headers={"Prefer": "dynamic=true"})

    assert (preferred.status_code, made_up.status_code) == (201, 201)
    assert service.client.get(service.path).json == before


def test_every_documented_answer_of_the_workshop_can_be_preferred(service: Any):
    for operation in service.stand_in.contract.operations():
        if "{" in operation.path or operation.method in ("options", "post"):
            continue
        for status in operation.responses:
            url = service.stand_in.contract.base_path + operation.path
            response = service.client.open(
                url, method=operation.method.upper(), headers={"Prefer": f"code={status}"}
            )
            assert response.status_code == status


def test_a_delay_is_for_the_server_and_does_not_choose():
    stand_in = sample("clientes").stand_in

    plain = stand_in.answer(Request("GET", "/clientes"))
    late = stand_in.answer(Request("GET", "/clientes", headers={"prefer": "delay=2s"}))

    assert late.delivery is not None
    assert (late.delivery.delay, late.lasting, late.body) == (2.0, False, plain.body)


def test_an_operation_that_nobody_understands_may_be_preferred_too():
    whole = document("clientes")
    whole["paths"]["/raro"] = {"trace": {"responses": {"200": {"description": "-"}}}}

    response = Client(create_stand_in(whole)).open("/raro", method="TRACE", headers={"Prefer": "code=200"})

    assert response.status_code == 200


@pytest.mark.parametrize(
    ("prefer", "applied"),
    [
        ("code=404", "code=404"),
        ("code=200, example=dos, delay=1ms", "code=200, example=dos, delay=0.001s"),
        ("dynamic=true, seed=a", "dynamic=true, seed=a"),
        ('dynamic, seed="á \r\n, é"', 'dynamic=true, seed="%C3%A1 %0D%0A, %C3%A9"'),
        ("seed=a", None),
        ("delay=1", "delay=0.001s"),
        ("code=418, delay=1", "delay=0.001s"),
        ("code=418", None),
        ("code=abc, delay=1", None),
        ("respond-async", None),
    ],
)
def test_what_was_preferred_and_is_so_is_said(prefer: str, applied: str | None):
    request = Request("POST", "/v1/x", "", {"prefer": prefer, "content-type": "application/json"}, b"1")

    reply = numbers().application.answer(request)

    assert reply.header("preference-applied") == applied


def test_what_is_refused_is_not_what_was_preferred():
    assert "Preference-Applied" not in asked("code=404", json="x").headers


GENERAL: Json = {
    "type": "object",
    "required": ["code", "title"],
    "properties": {"code": {"type": "integer"}, "title": {"type": "string"}, "message": {"type": "string"}},
}
SHOWN: Json = {"code": 500, "title": "Error interno", "message": "Otro."}


@pytest.mark.parametrize("covered", ["4XX", "default"])
def test_an_error_that_many_share_says_which_one_it_is(covered: str):
    content = {"application/json": {"schema": GENERAL, "examples": {"uno": {"value": SHOWN}}}}
    responses = {"200": RESPONSES["200"], covered: described(content)}
    small = Client(create_stand_in(contract({"/x": {"post": {"responses": responses}}})))

    response = asked("code=409", small, json=None)
    named = asked("code=409, example=uno", small, json=None)

    assert (response.status_code, response.json["code"], response.json["title"]) == (409, 409, "Conflicto")
    assert "Prefer" in response.json["message"]
    assert response.headers["Preference-Applied"] == "code=409"
    assert (named.status_code, named.json) == (409, SHOWN)


def test_an_unauthorised_answer_says_how_to_show_who_one_is():
    schemes = {"llave": {"type": "http", "scheme": "basic"}}
    responses = {"200": RESPONSES["200"], "401": RESPONSES["404"]}
    operation = {"responses": responses, "security": [{"llave": []}, {}]}
    small = Client(create_stand_in(contract({"/x": {"post": operation}}, securitySchemes=schemes)))

    response = asked("code=401", small, json=None)

    assert (response.status_code, response.headers["WWW-Authenticate"]) == (401, 'Basic realm="stand-in"')
