"""All the stand-ins in one process, on the ports that each has."""

import asyncio
import http.client
import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from unittest.mock import Mock

import pytest
from tests.mocks.support import NAMES, stand_in

from taller.mocks.serving.server import Server, by_port, serve

SERVE = """
import sys
from taller.catalog import contract_path, load_contract
from taller.mocks import create_stand_in
from taller.mocks.serving.server import serve

pairs = [argument.split("=") for argument in sys.argv[1:]]
serve([(create_stand_in(load_contract(contract_path(n))), [int(p)]) for n, p in pairs], "127.0.0.1")
"""


def test_two_stand_ins_on_one_port_are_a_mistake():
    with pytest.raises(ValueError, match="port 80"):
        by_port([(stand_in("clientes"), [80]), (stand_in("trabajos"), [80])])


def free_ports(count: int) -> list[int]:
    """Return *count* ports that nobody listens on right now."""
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]


@contextmanager
def serving(*names: str) -> Iterator[tuple[subprocess.Popen[bytes], dict[str, int]]]:
    """Serve the stand-ins *names* in a process; yield it and their ports."""
    ports = dict(zip(names, free_ports(len(names)), strict=True))
    command = [
        sys.executable,
        "-W",
        "error",
        "-c",
        SERVE,
        *(f"{name}={port}" for name, port in ports.items()),
    ]
    process = subprocess.Popen(command)
    try:
        wait_for(process, ports["clientes"])
        yield process, ports
    finally:
        process.kill()
        process.wait()


def wait_for(process: subprocess.Popen[bytes], port: int) -> None:
    """Wait until *process* listens on *port*."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.01)
    raise AssertionError("the server does not listen")


def ask(port: int, method: str, path: str, **request: object) -> tuple[http.client.HTTPResponse, bytes]:
    """Ask the server on *port*; return the answer and its body."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request(method, path, **request)
        response = connection.getresponse()
        return response, response.read()
    finally:
        connection.close()


def test_the_real_server_answers_for_all_six_and_ends_when_told():
    with serving(*NAMES) as (process, ports):
        for name in NAMES:
            _, body = ask(ports[name], "GET", "/openapi.json")
            assert json.loads(body)["info"]["title"].endswith(name)
        pieces = (b" " * 1000 for _ in range(2000))
        large, body = ask(
            ports["clientes"],
            "POST",
            "/clientes",
            body=pieces,
            headers={"Content-Type": "application/json"},
            encode_chunked=True,
        )
        script, bundle = ask(ports["logs"], "GET", "/docs/swagger-ui-bundle.js")
        start = time.monotonic()
        process.send_signal(signal.SIGTERM)
        status = process.wait(10)

    assert (large.status, json.loads(body)["title"]) == (413, "Cuerpo demasiado grande")
    assert large.getheader("Server") == "taller"
    assert int(script.getheader("Content-Length")) == len(bundle)
    assert status == 0
    assert time.monotonic() - start < 1


def test_the_real_server_ends_on_ctrl_c_even_with_a_connection_open():
    with serving("clientes") as (process, ports):
        connection = http.client.HTTPConnection("127.0.0.1", ports["clientes"], timeout=10)
        connection.request("GET", "/clientes")
        connection.getresponse().read()
        start = time.monotonic()
        process.send_signal(signal.SIGINT)
        status = process.wait(10)
        connection.close()

    assert status == 0
    assert time.monotonic() - start < 1


def has_ipv6() -> bool:
    """Tell whether this machine has the loopback of IPv6."""
    try:
        with socket.create_server(("::1", 0), family=socket.AF_INET6):
            return True
    except OSError:
        return False


@pytest.mark.skipif(not has_ipv6(), reason="this machine has no IPv6")
def test_an_address_of_ipv6_may_stand_in_brackets_as_in_a_url():
    (port,) = free_ports(1)
    reached: list[bool] = []

    async def visit() -> None:
        ended = asyncio.Event()

        def started() -> None:
            with socket.create_connection(("::1", port), timeout=5):
                reached.append(True)
            ended.set()

        await Server({port: stand_in("clientes")}, "[::1]").run(ended, started)

    asyncio.run(visit())

    assert reached


def test_a_system_whose_loops_know_no_signals_can_end_it_too(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(
        asyncio.SelectorEventLoop, "add_signal_handler", Mock(side_effect=NotImplementedError)
    )
    kept = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    started: list[bool] = []

    def begin() -> None:
        started.append(True)
        signal.raise_signal(signal.SIGTERM)

    try:
        serve([(stand_in("clientes"), free_ports(1))], "127.0.0.1", begin)
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)

    assert started
