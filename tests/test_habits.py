"""The habits of the project, held by its own test run."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TRACKED = ("*.py", "*.md", "*.yaml", "*.yml", "*.cfg", "*.toml", "*.txt", "Makefile", "Dockerfile")


@pytest.mark.parametrize(
    "command",
    [
        ["ruff", "check", "."],
        ["ruff", "format", "--check", "."],
        ["mypy"],
        ["lint-imports", "--no-logo"],
    ],
    ids=lambda command: " ".join(command),
)
def test_style_types_and_layers_hold(command: list[str]) -> None:
    program = Path(sys.executable).with_name(command[0])

    done = subprocess.run([program, *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr


def test_the_lock_names_no_index_and_pins_every_hash() -> None:
    for lock in (ROOT / "requirements").glob("*.txt"):
        text = lock.read_text("utf-8")
        pins = re.findall(r"^[a-z0-9].*==.*$", text, re.MULTILINE | re.IGNORECASE)

        assert not re.search(r"https?://|--(extra-)?index-url|--find-links", text)
        assert pins
        assert all(pin.endswith("\\") for pin in pins), "a pin without a hash"
