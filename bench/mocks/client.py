"""A client that asks as fast as one core of Python can: a loop over sockets that never wait.

A request is bytes made beforehand; of an answer it reads the status and the length, and lets the rest go by.
"""

import itertools
import re
import select
import socket
import time
from dataclasses import dataclass

LENGTH = re.compile(rb"\r\ncontent-length: *([0-9]+)", re.IGNORECASE)
CLOSE = re.compile(rb"\r\nconnection: *close", re.IGNORECASE)
SECONDS = 15
"""How long an answer may take."""
ANSWER = 1 << 16


@dataclass(frozen=True)
class Asking:
    """What to ask, and how."""

    requests: tuple[bytes, ...]
    """One after the other, and again from the first."""
    statuses: frozenset[int]
    """Any other is an error."""
    connections: int = 1


@dataclass(frozen=True)
class Load:
    """What came of it."""

    answers: int
    errors: int
    """How many of *answers* had another status, or were cut short."""
    seconds: float
    share: float
    """Of its core, how much the client itself took: near 1, it was the client that bounded the rate."""

    @property
    def rate(self) -> float:
        """Return the answers a second."""
        return self.answers / self.seconds


def load(port: int, asking: Asking, seconds: float = float("inf"), answers: float = float("inf")) -> Load:
    """Ask *port* again and again, for *seconds* or until there were so many *answers*.

    :raises TimeoutError: if no answer comes for long.
    """
    with Connections(port, asking) as several:
        start, used = time.perf_counter(), time.process_time()
        until = start + seconds
        while several.answers < answers and time.perf_counter() < until:
            several.step()
        wall = time.perf_counter() - start
        return Load(several.answers, several.errors, wall, (time.process_time() - used) / wall)


class Connections:
    """Connections to one port, each with one request under way."""

    def __init__(self, port: int, asking: Asking) -> None:
        """Open as many as *asking* wants."""
        self._address = ("127.0.0.1", port)
        self._connections = asking.connections
        self._requests = itertools.cycle(asking.requests)
        self._good = tuple(b"%d" % status for status in asking.statuses)
        self._poll = select.epoll()
        self._open: dict[int, socket.socket] = {}
        self._cut: dict[int, bytes] = {}
        self.answers = 0
        self.errors = 0

    def __enter__(self) -> "Connections":
        for _ in range(self._connections):
            self._connect()
        return self

    def __exit__(self, *_: object) -> None:
        for each in self._open.values():
            each.close()
        self._poll.close()

    def step(self) -> None:
        """Take what has come, and ask again where an answer is whole."""
        events = self._poll.poll(SECONDS)
        if not events:
            raise TimeoutError(f"no answer within {SECONDS} s")
        for number, _ in events:
            self._take(number, self._open[number])

    def _take(self, number: int, opened: socket.socket) -> None:
        try:
            new = opened.recv(ANSWER)
        except ConnectionError:
            new = b""
        data = self._cut.pop(number, b"") + new
        end = data.find(b"\r\n\r\n")
        length = LENGTH.search(data, 0, end + 2) if end > 0 else None
        if length and len(data) >= end + 4 + int(length[1]):
            self._count(data[9:12] in self._good)
            closing = CLOSE.search(data, 0, end + 2) is not None
        elif new:
            self._cut[number] = data
            return
        else:
            self._count(False)
            closing = True
        if closing:
            self._reconnect(number)
        else:
            opened.send(next(self._requests))

    def _count(self, good: bool) -> None:
        self.answers += 1
        self.errors += not good

    def _reconnect(self, number: int) -> None:
        self._poll.unregister(number)
        self._open.pop(number).close()
        self._connect()

    def _connect(self) -> None:
        opened = socket.create_connection(self._address, SECONDS)
        opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        opened.setblocking(False)
        self._open[opened.fileno()] = opened
        self._poll.register(opened.fileno(), select.EPOLLIN)
        opened.send(next(self._requests))
