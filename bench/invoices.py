"""Requests per second of the invoice service, beside a bare Flask view on the same server.

    python bench/invoices.py [--seconds 3] [--connections 2] [--database URL]

Both run under gunicorn with one worker and four threads; the two are asked in turn. The figure to look at
is the ratio: the view does nothing but return a constant as JSON, so the ratio is what the contract, the
database and the law cost.
"""

import argparse
import http.client
import itertools
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

BARE = """
import flask
app = flask.Flask(__name__)
app.get("/")(lambda: {"estado": "vivo"})
"""
API = "/api/v1"
CONCEPT = {"nombre": "Cambio de aceite", "importe": 35.99}
JOBS = itertools.count(1)
ISSUER = {
    "TALLER_ISSUER_NIF": "B12345674",
    "TALLER_ISSUER_NAME": "Talleres de Muestra, S.L.",
    "TALLER_ISSUER_ADDRESS": "Calle Mayor 1, 28013 Madrid",
}
Task = Callable[[http.client.HTTPConnection], None]


@contextmanager
def served(*command: str, **environment: str) -> Iterator[int]:
    """Run *command*, in which ``PORT`` stands for a free port, and yield that port when it listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [part.replace("PORT", str(port)) for part in command], env={**os.environ, **environment}
    )
    try:
        wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait()


def wait_for(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise SystemExit("the server does not start")


def send(
    connection: http.client.HTTPConnection, method: str, path: str, body: Any = None, tag: str | None = None
) -> Any:
    """Return the JSON that came, with its tag."""
    headers = {} if tag is None else {"If-Match": tag}
    content = None if body is None else json.dumps(body)
    if content is not None:
        headers["Content-Type"] = "application/json"
    connection.request(method, path, content, headers)
    response = connection.getresponse()
    text = response.read()
    assert response.status < 300, text
    return json.loads(text), response.headers.get("ETag")


def getting(path: str) -> Task:
    """Return the task of reading what is at *path*."""
    return lambda connection: send(connection, "GET", path)


def draft(connection: http.client.HTTPConnection) -> Any:
    concept = {**CONCEPT, "trabajoId": next(JOBS)}
    body = {"idCliente": 1, "Conceptos": [concept], "fechaEmision": "2026-03-02T10:00:00Z"}
    return send(connection, "POST", f"{API}/facturas", body)


def draft_and_issue(connection: http.client.HTTPConnection) -> None:
    made, tag = draft(connection)
    send(connection, "POST", f"{API}/facturas/{made['facturaId']}/emision", tag=tag)


def last_cursor(port: int, pages: int) -> str:
    """Return the cursor of the page after so many of the list."""
    connection, cursor = http.client.HTTPConnection("127.0.0.1", port), ""
    for _ in range(pages):
        page, _tag = send(connection, "GET", f"{API}/facturas?limit=100{cursor}")
        if "cursorSiguiente" not in page:
            break
        cursor = f"&cursor={page['cursorSiguiente']}"
    return cursor


def ask(port: int, task: Task, until: float, count: Callable[[], None]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    while time.monotonic() < until:
        task(connection)
        count()


def rate(port: int, task: Task, seconds: float, connections: int) -> float:
    """Return how often *task* was done a second."""
    counts = [0] * connections
    until = time.monotonic() + seconds

    def counter(at: int) -> Callable[[], None]:
        def count() -> None:
            counts[at] += 1

        return count

    threads = [
        threading.Thread(target=ask, args=(port, task, until, counter(at))) for at in range(connections)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seconds", type=float, default=3.0, help="for each row and server")
    parser.add_argument("--connections", type=int, default=2)
    parser.add_argument("--database", metavar="URL", help="another than an SQLite file of its own")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        with open(f"{folder}/bare.py", "w") as file:  # noqa: PTH123 -- nothing to gain
            file.write(BARE)
        gunicorn = (
            sys.executable,
            "-m",
            "gunicorn",
            "--threads",
            "4",
            "-b",
            "127.0.0.1:PORT",
            "--chdir",
            folder,
        )
        ours = (sys.executable, "-m", "taller", "serve", "--port", "PORT")
        settings = {"TALLER_DATABASE_URL": options.database or f"sqlite:///{folder}/facturas.db", **ISSUER}
        with served(*gunicorn, "bare:app") as bare, served(*ours, **settings) as invoices:
            compare(bare, invoices, options.seconds, options.connections)


def compare(bare: int, invoices: int, seconds: float, connections: int) -> None:
    """Print a row for each task: ours, the bare view's, and the ratio."""
    rows: dict[str, Callable[[], Task]] = {
        "POST a draft": lambda: draft,
        "POST a draft, and issue it": lambda: draft_and_issue,
        "GET an invoice": lambda: getting(f"{API}/facturas/1"),
        "GET the first page of 20": lambda: getting(f"{API}/facturas?limit=20"),
        "GET 20 by a cursor far down": lambda: getting(f"{API}/facturas?limit=20{last_cursor(invoices, 20)}"),
        "GET the check of the chain": lambda: getting(f"{API}/registros/verificacion"),
    }
    print(f"{'':28}{'ours/s':>9}{'bare/s':>9}{'ratio':>8}")
    for name, task in rows.items():
        floor = rate(bare, getting("/"), seconds, connections)
        found = rate(invoices, task(), seconds, connections)
        print(f"{name:28}{found:9.0f}{floor:9.0f}{found / floor:8.2f}", flush=True)


if __name__ == "__main__":
    main()
