"""What all reports are made of."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from taller.contracts.events import Breach
from taller.contracts.faults import Fault, faults
from taller.contracts.outcomes import Outcome, Verdict


@dataclass(frozen=True)
class Examined:
    """A service, what its contract is, and what became of it."""

    outcome: Outcome
    contract: Mapping[str, Any]
    """An OpenAPI document."""

    @property
    def name(self) -> str:
        """Of the service."""
        return self.outcome.service

    @property
    def anchor(self) -> str:
        """Its name as a part of a link."""
        return re.sub("[^A-Za-z0-9]+", "-", self.name)

    @property
    def faults(self) -> list[Fault]:
        """Its broken promises, each once, the worst first."""
        return faults(self.outcome.breaches)

    @property
    def advice(self) -> int:
        """How many of them break no contract."""
        return sum(not one.breaks for one in self.faults)

    def numbers(self) -> Mapping[Breach, int]:
        """Return the number, from 1, of the fault to which each broken promise belongs."""
        return {
            breach: number
            for number, fault in enumerate(self.faults, 1)
            for breach in (fault.breach, *fault.elsewhere)
        }


@dataclass(frozen=True)
class Run:
    """Services that were tested together."""

    examined: tuple[Examined, ...]
    started: datetime
    """With its time zone."""
    seconds: float
    profile: str
    command: str
    """The one that does the same again."""

    @property
    def kept(self) -> int:
        """How many services keep their contract."""
        return self._with(Verdict.KEPT)

    @property
    def untested(self) -> int:
        """How many services nobody can say anything of."""
        return self._with(Verdict.UNTESTED)

    @property
    def broken(self) -> int:
        """How many services do not keep their contract, for whichever reason."""
        return len(self.examined) - self.kept - self.untested

    def _with(self, verdict: Verdict) -> int:
        return sum(one.outcome.verdict is verdict for one in self.examined)
