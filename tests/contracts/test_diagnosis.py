"""A service that cannot be tested is told from one that breaks its contract, with the likely cause."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import flask
import pytest
from contract_tests.serving import served
from tests.contracts.shelf import CONTRACT, create_shelf

from taller.catalog import contract_path, load_contract
from taller.contracts.diagnosis import diagnose
from taller.contracts.outcomes import Verdict

LOGS = load_contract(contract_path("logs"))
PLAIN = {"openapi": "3.1.0", "paths": {"/books": {"get": {}}, "/books/{id}": {"get": {}}}}


@contextmanager
def listening(answer: Callable[[socket.socket], None]) -> Iterator[str]:
    """A port on which *answer* is done to each connection."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def accept() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with connection:
                    answer(connection)

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
        server.shutdown(socket.SHUT_RDWR)
        thread.join()


def always(status: int, body: str = "") -> flask.Flask:
    app = flask.Flask(__name__)
    app.register_error_handler(404, lambda _: (body, status))
    return app


def test_nothing_is_said_of_a_service_that_can_be_tested() -> None:
    with served(create_shelf()) as url:
        assert diagnose(CONTRACT, url, {"logs": LOGS}, {}) is None


def test_a_port_on_which_nobody_listens_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

    found = diagnose(PLAIN, f"http://127.0.0.1:{port}", {}, {})

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
        found = diagnose(PLAIN, url, {}, {})

    assert found is not None
    assert found.verdict is Verdict.UNREACHABLE
    assert "in the container listens on another one?" in found.hint


def test_what_speaks_something_else_is_told() -> None:
    def greet(connection: socket.socket) -> None:
        connection.sendall(b"220 smtp ready\r\n")
        connection.recv(1000)

    with listening(greet) as url:
        found = diagnose(PLAIN, url, {}, {})

    assert found is not None
    assert found.verdict is Verdict.NOT_HTTP


def test_a_name_that_nobody_knows_is_told() -> None:
    found = diagnose(PLAIN, "http://clientes.invalid:80", {}, {})

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
        found = diagnose(PLAIN, url, {}, {})

    assert found is not None
    assert found.verdict is verdict
    assert hint in found.hint


def test_another_service_in_its_place_is_told() -> None:
    app = flask.Flask(__name__)
    app.get("/books")(list)

    with served(app) as url:
        found = diagnose(LOGS, url, {"shelf": PLAIN}, {})

    assert found is not None
    assert found.verdict is Verdict.WRONG_SERVICE
    assert f"{url} answers as shelf does" in found.hint


def test_a_refusal_is_an_answer() -> None:
    with served(always(401)) as url:
        assert diagnose(PLAIN, url, {"logs": LOGS}, {}) is None
