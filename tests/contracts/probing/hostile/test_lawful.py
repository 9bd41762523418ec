"""What a correct service may do is not held against it, and what one of its answers does loses no other."""

import copy
from collections.abc import Callable
from itertools import count
from random import Random
from typing import Any

import flask
import pytest
import requests
from tests.contracts.probing.hostile.till import Till
from tests.contracts.probing.hostile.till_contract import CONTRACT, EXAMPLE
from tests.contracts.probing.hostile.till_faults import Fault
from tests.contracts.probing.hostile.trying import QUICK, found, report

from taller.contracts.events import Breach
from taller.contracts.probing import story
from taller.contracts.probing.contract import Contract
from taller.contracts.probing.hostile.alteration import Alteration
from taller.contracts.probing.hostile.asking import Asker
from taller.contracts.probing.hostile.bodies import body_alterations
from taller.contracts.probing.hostile.heads import media_alterations, precondition_alterations
from taller.contracts.probing.wire import Client, Request

ADD = "POST /entries"


def of_bodies(document: dict[str, Any], body: Any) -> list[Alteration]:
    contract = Contract(document)
    adding = contract.operations[ADD]
    return list(body_alterations(contract, adding, Request(ADD, "POST", "/entries"), body, huge=False))


def with_body(**said: Any) -> dict[str, Any]:
    """The contract of a till whose creation takes a body of which *said* is said instead."""
    document = copy.deepcopy(CONTRACT)
    document["paths"]["/entries"]["post"]["requestBody"] |= said
    return document


def with_address() -> dict[str, Any]:
    document = copy.deepcopy(CONTRACT)
    city = {"type": "string", "maxLength": 9}
    address = {"type": "object", "properties": {"city": city}, "example": {"city": "Soria"}}
    document["components"]["schemas"]["Entry"]["properties"]["address"] = address
    return document


def test_below_an_object_nothing_is_altered_if_the_body_has_it_not() -> None:
    without = {one.where for one in of_bodies(with_address(), EXAMPLE)}
    whole = {one.where for one in of_bodies(with_address(), {**EXAMPLE, "address": {"city": "Soria"}})}

    assert "/address" in without
    assert whole - without == {"/address/city"}


@pytest.mark.parametrize(("said", "demanded"), [({"required": True}, True), ({"required": False}, False)])
def test_no_body_is_to_be_refused_only_where_one_is_required(said: dict[str, Any], demanded: bool) -> None:
    (empty,) = [one for one in of_bodies(with_body(**said), EXAMPLE) if one.request.body == b""]

    assert empty.demanded is demanded


def test_a_body_is_not_required_where_nothing_is_said() -> None:
    document = with_body()
    del document["paths"]["/entries"]["post"]["requestBody"]["required"]

    (empty,) = [one for one in of_bodies(document, EXAMPLE) if one.request.body == b""]

    assert not empty.demanded


def test_what_a_body_that_is_referred_to_says_counts() -> None:
    document = with_body()
    adding = document["paths"]["/entries"]["post"]
    body = adding["requestBody"]
    form = "application/x-www-form-urlencoded"
    body["content"][form] = {"schema": {"type": "object"}}
    document["components"]["requestBodies"] = {"Entry": body}
    adding["requestBody"] = {"$ref": "#/components/requestBodies/Entry"}
    contract = Contract(document)

    altered = media_alterations(contract, contract.operations[ADD], Request(ADD, "POST", "/entries"))

    assert form not in {one.request.headers.get("Content-Type") for one in altered}
    assert [one.demanded for one in of_bodies(document, EXAMPLE) if one.request.body == b""] == [True]


@pytest.mark.parametrize(
    ("schema", "left_out"),
    [
        ({"type": "integer", "minimum": 0}, True),
        ({"type": "string", "pattern": "^[0-9]+$"}, True),
        ({"type": "integer", "minimum": 1}, False),
        ({"type": "string", "pattern": '^"[0-9a-f]+"$'}, False),
        ({"type": "string", "minLength": 1}, False),
    ],
)
def test_a_version_is_no_wrong_precondition_where_the_contract_wants_one(
    schema: dict[str, Any], left_out: bool
) -> None:
    document = copy.deepcopy(CONTRACT)
    changing = document["paths"]["/entries/{id}"]["put"]
    changing["parameters"] = [{"name": "If-Match", "in": "header", "schema": schema}]
    contract = Contract(document)
    change = contract.operations["PUT /entries/{id}"]

    altered = precondition_alterations(contract, change, Request(change.label, "PUT", "/entries/1"))

    assert ("0" not in {one.request.headers["If-Match"] for one in altered}) is left_out


