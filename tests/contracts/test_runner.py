"""A run finds what breaks a contract, and nothing where it is kept."""

import copy
from collections.abc import Iterator
from pathlib import Path

import flask
import pytest
from contract_tests.serving import served
from tests.contracts.shelf import CONTRACT, Fault, create_shelf

from taller.contracts import Breach, Report, Scenario, Target, run, settings
from taller.contracts.phrases import in_language, spanish
from taller.contracts.verdict import TITLES

SETTINGS = """
seed = 7
continue-on-failure = true
[generation]
max-examples = 20
database = "none"
[cache]
enabled = false
[analysis.constants]
enabled = false
"""


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("settings") / "schemathesis.toml"
    path.write_text(SETTINGS, "utf-8")
    return path


def shelf(fault: Fault | None = None) -> Target:
    return Target("shelf", CONTRACT, start=lambda: create_shelf(fault))


def test_nothing_is_found_where_the_contract_is_kept(file: Path) -> None:
    report = Report.of(run(shelf(), settings(file)))

    assert report.findings == []
    assert set(report.cases) == {"examples", "coverage", "fuzzing", "stateful", "promises", "hostile"}
    assert report.unreached(CONTRACT) == []


@pytest.mark.parametrize(
    ("fault", "promise", "operation"),
    [
        (Fault.ANSWERS_AN_UNDOCUMENTED_STATUS, "documented-status", "POST /books"),
        (Fault.ANSWERS_WHAT_BREAKS_THE_SCHEMA, "answer-fits-schema", "GET /books/{id}"),
        (Fault.FAILS, "no-server-error", "GET /books/{id}"),
        (Fault.TAKES_WHAT_BREAKS_THE_SCHEMA, "refuses-invalid", "POST /books"),
        (Fault.FORGETS_WHAT_IT_CREATED, "created-is-there", "POST /books"),
        (Fault.KEEPS_WHAT_IT_DELETED, "delete-is-final", "DELETE /books/{id}"),
    ],
    ids=str,
)
def test_what_breaks_the_contract_is_found(file: Path, fault: Fault, promise: str, operation: str) -> None:
    report = Report.of(run(shelf(fault), settings(file)))

    found = [each for each in report.breaches if (each.promise, each.operation) == (promise, operation)]
    assert found
    assert found[0].curl[-1].startswith("curl ")


@pytest.mark.parametrize("key", ["200", "2XX", "default"])
def test_a_broken_promise_has_its_place_in_the_contract_as_that_is_written(file: Path, key: str) -> None:
    contract = copy.deepcopy(CONTRACT)
    read = contract["paths"]["/books/{id}"]["get"]["responses"]
    read[key] = read.pop("200")
    wrong = Fault.ANSWERS_WHAT_BREAKS_THE_SCHEMA

    report = Report.of(run(Target("shelf", contract, start=lambda: create_shelf(wrong)), settings(file)))

    places = {one.place for one in report.breaches if one.promise == "answer-fits-schema"}
    assert places == {f"#/paths/~1books~1{{id}}/get/responses/{key}/content"}


def test_a_service_is_tested_at_its_url(file: Path) -> None:
    with served(create_shelf(Fault.FAILS)) as bad, served(create_shelf()) as good:
        with_fault, without = (
            Report.of(run(Target("shelf", CONTRACT, url=url), settings(file))) for url in (bad, good)
        )

    assert [each for each in with_fault.breaches if each.promise == "no-server-error"]
    assert without.findings == []


def test_a_service_that_is_not_there_is_found_out(file: Path) -> None:
    nowhere = Target("shelf", CONTRACT, url="http://127.0.0.1:9")

    report = Report.of(run(nowhere, settings(file)))

    assert report.findings
    assert report.unreached(CONTRACT)


def test_every_operation_that_takes_too_long_is_told_once(file: Path) -> None:
    events = [*run(shelf(), settings(file), max_response_time=1e-9)]

    told = [one.operation for one in events if isinstance(one, Breach)]
    assert sorted(told) == sorted(_labels())


def _labels() -> Iterator[str]:
    for path, item in CONTRACT["paths"].items():
        for method in item:
            if method != "parameters":
                yield f"{method.upper()} {path}"


def test_every_story_begins_with_a_service_that_knows_nothing(file: Path) -> None:
    started: list[flask.Flask] = []

    def start() -> flask.Flask:
        started.append(create_shelf())
        return started[-1]

    report = Report.of(run(Target("shelf", CONTRACT, start=start), settings(file)))

    assert len(started) > len(report.stories) > 0


def test_no_story_begins_where_a_link_leads(file: Path) -> None:
    report = Report.of(run(shelf(), settings(file)))

    assert {story[0].operation for story in report.stories if story} == {"addBook"}
    assert report.never(CONTRACT) == []


def test_stories_are_mostly_told_with_what_the_contract_shows(file: Path) -> None:
    sent: list[bytes] = []

    def start() -> flask.Flask:
        app = create_shelf()
        app.before_request(lambda: sent.append(flask.request.get_data()))
        return app

    stories_alone = settings(file)
    stories_alone.projects.default.phases.update(phases=["stateful"])
    told: list[bytes] = []
    for event in run(Target("shelf", CONTRACT, start=start), stories_alone):
        if isinstance(event, Scenario) and event.phase == "stateful":
            told = list(filter(None, sent))

    shown = [body for body in told if body.replace(b" ", b"") == b'{"name":"emma"}']
    assert len(told) / 2 < len(shown) < len(told)


def test_a_run_leaves_the_contract_as_it_was(file: Path) -> None:
    target = shelf()
    before = repr(target.contract)

    Report.of(run(target, settings(file)))

    assert repr(target.contract) == before


def test_one_seed_makes_the_same_requests_twice(file: Path) -> None:
    first, second = (Report.of(run(shelf(), settings(file, seed=3))) for _ in range(2))

    assert first.cases == second.cases
    assert first.stories == second.stories


def test_a_warning_that_fails_the_run_is_a_finding(file: Path, tmp_path: Path) -> None:
    strict = tmp_path / "schemathesis.toml"
    strict.write_text(
        SETTINGS + '[warnings]\nfail-on = true\n[[operations]]\ninclude-method = "PUT"\nenabled = false\n',
        "utf-8",
    )

    report = Report.of(run(shelf(), settings(strict)))

    (trouble,) = report.troubles
    assert trouble.title == "warning: unmatched_filter"
    assert in_language(trouble.title, "es") == "aviso: unmatched_filter"
    assert in_language(trouble.text, "es") == "schemathesis.toml no deja pasar unmatched_filter."


def test_what_keeps_a_service_from_being_tested_is_told_in_either_language(file: Path) -> None:
    nowhere = Target("shelf", CONTRACT, url="http://127.0.0.1:9")

    titles = {in_language(one.title, "es") for one in Report.of(run(nowhere, settings(file))).troubles}

    assert titles == {"error de red"}


@pytest.mark.parametrize("title", sorted(TITLES))
def test_every_title_that_is_known_has_its_spanish(title: str) -> None:
    assert title in spanish()


def test_a_target_is_at_a_url_or_in_this_process() -> None:
    with pytest.raises(ValueError, match="say which one"):
        Target("shelf", CONTRACT)
    with pytest.raises(ValueError, match="say which one"):
        Target("shelf", CONTRACT, url="http://127.0.0.1:9", start=create_shelf)
