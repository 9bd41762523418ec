"""``taller lint``: what is wrong with contracts."""

import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from taller.cli.options import missing_extra

if TYPE_CHECKING:
    from taller.documents import Defect, Reading

COLOURS = {"error": "red", "warning": "yellow"}


@click.command("lint")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("--strict", is_flag=True, help="Let warnings count as errors do.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Lines for people and editors, or JSON for programs.",
)
def command(files: Sequence[Path], strict: bool, form: str) -> None:
    """Say what is wrong with OpenAPI contracts, and what a stand-in makes of it.

    A FILE is OpenAPI 3.0 or 3.1, YAML or JSON; the files that it refers to are read too. An error is what a
    stand-in does not serve as it is written; a warning is served, but doubtful.

    The exit code is 0 without errors, 1 with errors (or, with --strict, with any defect), 2 if a file cannot
    be read.

    \b
    Examples:
      taller lint openapi.yaml
      taller lint --strict specs/*.yaml
      taller lint --format json openapi.yaml | jq '.files[].defects[].kind'
    """
    with missing_extra():
        from taller.documents import UnreadableDocument, read
    readings: list[tuple[Path, Reading]] = []
    unreadable: list[UnreadableDocument] = []
    for file in files:
        try:
            readings.append((file, read(file)))
        except UnreadableDocument as error:
            unreadable.append(error)
            click.echo(str(error), err=True)
    (_tell_json if form == "json" else _tell)(readings)
    sys.exit(2 if unreadable else _verdict(readings, strict))


def _verdict(readings: "Sequence[tuple[Path, Reading]]", strict: bool) -> int:
    counts = _counts(readings)
    return int(counts["error"] > 0 or (strict and counts["warning"] > 0))


def _counts(readings: "Sequence[tuple[Path, Reading]]") -> Counter[str]:
    return Counter(defect.severity for _, reading in readings for defect in reading.defects)


def _tell(readings: "Sequence[tuple[Path, Reading]]") -> None:
    for _, reading in readings:
        for defect in reading.defects:
            click.echo(_line(defect))
    counts = _counts(readings)
    operations = sum(reading.operations for _, reading in readings)
    click.echo(
        f"{_number(len(readings), 'contract')}: {_number(counts['error'], 'error')},"
        f" {_number(counts['warning'], 'warning')}; {_number(operations, 'operation')} served"
    )


def _line(defect: "Defect") -> str:
    """Return the defect as `str` does, its severity in colour; click leaves colours to terminals."""
    severity = click.style(defect.severity, fg=COLOURS[defect.severity], bold=True)
    return str(defect).replace(f": {defect.severity}: ", f": {severity}: ", 1)


def _number(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def _tell_json(readings: "Sequence[tuple[Path, Reading]]") -> None:
    told = [
        {
            "file": str(file),
            "operations": reading.operations,
            "defects": [_as_json(defect) for defect in reading.defects],
        }
        for file, reading in readings
    ]
    click.echo(json.dumps({"files": told}, ensure_ascii=False, indent=2))


def _as_json(defect: "Defect") -> dict[str, Any]:
    return {
        "kind": defect.kind,
        "severity": defect.severity,
        "file": str(defect.file),
        "line": defect.line,
        "pointer": defect.pointer,
        "detail": defect.detail,
        "consequence": defect.consequence,
    }
