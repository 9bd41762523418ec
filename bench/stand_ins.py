"""What the six stand-ins cost: memory, start, and requests answered on one connection.

Run it as ``python bench/stand_ins.py [REQUESTS]``. It starts the real server in a process of its
own, on free ports of this machine, and stops it in the end.
"""

import http.client
import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

SERVER = """
import sys
from taller.catalog import SIBLINGS, contract_path, load_contract
from taller.mocks import create_stand_in
from taller.mocks.server import serve

serve(
    [
        (create_stand_in(load_contract(contract_path(each.name))), (int(port),))
        for each, port in zip(SIBLINGS, sys.argv[1:])
    ],
    "127.0.0.1",
)
"""
CUSTOMER = {
    "nif/nie": "52013776-T",
    "nombre": "Francisco José",
    "apellidos": "Morera Vidal",
    "telefono": "666432534",
    "domicilio": "Calle Ancha 12, 11001 Cádiz",
    "email": "fj.morera@example.com",
}
PART = {"nombre": "Bujía", "proveedor": "Chispas", "modelo": "", "cantidad": 1, "precio": 3.5}
PARTS = "/api/v1/recambios"
FILLED = 10_000
"""How many resources a collection holds at most."""


def main() -> None:
    """Measure and print."""
    requests = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    ports = free_ports(6)
    with running(ports) as (pid, started):
        print(f"{'ready after':22}{started:8.2f} s")
        print(f"{'memory, idle':22}{pss(pid):8.1f} MB (PSS)")
        customers, parts = connection(ports[0]), connection(ports[4])
        measure("GET item", requests, lambda _: ask(customers, "GET", "/clientes/2022"))
        measure("GET list of 3", requests, lambda _: ask(parts, "GET", PARTS))
        measure("POST", requests, lambda _: ask(customers, "POST", "/clientes", CUSTOMER))
        measure("POST refused with 422", requests, lambda _: ask(customers, "POST", "/clientes", {}))
        print(f"{'memory, in use':22}{pss(pid):8.1f} MB (PSS)")
        for number in range(FILLED):
            ask(customers, "POST", "/clientes", CUSTOMER)
            ask(parts, "POST", PARTS, PART | {"modelo": f"M-{number}"})
        print(f"{'memory, 20 000 kept':22}{pss(pid):8.1f} MB (PSS)")
        measure("GET item", requests, lambda _: ask(customers, "GET", "/clientes/2022"))
        measure("GET page of 10", 50, lambda _: ask(parts, "GET", PARTS))
        measure("GET list of 1000", 50, lambda _: ask(customers, "GET", "/clientes"))
        measure("POST, unique", 200, lambda n: ask(parts, "POST", PARTS, PART | {"modelo": f"N{n}"}))


@contextmanager
def running(ports: list[int]) -> Iterator[tuple[int, float]]:
    """Run the server on *ports*; yield its process id, and how long it took to be ready, in s."""
    start = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-c", SERVER, *map(str, ports)])
    try:
        while not all(listens(port) for port in ports) and process.poll() is None:
            time.sleep(0.005)
        yield process.pid, time.perf_counter() - start
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(5)


def free_ports(count: int) -> list[int]:
    """Return *count* ports that nobody listens on right now."""
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]


def listens(port: int) -> bool:
    """Tell whether somebody answers on *port*."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def connection(port: int) -> http.client.HTTPConnection:
    """Return a connection to *port* that stays open, and waits for no acknowledgement."""
    opened = http.client.HTTPConnection("127.0.0.1", port)
    opened.connect()
    opened.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return opened


def ask(opened: http.client.HTTPConnection, method: str, path: str, body: Any = None) -> None:
    """Make one request and read its answer."""
    headers = {"Content-Type": "application/json"} if body is not None else {}
    opened.request(method, path, json.dumps(body) if body is not None else None, headers)
    opened.getresponse().read()


def measure(name: str, requests: int, call: Callable[[int], None]) -> None:
    """Print how many of *requests* one after the other are answered in a second."""
    start = time.perf_counter()
    for number in range(requests):
        call(number)
    print(f"{name:22}{requests / (time.perf_counter() - start):8.0f} requests/s")


def pss(pid: int) -> float:
    """Return the memory of the process *pid*, its share of what is shared, in MB."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    line = next(each for each in rollup.splitlines() if each.startswith("Pss:"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    main()
