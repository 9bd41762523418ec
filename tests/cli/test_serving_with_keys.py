"""Keys and real processes: they count at once, no network is served without one, and no log has one."""

import http.client
import re
import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest
from tests.builders import invoice_body
from tests.cli.processes import TALLER, ask, clean_environment, eventually, free_offset, is_free, running

from taller.cli.access import is_loopback

MASTER = "the-key-of-these-tests"
LISTS = "/api/v1/facturas"


def taller(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*TALLER, *arguments],
        env=clean_environment(**environment),
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )


def create(database: str, role: str = "emision") -> str:
    arguments = ("keys", "create", "--role", role, "--name", "caja 1")
    return taller(*arguments, TALLER_DATABASE_URL=database).stdout.strip()


def revoke(database: str, key: str) -> None:
    assert taller("keys", "revoke", key.split("_")[1], TALLER_DATABASE_URL=database).returncode == 0


def test_a_key_made_or_revoked_counts_at_once_in_every_worker(database_url: str) -> None:
    port = 8000 + free_offset()
    arguments = ("serve", "--port", str(port), "--workers", "2")
    with running(*arguments, port=port, TALLER_DATABASE_URL=database_url):
        assert statuses(port) == {200}
        key = create(database_url, "lectura")
        assert statuses(port) == {401}
        assert statuses(port, Authorization=f"Bearer {key}") == {200}
        revoke(database_url, key)
        assert statuses(port, Authorization=f"Bearer {key}") == {401}


def statuses(port: int, **headers: str) -> set[int]:
    """Ask so often that each worker has answered."""
    return {ask(port, "GET", LISTS, **headers)[0] for _ in range(20)}


@pytest.mark.parametrize(
    ("host", "alone"),
    [
        ("127.0.0.1", True),
        ("127.8.9.10", True),
        ("::1", True),
        ("[::1]", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("::", False),
        ("192.0.2.7", False),
        ("", False),
        ("shop.example", False),
        ("localhost.example", False),
    ],
)
def test_loopback_is_what_nobody_else_reaches(host: str, alone: bool) -> None:
    assert is_loopback(host) is alone


@pytest.mark.parametrize("command", [("serve",), ("up", "--port-offset", "9000")], ids=" ".join)
@pytest.mark.parametrize("revoked", [False, True])
def test_on_a_network_without_a_key_nothing_starts(
    database_url: str, command: tuple[str, ...], revoked: bool
) -> None:
    if revoked:
        revoke(database_url, create(database_url))

    done = taller(*command, "--host", "0.0.0.0", TALLER_DATABASE_URL=database_url)

    assert (done.returncode, done.stdout) == (1, "")
    assert re.fullmatch(r"Error: 0\.0\.0\.0 .*taller keys create.*TALLER_API_KEY\n", done.stderr)


def test_the_whole_workshop_does_not_start_on_a_network_without_a_key() -> None:
    assert taller("up", "--host", "0.0.0.0", "--port-offset", "9000").returncode == 1


@pytest.mark.parametrize("key", ["", "too short"])
def test_a_key_that_is_soon_guessed_is_one_line(key: str) -> None:
    done = taller("serve", "--host", "0.0.0.0", TALLER_API_KEY=key)

    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert done.stderr.startswith("Error: TALLER_API_KEY: ")


@pytest.mark.parametrize("environment", [{}, {"TALLER_API_KEY": MASTER}], ids=["made", "TALLER_API_KEY"])
def test_on_a_network_with_a_key_it_serves(database_url: str, environment: dict[str, str]) -> None:
    port = 8000 + free_offset()
    key = environment.get("TALLER_API_KEY") or create(database_url)
    arguments = ("serve", "--host", "0.0.0.0", "--port", str(port))

    with running(*arguments, port=port, TALLER_DATABASE_URL=database_url, **environment):
        assert ask(port, "GET", LISTS)[0] == 401
        assert ask(port, "GET", LISTS, Authorization=f"Bearer {key}")[0] == 200
        assert ask(port, "GET", "/readyz")[0] == 200


WITH_ACCESS_LOG = """
import sys
from taller.invoices.service import server
usual = server.configuration
server.configuration = lambda serving: usual(serving) | {"accesslog": "-"}
from taller.cli.main import main
main(sys.argv[1:])
"""


def test_no_log_has_a_key_or_a_header(database_url: str) -> None:
    port, made, wrong = 8000 + free_offset(), create(database_url), "taller_aaaaaaaa_" + "W" * 43
    process = subprocess.Popen(
        [sys.executable, "-c", WITH_ACCESS_LOG, "serve", "--port", str(port)],
        env=clean_environment(
            TALLER_DATABASE_URL=database_url, TALLER_LOG_LEVEL="debug", TALLER_API_KEY=MASTER
        ),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        eventually(lambda: not is_free(port))
        for key in (made, wrong, MASTER):
            for method, path, body in (
                ("GET", LISTS, None),
                ("POST", LISTS, invoice_body()),
                ("GET", "/x", None),
            ):
                ask(port, method, path, body, Authorization=f"Bearer {key}")
    finally:
        process.terminate()
    said = process.communicate(timeout=10)[0]

    assert said.count(f"GET {LISTS} HTTP") >= 3, "the access log is on"
    for secret in (made, made.split("_", 2)[2], wrong, "W" * 43, MASTER, "Authorization", "Bearer"):
        assert secret not in said


@pytest.fixture
def closed(database_url: str) -> Iterator[int]:
    """The port of a service that asks for a key."""
    port = 8000 + free_offset()
    environment = {"TALLER_DATABASE_URL": database_url, "TALLER_API_KEY": MASTER}
    with running("serve", "--port", str(port), port=port, **environment):
        yield port


def test_a_client_with_a_large_body_and_no_key_hears_of_it(closed: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", closed, timeout=20)
    connection.request("POST", LISTS, b"x" * 1_000_000, {"Content-Type": "application/json"})
    first = connection.getresponse()
    first.read()
    connection.request("GET", "/healthz")

    assert (first.status, connection.getresponse().status) == (401, 200)
    connection.close()


@pytest.mark.parametrize(
    "rest",
    [
        b"Transfer-Encoding: chunked\r\n\r\nno length\r\n",
        b"Authorization: Bearer \xc3\xb1\xff\r\n\r\n",
        b"Authorization: " + b"B" * 8000 + b"\r\n\r\n",
    ],
    ids=["broken chunk", "not ASCII", "long"],
)
def test_whatever_else_comes_without_a_key_is_401(closed: int, rest: bytes) -> None:
    with socket.create_connection(("127.0.0.1", closed), timeout=10) as connection:
        connection.sendall(f"POST {LISTS} HTTP/1.1\r\nHost: x\r\n".encode() + rest)

        assert connection.recv(12) == b"HTTP/1.1 401"
