"""``taller up``: the whole workshop on this machine."""

import os
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import FrameType

import click

from taller.catalog import OURS, SERVICES, SIBLINGS, Service
from taller.cli.access import require_key
from taller.cli.options import port_offset
from taller.cli.processes import Processes
from taller.cli.tables import table

SECONDS_TO_START = 30
MADE_UP_WORKSHOP = {
    "TALLER_ISSUER_NIF": "B12345674",
    "TALLER_ISSUER_NAME": "Talleres de Muestra, S.L.",
    "TALLER_ISSUER_ADDRESS": "Calle Mayor 1, 28013 Madrid",
    "TALLER_ISSUER_REGISTER": "28/1234",
}
"""Who issues if nobody says so: invoices to try things with."""
STAND_INS, INVOICES = "stand-ins", "facturas"
KEY = "TALLER_API_KEY"


@click.command("up")
@click.option("--host", default="127.0.0.1", show_default=True, help="Where all listen.")
@port_offset
@click.option(
    "--database",
    envvar="TALLER_DATABASE_URL",
    help="Where the invoices are kept (TALLER_DATABASE_URL); by default in a file that goes when the"
    " workshop stops, as what the stand-ins hold does.",
)
def command(host: str, port_offset: int, database: str | None) -> None:
    """Start the whole workshop on this machine: the invoice service and six stand-ins.

    It waits until all is ready, prints where everything is, and stops it all on Ctrl-C or SIGTERM. A
    sibling whose URL the environment gives (TALLER_CLIENTES_URL and so on) gets no stand-in: the invoice
    service speaks with the real one.

    \b
    Examples:
      taller up
      taller up --database sqlite:///facturas.db
      TALLER_RECAMBIOS_URL=http://10.0.0.6:8095/api/v1 taller up
    """
    require_key(host, os.environ.get(KEY), database)
    _stop_on_signals()
    real = {each.name: url for each in SIBLINGS if (url := each.configured_url(os.environ))}
    ours = [service.shifted(port_offset) for service in SERVICES if service.name not in real]
    _require_free(host, ours)
    # A database that outlives the stand-ins knows ids of theirs: they must not give them again.
    first_id = "clock" if database else "0"
    stand_in_options = ["--port-offset", str(port_offset), "--first-id", first_id]
    processes = Processes()
    with _database_url(database) as url:
        try:
            _start(processes, host, ours, url, stand_in_options)
            _wait_until_ready(processes, host, ours)
            _report(processes, host, ours, real)
            _wait(processes)
        finally:
            # A second Ctrl-C must not leave half of them running, nor the folder of the database, which goes
            # after those that have it open.
            _ignore_signals()
            processes.stop()


def _stop_on_signals() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)


def _ignore_signals() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)


@contextmanager
def _database_url(given: str | None) -> Iterator[str]:
    """Yield *given*, or a new file that goes with the workshop."""
    if given is not None:
        yield given
        return
    with tempfile.TemporaryDirectory(prefix="taller-", ignore_cleanup_errors=True) as folder:
        yield f"sqlite:///{folder}/facturas.db"


def _require_free(host: str, services: Sequence[Service]) -> None:
    for service in services:
        for port in service.ports:
            try:
                with socket.socket(_family(host)) as probe:
                    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                    probe.bind((host, port))
            except OSError as error:
                raise click.ClickException(
                    f"port {port} ({service.name}) cannot be had: {error.strerror}."
                    f" Find what listens there with `ss -ltnp 'sport = :{port}'` and stop it."
                ) from error


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def _start(
    processes: Processes,
    host: str,
    services: Sequence[Service],
    database: str,
    stand_in_options: Sequence[str],
) -> None:
    stand_ins = [service for service in services if service.name != OURS]
    urls = {each.variable: each.api_url(_reachable(host)) for each in stand_ins}
    issuer = {} if os.environ.get("TALLER_ISSUER_NIF") else MADE_UP_WORKSHOP
    environment = {**os.environ, **urls, **issuer, "TALLER_DATABASE_URL": database}
    if stand_ins:
        names = [service.name for service in stand_ins]
        keyless = {name: value for name, value in environment.items() if name != KEY}
        processes.start(
            STAND_INS, ["mock", "--quiet", "--no-reload", "--host", host, *stand_in_options, *names], keyless
        )
    port = next(str(service.api_port) for service in services if service.name == OURS)
    # Whether it asks for a key is in the report.
    processes.start(INVOICES, ["serve", "--no-warning", "--host", host, "--port", port], environment)


