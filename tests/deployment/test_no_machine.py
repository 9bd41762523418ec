"""No deployment file knows the machine that it was written on."""

import re
from pathlib import Path

import pytest
from tests.deployment.reading import BASE, COMPOSE, ROOT

FILES = [ROOT / "Dockerfile", ROOT / ".dockerignore", COMPOSE, *sorted(BASE.iterdir())]
MANUAL = ROOT / "docs" / "deployment.md"
HOMES = re.compile(r"/(home|Users|root|work|mnt|srv)\b|[A-Z]:\\")
REGISTRIES = re.compile(r"\b(localhost|docker\.io|quay\.io|ghcr\.io|pypi)\b")


@pytest.mark.parametrize("path", [*FILES, MANUAL], ids=lambda path: path.name)
def test_a_file_names_no_folder_of_a_machine_and_no_registry(path: Path) -> None:
    text = path.read_text("utf-8")

    assert HOMES.findall(text) == []
    assert REGISTRIES.findall(text) == []


def test_no_file_asks_for_whatever_is_latest() -> None:
    for path in FILES:
        assert "latest" not in path.read_text("utf-8")
