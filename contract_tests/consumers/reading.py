"""What the invoice service reads of its siblings' answers, found out by leaving things out of them.

Nothing is taken from its code: what changes what it does is read, and what does not is not.
"""

import copy
from collections.abc import Callable, Iterator
from functools import cached_property
from http import HTTPStatus
from pathlib import Path
from typing import Any

from contract_tests.consumers.day import Answer, Answers, Office, Plan, Siblings, by, examples, main_job
from contract_tests.consumers.requests import Sent, pointers

from taller.catalog import SIBLINGS, contract_path, load_contract

STRANGE = 418
"""No contract has it, so what is done with it is what is done with whatever is not handled."""
IN_BETWEEN = {408, 425, 429, 500, 502, 503, 504}
"""What something between two services may answer, whatever the contract has."""

Change = Callable[[Answer], Answer]


class Experiment:
    """The main job, done again and again with one thing changed in what the siblings say."""

    def __init__(self, folder: Path) -> None:
        self._plan = plan = Plan()
        self._usual: Answers = examples(plan)
        self._siblings = Siblings(by(self._usual))
        self._office = Office(folder, self._siblings, plan.moment)

    def read(self, operation: str) -> frozenset[str]:
        """Return the pointers of the properties that are read in the answer of *operation*.

        Only the last ones: whoever reads one reads what holds it.
        """
        every = {place for answer in self._answers(operation) for place in _places(answer)}
        changing = {place for place in every if self._differs(operation, _without(place))}
        return frozenset(
            one for one in changing if not any(other.startswith(f"{one}/") for other in changing)
        )

    def handled(self, operation: str) -> frozenset[str]:
        """Return the statuses of *operation* that are not taken as just anything."""
        strange = list(self._seen(operation, _status(STRANGE)))
        return frozenset(
            str(code)
            for code in sorted(CANDIDATES)
            if not _same(self._seen(operation, _status(code)), strange)
        )

    @cached_property
    def _as_usual(self) -> list[Any]:
        return list(self._seen("", lambda answer: answer))

    def _differs(self, operation: str, change: Change) -> bool:
        usual = self._as_usual  # before the change, which is in force from when it is made
        return not _same(self._seen(operation, change), usual)

    def _seen(self, operation: str, change: Change) -> Iterator[Any]:
        def changed(sent: Sent) -> Answer:
            return change(copy.deepcopy(self._usual[operation](sent)))

        self._siblings.answer = by({**self._usual, operation: changed})
        return main_job(self._office.opened(), self._plan)

    def _answers(self, operation: str) -> list[Any]:
        """Return the bodies that *operation* answers with as usual."""
        self._siblings.answer, self._siblings.sent = by(self._usual), []
        list(main_job(self._office.opened(), self._plan))
        asked = [sent for _, sent in self._siblings.sent if sent.operation == operation]
        return [self._usual[operation](sent)[1] for sent in asked]


def _documented() -> set[int]:
    """Return the statuses that any contract of a sibling has."""
    contracts = (load_contract(contract_path(sibling.name)) for sibling in SIBLINGS)
    operations = (
        one for contract in contracts for item in contract["paths"].values() for one in item.values()
    )
    return {int(code) for one in operations if "responses" in one for code in one["responses"]}


CANDIDATES = {HTTPStatus.ACCEPTED} | IN_BETWEEN | _documented()


def _places(body: Any) -> set[str]:
    """Return the pointers of all that is in *body*, what holds something included."""
    leaves = {place for place, _ in pointers(body)}
    return {
        "/".join(steps[:end])
        for steps in (leaf.split("/") for leaf in leaves)
        for end in range(2, len(steps) + 1)
        if steps[end - 1] != "*"
    }


def _without(place: str) -> Change:
    steps = [step.replace("~1", "/").replace("~0", "~") for step in place.split("/")[1:]]

    def change(answer: Answer) -> Answer:
        _leave_out(answer[1], steps)
        return answer

    return change


def _leave_out(node: Any, steps: list[str]) -> None:
    if isinstance(node, list):
        for each in node:
            _leave_out(each, steps[1:])
    elif isinstance(node, dict) and len(steps) == 1:
        node.pop(steps[0], None)
    elif isinstance(node, dict) and steps[0] in node:
        _leave_out(node[steps[0]], steps[1:])


def _status(code: int) -> Change:
    return lambda answer: (code, answer[1])


def _same(seen: Iterator[Any], expected: list[Any]) -> bool:
    """Tell whether *seen* is as *expected*; it is only looked at up to where it is not."""
    missing = object()
    return all(next(seen, missing) == one for one in expected) and next(seen, missing) is missing
