"""The whole workshop, really started: gunicorn, asyncio, signals, ports."""

import http.client
import json
import re
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.builders import invoice_body
from tests.cli.processes import TALLER, ask, clean_environment, free_offset

from taller.catalog import SERVICES, SIBLINGS


class Up:
    """A running ``taller up``, and the first lines that it printed."""

    def __init__(
        self, offset: int, *arguments: str, folder: str | None = None, key: str | None = None
    ) -> None:
        """
        :param folder: where it keeps what it does not need when it has stopped.
        :param key: what the invoice service asks for.
        """
        self.offset = offset
        self.folder = folder
        self.process = subprocess.Popen(
            [*TALLER, "up", "--port-offset", str(offset), *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=clean_environment(
                **({"TMPDIR": folder} if folder else {}), **({"TALLER_API_KEY": key} if key else {})
            ),
        )

    def wait_until_ready(self) -> str:
        assert self.process.stdout is not None
        lines: list[str] = []
        for line in self.process.stdout:
            lines.append(line)
            if line.startswith("Ready"):
                return "".join(lines)
        assert self.process.stderr is not None
        raise AssertionError("".join(lines) + self.process.stderr.read())

    def descendants(self) -> list[int]:
        """The processes that it started, and theirs."""
        listed = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True)
        parents = {int(pid): int(parent) for pid, parent in map(str.split, listed.stdout.splitlines())}
        found = [self.process.pid]
        for pid in found:
            found += [child for child, parent in parents.items() if parent == pid]
        return found[1:]


@contextmanager
def workshop(*arguments: str, key: str | None = None) -> Iterator[tuple[Up, str]]:
    with tempfile.TemporaryDirectory() as folder:
        up = Up(free_offset(), *arguments, folder=folder, key=key)
        try:
            yield up, up.wait_until_ready()
        finally:
            up.process.kill()
            up.process.communicate()


@pytest.fixture(scope="module")
def running() -> Iterator[tuple[Up, str]]:
    with workshop() as started:
        yield started


def post(up: Up, path: str, body: bytes, **headers: str) -> tuple[int, str | None, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", 8000 + up.offset, timeout=20)
    connection.request("POST", path, body, {"Content-Type": "application/json", **headers})
    response = connection.getresponse()
    answer = response.status, response.headers["Content-Type"], response.read()
    connection.close()
    return answer


def test_the_table_says_where_each_service_is(running: tuple[Up, str]) -> None:
    up, printed = running

    for service in SERVICES:
        moved = service.shifted(up.offset)
        assert re.search(rf"^{service.name} .* {moved.api_url()} +{moved.docs_url()}$", printed, re.MULTILINE)


def test_the_workshop_fits_in_150_mb_and_the_stand_ins_in_64(running: tuple[Up, str]) -> None:
    sizes = re.search(r"Memory: (\d+) MB \(stand-ins (\d+), facturas (\d+), up (\d+); PSS\)", running[1])

    assert sizes is not None
    whole, stand_ins, *_ = map(int, sizes.groups())
    assert 0 < whole < 150
    assert 0 < stand_ins < 64


@pytest.mark.parametrize(
    ("port", "path", "status"),
    [(port, "/docs/", 200) for service in SERVICES for port in service.ports]
    + [(service.api_port, service.base_path or "/", 302) for service in SERVICES]
    + [
        (8000, "/factura", 308),
        (8000, "/docs/", 200),
        (7777, "/notificaciones/", 200),
        (4015, "/clientes", 200),
    ],
)
def test_every_address_of_the_first_practice_answers(
    running: tuple[Up, str], port: int, path: str, status: int
) -> None:
    assert ask(port + running[0].offset, "GET", path)[0] == status


def test_all_stand_ins_are_one_process(running: tuple[Up, str]) -> None:
    up = running[0]
    commands = [Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0") for pid in up.descendants()]

    assert sum(b"mock" in command for command in commands) == 1
    assert sum(b"serve" in command for command in commands) == 2, "gunicorn and one worker"


def test_the_demo_goes_through(running: tuple[Up, str]) -> None:
    done = subprocess.run(
        [*TALLER, "demo", "--port-offset", str(running[0].offset)],
        capture_output=True,
        text=True,
        env=clean_environment(),
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert "Notification «Envío de factura»: Factura F" in done.stdout
    assert "Event: Emite la factura F" in done.stdout
    for sibling in SIBLINGS:
        port = sibling.api_port + running[0].offset
        assert ask(port, "GET", "/_taller/journal?contract=broken")[1]["entries"] == [], sibling.name


def test_without_a_key_the_report_says_so_in_one_line(running: tuple[Up, str]) -> None:
    assert len(re.findall(r"^Without a key: .* TALLER_API_KEY, .*\.$", running[1], re.MULTILINE)) == 1


def test_with_a_key_everything_works_with_it_and_nothing_without() -> None:
    key = "the-key-of-this-workshop"
    with workshop(key=key) as (up, printed):
        demo = [*TALLER, "demo", "--port-offset", str(up.offset)]
        with_it = subprocess.run(
            demo, capture_output=True, text=True, env=clean_environment(TALLER_API_KEY=key), check=False
        )
        without = subprocess.run(demo, capture_output=True, text=True, env=clean_environment(), check=False)
        environments = [Path(f"/proc/{pid}/environ").read_bytes() for pid in up.descendants()]

    assert with_it.returncode == 0, with_it.stdout + with_it.stderr
    assert without.returncode == 1
    assert "401 instead of 409" in without.stdout
    assert "Without a key" not in printed
    assert key not in printed + with_it.stdout + with_it.stderr
    assert sum(key.encode() in each for each in environments) == 2, "the invoices', and no stand-in's"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b'{"a": "' + b"x" * 10_000_000 + b'"}', 413),
        (b"[" * 200_000, 400),
        (b'{"idCliente": ' + b"9" * 5000 + b"}", 400),
        (b"{}", 422),
    ],
    ids=["10 MB", "deep", "long", "empty"],
)
def test_bad_bodies_get_their_problem_document_over_the_wire(
    running: tuple[Up, str], body: bytes, status: int
) -> None:
    answer = post(running[0], "/api/v1/facturas", body)

    assert answer[:2] == (status, "application/problem+json")
    assert json.loads(answer[2])["status"] == status


