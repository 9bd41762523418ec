"""Many attempts, some at a time, each noted as it ends, so that a run that is broken off goes on later."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from contract_tests.faults.attempts import CORRECT, Attempt, Finding, attempt

Do = Callable[[Attempt], Finding]


class Notes:
    """A file of findings, a line of JSON each."""

    def __init__(self, path: Path) -> None:
        self._path = path
        path.parent.mkdir(parents=True, exist_ok=True)

    def all(self) -> dict[str, Finding]:
        """Return what is noted, by the names of the attempts."""
        if not self._path.exists():
            return {}
        lines = map(json.loads, self._path.read_text("utf-8").splitlines())
        return {one["name"]: _finding(one["finding"]) for one in lines}

    def add(self, name: str, finding: Finding) -> None:
        """Note *finding*."""
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps({"name": name, "finding": asdict(finding)}) + "\n")


def _finding(said: dict[str, Any]) -> Finding:
    keys = tuple((str(a), str(b), str(c), str(d)) for a, b, c, d in said.pop("keys"))
    lists = {name: tuple(value) for name, value in said.items() if isinstance(value, list)}
    return Finding(**{**said, **lists}, keys=keys)


def findings(
    attempts: Sequence[Attempt], notes: Notes | None, processes: int, do: Do = attempt
) -> Iterator[Finding]:
    """Yield what comes of *attempts*, the correct services first: what is found there counts nowhere else."""
    known: dict[str, frozenset[Any]] = {}
    with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
        for finding in _done(pool, [one for one in attempts if one.fault == CORRECT], notes, do):
            known[finding.service] = frozenset(finding.keys)
            yield finding
        rest = (
            replace(one, known=known.get(one.service, frozenset()))
            for one in attempts
            if one.fault != CORRECT
        )
        yield from _done(pool, rest, notes, do)


def _done(
    pool: ProcessPoolExecutor, attempts: Iterable[Attempt], notes: Notes | None, do: Do
) -> Iterator[Finding]:
    before = notes.all() if notes else {}
    waiting = {}
    for one in attempts:
        if one.name in before:
            yield before[one.name]
        else:
            waiting[pool.submit(do, one)] = one
    for future in as_completed(waiting):
        if notes:
            notes.add(waiting[future].name, future.result())
        yield future.result()
