"""Tests services side by side, each in a process of its own.

One interpreter bounds how fast Schemathesis makes requests up, and what a run registers is global to it.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection
from queue import Empty
from typing import TYPE_CHECKING, Any

from taller.contracts.credentials import credentials
from taller.contracts.diagnosis import diagnose, nothing_below
from taller.contracts.events import Part, Sent
from taller.contracts.lifeline import Lifeline, hang_on, uninterrupted
from taller.contracts.outcomes import Outcome, Verdict
from taller.contracts.path_items import path_items
from taller.contracts.phrases import said
from taller.contracts.profiles import PROFILES
from taller.contracts.report import Report
from taller.contracts.secrecy import Secrecy
from taller.contracts.urls import shown

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

_METHODS = frozenset(("get", "head", "post", "put", "patch", "delete", "options", "trace"))
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
    max_response_time: float | None = None
    """Seconds that the answers of an operation may take, by their median; 0 for any."""
    own: Mapping[str, Any] = field(default_factory=dict, repr=False)
    """What is to be otherwise than in our settings; see `taller.contracts.own_settings`."""


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
    line = Lifeline(context)
    begin = (_begin, (told, line.theirs))
    with ProcessPoolExecutor(processes, context, *begin, max_tasks_per_child=1) as pool, line:
        with uninterrupted():
            waiting: dict[Future[Outcome], Job] = {pool.submit(examine, job): job for job in jobs}
        while waiting:
            done, _ = wait(waiting, _OFTEN, FIRST_COMPLETED)
            _pass_on(told, say)
            for future in done:
                yield _outcome(future, waiting.pop(future))


def _begin(told: Any, line: Connection) -> None:
    global _told  # a worker has one master
    _told = told
    hang_on(line)


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
    return _without_test(job, Verdict.UNTESTED, hint)


def unfinished(job: Job) -> Outcome:
    """Return what becomes of *job* if nobody waits for its end."""
    return _without_test(job, Verdict.UNTESTED, said("interrupted before it was through"))


def _without_test(job: Job, verdict: Verdict, hint: str) -> Outcome:
    hint, url = Secrecy.of(job.contract, job.key, job.url).text(hint), shown(job.url)
    return Outcome(job.service, url, verdict, hint, len(_promised(job.contract)), seed=job.seed)


def examine(job: Job, start: "Callable[[], WSGIApplication] | None" = None) -> Outcome:
    """Test the service of *job* in this process, unless a look at it shows that there is no point.

    :param start: returns the service itself, as new; then it is at no URL, and nothing is looked at.
    """
    if not _promised(job.contract):
        return _without_test(job, Verdict.UNTESTED, said("the contract has no operation: is it this file?"))
    if start is None:
        shows = credentials(job.contract, job.key)
        if wrong := diagnose(job.contract, job.url, job.others, shows):
            return _without_test(job, wrong.verdict, wrong.hint)
    return _tested(job, start)


def _promised(contract: Mapping[str, Any]) -> frozenset[str]:
    """Return the operations of *contract*: ``GET /clientes``."""
    return frozenset(
        f"{method.upper()} {path}"
        for path, item in path_items(contract).items()
        for method in _METHODS & item.keys()
    )


def _tested(job: Job, start: "Callable[[], WSGIApplication] | None") -> Outcome:
    from taller.contracts.verdict import NothingTested  # Schemathesis takes a second to import

    began, report, promised = time.monotonic(), Report(), _promised(job.contract)
    try:
        _run(job, start, report)
    except NothingTested as error:
        return _without_test(job, Verdict.UNTESTED, said("nothing was tested: {why}", why=str(error)))
    statuses = {one: times for one, times in report.statuses.items() if one[0] in promised}
    if _is_nowhere(statuses):
        verdict = Verdict.SERVES_NOTHING if any(one.breaks for one in report.breaches) else Verdict.UNTESTED
        return _without_test(job, verdict, nothing_below(job.url or job.service))
    verdict, hint = _verdict(report, statuses)
    return Outcome(
        job.service,
        shown(job.url),
        verdict,
        hint,
        len(promised),
        report.cases.total(),
        time.monotonic() - began,
        job.seed,
        tuple(report.breaches),
        tuple(report.troubles),
        statuses,
        _sent(job.contract, report),
        tuple(report.asked),
    )


def _run(job: Job, start: "Callable[[], WSGIApplication] | None", report: Report) -> None:
    """Add to *report* all that is found, and tell how far it is.

    :raises NothingTested: if no operation is tested.
    """
    from taller.contracts.runner import run, settings
    from taller.contracts.targets import Target

    target = Target(job.service, job.contract, None if start else job.url, start, job.key)
    share, longest = PROFILES[job.profile].share, job.max_response_time
    config = settings(own=job.own, seed=job.seed, profile=job.profile)
    for event in run(target, config, share, max_response_time=longest):
        report.add(event)
        if _told is not None and report.cases:
            _told.put(Progress(job.service, next(reversed(report.cases)), report.cases.total()))


def _sent(contract: Mapping[str, Any], report: Report) -> Mapping[Part, frozenset[bool]]:
    """Return all that can be sent by *contract*, and from which sides it was."""
    from taller.contracts.sent import parts  # it takes a while to import, too

    return {
        part: frozenset(kept for kept in (False, True) if Sent(*part, kept) in report.sent)
        for part in parts(contract)
    }


def _is_nowhere(statuses: Mapping[tuple[str, int], int]) -> bool:
    """Whether nothing but 404 came, though not only to the ids of what may not be there."""
    plain = [operation for operation, _ in statuses if "{" not in operation]
    return bool(plain) and {status for _, status in statuses} == {404}


def _verdict(report: Report, statuses: Mapping[tuple[str, int], int]) -> tuple[Verdict, str]:
    """Return the verdict on a run, with a hint if it needs one; who answered nothing has kept nothing."""
    got = {status for _, status in statuses}
    refused = bool(got) and min(got) >= 400 and bool(got & {401, 403})
    hint = _about_the_key(report, refused)
    if any(one.breaks for one in report.breaches):
        return Verdict.BROKEN, hint
    if any(one.serious for one in report.troubles):
        return Verdict.UNTESTED, ""
    if not statuses:
        return Verdict.UNTESTED, said("no operation was answered, so that nothing can be said of them")
    return (Verdict.UNTESTED, hint) if refused else (Verdict.KEPT, "")


def _about_the_key(report: Report, refused: bool) -> str:
    """Return what the key, or that there is none, may have to do with what came; empty, if nothing."""
    if refused:
        return said("nothing but refusals came, 401 or 403: is the key right, --api-key?")
    if any(one.promise == "credentials-enforced" for one in report.breaches):
        return said(
            "it answers without a credential: was it started without a key (facturas: TALLER_API_KEY)?"
        )
    return ""
