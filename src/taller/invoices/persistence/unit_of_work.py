"""One transaction over invoices and outbox, and the engine below it."""

import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url

from taller.invoices.persistence.repository import SqlInvoices
from taller.invoices.persistence.tables import metadata
from taller.siblings.outbox.table import SqlOutbox

BUSY_SECONDS = 10
"""How long a writer waits for another before it gives up."""


def open_database(url: str) -> Engine:
    """Return an engine on *url*, with the tables made where they are missing.

    :raises ValueError: if *url* is not that of an SQLite file, which is all that is taken so far.
    :raises sqlalchemy.exc.SQLAlchemyError: if the database cannot be reached.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or parsed.database in (None, "", ":memory:"):
        raise ValueError(f"{parsed!r} is no SQLite file: write sqlite:///facturas.db")
    engine = _sqlite(parsed)
    # Under the writer's lock, for another process may be about to make them too.
    with engine.execution_options(taller_writing=True).begin() as connection:
        metadata.create_all(connection)
    return engine


def _sqlite(url: URL) -> Engine:
    Path(str(url.database)).absolute().parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS}, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver would begin transactions by itself, too late to lock before the first read.
    connection.isolation_level = None
    _write_ahead(connection)
    # What was answered as issued must survive the loss of power.
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")


def _write_ahead(connection: Any) -> None:
    """Switch a new database to WAL, for which SQLite does not wait while another process does it."""
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return


def _begin_sqlite(connection: Connection) -> None:
    # A writer takes the lock at once: one that upgraded later could fail half way.
    writing = connection.get_execution_options().get("taller_writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


@dataclass(frozen=True)
class SqlTransactions:
    """Opens units of work on a database."""

    engine: Engine
    services: frozenset[str] = frozenset()
    """The siblings that are there to be told."""
    after_commit: Callable[[], None] = lambda: None
    """Called when something was committed, so that what is owed need not wait to be noticed."""

    def writing(self) -> "SqlUnitOfWork":
        """A transaction that no other writer can come between."""
        return SqlUnitOfWork(self, writing=True)

    def reading(self) -> "SqlUnitOfWork":
        """A transaction that sees one state of things."""
        return SqlUnitOfWork(self, writing=False)


class SqlUnitOfWork:
    """One transaction, which rolls back unless told to commit."""

    invoices: SqlInvoices
    outbox: SqlOutbox

    def __init__(self, transactions: SqlTransactions, *, writing: bool) -> None:
        self._transactions = transactions
        self._writing = writing

    def __enter__(self) -> Self:
        connection = self._transactions.engine.connect()
        self._connection = connection.execution_options(taller_writing=self._writing)
        self._connection.begin()
        self.invoices = SqlInvoices(self._connection)
        self.outbox = SqlOutbox(self._connection, self._transactions.services)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # Closing rolls back what was not committed.
        self._connection.close()

    def commit(self) -> None:
        self._connection.commit()
        self._transactions.after_commit()
