"""From every earlier release to this one, and what becomes of a database of a later one."""

import itertools
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect, text
from tests.conftest import BOTH_DATABASES
from tests.invoices.persistence.old_data import LAST_ID, OLD_DATA, WITHOUT_NOTE, left_by

from taller.invoices.persistence import upgrade
from taller.invoices.persistence.engine import engine_on, open_database
from taller.invoices.persistence.tables import metadata
from taller.invoices.persistence.upgrade import FIRST, HEAD, REVISIONS, WrongRevision, versions

NewEngine = Callable[[], Engine]
from_every_earlier_release = pytest.mark.parametrize("revision", [WITHOUT_NOTE, *REVISIONS[:-1]])
# What SQLAlchemy does not read back: triggers, and which tables of SQLite never give an id twice.
BESIDES = {
    "sqlite": "SELECT sql FROM sqlite_master WHERE type = 'trigger'"
    " UNION ALL SELECT name FROM sqlite_master WHERE sql LIKE '% AUTOINCREMENT%'",
    "postgresql": "SELECT pg_get_triggerdef(oid) || pg_get_functiondef(tgfoid) FROM pg_trigger"
    " WHERE NOT tgisinternal",
}


@pytest.fixture(params=BOTH_DATABASES)
def new_engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[NewEngine]:
    """Opens databases in which nothing is made yet."""
    numbers = itertools.count()
    with ExitStack() as stack:

        def new_url() -> str:
            if request.param == "sqlite":
                return f"sqlite:///{tmp_path}/{next(numbers)}.db"
            server = request.getfixturevalue("postgres_server")
            url: str = stack.enter_context(server.database(empty=True))
            return url

        def make() -> Engine:
            engine = engine_on(new_url())
            stack.callback(engine.dispose)
            return engine

        yield make


@pytest.fixture
def engine(new_engine: NewEngine) -> Engine:
    return new_engine()


def differences(engine: Engine) -> list[Any]:
    """What Alembic would change to make the tables those of the code."""
    with engine.connect() as connection:
        options = {"version_table": versions.name}
        return list(compare_metadata(MigrationContext.configure(connection, opts=options), metadata))


def described(engine: Engine) -> dict[str, Any]:
    """All that a database says of its tables, but for the order of their columns."""
    with engine.connect() as connection:
        seen = inspect(connection)
        parts = (
            seen.get_columns, seen.get_indexes, seen.get_unique_constraints, seen.get_foreign_keys,
            seen.get_check_constraints,
        )  # fmt: skip
        tables = {
            name: [sorted(str(each) for each in part(name)) for part in parts]
            for name in seen.get_table_names()
        }
        return tables | {"besides": sorted(connection.scalars(text(BESIDES[engine.name])))}


def count(engine: Engine) -> dict[str, int]:
    tables = ("invoices", "concepts", "lines", "series", "charged_jobs", "outbox")
    with engine.connect() as connection:
        return {
            table: connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() for table in tables
        }


def lost(held: dict[str, int], engine: Engine) -> set[str]:
    """The tables that have fewer rows than they held; an upgrade may add some."""
    return {table for table, rows in count(engine).items() if rows < held[table]}


# What there is to go from and to


def test_the_revisions_are_those_of_the_migrations() -> None:
    config = Config()
    config.set_main_option("script_location", "taller.invoices.persistence:migrations")
    config.set_main_option("path_separator", "os")
    scripts = ScriptDirectory.from_config(config).walk_revisions()

    assert [each.revision for each in scripts] == list(reversed(REVISIONS))


def test_there_is_data_of_every_earlier_release() -> None:
    assert {FIRST, *REVISIONS[:-1]} <= OLD_DATA.keys()


# New databases


def test_a_new_database_has_the_tables_that_the_migrations_make(new_engine: NewEngine) -> None:
    new, migrated = new_engine(), new_engine()

    upgrade.prepare(new)
    left_by(FIRST, migrated)
    upgrade.upgrade(migrated)

    assert (differences(new), differences(migrated)) == ([], [])
    assert described(new) == described(migrated)
    assert upgrade.revision_of(new) == upgrade.revision_of(migrated) == HEAD


def test_to_ask_for_the_revision_makes_nothing(sqlite_url: str, tmp_path: Path) -> None:
    assert upgrade.revision_of(engine_on(sqlite_url)) is None
    assert list(tmp_path.iterdir()) == []


