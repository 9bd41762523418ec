"""``taller check``: one command says who keeps the contract."""

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.contracts.shelf import CONTRACT, Fault, create_shelf
from tests.contracts.test_diagnosis import served

from taller.cli.checked import Display
from taller.cli.main import main
from taller.contracts.events import Breach, Trouble
from taller.contracts.outcomes import Outcome, Verdict


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
    again = f"taller check --contract {contract} --url {url} --profile quick --seed 7"
    assert f"The same with: {again}" in result.stdout


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
    assert f"curl -i -X GET {url}/books/" in result.stdout
    assert f"shelf{' ' * (4 if language == 'en' else 5)}{verdict}" in result.stdout


def test_who_tests_says_how_long_an_answer_may_take(contract: str, tmp_path: Path) -> None:
    file, options = tmp_path / "run.json", ("--profile", "quick", "--seed", "7", "--lang", "es")
    with served(create_shelf()) as url:
        limit = ("--max-response-time", "0.000001", "--json", str(file))
        result = run("--contract", contract, "--url", url, *options, *limit)

    written = json.loads(file.read_text("utf-8"))
    assert result.exit_code == 1
    assert {one["promise"] for one in written["services"][0]["faults"]} == {"answers-in-time"}
    assert "--max-response-time 1e-06 --seed 7" in written["command"]
    assert "segundos, la mediana de" in result.stdout


def test_a_promise_is_switched_off_by_settings_of_ones_own(contract: str, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text("[checks]\nno-server-error.enabled = false\n", "utf-8")
    with served(create_shelf(Fault.FAILS)) as url:
        options = ("--profile", "quick", "--seed", "7", "--config", str(tmp_path / "mine.toml"))
        result = run("--contract", contract, "--url", url, *options)

    assert "no-server-error" not in result.stdout
    assert "documented-status" in result.stdout


@pytest.mark.parametrize(
    "text",
    [
        "chekcs = 1",
        "[checks\n",
        "[checks]\naccepts-valid.enabled = 3\n",
        "[checks]\nacepts-valid.enabled = false\n",
        'hooks = "no.such"',
    ],
)
def test_settings_that_make_no_sense_are_told_before_a_run(contract: str, tmp_path: Path, text: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(text, "utf-8")

    result = run("--contract", contract, "--url", "http://127.0.0.1:9", "--config", str(path))

    assert result.exit_code == 2
    assert f"Error: {path}: " in result.output


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
        (
            ("logs", "--url", "127.0.0.1:7302"),
            "'127.0.0.1:7302' is no URL of http or https: write http://HOST",
        ),
        (("logs", "--url", "foo"), "'foo' is no URL"),
        (("logs", "--url", "ftp://x"), "'ftp://x' is no URL of http or https"),
        (("logs", "--url", "http:///api"), "is no URL of http or https"),
        (("logs", "--url", "http://x:99999"), "Port out of range"),
        (("logs", "--url", "http://[::1"), "Invalid IPv6 URL"),
        (("logs", "--url", "http://x/api?page=1"), "has a query or a fragment"),
        (("logs", "--url", "http://x/api#top"), "has a query or a fragment"),
        (("logs", "--url", "http://x/a b"), "to be percent-encoded"),
    ],
)
def test_what_cannot_be_done_is_said(arguments: tuple[str, ...], said: str) -> None:
    result = run(*arguments)

    assert result.exit_code == 2
    assert said in result.output


@pytest.mark.parametrize("paths", ['"paths": {}', '"components": {}'])
def test_a_contract_that_promises_nothing_is_not_kept(tmp_path: Path, paths: str) -> None:
    (path := tmp_path / "empty.json").write_text(
        f'{{"openapi": "3.1.0", "info": {{"title": "x", "version": "1"}}, {paths}}}', "utf-8"
    )

    result = run("--contract", str(path), "--url", "http://127.0.0.1:9")

    assert result.exit_code == 2
    assert "empty    untested" in result.stdout
    assert "the contract has no operation: is it this file?" in result.stdout


def test_whoever_interrupts_a_run_keeps_what_is_finished(contract: str, tmp_path: Path) -> None:
    """By one worker: the first service is not there, and the second takes its time."""
    asked, go_on = threading.Event(), threading.Event()
    app, file = create_shelf(), tmp_path / "run.json"

    @app.before_request
    def wait() -> None:
        asked.set()
        go_on.wait()

    with served(app) as url:
        services = ("vehiculos", "clientes", "--processes", "1", "--json", str(file))
        urls = {"TALLER_VEHICULOS_URL": "http://127.0.0.1:9", "TALLER_CLIENTES_URL": url}
        command = [sys.executable, "-m", "taller", "check", *services]
        told = subprocess.PIPE
        with subprocess.Popen(command, env=os.environ | urls, stdout=told, stderr=told, text=True) as begun:
            asked.wait(60)
            begun.send_signal(signal.SIGINT)
            out, error = begun.communicate(timeout=60)
        go_on.set()

    assert begun.returncode == 130
    assert "vehiculos  unreachable" in out
    assert "clientes: interrupted before it was through" in out
    assert "Traceback" not in error
    verdicts = [one["verdict"] for one in json.loads(file.read_text("utf-8"))["services"]]
    assert verdicts == ["unreachable", "untested"]


def test_help_has_examples() -> None:
    result = run("--help")

    assert "taller check --all --profile quick" in result.output


HOSTILE = "half a \ud800, a red \x1b[31m, and a line\nshelf  kept"


def test_what_a_service_says_is_shown_and_does_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    breach = Breach("GET /books", "no-server-error", "", (HOSTILE,), curl=(HOSTILE,), detail=HOSTILE)
    trouble = Trouble(HOSTILE, HOSTILE, "-")
    outcome = Outcome("shelf", "", Verdict.BROKEN, HOSTILE, 1, 3, breaches=(breach,), troubles=(trouble,))

    Display(language="en", colour=False, verbose=True).end([outcome], "again")

    out = capsys.readouterr().out
    assert "  came      half a \\ud800, a red \\u001b[31m, and a line\\nshelf  kept\n" in out
    assert "shelf: half a \\ud800, a red" in out
    assert not {"\x1b", "\ud800"} & set(out)


def test_reports_are_written_whatever_becomes_of_the_terminal(
    contract: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "run.json"
    monkeypatch.setattr(Display, "end", lambda *_: (_ for _ in ()).throw(BrokenPipeError))

    run("--contract", contract, "--url", "http://127.0.0.1:9", "--json", str(file))

    assert json.loads(file.read_text("utf-8"))["services"][0]["verdict"] == "unreachable"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a disk that takes nothing")
def test_what_was_found_is_shown_whatever_becomes_of_a_report(contract: str) -> None:
    result = run("--contract", contract, "--url", "http://127.0.0.1:9", "--json", "/dev/full")

    assert result.exit_code == 2
    assert "shelf    unreachable" in result.stdout


def test_a_contract_with_something_beside_its_paths_is_tested(tmp_path: Path) -> None:
    more = {**CONTRACT, "paths": {"x-internal": "kept by the gateway", **CONTRACT["paths"]}}
    (path := tmp_path / "shelf.json").write_text(json.dumps(more), "utf-8")

    with served(create_shelf()) as url:
        result = run("--contract", str(path), "--url", url, "--profile", "quick", "--seed", "7")

    assert result.exit_code == 0, result.output
