"""Keys are made and revoked by command, count at once, and show in no log."""

import http.client
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.builders import invoice_body
from tests.cli.processes import TALLER, ask, clean_environment, eventually, free_offset, is_free, running

from taller.cli.access import is_loopback
from taller.cli.main import main

KEY = re.compile(r"taller_[a-z2-7]{8}_[A-Za-z0-9_-]{43}")
MASTER = "the-key-of-these-tests"
LISTS = "/api/v1/facturas"


@pytest.fixture
def database(database_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("TALLER_DATABASE_URL", database_url)
    monkeypatch.delenv("TALLER_API_KEY", raising=False)
    return database_url


def keys(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["keys", *arguments])


def create(role: str = "emision", name: str = "caja 1") -> str:
    return keys("create", "--role", role, "--name", name).stdout.strip()


def taller(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*TALLER, *arguments],
        env=clean_environment(**environment),
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )


@pytest.mark.parametrize("command", ["create", "list", "revoke"])
def test_each_command_has_help_with_an_example(command: str) -> None:
    result = keys(command, "--help")

    assert result.exit_code == 0
    assert f"  taller keys {command}" in result.output


@pytest.mark.usefixtures("database")
def test_a_key_is_all_there_is_on_standard_output_and_the_rest_goes_beside() -> None:
    first, second = (keys("create", "--role", "emision", "--name", "caja 1") for _ in range(2))

    for made in (first, second):
        assert made.exit_code == 0
        assert KEY.fullmatch(made.stdout.removesuffix("\n"))
        assert "not shown again" in made.stderr
    assert first.stdout != second.stdout
    assert "nobody without a key" in first.stderr
    assert "nobody without a key" not in second.stderr


@pytest.mark.usefixtures("database")
def test_the_list_has_all_but_the_secrets() -> None:
    good, revoked = create(name="caja 1"), create("lectura", name="gestoría")
    keys("revoke", revoked.split("_")[1])

    head, _, *rows = keys("list").output.splitlines()

    moment = r"\d{4}-\d\d-\d\d \d\d:\d\d"
    assert head.split("  ")[0] == "id"
    assert re.fullmatch(rf"{good.split('_')[1]}  caja 1 +emision +{moment}", rows[0])
    assert re.fullmatch(rf"{revoked.split('_')[1]}  gestoría +lectura +{moment} +{moment}", rows[1])
    assert not [key for key in (good, revoked) if key.split("_", 2)[2] in keys("list").output]


@pytest.mark.usefixtures("database")
def test_the_database_holds_no_secret(tmp_path: Path) -> None:
    secret = create().split("_", 2)[2].encode()

    assert not [file for file in tmp_path.iterdir() if secret in file.read_bytes()]


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    "arguments",
    [
        ("revoke", "aaaaaaaa"),
        ("revoke", "taller_aaaaaaaa_" + "S" * 43),
        ("create", "--role", "emision", "--name", " "),
        ("create", "--role", "emision", "--name", "x" * 101),
        ("create", "--role", "emision", "--name", "two\nlines"),
    ],
)
def test_what_cannot_be_done_is_one_line_with_exit_code_1(arguments: tuple[str, ...]) -> None:
    result = keys(*arguments)

    assert (result.exit_code, result.output.count("\n")) == (1, 1)
    assert result.output.startswith("Error: ")
    assert "SSSS" not in result.output


@pytest.mark.usefixtures("database")
def test_to_revoke_twice_is_an_error_too() -> None:
    key_id = create().split("_")[1]

    assert [keys("revoke", key_id).exit_code for _ in range(2)] == [0, 1]


def test_an_unknown_role_is_refused_with_those_that_there_are() -> None:
    result = keys("create", "--role", "root", "--name", "x")

    assert result.exit_code == 2
    assert "'lectura', 'emision', 'administracion'" in result.output


def test_a_key_made_or_revoked_counts_at_once_in_every_worker(database: str) -> None:
    port = 8000 + free_offset()
    arguments = ("serve", "--port", str(port), "--workers", "2")
    with running(*arguments, port=port, TALLER_DATABASE_URL=database):
        assert statuses(port) == {200}
        key = create("lectura")
        assert statuses(port) == {401}
        assert statuses(port, Authorization=f"Bearer {key}") == {200}
        keys("revoke", key.split("_")[1])
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
    database: str, command: tuple[str, ...], revoked: bool
) -> None:
    if revoked:
        keys("revoke", create().split("_")[1])

    done = taller(*command, "--host", "0.0.0.0", TALLER_DATABASE_URL=database)

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
def test_on_a_network_with_a_key_it_serves(database: str, environment: dict[str, str]) -> None:
    port = 8000 + free_offset()
    key = environment.get("TALLER_API_KEY") or create()
    arguments = ("serve", "--host", "0.0.0.0", "--port", str(port))

    with running(*arguments, port=port, TALLER_DATABASE_URL=database, **environment):
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


def test_no_log_has_a_key_or_a_header(database: str) -> None:
    port, made, wrong = 8000 + free_offset(), create(), "taller_aaaaaaaa_" + "W" * 43
    process = subprocess.Popen(
        [sys.executable, "-c", WITH_ACCESS_LOG, "serve", "--port", str(port)],
        env=clean_environment(TALLER_DATABASE_URL=database, TALLER_LOG_LEVEL="debug", TALLER_API_KEY=MASTER),
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
def closed(database: str) -> Iterator[int]:
    """The port of a service that asks for a key."""
    port = 8000 + free_offset()
    environment = {"TALLER_DATABASE_URL": database, "TALLER_API_KEY": MASTER}
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
