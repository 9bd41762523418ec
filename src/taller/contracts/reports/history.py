"""What earlier runs have found, from the JSON that they left in a folder."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from taller.contracts.outcomes import Verdict
from taller.contracts.reports.data import VERSION, as_json, document
from taller.contracts.reports.run import Run

MOST = 20
"""How many runs a trend shows."""


@dataclass(frozen=True)
class Point:
    """A service in one run."""

    started: str
    """When the run was, ISO 8601."""
    verdict: Verdict
    faults: int
    """Without advice."""


def trends(run: Run, folder: Path) -> Mapping[str, Sequence[Point]]:
    """Return for each service of *run* its points, the earliest first, *run* as the last of them.

    What in *folder* is no report of ours is passed over.
    """
    known = _points(document(run))
    started = document(run)["started"]
    earlier = [_points(one) for one in map(_loaded, folder.glob("*.json")) if one["started"] < started]
    return {
        name: (*sorted((one[name] for one in earlier if name in one), key=lambda one: one.started), last)[
            -MOST:
        ]
        for name, last in known.items()
    }


def keep(run: Run, folder: Path) -> Path:
    """Write *run* into *folder*, where later runs find it, and return where it is."""
    name, text = f"{run.started:%Y%m%dT%H%M%S%z}", as_json(run)
    paths = (folder / (f"{name}-{number}.json" if number else f"{name}.json") for number in count())
    return next(path for path in paths if _is_new(path, text))


def _is_new(path: Path, text: str) -> bool:
    """Write *text* to *path*, unless there is one: jobs that run side by side may begin in one second."""
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        return False
    return True


def _loaded(path: Path) -> Mapping[str, Any]:
    """Return the report at *path*; an empty one if there is none, or if it is of another version."""
    try:
        read = json.loads(path.read_text("utf-8"))
        _points(read)
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return {"started": "", "services": []}
    return read if read.get("version") == VERSION else {"started": "", "services": []}


def _points(report: Mapping[str, Any]) -> dict[str, Point]:
    started = str(report["started"])
    return {
        str(one["service"]): Point(started, Verdict(one["verdict"]), _faults(one))
        for one in report["services"]
    }


def _faults(service: Mapping[str, Any]) -> int:
    return sum(one["severity"] != "advice" for one in service["faults"])
