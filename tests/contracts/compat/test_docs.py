"""The page says what the command has."""

import re
from pathlib import Path

import yaml

from taller.cli import compat
from taller.contracts.compat import KINDS, Consumer

PAGE = (Path(__file__).parents[3] / "docs" / "compat.md").read_text("utf-8")


def test_every_kind_has_its_row_and_no_row_is_of_none() -> None:
    rows = [f"| `{name}` | {one.severity} | {one.what.en} | {one.why.en} |" for name, one in KINDS.items()]

    assert [row for row in rows if row not in PAGE] == []
    assert len(re.findall(r"\| (?:breaking|risky|compatible) \|", PAGE)) == len(rows)


def test_every_option_is_told_and_no_other() -> None:
    options = {name for each in compat.command.params for name in each.opts if name.startswith("--")}

    assert {*re.findall(r"(--[a-z]+)", PAGE)} == options


def test_the_example_of_a_consumer_is_one() -> None:
    example = re.search(r"```yaml\n(.*?)```", PAGE, re.DOTALL)

    assert example is not None
    assert Consumer.of(yaml.safe_load(example[1])).name == "facturas"
