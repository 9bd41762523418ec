"""A command stays short, and sends what was sent."""

import json
import shutil
import subprocess
from collections.abc import Iterator

import flask
import pytest
from contract_tests.serving import served

from taller.contracts.credentials import credentials
from taller.contracts.probing.hostile.commands import command
from taller.contracts.probing.wire import Client, Request
from taller.contracts.secrecy import Secrecy

CURL = pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl")
BODIES = {
    "digits": b'{"price": ' + b"9" * 5000 + b"}",
    "nesting": b"[" * 3000 + b"]" * 3000,
    "objects": b'{"a":' * 3000 + b"1" + b"}" * 3000,
    "quotes": json.dumps({"it's": "'" * 300 + '"$HOME" `id` \\ %s'}).encode(),
    "escapes": b'{"text": "' + b"\\u00e9" * 400 + b'"}',
    "bad bytes": b'{"text": "a\xff\xfe"}',
    "accents": '{"text": "ñ%s"}'.replace("%s", "ñ" * 200).encode(),
    "megabytes": b'{"text": "' + b"a" * 1_000_000 + b'"}',
    "a few": b'{"text": "aaaa"}',
    "nothing": b"",
}


@pytest.fixture(scope="module")
def came() -> Iterator[tuple[str, list[flask.Request]]]:
    """Where a service listens, and the requests that it got."""
    app, requests = flask.Flask(__name__), list[flask.Request]()

    @app.before_request
    def keep() -> str:
        flask.request.get_data()
        requests.append(flask.request._get_current_object())  # type: ignore[attr-defined]
        return "done"

    with served(app) as url:
        yield url, requests


def copied(text: str) -> None:
    subprocess.run(["sh", "-c", text], check=True, capture_output=True, timeout=20)


@CURL
@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_a_command_that_is_copied_sends_the_same_body(
    came: tuple[str, list[flask.Request]], body: bytes
) -> None:
    url, requests = came
    request = Request("POST /notes", "POST", "/notes", {"Content-Type": "application/json"}, body)

    copied(command(Client(url), request))

    assert requests[-1].get_data() == body
    assert requests[-1].content_type == "application/json"


@CURL
def test_a_command_that_is_copied_asks_for_the_same_path(came: tuple[str, list[flask.Request]]) -> None:
    url, requests = came
    request = Request("GET /notes", "GET", f"/notes/{'9' * 5000}?kind=it%27s&page=1")

    copied(command(Client(url), request))

    assert requests[-1].full_path == f"/notes/{'9' * 5000}?kind=it%27s&page=1"


@CURL
def test_a_body_without_a_type_is_sent_without(came: tuple[str, list[flask.Request]]) -> None:
    url, requests = came

    copied(command(Client(url), Request("POST /notes", "POST", "/notes", {}, b"{}")))

    assert requests[-1].content_type is None


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_a_command_can_be_read(body: bytes) -> None:
    request = Request("POST /notes", "POST", "/notes", {"Content-Type": "application/json"}, body)

    assert len(command(Client("http://localhost"), request)) < 300


def test_what_cannot_be_shortened_is_cut() -> None:
    body = json.dumps([*range(90_000)]).encode()

    text = command(Client("http://localhost"), Request("POST /notes", "POST", "/notes", {}, body))

    assert len(text) < 10_100
    assert text.endswith("…")


def test_a_credential_is_not_shown() -> None:
    contract = {"components": {"securitySchemes": {"key": {"type": "http", "scheme": "bearer"}}}}
    client = Client("http://localhost", credentials=credentials(contract, "s3cret"))

    text = command(client, Request("POST /notes", "POST", "/notes", {}, b"{}"))

    hidden = Secrecy.of(contract, "s3cret", client.url).command(text)
    assert '-H "Authorization: Bearer $TALLER_API_KEY"' in hidden
    assert "s3cret" not in hidden