def test_half_a_character_that_is_taken_is_advice_and_one_that_fails_is_not() -> None:
    taken, failed = found(Fault.TAKES_HALF_CHARACTERS), found(Fault.FAILS_ON_HALF_CHARACTERS)

    assert told_of_halves(taken) == {("refuses-half-characters", False)}
    assert told_of_halves(failed) == {("refuses-bombs", True)}


def told_of_halves(breaches: list[Breach]) -> set[tuple[str, bool]]:
    return {(one.promise, one.breaks) for one in breaches if one.mark == "half a character"}


def busy(status: int, often: int, **headers: str) -> flask.Flask:
    """A till that answers *status* now and then."""
    app, turn = Till().app(), count(1)

    def refuse() -> flask.Response | None:
        now = next(turn)
        return flask.Response(status=status, headers=headers) if now > 30 and now % often == 0 else None

    app.before_request(refuse)
    return app


def documenting(status: str) -> dict[str, Any]:
    document = copy.deepcopy(CONTRACT)
    for item in document["paths"].values():
        for method in {"get", "post", "put", "delete"} & item.keys():
            item[method]["responses"][status] = {"description": "Not now."}
    return document


@pytest.mark.parametrize("often", [2, 3, 5, 7])
def test_a_service_that_is_busy_now_and_then_as_its_contract_says_is_correct(often: int) -> None:
    assert report(documenting("503"), busy(503, often), share=QUICK).breaches == []


@pytest.mark.parametrize("often", [3, 5, 7])
def test_so_is_one_that_wants_fewer_requests_and_it_gets_them_later(
    monkeypatch: pytest.MonkeyPatch, often: int
) -> None:
    waited: list[float] = []
    monkeypatch.setattr(story, "pause", waited.append)

    result = report(documenting("429"), busy(429, often, **{"Retry-After": "0"}), share=QUICK)

    assert result.breaches == []
    assert waited
    assert 429 not in {status for _, status in result.statuses}


def test_one_that_does_not_document_it_fails() -> None:
    assert {one.promise for one in report(CONTRACT, busy(503, 7)).breaches} >= {"no-server-error"}


def raising(when: Callable[[dict[str, Any]], bool]) -> Any:
    """A till that lets an exception out *when* it is asked so, as one in debugging does."""
    app = Till().app()

    def begin(environ: dict[str, Any], start: Any) -> Any:
        if when(environ):
            raise RuntimeError("boom")
        return app(environ, start)

    return begin


def test_an_application_that_raises_fails_and_is_asked_on() -> None:
    result = report(CONTRACT, raising(lambda environ: "page=" in environ["QUERY_STRING"]))

    assert {(one.operation, one.promise) for one in result.breaches} == {("GET /entries", "no-server-error")}
    assert result.breaches[0].detail == "RuntimeError: boom"
    assert {one.why_not for one in result.asked} == {""}


def test_one_that_raises_at_a_bomb_is_harmed_by_it() -> None:
    result = report(CONTRACT, raising(lambda environ: int(environ.get("CONTENT_LENGTH") or 0) > 4000))

    assert {one.promise for one in result.breaches} == {"refuses-bombs"}


def test_one_that_raises_at_what_is_valid_cannot_be_begun_with() -> None:
    result = report(CONTRACT, raising(lambda environ: environ["REQUEST_METHOD"] == "POST"))

    why = {one.why_not for one in result.asked if one.operation == ADD}
    assert why == {"no request was taken that could be made wrong"}
    assert "" in {one.why_not for one in result.asked if one.operation == "GET /entries"}


def test_of_the_answers_no_body_is_kept() -> None:
    asker = Asker(Client("http://localhost", Till().app()))

    reply = asker.ask(Request("GET /entries", "GET", "/entries"))

    assert asker.came == [("GET /entries", 200, reply.seconds)]


def test_a_connection_that_is_closed_after_a_failure_is_no_silence() -> None:
    """As uvicorn does, which does not say so."""
    till, closed = Till(Fault.FAILS_ON_LONG_NUMBERS).app(), [False]

    def closing(environ: Any, start_response: Any) -> Any:
        if closed[0]:
            closed[0] = False
            raise requests.ConnectionError("closed by the other side")
        with till.request_context(environ):
            response = till.full_dispatch_request()
            closed[0] = response.status_code == 500
            return response(environ, start_response)

    marks = {one.mark for one in report(CONTRACT, closing, share=QUICK).breaches}

    assert marks
    assert "no answer" not in marks


def test_what_others_write_at_the_same_time_was_not_done_by_what_was_refused() -> None:
    till, chance = Till().app(), Random(1)

    def beside(environ: Any, start_response: Any) -> Any:
        if environ["REQUEST_METHOD"] == "GET" and chance.random() < 0.2:
            till.test_client().post("/entries", json=EXAMPLE)
        return till(environ, start_response)

    promises = {one.promise for one in report(CONTRACT, beside, share=QUICK).breaches}

    assert "refused-changes-nothing" not in promises
