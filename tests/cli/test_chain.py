"""``taller chain verify`` on a database of its own, sound and tampered with."""

import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.invoices.blueprint.scene import played

from taller.cli.main import main


def verify(database: Path, *options: str) -> Result:
    environment = {"TALLER_DATABASE_URL": f"sqlite:///{database}"}
    return CliRunner().invoke(main, ["chain", "verify", *options], env=environment)


def without_guards(database: Path, *statements: str) -> None:
    """Do as somebody would who has the file and knows SQL."""
    with sqlite3.connect(database) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)
    connection.close()


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """The day at the workshop: four invoices issued, one of them annulled."""
    played(tmp_path)
    return tmp_path / "scene.db"


def test_a_chain_as_it_was_made_is_sound(database: Path) -> None:
    result = verify(database)

    assert result.exit_code == 0
    assert result.stdout.startswith("B12345674: 5 records, sound; the last fingerprint is ")


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE records SET total_cents = 1 WHERE position = 2", "record 2: alterado"),
        ("UPDATE records SET issued_on = 'ayer' WHERE position = 2", "record 2: alterado"),
        ("DELETE FROM records WHERE position = 3", "record 3: eliminado"),
        ("DELETE FROM records WHERE position = 5", "record 5: eliminado"),
        ("UPDATE invoices SET total_cents = 1 WHERE id = 1", "record 1: factura-alterada"),
    ],
)
def test_what_was_done_to_it_is_said_and_nothing_else(database: Path, statement: str, said: str) -> None:
    without_guards(database, statement)

    result = verify(database)

    assert result.exit_code == 1
    first, last = result.stdout.splitlines()
    assert said in first
    assert "not sound: 1 found" in last


def test_records_that_changed_places_are_said(database: Path) -> None:
    swapped = (9, "WHERE position = 2"), (2, "WHERE position = 3"), (3, "WHERE position = 9")
    without_guards(database, *(f"UPDATE records SET position = {to} {where}" for to, where in swapped))

    result = verify(database)

    assert result.exit_code == 1
    assert "movido" in result.stdout


def test_one_issuer_can_be_asked_for(database: Path) -> None:
    result = verify(database, "--issuer", "A58818501")

    assert result.exit_code == 2
    assert "there are no records" in result.stderr


def test_a_database_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    result = verify(tmp_path / "none.db")

    assert result.exit_code == 1
    assert "TALLER_DATABASE_URL" in result.stderr
    assert not (tmp_path / "none.db").exists()
