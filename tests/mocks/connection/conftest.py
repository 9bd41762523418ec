"""A real server on a port of its own."""

import asyncio
import socket
import threading
from collections.abc import Iterator

import pytest
from tests.mocks.connection.support import Echo

from taller.mocks.serving.server import Server


@pytest.fixture
def echo() -> Echo:
    """An application to be served."""
    return Echo()


@pytest.fixture
def port(echo: Echo) -> Iterator[int]:
    """A port where a real server serves it, in a thread."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        number = probe.getsockname()[1]
    loop = asyncio.new_event_loop()
    ended, started = asyncio.Event(), threading.Event()
    work = Server({number: echo}, "127.0.0.1").run(ended, started.set)
    thread = threading.Thread(target=loop.run_until_complete, args=(work,))
    thread.start()
    assert started.wait(5)
    yield number
    loop.call_soon_threadsafe(ended.set)
    thread.join(5)
    for task in asyncio.all_tasks(loop):
        task.cancel()
    loop.run_until_complete(asyncio.sleep(0))
    loop.close()
