"""Memory, idle and after use, and the time to the first answer."""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, median

from bench.mocks import machine
from bench.mocks.client import load
from bench.mocks.processes import Memory, Running, free_ports, running
from bench.mocks.rows import CREATED, ITEM, LIST, OK, VALID, Row
from bench.mocks.servers import CONTRACT, OURS, Server

SPECS = Path(__file__).parents[2] / "specs"
SIX = {
    SPECS / "clientes.yaml": ("", "/clientes"),
    SPECS / "vehiculos.yaml": ("", "/vehiculos"),
    SPECS / "trabajos.yaml": ("", "/trabajo"),
    SPECS / "notificaciones.yaml": ("", "/notificacion"),
    SPECS / "recambios.yaml": ("/api/v1", "/recambios"),
    SPECS / "logs.yaml": ("/api/v1", "/logs"),
}
"""The workshop's contracts, each with its base path and the path of its list."""
CUSTOMER = {
    "nif/nie": "52013776-T",
    "nombre": "Francisco José",
    "apellidos": "Morera Vidal",
    "telefono": "666432534",
    "domicilio": "Calle Ancha 12, 11001 Cádiz",
    "email": "fj.morera@example.com",
}
STARTS = 5
SETTLED = 1.0
"""Seconds after which a server that was just started is weighed."""
MANY_REQUESTS = 100_000
MANY_ENTITIES = 10_000


@dataclass(frozen=True)
class Weight:
    """What a server holds, and how long it takes to start."""

    server: str
    what: str
    started: float | None
    """Seconds to the first answer; None where that is in another weight."""
    idle: Memory
    used: Memory
    """After the load."""


def weighed(servers: Sequence[Server], requests: int, say: Callable[[str], None]) -> Iterator[Weight]:
    """Yield the weights of each server with one contract, and with the workshop's six.

    :param requests: how many are answered before it counts as used; the six share them.
    """
    os.sched_setaffinity(0, {machine.CLIENT})
    for server in servers:
        for measure in (_one, _six, _long_used) if server.several else (_one, _six_apart):
            say(f"{server}: {(measure.__doc__ or '').strip()}")
            try:
                yield measure(server, requests)
            except RuntimeError as why:
                if server.name == OURS:
                    raise
                say(f"{server} is skipped: {why}")


def _one(server: Server, requests: int) -> Weight:
    """Weigh one process that serves one contract."""
    starts = [_start([CONTRACT], server, [ITEM.path]) for _ in range(STARTS)]
    with _serving(server, [CONTRACT], [ITEM.path]) as up:
        idle = up.memory()
        for row in (LIST, ITEM, VALID):
            load(up.ports[0], row.asking(2), answers=requests // 3)
        return Weight(server.name, "one contract", median(starts), idle, up.memory())


def _six(server: Server, requests: int) -> Weight:
    """Weigh one process that serves all six."""
    paths = [_list_path(server, contract) for contract in SIX]
    starts = [_start(list(SIX), server, paths) for _ in range(STARTS)]
    with _serving(server, list(SIX), paths) as up:
        idle = up.memory()
        for port, path in zip(up.ports, paths, strict=True):
            load(port, _getting(path).asking(2), answers=requests // len(SIX))
        return Weight(server.name, "six contracts, one process", median(starts), idle, up.memory())


def _six_apart(server: Server, requests: int) -> Weight:
    """Weigh six processes with a contract each."""
    paths = [_list_path(server, contract) for contract in SIX]
    with ExitStack() as stack:  # all at once: what they share, their program's code, counts once
        several = [
            stack.enter_context(_serving(server, [contract], [path]))
            for contract, path in zip(SIX, paths, strict=True)
        ]
        idle = _together(several)
        for up, path in zip(several, paths, strict=True):
            load(up.ports[0], _getting(path).asking(2), answers=requests // len(SIX))
        started = mean(up.started for up in several)
        return Weight(server.name, "six contracts, six processes", started, idle, _together(several))


def _together(several: Sequence[Running]) -> Memory:
    return sum((up.memory() for up in several), Memory(0, 0))


def _long_used(server: Server, _requests: int) -> Weight:
    """Weigh one process that serves all six, after long use."""
    paths = [_list_path(server, contract) for contract in SIX]
    with _serving(server, list(SIX), paths) as up:
        idle = up.memory()
        customers, parts = up.ports[0], up.ports[4]
        post = Row("POST", "POST", paths[0], CREATED, bool, body=CUSTOMER)
        load(customers, post.asking(2), answers=MANY_ENTITIES)
        load(parts, _getting(paths[4]).asking(2), answers=MANY_REQUESTS - MANY_ENTITIES)
        what = f"six contracts, after {MANY_REQUESTS:,} requests and {MANY_ENTITIES:,} entities"
        return Weight(server.name, what, None, idle, up.memory())


def _start(contracts: Sequence[Path], server: Server, paths: Sequence[str]) -> float:
    ports = free_ports(len(paths))
    with running(server.command(contracts, ports), ports, paths) as up:
        return up.started


@contextmanager
def _serving(server: Server, contracts: Sequence[Path], paths: Sequence[str]) -> Iterator[Running]:
    ports = free_ports(len(paths))
    with running(server.command(contracts, ports), ports, paths) as up:
        time.sleep(SETTLED)
        yield up


def _list_path(server: Server, contract: Path) -> str:
    base, path = SIX[contract]
    return base + path if server.based else path


def _getting(path: str) -> Row:
    return Row("GET", "GET", path, OK, bool)
