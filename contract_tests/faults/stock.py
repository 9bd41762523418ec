"""The same attempts with plain ``schemathesis run``, over a socket, with its default settings.

It takes as long as it takes: with ``--max-time`` it keeps two thirds back for later phases, and finds less.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from contract_tests.faults.attempts import Attempt, Finding, Key
from contract_tests.faults.subjects import correct, faulty
from contract_tests.serving import served

from taller.contracts import Target
from taller.contracts.promises.engine import ENGINE

PATIENCE = 60.0
"""Seconds after which it is ended, and has found nothing: six times what it takes where no answer is late."""


def plain_run(what: Attempt) -> Finding:
    """Do *what*; its promises are Schemathesis's names of the checks that failed."""
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        target = faulty(correct(what.service, Path(folder)), what.fault)
        assert target.start is not None
        with served(target.start()) as url:
            report = _reported(what, target, url, Path(folder))
    seconds = round(time.monotonic() - started, 2)
    if report is None:
        error = "" if seconds > PATIENCE else "no report"
        return Finding(what.service, what.fault, seconds=seconds, error=error)
    keys = tuple(key for key in _keys(report) if key not in what.known)
    cases = report["test_cases"]["generated"]
    checks = tuple(dict.fromkeys(check for _, check, _, _ in keys))
    return Finding(what.service, what.fault, checks, "", cases, seconds, (), keys)


def _reported(what: Attempt, target: Target, url: str, folder: Path) -> Any:
    """Return the report of the command; None if it wrote none."""
    contract, report = folder / "contract.json", folder / "report.json"
    contract.write_text(json.dumps(target.contract), "utf-8")
    base = target.contract.get("servers", [{"url": ""}])[0]["url"].rstrip("/")
    command = [
        *(sys.executable, "-m", "schemathesis.cli", "run", str(contract), "--url", url + base),
        *("--seed", str(what.seed), "--continue-on-failure", "--report-json-path", str(report)),
        *(("-H", f"Authorization: Bearer {target.key}") if target.key else ()),
    ]
    try:
        subprocess.run(command, cwd=folder, capture_output=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        return None
    return json.loads(report.read_text("utf-8")) if report.exists() else None


def _keys(report: Any) -> Iterator[Key]:
    """Yield each failed check of each operation, by the name that we have for its promise."""
    for failure in report["failures"]:
        promise = ENGINE.get(failure["code"])
        for operation in failure["operations"]:
            yield operation, promise.name if promise else failure["type"], "", ""
