"""What a run found and how far it got, for people and for tests."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from taller.contracts.events import Answer, Asked, Breach, Event, Scenario, Sent, Trouble
from taller.contracts.examples import operations

STATEFUL = "stateful"


@dataclass
class Report:
    """A run, added up."""

    broken: dict[tuple[str, str, str, str], Breach] = field(default_factory=dict)
    """Each broken promise once."""
    troubles: list[Trouble] = field(default_factory=list)
    cases: Counter[str] = field(default_factory=Counter)
    """How many requests each phase made."""
    stories: list[tuple[Answer, ...]] = field(default_factory=list)
    """The scenarios of the stateful phase."""
    answers: set[Answer] = field(default_factory=set)
    """All that any phase met with."""
    statuses: Counter[tuple[str, int]] = field(default_factory=Counter)
    """How often each operation, ``GET /clientes``, answered each status."""
    sent: set[Sent] = field(default_factory=set)
    """What of the contract was sent."""
    asked: list[Asked] = field(default_factory=list)
    """The questions of our own, also those that could not be asked."""

    @classmethod
    def of(cls, events: Iterable[Event]) -> Self:
        """Return the report of a whole run."""
        report = cls()
        for event in events:
            report.add(event)
        return report

    def add(self, event: Event) -> None:
        """Take note of *event*."""
        match event:
            case Breach():
                known = self.broken.get(event.key)
                self.broken[event.key] = known.joined(event) if known else event
            case Trouble():
                self.troubles.append(event)
            case Asked():
                self.asked.append(event)
            case Scenario():
                self._add(event)

    def _add(self, event: Scenario) -> None:
        self.cases[event.phase] += event.cases
        self.answers.update(event.answers)
        self.statuses.update(event.statuses)
        self.sent |= event.sent
        if event.phase == STATEFUL:
            self.stories.append(event.answers)

    @property
    def breaches(self) -> list[Breach]:
        """The broken promises, the worst first; advice, which breaks none, last."""
        return sorted(self.broken.values(), key=lambda one: (one.kept.severity, one.key))

    @property
    def findings(self) -> list[Breach | Trouble]:
        """All that there is to say: broken promises, and what could not be tested."""
        return [*self.breaches, *self.troubles]

    def unreached(self, contract: Mapping[str, Any], times: int = 1) -> list[str]:
        """Return the successes, as ``leerFactura 200``, that the stories told fewer than so many *times*.

        Those meant are of the operations at either end of a link of *contract*.
        """
        told = Counter(answer for story in self.stories for answer in story)
        linked = {*_linked_operations(contract)}
        wanted = (each for each in _successes(contract) if each.operation in linked)
        return sorted(map(str, (each for each in wanted if told[each] < times)))

    def never(self, contract: Mapping[str, Any]) -> list[str]:
        """Return the successes in *contract* that no phase met with."""
        return sorted(map(str, {*_successes(contract)} - self.answers))

    def __str__(self) -> str:
        return "\n\n".join(map(str, self.findings))


def _linked_operations(contract: Mapping[str, Any]) -> Iterator[str]:
    for name, operation in operations(contract).items():
        for response in operation["responses"].values():
            for link in response.get("links", {}).values():
                yield from (name, link["operationId"])


def _successes(contract: Mapping[str, Any]) -> Iterator[Answer]:
    for name, operation in operations(contract).items():
        exact = (int(status) for status in operation["responses"] if status.isdecimal())  # and no ranges
        yield from (Answer(name, status) for status in exact if 200 <= status < 300)
