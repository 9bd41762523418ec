"""Requests a second and processor time a request, the servers asked in turn, round after round."""

import os
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from statistics import median

from bench.mocks import machine
from bench.mocks.client import Load, load
from bench.mocks.processes import Running, free_ports, running
from bench.mocks.rows import ITEM, ROWS, Row
from bench.mocks.servers import CONTRACT, OURS, Server

CONNECTIONS = (1, 2, 8)
WARM_UP = 2.0
"""Seconds at the beginning of each row that do not count: just-in-time compilers want some."""


@dataclass(frozen=True)
class Figure:
    """How one server did in one row: medians over the rounds."""

    server: str
    row: str
    connections: int
    rate: float
    """Answers a second."""
    processor: float
    """Microseconds of processor time that the server took for an answer."""
    answers: int
    errors: int
    share: float
    """Of its core, what the client took."""


def measured(
    servers: Sequence[Server], seconds: float, rounds: int, say: Callable[[str], None]
) -> list[Figure]:
    """Return a figure for each server, row and number of connections; none where it answers wrongly.

    :param seconds: of each round.
    """
    os.sched_setaffinity(0, {machine.CLIENT})
    with ExitStack() as stack:
        up = _started(servers, stack, say)
        figures = []
        for row in ROWS:
            able = {server: it for server, it in up.items() if _able(server, row, it)}
            for each in able.values():
                load(each.ports[0], row.asking(CONNECTIONS[-1]), WARM_UP)
            for connections in CONNECTIONS:
                say(f"{row.name}, {connections} connections: {', '.join(each.name for each in able)}")
                figures += _in_turn(able, row, connections, seconds, rounds)
        return figures


def _started(
    servers: Sequence[Server], stack: ExitStack, say: Callable[[str], None]
) -> dict[Server, Running]:
    """Start each of *servers*; what does not start is skipped with a word, but for ours."""
    up = {}
    for server in servers:
        ports = free_ports(1)
        try:
            up[server] = stack.enter_context(running(server.command([CONTRACT], ports), ports, [ITEM.path]))
        except RuntimeError as why:
            if server.name == OURS:
                raise
            say(f"{server} is skipped: {why}")
    return up


def _able(server: Server, row: Row, up: Running) -> bool:
    return row.name == ITEM.name if server.floor else row.answered(up.ports[0])


def _in_turn(
    up: dict[Server, Running], row: Row, connections: int, seconds: float, rounds: int
) -> list[Figure]:
    asking = row.asking(connections)
    found: dict[Server, list[tuple[Load, float]]] = {server: [] for server in up}
    for _ in range(rounds):
        for server, each in up.items():
            before = each.processor()
            done = load(each.ports[0], asking, seconds)
            found[server].append((done, each.processor() - before))
    return [_figure(server, row, connections, several) for server, several in found.items()]


def _figure(server: Server, row: Row, connections: int, found: list[tuple[Load, float]]) -> Figure:
    answers = sum(done.answers for done, _ in found)
    return Figure(
        server=server.name,
        row=row.name,
        connections=connections,
        rate=median(done.rate for done, _ in found),
        # Of all rounds: the system counts this time in steps of 10 ms.
        processor=sum(used for _, used in found) / answers * 1e6,
        answers=answers,
        errors=sum(done.errors for done, _ in found),
        share=median(done.share for done, _ in found),
    )
