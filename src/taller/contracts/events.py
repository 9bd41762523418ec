"""What a run tells, as it goes: values that know nothing of how they were found."""

from dataclasses import dataclass, field, replace
from typing import NamedTuple

from taller.contracts.promises import PROMISES, Promise

_KINDS = 8
"""How many kinds of what came are named."""


@dataclass(frozen=True)
class Answer:
    """What an operation answered once."""

    operation: str
    """Its ``operationId``."""
    status: int

    def __str__(self) -> str:
        return f"{self.operation} {self.status}"


Part = tuple[str, str, str]
"""An operation, a place in it, and a keyword of the schema there: the first three of `Sent`."""


class Sent(NamedTuple):
    """That a part of an operation was sent, or a keyword of its schema put to the test, from one side."""

    operation: str
    """Method and path template."""
    place: str
    """``query page``, ``body``, ``body /Conceptos/*/importe``."""
    keyword: str
    """One of the schema there, ``minLength``; empty for what is sent there as a whole."""
    kept: bool
    """Whether what was sent keeps it."""


@dataclass(frozen=True)
class Scenario:
    """Requests made one after another: of one operation, or in the stateful phase of several."""

    phase: str
    """``examples``, ``coverage``, ``fuzzing`` or ``stateful``; ``promises``, if the questions are our own."""
    answers: tuple[Answer, ...]
    cases: int
    """How many requests were tried; one without an answer is among them."""
    statuses: tuple[tuple[str, int], ...] = ()
    """What each of them got: the operation, ``GET /clientes``, and the status."""
    times: tuple[float, ...] = ()
    """How long each of `statuses` took, in seconds; empty if nobody looked."""
    sent: frozenset[Sent] = frozenset()
    """What of the contract was sent that was not sent before."""
    accepted: frozenset[str] = frozenset()
    """The operations that answered 2xx to a request that keeps the contract."""


@dataclass(frozen=True)
class Breach:
    """A promise that was broken, be it by one request or by many."""

    operation: str
    """Method and path template: ``GET /clientes/{idCliente}``."""
    promise: str
    """Its name; see `taller.contracts.promises`."""
    place: str
    """Where the contract makes it: ``#/paths/~1clientes/get/responses``; empty if HTTP itself does."""
    came: tuple[str, ...]
    """What came instead, a line for each kind: ``status 500``."""
    mark: str = ""
    """What tells it from another one in the same place: a status, a keyword of a schema."""
    curl: tuple[str, ...] = ()
    """The smallest requests that show it, one after another, as commands."""
    detail: str = field(default="", compare=False)
    """At length: what was sent, and what came."""
    times: int = field(default=1, compare=False)
    """How many requests met it."""

    @property
    def kept(self) -> Promise:
        """The promise that was not kept."""
        return PROMISES[self.promise]

    @property
    def breaks(self) -> bool:
        """Whether the contract is broken by it: what is only advice breaks none."""
        return self.kept.severity.breaks

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What tells it from another."""
        return self.operation, self.promise, self.place, self.mark

    def joined(self, other: "Breach") -> "Breach":
        """Return this and *other*, which is the same, as one, with the shorter way to show it."""
        shorter = min(self, other, key=lambda one: (len(one.curl), sum(map(len, one.curl))))
        came = tuple(dict.fromkeys((*self.came, *other.came)))[:_KINDS]
        return replace(shorter, came=came, times=self.times + other.times)

    def __str__(self) -> str:
        came = "; ".join(self.came)
        lines = [f"{self.operation}: {self.promise}: {came}", self.kept.en, self.detail, *self.curl]
        return "\n".join(line for line in lines if line)


@dataclass(frozen=True)
class Trouble:
    """What kept a part of the contract from being tested: no promise is broken by it."""

    about: str
    """An operation, or what else it is about."""
    title: str
    text: str
    serious: bool = True
    """Whether nothing can be said of what it is about; else it was tested less than it should be."""

    def __str__(self) -> str:
        return f"{self.about}: {self.title}\n\n{self.text}"


@dataclass(frozen=True)
class Asked:
    """That a question of our own was put to a resource, or why it could not be."""

    operation: str
    """The one that creates the resource: ``POST /clientes``."""
    promise: str
    why_not: str = ""
    """Empty, if it was asked."""


Event = Scenario | Breach | Trouble | Asked
