"""Services are tested side by side, each in a process of its own."""

import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import flask
import pytest
from contract_tests.serving import served
from tests.contracts.shelf import CONTRACT, Fault, create_shelf

from taller.contracts.checking import Job, Progress, check, examine
from taller.contracts.faults import faults
from taller.contracts.outcomes import Outcome, Verdict, exit_code

PHASES = ("examples", "coverage", "fuzzing", "stateful")


@pytest.fixture(scope="module")
def progress() -> list[Progress]:
    return []


@pytest.fixture(scope="module")
def outcomes(progress: list[Progress]) -> Iterator[dict[str, Outcome]]:
    with served(create_shelf()) as good, served(create_shelf(Fault.FAILS)) as bad, closed() as nowhere:
        urls = {"good": good, "bad": bad, "gone": nowhere}
        jobs = [Job(name, CONTRACT, url, seed=7, profile="quick") for name, url in urls.items()]
        yield {one.service: one for one in check(jobs, 2, progress.append)}


class closed:  # noqa: N801  # a context manager, as `closing`
    """The URL of a port that nobody has."""

    def __enter__(self) -> str:
        with socket.create_server(("127.0.0.1", 0)) as server:
            return f"http://127.0.0.1:{server.getsockname()[1]}"

    def __exit__(self, *_: object) -> None:
        pass


def test_each_gets_its_verdict(outcomes: dict[str, Outcome]) -> None:
    verdicts = {name: one.verdict for name, one in outcomes.items()}

    assert verdicts == {"good": Verdict.KEPT, "bad": Verdict.BROKEN, "gone": Verdict.UNREACHABLE}


def test_an_outcome_says_how_far_it_went(outcomes: dict[str, Outcome]) -> None:
    good = outcomes["good"]

    assert (good.asked, good.promised, good.seed) == (4, 4, 7)
    assert good.cases > 50
    assert good.statuses["GET /books/{id}", 200]
    assert good.breaches == ()


def test_a_broken_promise_comes_with_the_command_that_shows_it(outcomes: dict[str, Outcome]) -> None:
    worst = outcomes["bad"].breaches[0]

    assert (worst.operation, worst.promise, worst.came) == (
        "GET /books/{id}",
        "no-server-error",
        ("status 500",),
    )
    assert worst.curl[-1].startswith("curl -i -X GET")
    assert "http://127.0.0.1" in worst.curl[-1]


def test_progress_is_told_while_it_lasts(outcomes: dict[str, Outcome], progress: list[Progress]) -> None:
    assert outcomes
    assert {one.service for one in progress} == {"good", "bad"}


def test_the_exit_code_is_that_of_the_worst(outcomes: dict[str, Outcome]) -> None:
    untested = Outcome("x", "", Verdict.UNTESTED)

    assert exit_code([outcomes["good"]]) == 0
    assert exit_code([outcomes["good"], outcomes["gone"]]) == 1
    assert exit_code([*outcomes.values(), untested]) == 2
    assert exit_code([]) == 2


def test_what_shows_in_several_operations_is_one_fault(outcomes: dict[str, Outcome]) -> None:
    worst = outcomes["bad"].breaches[0]
    elsewhere = replace(worst, operation="GET /authors/{id}")

    (fault,) = faults([worst, elsewhere])

    assert fault.times == 2 * worst.times
    assert fault.operations == ("GET /authors/{id}",)


def test_a_seed_repeats_a_run(outcomes: dict[str, Outcome]) -> None:
    with served(create_shelf()) as url:
        (again,) = check([Job("good", CONTRACT, url, seed=7, profile="quick")])

    assert (again.cases, again.statuses) == (outcomes["good"].cases, outcomes["good"].statuses)


@pytest.mark.parametrize(
    ("own", "hint"),
    [
        ({"operations": [{"include-path-regex": ".*", "enabled": False}]}, "No operations matched"),
        ({"phases": {name: {"enabled": False} for name in PHASES}}, "Every selected operation was skipped"),
    ],
)
def test_who_was_asked_nothing_has_kept_nothing(own: dict[str, Any], hint: str) -> None:
    contract = {**CONTRACT, "paths": {"/books/{id}": {"get": {"responses": {"200": {"description": "a"}}}}}}

    outcome = examine(Job("shelf", contract, "", 7, "quick", own=own), create_shelf)

    assert outcome.verdict is Verdict.UNTESTED
    assert hint in outcome.hint


@pytest.mark.parametrize(("key", "verdict"), [(None, "untested"), ("wrong", "untested"), ("abc", "kept")])
def test_who_turns_everybody_away_has_kept_nothing(key: str | None, verdict: str) -> None:
    answers = {str(status): {"description": "a"} for status in (200, 401)}
    schemes = {"key": {"type": "apiKey", "in": "query", "name": "token"}}
    guarded = {"get": {"security": [{"key": []}], "responses": answers}}
    contract = {**CONTRACT, "components": {"securitySchemes": schemes}, "paths": {"/books": guarded}}
    app = flask.Flask(__name__)

    @app.get("/books")
    def read() -> tuple[str, int, dict[str, str]]:
        known = flask.request.args.get("token") == "abc"
        return ("", 200, {}) if known else ("", 401, {"WWW-Authenticate": "ApiKey"})

    with served(app) as url:
        outcome = examine(Job("shelf", contract, url, 7, "quick", key))

    assert outcome.verdict.value == verdict, outcome.breaches
    assert ("is the key right" in outcome.hint) == (verdict == "untested")