def test_a_chunked_body_that_never_ends_is_cut_off(running: tuple[Up, str]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", 8000 + running[0].offset, timeout=20)
    chunks = (b"x" * 65_536 for _ in range(160))

    connection.request(
        "POST", "/api/v1/facturas", chunks, {"Content-Type": "application/json"}, encode_chunked=True
    )

    assert connection.getresponse().status == 413
    connection.close()


def test_a_path_longer_than_gunicorn_reads_gets_a_problem_document(running: tuple[Up, str]) -> None:
    status, document = ask(8000 + running[0].offset, "GET", "/api/v1/facturas/" + "9" * 9000)

    assert (status, document["status"]) == (414, 414)


def test_a_second_workshop_on_the_same_ports_names_the_port_and_leaves_nothing(
    running: tuple[Up, str],
) -> None:
    second = Up(running[0].offset)
    out, err = second.process.communicate(timeout=10)

    assert (second.process.returncode, out) == (1, "")
    assert re.fullmatch(rf"Error: port {4015 + running[0].offset} \(clientes\) .*\n", err)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_everything_within_three_seconds(number: signal.Signals) -> None:
    with workshop() as (up, _):
        started = up.descendants()
        assert len(started) == 3
        begun = time.monotonic()
        up.process.send_signal(number)
        _out, err = up.process.communicate(timeout=10)

        assert time.monotonic() - begun < 3
        assert (up.process.returncode, err) == (0, "")
        assert not list(Path(str(up.folder)).iterdir()), "the database that went with the workshop"
        assert not [pid for pid in started if Path(f"/proc/{pid}").exists()]


def test_even_if_it_is_killed_the_ports_are_free_again() -> None:
    with workshop() as (up, _):
        started = up.descendants()
        up.process.kill()
        up.process.wait()
        deadline = time.monotonic() + 5

        while any(Path(f"/proc/{pid}").exists() for pid in started) and time.monotonic() < deadline:
            time.sleep(0.05)

        assert not [pid for pid in started if Path(f"/proc/{pid}").exists()]


def test_a_chosen_database_keeps_its_invoices(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path}/kept.db"
    with workshop("--database", database) as (up, _):
        assert ask(8000 + up.offset, "POST", "/api/v1/facturas", invoice_body())[0] == 201
        up.process.send_signal(signal.SIGTERM)
        up.process.wait(5)

    with workshop("--database", database) as (up, _):
        assert ask(8000 + up.offset, "GET", "/api/v1/facturas/1")[0] == 200


def test_the_demo_goes_through_again_after_a_restart_on_kept_invoices(tmp_path: Path) -> None:
    for _ in range(2):
        with workshop("--database", f"sqlite:///{tmp_path}/kept.db") as (up, _printed):
            offset = str(up.offset)
            demo = [*TALLER, "demo", "--port-offset", offset]
            done = subprocess.run(demo, capture_output=True, env=clean_environment(), check=False)
            assert done.returncode == 0, done.stdout.decode()
