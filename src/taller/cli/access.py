"""Whether the service may listen where it is told to: beyond this machine, only with a key."""

from ipaddress import ip_address

import click

HINT = "make one with `taller keys create`, or set TALLER_API_KEY"


def is_loopback(host: str) -> bool:
    """Whether nobody but this machine reaches *host*; of a name other than localhost nobody knows."""
    try:
        return host == "localhost" or ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def require_key(host: str, api_key: str | None, database_url: str | None) -> None:
    """Do nothing if nobody else reaches *host*, or there is a key.

    :param database_url: where the keys are, or None if there is no database yet.
    :raises click.ClickException: if whoever reaches *host* could do everything, or nobody could do anything.
    """
    if is_loopback(host) or api_key is not None:
        return
    if database_url is None or not _any_key(database_url):
        raise click.ClickException(
            f"{host} can be reached from other machines, and the service has no key: {HINT}"
        )


def _any_key(database_url: str) -> bool:
    # Here, so that `taller up` does without them.
    from taller.invoices.persistence.api_keys import SqlKeys
    from taller.invoices.persistence.engine import open_database

    engine = open_database(database_url)
    try:
        return SqlKeys(engine).any_active()
    finally:
        engine.dispose()
