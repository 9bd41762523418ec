"""The servers that are measured: how each is had, and started."""

import importlib.metadata
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.mocks import npm

CONTRACT = Path(__file__).with_name("contract.yaml")
OURS = "taller"
Command = Callable[[Sequence[Path], Sequence[int]], list[str]]


@dataclass(frozen=True)
class Server:
    """A server, and how to start it."""

    name: str
    version: str
    command: Command
    """From contracts and their ports to what starts it."""
    several: bool = False
    """Whether one process serves several contracts."""
    based: bool = True
    """Whether the base path of a contract is that of its answers."""
    floor: bool = False
    """Whether it knows no contract, and answers everything alike."""

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


def ours() -> Server:
    """Return ours."""
    return Server(OURS, importlib.metadata.version("taller"), our_command, several=True)


def our_command(contracts: Sequence[Path], ports: Sequence[int]) -> list[str]:
    """Return what serves each of *contracts* on its port, from the first on."""
    return [sys.executable, "-m", "taller", "mock", *map(str, contracts), "--port", str(ports[0])]


def prism(cache: Path) -> Server:
    """Return Prism as it comes: it prints some lines for each request, here to nowhere.

    :raises npm.Missing: if it cannot be installed.
    """
    return _prism("Prism", [], cache)


def silent_prism(cache: Path) -> Server:
    """Return Prism told to print nothing, which it does much faster.

    :raises npm.Missing: if it cannot be installed.
    """
    return _prism("Prism, silent", ["-v", "silent"], cache)


def _prism(name: str, options: Sequence[str], cache: Path) -> Server:
    program = _program("@stoplight/prism-cli", "prism", cache)

    def command(contracts: Sequence[Path], ports: Sequence[int]) -> list[str]:
        return [*program, "mock", *options, "-h", "127.0.0.1", "-p", str(ports[0]), str(contracts[0])]

    return Server(name, npm.PINS["@stoplight/prism-cli"], command, based=False)


def mockoon(cache: Path) -> Server:
    """Return Mockoon, which reads a contract as it starts.

    :raises npm.Missing: if it cannot be installed.
    """
    program = _program("@mockoon/cli", "mockoon-cli", cache)
    quiet = ["--disable-log-to-file", "--disable-admin-api", "--hostname", "127.0.0.1"]

    def command(contracts: Sequence[Path], ports: Sequence[int]) -> list[str]:
        return [*program, "start", *quiet, "--port", str(ports[0]), "--data", str(contracts[0])]

    return Server("Mockoon", npm.PINS["@mockoon/cli"], command)


def open_api_mocker(cache: Path) -> Server:
    """Return open-api-mocker, which ends every connection after one answer.

    :raises npm.Missing: if it cannot be installed.
    """
    program = _program("open-api-mocker", "open-api-mocker", cache)

    def command(contracts: Sequence[Path], ports: Sequence[int]) -> list[str]:
        return [*program, "-q", "-p", str(ports[0]), "-s", str(contracts[0])]

    return Server("open-api-mocker", npm.PINS["open-api-mocker"], command)


def floors() -> list[Server]:
    """Return the bare servers that can be had here."""
    this = [sys.executable, "-m", "bench.mocks.floors"]
    flask = [sys.executable, "-m", "gunicorn", "--no-control-socket", "bench.mocks.floors:flask_view()"]
    several = {
        "bare reply, our server": ("taller", lambda _, ports: [*this, "own", str(ports[0])]),
        "bare WSGI view, waitress": ("waitress", lambda _, ports: [*this, "waitress", str(ports[0])]),
        "bare Flask view, gunicorn sync": (
            "gunicorn",
            lambda _, ports: [*flask, "-b", f"127.0.0.1:{ports[0]}"],
        ),
    }
    return [
        Server(name, importlib.metadata.version(package), command, floor=True)
        for name, (package, command) in several.items()
        if _is_here(package)
    ]


def _is_here(package: str) -> bool:
    try:
        importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return False
    return True


def _program(package: str, name: str, cache: Path) -> list[str]:
    return ["node", str(npm.installed(package, cache) / "node_modules" / ".bin" / name)]
