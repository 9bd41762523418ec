"""JSON, JUnit, the badge, and what is remembered of earlier runs."""

import json
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.contracts.reports.made import COMES_BACK, DEAD, FAILS, KEPT, LOST, broken, run

from taller.contracts.outcomes import Outcome, Verdict
from taller.contracts.reports import Examined, as_badge, as_json, as_junit, keep, trends
from taller.contracts.reports.badge import width
from taller.contracts.reports.coverage import coverage
from taller.contracts.reports.history import MOST, Point


def test_json_tells_each_fault_once_with_all_its_operations() -> None:
    elsewhere = replace(FAILS, operation="GET /books", curl=("curl a", "curl b"))

    read = json.loads(as_json(run(broken(FAILS, elsewhere, COMES_BACK))))

    faults = read["services"][0]["faults"]
    assert (read["version"], read["exit_code"]) == (1, 1)
    assert [one["promise"] for one in faults] == ["no-server-error", "delete-is-final"]
    assert faults[0]["operations"] == ["GET /books/{id}", "GET /books"]
    assert (faults[0]["times"], faults[0]["severity"], faults[0]["group"]) == (6, "critical", "robustness")


def test_json_tells_what_was_never_seen() -> None:
    (service,) = json.loads(as_json(run(KEPT)))["services"]

    seen = {one["operation"]: one for one in service["coverage"]}
    assert service["operations"] == {"asked": 3, "promised": 4}
    assert seen["GET /books"]["seen"] == ["200", "4XX"]
    assert seen["GET /books/{id}"]["never_seen"] == ["200", "404"]
    assert seen["GET /books/{id}"]["undocumented"] == [302]
    assert seen["POST /books"]["seen"] == ["default"]


def test_what_stands_beside_paths_and_statuses_is_none() -> None:
    answers = {"200": {}, "x-note": "kept by the gateway"}
    contract = {"paths": {"/books": {"get": {"responses": answers}}, "x-more": {"get": {"responses": {}}}}}

    known = coverage(Examined(KEPT, contract))

    assert [(one.promised.label, one.promised.statuses) for one in known.operations] == [
        ("GET /books", ("200",))
    ]


def test_json_tells_what_was_sent_and_from_which_sides() -> None:
    (service,) = json.loads(as_json(run(KEPT)))["services"]

    seen = {one["operation"]: one for one in service["coverage"]}
    assert service["parameters"] == {"sent": 2, "promised": 3}
    assert service["properties"] == {"sent": 2, "promised": 3}
    assert service["keywords"] == {"both": 1, "promised": 5}
    assert seen["GET /books"]["parameters"]["never"] == ["query tags"]
    assert seen["POST /books"]["properties"] == {
        "both": ["/title"],
        "kept": ["/notes"],
        "broken": [],
        "never": ["/notes/*/text"],
    }
    assert seen["POST /books"]["keywords"]["broken"] == ["body required"]
    assert seen["DELETE /books/{id}"]["keywords"] == {"both": [], "kept": [], "broken": [], "never": []}


def cases(*outcomes: Outcome) -> dict[str, list[str]]:
    root = ElementTree.fromstring(as_junit(run(*outcomes)).encode())
    return {case.attrib["name"]: [one.tag for one in case] for case in root.iter("testcase")}


def test_junit_has_a_case_for_each_operation_in_each_group_that_was_asked() -> None:
    found = cases(broken())

    assert found["GET /books/{id}: Robustness"] == ["failure"]
    assert found["DELETE /books/{id}: Life of a resource"] == ["failure"]
    assert found["GET /books: Lists"] == []
    assert "POST /books: Lists" not in found


@pytest.mark.parametrize("outcome", [DEAD, LOST])
def test_junit_has_one_error_for_a_service_that_could_not_be_tested(outcome: Outcome) -> None:
    assert cases(outcome) == {"can be tested": ["error"]}


def test_junit_counts_what_is_in_it() -> None:
    root = ElementTree.fromstring(as_junit(run(KEPT, broken(), DEAD, LOST)).encode())

    for node in (root, *root):
        for name, tag in (("tests", "testcase"), ("failures", "failure"), ("errors", "error")):
            assert int(node.attrib[name]) == len([*node.iter(tag)])
    assert [one.attrib["name"] for one in root] == ["shelf", "shelf", "archive", "cellar"]


def test_junit_says_in_a_failure_how_to_see_it() -> None:
    root = ElementTree.fromstring(as_junit(run(broken(FAILS)), "es").encode())

    (failure,) = root.iter("failure")
    assert failure.attrib["message"] == "no-server-error: estado 500"
    assert "curl -X GET http://127.0.0.1:1/books/1" in str(failure.text)
    assert "Ninguna petición hace fallar al servicio." in str(failure.text)


@pytest.mark.parametrize(
    ("outcomes", "english", "spanish"),
    [
        ((KEPT, KEPT), "contracts: 2 kept", "contratos: 2 en regla"),
        ((KEPT, DEAD, broken(), LOST), "contracts: 2 broken", "contratos: 2 sin cumplir"),
        ((KEPT, LOST), "contracts: 1 untested", "contratos: 1 sin probar"),
    ],
)
def test_the_badge_says_the_worst(outcomes: tuple[Outcome, ...], english: str, spanish: str) -> None:
    assert f"<title>{english}</title>" in as_badge(run(*outcomes))
    assert f"<title>{spanish}</title>" in as_badge(run(*outcomes), "es")


@given(st.text(), st.text())
def test_a_longer_text_is_no_narrower(one: str, other: str) -> None:
    assert width(one + other) >= width(one) >= 0


def test_the_width_is_about_that_of_the_font() -> None:
    assert abs(width("contracts") - 53) <= 4
    assert width("mmm") > width("iii")


def test_the_trend_goes_over_the_runs_that_the_folder_keeps(tmp_path: Path) -> None:
    keep(run(broken(), day=1), tmp_path)
    keep(run(KEPT, day=3), tmp_path)

    found = trends(run(KEPT, DEAD, day=2), tmp_path)

    assert found["shelf"] == (
        Point("2026-03-01T12:00:00+00:00", Verdict.BROKEN, 2),
        Point("2026-03-02T12:00:00+00:00", Verdict.KEPT, 0),
    )
    assert [one.verdict for one in found["archive"]] == [Verdict.UNREACHABLE]


def test_the_trend_shows_the_last_runs_only(tmp_path: Path) -> None:
    for day in range(1, 26):
        keep(run(KEPT, day=day), tmp_path)

    points = trends(run(KEPT, day=26), tmp_path)["shelf"]

    assert len(points) == MOST
    assert points[-1].started.startswith("2026-03-26")


STRANGE = (
    *("", "[]", "7", "{}", "\xff", "[" * 9000),
    '{"services": 1, "started": ""}',
    '{"services": [{}], "started": ""}',
    '{"version": 2, "started": "2026", "services": []}',
    '{"version": 1, "started": "2026", "services": [{"service": "shelf", "verdict": "?", "faults": []}]}',
)


@pytest.mark.parametrize("text", STRANGE)
def test_what_is_no_report_of_ours_is_passed_over(tmp_path: Path, text: str) -> None:
    (tmp_path / "other.json").write_bytes(text.encode("latin-1"))

    assert len(trends(run(KEPT), tmp_path)["shelf"]) == 1
