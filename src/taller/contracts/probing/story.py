"""Requests of our own, one after another, so many and no more, and what is told of them."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import requests

from taller.contracts.checks.lookup import is_failure
from taller.contracts.events import Answer, Breach, Scenario
from taller.contracts.phrases import Said, said
from taller.contracts.probing.contract import Contract, Operation
from taller.contracts.probing.wire import AnswerCutOff, AnswerGarbled, Client, Reply, Request
from taller.contracts.sent import Tally

PHASE = "promises"
_TOO_MANY = 429
_LONGEST = 5.0
"""Seconds that are waited before one request, where a service says that there were too many."""
_PATIENCE = 30.0
"""Seconds that are waited so in a run."""
_SHOWN = 600
"""Characters of a body in the detail of a breach."""


class Unasked(Exception):
    """A promise that could not be put to the test, and why."""

    def __init__(self, why: Said) -> None:
        super().__init__(why)
        self.why = why


class Spent(Exception):
    """No request is left."""


class Silence(Exception):
    """A request that was never answered."""

    def __init__(self, request: Request, why: Exception) -> None:
        super().__init__(f"{type(why).__name__}: {why}")
        self.request = request


@dataclass(frozen=True)
class Exchange:
    """A request, and what came."""

    request: Request
    reply: Reply
    at_root: bool = False
    """Whether it went to the host as such, and not to the API below its base path."""

    def __str__(self) -> str:
        body = self.reply.body.decode("utf-8", "replace")[:_SHOWN]
        return f"{self.request.method} {self.request.path} -> {self.reply.status} {body}".rstrip()


@dataclass
class Patience:
    """Waits for a service that wants fewer requests at a time (RFC 6585, 4)."""

    left: float = _PATIENCE
    """For how many seconds more."""

    def granted(self, send: Callable[[], Reply]) -> Reply:
        """Return the reply to what *send* asks, after a while if there were too many requests before it."""
        reply = send()
        while reply.status == _TOO_MANY and (seconds := _wanted(reply)) <= min(_LONGEST, self.left):
            self.left -= seconds
            pause(seconds)
            reply = send()
        return reply


@dataclass
class Story:
    """Asks one service, and remembers what was asked since it was last told."""

    contract: Contract
    client: Client
    left: int
    """How many requests may still be made."""
    root: Client | None = None
    """Speaks to the host of the API as such."""
    told: list[tuple[str, int | None, float]] = field(default_factory=list)
    """Each operation, the status that it answered, and after how many seconds."""
    silences: int = 0
    """How many requests were not answered."""
    failures: list[Exchange] = field(default_factory=list)
    """Answers with 5xx of operations that the contract has."""
    patience: Patience = field(default_factory=Patience)
    sent: Tally = field(init=False)
    """What of the contract was sent."""

    def __post_init__(self) -> None:
        self.sent = Tally(self.contract)

    def ask(self, request: Request, *, at_root: bool = False) -> Exchange:
        """Return what came to *request*.

        :param at_root: whether its path begins at the host, and not at the API.
        :raises Spent: if no request is left.
        :raises Unasked: if the service takes none for longer than one can wait.
        :raises Silence: if nothing came.
        """
        if self.left <= 0:
            raise Spent
        self.left -= 1
        if not at_root:
            self.sent.see(request)
        client = self.root if at_root and self.root is not None else self.client
        try:
            reply = self.patience.granted(lambda: sent(client, request))
        except Exception as error:  # an application in this process may raise anything
            self.told.append((request.operation, None, 0.0))
            self.silences += 1
            raise Silence(request, error) from error
        self.told.append((request.operation, reply.status, reply.seconds))
        if reply.status == _TOO_MANY:
            raise Unasked(said("the service takes no more requests at the moment"))
        exchange = Exchange(request, reply, at_root)
        if self._failed(exchange):
            self.failures.append(exchange)
        return exchange

    def scenario(self) -> Scenario:
        """Return what was asked since this was last called."""
        told, self.told = self.told, []
        statuses = tuple((label, status) for label, status, _ in told if status is not None)
        times = tuple(seconds for _, status, seconds in told if status is not None)
        answers = tuple(Answer(self._name(label), status) for label, status in statuses)
        # What a probe gets wrong on purpose, and is taken all the same, it tells as a broken promise.
        accepted = frozenset(label for label, status in statuses if 200 <= status < 300)
        return Scenario(PHASE, answers, len(told), statuses, times, self.sent.taken(), accepted)

    def breach(
        self, operation: Operation, promise: str, place: str, came: Said, *shown: Exchange, mark: str = ""
    ) -> Breach:
        """Return that *operation* broke *promise*, as *shown* in this order."""
        curl = tuple(dict.fromkeys(map(self._curl, shown)))
        return Breach(operation.label, promise, place, (came,), mark, curl, "\n".join(map(str, shown)))

    def silent(self, silence: Silence) -> Breach:
        """Return that nothing was answered at all."""
        label = silence.request.operation
        operation = self.contract.operations.get(label)
        place = operation.place if operation else ""
        kind = type(silence.__cause__).__name__
        curl = (self.client.curl(silence.request),)
        came = said("no answer: {kind}", kind=kind)
        return Breach(label, "no-server-error", place, (came,), "no answer", curl, str(silence))

    def failed(self) -> list[Breach]:
        """Return the answers with 5xx, each once; the next call returns those after it."""
        failures, self.failures = self.failures, []
        return [self._failure(one) for one in failures]

    def _failure(self, one: Exchange) -> Breach:
        operation, status = self.contract.operations[one.request.operation], one.reply.status
        came = said("status {status}", status=status)
        return self.breach(operation, "no-server-error", operation.place, came, one, mark=str(status))

    def _failed(self, one: Exchange) -> bool:
        operation = self.contract.operations.get(one.request.operation)
        return operation is not None and is_failure(operation.said, one.reply.status)

    def _curl(self, one: Exchange) -> str:
        client = self.root if one.at_root and self.root is not None else self.client
        return client.curl(one.request)

    def _name(self, label: str) -> str:
        operation = self.contract.operations.get(label)
        return str(operation.said.get("operationId", label)) if operation else label


def host_of(url: str) -> str:
    """Return *url* without its path."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def pause(seconds: float) -> None:
    """Wait for *seconds*."""
    time.sleep(seconds)


def _wanted(reply: Reply) -> float:
    """Return how many seconds *reply* wants one to wait; a second if it does not say (RFC 6585, 4)."""
    said = reply.headers.get("Retry-After", "")
    return max(float(said), 0.1) if said.isdecimal() else 1.0


def sent(client: Client, request: Request) -> Reply:
    """Return the reply to *request*, asked once more if the connection was closed before any came.

    :raises requests.RequestException: if none came.
    """
    try:
        return client.send(request)
    except (AnswerCutOff, AnswerGarbled):
        raise  # it was answered: what it asks for is done, and may be done once
    except requests.ConnectionError:
        return client.send(request)  # the server may have closed a connection that was kept open
