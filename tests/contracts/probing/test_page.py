"""Every promise has its paragraph."""

import re
from pathlib import Path

import pytest

from taller.contracts.promises import PROMISES

DOCS = Path(__file__).parents[3] / "docs"
TEXT = "\n".join(page.read_text("utf-8") for page in sorted(DOCS.glob("promises*.md")))


@pytest.mark.parametrize("name", PROMISES)
def test_every_promise_has_its_paragraph(name: str) -> None:
    assert f"### {name}\n" in TEXT


def test_a_paragraph_says_how_much_a_broken_promise_hurts() -> None:
    said = re.findall(r"### ([a-z0-9-]+)\n\n\*([a-z]+)\.\*", TEXT)

    assert said
    assert [name for name, weight in said if PROMISES[name].severity.name.lower() != weight] == []


def test_no_paragraph_is_of_no_promise() -> None:
    assert set(re.findall(r"^### ([a-z0-9-]+)$", TEXT, re.MULTILINE)) <= PROMISES.keys()
