"""Another team tests its own service in three lines, with pytest."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.contracts.shelf import CONTRACT, Fault, create_shelf
from tests.contracts.test_diagnosis import served

ROOT = Path(__file__).parents[2]
THREE_LINES = """
from tests.contracts.shelf import Fault, create_shelf
from taller.contracts.plugin import keeps

test_the_shelf_keeps_its_contract = keeps("shelf.json", start=lambda: create_shelf({fault}))
"""


def run_in(folder: Path, fault: str, *options: str) -> subprocess.CompletedProcess[str]:
    (folder / "shelf.json").write_text(json.dumps(CONTRACT), "utf-8")
    (folder / "pytest.ini").write_text(f"[pytest]\npythonpath = {ROOT}\n", "utf-8")
    (folder / "test_contract.py").write_text(THREE_LINES.format(fault=fault), "utf-8")
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
    assert "curl -X GET" in done.stdout
    assert "the same with: --contract-seed 7" in done.stdout
    assert "Traceback" not in done.stdout


def test_the_one_that_runs_somewhere_is_tested_instead(tmp_path: Path) -> None:
    with served(create_shelf(Fault.FAILS)) as url:
        done = run_in(tmp_path, "None", "--service", f"shelf={url}")

    assert done.returncode == 1
    assert f"curl -X GET {url}/books/" in done.stdout


@pytest.mark.parametrize("said", ["shelf", "shelf=", "=http://127.0.0.1:1", "shelf=127.0.0.1"])
def test_a_service_without_a_url_is_refused(tmp_path: Path, said: str) -> None:
    done = run_in(tmp_path, "None", "--service", said)

    assert done.returncode != 0
    assert "--service wants NAME=URL" in done.stdout + done.stderr
