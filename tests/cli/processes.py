"""Commands of the package, really started, for the tests that need more than one of them."""

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from taller.catalog import SERVICES

TALLER = [sys.executable, "-m", "taller"]


def free_offset() -> int:
    """An offset at which every port of a workshop is free, below those that the system gives out."""
    for offset in range(10_000 + os.getpid() % 97, 24_000, 97):
        if all(is_free(port + offset) for service in SERVICES for port in service.ports):
            return offset
    raise AssertionError("no free ports")


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def clean_environment(**more: str) -> dict[str, str]:
    """The environment without settings of a workshop, and *more*."""
    return {name: value for name, value in os.environ.items() if not name.startswith("TALLER_")} | more


@contextmanager
def running(*arguments: str, port: int, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run ``taller`` with *arguments* from when it listens on *port* until the block ends."""
    process = subprocess.Popen([*TALLER, *arguments], env=clean_environment(**environment))
    try:
        eventually(lambda: not is_free(port))
        yield process
    finally:
        process.terminate()
        process.wait(10)


def eventually(holds: Callable[[], Any], seconds: float = 15) -> Any:
    """Return the first true value of *holds*, which must come within *seconds*."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = holds()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError(f"not within {seconds} s")


def ask(port: int, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
    """Send a request with *body* as JSON; return the status, and the JSON or text that came."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    content = None if body is None else json.dumps(body)
    media = {} if body is None else {"Content-Type": "application/json"}
    connection.request(method, path, content, media | headers)
    response = connection.getresponse()
    text = response.read().decode()
    connection.close()
    return response.status, json.loads(text) if "json" in response.headers.get("Content-Type", "") else text
