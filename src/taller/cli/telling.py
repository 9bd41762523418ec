"""What `taller mock` says of each request, in a line."""

import os
import sys
from datetime import UTC, datetime

import click

from taller.mocks.journal import Entry, Journal
from taller.mocks.openapi.http import Finding

_MOST_SHOWN = 300
_COLOURS = {2: "green", 4: "yellow", 5: "red"}


def say(line: str) -> None:
    """Print *line*; once nobody reads any more (``| head -1``), nothing, and no harm is done."""
    try:
        click.echo(line)
    except BrokenPipeError:
        # What is still to be written would fail at each line to come, and at the end once more.
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def tell_request(name: str, width: int, journal: Journal, entry: Entry) -> None:
    """Print a line about *entry*: when, who, what, the status, how long, and what broke or struck it.

    Colours come only where a terminal shows them.

    :param name: of the service, in a column of *width*.
    :param journal: it knows what in a query is not to be read.
    """
    at = datetime.fromtimestamp(entry.at, UTC).astimezone()
    asked, status = entry.request, entry.status
    target = asked.path + (f"?{journal.masks.query(asked.query)}" if asked.query else "")
    shown = "---" if status is None else str(status)
    coloured = click.style(shown, fg=_COLOURS.get((status or 500) // 100))
    head = (
        f"{at:%H:%M:%S} {name:<{width}} {_plain(asked.method):<7} {coloured} {entry.seconds * 1000:7.1f} ms"
    )
    say(f"{head}  {_plain(target)}{_fault(entry)}{_broken(entry)}")


def tell_findings(name: str, entry: Entry) -> None:
    """Print a line for each promise that *entry* breaks."""
    what = entry.reply.operation or f"{entry.request.method} {entry.request.path}"
    for finding in entry.reply.findings:
        say(f"{name}: {_plain(what)} {entry.reply.status}: {_said(finding)}")


def _fault(entry: Entry) -> str:
    return "" if entry.fault is None else click.style(f"  fault: {_plain(entry.fault)}", fg="magenta")


def _broken(entry: Entry) -> str:
    """Return the first promise that was broken, and how many others; nothing, if none was."""
    findings = entry.reply.findings
    more = f" (and {len(findings) - 1} more)" if len(findings) > 1 else ""
    return f"  {_said(findings[0])}{more}" if findings else ""


def _said(finding: Finding) -> str:
    colour = "red" if finding.side == "response" else "yellow"
    what = click.style(f"{finding.side} breaks the contract", fg=colour)
    return f"{what}: {_plain(f'{finding.place}: {finding.detail}')}"


def _plain(text: str) -> str:
    """Return *text*, of a client's or a service's making, without what would take hold of a terminal."""
    clipped = text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}…"
    return "".join(one if one.isprintable() else "�" for one in clipped)
