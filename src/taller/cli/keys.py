"""``taller keys``: the keys that the invoice service asks for."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

import click

from taller.cli.options import plain_errors
from taller.cli.tables import table

if TYPE_CHECKING:
    from taller.invoices.persistence.api_keys import SqlKeys

ROLES = ("lectura", "emision", "administracion")


@click.group("keys")
def command() -> None:
    """Make, list and revoke the keys that the invoice service asks for.

    A request carries one as `Authorization: Bearer KEY`. A role includes those before it: lectura reads,
    emision also drafts and issues, administracion does everything. As soon as there is a first key, nobody
    gets in without one. The keys are in the database that TALLER_DATABASE_URL names; the key of the
    variable TALLER_API_KEY is not among them.

    \b
    Examples:
      taller keys create --role emision --name "caja 1"
      taller keys list
      taller keys revoke k3f7q2ab
    """


@command.command("create")
@click.option("--role", required=True, type=click.Choice(ROLES), help="What the key is good for.")
@click.option("--name", required=True, help="Who has it: a person, a till, a program.")
def create(role: str, name: str) -> None:
    """Make a key and print it: this once, for only its digest is kept.

    \b
    Examples:
      taller keys create --role emision --name "caja 1"
      TALLER_API_KEY=$(taller keys create --role emision --name demo) taller demo
    """
    with _keys() as keys:
        from taller.invoices.domain.access import Role

        first = "TALLER_API_KEY" not in os.environ and not keys.any_ever()
        key = keys.create(name, Role(role))
    click.echo(key)
    click.echo("Keep it, it is not shown again. It is sent as `Authorization: Bearer KEY`.", err=True)
    if first:
        click.echo("It is the first: from now on the service answers nobody without a key.", err=True)


@command.command("list")
def list_() -> None:
    """Print whose keys there are, those that are revoked too; never the keys themselves.

    \b
    Example:
      taller keys list
    """
    with _keys() as keys:
        rows = [
            (key.id, key.name, key.role.value, _moment(key.created_at), _moment(key.revoked_at))
            for key in keys.all()
        ]
    for line in table(("id", "name", "role", "made (UTC)", "revoked (UTC)"), rows):
        click.echo(line)


@command.command("revoke")
@click.argument("key_id", metavar="ID")
def revoke(key_id: str) -> None:
    """Make a key worthless from the next request on; ID is its first column in `taller keys list`.

    \b
    Example:
      taller keys revoke k3f7q2ab
    """
    with _keys() as keys:
        revoked = keys.revoke(key_id)
    if not revoked:
        # Without what was written: it could be a whole key.
        raise click.ClickException("there is no such key, or it is revoked: look at `taller keys list`")


@contextmanager
def _keys() -> "Iterator[SqlKeys]":
    # Imported here, so that `--help` does without them.
    with plain_errors():
        from taller.invoices.persistence.api_keys import SqlKeys
        from taller.invoices.persistence.engine import open_database
        from taller.invoices.settings import Settings

        engine = open_database(Settings.from_environment(os.environ).database_url)
        try:
            yield SqlKeys(engine)
        finally:
            engine.dispose()


def _moment(when: datetime | None) -> str:
    return "" if when is None else f"{when:%Y-%m-%d %H:%M}"
