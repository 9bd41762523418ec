"""The health check of the containers tells a service that is well from one that is not."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from tests.deployment.reading import compose


class _Answers(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/readyz" else 503)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Answers) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


def _check(port: int, path: str) -> int:
    program = compose()["services"]["facturas"]["healthcheck"]["test"][2:4]
    arguments = [sys.executable, *program, str(port), path]
    return subprocess.run(arguments, check=False, capture_output=True).returncode


def test_a_service_that_is_ready_is_well(port: int) -> None:
    assert _check(port, "/readyz") == 0


def test_a_service_that_says_503_is_not(port: int) -> None:
    assert _check(port, "/other") == 1


def test_a_service_that_is_not_there_is_not() -> None:
    assert _check(1, "/readyz") == 1
