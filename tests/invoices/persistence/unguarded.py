"""What only somebody with the database in their hands can do: change what is guarded."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, text

from taller.invoices.persistence import guards


@contextmanager
def unguarded(engine: Engine) -> Iterator[Connection]:
    """Yield a connection in a transaction in which nothing is guarded; the guards come back with its end."""
    with engine.execution_options(taller_writing=True).begin() as connection:
        _let_down(connection)
        yield connection
        guards.set_up(connection)


def _let_down(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        query = "SELECT tgname, tgrelid::regclass FROM pg_trigger WHERE NOT tgisinternal"
        statement = "DROP TRIGGER {0} ON {1}"
    else:
        query = "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'"
        statement = "DROP TRIGGER {0}"
    for row in connection.execute(text(query)).all():
        connection.execute(text(statement.format(*row)))
