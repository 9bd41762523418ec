"""One attempt: a service with one fault is tested, and what the harness says of it is noted."""

import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from contract_tests.faults.subjects import correct, faulty, ground_of

from taller.contracts.events import Breach, Event, Scenario

if TYPE_CHECKING:
    from contract_tests.faults.walk import Answer

LONGEST = 240.0
"""Seconds after which an attempt is given up: a slow service must not hold up the others."""
STOCK = "stock"
"""In the place of a profile: plain ``schemathesis run``."""
CORRECT = ""
"""The name of no fault at all."""
Key = tuple[str, str, str, str]


@dataclass(frozen=True)
class Attempt:
    """What is tried, and how."""

    service: str
    fault: str
    profile: str = "quick"
    """One of ours, or `STOCK`."""
    seed: int = 1
    known: frozenset[Key] = field(default=frozenset(), repr=False)
    """What the harness holds against the correct service: that does not count."""

    @property
    def name(self) -> str:
        """What tells it from all others."""
        return f"{self.service}/{self.fault}/{self.profile}/{self.seed}"


@dataclass(frozen=True)
class Finding:
    """What came of an attempt."""

    service: str
    fault: str
    promises: tuple[str, ...] = ()
    """Those that were found broken by the end of the first phase in which any was."""
    phase: str = ""
    cases: int = 0
    """Requests until the first; of the whole run, if there is none."""
    seconds: float = 0.0
    told: tuple[str, ...] = ()
    """The first of what was found, at length; for the correct service all."""
    keys: tuple[Key, ...] = ()
    error: str = ""
    """Why nothing can be said, if so."""
    idle: bool = False
    """Whether it was not found because it is none: a walk through the service meets with nothing else."""

    @property
    def found(self) -> bool:
        """Whether the harness saw it."""
        return bool(self.promises)


def attempt(what: Attempt) -> Finding:
    """Test the service of *what*, in this process."""
    from taller.contracts import run, settings
    from taller.contracts.profiles import PROFILES

    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        target = faulty(correct(what.service, Path(folder)), what.fault)
        config = settings(seed=what.seed, profile=what.profile)
        events = run(target, config, PROFILES[what.profile].share)
        try:
            finding = _seen(events, what)
        except Exception as error:  # whatever it is, the other attempts go on
            finding = Finding(what.service, what.fault, error=f"{type(error).__name__}: {error}")
        if what.fault and not finding.found and not finding.error:
            finding = replace(finding, idle=is_idle(what.service, what.fault))
    return replace(finding, seconds=round(time.monotonic() - started, 2))


def is_idle(service: str, fault: str) -> bool:
    """Return whether *fault* changes nothing of what *service* answers to a walk through all that it offers.

    A service whose JSON is all ASCII has nothing to lose by another encoding.
    """
    return _walked(service, CORRECT) == _walked(service, fault)


def _walked(service: str, fault: str) -> "list[Answer]":
    from contract_tests.faults.walk import Walk

    with tempfile.TemporaryDirectory() as folder:
        target = faulty(correct(service, Path(folder)), fault)
        assert target.start
        return Walk(target.start(), ground_of(target)).done()


def _seen(events: Iterable[Event], what: Attempt) -> Finding:
    """Follow *events* to the end of the phase in which something is found."""
    cases, at_first, phase, end = 0, 0, "", time.monotonic() + LONGEST
    breaches: list[Breach] = []
    for event in events:
        if isinstance(event, Scenario):
            if breaches and what.fault and event.phase != phase:
                break
            cases, phase = cases + event.cases, event.phase
        elif isinstance(event, Breach) and event.key not in what.known:
            at_first = at_first or cases
            breaches.append(event)
        if time.monotonic() > end:
            break
    told = dict.fromkeys(map(str, breaches if not what.fault else breaches[:1]))
    return Finding(
        what.service,
        what.fault,
        tuple(dict.fromkeys(one.promise for one in breaches)),
        phase if breaches else "",
        at_first or cases,
        0.0,
        tuple(told),
        tuple(dict.fromkeys(one.key for one in breaches)),
    )
