"""A service that cannot be tested is told from one that breaks its contract, with the likely cause."""

import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import flask
import pytest
from contract_tests.serving import listening, served
from tests.contracts.shelf import CONTRACT, create_shelf

from taller.catalog import contract_path, load_contract
from taller.contracts.credentials import NOTHING, credentials
from taller.contracts.diagnosis import diagnose
from taller.contracts.looking import Look, Unreachable
from taller.contracts.outcomes import Verdict

LOGS = load_contract(contract_path("logs"))
PLAIN: dict[str, Any] = {"openapi": "3.1.0", "paths": {"/books": {"get": {}}, "/books/{id}": {"get": {}}}}


def always(status: int, body: str = "") -> flask.Flask:
    app = flask.Flask(__name__)
    app.register_error_handler(404, lambda _: (body, status))
    return app


def test_nothing_is_said_of_a_service_that_can_be_tested() -> None:
    with served(create_shelf()) as url:
        assert diagnose(CONTRACT, url, {"logs": LOGS}) is None


def test_a_port_on_which_nobody_listens_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

    found = diagnose(PLAIN, f"http://127.0.0.1:{port}", {})

    assert found is not None
    assert (found.verdict, found.hint[:40]) == (
        Verdict.UNREACHABLE,
        f"nothing listens on 127.0.0.1:{port}: is the service"[:40],
    )


def test_a_port_that_is_published_and_leads_nowhere_is_told() -> None:
    """What Docker does with a port on which the container does not listen."""

    def hang_up(connection: socket.socket) -> None:
        connection.recv(1000)

    with listening(hang_up) as url:
        found = diagnose(PLAIN, url, {})

    assert found is not None
    assert found.verdict is Verdict.UNREACHABLE
    assert "in the container listens on another one?" in found.hint


def test_what_speaks_something_else_is_told() -> None:
    def greet(connection: socket.socket) -> None:
        connection.sendall(b"220 smtp ready\r\n")
        connection.recv(1000)

    with listening(greet) as url:
        found = diagnose(PLAIN, url, {})

    assert found is not None
    assert found.verdict is Verdict.NOT_HTTP


def test_a_name_that_nobody_knows_is_told() -> None:
    found = diagnose(PLAIN, "http://clientes.invalid:80", {})

    assert found is not None
    assert found.verdict is Verdict.UNREACHABLE
    assert "clientes.invalid" in found.hint


@pytest.mark.parametrize(
    ("app", "verdict", "hint"),
    [
        (always(404), Verdict.SERVES_NOTHING, "nothing of the contract is below"),
        (always(200), Verdict.SERVES_NOTHING, "every answer is empty"),
        (always(500, "sqlite3.OperationalError: no such table: books"), Verdict.FAILING, "migrations"),
        (always(500, 'relation "books" does not exist'), Verdict.FAILING, "migrations"),
        (always(502, "<h1>502 Bad Gateway</h1>"), Verdict.FAILING, "a proxy"),
        (always(500), Verdict.FAILING, "every answer is 500: its log will say why."),
    ],
)
def test_a_service_that_answers_nothing_of_use_is_told(app: flask.Flask, verdict: Verdict, hint: str) -> None:
    with served(app) as url:
        found = diagnose(PLAIN, url, {})

    assert found is not None
    assert found.verdict is verdict
    assert hint in found.hint


def test_another_service_in_its_place_is_told() -> None:
    app = flask.Flask(__name__)
    app.get("/books")(list)

    with served(app) as url:
        found = diagnose(LOGS, url, {"shelf": PLAIN})

    assert found is not None
    assert found.verdict is Verdict.WRONG_SERVICE
    assert f"{url} answers as shelf does" in found.hint


def test_a_refusal_is_an_answer_where_the_contract_asks_for_a_credential() -> None:
    guarded = {**PLAIN, "components": {"securitySchemes": {"key": {"type": "http", "scheme": "bearer"}}}}

    with served(always(401)) as url:
        assert diagnose(guarded, url, {"logs": LOGS}) is None


def answering(status: int, body: str = "", **headers: str) -> flask.Flask:
    """An application with one answer to everything."""
    app = flask.Flask(__name__)
    said = {name.replace("_", "-"): value for name, value in headers.items()}
    app.before_request(lambda: flask.Response(body, status, said))
    return app


NGINX = "<title>400 The plain HTTP request was sent to HTTPS port</title>"


