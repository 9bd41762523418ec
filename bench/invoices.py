"""Requests per second of the invoice service, beside a bare Flask view on the same server.

    python bench/invoices.py [--seconds 3] [--connections 2]

Both run under gunicorn with one worker and four threads; the two are asked in turn. The figure to look at
is the ratio: the view does nothing but return a constant as JSON, so the ratio is what the contract, the
database and the law cost.
"""

import argparse
import http.client
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

BARE = """
import flask
app = flask.Flask(__name__)
app.get("/")(lambda: {"estado": "vivo"})
"""
BODY = {
    "idCliente": 1,
    "Conceptos": [{"trabajoId": 1, "nombre": "Cambio de aceite", "importe": 35.99}],
    "fechaEmision": "2026-03-02T10:00:00Z",
    "importe": 35.99,
}
Request = tuple[str, str, str | None]


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


def ask(port: int, request: Request, until: float, count: Callable[[], None]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    method, path, body = request
    while time.monotonic() < until:
        connection.request(method, path, body, {"Content-Type": "application/json"} if body else {})
        response = connection.getresponse()
        response.read()
        assert response.status < 300, response.status
        count()


def rate(port: int, request: Request, seconds: float, connections: int) -> float:
    """Return how many of *request* were answered a second."""
    counts = [0] * connections
    until = time.monotonic() + seconds

    def counter(at: int) -> Callable[[], None]:
        def count() -> None:
            counts[at] += 1

        return count

    threads = [
        threading.Thread(target=ask, args=(port, request, until, counter(at))) for at in range(connections)
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
        database = f"sqlite:///{folder}/facturas.db"
        with served(*gunicorn, "bare:app") as bare, served(*ours, TALLER_DATABASE_URL=database) as invoices:
            compare(bare, invoices, options.seconds, options.connections)


def compare(bare: int, invoices: int, seconds: float, connections: int) -> None:
    """Print a row for each request: ours, the bare view's, and the ratio."""
    rows: dict[str, Request] = {
        "POST a draft": ("POST", "/api/v1/facturas", json.dumps(BODY)),
        "GET an invoice": ("GET", "/api/v1/facturas/1", None),
        "GET a page of 20": ("GET", "/api/v1/facturas?limit=20", None),
    }
    print(f"{'':18}{'ours/s':>9}{'bare/s':>9}{'ratio':>8}")
    for name, request in rows.items():
        floor = rate(bare, ("GET", "/", None), seconds, connections)
        found = rate(invoices, request, seconds, connections)
        print(f"{name:18}{found:9.0f}{floor:9.0f}{found / floor:8.2f}", flush=True)


if __name__ == "__main__":
    main()
