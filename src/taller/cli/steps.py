"""One step of the demo: a request, its answer held against the contract, and a row of the table."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

import click
import httpx2 as httpx

from taller.catalog import OURS
from taller.cli.promises import Promises

WIDTHS = (4, 46, 50, 6, 7)
HEAD = ("", "step", "request", "status", "ms")


class Stopped(Exception):
    """The day cannot go on."""

    def __init__(self, exit_code: int, why: str) -> None:
        super().__init__(why)
        self.exit_code = exit_code


@dataclass(frozen=True)
class Step:
    """What is asked, of whom, and what should come."""

    text: str
    service: str
    method: str
    path: str
    """A path of the contract: ``/clientes/{idCliente}``."""
    expected: int
    ids: Mapping[str, str | int] = field(default_factory=dict)
    query: Mapping[str, str | int] = field(default_factory=dict)
    body: Any = None
    tag: str | None = None
    """What goes into ``If-Match``."""

    @property
    def target(self) -> str:
        """The path with its ids, and the query."""
        ids = {name: quote(str(value), safe="") for name, value in self.ids.items()}
        query = f"?{urlencode(self.query)}" if self.query else ""
        return self.path.format(**ids) + query


@dataclass(frozen=True)
class Answer:
    body: Any
    tag: str | None


@dataclass
class Caller:
    """Takes the steps and shows each as a row."""

    urls: Mapping[str, str]
    say: Callable[[str], object]
    colour: bool
    api_key: str | None = field(default=None, repr=False)
    """What the invoice service asks for."""
    taken: int = 0

    def __post_init__(self) -> None:
        self._client = httpx.Client(timeout=10)
        self._promises = {name: Promises(name) for name in self.urls}

    def head(self) -> None:
        self.say(_row(HEAD))
        self.say(_row(["-" * width for width in WIDTHS]))

    def take(self, step: Step) -> Answer:
        """Send the request of *step*, show its row, and return what came.

        :raises Stopped: if the service does not answer, or breaks its promise.
        """
        self.taken += 1
        started = time.monotonic()
        response = self.send(step)
        self._show(step, response.status_code, time.monotonic() - started)
        broken = self._broken(step, response)
        if broken:
            raise Stopped(1, f"step {self.taken}, {step.service}: {broken}")
        return Answer(_json(response), response.headers.get("ETag"))

    def send(self, step: Step) -> httpx.Response:
        """:raises Stopped: if the service does not answer."""
        header = "IfMatch" if step.service == "logs" else "If-Match"
        headers = {} if step.tag is None else {header: step.tag}
        if self.api_key is not None and step.service == OURS:
            headers["Authorization"] = f"Bearer {self.api_key}"
        url = self.urls[step.service] + step.target
        content = {} if step.body is None else {"json": step.body}
        try:
            return self._client.request(step.method, url, headers=headers, **content)
        except httpx.HTTPError as error:
            raise Stopped(
                2,
                f"{step.service} does not answer at {self.urls[step.service]} ({error}): start the"
                f" workshop with `taller up`, or say with --{step.service}-url where it is",
            ) from error

    def _broken(self, step: Step, response: httpx.Response) -> str | None:
        if response.status_code != step.expected:
            return f"{response.status_code} instead of {step.expected}: {response.text[:300]}"
        return self._promises[step.service].broken(
            step.method, step.path, response.status_code, _lower(response), _json(response)
        )

    def _show(self, step: Step, status: int, seconds: float) -> None:
        request = f"{step.method} {step.service} {step.target}"
        cells = [f"{self.taken:>3}", step.text, request, str(status), f"{seconds * 1000:7.1f}"]
        row = _row(cells)
        if self.colour:
            row = click.style(row, fg="green" if status == step.expected else "red")
        self.say(row)


def _row(cells: Any) -> str:
    fitted = (_fit(cell, width) for cell, width in zip(cells, WIDTHS, strict=True))
    return " ".join(fitted).rstrip()


def _fit(cell: str, width: int) -> str:
    return cell.ljust(width) if len(cell) <= width else f"{cell[: width - 1]}…"


def _lower(response: httpx.Response) -> dict[str, str]:
    return {name.lower(): value for name, value in response.headers.items()}


def _json(response: httpx.Response) -> Any:
    try:
        return response.json()
    except ValueError:
        return None
