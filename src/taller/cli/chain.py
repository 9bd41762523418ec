"""``taller chain``: check the chain of records."""

import os
import sys
import time
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, TypeVar

import click

from taller.cli.options import plain_errors

if TYPE_CHECKING:
    from taller.invoices.domain.chain import Verdict
    from taller.invoices.persistence.unit_of_work import SqlUnitOfWork

Item = TypeVar("Item")

SECONDS_BETWEEN_NEWS = 0.5


@click.group("chain")
def command() -> None:
    """Check the chain of records (VERI*FACTU) in the database of TALLER_DATABASE_URL.

    \b
    Examples:
      taller chain verify
    """


@command.command("verify", short_help="Say whether every record is as it was made.")
@click.option("--issuer", metavar="NIF", help="Only this issuer's chain; by default all that there are.")
def verify(issuer: str | None) -> None:
    """Say whether every record is as it was made, and which one was altered, removed, moved or added.

    The invoices are asked as witnesses. Nothing is changed. Keep the last fingerprint somewhere else: a
    chain that was made anew from some record on, invoices included, shows by it alone.

    The exit code is 0 if all is sound, 1 if anything is not, 2 if there is nothing to check.

    \b
    Examples:
      taller chain verify
      taller chain verify --issuer B12345674
      TALLER_DATABASE_URL=postgresql://taller@db/facturas taller chain verify
    """
    with plain_errors():
        from taller.invoices.persistence.engine import engine_on
        from taller.invoices.persistence.unit_of_work import SqlTransactions
        from taller.invoices.persistence.upgrade import require_present
        from taller.invoices.settings import Settings

        engine = engine_on(os.environ.get("TALLER_DATABASE_URL", Settings.database_url))
        require_present(engine)
        with SqlTransactions(engine).reading() as work:
            issuers = [issuer] if issuer else work.records.issuers()
            verdicts = {nif: _verdict(work, nif) for nif in issuers}
    for nif, verdict in verdicts.items():
        _report(nif, verdict)
    if not verdicts or not any(verdict.records or verdict.findings for verdict in verdicts.values()):
        click.echo("there are no records to check", err=True)
        sys.exit(2)
    sys.exit(0 if all(verdict.sound for verdict in verdicts.values()) else 1)


def _verdict(work: "SqlUnitOfWork", nif: str) -> "Verdict":
    from taller.invoices.domain.chain import verify as verified

    verdict = verified(
        lambda: _counted(work.records.all(nif), f"{nif}: records"),
        lambda: _counted(work.records.documents(nif), f"{nif}: invoices"),
    )
    if sys.stderr.isatty():
        click.echo("\r\033[K", nl=False, err=True)
    return verdict


def _counted(items: Iterable[Item], what: str) -> Iterator[Item]:
    """Yield *items*, and say on a terminal how many there have been."""
    said = time.monotonic()
    for count, item in enumerate(items, 1):
        yield item
        if sys.stderr.isatty() and time.monotonic() - said > SECONDS_BETWEEN_NEWS:
            said = time.monotonic()
            click.echo(f"\r\033[K{what} read: {count}", nl=False, err=True)


def _report(nif: str, verdict: "Verdict") -> None:
    for finding in verdict.findings:
        place = "" if finding.position is None else f" {finding.position}"
        click.echo(f"{nif}: record{place}: {finding.fault.value}: {finding.detail}")
    state = "sound" if verdict.sound else f"not sound: {len(verdict.findings)} found"
    last = f"; the last fingerprint is {verdict.last}" if verdict.last else ""
    click.echo(f"{nif}: {verdict.records} records, {state}{last}")
