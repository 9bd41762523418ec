"""Replies that travel badly, on purpose."""

import socket
import time
from contextlib import closing

import pytest
from tests.mocks.connection.support import Echo, body_of, get, talk

from taller.mocks.openapi.http import Delivery
from taller.mocks.serving.limits import MAX_WAITING


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


def test_silence_ends_with_the_client(port: int, echo: Echo):
    echo.delivery = Delivery(end="silence")

    assert talk(port, get("/a", close=False) * (MAX_WAITING + 1), end=True) == b""
    assert len(echo.asked) == 1


def test_after_a_reset_nothing_is_answered(port: int, echo: Echo):
    echo.delivery = Delivery(end="reset")

    with pytest.raises(ConnectionResetError):
        talk(port, get("/1", close=False) + get("/2"))

    assert [one.path for one in echo.asked] == ["/1"]