@pytest.mark.parametrize(
    ("app", "verdict", "hint"),
    [
        (answering(200, "<h1>Welcome!</h1>"), Verdict.SERVES_NOTHING, "every answer is a page of HTML"),
        (answering(204), Verdict.SERVES_NOTHING, "every answer is 204, whatever the path"),
        (answering(401), Verdict.SERVES_NOTHING, "every answer is 401, and the contract asks for no"),
        (answering(403, "no"), Verdict.SERVES_NOTHING, "every answer is 403, and the contract asks for no"),
        (
            answering(302, Location="https://login.example/?next=x"),
            Verdict.SERVES_NOTHING,
            "every answer leads to https://login.example: ",
        ),
        (answering(400, NGINX), Verdict.NOT_HTTP, "wants TLS: write https:// in the URL"),
        (answering(418), Verdict.SERVES_NOTHING, "every answer is 418, whatever the path"),
    ],
)
@pytest.mark.parametrize("paths", [("/books", "/books/{id}"), ("/books/{id}",)], ids=["plain", "templated"])
def test_one_answer_to_everything_is_told(
    app: flask.Flask, verdict: Verdict, hint: str, paths: tuple[str, ...]
) -> None:
    answers = {"200": {"description": "so", "content": {"application/json": {}}}}
    contract = {"openapi": "3.1.0", "paths": {path: {"get": {"responses": answers}} for path in paths}}

    with served(app) as url:
        found = diagnose(contract, url, {})

    assert found is not None
    assert found.verdict is verdict
    assert hint in found.hint


@pytest.mark.parametrize("status", ["200", "2XX", "default"])
def test_one_answer_that_the_contract_promises_is_none_to_speak_of(status: str) -> None:
    answers = {status: {"description": "so", "content": {"text/html; charset=utf-8": {}}}}
    contract = {"openapi": "3.1.0", "paths": {"/books": {"get": {"responses": answers}}}}

    with served(answering(200, "<h1>Books</h1>")) as url:
        assert diagnose(contract, url, {}) is None


def test_an_empty_answer_may_be_what_is_promised() -> None:
    contract = {"openapi": "3.1.0", "paths": {"/up": {"get": {"responses": {"200": {"description": "so"}}}}}}
    app = flask.Flask(__name__)
    app.get("/up")(lambda: "")

    with served(app) as url:
        assert diagnose(contract, url, {}) is None


def test_an_answer_that_nothing_promises_is_left_to_the_test_if_it_is_not_everywhere() -> None:
    app = flask.Flask(__name__)
    app.get("/books")(lambda: ("", 204))

    with served(app) as url:
        assert diagnose(PLAIN, url, {}) is None


def test_whoever_only_has_paths_with_parameters_is_missed_too() -> None:
    contract = {"openapi": "3.1.0", "paths": {"/books/{id}": {"get": {}}}}

    with served(always(404)) as url:
        answered = diagnose(contract, url, {})
    found = diagnose(contract, url, {})

    assert answered is None
    assert found is not None
    assert found.verdict is Verdict.UNREACHABLE


def test_what_is_shown_to_the_service_is_what_the_contract_wants() -> None:
    app, seen = flask.Flask(__name__), list[str]()
    app.before_request(lambda: seen.append(flask.request.full_path + str(flask.request.authorization)))
    app.get("/books")(list)
    schemes = {"key": {"type": "apiKey", "in": "query", "name": "token"}}

    with served(app) as url:
        diagnose(PLAIN, url, {}, credentials({"components": {"securitySchemes": schemes}}, "abc"))
        diagnose(PLAIN, url.replace("//", "//ana:pass@"), {})

    assert seen == ["/books?token=abcNone", "/books?Basic YW5hOnBhc3M="]


def test_an_answer_without_end_is_told() -> None:
    def drip(connection: socket.socket) -> None:
        connection.recv(1000)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
        connection.recv(1000)

    with listening(drip) as url, pytest.raises(Unreachable, match="does not come to an end"):
        Look(NOTHING, seconds=0.2).asked(url, "GET", "/books")


def test_a_stream_of_events_may_go_on() -> None:
    def stream(connection: socket.socket) -> None:
        connection.recv(1000)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: 1\n\n")
        connection.recv(1000)

    with listening(stream) as url:
        assert diagnose(PLAIN, url, {}) is None


