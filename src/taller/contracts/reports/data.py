"""A run as JSON: what programs read, and what the trend is made of."""

import json
from collections.abc import Mapping
from typing import Any

from taller import __version__
from taller.contracts.events import Breach
from taller.contracts.faults import Fault
from taller.contracts.outcomes import exit_code
from taller.contracts.reports.coverage import Seen, coverage
from taller.contracts.reports.groups import group_of
from taller.contracts.reports.run import Examined, Run

VERSION = 1
"""Raised whenever something that a reader may rely on is gone or means something else."""


def as_json(run: Run) -> str:
    """Return *run* as JSON, in ASCII and in English; `docs/contracts.md` says what is in it."""
    return json.dumps(document(run), indent=1) + "\n"


def document(run: Run) -> dict[str, Any]:
    """Return what is in the JSON of *run*."""
    return {
        "version": VERSION,
        "taller": __version__,
        "started": run.started.isoformat(timespec="seconds"),
        "seconds": round(run.seconds, 3),
        "profile": run.profile,
        "command": run.command,
        "exit_code": exit_code([one.outcome for one in run.examined]),
        "services": [_service(one) for one in run.examined],
    }


def _service(examined: Examined) -> dict[str, Any]:
    outcome, known = examined.outcome, coverage(examined)
    return {
        "service": outcome.service,
        "url": outcome.url,
        "verdict": outcome.verdict.value,
        "hint": outcome.hint,
        "seed": outcome.seed,
        "seconds": round(outcome.seconds, 3),
        "requests": outcome.cases,
        "operations": {"asked": known.asked, "promised": len(known.operations)},
        "parameters": dict(zip(("sent", "promised"), known.parameters, strict=True)),
        "properties": dict(zip(("sent", "promised"), known.properties, strict=True)),
        "keywords": dict(zip(("both", "promised"), known.keywords, strict=True)),
        "faults": [_fault(one) for one in examined.faults],
        "advice": examined.advice,
        "troubles": [vars(one) for one in outcome.troubles],
        "questions": [vars(one) for one in outcome.questions],
        "statuses": [
            {"operation": operation, "status": status, "times": times}
            for (operation, status), times in sorted(outcome.statuses.items())
        ],
        "coverage": [_seen(one) for one in known.operations],
    }


def _fault(fault: Fault) -> dict[str, Any]:
    promise = fault.breach.kept
    return {
        "promise": promise.name,
        "promised": {"en": promise.en, "es": promise.es},
        "group": group_of(promise.name).name,
        "severity": promise.severity.name.lower(),
        "mark": fault.breach.mark,
        "came": list(fault.came),
        "times": fault.times,
        "operations": [fault.breach.operation, *fault.operations],
        "breaches": [_breach(one) for one in (fault.breach, *fault.elsewhere)],
    }


def _breach(breach: Breach) -> dict[str, Any]:
    return {
        "operation": breach.operation,
        "place": breach.place,
        "came": list(breach.came),
        "curl": list(breach.curl),
        "detail": breach.detail,
        "times": breach.times,
    }


def _seen(seen: Seen) -> Mapping[str, Any]:
    return {
        "operation": seen.promised.label,
        "documented": list(seen.promised.statuses),
        "seen": seen.met,
        "never_seen": seen.never,
        "undocumented": seen.undocumented,
        "parameters": vars(seen.sending.parameters),
        "properties": vars(seen.sending.properties),
        "keywords": vars(seen.sending.keywords),
    }
