"""Requests are noted by what they put to the test."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.contracts.sent.contract import DOCUMENT, READ, WRITE, contract

from taller.contracts.events import Sent
from taller.contracts.probing.wire import Request
from taller.contracts.sent import Tally, parts

CONTRACT = contract()


def read(target: str, **headers: str) -> set[str]:
    """Return what a GET of *target* keeps and breaks: ``+ query page minimum``."""
    return told(Request(READ, "GET", target, {name.replace("_", "-"): one for name, one in headers.items()}))


def write(body: Any, media_type: str = "application/json") -> set[str]:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return told(Request(WRITE, "PUT", "/plants/1", {"content-type": media_type}, raw))


def told(request: Request) -> set[str]:
    tally = Tally(CONTRACT)
    tally.see(request)
    return {f"{'-+'[one.kept]} {one.place} {one.keyword}".strip() for one in tally.taken()}


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("/plants/7", {"+ path plant", "+ path plant minimum", "- query page required"}),
        (
            "/plants/0?page=1",
            {"- path plant", "- path plant minimum", "+ query page", "+ query page required"},
        ),
        ("/plants/%31", {"+ path plant type"}),
        ("/plants/seven", {"- path plant", "- path plant type"}),
        ("/plants/1?page=", {"- query page", "- query page type", "+ query page required"}),
        ("/plants/1?page=1.5", {"- query page type"}),
        ("/plants/1?page=" + "9" * 5000, {"- query page"}),
        ("/plants/1?tag=a&tag=b", {"+ query tag maxItems", "+ query tag /*"}),
        ("/plants/1?tag=a&tag=b&tag=c", {"- query tag maxItems"}),
        ("/plants/1?ids=1,2", {"+ query ids /* type"}),
        ("/plants/1?ids=1,x", {"- query ids /* type"}),
        ("/plants/1?where%5Bbed%5D=3", {"+ query where"}),
    ],
)
def test_the_target_is_read_as_the_contract_says(target: str, expected: set[str]) -> None:
    assert expected <= read(target)


def test_headers_and_cookies_are_parameters_too() -> None:
    found = read("/plants/1", x_mode="true", Cookie="other=1; session=ab", accept="text/html")

    assert {"+ header X-Mode", "+ header X-Mode type", "- cookie session minLength"} <= found
    assert not [one for one in found if "Accept" in one]
    assert "- header X-Mode type" in read("/plants/1", X_Mode="yes")


def test_a_body_is_read_with_all_that_is_in_it() -> None:
    found = write({"name": "a", "colour": "red", "leaves": [0], "parent": {}, "weed": 1})

    assert {"+ body required", "- body", "- body additionalProperties", "- body /name minLength"} <= found
    assert {"+ body /colour enum", "- body /leaves/* minimum", "+ body /leaves maxItems"} <= found
    assert not [one for one in found if "/id" in one]


@pytest.mark.parametrize("body", [b"{", b"\xff", b'{"name": ' + b"[" * 90_000, b'"' + b"9" * 5000])
def test_what_is_no_json_is_a_wrong_body_and_no_more(body: bytes) -> None:
    assert write(body) - {"- body", "- body type"} == {
        "+ body required",
        "+ path plant",
        "+ path plant type",
        "+ path plant minimum",
    }


def test_what_is_not_said_to_be_json_or_is_huge_is_not_read() -> None:
    assert not [one for one in write({"name": "abc"}, "text/plain") if "/name" in one]
    assert not [one for one in write({"name": "a" * 200_000}) if "/name" in one]


def test_no_body_is_told() -> None:
    assert "- body required" in told(Request(WRITE, "PUT", "/plants/1"))


@pytest.mark.parametrize(("label", "method"), [("TRACE /plants/{plant}", "TRACE"), (READ, "POST")])
def test_what_the_contract_does_not_have_is_passed_over(label: str, method: str) -> None:
    assert told(Request(label, method, "/plants/1")) == set()


def test_nothing_is_told_twice() -> None:
    tally, request = Tally(CONTRACT), Request(READ, "GET", "/plants/7?page=1")
    tally.see(request)

    first = tally.taken()
    tally.see(request)

    assert Sent(READ, "query page", "minimum", True) in first
    assert tally.taken() == frozenset()


def test_all_that_can_be_sent_is_told_once_and_the_service_s_own_not_at_all() -> None:
    known = list(parts(DOCUMENT))

    assert len(known) == len(set(known))
    assert (READ, "query page", "required") in known
    assert (WRITE, "body /leaves/*", "minimum") in known
    assert not [place for _, place, _ in known if "/id" in place or "Accept" in place]


LETTERS = st.text(st.characters(codec="utf-8"), max_size=8)


@given(st.text(st.sampled_from("/plants017x?&=page%5B,tag[]"), max_size=40), st.binary(max_size=30), LETTERS)
def test_whatever_is_sent_is_noted_as_a_part_of_the_contract(target: str, body: bytes, header: str) -> None:
    tally = Tally(CONTRACT)

    for label, method in ((READ, "GET"), (WRITE, "PUT")):
        tally.see(
            Request(label, method, target, {"Cookie": header, "Content-Type": "application/json"}, body)
        )

    assert {one[:3] for one in tally.taken()} <= {*parts(DOCUMENT)}