def test_whoever_lets_everybody_in_is_asked_for_its_key() -> None:
    answers = {str(status): {"description": "a"} for status in (200, 401)}
    schemes = {"key": {"type": "http", "scheme": "bearer"}}
    guarded = {"get": {"security": [{"key": []}], "responses": answers}}
    contract = {**CONTRACT, "components": {"securitySchemes": schemes}, "paths": {"/books": guarded}}
    app = flask.Flask(__name__)
    app.get("/books")(lambda: "")

    with served(app) as url:
        outcome = examine(Job("shelf", contract, url, 7, "quick"))

    assert outcome.verdict is Verdict.BROKEN
    assert "was it started without a key" in outcome.hint


@pytest.mark.parametrize("contract", [{"openapi": "3.1.0"}, {"paths": None}, {"paths": {"/books": {}}}])
def test_who_promises_nothing_is_not_even_looked_for(contract: dict[str, Any]) -> None:
    outcome = examine(Job("shelf", contract, "http://127.0.0.1:9", 7, "quick"))

    assert outcome.verdict is Verdict.UNTESTED
    assert "has no operation" in outcome.hint


@pytest.mark.parametrize(("documented", "verdict"), [(False, "serves nothing"), (True, "untested")])
def test_who_answers_nothing_but_404_has_kept_nothing(documented: bool, verdict: str) -> None:
    """Though nothing is asked before the test that could tell."""
    answers = {str(status): {"description": "a"} for status in (200, 404 if documented else 400)}
    contract = {**CONTRACT, "paths": {"/convert": {"post": {"responses": answers}}}}

    with served(flask.Flask(__name__)) as url:
        outcome = examine(Job("shelf", contract, url, 7, "quick"))

    assert outcome.verdict.value == verdict
    assert "is the base path right" in outcome.hint


def test_what_stands_beside_the_paths_is_not_tested() -> None:
    beside = {"x-internal": "kept by the gateway", "x-more": {"get": {"responses": {}}}}
    contract = {**CONTRACT, "paths": {**CONTRACT["paths"], **beside}}

    outcome = examine(Job("shelf", contract, "", 7, "quick"), create_shelf)

    assert (outcome.verdict, outcome.promised, outcome.asked) == (Verdict.KEPT, 4, 4)


LIST: dict[str, Any] = {
    **CONTRACT,
    "paths": {
        "/books": {
            "get": {"responses": {"200": {"description": "a", "content": {"application/json": {}}}}},
        }
    },
}


@contextmanager
def writing(headers: Mapping[str, str], body: bytes) -> Iterator[str]:
    """A server that answers every GET with *headers* and *body*, true or not."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self.send_response(200)
            for name, value in {"Content-Type": "application/json", **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize(
    ("headers", "promise"),
    [
        ({"Content-Length": "500", "Connection": "close"}, "no-server-error"),
        ({"Content-Encoding": "gzip", "Content-Length": "2"}, "answer-readable"),
    ],
)
def test_an_answer_that_nobody_can_read_is_a_broken_promise(headers: dict[str, str], promise: str) -> None:
    """And no failure of the harness."""
    with writing(headers, b"[]") as url:
        outcome = examine(Job("shelf", LIST, url, 7, "quick"))

    assert outcome.verdict is Verdict.BROKEN
    assert promise in {one.promise for one in outcome.breaches}


def test_an_answer_that_is_too_large_is_not_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor is one that takes too long: by both, Schemathesis's own requests would never end."""
    monkeypatch.setattr("taller.contracts.probing.wire._LARGEST", 1000)

    with writing({"Content-Length": "5000"}, b"[" + b" " * 4998 + b"]") as url:
        outcome = examine(Job("shelf", LIST, url, 7, "quick"))

    assert [one.came for one in outcome.breaches] == [("an answer that is cut off",)]


def test_workers_end_with_whoever_began_them() -> None:
    """Killed, so that nobody can tell them."""
    asked, go_on, after = threading.Event(), threading.Event(), list[str]()
    app = create_shelf()

    @app.before_request
    def wait() -> None:
        after.append(flask.request.path)
        asked.set()
        go_on.wait()

    with served(app) as url:
        command = [sys.executable, "-m", "taller", "check", "clientes", "--url", url]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as begun:
            asked.wait(60)
            begun.kill()
            begun.communicate(timeout=60)  # which lasts as long as a worker holds the pipe
        go_on.set()

    assert len(after) == 1
