"""The client waits for an answer as long as one may take, and tells one that nobody can read."""

import socket
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

import flask
import pytest
import requests
from contract_tests.serving import listening

from taller.contracts.credentials import Credentials
from taller.contracts.probing import story, wire
from taller.contracts.probing.wire import AnswerCutOff, AnswerGarbled, Client, Request

READ = Request("GET /notes", "GET", "/notes")


@contextmanager
def saying(*parts: bytes) -> Iterator[str]:
    """A server that sends *parts* to whoever asks, and hangs up."""

    def answer(connection: socket.socket) -> None:
        connection.recv(1000)
        for part in parts:
            connection.sendall(part)

    with listening(answer) as url:
        yield url


OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


def test_an_answer_that_is_shorter_than_it_says_is_cut_off() -> None:
    with saying(OK, b"Content-Length: 500\r\n\r\n[]") as url, pytest.raises(AnswerCutOff, match="498 more"):
        Client(url).send(READ)


def test_so_is_one_whose_chunks_are_none() -> None:
    with saying(OK, b"Transfer-Encoding: chunked\r\n\r\nzz\r\n[]") as url, pytest.raises(AnswerCutOff):
        Client(url).send(READ)


def test_an_answer_that_is_not_compressed_as_it_says_is_garbled() -> None:
    head = b"Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n"

    with saying(OK, head, b"[]") as url, pytest.raises(AnswerGarbled, match="failed to decode"):
        Client(url).send(READ)


def test_one_that_is_can_be_read() -> None:
    body = zlib.compress(b"[1]")
    with saying(OK, b"Content-Encoding: deflate\r\nContent-Length: %d\r\n\r\n" % len(body), body) as url:
        assert Client(url).send(READ).json() == [1]


@pytest.mark.parametrize(("limit", "value"), [("_LARGEST", 5), ("_LONGEST", 0.0)])
def test_nobody_reads_on_for_ever(monkeypatch: pytest.MonkeyPatch, limit: str, value: float) -> None:
    monkeypatch.setattr(wire, limit, value)

    with (
        saying(OK, b"Content-Length: 9\r\n\r\n", b"[" * 9) as url,
        pytest.raises(AnswerCutOff, match="no end"),
    ):
        Client(url).send(READ)


@pytest.mark.parametrize("head", [b"Content-Length: 500\r\n\r\n[]", b"Content-Encoding: gzip\r\n\r\n[]"])
def test_what_was_answered_is_not_asked_again_however_the_answer_ends(head: bytes) -> None:
    asked = []

    def answer(connection: socket.socket) -> None:
        asked.append(connection.recv(1000)[:4])
        connection.sendall(OK + head)

    with listening(answer) as url, pytest.raises(requests.ConnectionError):
        story.sent(Client(url), Request("POST /notes", "POST", "/notes"))

    assert asked == [b"POST"]


def test_what_was_not_is_asked_once_more() -> None:
    asked = []

    def answer(connection: socket.socket) -> None:
        asked.append(connection.recv(1000)[:4])
        connection.sendall(OK + b"Content-Length: 2\r\n\r\n[]" if len(asked) > 1 else b"")

    with listening(answer) as url:
        assert story.sent(Client(url), READ).json() == []


def test_what_a_request_says_itself_is_not_said_again() -> None:
    client = Client("http://localhost", credentials=Credentials({"X-Key": "abc"}, {"token": "abc"}))

    assert client.curl(READ) == "curl -i -X GET -H 'X-Key: abc' 'http://localhost/notes?token=abc'"
    assert client.curl(Request("GET /notes", "GET", "/notes?token=x", {"x-key": "y"})) == (
        "curl -i -X GET -H 'x-key: y' 'http://localhost/notes?token=x'"
    )


def test_an_application_in_this_process_is_read_alike() -> None:
    app = flask.Flask(__name__)
    app.get("/notes")(lambda: ["a"])

    assert Client("http://localhost", app).send(READ).json() == ["a"]
