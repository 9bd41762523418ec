"""The page says what the reports hold."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.contracts.reports.made import LOST, broken, run

from taller.cli.check import command
from taller.contracts.outcomes import Verdict
from taller.contracts.profiles import PROFILES
from taller.contracts.reports.data import document

PAGE = (Path(__file__).parents[3] / "docs" / "contracts.md").read_text("utf-8")


def names(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        yield from node
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from names(child)


def test_every_field_of_the_json_is_explained() -> None:
    assert {name for name in names(document(run(broken(), LOST))) if f"`{name}`" not in PAGE} == set()


def test_every_option_that_is_named_is_there() -> None:
    known = {name for option in command.params for name in option.opts}

    assert set(re.findall(r"(--[a-z][a-z-]+)", PAGE)) <= known


def test_every_verdict_and_every_profile_has_its_row() -> None:
    assert [
        one for one in Verdict if not re.search(rf"^\| {one.value} \| .* \| {one.code} \|$", PAGE, re.M)
    ] == []
    assert [name for name in PROFILES if f"| `{name}` |" not in PAGE] == []
