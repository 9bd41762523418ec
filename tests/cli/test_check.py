"""``taller check``: one command says who keeps the contract."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.contracts.shelf import CONTRACT, Fault, create_shelf
from tests.contracts.test_diagnosis import served

from taller.cli.main import main


def run(*arguments: str, **environment: str) -> Result:
    return CliRunner().invoke(main, ["check", *arguments], env=environment)


@pytest.fixture(scope="module")
def contract(tmp_path_factory: pytest.TempPathFactory) -> str:
    path: Path = tmp_path_factory.mktemp("check") / "shelf.json"
    path.write_text(json.dumps(CONTRACT), "utf-8")
    return str(path)


def test_a_service_that_keeps_its_contract_is_said_to(contract: str) -> None:
    with served(create_shelf()) as url:
        result = run("--contract", contract, "--url", url, "--profile", "quick", "--seed", "7")

    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[0].split() == ["service", "verdict", "operations", "requests", *BROKEN]
    assert result.stdout.splitlines()[2].split()[:2] == ["shelf", "kept"]
    assert "The same with: taller check --seed 7" in result.stdout


BROKEN = ["broken", "promises"]


@pytest.mark.parametrize(
    ("language", "line", "verdict"),
    [
        ("en", "promised  No request makes the service fail.", "broken"),
        ("es", "prometido  Ninguna petición hace fallar al servicio.", "roto"),
    ],
)
def test_a_broken_promise_is_told_in_either_language(
    contract: str, language: str, line: str, verdict: str
) -> None:
    with served(create_shelf(Fault.FAILS)) as url:
        result = run("--contract", contract, "--url", url, "--profile", "quick", "--lang", language)

    assert result.exit_code == 1
    assert "shelf  GET /books/{id}  no-server-error (" in result.stdout
    assert line in result.stdout
    assert f"curl -X GET {url}/books/" in result.stdout
    assert f"shelf{' ' * (4 if language == 'en' else 5)}{verdict}" in result.stdout


def test_a_service_that_is_not_there_is_no_broken_promise() -> None:
    result = run("clientes", "--url", "http://127.0.0.1:9")

    assert result.exit_code == 1
    assert "clientes  unreachable  -" in result.stdout
    assert "clientes: nothing listens on 127.0.0.1:9: is the service started" in result.stdout


def test_each_setting_of_a_url_is_heeded() -> None:
    result = run("logs", TALLER_LOGS_URL="http://127.0.0.1:9/api/v1")

    assert "nothing listens on 127.0.0.1:9" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "which service?"),
        (("clients",), "there is no service 'clients'"),
        (("--all", "logs"), "name services, or say --all"),
        (("--all", "--url", "http://x"), "--url goes with one service"),
        (("--contract", __file__), "--contract goes with --url"),
        (("--contract", __file__, "--url", "http://127.0.0.1:9"), "test_check.py"),
    ],
)
def test_what_cannot_be_done_is_said(arguments: tuple[str, ...], said: str) -> None:
    result = run(*arguments)

    assert result.exit_code == 2
    assert said in result.output


def test_help_has_examples() -> None:
    result = run("--help")

    assert "taller check --all --profile quick" in result.output
