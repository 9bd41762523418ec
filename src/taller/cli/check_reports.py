"""The reports that ``taller check`` leaves in files."""

import os
import shlex
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from taller.contracts.urls import shown

if TYPE_CHECKING:
    from taller.contracts.checking import Job
    from taller.contracts.outcomes import Outcome
    from taller.contracts.reports import Run

_FORMATS = {
    "html": "A page for people: one file, without scripts, that needs no network.",
    "junit": "XML for GitLab, Jenkins and others: a test case for each operation and group of promises.",
    "json": "All that was found, for programs.",
    "badge": "An SVG for a README.",
}
_REPEATED = {
    "contract": "--contract",
    "url": "--url",
    "profile": "--profile",
    "config": "--config",
    "port_offset": "--port-offset",
}
_Command = TypeVar("_Command", bound=Callable[..., Any])


def report_options(command: _Command) -> _Command:
    """Give *command* an option for each report, and one for the folder of earlier ones."""
    folder = click.Path(file_okay=False, path_type=Path)
    text = "A folder where the JSON of every run is kept, so that the page shows a trend."
    command = click.option("--history", type=folder, metavar="FOLDER", help=text)(command)
    for name, text in reversed(_FORMATS.items()):
        file = click.Path(dir_okay=False, path_type=Path)
        command = click.option(f"--{name}", type=file, metavar="FILE", help=text)(command)
    return command


def repeating(services: Sequence[str], everything: bool, said: Mapping[str, Any], seed: int) -> str:
    """Return the command that does the same again; a credential is no part of it."""
    options = [(name, shown(str(said[key]))) for key, name in _REPEATED.items() if said.get(key)]
    if said.get("max_response_time") is not None:
        options.append(("--max-response-time", f"{said['max_response_time']:g}"))
    words = ["taller", "check", *services, *(["--all"] if everything else [])]
    return shlex.join([*words, *(str(word) for pair in options for word in pair), "--seed", str(seed)])


class _Unwritable(click.ClickException):
    exit_code = 2


@dataclass(frozen=True)
class Reports:
    """Which reports are to be written, and where."""

    files: Mapping[str, Path]
    """By format."""
    history: Path | None
    profile: str
    started: datetime = field(default_factory=lambda: datetime.now(UTC))
    _start: float = field(default_factory=time.monotonic)

    def write(
        self, jobs: Sequence["Job"], outcomes: Sequence["Outcome"], command: str, language: str
    ) -> None:
        """Write them about *outcomes*, one for each of *jobs*, in *language*.

        :param command: the one that does the same again.
        :raises ClickException: if the disk does not take them.
        """
        from taller.contracts.reports import Examined, Run

        examined = tuple(Examined(one, job.contract) for one, job in zip(outcomes, jobs, strict=True))
        run = Run(examined, self.started, time.monotonic() - self._start, self.profile, command)
        try:
            self._write(run, language)
        except OSError as error:
            raise _unwritable(error) from error

    def _write(self, run: "Run", language: str) -> None:
        from taller.contracts.reports import as_badge, as_html, as_json, as_junit, keep, trends

        earlier = trends(run, self.history) if self.history else {}
        made: dict[str, Callable[[], str]] = {
            "html": lambda: as_html(run, language, earlier),
            "junit": lambda: as_junit(run, language),
            "json": lambda: as_json(run),
            "badge": lambda: as_badge(run, language),
        }
        for name, path in self.files.items():
            path.write_text(made[name](), "utf-8")
        if self.history:
            keep(run, self.history)


def wanted(said: Mapping[str, Any]) -> Reports:
    """Return the reports that the options in *said* ask for; make the folders that they go to.

    :raises ClickException: if one cannot be written, which is better known before a run than after it.
    """
    files = {name: said[name] for name in _FORMATS if said[name] is not None}
    folders = [path.absolute().parent for path in files.values()]
    folders += [said["history"]] if said["history"] else []
    try:
        for folder in folders:
            folder.mkdir(parents=True, exist_ok=True)
            if not os.access(folder, os.W_OK):
                raise PermissionError(f"{folder}: nothing can be written there")
    except OSError as error:
        raise _unwritable(error) from error
    return Reports(files, said["history"], said["profile"])


def _unwritable(error: OSError) -> click.ClickException:
    return _Unwritable(f"a report cannot be written: {error}")
