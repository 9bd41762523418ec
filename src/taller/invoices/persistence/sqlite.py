"""SQLite: a file that has one writer at a time."""

import logging
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event

log = logging.getLogger(__name__)

BUSY_SECONDS = 10
"""How long a writer waits for another before it gives up."""


def engine_on(url: URL) -> Engine:
    """Return an engine on an SQLite file, which need not be there yet.

    :raises ValueError: if *url* names no file.
    """
    if url.database in (None, "", ":memory:"):
        raise ValueError("the invoices cannot be kept in memory: write sqlite:///facturas.db")
    # As many connections as there are threads at once, so that none waits for another's.
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS}, hide_parameters=True, max_overflow=-1)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def file_of(engine: Engine) -> Path:
    return Path(str(engine.url.database)).absolute()


def switch_foreign_keys_off(connection: Connection) -> None:
    """Let migrations make tables anew, since in SQLite they can hardly be altered.

    With foreign keys on, to drop the old table would delete all that refers to it. They can only be
    switched between transactions, and *connection* serves for nothing else afterwards.
    """
    connection.detach()
    cursor = connection.connection.cursor()
    cursor.execute("PRAGMA foreign_keys=OFF")
    cursor.close()


@contextmanager
def migrating(connection: Connection, name: str) -> Iterator[None]:
    """Keep a copy of the file under its own name and *name*, and what a table made anew would lose."""
    path = file_of(connection.engine)
    copy = _copy_beside(path, f"{path.name}.{name}")
    log.warning("the database as it is now is kept in %s", copy)
    last_ids = connection.exec_driver_sql("SELECT name, seq FROM sqlite_sequence").all()
    yield
    for table, last_id in last_ids:
        _go_on_after(connection, table, last_id)
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if broken is not None:
        raise RuntimeError(f"the migration left a row of {broken[0]} without what it refers to")


def _go_on_after(connection: Connection, table: str, last_id: int) -> None:
    """Let *table* not give ids up to *last_id* again, also if its last rows were deleted long ago."""
    raised = connection.exec_driver_sql(
        "UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = ?", (last_id, table)
    )
    if not raised.rowcount:
        connection.exec_driver_sql("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (table, last_id))


def _copy_beside(path: Path, name: str) -> Path:
    """Copy the database in *path*, as it was last committed, to *name* in the same folder."""
    copy, unfinished = path.with_name(name), path.with_name(f"{name}.unfinished")
    unfinished.unlink(missing_ok=True)
    unfinished.touch(mode=0o600)
    # A connection of its own: the one that holds the writer's lock cannot be copied from.
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(unfinished)) as target:
        source.backup(target)
    # What could not read the invoices before cannot read their copy.
    shutil.copymode(path, unfinished)
    unfinished.replace(copy)
    return copy


def _prepare(connection: Any, _record: object) -> None:
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


def _begin(connection: Connection) -> None:
    # A writer takes the lock at once: one that upgraded later could fail half way.
    writing = connection.get_execution_options().get("taller_writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
