"""``taller db`` as somebody at a terminal meets it."""

import subprocess

import pytest
from click.testing import CliRunner
from sqlalchemy import update
from tests.cli.processes import TALLER, clean_environment
from tests.conftest import BOTH_DATABASES
from tests.postgres import PostgresServer

from taller.cli.main import main
from taller.invoices.persistence.engine import engine_on, open_database
from taller.invoices.persistence.upgrade import HEAD, versions


@pytest.fixture(params=BOTH_DATABASES)
def url(request: pytest.FixtureRequest) -> str:
    names = {"sqlite": "sqlite_url", "postgresql": "empty_postgresql_url"}
    found: str = request.getfixturevalue(names[request.param])
    return found


def db(command: str, url: str) -> subprocess.CompletedProcess[str]:
    environment = clean_environment(TALLER_DATABASE_URL=url)
    words = [*TALLER, "db", command]
    return subprocess.run(words, capture_output=True, text=True, check=False, env=environment)


def say_that_it_is_at(revision: str, url: str) -> None:
    engine = engine_on(url)
    with engine.begin() as connection:
        connection.execute(update(versions).values(version_num=revision))
    engine.dispose()


@pytest.mark.parametrize("command", ["status", "upgrade"])
def test_each_command_has_help_with_examples(command: str) -> None:
    result = CliRunner().invoke(main, ["db", command, "--help"])

    assert result.exit_code == 0
    assert f"  taller db {command}" in result.output


def test_a_database_is_made_once(url: str) -> None:
    seen = [db(command, url) for command in ("status", "upgrade", "upgrade", "status")]

    assert [(each.returncode, each.stdout) for each in seen] == [
        (1, f"nothing is made yet; the present revision is {HEAD}\n"),
        (0, f"made: revision {HEAD}\n"),
        (0, f"up to date already: revision {HEAD}\n"),
        (0, f"up to date: revision {HEAD}\n"),
    ]
    assert [each.stderr for each in seen] == [""] * 4


def test_a_database_of_a_later_release_is_left_alone(url: str) -> None:
    open_database(url).dispose()
    say_that_it_is_at("9999", url)

    status, upgrade = db("status", url), db("upgrade", url)

    assert (status.returncode, upgrade.returncode) == (1, 1)
    assert status.stdout.startswith(f"revision 9999, which is later than {HEAD}")
    assert upgrade.stderr.startswith("Error: the database is at revision 9999")
    assert upgrade.stderr.count("\n") == 1


@pytest.mark.postgresql
def test_a_database_that_is_not_there_is_one_line(postgres_server: PostgresServer) -> None:
    with postgres_server.database(empty=True) as gone:
        pass

    for command in ("status", "upgrade"):
        done = db(command, gone)
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
        assert "does not exist" in done.stderr
        assert "TALLER_DATABASE_URL" in done.stderr


def test_a_url_that_is_none_is_one_line() -> None:
    done = db("status", "facturas.db")

    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "write sqlite:///facturas.db" in done.stderr
