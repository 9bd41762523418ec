"""The table of legal rules points to code that is there, and to tests that are there."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROW = re.compile(r"^\| (?!rule \||---)(.+?) \| (.+?) \| `(.+?)` \| `(.+?)` \|$")


def rows() -> list[tuple[str, str, str, str]]:
    lines = (ROOT / "docs/law.md").read_text("utf-8").splitlines()
    return [match.groups() for line in lines if (match := ROW.match(line))]  # type: ignore[misc]


@cache
def names_in(path: Path) -> frozenset[str]:
    """Return the functions, classes and constants of a module, methods as ``Class.method``."""
    return frozenset(_names(ast.parse(path.read_text("utf-8")).body, ""))


def _names(body: list[ast.stmt], prefix: str) -> list[str]:
    found: list[str] = []
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.append(prefix + node.name)
        if isinstance(node, ast.ClassDef):
            found += _names(node.body, f"{prefix}{node.name}.")
        if isinstance(node, ast.Assign):
            found += [prefix + target.id for target in node.targets if isinstance(target, ast.Name)]
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            found.append(prefix + node.target.id)
    return found


def test_the_table_has_the_rules() -> None:
    assert len(rows()) >= 40
    assert len({rule for rule, *_ in rows()}) == len(rows())


@pytest.mark.parametrize("row", rows(), ids=lambda row: row[0])
def test_what_a_rule_points_to_is_there(row: tuple[str, str, str, str]) -> None:
    _rule, source, code, test = row

    assert re.search(r"\d", source), "a source has an article or a number"
    module, _, name = code.partition("::")
    assert name in names_in(ROOT / "src/taller/invoices" / module)
    file, _, test_name = test.partition("::")
    assert test_name.startswith("test_")
    assert test_name in names_in(ROOT / "tests/invoices" / file)