def test_a_database_that_is_up_to_date_costs_one_query(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    upgrade.prepare(engine)
    monkeypatch.setattr(upgrade, "_revision", refuse)

    upgrade.prepare(engine)


def refuse(_connection: Connection) -> None:
    raise AssertionError("the first query said it all")


# Those of earlier releases


@from_every_earlier_release
def test_what_an_earlier_release_held_is_there_after_the_upgrade(engine: Engine, revision: str) -> None:
    left_by(revision, engine)
    held = count(engine)

    upgrade.upgrade(engine)

    assert upgrade.revision_of(engine) == HEAD
    assert lost(held, engine) == set()
    with engine.connect() as connection:
        numbers = connection.execute(text("SELECT id, series, sequence FROM invoices ORDER BY id")).all()
    assert [tuple(row) for row in numbers] == [(1, "F2026", 1), (2, None, None)]


@from_every_earlier_release
def test_an_id_of_an_earlier_release_is_not_given_again(engine: Engine, revision: str) -> None:
    left_by(revision, engine)

    upgrade.upgrade(engine)

    given = {
        "sqlite": "SELECT seq FROM sqlite_sequence WHERE name = 'invoices'",
        "postgresql": "SELECT last_value FROM invoices_id_seq",
    }
    with engine.connect() as connection:
        assert connection.execute(text(given[engine.name])).scalar_one() >= LAST_ID


@from_every_earlier_release
def test_to_upgrade_twice_changes_nothing(engine: Engine, revision: str) -> None:
    left_by(revision, engine)
    upgrade.upgrade(engine)
    before = described(engine), count(engine)

    assert upgrade.upgrade(engine) == HEAD
    assert (described(engine), count(engine)) == before


@from_every_earlier_release
def test_an_upgrade_that_fails_half_way_leaves_all_as_it_was(
    engine: Engine, revision: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    left_by(revision, engine)
    before = described(engine), count(engine), upgrade.revision_of(engine)
    monkeypatch.setattr(upgrade, "HEAD", "9999")  # so that there is something to do in any case
    monkeypatch.setattr(upgrade, "migrate", half_a_migration)

    with pytest.raises(ZeroDivisionError):
        upgrade.upgrade(engine)

    assert (described(engine), count(engine), upgrade.revision_of(engine)) == before


def half_a_migration(connection: Connection, _revision: str) -> None:
    connection.execute(text("DROP TABLE charged_jobs"))
    connection.execute(text("UPDATE outbox SET attempts = 9"))
    raise ZeroDivisionError


@pytest.mark.parametrize("revision", REVISIONS[:-1])
def test_a_file_of_an_earlier_release_is_upgraded_at_start_and_kept_beside(
    sqlite_url: str, tmp_path: Path, revision: str
) -> None:
    engine = engine_on(sqlite_url)
    left_by(revision, engine)
    held = count(engine)
    engine.dispose()
    (tmp_path / "facturas.db").chmod(0o640)

    opened = open_database(sqlite_url)

    kept = tmp_path / f"facturas.db.before-{HEAD}"
    earlier = engine_on(f"sqlite:///{kept}")
    assert (upgrade.revision_of(opened), upgrade.revision_of(earlier)) == (HEAD, revision)
    assert (count(earlier), lost(held, opened)) == (held, set())
    assert kept.stat().st_mode & 0o777 == 0o640
    with opened.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar_one() == 1
    for each in (opened, earlier):
        each.dispose()


@pytest.mark.parametrize("revision", REVISIONS[:-1])
def test_processes_that_start_together_upgrade_a_file_once(sqlite_url: str, revision: str) -> None:
    engine = engine_on(sqlite_url)
    left_by(revision, engine)
    held = count(engine)
    script = f"from taller.invoices.persistence.engine import open_database as o; o({sqlite_url!r})"
    started = [
        subprocess.Popen([sys.executable, "-c", script], stderr=subprocess.PIPE, text=True) for _ in range(4)
    ]
    said = [each.communicate(timeout=60)[1] for each in started]

    assert [each.returncode for each in started] == [0] * 4
    assert len([words for words in said if "before-" in words]) == 1
    assert (upgrade.revision_of(engine), lost(held, engine)) == (HEAD, set())
    engine.dispose()


@pytest.mark.postgresql
@pytest.mark.parametrize("revision", REVISIONS[:-1])
def test_in_postgresql_somebody_must_say_when(empty_postgresql_url: str, revision: str) -> None:
    engine = engine_on(empty_postgresql_url)
    left_by(revision, engine)
    engine.dispose()

    with pytest.raises(WrongRevision, match="run `taller db upgrade`"):
        open_database(empty_postgresql_url)


# Those of later releases


def test_a_database_of_a_later_release_is_left_alone(engine: Engine) -> None:
    upgrade.prepare(engine)
    with engine.begin() as connection:
        connection.execute(versions.update().values(version_num="9999"))

    for attempt in (upgrade.prepare, upgrade.upgrade):
        with pytest.raises(WrongRevision, match="9999, which is later than") as refusal:
            attempt(engine)
        assert "\n" not in str(refusal.value)
    assert upgrade.revision_of(engine) == "9999"
