"""``taller check`` leaves reports in files."""

import json
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result

from taller.cli.main import main
from taller.contracts.reports import Run, keep

NOWHERE = ("clientes", "--url", "http://127.0.0.1:9", "--seed", "7", "--api-key", "s3cret")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["check", *arguments])


def test_each_report_is_written_where_it_is_asked_for(tmp_path: Path) -> None:
    files = {name: tmp_path / "new" / name for name in ("html", "junit", "json", "badge")}

    result = run(*NOWHERE, *(f"--{name}={path}" for name, path in files.items()))

    assert result.exit_code == 1, result.output
    assert "0 of 1 services keep their contract" in files["html"].read_text("utf-8")
    assert ElementTree.parse(files["junit"]).getroot().attrib["errors"] == "1"
    assert json.loads(files["json"].read_text("utf-8"))["services"][0]["verdict"] == "unreachable"
    assert "contracts: 1 broken" in files["badge"].read_text("utf-8")


def test_a_report_says_how_to_repeat_the_run_without_the_credential(tmp_path: Path) -> None:
    path = tmp_path / "report.json"

    run(*NOWHERE, "--json", str(path))

    written = path.read_text("utf-8")
    command = "taller check clientes --url http://127.0.0.1:9 --profile standard --seed 7"
    assert json.loads(written)["command"] == command
    assert "s3cret" not in written


def test_no_report_holds_the_password_of_a_url(tmp_path: Path) -> None:
    files = {name: tmp_path / name for name in ("html", "junit", "json")}
    service = ("clientes", "--url", "http://ana:hunter2@127.0.0.1:9")

    result = run(*service, *(f"--{name}={path}" for name, path in files.items()))

    assert result.exit_code == 1
    assert "hunter2" not in result.output
    assert [name for name, path in files.items() if "hunter2" in path.read_text("utf-8")] == []
    assert json.loads(files["json"].read_text("utf-8"))["services"][0]["url"] == "http://ana:***@127.0.0.1:9"


def test_the_history_grows_by_each_run(tmp_path: Path) -> None:
    page = tmp_path / "report.html"

    run(*NOWHERE, "--history", str(tmp_path / "history"), "--html", str(page))

    (kept,) = (tmp_path / "history").iterdir()
    assert json.loads(kept.read_text("utf-8"))["version"] == 1
    assert "1 runs; the last: unreachable" in page.read_text("utf-8")


def test_two_runs_in_one_second_are_both_kept(tmp_path: Path) -> None:
    run = Run((), datetime(2026, 3, 2, 9, 30, tzinfo=UTC), 1.0, "quick", "taller check clientes")

    first, second = keep(run, tmp_path), keep(run, tmp_path)

    assert {first, second} == set(tmp_path.glob("*.json"))
    assert first != second


@pytest.mark.parametrize("option", ["--html", "--history"])
def test_what_cannot_be_written_is_said_before_the_run(tmp_path: Path, option: str) -> None:
    (tmp_path / "file").touch()

    result = run(*NOWHERE, option, str(tmp_path / "file" / "below"))

    assert result.exit_code == 2
    assert "a report cannot be written" in result.output
    assert "unreachable" not in result.output
