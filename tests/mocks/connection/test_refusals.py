"""What is no HTTP, or too much of it."""

import pytest
from tests.mocks.connection.support import Echo, get, talk

from taller.mocks.openapi.http import Delivery, Reply, Request
from taller.mocks.requests.bodies import MAX_BYTES
from taller.mocks.serving.limits import MAX_HEAD, MAX_PATH


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"no es http\r\n\r\n", b"400"),
        (b"GET / HTTP/1.1\r\n\r\n", b"400"),
        (b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", b"400"),
        (get("/" + "a" * MAX_PATH), b"414"),
        (get("/", f"X: {'a' * MAX_HEAD}"), b"431"),
        (get("/", *(f"X-{n}: {'a' * 1000}" for n in range(80))), b"431"),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % (MAX_BYTES + 1), b"413"),
    ],
)
def test_what_cannot_be_read_is_refused_and_the_connection_ends(port: int, sent: bytes, status: bytes):
    came = talk(port, sent)

    assert came.startswith(b"HTTP/1.1 " + status)
    assert b"Connection: close" in came
    if status != b"413":
        assert b"application/problem+json" in came


def test_a_client_that_is_still_talking_gets_to_read_the_refusal(port: int):
    head = b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
    piece = b"10000\r\n" + b" " * 65536 + b"\r\n"

    came = talk(port, head, *([piece] * 40))

    assert came.startswith(b"HTTP/1.1 413")


def test_a_header_without_an_end_is_refused_before_it_is_whole(port: int):
    came = talk(port, b"GET / HTTP/1.1\r\nHost: x\r\nX: ", *([b"a" * 65536] * 8))

    assert came.startswith(b"HTTP/1.1 431")


def test_a_trailer_without_an_end_is_refused(port: int):
    head = b"POST /x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nho\r\n0\r\nX: "

    assert talk(port, head, *([b"a" * 65536] * 8)).startswith(b"HTTP/1.1 431")


def test_a_request_names_one_host(port: int):
    assert talk(port, b"GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n").startswith(b"HTTP/1.1 400")


def test_a_refusal_waits_for_the_reply_before_it(port: int, echo: Echo):
    echo.delivery = Delivery(delay=0.02)

    came = talk(port, get("/1", close=False), b"no es http\r\n\r\n")

    assert came.index(b"HTTP/1.1 200") < came.index(b"GET /1") < came.index(b"HTTP/1.1 400")


def test_what_is_wrong_twice_is_refused_once(port: int, caplog: pytest.LogCaptureFixture):
    sent = b"POST /%s HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % (b"a" * MAX_PATH, MAX_BYTES + 1)

    came = talk(port, sent)

    assert came.startswith(b"HTTP/1.1 414")
    assert came.count(b"HTTP/1.1 ") == 1
    assert not caplog.records


def test_a_reply_that_fails_on_its_way_is_a_500(port: int, echo: Echo, monkeypatch: pytest.MonkeyPatch):
    async def failing(_request: Request) -> Reply:
        raise RuntimeError

    monkeypatch.setattr(echo, "answer", failing)

    assert talk(port, get("/a")).startswith(b"HTTP/1.1 500")
