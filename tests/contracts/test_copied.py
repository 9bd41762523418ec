"""Commands of Schemathesis show what they were to show."""

import subprocess

import flask
import pytest
from contract_tests.serving import served

from taller.contracts.copied import shown


@pytest.mark.parametrize(
    ("command", "wanted"),
    [
        ("curl -X GET http://localhost/a", "curl -i -X GET http://localhost/a"),
        ("curl -X HEAD http://localhost/a", "curl -I http://localhost/a"),
        (
            'curl -X POST -d \'{"a": "-X HEAD"}\' http://localhost/a',
            'curl -i -X POST -d \'{"a": "-X HEAD"}\' http://localhost/a',
        ),
    ],
)
def test_a_command_shows_the_status(command: str, wanted: str) -> None:
    assert shown(command, b"{}") == wanted


def test_a_body_that_is_no_text_is_sent_as_it_was() -> None:
    app, body, came = flask.Flask(__name__), b"a'\xff\n", list[bytes]()

    @app.post("/notes")
    def take() -> str:
        came.append(flask.request.get_data())
        return ""

    with served(app) as url:
        command = shown(f"curl -X POST -H 'Content-Type: text/plain' -d 'a\ufffd' {url}/notes", body)
        subprocess.run(["bash", "-c", command], check=True, capture_output=True, timeout=20)

    assert came == [body]


def test_a_command_that_is_sent_otherwise_stays() -> None:
    command = shown("curl -X POST -F 'a=@b' http://localhost", b"\xff")

    assert command == "curl -i -X POST -F 'a=@b' http://localhost"
