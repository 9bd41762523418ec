"""schemathesis.toml says what is asked of each contract, and why less where less is asked."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from contract_tests.stand_ins import KINDS
from schemathesis.core.warnings import SchemathesisWarning

from taller.catalog import SERVICES, contract_path, load_contract
from taller.contracts import settings
from taller.contracts.runner import SETTINGS
from taller.documents import read

PATH = Path(__file__).parents[2] / "schemathesis.toml"
TEXT = PATH.read_text("utf-8")
LOOSENED = re.compile(r"^(?:[a-z_.-]*\b(?:checks|inference)\.|warnings =)", re.MULTILINE)


@pytest.fixture(scope="module")
def parsed() -> dict[str, Any]:
    return tomllib.loads(TEXT)


def test_each_contract_has_a_project_of_its_title(parsed: dict[str, Any]) -> None:
    services = [load_contract(contract_path(service.name))["info"]["title"] for service in SERVICES]
    others = {read(path).document["info"]["title"] for path in KINDS.values()}
    titles = [project["title"] for project in parsed["project"]]

    assert titles[: len(services)] == services
    assert set(titles[len(services) :]) <= others
    assert len(set(titles)) == len(titles)


def test_the_package_has_the_settings_that_schemathesis_finds_in_this_folder() -> None:
    assert SETTINGS.read_text("utf-8") == TEXT


def test_a_run_depends_on_nothing_that_an_earlier_one_left(parsed: dict[str, Any]) -> None:
    assert isinstance(parsed["seed"], int)
    assert parsed["cache"] == {"enabled": False}
    assert parsed["generation"]["database"] == "none"
    assert parsed["analysis"]["constants"] == {"enabled": False}


def test_another_seed_can_be_asked_for(parsed: dict[str, Any]) -> None:
    assert settings().seed == parsed["seed"]
    assert settings(seed=5).seed == 5


def test_no_check_is_switched_off_for_a_whole_contract() -> None:
    config = settings()

    for service in SERVICES:
        project = config.projects.get(load_contract(contract_path(service.name)))
        assert repr(project.checks) == repr(schemathesis.Config().projects.default.checks)


def test_whatever_is_loosened_has_its_reason_in_the_line_above() -> None:
    lines = TEXT.splitlines()
    loosened = [number for number, line in enumerate(lines) if LOOSENED.match(line)]

    assert loosened
    for number in loosened:
        assert re.match(r"# \w.{20,}", lines[number - 1]), lines[number]


def test_nothing_is_loosened_in_any_other_way(parsed: dict[str, Any]) -> None:
    found = [".".join(names) for names in _names(parsed)]
    loosened = [name for name in found if re.search(r"\b(checks|inference|operations\.warnings)\b", name)]

    assert len(loosened) == len(LOOSENED.findall(TEXT))
    assert set(SchemathesisWarning) - set(parsed["warnings"]["fail-on"]) == {"missing_test_data"}


def _names(node: Any, above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield the full name of each value; tables in a list have the list's."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield from _names(value, (*above, key))
    elif isinstance(node, list) and any(isinstance(each, dict) for each in node):
        for each in node:
            yield from _names(each, above)
    else:
        yield above
