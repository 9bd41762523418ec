"""The database that a URL names, made ready for the invoices."""

from collections.abc import Callable, Mapping

from sqlalchemy import URL, Engine, make_url
from sqlalchemy.exc import ArgumentError

from taller.invoices.persistence import postgresql, sqlite, upgrade

KINDS: Mapping[str, Callable[[URL], Engine]] = {
    "sqlite": sqlite.engine_on,
    "sqlite+pysqlite": sqlite.engine_on,
    "postgresql": postgresql.engine_on,
    "postgresql+psycopg": postgresql.engine_on,
    # As libpq and the platforms that lend databases write it; SQLAlchemy by itself does not know it.
    "postgres": postgresql.engine_on,
}
WRITE = "write sqlite:///facturas.db or postgresql://user:password@host/database"


def open_database(url: str) -> Engine:
    """Return an engine on *url*, with the tables made if there are none yet.

    An SQLite file of an earlier release is brought up to date, and what it was is kept beside it.

    :raises ValueError: if *url* is of no database that is taken here, or psycopg is missing, or the
        tables are of another release (:class:`~taller.invoices.persistence.upgrade.WrongRevision`).
    :raises sqlalchemy.exc.SQLAlchemyError: if the database cannot be reached.
    """
    engine = engine_on(url)
    try:
        upgrade.prepare(engine)
    except BaseException:
        engine.dispose()
        raise
    return engine


def engine_on(url: str) -> Engine:
    """Return an engine on *url*; whatever is there, or is not, stays as it is.

    :raises ValueError: if *url* is of no database that is taken here, or psycopg is missing.
    """
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as error:
        # Not a word of it is repeated here, for it may hold a password.
        raise ValueError(f"that is no URL of a database: {WRITE}") from error
    if parsed.drivername not in KINDS:
        raise ValueError(f"a database of the kind {parsed.drivername!r} is not taken here: {WRITE}")
    return KINDS[parsed.drivername](parsed)