def test_no_more_is_asked_than_there_is_time_for() -> None:
    assert Look(NOTHING, seconds=0).is_over


def test_https_for_what_speaks_http_is_told() -> None:
    with served(create_shelf()) as url:
        found = diagnose(PLAIN, url.replace("http:", "https:"), {})

    assert found is not None
    assert found.verdict is Verdict.NOT_HTTP
    assert "does not speak TLS: write http:// in the URL" in found.hint


@contextmanager
def served_by_tls(folder: Path) -> Iterator[str]:
    """A service with a certificate that nobody has signed but itself."""
    command = "openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=localhost -keyout key.pem -out cert.pem"
    subprocess.run(command.split(), cwd=folder, check=True, capture_output=True)
    files = (str(folder / "cert.pem"), str(folder / "key.pem"))
    with served(create_shelf(), files) as url:
        yield url


@pytest.mark.skipif(not shutil.which("openssl"), reason="makes a certificate")
def test_http_for_what_speaks_tls_is_told(tmp_path: Path) -> None:
    with served_by_tls(tmp_path) as url:
        found = diagnose(PLAIN, url.replace("https:", "http:"), {})
        secure = diagnose(PLAIN, url, {})

    assert found is not None
    assert found.verdict is Verdict.NOT_HTTP
    assert "wants TLS: write https:// in the URL" in found.hint
    assert secure is not None
    assert secure.verdict is Verdict.UNREACHABLE
    assert "is not trusted here: self-signed certificate" in secure.hint


def paths(**items: Any) -> dict[str, Any]:
    """Return a contract with the responses of each method at each path."""
    return {
        "openapi": "3.1.0",
        "paths": {
            f"/{path}": {method: {"responses": answers} for method, answers in item.items()}
            for path, item in items.items()
        },
    }


DONE = {"description": "a", "content": {"application/json": {}}}


@pytest.mark.parametrize("status", [404, 405, 501])
def test_who_only_takes_post_may_say_anything_to_options(status: int) -> None:
    app = flask.Flask(__name__)
    app.post("/convert", provide_automatic_options=False)(dict)
    app.register_error_handler(405, lambda _: ("", status))

    with served(app) as url:
        assert diagnose(paths(convert={"post": {"200": DONE}}), url, {}) is None


def basket(status: int = 404) -> flask.Flask:
    """A service with a basket in which nothing is."""
    app = flask.Flask(__name__)
    app.get("/basket", provide_automatic_options=False)(lambda: ({"error": "none yet"}, status))
    return app


@pytest.mark.parametrize("key", ["404", "4XX", "default"])
def test_a_404_that_the_contract_has_is_an_answer(key: str) -> None:
    with served(basket()) as url:
        assert diagnose(paths(basket={"get": {"200": DONE, key: DONE}}), url, {}) is None


@pytest.mark.parametrize(
    "item",
    [
        {"get": {"200": DONE}},
        {"get": {"200": DONE, "404": {"description": "a", "content": {"text/plain": {}}}}},
        {"get": {"200": DONE, "404": DONE}, "options": {"204": {"description": "a"}}},
    ],
    ids=["undocumented", "of another media type", "and OPTIONS is not there, either"],
)
def test_a_404_that_shows_that_nothing_is_there_is_told(item: dict[str, Any]) -> None:
    app = flask.Flask(__name__)
    app.register_error_handler(404, lambda _: ({"error": "none"}, 404))

    with served(app) as url:
        found = diagnose(paths(basket=item), url, {})

    assert found is not None
    assert found.verdict is Verdict.SERVES_NOTHING
    assert "nothing of the contract is below" in found.hint


def test_an_empty_collection_of_ours_is_an_answer() -> None:
    app = flask.Flask(__name__)
    app.route("/logs", methods=["GET", "POST"])(lambda: ({"status": 404}, 404, {"Content-Type": PROBLEM}))

    with served(app) as url:
        assert diagnose(LOGS, url, {"shelf": PLAIN}) is None


PROBLEM = "application/problem+json"


def test_what_is_beside_the_paths_is_no_path() -> None:
    contract = {
        **PLAIN,
        "paths": {**PLAIN["paths"], "x-internal": "kept by the gateway", "x-more": {"get": {}}},
    }

    with served(always(404)) as url:
        found = diagnose(contract, url, {"other": contract})

    assert found is not None
    assert found.verdict is Verdict.SERVES_NOTHING
