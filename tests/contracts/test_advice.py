"""Advice is told wherever broken promises are, and breaks no contract."""

import json
from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree

import pytest
import requests
from schemathesis.openapi.checks import UnsupportedMethodResponse
from tests.contracts.reports.made import ADVISED, FAILS, KEPT, advised, broken, run
from tests.contracts.shelf import CONTRACT, create_shelf

from taller.cli.checked import Display
from taller.contracts import Report
from taller.contracts.blame import breach_of
from taller.contracts.checking import Job, examine
from taller.contracts.events import Breach, Scenario
from taller.contracts.outcomes import Outcome, Verdict
from taller.contracts.phrases import said
from taller.contracts.plugin import keeps
from taller.contracts.probing.hostile.alteration import Alteration
from taller.contracts.probing.hostile.asking import Asker
from taller.contracts.probing.hostile.judging import Judge
from taller.contracts.probing.wire import Client, Reply, Request
from taller.contracts.reports import as_badge, as_html, as_json, as_junit
from taller.contracts.reports.history import trends

ANSWERED = Scenario("fuzzing", (), 1, (("GET /books/{id}", 200),))


@pytest.mark.parametrize(
    ("found", "verdict"), [((ADVISED,), Verdict.KEPT), ((ADVISED, FAILS), Verdict.BROKEN)]
)
def test_a_contract_to_which_there_is_only_advice_is_kept(
    monkeypatch: pytest.MonkeyPatch, found: tuple[Breach, ...], verdict: Verdict
) -> None:
    monkeypatch.setattr("taller.contracts.runner.run", lambda *_, **__: [ANSWERED, *found])

    outcome = examine(Job("shelf", CONTRACT, "", seed=7), create_shelf)

    assert outcome.verdict is verdict
    assert set(outcome.breaches) == {*found}


def test_a_report_tells_it_last() -> None:
    assert Report.of([ADVISED, FAILS]).findings == [FAILS, ADVISED]


def shown(capsys: pytest.CaptureFixture[str], language: str, *outcomes: Outcome) -> str:
    Display(language=language, colour=False, verbose=False).end(outcomes, "taller check")
    return capsys.readouterr().out


@pytest.mark.parametrize(
    ("language", "verdict", "weight"),
    [
        ("en", "kept, 1 piece of advice", "(advice, once)"),
        ("es", "cumplido, 1 consejo", "(consejo, una vez)"),
    ],
)
def test_the_table_says_how_much_there_is_and_counts_no_broken_promise(
    capsys: pytest.CaptureFixture[str], language: str, verdict: str, weight: str
) -> None:
    text = shown(capsys, language, advised())

    assert f"GET /books  accepts-all-valid {weight}" in text
    line = next(one for one in text.splitlines() if verdict in one)
    assert line.split()[-1] == "0"


def test_without_any_the_table_says_nothing_of_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert "advice" not in shown(capsys, "en", KEPT, broken())


def test_junit_has_it_as_what_a_test_says_and_as_no_failure() -> None:
    root = ElementTree.fromstring(as_junit(run(advised())).encode())

    assert root.attrib["failures"] == "0"
    (told,) = root.iter("system-out")
    assert "accepts-all-valid (advice)" in str(told.text)


def test_json_has_it_among_the_faults_by_its_severity() -> None:
    read = json.loads(as_json(run(advised())))

    (service,) = read["services"]
    assert (read["exit_code"], service["verdict"], service["advice"]) == (0, "kept", 1)
    assert [one["severity"] for one in service["faults"]] == ["advice"]


def test_the_badge_is_green() -> None:
    assert as_badge(run(advised())) == as_badge(run(KEPT))


def test_the_page_has_a_colour_of_its_own_for_it_and_leads_to_it() -> None:
    page = as_html(run(advised()))

    assert '<span class="pill advice">advice</span>' in page
    assert '<td class="advice">' in page
    assert '<a href="#broken-shelf">1 piece of advice</a>' in page
    assert "1 of 1 services keep their contract" in page


def test_a_trend_does_not_count_it(tmp_path: Any) -> None:
    assert trends(run(advised()), tmp_path)["shelf"][-1].faults == 0


@pytest.mark.parametrize(
    ("status", "promise"),
    [(404, "other-methods-are-405"), (400, "other-methods-are-405"), (200, "refuses-other-methods")],
)
def test_another_refusal_than_405_of_a_method_is_advice(status: int, promise: str) -> None:
    failure = UnsupportedMethodResponse(
        operation="GET /books", method="PUT", status_code=status, failure_reason="wrong_status", message=""
    )
    response: Any = SimpleNamespace(status_code=status)

    assert breach_of(failure, None, response, ()).promise == promise


def test_405_without_allow_breaks_what_http_demands() -> None:
    failure = UnsupportedMethodResponse(
        operation="GET /books",
        method="PUT",
        status_code=405,
        failure_reason="missing_allow_header",
        message="",
    )
    response: Any = SimpleNamespace(status_code=405)

    assert breach_of(failure, None, response, ()).promise == "refuses-other-methods"


@pytest.mark.parametrize(("found", "fails"), [(ADVISED, False), (FAILS, True)])
def test_a_test_of_pytest_fails_on_what_is_broken_alone(
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    found: Breach,
    fails: bool,
) -> None:
    monkeypatch.setattr("taller.contracts.runner.run", lambda *_, **__: [ANSWERED, found])
    (tmp_path / "shelf.json").write_text(json.dumps(CONTRACT), "utf-8")
    test = keeps(tmp_path / "shelf.json", start=create_shelf)

    with pytest.raises(pytest.fail.Exception) if fails else nullcontext():
        test(request)


def test_who_does_not_answer_to_what_only_should_be_refused_is_told_as_one_that_fails() -> None:
    class Dead(Client):
        def send(self, _request: Request) -> Reply:
            raise requests.ConnectionError

    asked = Request("GET /books", "GET", "/books?page=1&page=2", {}, None)
    one = Alteration("refuses-doubled-parameters", said("two values of one parameter"), "query", (), asked)

    (breach,) = Judge(Asker(Dead("http://127.0.0.1:9")), CONTRACT).breaches(one)

    assert (breach.promise, breach.came[0].startswith("no answer")) == ("no-server-error", True)
