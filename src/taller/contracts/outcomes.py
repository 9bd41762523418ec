"""What became of a service that was tested."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from taller.contracts.events import Asked, Breach, Part, Trouble


class Verdict(Enum):
    """The one word about a service."""

    KEPT = "kept"
    BROKEN = "broken"
    UNREACHABLE = "unreachable"
    NOT_HTTP = "not HTTP"
    SERVES_NOTHING = "serves nothing"
    FAILING = "failing"
    WRONG_SERVICE = "wrong service"
    UNTESTED = "untested"
    """The harness could not work: it says nothing of the service."""

    @property
    def code(self) -> int:
        """The exit code that it asks for: 0, if all is well; 1, if not; 2, if nobody can tell."""
        return {Verdict.KEPT: 0, Verdict.UNTESTED: 2}.get(self, 1)


@dataclass(frozen=True)
class Outcome:
    """A service, and what was found."""

    service: str
    url: str
    verdict: Verdict
    hint: str = ""
    """The likely cause, and what to do: a sentence."""
    promised: int = 0
    """How many operations the contract has."""
    cases: int = 0
    """How many requests were made."""
    seconds: float = 0.0
    seed: int = 0
    breaches: tuple[Breach, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    statuses: Mapping[tuple[str, int], int] = field(default_factory=dict)
    """How often each operation, ``GET /clientes``, answered each status."""
    sent: Mapping[Part, frozenset[bool]] = field(default_factory=dict, repr=False)
    """All that the contract lets a client send, and from which sides it was sent: as kept, as broken."""
    questions: tuple[Asked, ...] = ()
    """Those of our own, also the ones that could not be asked."""

    @property
    def asked(self) -> int:
        """How many operations answered at all."""
        return len({operation for operation, _ in self.statuses})


def exit_code(outcomes: Sequence[Outcome]) -> int:
    """Return 2 if any service could not be tested, else 1 if any does not keep its contract, else 0."""
    return max((one.verdict.code for one in outcomes), default=2)
