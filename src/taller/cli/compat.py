"""``taller compat``: what breaks, and for whom, when one contract takes the place of another."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from taller.cli.options import missing_extra

if TYPE_CHECKING:
    from taller.contracts.compat import Language, Report, Severity

COLOURS = {"breaking": "red", "risky": "yellow", "compatible": "green"}


@click.command("compat")
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option(
    "--consumer",
    "consumers",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="What one consumer relies on; several may be given. Then only what breaks one of them counts.",
)
@click.option("--all", "everyone", is_flag=True, help="Count what breaks no known consumer, too.")
@click.option("--strict", is_flag=True, help="Let what may break somebody count as what breaks.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Lines for people, or JSON for programs.",
)
@click.option(
    "--lang",
    "language",
    type=click.Choice(["en", "es"]),
    default="en",
    show_default=True,
    help="The language of the sentences.",
)
def command(
    old: Path,
    new: Path,
    consumers: Sequence[Path],
    everyone: bool,
    strict: bool,
    form: str,
    language: "Language",
) -> None:
    """Say what breaks, and for whom, when the contract NEW takes the place of OLD.

    Both are OpenAPI 3.0 or 3.1, YAML or JSON; the files that they refer to are read too. A request may take
    more than it took, an answer may give less than it gave; the other way round, somebody breaks.

    The exit code is 0 if nothing breaks, 1 if something does (with --strict, or may), 2 if a file cannot be
    read, or a consumer's file names what OLD does not have.

    \b
    Examples:
      taller compat old.yaml new.yaml
      taller compat old.yaml new.yaml --consumer contract_tests/consumers/clientes.yaml
      taller compat --strict --lang es old.yaml new.yaml
      git show main:openapi.yaml > /tmp/old.yaml && taller compat /tmp/old.yaml openapi.yaml
      taller compat --format json old.yaml new.yaml | jq '.findings[] | select(.counts)'
    """
    report = _report(old, new, consumers)
    from taller.contracts.compat.rendering import Rendering, verdict

    rendering = Rendering(str(old), str(new), language, everyone)
    if form == "json":
        click.echo(json.dumps(rendering.as_json(report), ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(rendering.lines(report, _coloured)))
    sys.exit(verdict(report, strict=strict, everyone=everyone))


def _report(old: Path, new: Path, consumers: Sequence[Path]) -> "Report":
    """Return what is found; end with 2 and lines of remedy if a file cannot be read or names what is not."""
    with missing_extra():
        from taller.contracts.compat import Consumer, UnreadableConsumer, compare_files
        from taller.documents import UnreadableDocument
    try:
        return compare_files(old, new, [Consumer.load(one) for one in consumers])
    except (UnreadableDocument, UnreadableConsumer) as error:
        click.echo(str(error), err=True)
        sys.exit(2)


def _coloured(label: str, severity: "Severity") -> str:
    """Return *label* in the colour of *severity*; click leaves colours to terminals."""
    return click.style(label, fg=COLOURS[severity], bold=severity == "breaking")
