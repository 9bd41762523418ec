"""How ``taller check`` shows what it does and what it found."""

import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

import click

from taller.cli.tables import table
from taller.contracts.checking import Progress
from taller.contracts.faults import Fault, faults, pieces_of_advice
from taller.contracts.hindrances import hindrances
from taller.contracts.outcomes import Outcome, Verdict
from taller.contracts.phrases import in_language, said
from taller.contracts.promises import Severity
from taller.contracts.reports.markup import visible

_COLOURS = {Verdict.KEPT: "green", Verdict.UNTESTED: "yellow"}
_SEVERITIES = {
    Severity.CRITICAL: "red",
    Severity.HIGH: "yellow",
    Severity.MEDIUM: "cyan",
    Severity.ADVICE: "blue",
}
_MOST = 60
"""How many faults are told of one service."""
_NAMED = 3
"""How many operations are named of which the same is to be said."""
_LONG = 700
"""How many characters of a command are shown."""
_SELDOM = 10.0
"""Seconds between two lines of progress where there is no terminal."""


class Display:
    """Progress on the standard error, findings on the standard output."""

    def __init__(self, *, language: str, colour: bool, verbose: bool) -> None:
        """Show all in *language*, ``en`` or ``es``; *verbose*: what was sent and what came at length."""
        self._language = language
        self._colour = colour
        self._verbose = verbose
        self._far: dict[str, Progress] = {}
        self._terminal = sys.stderr.isatty()
        self._told = time.monotonic()

    def progress(self, progress: Progress) -> None:
        """Show how far the services are."""
        self._far[progress.service] = progress
        if self._terminal:
            self._line(" · ".join(f"{one.service} {one.phase} {one.cases}" for one in self._far.values()))
        elif time.monotonic() - self._told > _SELDOM:
            self._told = time.monotonic()
            for one in self._far.values():
                phase = {"service": one.service, "phase": one.phase, "cases": one.cases}
                click.echo(self._say("{service}: {phase}, {cases} requests", **phase), err=True)

    def done(self, outcome: Outcome) -> None:
        """Say that a service is through."""
        self._far.pop(outcome.service, None)
        if self._terminal:
            self._line("")
        verdict = said(outcome.verdict.value)
        seconds = round(outcome.seconds)
        line = self._say(
            "{service}: {verdict}, {seconds} s", service=outcome.service, verdict=verdict, seconds=seconds
        )
        click.echo(line, err=True)

    def _line(self, text: str) -> None:
        width = shutil.get_terminal_size().columns
        click.echo(f"\r\x1b[2K{text[: width - 1]}", err=True, nl=False)

    def end(self, outcomes: Sequence[Outcome], again: str) -> None:
        """Show every fault, then the table, and at last why what could not be tested could not.

        :param again: the command that does the same.
        """
        for outcome in outcomes:
            self._faults(outcome)
        head = [self._say(one) for one in ("service", "verdict", "operations", "requests", "broken promises")]
        title, rule, *lines = table(head, [self._row(one) for one in outcomes])
        click.echo(f"{title}\n{rule}")
        for line, outcome in zip(lines, outcomes, strict=True):
            click.echo(self._styled(line, _COLOURS.get(outcome.verdict, "red")))
        for outcome in outcomes:
            unasked = islice(hindrances(outcome.questions), _NAMED)
            for text in (outcome.hint, *_untested(outcome), *unasked):
                if text:
                    click.echo(_line(f"{outcome.service}: {in_language(text, self._language)}"))
        if any(outcome.cases for outcome in outcomes):
            click.echo(self._say("The same with: {command}", command=again))

    def _faults(self, outcome: Outcome) -> None:
        found = faults(outcome.breaches)
        for one in found[:_MOST]:
            click.echo(f"{outcome.service}  {self._fault(one)}\n")
        if len(found) > _MOST:
            click.echo(f"{outcome.service}  {self._say('and {number} more', number=len(found) - _MOST)}\n")

    def _fault(self, fault: Fault) -> str:
        breach = fault.breach
        severity = breach.kept.severity
        weight = self._say(severity.name.lower())
        title = f"{breach.operation}  {breach.promise} ({weight}, {self._times(fault.times)})"
        rows = [
            ("promised", f"{breach.kept.text(self._language)}  {breach.place}"),
            ("came", _line("; ".join(in_language(one, self._language) for one in fault.came))),
            *(
                ("show it" if not number else "", self._clipped(one))
                for number, one in enumerate(breach.curl)
            ),
            *((("also", ", ".join(fault.operations)),) if fault.operations else ()),
        ]
        width = max(len(self._say(name)) for name, _ in rows if name)
        lines = [f"  {self._say(name) if name else '':{width}}  {text}".rstrip() for name, text in rows]
        if self._verbose and breach.detail:
            lines += [f"    {line}" for line in visible(breach.detail).splitlines()]
        return "\n".join([self._styled(_line(title), _SEVERITIES.get(severity)), *map(visible, lines)])

    def _clipped(self, command: str) -> str:
        """Return *command*, which may send megabytes; whole only to whoever wants all at length."""
        return command if self._verbose or len(command) <= _LONG else f"{command[:_LONG]}… (-v)"

    def _row(self, outcome: Outcome) -> list[str]:
        if not outcome.cases:
            return [outcome.service, self._say(outcome.verdict.value), "-", "-", "-"]
        found = faults(outcome.breaches)
        broken = sum(one.breaks for one in found)
        asked = self._say("{number} of {all}", number=outcome.asked, all=outcome.promised)
        verdict = self._verdict(outcome, len(found) - broken)
        return [outcome.service, verdict, asked, f"{outcome.cases:,}", str(broken)]

    def _verdict(self, outcome: Outcome, advice: int) -> str:
        verdict = said(outcome.verdict.value)
        if not advice:
            return in_language(verdict, self._language)
        return self._say("{verdict}, {advice}", verdict=verdict, advice=pieces_of_advice(advice))

    def _times(self, number: int) -> str:
        return self._say("once") if number == 1 else self._say("{number} times", number=number)

    def _say(self, template: str, **facts: Any) -> str:
        return in_language(said(template, **facts), self._language)

    def _styled(self, text: str, colour: str | None) -> str:
        return click.style(text, fg=colour) if self._colour and colour else text


def _line(text: str) -> str:
    """Return *text*, in which a service may have had a say, as what is shown in one line of a terminal."""
    return visible(text).replace("\n", "\\n")


def _untested(outcome: Outcome) -> Iterator[str]:
    """Yield what could not be tested, each kind once, with the first few that it is about."""
    for title in dict.fromkeys(one.title for one in outcome.troubles):
        about = [one.about for one in outcome.troubles if one.title == title]
        more = f" … ({len(about)})" if len(about) > _NAMED else ""
        yield said("not tested, {title}: {about}", title=title, about=", ".join(about[:_NAMED]) + more)
