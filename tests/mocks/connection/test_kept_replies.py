"""Replies that will do again, and what stands in the head of one."""

import asyncio

from tests.mocks.connection.support import Echo, get, talk

from taller.mocks.openapi.http import Reply
from taller.mocks.serving.connection import Connection
from taller.mocks.serving.ready import MAX_REMEMBERED_BYTES, Ready
from taller.mocks.serving.shared import Shared
from taller.mocks.serving.wire import head_of


def test_what_is_asked_again_is_answered_from_what_is_ready_until_something_changes(port: int, echo: Echo):
    three = get("/a", close=False) * 2 + get("/a", close=False)

    talk(port, three, end=True)
    echo.version += 1
    talk(port, get("/a", close=False), end=True)

    assert (len(echo.asked), echo.again) == (2, 2)


def test_what_was_asked_at_length_is_not_kept(port: int, echo: Echo):
    talk(port, get("/a", f"X: {'a' * MAX_REMEMBERED_BYTES}", close=False) * 2, end=True)

    assert len(echo.asked) == 2


def test_no_header_ends_before_its_time():
    head = head_of(Reply(200, (("X-A\r\nX-B", "1\r\nX-C: 2"),)), close=False)

    assert head.split(b"\r\n")[1] == b"X-A  X-B: 1  X-C: 2"


def test_what_is_given_again_is_noted_before_anybody_has_it(echo: Echo):
    written: list[int] = []

    class Transport(asyncio.Transport):
        """Notes how often the reply was noted when bytes leave."""

        def write(self, _data: bytes | bytearray | memoryview) -> None:
            written.append(echo.again)

        def is_closing(self) -> bool:
            return False

        def resume_reading(self) -> None:
            """Go on."""

    connection = Connection(Ready(echo), Shared())
    connection.connection_made(Transport())
    for _ in range(2):
        asked = get("/a", close=False)
        connection.get_buffer(-1)[: len(asked)] = asked
        connection.buffer_updated(len(asked))

    assert written == [0, 1]
