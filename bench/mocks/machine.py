"""The machine of a run: its cores, shared out between server and client, and its versions."""

import datetime
import os
import platform
import subprocess
from pathlib import Path

ALLOWED = sorted(os.sched_getaffinity(0))
SERVER, CLIENT = ALLOWED[-1], ALLOWED[0]
"""The core of the server, all its threads and processes too, and that of the client; one and the same where
only one is to be had."""


def described(versions: list[str]) -> str:
    """Return a line that says when, where and with what *versions* of the servers it was measured."""
    shared = (
        "a core each" if SERVER != CLIENT else "one core for both: what the client takes, the server lacks"
    )
    today = datetime.datetime.now(datetime.UTC).date()
    own = [f"Python {platform.python_version()}", f"Node {node_version() or 'missing'}"]
    return (
        f"{today:%Y-%m-%d}; {_processor()}, {len(ALLOWED)} cores; {shared}; {', '.join(own + versions)}; "
        f"{platform.system()} {platform.release()}; loopback."
    )


def node_version() -> str | None:
    """Return the version of Node here; None without."""
    try:
        done = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout.strip().removeprefix("v")


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()
