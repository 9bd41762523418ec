"""What a run found and how far it got, for people and for tests."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from taller.contracts.events import Answer, Event, Finding

STATEFUL = "stateful"


@dataclass
class Report:
    """A run, added up."""

    findings: list[Finding] = field(default_factory=list)
    cases: Counter[str] = field(default_factory=Counter)
    """How many requests each phase made."""
    stories: list[tuple[Answer, ...]] = field(default_factory=list)
    """The scenarios of the stateful phase."""

    @classmethod
    def of(cls, events: Iterable[Event]) -> Self:
        """Return the report of a whole run."""
        report = cls()
        for event in events:
            report.add(event)
        return report

    def add(self, event: Event) -> None:
        """Take note of *event*."""
        if isinstance(event, Finding):
            self.findings.append(event)
            return
        self.cases[event.phase] += event.cases
        if event.phase == STATEFUL:
            self.stories.append(event.answers)

    def unreached(self, contract: Mapping[str, Any]) -> list[str]:
        """Return the operations at either end of a link of *contract* that succeeded in no story."""
        answers = [answer for story in self.stories for answer in story]
        good = {each.operation for each in answers if 200 <= each.status < 300}
        return sorted({*_linked_operations(contract)} - good)

    def __str__(self) -> str:
        return "\n\n".join(map(str, self.findings))


def _linked_operations(contract: Mapping[str, Any]) -> Iterator[str]:
    operations = (each for path in contract["paths"].values() for each in path.values())
    for operation in operations:
        if "operationId" in operation:
            for response in operation["responses"].values():
                for link in response.get("links", {}).values():
                    yield from (operation["operationId"], link["operationId"])
