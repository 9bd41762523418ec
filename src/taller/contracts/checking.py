"""Tests services side by side, each in a process of its own.

One interpreter bounds how fast Schemathesis makes requests up, and what a run registers is global to it.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass, field
from multiprocessing import get_context
from queue import Empty
from typing import Any

from taller.contracts.diagnosis import diagnose
from taller.contracts.outcomes import Outcome, Verdict
from taller.contracts.phrases import said
from taller.contracts.profiles import PROFILES
from taller.contracts.report import Report

_METHODS = frozenset(("get", "head", "post", "put", "patch", "delete", "options", "trace"))
_NOT_ITS_OWN = "unmatched_filter"
"""What the settings say of operations that other contracts have."""
_OFTEN = 0.2
"""Seconds between two looks at how far the services are."""


@dataclass(frozen=True)
class Job:
    """A service to be tested, and how."""

    service: str
    contract: dict[str, Any]
    """An OpenAPI document."""
    url: str
    """Of the API, base path included."""
    seed: int
    profile: str = "standard"
    key: str | None = field(default=None, repr=False)
    """What is sent where the contract asks for a credential."""
    others: Mapping[str, Mapping[str, Any]] = field(default_factory=dict, repr=False)
    """The contracts of other services, which may be what answers there instead."""


@dataclass(frozen=True)
class Progress:
    """How far a service has got."""

    service: str
    phase: str
    cases: int
    """Requests so far."""


_told: Any = None
"""In a worker, the queue that leads to who asked."""


def check(
    jobs: Sequence[Job], processes: int = 2, say: Callable[[Progress], None] = lambda _: None
) -> Iterator[Outcome]:
    """Do *jobs*, so many at once, and yield each outcome as it comes; *say* hears how far each is."""
    context = get_context("spawn")
    told = context.Queue()
    with ProcessPoolExecutor(processes, context, _begin, (told,), max_tasks_per_child=1) as pool:
        waiting: dict[Future[Outcome], Job] = {pool.submit(examine, job): job for job in jobs}
        while waiting:
            done, _ = wait(waiting, _OFTEN, FIRST_COMPLETED)
            _pass_on(told, say)
            for future in done:
                yield _outcome(future, waiting.pop(future))


def _begin(told: Any) -> None:
    global _told  # a worker has one master
    _told = told


def _pass_on(told: Any, say: Callable[[Progress], None]) -> None:
    while True:
        try:
            say(told.get_nowait())
        except Empty:
            return


def _outcome(future: Future[Outcome], job: Job) -> Outcome:
    """Return what *future* brings; a worker that died says nothing of the service."""
    error = future.exception()
    if error is None:
        return future.result()
    hint = said("the harness failed: {error}", error=f"{type(error).__name__}: {error}")
    return Outcome(job.service, job.url, Verdict.UNTESTED, hint, seed=job.seed)


def examine(job: Job) -> Outcome:
    """Test the service of *job* in this process, unless a look at it shows that there is no point."""
    promised = frozenset(
        f"{method.upper()} {path}"
        for path, item in job.contract.get("paths", {}).items()
        for method in _METHODS & item.keys()
    )
    headers = {"Authorization": f"Bearer {job.key}"} if job.key else {}
    wrong = diagnose(job.contract, job.url, job.others, headers)
    if wrong is not None:
        return Outcome(job.service, job.url, wrong.verdict, wrong.hint, len(promised), seed=job.seed)
    return _tested(job, promised)


def _tested(job: Job, promised: frozenset[str]) -> Outcome:
    from taller.contracts.runner import run, settings  # Schemathesis takes a second to import
    from taller.contracts.targets import Target

    start, report = time.monotonic(), Report()
    target = Target(job.service, job.contract, job.url, key=job.key)
    share = PROFILES[job.profile].share
    for event in run(target, settings(seed=job.seed, profile=job.profile), share):
        report.add(event)
        if _told is not None and report.cases:
            _told.put(Progress(job.service, next(reversed(report.cases)), report.cases.total()))
    return Outcome(
        job.service,
        job.url,
        _verdict(report),
        "",
        len(promised),
        report.cases.total(),
        time.monotonic() - start,
        job.seed,
        tuple(report.breaches),
        tuple(one for one in report.troubles if _NOT_ITS_OWN not in one.title),
        {one: times for one, times in report.statuses.items() if one[0] in promised},
        tuple(report.asked),
    )


def _verdict(report: Report) -> Verdict:
    if report.breaches:
        return Verdict.BROKEN
    return Verdict.UNTESTED if any(one.serious for one in report.troubles) else Verdict.KEPT
