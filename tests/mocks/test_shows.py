"""What the contract itself shows of an answer: an example that keeps it, or else something made up."""

from typing import Any

import pytest
from tests.mocks.support import Json, contract
from werkzeug.test import Client

from taller.mocks import create_stand_in
from taller.mocks.openapi.contract import Contract
from taller.mocks.openapi.operation import Promise, promises_of
from taller.mocks.openapi.problems import Problem
from taller.mocks.openapi.validation import Validators
from taller.mocks.replies.shows import Shows

INTEGER: Json = {"type": "integer"}


class FakeSamples:
    """Makes up the same value always; keeps what it was asked for."""

    def __init__(self, value: Any = 7) -> None:
        self.made = value
        self.asked: list[Json] = []

    def value(self, schema: Any, **facts: Any) -> Any:
        self.asked.append(facts)
        if self.made is None:
            raise ValueError("nothing fits")
        return self.made


def shown(
    media: Json,
    headers: Json | None = None,
    samples: FakeSamples | None = None,
    kind: str = "application/json",
) -> tuple[Shows, Promise]:
    """Return what shows an answer of the type *media*, and that answer."""
    response = {"description": "-", "content": {kind: media}, "headers": headers or {}}
    operation = {"get": {"responses": {"200": response}}}
    made = Contract(contract({"/x": operation}))
    promises, _ = promises_of(made.root.at("paths", "/x", "get", "responses"))
    return Shows(Validators(made).fits, samples or FakeSamples()), promises[200]


@pytest.mark.parametrize(
    ("media", "value"),
    [
        ({"schema": INTEGER, "example": 1}, 1),
        ({"schema": INTEGER, "examples": {"a": {"value": 1}, "b": {"value": 2}}}, 1),
        ({"schema": INTEGER, "examples": {"a": {"value": "x"}, "b": {"value": 2}}}, 2),
        ({"schema": INTEGER, "examples": {"a": {"externalValue": "a.json"}}}, 7),
        ({"schema": INTEGER, "example": "x"}, 7),
        ({"schema": INTEGER}, 7),
        ({"schema": {"type": "null"}, "example": None}, None),
        ({"example": {"a": 1}}, {"a": 1}),
        ({}, {}),
    ],
)
def test_the_first_example_that_keeps_the_contract_is_shown_or_something_made_up(media: Json, value: Any):
    shows, promise = shown(media)

    assert shows.body(promise, "application/json") == value


def test_dynamic_is_made_up_even_where_there_are_examples():
    samples = FakeSamples()
    shows, promise = shown({"schema": INTEGER, "example": 1}, samples=samples)

    assert shows.body(promise, "application/json", dynamic=True, salt="a") == 7
    assert samples.asked == [{"dynamic": True, "salt": "a"}]


def test_an_answer_that_cannot_be_made_up_is_not_implemented():
    shows, promise = shown({"schema": INTEGER}, samples=FakeSamples(None))

    with pytest.raises(Problem, match="nothing fits") as refused:
        shows.body(promise, "application/json")

    assert refused.value.status == 501


@pytest.mark.parametrize(
    ("media", "text"),
    [
        ({"schema": {"type": "string"}, "example": "a,b\n"}, "a,b\n"),
        ({"schema": INTEGER, "example": 5}, "5"),
        ({"example": "hola"}, "hola"),
        ({"schema": INTEGER}, "7"),
        ({}, ""),
    ],
)
def test_a_text_is_its_example(media: Json, text: str):
    shows, promise = shown(media, kind="text/csv")

    assert shows.text(promise, "text/csv") == text


@pytest.mark.parametrize(
    ("header", "text"),
    [
        ({"schema": INTEGER, "example": 1}, "1"),
        ({"schema": {"type": "boolean"}, "example": True}, "true"),
        ({"schema": {"type": "array", "items": INTEGER}, "example": [1, 2]}, "1,2"),
        ({"schema": {"type": "object"}, "example": {"a": 1, "b": True}}, "a,1,b,true"),
        ({"schema": {"type": "null"}, "examples": {"a": {"value": None}}}, ""),
        ({"schema": {"type": "string"}, "example": "ñ\r\nX: 1"}, "%C3%B1%0D%0AX: 1"),
        ({"schema": INTEGER, "example": "x"}, "7"),
        ({"schema": INTEGER}, "7"),
        ({"content": {"application/json": {}}}, ""),
    ],
)
def test_a_header_that_is_required_and_that_nobody_gave_is_made_up(header: Json, text: str):
    shows, promise = shown({}, {"X-A": header | {"required": True}, "X-B": {"schema": INTEGER}})

    assert shows.required_headers(promise, {}) == {"X-A": text}
    assert shows.required_headers(promise, {"x-a": "dada"}) == {"x-a": "dada"}


def test_how_a_reply_travels_is_not_the_contracts_to_say():
    names = ("Content-Type", "content-length", "Transfer-Encoding", "Date", "Connection")
    shows, promise = shown({}, {name: {"schema": INTEGER, "required": True} for name in names})

    assert shows.required_headers(promise, {}) == {}
    assert shows.headers(promise) == {}


def test_a_named_example_is_found_and_a_broken_one_is_not():
    shows, promise = shown(
        {
            "schema": INTEGER,
            "examples": {"uno": {"value": 1}, "mal": {"value": "x"}, "fuera": {"externalValue": "a"}},
        }
    )

    assert shows.named(promise, "application/json", "uno") == 1
    for name in ("mal", "fuera", "otro"):
        with pytest.raises(Problem) as refused:
            shows.named(promise, "application/json", name)
        assert refused.value.status == 404


def test_an_answer_that_is_text_leaves_as_text_with_its_headers():
    response = {
        "description": "-",
        "content": {"text/csv": {"schema": {"type": "string"}, "example": "a;b"}},
        "headers": {"X-Filas": {"schema": INTEGER, "required": True, "example": 2}},
    }
    client = Client(create_stand_in(contract({"/x": {"get": {"responses": {"200": response}}}})))

    reply = client.get("/v1/x")

    assert (reply.text, reply.mimetype, reply.headers["X-Filas"]) == ("a;b", "text/csv", "2")