def _reachable(host: str) -> str:
    """Return an address at which what listens on *host* answers."""
    plain = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 -- compared only
    return f"[{plain}]" if ":" in plain else plain


def _wait_until_ready(processes: Processes, host: str, services: Sequence[Service]) -> None:
    waiting = {service.name: service for service in services}
    deadline = time.monotonic() + SECONDS_TO_START
    while waiting:
        for name in [name for name, each in waiting.items() if _answers(host, each)]:
            del waiting[name]
        _show_progress(len(services) - len(waiting), len(services))
        ended = processes.ended()
        if ended:
            raise click.ClickException(f"{ended} ended while it started; its words are above.")
        if time.monotonic() > deadline:
            names = ", ".join(waiting)
            raise click.ClickException(f"not ready after {SECONDS_TO_START} s: {names}.")
        time.sleep(0.05)


def _answers(host: str, service: Service) -> bool:
    path = "/readyz" if service.name == OURS else "/healthz"
    return _status(host, service, f"GET {path}") == b"200"


def _status(host: str, service: Service, request: str) -> bytes | None:
    plain = _reachable(host).strip("[]")
    try:
        with socket.create_connection((plain, service.api_port), timeout=1) as connection:
            connection.sendall(f"{request} HTTP/1.0\r\nHost: localhost\r\n\r\n".encode())
            return connection.recv(12)[-3:]
    except OSError:
        return None


def _show_progress(ready: int, total: int) -> None:
    if sys.stderr.isatty():
        end = "\r" if ready < total else "\r\033[K"
        click.echo(f"Starting: {ready} of {total} ready ...{end}", nl=False, err=True)


def _report(processes: Processes, host: str, ours: Sequence[Service], real: Mapping[str, str]) -> None:
    shown = _reachable(host)
    rows = [(each.name, _kind(each), each.api_url(shown), each.docs_url(shown)) for each in ours]
    rows += [(name, "the real one", url, "") for name, url in real.items()]
    for line in table(("service", "what it is", "API", "documentation"), rows):
        click.echo(line)
    memory = processes.memory()
    parts = ", ".join(f"{name} {kb / 1024:.0f}" for name, kb in memory.items())
    click.echo(f"\nMemory: {sum(memory.values()) / 1024:.0f} MB ({parts}; PSS)")
    invoices = next(each for each in ours if each.name == OURS)
    if _status(host, invoices, f"OPTIONS {invoices.base_path}/facturas") != b"401":
        click.echo(
            f"Without a key: any program on this machine can issue invoices. Set {KEY}, and it asks for it."
        )
    if not os.environ.get("TALLER_ISSUER_NIF"):
        name = MADE_UP_WORKSHOP["TALLER_ISSUER_NAME"]
        click.echo(
            f"The invoices are those of a made-up workshop, {name} TALLER_ISSUER_NIF and so on say yours."
        )
    click.echo("Ready. `make demo` or `taller demo` does a day's work; Ctrl-C stops everything.")


def _kind(service: Service) -> str:
    kind = "our service" if service.name == OURS else "stand-in"
    return f"{kind}: {service.summary}"


def _wait(processes: Processes) -> None:
    while (ended := processes.ended()) is None:
        time.sleep(0.2)
    raise click.ClickException(f"{ended} has ended by itself; its words are above.")
