"""A stand-in inside another server."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from werkzeug.test import EnvironBuilder

from taller.mocks.openapi.http import Reply, Request
from taller.mocks.wsgi import clean, respond


def headers_of(*headers: tuple[str, str]) -> list[tuple[str, str]]:
    """Return the headers that leave where an application answers with *headers*."""
    started: list[Any] = []

    def answer(_request: Request) -> Reply:
        return Reply(204, headers)

    respond(answer, EnvironBuilder().get_environ(), lambda *said: started.append(said))  # type: ignore[arg-type,return-value]
    return list(started[0][1])


def test_no_header_ends_before_its_time_here_either():
    assert headers_of(("X-A\r\nX-B", "1\r\nX-C: 2\0")) == [("X-A  X-B", "1  X-C: 2 ")]


def test_what_a_header_cannot_say_is_a_question_mark():
    assert headers_of(("X-A", "año €")) == [("X-A", "año ?")]


@given(st.text())
def test_every_header_can_be_sent(text: str):
    assert not {"\r", "\n", "\0"} & set(clean(text).encode("latin-1").decode("latin-1"))
