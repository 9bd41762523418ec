"""``taller db`` as somebody at a terminal meets it."""

from collections.abc import Iterator

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine, update
from tests.conftest import BOTH_DATABASES
from tests.invoices.persistence.old_data import left_by
from tests.postgres import PostgresServer

from taller.cli.main import main
from taller.invoices.persistence.engine import engine_on
from taller.invoices.persistence.upgrade import HEAD, REVISIONS, versions


@pytest.fixture(params=BOTH_DATABASES)
def url(request: pytest.FixtureRequest) -> str:
    names = {"sqlite": "sqlite_url", "postgresql": "empty_postgresql_url"}
    found: str = request.getfixturevalue(names[request.param])
    return found


def db(command: str, url: str) -> Result:
    return CliRunner().invoke(main, ["db", command], env={"TALLER_DATABASE_URL": url})


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    engine = engine_on(url)
    yield engine
    engine.dispose()


@pytest.mark.parametrize("command", ["status", "upgrade"])
def test_each_command_has_help_with_examples(command: str) -> None:
    result = CliRunner().invoke(main, ["db", command, "--help"])

    assert result.exit_code == 0
    assert f"  taller db {command}" in result.output


def test_a_database_is_made_once(url: str) -> None:
    seen = [db(command, url) for command in ("status", "upgrade", "upgrade", "status")]

    assert [(each.exit_code, each.stdout) for each in seen] == [
        (1, f"nothing is made yet; the present revision is {HEAD}\n"),
        (0, f"made: revision {HEAD}\n"),
        (0, f"up to date already: revision {HEAD}\n"),
        (0, f"up to date: revision {HEAD}\n"),
    ]
    assert [each.stderr for each in seen] == [""] * 4


@pytest.mark.parametrize("revision", REVISIONS[:-1])
def test_a_database_of_an_earlier_release_is_upgraded(url: str, engine: Engine, revision: str) -> None:
    left_by(revision, engine)
    behind = len(REVISIONS) - 1 - REVISIONS.index(revision)

    seen = [db(command, url) for command in ("status", "upgrade", "status")]

    assert [(each.exit_code, each.stdout) for each in seen] == [
        (1, f"revision {revision}, {behind} behind the present one, {HEAD}: run `taller db upgrade`\n"),
        (0, f"upgraded from revision {revision} to {HEAD}\n"),
        (0, f"up to date: revision {HEAD}\n"),
    ]


def test_a_database_of_a_later_release_is_left_alone(url: str, engine: Engine) -> None:
    db("upgrade", url)
    with engine.begin() as connection:
        connection.execute(update(versions).values(version_num="9999"))

    status, upgrade = db("status", url), db("upgrade", url)

    assert (status.exit_code, upgrade.exit_code) == (1, 1)
    assert status.stdout == f"revision 9999, which is later than {HEAD}, the last one known here\n"
    assert upgrade.stderr.startswith("Error: the database is at revision 9999")
    assert upgrade.stderr.count("\n") == 1


@pytest.mark.postgresql
def test_a_database_that_is_not_there_is_one_line(postgres_server: PostgresServer) -> None:
    with postgres_server.database(empty=True) as gone:
        pass

    for command in ("status", "upgrade"):
        done = db(command, gone)
        assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (1, "", 1)
        assert "does not exist" in done.stderr
        assert "TALLER_DATABASE_URL" in done.stderr


def test_a_url_that_is_none_is_one_line() -> None:
    done = db("status", "facturas.db")

    assert (done.exit_code, done.stderr.count("\n")) == (1, 1)
    assert "write sqlite:///facturas.db" in done.stderr
