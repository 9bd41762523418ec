"""Pages of other sites may ask a stand-in, and read what it answers."""

from typing import Any

import pytest
from tests.mocks.support import stand_in

from taller.mocks.faults import parse
from taller.mocks.openapi.http import Reply, Request
from taller.mocks.replies.cors import allowed
from taller.mocks.serving.hosting import Around, Hosted

PAGE = "http://localhost:3000"


def asked(method: str, path: str, *, cors: bool = True, body: bytes = b"", **headers: str) -> Reply:
    """Return what a stand-in answers to a page."""
    hosted = Hosted("clientes", stand_in("clientes"), Around(cors=cors))
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    reply = hosted.answer(Request(method, path, headers=named, body=body))
    assert isinstance(reply, Reply)
    return reply


def test_a_page_may_read_an_answer_with_all_its_headers_and_show_its_cookies():
    reply = asked("GET", "/clientes", origin=PAGE)

    assert reply.status == 200
    assert reply.header("access-control-allow-origin") == PAGE
    assert reply.header("access-control-allow-credentials") == "true"
    assert reply.header("access-control-expose-headers") == "ETag"
    assert reply.header("vary") == "Origin"


def test_an_answer_to_nobody_else_says_that_it_depends_on_who_asks():
    reply = asked("GET", "/clientes")

    assert reply.header("vary") == "Origin"
    assert reply.header("access-control-allow-origin") is None
    assert asked("GET", "/clientes", cors=False).header("vary") is None


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nada", 404),
        ("PATCH", "/clientes", 405),
        ("POST", "/clientes", 415),
        ("GET", "/clientes/0", 404),
    ],
)
def test_a_page_may_read_a_refusal_too(method: str, path: str, status: int):
    reply = asked(method, path, origin=PAGE)

    assert (reply.status, reply.header("access-control-allow-origin")) == (status, PAGE)


def test_a_browser_that_asks_beforehand_hears_what_the_path_takes():
    reply = asked(
        "OPTIONS",
        "/clientes/2022",
        origin=PAGE,
        access_control_request_method="PUT",
        access_control_request_headers="content-type,if-match",
    )

    assert reply.status == 204
    assert reply.header("access-control-allow-methods") == reply.header("allow") == "GET, HEAD, PUT, OPTIONS"
    assert reply.header("access-control-allow-headers") == "content-type,if-match"
    assert reply.header("access-control-allow-origin") == PAGE
    assert reply.header("access-control-max-age") is not None
    assert {"Origin", "Access-Control-Request-Method"} <= set((reply.header("vary") or "").split(", "))
    assert reply.header("access-control-expose-headers") == "Allow"


def test_a_question_beforehand_needs_no_credential_and_finds_any_path():
    reply = asked("OPTIONS", "/nada", origin=PAGE, access_control_request_method="DELETE")

    assert (reply.status, reply.header("access-control-allow-origin")) == (204, PAGE)
    assert reply.header("access-control-allow-headers") is None


@pytest.mark.parametrize("headers", [{"origin": PAGE}, {"access_control_request_method": "PUT"}, {}])
def test_other_options_are_for_the_contract(headers: dict[str, str]):
    reply = asked("OPTIONS", "/clientes", **headers)

    assert reply.operation == "OPTIONS /clientes"


def test_who_is_no_page_gets_nothing_of_the_kind():
    reply = asked("GET", "/clientes")

    assert not [name for name, _ in reply.headers if name.startswith("Access-Control")]


def test_it_can_be_turned_off():
    assert asked("GET", "/clientes", cors=False, origin=PAGE).header("access-control-allow-origin") is None
    assert asked(
        "OPTIONS", "/clientes", cors=False, origin=PAGE, access_control_request_method="GET"
    ).operation


@pytest.mark.parametrize(
    ("vary", "merged"),
    [
        ((), "Origin"),
        (("Accept",), "Accept, Origin"),
        (("Accept", "Cookie"), "Accept, Cookie, Origin"),
        (("origin, Accept",), "origin, Accept"),
        (("*",), "*"),
    ],
)
def test_what_an_answer_varies_by_is_kept(vary: tuple[str, ...], merged: str):
    reply = Reply(200, tuple(("Vary", one) for one in vary))

    found = [
        text
        for name, text in allowed(Request("GET", "/", headers={"origin": PAGE}), reply).headers
        if name == "Vary"
    ]

    assert found == [merged]


def test_what_a_service_behind_it_says_of_that_gives_way():
    own: Any = (
        ("access-control-allow-origin", "*"),
        ("X-A", "1"),
        ("Set-Cookie", "a=1"),
        ("Content-Type", "a/b"),
    )

    reply = allowed(Request("GET", "/", headers={"origin": PAGE}), Reply(200, own))

    assert [text for name, text in reply.headers if name.lower() == "access-control-allow-origin"] == [PAGE]
    assert reply.header("access-control-expose-headers") == "X-A"
    assert reply.header("set-cookie") == "a=1"


BEFOREHAND = {"origin": PAGE, "access-control-request-method": "PUT"}


@pytest.mark.parametrize(
    ("fault", "status", "left"),
    [
        ("status=503; times=1", 204, 1),
        ("reset; times=1", 204, 1),
        ("down", 503, None),
    ],
)
def test_a_question_beforehand_meets_no_fault_unless_all_is_down(fault: str, status: int, left: int | None):
    hosted = Hosted("clientes", stand_in("clientes"), Around())
    hosted.faults.add(parse(fault))

    reply = hosted.answer(Request("OPTIONS", "/clientes/2022", headers=BEFOREHAND))

    assert isinstance(reply, Reply)
    assert (reply.status, [one.left for one in hosted.faults.standing()]) == (status, [left])


def test_a_question_beforehand_throws_no_die():
    def statuses(*methods: str) -> list[int]:
        hosted = Hosted("clientes", stand_in("clientes"), Around())
        hosted.faults.add(parse("status=503@0.5"))
        asked = [Request(method, "/clientes", headers=BEFOREHAND) for method in methods]
        replies = [(one.method, hosted.answer(one)) for one in asked]
        return [one.status for method, one in replies if method == "GET" and isinstance(one, Reply)]

    assert statuses(*["GET"] * 20) == statuses(*["OPTIONS", "GET"] * 20)
