"""HTTP as it comes over a real connection, and replies that travel badly."""

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from unittest.mock import Mock

import pytest

from taller.mocks.openapi.http import Delivery, Reply, Request
from taller.mocks.requests.bodies import MAX_BYTES
from taller.mocks.serving.connection import Connection
from taller.mocks.serving.limits import MAX_HEAD, MAX_PATH, MAX_WAITING
from taller.mocks.serving.ready import MAX_REMEMBERED_BYTES, Ready
from taller.mocks.serving.server import Server
from taller.mocks.serving.wire import Clock, head_of


class Echo:
    """Answers with what it was asked; counts how often."""

    def __init__(self) -> None:
        self.version = 1
        self.asked: list[Request] = []
        self.again = 0
        self.delivery: Delivery | None = None

    def answer(self, request: Request) -> Reply:
        self.asked.append(request)
        if request.too_large:
            return Reply(413)
        body = f"{request.method} {request.path} {request.query} {request.body.decode()}"
        return Reply(200, (("X-A", "1"),), body.encode(), delivery=self.delivery, lasting=True)

    def repeated(self, request: Request, reply: Reply) -> None:
        self.again += 1


@pytest.fixture
def echo() -> Echo:
    """An application to be served."""
    return Echo()


@pytest.fixture
def port(echo: Echo) -> Iterator[int]:
    """A port where a real server serves it, in a thread."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        number = probe.getsockname()[1]
    loop = asyncio.new_event_loop()
    ended, started = asyncio.Event(), threading.Event()
    work = Server({number: echo}, "127.0.0.1").run(ended, started.set)
    thread = threading.Thread(target=loop.run_until_complete, args=(work,))
    thread.start()
    assert started.wait(5)
    yield number
    loop.call_soon_threadsafe(ended.set)
    thread.join(5)
    for task in asyncio.all_tasks(loop):
        task.cancel()
    loop.run_until_complete(asyncio.sleep(0))
    loop.close()


def talk(port: int, *pieces: bytes, end: bool = False) -> bytes:
    """Send *pieces*, say the end if asked to, and return all that comes until the server closes."""
    with closing(socket.create_connection(("127.0.0.1", port), timeout=5)) as opened:
        for piece in pieces:
            opened.sendall(piece)
        if end:
            opened.shutdown(socket.SHUT_WR)
        came = b""
        while piece := opened.recv(65536):
            came += piece
        return came


def get(path: str, *headers: str, method: str = "GET", close: bool = True) -> bytes:
    """Return a request without a body, as bytes."""
    lines = [f"{method} {path} HTTP/1.1", "Host: x", *headers, *(["Connection: close"] if close else [])]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


def body_of(came: bytes) -> bytes:
    """Return the body of one response."""
    return came.partition(b"\r\n\r\n")[2]


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


def test_what_is_asked_again_is_answered_from_what_is_ready_until_something_changes(port: int, echo: Echo):
    three = get("/a", close=False) * 2 + get("/a", close=False)

    talk(port, three, end=True)
    echo.version += 1
    talk(port, get("/a", close=False), end=True)

    assert (len(echo.asked), echo.again) == (2, 2)


def test_another_header_is_another_request(port: int, echo: Echo):
    talk(port, get("/a", "X-B: 1", close=False) + get("/a", "X-B: 2"))

    assert [one.headers["x-b"] for one in echo.asked] == ["1", "2"]


def test_headers_that_repeat_are_joined(port: int, echo: Echo):
    talk(port, get("/a", "X-B: 1", "x-b: 2", "Cookie: a=1", "Cookie: b=2"))

    assert echo.asked[0].headers["x-b"] == "1, 2"
    assert echo.asked[0].headers["cookie"] == "a=1; b=2"


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


def test_a_client_that_says_the_end_still_gets_its_reply(port: int, echo: Echo):
    echo.delivery = Delivery(delay=0.02)

    assert b"200 OK" in talk(port, get("/a", close=False), end=True)


def test_a_delay_is_waited_for(port: int, echo: Echo):
    echo.delivery = Delivery(delay=0.05)
    start = time.monotonic()

    came = talk(port, get("/a"))

    assert time.monotonic() - start >= 0.05
    assert body_of(came) == b"GET /a  "


def test_a_body_that_is_cut_has_the_length_of_the_whole(port: int, echo: Echo):
    echo.delivery = Delivery(cut_after=3)

    came = talk(port, get("/a", close=False))

    assert b"Content-Length: 8" in came
    assert body_of(came) == b"GET"


def test_a_slow_body_takes_its_time(port: int, echo: Echo):
    echo.delivery = Delivery(bytes_per_second=100)
    start = time.monotonic()

    came = talk(port, get("/abcdefgh"))

    assert time.monotonic() - start >= 0.1
    assert body_of(came) == b"GET /abcdefgh  "


def test_a_reset_is_seen_as_one(port: int, echo: Echo):
    echo.delivery = Delivery(end="reset")

    with pytest.raises(ConnectionResetError):
        talk(port, get("/a"))


def test_silence_lasts_until_the_client_gives_up(port: int, echo: Echo):
    echo.delivery = Delivery(end="silence")

    with closing(socket.create_connection(("127.0.0.1", port), timeout=0.1)) as opened:
        opened.sendall(get("/a"))
        with pytest.raises(TimeoutError):
            opened.recv(1)


def test_a_header_without_an_end_is_refused_before_it_is_whole(port: int):
    came = talk(port, b"GET / HTTP/1.1\r\nHost: x\r\nX: ", *([b"a" * 65536] * 8))

    assert came.startswith(b"HTTP/1.1 431")


def test_what_follows_a_body_in_pieces_is_no_header(port: int, echo: Echo):
    head = b"POST /x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"

    talk(port, head + b"2\r\nho\r\n0\r\nAuthorization: Bearer x\r\n\r\n")

    assert "authorization" not in echo.asked[0].headers


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


@pytest.mark.parametrize("target", [b"/x?y=/_taller/state", b"/_taller/state/x", b"/_taller/states"])
def test_only_a_state_may_be_that_large(port: int, target: bytes):
    sent = b"PUT %s HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % (target, MAX_BYTES + 1)

    assert talk(port, sent).startswith(b"HTTP/1.1 413")


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


def test_what_was_asked_at_length_is_not_kept(port: int, echo: Echo):
    talk(port, get("/a", f"X: {'a' * MAX_REMEMBERED_BYTES}", close=False) * 2, end=True)

    assert len(echo.asked) == 2


def test_silence_ends_with_the_client(port: int, echo: Echo):
    echo.delivery = Delivery(end="silence")

    assert talk(port, get("/a", close=False) * (MAX_WAITING + 1), end=True) == b""
    assert len(echo.asked) == 1


def test_after_a_reset_nothing_is_answered(port: int, echo: Echo):
    echo.delivery = Delivery(end="reset")

    with pytest.raises(ConnectionResetError):
        talk(port, get("/1", close=False) + get("/2"))

    assert [one.path for one in echo.asked] == ["/1"]


@pytest.mark.parametrize(("unsent", "aborted"), [((9, 9), True), ((9, 5), False), ((0, 0), False)])
def test_a_client_that_takes_nothing_is_given_up(echo: Echo, unsent: tuple[int, int], aborted: bool):
    transport = Mock(**{"get_write_buffer_size.side_effect": unsent, "is_closing.return_value": False})
    connection = Connection(Ready(echo), Clock(), set())
    connection.connection_made(transport)

    connection.abandon()
    connection.abandon()

    assert transport.close.called
    assert transport.abort.called is aborted


def test_a_reply_that_fails_on_its_way_is_a_500(port: int, echo: Echo, monkeypatch: pytest.MonkeyPatch):
    async def failing(_request: Request) -> Reply:
        raise RuntimeError

    monkeypatch.setattr(echo, "answer", failing)

    assert talk(port, get("/a")).startswith(b"HTTP/1.1 500")


def test_no_header_ends_before_its_time():
    head = head_of(Reply(200, (("X-A\r\nX-B", "1\r\nX-C: 2"),)), close=False)

    assert head.split(b"\r\n")[1] == b"X-A  X-B: 1  X-C: 2"
