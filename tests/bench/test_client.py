"""The bench's client, against a server that says what it is told to."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest
from bench.mocks.client import Asking, load

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"
CLOSING = b"HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 2\r\n\r\nhi"
REFUSED = b"HTTP/1.1 422 No\r\nContent-Length: 0\r\n\r\n"
ASKING = Asking((b"GET / HTTP/1.1\r\n\r\n",), frozenset({200}))


@contextmanager
def saying(*pieces: bytes, closing: bool = False) -> Iterator[int]:
    """Listen, and answer each request with *pieces*, one write each; yield the port."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=_serve, args=(listening, pieces, closing))
        thread.start()
        try:
            yield listening.getsockname()[1]
        finally:
            listening.shutdown(socket.SHUT_RDWR)
            thread.join()


def _serve(listening: socket.socket, pieces: tuple[bytes, ...], closing: bool) -> None:
    while True:
        try:
            opened, _ = listening.accept()
        except OSError:
            return
        with opened, suppress(ConnectionError):  # the client leaves with a request under way
            opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            while opened.recv(1000):
                for piece in pieces:
                    opened.sendall(piece)
                if closing:
                    break


@pytest.mark.parametrize(
    "pieces", [(OK,), (OK[:5], OK[5:]), (OK[:-1], OK[-1:]), tuple(bytes([one]) for one in OK)]
)
def test_an_answer_counts_once_however_it_is_cut(pieces: tuple[bytes, ...]):
    with saying(*pieces) as port:
        found = load(port, ASKING, answers=3)

    assert (found.answers, found.errors) == (3, 0)


def test_another_status_is_an_error():
    with saying(REFUSED) as port:
        found = load(port, ASKING, answers=3)

    assert (found.answers, found.errors) == (3, 3)


def test_a_connection_that_the_server_ends_is_opened_again():
    with saying(CLOSING, closing=True) as port:
        found = load(port, ASKING, answers=3)

    assert (found.answers, found.errors) == (3, 0)


def test_an_answer_that_is_cut_short_is_an_error():
    with saying(OK[:-1], closing=True) as port:
        found = load(port, ASKING, answers=2)

    assert (found.answers, found.errors) == (2, 2)
