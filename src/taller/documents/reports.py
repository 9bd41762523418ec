"""What is wrong with contracts, as people, programs, GitHub and code scanners want to read it.

Source: SARIF 2.1.0 (OASIS); GitHub Docs, "Workflow commands for GitHub Actions".
"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from taller.documents.defects import Defect, UnreadableDocument
from taller.documents.kinds import KINDS
from taller.documents.linting import Verdict

UNREADABLE = "unreadable"
"""Stands for the kind where a contract cannot be read at all."""

Paint = Callable[[str], str]


def as_text(verdict: Verdict, paint: Paint = str) -> Iterator[str]:
    """Yield a line for each defect, as compilers write it, and one that counts them.

    :param paint: gives a colour to the word ``error`` or ``warning``.
    """
    for defect in verdict.defects:
        severity = f": {defect.severity}: "
        painted = f": {paint(defect.severity)}: "
        line = f"{str(defect).replace(severity, painted, 1)} {defect.pointer}"
        yield " ".join(line.splitlines())
    yield verdict.summary()


def unreadable_as_text(error: UnreadableDocument, paint: Paint = str) -> str:
    """Return the line for a contract that cannot be read."""
    place = f"{error.file}:{error.line}" if error.line else str(error.file)
    return f"{place}: {paint('error')}: {error.reason} [{UNREADABLE}]"


def as_json(verdict: Verdict) -> str:
    """Return ``{files: [{file, operations, unreadable, defects: [{kind, severity, …}]}]}``."""
    told = [
        {
            "file": str(one.file),
            "operations": one.operations,
            "unreadable": one.unreadable and {"line": one.unreadable.line, "detail": one.unreadable.reason},
            "defects": [_members(defect) for defect in one.defects],
        }
        for one in verdict.contracts
    ]
    return json.dumps({"files": told}, ensure_ascii=False, indent=2)


def _members(defect: Defect) -> dict[str, Any]:
    return {
        "kind": defect.kind,
        "severity": defect.severity,
        "file": str(defect.file),
        "line": defect.line,
        "pointer": defect.pointer,
        "detail": defect.detail,
        "consequence": defect.consequence,
    }


def as_github(verdict: Verdict) -> Iterator[str]:
    """Yield a command of GitHub Actions for each defect, which becomes a note beside the line."""
    for error in verdict.unreadable:
        yield _command("error", error.file, error.line, UNREADABLE, error.reason)
    for one in verdict.defects:
        yield _command(one.severity, one.file, one.line, one.kind, f"{_message(one)} ({one.pointer})")
    yield verdict.summary()


def _command(severity: str, file: Path, line: int, title: str, message: str) -> str:
    place = f",line={line}" if line else ""
    return f"::{severity} file={_in_property(shown(file))}{place},title={title}::{_in_data(message)}"


def _in_data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _in_property(text: str) -> str:
    return _in_data(text).replace(":", "%3A").replace(",", "%2C")


def as_sarif(verdict: Verdict, exit_code: int) -> str:
    """Return a log of SARIF 2.1.0 with one run: every kind is a rule, every defect a result."""
    run = {
        "tool": {"driver": {"name": "taller lint", "rules": _rules()}},
        "invocations": [{"executionSuccessful": not verdict.unreadable, "exitCode": exit_code}],
        "results": [*map(_unreadable_result, verdict.unreadable), *map(_result, verdict.defects)],
    }
    log = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2)


def _rules() -> list[dict[str, Any]]:
    kinds = [(name, one.severity, one.meaning, one.consequence) for name, one in KINDS.items()]
    kinds.append((UNREADABLE, "error", "a contract that cannot be read", "nothing is served"))
    return [
        {
            "id": name,
            "shortDescription": {"text": meaning},
            "help": {"text": f"What a stand-in makes of it: {consequence}."},
            "defaultConfiguration": {"level": severity},
        }
        for name, severity, meaning, consequence in kinds
    ]


def _unreadable_result(error: UnreadableDocument) -> dict[str, Any]:
    place = _physical(error.file, error.line)
    return _as_result(UNREADABLE, "error", error.reason, {"physicalLocation": place})


def _result(defect: Defect) -> dict[str, Any]:
    location = {
        "physicalLocation": _physical(defect.file, defect.line),
        "logicalLocations": [{"fullyQualifiedName": defect.pointer}],
    }
    return _as_result(defect.kind, defect.severity, _message(defect), location)


def _as_result(rule: str, level: str, message: str, location: dict[str, Any]) -> dict[str, Any]:
    return {"ruleId": rule, "level": level, "message": {"text": message}, "locations": [location]}


def _physical(file: Path, line: int) -> dict[str, Any]:
    region = {"region": {"startLine": line}} if line else {}
    return {"artifactLocation": _artifact(file)} | region


def _artifact(file: Path) -> dict[str, str]:
    path = Path(shown(file))
    if path.is_absolute():
        return {"uri": path.as_uri()}
    return {"uri": quote(path.as_posix()), "uriBaseId": "%SRCROOT%"}


def shown(file: Path) -> str:
    """Return the path of *file* from the working folder, with slashes; whole, if it is outside."""
    path = file.resolve()
    here = Path.cwd().resolve()
    return (path.relative_to(here) if path.is_relative_to(here) else path).as_posix()


def _message(defect: Defect) -> str:
    return f"{defect.detail} — {defect.consequence}"
