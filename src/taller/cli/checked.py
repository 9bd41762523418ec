"""How ``taller check`` shows what it does and what it found."""

import shutil
import sys
import time
from collections.abc import Sequence

import click

from taller.cli.tables import table
from taller.contracts.checking import Progress
from taller.contracts.events import Breach
from taller.contracts.outcomes import Outcome, Verdict
from taller.contracts.promises import Severity

_COLOURS = {Verdict.KEPT: "green", Verdict.UNTESTED: "yellow"}
_SEVERITIES = {Severity.CRITICAL: "red", Severity.HIGH: "yellow", Severity.MEDIUM: "cyan"}
_MOST = 60
"""How many broken promises are told of one service."""
_SELDOM = 10.0
"""Seconds between two lines of progress where there is no terminal."""


class Display:
    """Progress on the standard error, findings on the standard output."""

    def __init__(self, *, colour: bool, verbose: bool) -> None:
        self._colour = colour
        self._verbose = verbose
        self._far: dict[str, Progress] = {}
        self._terminal = sys.stderr.isatty()
        self._said = time.monotonic()

    def progress(self, progress: Progress) -> None:
        """Show how far the services are."""
        self._far[progress.service] = progress
        if self._terminal:
            self._line(" · ".join(f"{one.service} {one.phase} {one.cases}" for one in self._far.values()))
        elif time.monotonic() - self._said > _SELDOM:
            self._said = time.monotonic()
            said = ", ".join(
                f"{one.service}: {one.phase}, {one.cases} requests" for one in self._far.values()
            )
            click.echo(said, err=True)

    def done(self, outcome: Outcome) -> None:
        """Say that a service is through."""
        self._far.pop(outcome.service, None)
        if self._terminal:
            self._line("")
        click.echo(f"{outcome.service}: {outcome.verdict.value} ({outcome.seconds:.0f} s)", err=True)

    def _line(self, text: str) -> None:
        width = shutil.get_terminal_size().columns
        click.echo(f"\r\x1b[2K{text[: width - 1]}", err=True, nl=False)

    def end(self, outcomes: Sequence[Outcome]) -> None:
        """Show every broken promise, then the table."""
        for outcome in outcomes:
            self._breaches(outcome)
        head = ("service", "verdict", "operations", "requests", "broken promises")
        rows = [_row(one) for one in outcomes]
        title, rule, *lines = table(head, rows)
        click.echo(f"{title}\n{rule}")
        for line, outcome in zip(lines, outcomes, strict=True):
            click.echo(self._styled(line, _COLOURS.get(outcome.verdict, "red")))
        for outcome in outcomes:
            if outcome.hint:
                click.echo(f"{outcome.service}: {outcome.hint}")
        click.echo(f"seed {outcomes[0].seed}" if outcomes else "")

    def _breaches(self, outcome: Outcome) -> None:
        for breach in outcome.breaches[:_MOST]:
            click.echo(f"{outcome.service}  {self._breach(breach)}\n")
        if len(outcome.breaches) > _MOST:
            click.echo(f"{outcome.service}  and {len(outcome.breaches) - _MOST} more\n")

    def _breach(self, breach: Breach) -> str:
        severity = breach.kept.severity
        title = f"{breach.operation}  {breach.promise} ({severity.name.lower()}, {_times(breach.times)})"
        lines = [
            self._styled(title, _SEVERITIES.get(severity)),
            f"  promised  {breach.kept.en}" + (f"  {breach.place}" if breach.place else ""),
            f"  came      {'; '.join(breach.came)}",
            *(
                f"  {'show it' if not number else '       '}   {one}"
                for number, one in enumerate(breach.curl)
            ),
        ]
        if self._verbose and breach.detail:
            lines += [f"    {line}" for line in breach.detail.splitlines()]
        return "\n".join(lines)

    def _styled(self, text: str, colour: str | None) -> str:
        return click.style(text, fg=colour) if self._colour and colour else text


def _row(outcome: Outcome) -> tuple[str, ...]:
    tested = outcome.cases > 0
    return (
        outcome.service,
        outcome.verdict.value,
        f"{outcome.asked} of {outcome.promised}" if tested else "-",
        f"{outcome.cases:,}" if tested else "-",
        str(len(outcome.breaches)) if tested else "-",
    )


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number} times"
