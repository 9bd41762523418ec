"""Which revision the tables of a database are of, and how they come to the present one."""

import logging

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    inspect,
    select,
)
from sqlalchemy.exc import OperationalError, ProgrammingError

from taller.invoices.persistence import guards, postgresql, sqlite
from taller.invoices.persistence.tables import metadata

log = logging.getLogger(__name__)

REVISIONS = ("0001", "0002")
"""All that there have been, in their order; each has a module in ``migrations/versions``."""
FIRST, HEAD = REVISIONS[0], REVISIONS[-1]
FIRST_TABLE = "invoices"
"""That tables are there, in a database of the first release, which wrote no revision down."""
EXCLUSIVE = {"taller_writing": True, "taller_exclusive": True}
MIGRATING = {"sqlite": sqlite.migrating, "postgresql": postgresql.migrating}

# Not by Alembic's own name: a host application may keep its tables, and its versions, in the same database.
versions = Table(
    "taller_version",
    MetaData(),
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="taller_version_pkc"),
)


class WrongRevision(ValueError):
    """The tables are not those that this release works with."""


def prepare(engine: Engine) -> None:
    """Make the tables where there are none, and bring an SQLite file up to date.

    :raises WrongRevision: if the tables are of a later release, or in PostgreSQL of an earlier one.
    """
    revision = revision_of(engine) or _create(engine)
    if revision == HEAD:
        return
    _require_known(revision)
    if engine.dialect.name != "sqlite":
        # Other processes may be at work on it: somebody must say when.
        raise WrongRevision(f"the database is at revision {revision}, not {HEAD}: run `taller db upgrade`")
    upgrade(engine)


def require_present(engine: Engine) -> None:
    """Do nothing if the tables are there and of this release; nothing is made or changed.

    :raises WrongRevision: otherwise.
    """
    revision = revision_of(engine)
    if revision is None:
        raise WrongRevision("there are no invoices in the database: look at TALLER_DATABASE_URL")
    _require_known(revision)
    if revision != HEAD:
        raise WrongRevision(f"the database is at revision {revision}, not {HEAD}: run `taller db upgrade`")


def revision_of(engine: Engine) -> str | None:
    """Return the revision of the tables in a database; None if there are none."""
    if engine.dialect.name == "sqlite" and not sqlite.file_of(engine).exists():
        return None  # and asking it would make it
    try:
        with engine.connect() as connection:
            found = connection.scalar(select(versions.c.version_num))
    except (OperationalError, ProgrammingError):
        # The usual reason is that there is no such table; any other shows again.
        found = None
    if found is not None:
        return str(found)
    with engine.connect() as connection:
        return _revision(connection)


def upgrade(engine: Engine) -> str | None:
    """Bring the tables to the present revision, and return what they were; None if there were none.

    Of an SQLite file, what it was before is kept beside it.

    :raises WrongRevision: if the tables are of a later release.
    """
    if revision_of(engine) is None:
        _create(engine)
        return None
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            sqlite.switch_foreign_keys_off(connection)
        with connection.execution_options(**EXCLUSIVE).begin():
            # Again, under the lock: another process may have been faster.
            revision = _revision(connection) or FIRST
            _require_known(revision)
            if revision != HEAD:
                with MIGRATING[engine.dialect.name](connection, f"before-{HEAD}"):
                    log.warning("the database goes from revision %s to %s", revision, HEAD)
                    migrate(connection, HEAD)
                guards.set_up(connection)
    return revision


def migrate(connection: Connection, revision: str) -> None:
    """Run the migrations up to *revision* inside the transaction of *connection*."""
    # Here, since a database at its present revision does without them, and so does the service's memory.
    from alembic import command
    from alembic.config import Config

    if _stamped(connection) is None and inspect(connection).has_table(FIRST_TABLE):
        _stamp(connection, FIRST)  # the first release wrote no revision down
    config = Config()
    config.set_main_option("script_location", "taller.invoices.persistence:migrations")
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def _create(engine: Engine) -> str:
    """Make the tables unless another process has made them meanwhile; return their revision."""
    if engine.dialect.name == "sqlite":
        sqlite.file_of(engine).parent.mkdir(parents=True, exist_ok=True)
    with engine.execution_options(**EXCLUSIVE).begin() as connection:
        revision = _revision(connection)
        if revision is None:
            metadata.create_all(connection)
            guards.set_up(connection)
            _stamp(connection, HEAD)
    return revision or HEAD


def _revision(connection: Connection) -> str | None:
    stamped = _stamped(connection)
    if stamped is None and inspect(connection).has_table(FIRST_TABLE):
        return FIRST
    return stamped


def _stamped(connection: Connection) -> str | None:
    if not inspect(connection).has_table(versions.name):
        return None
    return connection.scalar(select(versions.c.version_num))


def _stamp(connection: Connection, revision: str) -> None:
    versions.create(connection, checkfirst=True)
    connection.execute(versions.insert().values(version_num=revision))


def _require_known(revision: str) -> None:
    if revision not in REVISIONS:
        raise WrongRevision(
            f"the database is at revision {revision}, which is later than {HEAD}, the last one known here:"
            " install the release that made it"
        )
