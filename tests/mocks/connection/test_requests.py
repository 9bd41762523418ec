"""Requests as they come over a real connection, and their replies in order."""

import pytest
from tests.mocks.connection.support import Echo, body_of, get, talk

from taller.mocks.openapi.http import Delivery
from taller.mocks.serving.limits import MAX_WAITING


def test_a_reply_has_its_length_its_date_and_its_headers(port: int):
    came = talk(port, get("/a?b=1"))

    head = came.partition(b"\r\n\r\n")[0].split(b"\r\n")
    assert head[0] == b"HTTP/1.1 200 OK"
    assert {b"X-A: 1", b"Content-Length: 11", b"Server: taller", b"Connection: close"} <= set(head)
    assert any(line.startswith(b"Date: ") and line.endswith(b"GMT") for line in head)
    assert body_of(came) == b"GET /a b=1 "


def test_requests_that_come_at_once_are_answered_in_their_order(port: int):
    several = b"".join(get(f"/{number}", close=False) for number in range(2 * MAX_WAITING))

    came = talk(port, several + get("/ultimo"))

    places = [came.index(f"GET /{number} ".encode()) for number in range(2 * MAX_WAITING)]
    assert places == sorted(places)
    assert came.endswith(b"GET /ultimo  ")


def test_replies_that_take_their_time_keep_the_order_too(port: int, echo: Echo):
    echo.delivery = Delivery(delay=0.01)

    came = talk(port, get("/1", close=False) + get("/2", close=False) + get("/3"))

    assert came.index(b"GET /1") < came.index(b"GET /2") < came.index(b"GET /3")


def test_a_request_may_come_byte_by_byte(port: int):
    whole = b"POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nConnection: close\r\n\r\nhola"

    assert body_of(talk(port, *(bytes([one]) for one in whole))) == b"POST /x  hola"


def test_a_body_in_pieces_is_put_together(port: int):
    head = b"POST /x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"

    assert body_of(talk(port, head + b"2\r\nho\r\n2\r\nla\r\n0\r\n\r\n")) == b"POST /x  hola"


def test_head_has_the_length_and_no_body(port: int):
    came = talk(port, get("/a", method="HEAD"))

    assert b"Content-Length: 9" in came
    assert body_of(came) == b""


def test_another_header_is_another_request(port: int, echo: Echo):
    talk(port, get("/a", "X-B: 1", close=False) + get("/a", "X-B: 2"))

    assert [one.headers["x-b"] for one in echo.asked] == ["1", "2"]


def test_headers_that_repeat_are_joined(port: int, echo: Echo):
    talk(port, get("/a", "X-B: 1", "x-b: 2", "Cookie: a=1", "Cookie: b=2"))

    assert echo.asked[0].headers["x-b"] == "1, 2"
    assert echo.asked[0].headers["cookie"] == "a=1; b=2"


def test_a_client_that_waits_to_be_asked_for_its_body_is_asked(port: int):
    lines = (
        b"POST / HTTP/1.1",
        b"Host: x",
        b"Content-Length: 2",
        b"Expect: 100-continue",
        b"Connection: close",
    )
    head = b"\r\n".join((*lines, b"", b""))

    assert talk(port, head, b"ya").startswith(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK")


def test_an_upgrade_is_not_made_and_the_request_is_answered(port: int):
    came = talk(port, get("/a", "Upgrade: websocket", "Connection: Upgrade", close=False))

    assert came.startswith(b"HTTP/1.1 200")


def test_http_1_0_ends_with_its_reply(port: int):
    assert body_of(talk(port, b"GET /a HTTP/1.0\r\n\r\n")) == b"GET /a  "


def test_a_proxys_absolute_target_is_a_path(port: int):
    assert body_of(talk(port, get("http://example.com/a?b"))) == b"GET /a b "


def test_a_body_is_not_asked_for_in_the_middle_of_another_reply(port: int, echo: Echo):
    echo.delivery = Delivery(bytes_per_second=100)
    lines = (b"POST /x HTTP/1.1", b"Host: x", b"Content-Length: 2", b"Expect: 100-continue", b"", b"ya")

    came = talk(port, get("/1", close=False) + b"\r\n".join(lines), end=True)

    assert b"100 Continue" not in came
    assert came.endswith(b"POST /x  ya")


def test_who_wishes_for_another_protocol_is_told_that_the_connection_ends(port: int):
    came = talk(port, get("/a", "Upgrade: h2c", "Connection: Upgrade, HTTP2-Settings", close=False))

    assert b"Connection: close" in came


def test_the_end_of_one_connection_is_not_announced_on_another(port: int):
    head = b"GET /a HTTP/1.%d\r\nHost: x\r\n\r\n"

    first, second = talk(port, head % 0), talk(port, head % 1, end=True)

    assert b"Connection: close" in first
    assert b"Connection: close" not in second


def test_a_client_that_says_the_end_still_gets_its_reply(port: int, echo: Echo):
    echo.delivery = Delivery(delay=0.02)

    assert b"200 OK" in talk(port, get("/a", close=False), end=True)


def test_what_follows_a_body_in_pieces_is_no_header(port: int, echo: Echo):
    head = b"POST /x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"

    talk(port, head + b"2\r\nho\r\n0\r\nAuthorization: Bearer x\r\n\r\n")

    assert "authorization" not in echo.asked[0].headers


def test_an_old_client_hears_that_the_connection_stays(port: int):
    old = b"GET /a HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n"

    came = talk(port, old * 2 + b"GET /b HTTP/1.0\r\n\r\n")

    assert came.count(b"\r\nConnection: keep-alive\r\n") == 2
    assert came.count(b"\r\nConnection: close\r\n") == 1


@pytest.mark.parametrize(("version", "invited"), [("1.0", False), ("1.1", True)])
def test_an_old_client_is_not_asked_for_its_body(version: str, invited: bool, port: int):
    lines = ["Host: x", "Expect: 100-continue", "Content-Length: 2", "Connection: close", "", ""]
    head = "\r\n".join([f"POST /x HTTP/{version}", *lines])

    came = talk(port, head.encode(), b"ya")

    assert came.startswith(b"HTTP/1.1 100 Continue") == invited
    assert came.endswith(b"POST /x  ya")
