"""How long the answers of an operation take, over a whole run."""

from collections.abc import Iterable, Iterator, Mapping
from statistics import median
from typing import Any

from taller.contracts.blame import pointer
from taller.contracts.checks.lookup import operation_at
from taller.contracts.events import Breach, Scenario
from taller.contracts.phrases import said
from taller.contracts.promises.hostile import LONGEST

IN_TIME, SOON = "answers-in-time", "answers-soon"
_FEWEST = 3
"""Answers: a machine that is busy for a moment delays one or two."""
_PLENTY = 20
"""Answers that say enough before the run is at its end."""


class Times:
    """Collects the times of a run, and judges each operation by its median: one slow answer is none."""

    def __init__(self, contract: Mapping[str, Any], limit: float | None = None) -> None:
        """Judge the operations of *contract*.

        :param limit: in seconds; 0 where no time is too long, None where nobody says which one is.
        """
        self._contract = contract
        self._promise, self._limit = (SOON, LONGEST) if limit is None else (IN_TIME, limit)
        self._all: dict[str, list[float]] = {}
        self._done: dict[str, list[float]] = {}
        self._told: set[str] = set()

    def added(self, scenario: Scenario) -> Iterator[Breach]:
        """Take note of the times of *scenario*, and yield what is plain by now."""
        for (label, status), seconds in zip(scenario.statuses, scenario.times, strict=False):
            self._all.setdefault(label, []).append(seconds)
            if 200 <= status < 300:
                self._done.setdefault(label, []).append(seconds)

        yield from self._judged(dict.fromkeys(label for label, _ in scenario.statuses), _PLENTY)

    def breaches(self) -> Iterator[Breach]:
        """Yield, at the end, each other operation whose answers take longer than they may."""
        yield from self._judged(self._all, _FEWEST)

    def _judged(self, labels: Iterable[str], fewest: int) -> Iterator[Breach]:
        for label in labels if self._limit > 0 else ():
            times = self._telling(label)
            if label in self._told or len(times) < fewest or not operation_at(self._contract, label):
                continue
            if (middle := median(times)) > self._limit:
                self._told.add(label)
                yield self._breach(label, middle, len(times))

    def _telling(self, label: str) -> list[float]:
        # What is refused is refused at once: where work is done at all, that is what counts.
        done = self._done.get(label, [])
        return done if len(done) >= _FEWEST else self._all.get(label, [])

    def _breach(self, label: str, middle: float, number: int) -> Breach:
        came = said(
            "{middle} seconds, the median of {number} answers; the limit is {limit}",
            middle=f"{middle:.2f}",
            number=number,
            limit=f"{self._limit:g}",
        )
        method, _, path = label.partition(" ")
        place = pointer("paths", path, method.lower())
        return Breach(label, self._promise, place, (came,), "median", times=number)
