"""No credential gets into what a run tells, and the commands that are shown run all the same."""

import base64
import importlib
import json
import os
import shlex
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import quote

import flask
import pytest
import schemathesis
from contract_tests.serving import served

from taller.contracts import Report, Target, run, settings
from taller.contracts.credentials import credentials
from taller.contracts.events import Breach
from taller.contracts.phrases import in_language, said
from taller.contracts.probing.wire import Client, Request
from taller.contracts.secrecy import Secrecy

SCHEMES: dict[str, dict[str, str]] = {
    "header": {"type": "apiKey", "in": "header", "name": "X-API-Key"},
    "cookie": {"type": "apiKey", "in": "cookie", "name": "sid"},
    "query": {"type": "apiKey", "in": "query", "name": "token"},
    "bearer": {"type": "http", "scheme": "bearer"},
    "basic": {"type": "http", "scheme": "basic"},
}
KEY = "ana:s3cret/k+y"
"""With what a query and Basic write otherwise."""
SETTINGS = """
seed = 7
continue-on-failure = true
[generation]
max-examples = 5
database = "none"
[cache]
enabled = false
[analysis.constants]
enabled = false
"""


def contract(scheme: str) -> dict[str, Any]:
    answers = {str(status): {"description": "so"} for status in (200, 201, 401)}
    body = {
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "properties": {"password": {"type": "string", "minLength": 3}},
                    "required": ["password"],
                }
            }
        },
    }
    return {
        "openapi": "3.0.3",
        "info": {"title": "Notes", "version": "1"},
        "security": [{"key": []}],
        "components": {"securitySchemes": {"key": SCHEMES[scheme]}},
        "paths": {
            "/notes": {"get": {"responses": answers}, "post": {"requestBody": body, "responses": answers}}
        },
    }


def notes(scheme: str) -> tuple[flask.Flask, list[int]]:
    """A service that fails for whoever may use it, and repeats what was shown to it; and its answers."""
    app, answers = flask.Flask(__name__), list[int]()
    wanted = credentials(contract(scheme), KEY)

    @app.route("/notes", methods=["GET", "POST"])
    def answer() -> tuple[str, int]:
        shown = {name: flask.request.headers.get(name) for name in wanted.headers}
        asked = {name: flask.request.args.get(name) for name in wanted.query}
        known = (shown, asked) == (wanted.headers, wanted.query)
        answers.append(500 if known else 401)
        return (f"{shown} {asked} {KEY}", 500) if known else ("", 401)

    return app, answers


def forms() -> list[str]:
    return [KEY, quote(KEY, safe=""), base64.b64encode(KEY.encode()).decode(), "s3cret/k+y"]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_no_event_of_a_run_holds_the_key(scheme: str, tmp_path: Path) -> None:
    (file := tmp_path / "schemathesis.toml").write_text(SETTINGS, "utf-8")
    app, answers = notes(scheme)

    with served(app) as url:
        target = Target("notes", contract(scheme), url, key=KEY)
        report = Report.of(run(target, settings(file), 0.1))

    assert 500 in answers
    failures = [one for one in report.breaches if one.promise == "no-server-error"]
    assert failures
    told = repr([*report.breaches, *report.troubles, *report.asked])
    assert [one for one in forms() if one in told] == []
    assert all("TALLER_API_KEY" in one.curl[-1] for one in failures)
    assert "[Filtered]" not in told
    assert "Filtered" not in told


