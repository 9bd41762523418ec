"""The processes that `taller up` starts: all of them end with it, however it ends."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

SECONDS_TO_STOP = 2.5
"""From the first signal until what is left is killed."""
_SET_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG, prctl(2)


class Processes:
    """Some commands of this package, each in a process group of its own."""

    def __init__(self) -> None:
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str, arguments: Sequence[str], environment: Mapping[str, str]) -> None:
        """Start ``taller`` with *arguments*; Ctrl-C in the terminal does not reach it."""
        self._running[name] = subprocess.Popen(  # noqa: S603 -- our own interpreter and module
            [sys.executable, "-m", "taller", *arguments],
            env={**environment},
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_end_with_parent,
        )

    def ended(self) -> str | None:
        """The name of one that has ended by itself; None while all run."""
        return next((name for name, one in self._running.items() if one.poll() is not None), None)

    def stop(self) -> None:
        """End all, first asking, then not."""
        for one in self._running.values():
            _signal_group(one.pid, signal.SIGTERM)
        deadline = time.monotonic() + SECONDS_TO_STOP
        for one in self._running.values():
            try:
                one.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                continue
        for one in self._running.values():
            # Also where the leader has ended: one of its children may not have.
            _signal_group(one.pid, signal.SIGKILL)
            one.wait()

    def memory(self) -> dict[str, int]:
        """Return the PSS of each with all its children, in kB; that of this process as ``up``."""
        parents = dict(_parents())
        sums = dict.fromkeys(self._running, 0)
        for pid in parents:
            for name, one in self._running.items():
                if one.pid in _line_of(pid, parents):
                    sums[name] += proportional_kb(pid)
        return {**sums, "up": proportional_kb(os.getpid())}


def proportional_kb(pid: int) -> int:
    """Return the PSS of a process in kB: what it has alone, and its share of what it shares.

    0 where the kernel does not say, or the process is gone.
    """
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii")
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:")), 0)


def _end_with_parent() -> None:
    # Even if this process is killed outright, no stand-in keeps its ports.
    ctypes.CDLL(None).prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGTERM)


def _signal_group(pid: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, number)


def _parents() -> Iterator[tuple[int, int]]:
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()
        except OSError:
            continue
        yield int(folder.name), int(fields[1])


def _line_of(pid: int, parents: Mapping[int, int]) -> Iterator[int]:
    """Yield *pid*, its parent, and so on."""
    while pid:
        yield pid
        pid = parents.get(pid, 0)
