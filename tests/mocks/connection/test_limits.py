"""How much a client can make a server hold."""

import select
import socket
from contextlib import closing
from unittest.mock import Mock

import pytest
from tests.mocks.connection.support import Echo, get, talk

from taller.mocks.openapi.http import Delivery
from taller.mocks.requests.bodies import MAX_BYTES
from taller.mocks.serving.connection import Connection
from taller.mocks.serving.limits import MAX_STATE
from taller.mocks.serving.ready import Ready
from taller.mocks.serving.shared import Room, Shared

MANY = 64 * 1024 * 1024
"""Bytes: more than the kernel keeps for both ends of a connection."""
POST = b"POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n"


def connected(echo: Echo, shared: Shared) -> tuple[Connection, Mock]:
    """Return a connection to *echo*, and the transport that it writes to."""
    transport = Mock(**{"get_write_buffer_size.return_value": 0, "is_closing.return_value": False})
    connection = Connection(Ready(echo), shared)
    connection.connection_made(transport)
    return connection, transport


def feed(connection: Connection, data: bytes) -> None:
    """Let *connection* read *data*."""
    connection.get_buffer(-1)[: len(data)] = data
    connection.buffer_updated(len(data))


def sent_until_it_blocks(opened: socket.socket, piece: bytes) -> int:
    """Return how many bytes of *piece*, again and again, the other end takes before it takes no more."""
    opened.setblocking(False)
    total, rest = 0, b""
    while total < MANY and select.select((), (opened,), (), 0.2)[1]:
        rest = rest or piece
        sent = opened.send(rest)
        total, rest = total + sent, rest[sent:]
    return total


@pytest.mark.parametrize("target", [b"/x?y=/_taller/state", b"/_taller/state/x", b"/_taller/states"])
def test_only_a_state_may_be_that_large(port: int, echo: Echo, target: bytes):
    echo.has_admin = True
    sent = b"PUT %s HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % (target, MAX_BYTES + 1)

    assert talk(port, sent).startswith(b"HTTP/1.1 413")


@pytest.mark.parametrize(
    ("has_admin", "size", "refused"), [(True, 0, False), (True, MAX_STATE, True), (False, 0, True)]
)
def test_a_state_may_be_large_where_there_is_an_admin(echo: Echo, has_admin: bool, size: int, refused: bool):
    echo.has_admin = has_admin
    connection, transport = connected(echo, Shared())

    feed(
        connection,
        b"PUT /_taller/state HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % (MAX_BYTES + 1 + size),
    )

    assert transport.write.called is refused


@pytest.mark.parametrize(("unsent", "aborted"), [((9, 9), True), ((9, 5), False), ((0, 0), False)])
def test_a_client_that_takes_nothing_is_given_up(echo: Echo, unsent: tuple[int, int], aborted: bool):
    connection, transport = connected(echo, Shared())
    transport.get_write_buffer_size.side_effect = unsent

    connection.abandon()
    connection.abandon()

    assert transport.close.called
    assert transport.abort.called is aborted


def test_a_body_for_which_there_is_no_room_is_asked_for_again_later(echo: Echo):
    shared = Shared(room=Room(10))
    (first, _), (second, transport) = connected(echo, shared), connected(echo, shared)

    feed(first, POST % 9 + b"12345678")
    feed(second, POST % 3 + b"123")

    said = transport.write.call_args[0][0]
    assert said.startswith(b"HTTP/1.1 503")
    assert b"Retry-After: 1" in said
    assert not echo.asked


def test_there_is_room_again_once_a_body_is_answered_or_its_client_is_gone(echo: Echo):
    shared = Shared(room=Room(10))
    (first, _), (second, _) = connected(echo, shared), connected(echo, shared)

    feed(first, POST % 9 + b"12345678")
    taken = shared.room.left
    feed(first, b"9")
    answered = shared.room.left
    feed(second, POST % 9 + b"1234")
    second.connection_lost(None)

    assert (taken, answered, shared.room.left) == (2, 10, 10)
    assert [one.body for one in echo.asked] == [b"123456789"]


def test_a_body_that_grows_too_large_takes_no_room(echo: Echo):
    shared = Shared()
    before = shared.room.left
    connection, _ = connected(echo, shared)

    feed(connection, b"POST /x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
    for _ in range(MAX_BYTES // 0x2000 + 1):
        feed(connection, b"2000\r\n" + b" " * 0x2000 + b"\r\n")

    assert [one.too_large for one in echo.asked] == [True]
    assert shared.room.left == before


def test_who_asks_faster_than_it_is_answered_has_to_wait(port: int, echo: Echo):
    echo.delivery = Delivery(delay=60)

    with closing(socket.create_connection(("127.0.0.1", port), timeout=5)) as opened:
        sent = sent_until_it_blocks(opened, get("/a", f"X: {'a' * 4000}", close=False) * 10)

    assert sent < MANY
    assert len(echo.asked) == 1


def test_who_does_not_read_the_answers_gets_no_more_of_them(port: int, echo: Echo):
    echo.more = "x" * 100_000

    with closing(socket.create_connection(("127.0.0.1", port), timeout=5)) as opened:
        sent = sent_until_it_blocks(opened, get("/a", close=False) * 1000)

    assert sent < MANY
    assert len(echo.asked) * len(echo.more) < MANY