def words(command: str, key: str = KEY) -> list[str]:
    """Return what a shell makes of *command*, where ``curl`` tells its arguments."""
    script = f'curl() {{ for one in "$@"; do printf \'%s\\0\' "$one"; done; }}\n{command}'
    done = subprocess.run(
        ["sh", "-c", script], env={**os.environ, "TALLER_API_KEY": key}, capture_output=True, check=True
    )
    return done.stdout.decode().split("\0")[:-1]


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("body", [b"{}", b'{"a": "it\'s \\u0024 `x` $HOME"}'])
def test_a_command_shown_does_what_was_done(scheme: str, body: bytes) -> None:
    shown = credentials(contract(scheme), KEY)
    client = Client("http://localhost", credentials=shown)
    command = client.curl(Request("POST /notes", "POST", "/notes?a=b", {"X-Says": "it's"}, body))

    hidden = Secrecy.of(contract(scheme), KEY, client.url).command(command)

    assert [one for one in forms() if one in hidden] == []
    assert words(hidden) == shlex.split(command)[1:]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_key_that_is_in_every_text_is_hidden_where_it_is_shown_as_one(scheme: str) -> None:
    client = Client("http://localhost", credentials=credentials(contract(scheme), "a"))
    command = client.curl(Request("GET /notes", "GET", "/notes"))
    secrecy = Secrecy.of(contract(scheme), "a", client.url)

    hidden = secrecy.command(command)

    assert "TALLER_API_KEY" in hidden
    assert words(hidden, "a") == shlex.split(command)[1:]
    assert secrecy.text("a banana") == "a banana"


def test_one_style_of_command_is_shown() -> None:
    secrecy = Secrecy.of(contract("bearer"), "s3cret", "http://localhost")

    hidden = secrecy.command("curl -H 'Authorization: Bearer s3cret' http://localhost/notes")

    assert hidden == 'curl -H "Authorization: Bearer $TALLER_API_KEY" http://localhost/notes'


def test_a_text_stays_one_that_can_be_said_in_spanish() -> None:
    secrecy = Secrecy.of(contract("header"), "s3cret", None)

    hidden = secrecy.text(said("{where}: {error}", where="/notes", error="no s3cret"))

    assert in_language(hidden, "es") == "/notes: no $TALLER_API_KEY"


def test_a_password_in_a_url_is_hidden() -> None:
    url = "http://ana:hunter2@localhost/api"
    pair = base64.b64encode(b"ana:hunter2").decode()
    breach = Breach(
        "GET /notes", "no-server-error", "", ("x",), curl=(f"curl -H 'A: {pair}' {url}/notes",), detail=url
    )

    hidden = Secrecy.of({}, None, url).event(breach)

    assert isinstance(hidden, Breach)
    assert "hunter2" not in repr(hidden)
    assert pair not in repr(hidden)
    assert hidden.detail == "http://ana:***@localhost/api"


def test_without_a_secret_nothing_is_changed() -> None:
    breach = Breach("GET /notes", "no-server-error", "", ("x",))

    assert Secrecy.of(contract("bearer"), None, "http://localhost").event(breach) is breach


def test_what_is_sent_to_a_field_called_password_is_shown(tmp_path: Path) -> None:
    """Schemathesis filters what it has made up, and then the command is not the request."""
    (file := tmp_path / "schemathesis.toml").write_text(SETTINGS, "utf-8")
    app, _ = notes("header")

    with served(app) as url:
        events = list(run(Target("notes", contract("header"), url, key=KEY), settings(file), 0.1))

    # Not of a report, which shows the smallest request of each promise: that may well be one without a body.
    breaches = [one for one in events if isinstance(one, Breach) and one.operation == "POST /notes"]
    sent = "".join(curl for one in breaches for curl in one.curl)
    assert json.dumps("password") in sent
    assert "iltered" not in sent


@pytest.fixture
def key_of_somebody_else(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("TALLER_API_KEY", KEY)
    return KEY


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_service_gets_no_key_that_it_was_not_given(
    scheme: str, tmp_path: Path, key_of_somebody_else: str
) -> None:
    (file := tmp_path / "schemathesis.toml").write_text(
        f'hooks = "taller.contracts.hooks"\n{SETTINGS}', "utf-8"
    )
    app, answers = notes(scheme)

    with served(app) as url:
        report = Report.of(run(Target("notes", contract(scheme), url), settings(file), 0.1))

    assert set(answers) == {401}
    assert [one for one in forms() if one in repr(report)] == []


def test_plain_schemathesis_sends_the_key_of_the_environment(key_of_somebody_else: str) -> None:
    importlib.import_module("taller.contracts.hooks")

    schema = schemathesis.openapi.from_dict(contract("bearer"))

    assert schema.config.auth.openapi.schemes["key"].bearer == key_of_somebody_else
