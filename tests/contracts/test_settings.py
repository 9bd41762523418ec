"""schemathesis.toml says what is asked of each contract, and why less where less is asked."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from contract_tests.services import settings_of_all
from contract_tests.stand_ins import KINDS, LESS
from schemathesis.config import ChecksConfig
from schemathesis.core.transport import expand_status_codes
from schemathesis.core.warnings import SchemathesisWarning

from taller.catalog import SERVICES, contract_path, load_contract
from taller.contracts import settings
from taller.contracts.own_settings import laid_over, own_settings
from taller.contracts.runner import SETTINGS
from taller.documents import read

PATH = Path(__file__).parents[2] / "schemathesis.toml"
TEXT = PATH.read_text("utf-8")
LOOSENED = re.compile(
    r"^(?:[a-z_.-]*\b(?:checks|inference)\.|[a-z_]+\.expected-statuses|warnings =)", re.MULTILINE
)
BUILT_IN = [
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
    "response_headers_conformance",
    "use_after_free",
    "ensure_resource_availability",
    "ignored_auth",
    "unsupported_method",
    "allow_header_conformance",
    "positive_data_acceptance",
    "negative_data_rejection",
    "missing_required_header",
]
EXPECTED = BUILT_IN[-3:]
"""Those of which the file says which statuses they expect."""


@pytest.fixture(scope="module")
def parsed() -> dict[str, Any]:
    return tomllib.loads(TEXT)


def test_each_of_the_seven_and_no_other_has_a_project_of_its_title(parsed: dict[str, Any]) -> None:
    services = [load_contract(contract_path(service.name))["info"]["title"] for service in SERVICES]

    assert [project["title"] for project in parsed["project"]] == services


def test_what_is_asked_less_of_test_contracts_is_asked_of_them() -> None:
    known = {read(path).document["info"]["title"] for path in KINDS.values()}
    titles = [project["title"] for project in own_settings(LESS)["project"]]

    assert set(titles) <= known
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
        checks = config.projects.get(load_contract(contract_path(service.name))).checks
        assert all(checks.get_by_name(name=name).enabled for name in BUILT_IN)


@pytest.mark.parametrize("name", [name for name in BUILT_IN if name not in EXPECTED])
def test_most_checks_expect_what_schemathesis_has_them_expect(name: str) -> None:
    checks = settings().projects.default.checks

    assert repr(checks.get_by_name(name=name)) == repr(ChecksConfig().get_by_name(name=name))


@pytest.mark.parametrize("name", EXPECTED)
def test_the_others_expect_no_less(name: str) -> None:
    def expected(checks: ChecksConfig) -> frozenset[int]:
        return expand_status_codes(checks.get_by_name(name=name).expected_statuses)  # type: ignore[union-attr]

    assert expected(settings().projects.default.checks) > expected(ChecksConfig())


@pytest.mark.parametrize("text", [TEXT, LESS.read_text("utf-8")], ids=["the seven", "stand-ins"])
def test_whatever_is_loosened_has_its_reason_in_the_line_above(text: str) -> None:
    lines = text.splitlines()
    loosened = [number for number, line in enumerate(lines) if LOOSENED.match(line)]

    assert loosened
    for number in loosened:
        assert re.match(r"# \w.{20,}", lines[number - 1]), lines[number]


def test_nothing_is_loosened_in_any_other_way(parsed: dict[str, Any]) -> None:
    found = [".".join(names) for names in _names(parsed)]
    loosened = [name for name in found if re.search(r"\b(checks|inference|operations\.warnings)\b", name)]

    assert len(loosened) == len(LOOSENED.findall(TEXT))
    # Nothing is amiss where a contract lacks what is said here of some; the seven have it all.
    silent = {"missing_test_data", "unmatched_filter"}
    assert set(SchemathesisWarning) - set(parsed["warnings"]["fail-on"]) == silent
    assert "unmatched_filter" in settings_of_all().projects.default.warnings.fail_on


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


def test_settings_of_ones_own_come_before_ours() -> None:
    ours = {"seed": 1, "checks": {"a": {"enabled": True}, "b": {"x": [1]}}, "operations": [{"n": 1}]}
    own = {"checks": {"a": {"enabled": False}, "b": {"x": [2]}}, "operations": [{"n": 2}]}

    assert laid_over(ours, own) == {
        "seed": 1,
        "checks": {"a": {"enabled": False}, "b": {"x": [2]}},
        "operations": [{"n": 2}, {"n": 1}],
    }


def test_a_project_of_ones_own_is_joined_with_ours_of_its_title() -> None:
    ours = {"project": [{"title": "A", "operations": [1], "workers": 2}, {"title": "B"}]}

    joined = laid_over(ours, {"project": [{"title": "C"}, {"title": "A", "operations": [2]}]})

    assert joined == {
        "project": [{"title": "A", "operations": [2, 1], "workers": 2}, {"title": "B"}, {"title": "C"}]
    }


OFF = {"enabled": False}
SOME = {"include-name": "GET /books"}


@pytest.mark.parametrize(
    "own",
    [
        {"checks": {"accepts-vaild": OFF}},
        {"operations": [{**SOME, "checks": {"positive_dta_acceptance": OFF}}]},
        {"project": [{"title": "Shelf", "checks": {"refuses-unknown-feilds": OFF}}]},
        {"project": [{"title": "Shelf", "operations": [{**SOME, "checks": {"not_a_check": OFF}}]}]},
        {"phases": {"fuzzing": {"checks": {"not_a_check": OFF}}}},
    ],
)
def test_a_check_that_nobody_knows_is_refused_wherever_it_is_named(own: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="no check and no promise is called"):
        settings(own=own)


@pytest.mark.parametrize(
    "own",
    [
        {"operations": [{**SOME, "checks": {"refuses-unknown-fields": OFF}}]},
        {"project": [{"title": "Shelf", "operations": [{**SOME, "checks": {"accepts-valid": OFF}}]}]},
        {"phases": {"fuzzing": {"checks": {"accepts-valid": OFF}}}},
    ],
)
def test_a_promise_that_would_be_told_of_all_the_same_is_refused(own: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="a promise is switched off for all operations or for none"):
        settings(own=own)


@pytest.mark.parametrize(
    "own",
    [
        {"checks": {"refuses-unknown-fields": OFF, "positive_data_acceptance": OFF}},
        {"operations": [{**SOME, "checks": {"positive_data_acceptance": OFF}}]},
        {"project": [{"title": "Shelf", "checks": {"refuses-unknown-fields": OFF}}]},
    ],
)
def test_what_is_switched_off_where_it_has_its_place_is_taken(own: dict[str, Any]) -> None:
    assert settings(own=own).seed
