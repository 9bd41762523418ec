"""Another team tests its own service in three lines, with pytest."""

import json
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from contract_tests.serving import served
from tests.contracts.shelf import CONTRACT, Fault, create_shelf

from taller.contracts.checking import Job
from taller.contracts.outcomes import Outcome, Verdict
from taller.contracts.plugin import keeps

ROOT = Path(__file__).parents[2]
THREE_LINES = """
from tests.contracts.shelf import Fault, create_shelf
from taller.contracts.plugin import keeps

test_the_shelf_keeps_its_contract = keeps("shelf.json", start=lambda: create_shelf({fault}){more})
"""


def run_in(
    folder: Path, fault: str, *options: str, more: str = "", contract: str | None = json.dumps(CONTRACT)
) -> subprocess.CompletedProcess[str]:
    if contract is not None:
        (folder / "shelf.json").write_text(contract, "utf-8")
    (folder / "pytest.ini").write_text(f"[pytest]\npythonpath = {ROOT}\n", "utf-8")
    (folder / "test_contract.py").write_text(THREE_LINES.format(fault=fault, more=more), "utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *options]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_a_service_that_keeps_its_contract_passes(tmp_path: Path) -> None:
    done = run_in(tmp_path, "None")

    assert done.returncode == 0, done.stdout
    assert "1 passed" in done.stdout


def test_one_that_does_not_fails_with_all_that_is_broken(tmp_path: Path) -> None:
    done = run_in(tmp_path, "Fault.FAILS", "--contract-seed", "7")

    assert done.returncode == 1
    assert "GET /books/{id}: no-server-error: status 500" in done.stdout
    assert "curl -i -X GET" in done.stdout
    assert "the same with: --contract-seed 7" in done.stdout
    assert "Traceback" not in done.stdout


def test_a_check_is_switched_off_by_settings_of_ones_own(tmp_path: Path) -> None:
    off = "[checks]\nno-server-error.enabled = false\ndocumented-status.enabled = false\n"
    (tmp_path / "mine.toml").write_text(off, "utf-8")

    done = run_in(tmp_path, "Fault.FAILS", "--contract-seed", "7", more=', config="mine.toml"')

    assert "no-server-error" not in done.stdout


def test_the_one_that_runs_somewhere_is_tested_instead(tmp_path: Path) -> None:
    with served(create_shelf(Fault.FAILS)) as url:
        done = run_in(tmp_path, "None", "--service", f"shelf={url}")

    assert done.returncode == 1
    assert f"curl -i -X GET {url}/books/" in done.stdout


@pytest.mark.parametrize("said", ["shelf", "shelf=", "=http://127.0.0.1:1", "shelf=127.0.0.1"])
def test_a_service_without_a_url_is_refused(tmp_path: Path, said: str) -> None:
    done = run_in(tmp_path, "None", "--service", said)

    assert done.returncode != 0
    assert "--service wants NAME=URL" in done.stdout + done.stderr


def test_a_service_that_no_test_is_of_is_refused(tmp_path: Path) -> None:
    done = run_in(tmp_path, "None", "--service", "shefl=http://127.0.0.1:1")

    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    assert "--service shefl: no test is of that service; those that are: shelf" in done.stderr


def test_a_service_that_is_not_there_is_told_as_one(tmp_path: Path) -> None:
    done = run_in(tmp_path, "None", "--service", "shelf=http://127.0.0.1:9")

    assert done.returncode == 1
    assert "shelf is unreachable: nothing listens on 127.0.0.1:9" in done.stdout
    assert "Network Error" not in done.stdout


@pytest.mark.parametrize(
    ("text", "said"),
    [(None, "shelf.json: "), ("{", "shelf.json"), ('{"openapi": "3.1.0", "paths": {}}', "has no operation")],
)
def test_a_contract_that_cannot_be_tested_is_told_in_a_line(
    tmp_path: Path, text: str | None, said: str
) -> None:
    done = run_in(tmp_path, "None", contract=text)

    assert done.returncode == 1
    assert said in done.stdout
    assert "Traceback" not in done.stdout
    assert len(done.stdout.splitlines()) < 15


@pytest.fixture
def jobs(monkeypatch: pytest.MonkeyPatch) -> list[Job]:
    """What would be done."""
    found: list[Job] = []
    monkeypatch.setattr(
        "taller.contracts.checking.examine", lambda job, _: found.append(job) or Outcome("", "", Verdict.KEPT)
    )
    return found


def request() -> Any:
    return SimpleNamespace(config=SimpleNamespace(rootpath=ROOT / "specs", getoption={"--service": []}.get))


def test_the_profile_is_that_of_our_own_questions_too(jobs: list[Job]) -> None:
    keeps("clientes.yaml", app=create_shelf(), profile="deep", key="k")(request())

    assert [(job.profile, job.key, job.service) for job in jobs] == [("deep", "k", "clientes")]


def test_the_key_of_the_environment_is_for_what_runs_somewhere(
    jobs: list[Job], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TALLER_API_KEY", "of the environment")

    keeps("clientes.yaml", app=create_shelf())(request())
    keeps("clientes.yaml", url="http://127.0.0.1:9")(request())
    keeps("clientes.yaml", url="http://127.0.0.1:9", key="k")(request())

    assert [job.key for job in jobs] == [None, "of the environment", "k"]
