"""PostgreSQL, through psycopg 3."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event

WRITERS_LOCK = int.from_bytes(b"taller", "big")
"""The advisory lock that those writers take who must be alone in the database."""
CONNECT_SECONDS = 10
POOL_SIZE = 5
"""Connections that stay open: those of four threads and the relay."""
SESSION = {
    "timezone": "UTC",
    # Shorter than gunicorn's patience with a worker, so that a client is told 503 and not cut off.
    "lock_timeout": "10s",
    "statement_timeout": "15s",
    # Of a process that is stopped, or a host that is gone, with the writers' lock in hand.
    "idle_in_transaction_session_timeout": "60s",
}


def engine_on(url: URL) -> Engine:
    """Return an engine on a PostgreSQL database; nothing is asked of it yet.

    :raises ValueError: if psycopg is not installed.
    """
    try:
        engine = create_engine(
            url.set(drivername="postgresql+psycopg"),
            # It may be otherwise where the server's administrator wanted it so.
            isolation_level="READ COMMITTED",
            hide_parameters=True,
            connect_args=_connect_args(url),
            # The server may have been started anew since a connection was last used.
            pool_pre_ping=True,
            pool_size=POOL_SIZE,
            # As many more as there are threads at once, so that none waits for another's.
            max_overflow=-1,
        )
    except ImportError as error:
        raise ValueError("PostgreSQL needs psycopg 3: pip install 'taller[postgresql]'") from error
    event.listen(engine, "begin", _begin)
    return engine


@contextmanager
def migrating(connection: Connection, _name: str) -> Iterator[None]:
    """Prepare the transaction of *connection* for a migration: its statements take as long as they need."""
    connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
    yield


def _connect_args(url: URL) -> dict[str, Any]:
    """What a connection has unless the URL says otherwise."""
    wanted = {
        "connect_timeout": CONNECT_SECONDS,
        "application_name": "taller-facturas",
        "client_encoding": "utf8",
    }
    options = [f"-c {name}={value}" for name, value in SESSION.items()]
    theirs = url.query.get("options", "")
    # The last word counts, so the URL's come last.
    options += [theirs] if isinstance(theirs, str) else theirs
    return {name: value for name, value in wanted.items() if name not in url.query} | {
        "options": " ".join(options).strip()
    }


def _begin(connection: Connection) -> None:
    # Before the first read: what another such writer has committed is seen by each statement that follows.
    if connection.get_execution_options().get("taller_exclusive", False):
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(%s)", (WRITERS_LOCK,))
