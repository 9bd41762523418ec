"""Keys are made, listed and revoked by command."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from taller.cli.main import main

KEY = re.compile(r"taller_[a-z2-7]{8}_[A-Za-z0-9_-]{43}")


@pytest.fixture
def database(database_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("TALLER_DATABASE_URL", database_url)
    monkeypatch.delenv("TALLER_API_KEY", raising=False)
    return database_url


def keys(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["keys", *arguments])


def create(role: str = "emision", name: str = "caja 1") -> str:
    return keys("create", "--role", role, "--name", name).stdout.strip()


@pytest.mark.parametrize("command", ["create", "list", "revoke"])
def test_each_command_has_help_with_an_example(command: str) -> None:
    result = keys(command, "--help")

    assert result.exit_code == 0
    assert f"  taller keys {command}" in result.output


@pytest.mark.usefixtures("database")
def test_a_key_is_all_there_is_on_standard_output_and_the_rest_goes_beside() -> None:
    first, second = (keys("create", "--role", "emision", "--name", "caja 1") for _ in range(2))

    for made in (first, second):
        assert made.exit_code == 0
        assert KEY.fullmatch(made.stdout.removesuffix("\n"))
        assert "not shown again" in made.stderr
    assert first.stdout != second.stdout
    assert "nobody without a key" in first.stderr
    assert "nobody without a key" not in second.stderr


@pytest.mark.usefixtures("database")
def test_the_list_has_all_but_the_secrets() -> None:
    good, revoked = create(name="caja 1"), create("lectura", name="gestoría")
    keys("revoke", revoked.split("_")[1])

    head, _, *rows = keys("list").output.splitlines()

    moment = r"\d{4}-\d\d-\d\d \d\d:\d\d"
    assert head.split("  ")[0] == "id"
    assert re.fullmatch(rf"{good.split('_')[1]}  caja 1 +emision +{moment}", rows[0])
    assert re.fullmatch(rf"{revoked.split('_')[1]}  gestoría +lectura +{moment} +{moment}", rows[1])
    assert not [key for key in (good, revoked) if key.split("_", 2)[2] in keys("list").output]


@pytest.mark.usefixtures("database")
def test_the_database_holds_no_secret(tmp_path: Path) -> None:
    secret = create().split("_", 2)[2].encode()

    assert not [file for file in tmp_path.iterdir() if secret in file.read_bytes()]


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    "arguments",
    [
        ("revoke", "aaaaaaaa"),
        ("revoke", "taller_aaaaaaaa_" + "S" * 43),
        ("create", "--role", "emision", "--name", " "),
        ("create", "--role", "emision", "--name", "x" * 101),
        ("create", "--role", "emision", "--name", "two\nlines"),
    ],
)
def test_what_cannot_be_done_is_one_line_with_exit_code_1(arguments: tuple[str, ...]) -> None:
    result = keys(*arguments)

    assert (result.exit_code, result.output.count("\n")) == (1, 1)
    assert result.output.startswith("Error: ")
    assert "SSSS" not in result.output


@pytest.mark.usefixtures("database")
def test_to_revoke_twice_is_an_error_too() -> None:
    key_id = create().split("_")[1]

    assert [keys("revoke", key_id).exit_code for _ in range(2)] == [0, 1]


def test_an_unknown_role_is_refused_with_those_that_there_are() -> None:
    result = keys("create", "--role", "root", "--name", "x")

    assert result.exit_code == 2
    assert "'lectura', 'emision', 'administracion'" in result.output
