"""``taller lint``: what is wrong with contracts."""

import sys
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

import click

from taller.cli.options import missing_extra

if TYPE_CHECKING:
    from taller.documents.linting import Verdict

COLOURS = {"error": "red", "warning": "yellow"}


def _known(_: click.Context, __: click.Parameter, names: Sequence[str]) -> Sequence[str]:
    """Return *names*, if they are all kinds of defects."""
    with missing_extra():
        from taller.documents import KINDS
    for name in names:
        if name not in KINDS:
            near = get_close_matches(name, KINDS, n=1, cutoff=0)
            raise click.BadParameter(f"there is no kind {name!r}; the nearest is {near[0]!r}.")
    return names


@click.command("lint")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("--strict", is_flag=True, help="Let warnings count as errors do.")
@click.option(
    "--ignore",
    "ignored",
    multiple=True,
    metavar="KIND",
    callback=_known,
    help="Neither tell nor count the defects of this kind, the word in brackets; may be repeated.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github", "sarif"]),
    default="text",
    show_default=True,
    help="Lines for people and editors, JSON for programs, notes in GitHub Actions, or SARIF 2.1.0.",
)
def command(files: Sequence[Path], strict: bool, ignored: Sequence[str], form: str) -> None:
    """Say what is wrong with OpenAPI contracts, and what a stand-in makes of it.

    A FILE is OpenAPI 3.0 or 3.1, YAML or JSON; the files that it refers to are read too. An error is surely
    not what was meant, and is not served as it is written; a warning is served, but doubtful. Style is no
    matter here.

    \b
    The exit code is
      0  without errors (with --strict, without any defect)
      1  with errors (with --strict, with any defect)
      2  if a FILE cannot be read, or an option is wrong

    \b
    Examples:
      taller lint openapi.yaml
      taller lint --strict --ignore unknown-format specs/*.yaml
      taller lint --format json openapi.yaml | jq '.files[].defects[].kind'
      taller lint --format github openapi.yaml     # in a step of GitHub Actions
      taller lint --format sarif openapi.yaml > lint.sarif
    """
    with missing_extra():
        from taller.documents.linting import lint
    verdict = lint(files, ignored)
    code = verdict.exit_code(strict)
    _tell(verdict, form, code)
    sys.exit(code)


def _tell(verdict: "Verdict", form: str, code: int) -> None:
    from taller.documents.reports import as_github, as_json, as_sarif, as_text, unreadable_as_text

    match form:
        case "json":
            click.echo(as_json(verdict))
        case "sarif":
            click.echo(as_sarif(verdict, code))
        case "github":
            click.echo("\n".join(as_github(verdict)))
        case _:
            for error in verdict.unreadable:
                click.echo(unreadable_as_text(error, _paint), err=True)
            click.echo("\n".join(as_text(verdict, _paint)))


def _paint(severity: str) -> str:
    """Return *severity* in its colour, which click leaves to terminals."""
    return click.style(severity, fg=COLOURS[severity], bold=True)
