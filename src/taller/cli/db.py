"""``taller db``: look after the database."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from taller.cli.options import log_to_stderr, plain_errors

if TYPE_CHECKING:
    from sqlalchemy import Engine


@click.group("db")
def command() -> None:
    """Look after the database of TALLER_DATABASE_URL.

    A new one is made by the service itself. When a release changes the tables, an SQLite file is
    brought up to date when the service starts; in PostgreSQL you say when.

    \b
    Examples:
      taller db status
      taller db upgrade
    """


@command.command("status", short_help="Say whether the tables are the present ones.")
def status() -> None:
    """Say which revision of the tables the database has; exit with 1 unless it is the present one.

    Nothing is changed.

    \b
    Examples:
      taller db status
      TALLER_DATABASE_URL=postgresql://taller@db/facturas taller db status
    """
    with plain_errors():
        from taller.invoices.persistence.upgrade import HEAD, REVISIONS, revision_of

        with _engine() as engine:
            revision = revision_of(engine)
    if revision is None:
        click.echo(f"nothing is made yet; the present revision is {HEAD}")
    elif revision == HEAD:
        click.echo(f"up to date: revision {HEAD}")
    elif revision in REVISIONS:
        behind = len(REVISIONS) - 1 - REVISIONS.index(revision)
        click.echo(f"revision {revision}, {behind} behind the present one, {HEAD}: run `taller db upgrade`")
    else:
        click.echo(f"revision {revision}, which is later than {HEAD}, the last one known here")
    sys.exit(0 if revision == HEAD else 1)


@command.command("upgrade", short_help="Make the tables, or bring them up to date.")
def upgrade() -> None:
    """Make the tables, or bring them to the present revision, all or nothing.

    Stop the service meanwhile, for an earlier release does not know the new tables. What an SQLite file
    was before is kept beside it; of a database in PostgreSQL, make a copy first (pg_dump).

    \b
    Examples:
      taller db upgrade
      TALLER_DATABASE_URL=postgresql://taller@db/facturas taller db upgrade
    """
    with plain_errors():
        from taller.invoices.persistence.upgrade import HEAD
        from taller.invoices.persistence.upgrade import upgrade as upgrade_tables

        log_to_stderr()
        with _engine() as engine:
            before = upgrade_tables(engine)
    if before is None:
        click.echo(f"made: revision {HEAD}")
    elif before == HEAD:
        click.echo(f"up to date already: revision {HEAD}")
    else:
        click.echo(f"upgraded from revision {before} to {HEAD}")


@contextmanager
def _engine() -> Iterator["Engine"]:
    from taller.invoices.persistence.engine import engine_on
    from taller.invoices.settings import Settings

    engine = engine_on(Settings.from_environment(os.environ).database_url)
    try:
        yield engine
    finally:
        engine.dispose()
