"""All the stand-ins in one process and one thread, each on ports of its own."""

import asyncio
import signal
import time
from collections.abc import Callable, Coroutine, Mapping, Sequence
from functools import partial
from typing import Any

from taller.mocks.serving.connection import Connection
from taller.mocks.serving.ready import Application, Ready
from taller.mocks.serving.shared import Shared

SILENCE = 75.0
"""Seconds after which a connection on which nothing happens is closed."""
MAX_CONNECTIONS = 1000
_SWEEP = 5.0
_TO_END = 0.5
"""Seconds that open connections have to get what was written to them already."""


Task = Callable[[], Coroutine[Any, Any, None]]


def _nothing() -> None:
    pass


class Server:
    """Listens on the ports of several applications."""

    def __init__(self, applications: Mapping[int, Application], host: str) -> None:
        """Prepare to serve each application on the port of *host* that leads to it."""
        self._applications = applications
        self._host = host.removeprefix("[").removesuffix("]")  # as a URL has an address of IPv6
        self._shared = Shared()
        self._connections = self._shared.connections
        self.ports: list[int] = []
        """Those on which it listens: where 0 was given, the one that was free."""

    async def run(
        self, ended: asyncio.Event, started: Callable[[], None] = _nothing, tasks: Sequence[Task] = ()
    ) -> None:
        """Serve until *ended* is set; call *started* once every port is open, and do *tasks* beside.

        :raises OSError: if a port is taken.
        """
        servers = [await self._listen(port, app) for port, app in self._applications.items()]
        self.ports = [server.sockets[0].getsockname()[1] for server in servers]
        started()
        beside = [asyncio.ensure_future(task()) for task in (self._sweep, *tasks)]
        await ended.wait()
        for task in beside:
            task.cancel()
        await asyncio.gather(*beside, return_exceptions=True)
        for server in servers:
            server.close()
        for connection in list(self._connections):
            connection.end()
        deadline = time.monotonic() + _TO_END
        while self._connections and time.monotonic() < deadline:
            await asyncio.sleep(0.001)

    async def _listen(self, port: int, application: Application) -> asyncio.Server:
        factory = partial(Connection, Ready(application), self._shared)
        loop = asyncio.get_running_loop()
        return await loop.create_server(factory, self._host, port, backlog=512)

    async def _sweep(self) -> None:
        """Close, from time to time, what has been silent for too long, and the oldest of too many."""
        while True:
            await asyncio.sleep(_SWEEP)
            oldest = time.monotonic() - SILENCE
            several = sorted(self._connections, key=lambda one: one.last_active)
            too_many = len(several) - MAX_CONNECTIONS
            for index, connection in enumerate(several):
                if index < too_many or connection.last_active < oldest:
                    connection.abandon()


def by_port(several: Sequence[tuple[Application, Sequence[int]]]) -> dict[int, Application]:
    """Return each port with the application that has it.

    :raises ValueError: if two applications want one port.
    """
    applications: dict[int, Application] = {}
    for application, ports in several:
        for port in ports:
            if port in applications:
                raise ValueError(f"two stand-ins want port {port}: give one of them another")
            applications[port] = application
    return applications


def serve(
    several: Sequence[tuple[Application, Sequence[int]]],
    host: str,
    started: Callable[[], None] = _nothing,
    tasks: Sequence[Task] = (),
) -> None:
    """Serve each application on its ports of *host*, until SIGTERM or SIGINT.

    :param started: called once every port is open.
    :param tasks: what goes on beside, until the end.
    :raises OSError: if a port is taken.
    :raises ValueError: if two applications want one port.
    """
    asyncio.run(_until_told(Server(by_port(several), host), started, tasks))


async def _until_told(server: Server, started: Callable[[], None], tasks: Sequence[Task]) -> None:
    ended = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        _at_signal(number, ended.set)
    await server.run(ended, started, tasks)


def _at_signal(number: int, act: Callable[[], None]) -> None:
    loop = asyncio.get_running_loop()
    try:
        loop.add_signal_handler(number, act)
    except NotImplementedError:  # on Windows
        signal.signal(number, lambda *_: loop.call_soon_threadsafe(act))
