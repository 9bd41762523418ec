"""A server in a process of its own: starts it, waits for its first answer, weighs it, stops it."""

import http
import http.client
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from bench.mocks import machine

SECONDS = 120
"""How long a server may take to answer first."""
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Memory:
    """What the processes of a server hold, in MB of 2**20 bytes."""

    pss: float
    """With its share of what several processes have in common."""
    rss: float

    def __add__(self, other: "Memory") -> "Memory":
        return Memory(self.pss + other.pss, self.rss + other.rss)


@dataclass(frozen=True)
class Running:
    """A server that answers."""

    pid: int
    ports: tuple[int, ...]
    started: float
    """Seconds from the start of the process until the first answer on each port."""

    def memory(self) -> Memory:
        """Return what it and its children hold now."""
        return sum((_memory(pid) for pid in family(self.pid)), Memory(0, 0))

    def processor(self) -> float:
        """Return how many seconds of processor it and its children have had, in user and system mode."""
        return sum(_processor(pid) for pid in family(self.pid))


@contextmanager
def running(command: Sequence[str], ports: Sequence[int], paths: Sequence[str | None]) -> Iterator[Running]:
    """Run *command* on the server's core until the block ends; begin the block when it answers.

    It has answered when each of *ports* gave 200 to a GET of its path of *paths*, or, where that is None,
    any status to any.

    :raises RuntimeError: if it ends before, or does not answer in time.
    """
    start = time.perf_counter()
    process = subprocess.Popen(
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=lambda: os.sched_setaffinity(0, {machine.SERVER}),
    )
    try:
        for port, path in zip(ports, paths, strict=True):
            _wait(process, port, path, start + SECONDS)
        yield Running(process.pid, tuple(ports), time.perf_counter() - start)
    finally:
        _stop(process)


def free_ports(count: int) -> list[int]:
    """Return *count* ports, one after the other, that nobody listens on right now."""
    while True:
        with ExitStack() as stack, suppress(OSError):
            first = stack.enter_context(socket.create_server(("127.0.0.1", 0))).getsockname()[1]
            for port in range(first + 1, first + count):
                stack.enter_context(socket.create_server(("127.0.0.1", port)))
            return list(range(first, first + count))


def family(pid: int) -> list[int]:
    """Return *pid* and its children, and theirs."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    return [pid, *(each for child in children for each in family(int(child)))]


def _wait(process: "subprocess.Popen[bytes]", port: int, path: str | None, until: float) -> None:
    wanted = (http.client.OK,) if path else tuple(http.HTTPStatus)
    while _status(port, path or "/") not in wanted:
        if process.poll() is not None:
            raise RuntimeError(f"it ended with {process.returncode} before it answered")
        if time.perf_counter() > until:
            raise RuntimeError(f"GET {path or '/'} was not answered within {SECONDS} s")
        time.sleep(0.005)


def _status(port: int, path: str) -> int | None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def _stop(process: "subprocess.Popen[bytes]") -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)  # its session is its own
        process.wait()


def _memory(pid: int) -> Memory:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()
    sizes = {line.split()[0]: int(line.split()[1]) / 1024 for line in lines[1:]}
    return Memory(sizes["Pss:"], sizes["Rss:"])


def _processor(pid: int) -> float:
    after_the_name = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(after_the_name[11]) + int(after_the_name[12])) / TICKS  # utime and stime, proc(5)
