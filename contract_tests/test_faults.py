"""The harness finds faults: a dozen here, and all of them by `make faults`; and each fault is one."""

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from contract_tests.faults import command
from contract_tests.faults.attempts import CORRECT, STOCK, Attempt, Finding, attempt
from contract_tests.faults.catalogue import FAULTS
from contract_tests.faults.command import main, planned
from contract_tests.faults.page import page
from contract_tests.faults.subjects import USUAL, correct, faulty, ground_of
from contract_tests.faults.table import summary
from contract_tests.faults.walk import Answer, Walk

from taller.contracts import Target

TELLING = (
    "created-is-200",
    "second-is-404",
    "missing-field",
    "truncated-text",
    "byte-order-mark",
    "location-of-another",
    "etag-constant",
    "newest-missing",
    "lost-update",
    "stale-tag-taken",
    "takes-unknown-field",
    "stack-trace",
)
"""Of every kind, and some that stock Schemathesis never finds."""
Start = tuple[Target, list[Answer]]


@pytest.fixture(scope="module", params=USUAL)
def start(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Start:
    """A correct service, and how it answers a walk."""
    target = correct(request.param, tmp_path_factory.mktemp(request.param))
    return target, walked(target)


def walked(target: Target) -> list[Answer]:
    assert target.start
    return Walk(target.start(), ground_of(target)).done()


def meant_for(service: str) -> list[str]:
    """Return the faults that *service* can have, and none before it."""
    order = sorted(able(), key=lambda one: -USUAL.index(one[0]))
    first = {fault: name for name, fault in order}
    return [fault for fault in FAULTS if first.get(fault) == service]


def able() -> list[tuple[str, str]]:
    """Return each service with each fault that it can have."""
    return [(one.service, one.fault) for one in planned(USUAL, list(FAULTS), "quick", 1) if one.fault]


def test_a_correct_service_answers_the_same_walk_in_the_same_way(start: Start) -> None:
    target, answers = start

    again = walked(target)

    assert again == answers


def test_every_fault_changes_what_the_service_answers_that_it_is_meant_for(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    target, answers = start
    naps: list[float] = []
    monkeypatch.setattr(time, "sleep", naps.append)

    idle = [name for name in meant_for(target.name) if walked(faulty(target, name)) == answers and not naps]

    assert idle == []


def test_every_fault_is_one_of_some_service() -> None:
    assert {fault for _, fault in able()} == FAULTS.keys()


def test_most_faults_are_of_three_services_or_more() -> None:
    services = Counter(fault for _, fault in able())

    assert sum(number >= 3 for number in services.values()) > len(FAULTS) * 0.8


@pytest.mark.parametrize("fault", TELLING)
def test_the_harness_finds_a_telling_fault(fault: str) -> None:
    finding = attempt(Attempt("clientes", fault))

    assert finding.found, finding.error


def test_the_harness_blames_no_correct_service() -> None:
    finding = attempt(Attempt("clientes", CORRECT))

    assert not finding.found, finding.told


def test_the_command_says_what_is_found_and_writes_it_down(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wanted = ["--profile", "quick:clientes", "--fault", "created-is-200", "--processes", "1"]

    code = main([*wanted, "--notes", f"{tmp_path}/notes.jsonl", "--markdown", f"{tmp_path}/page.md"])

    told, written = capsys.readouterr().out, (tmp_path / "page.md").read_text("utf-8")
    assert code == 0
    assert "1 of 1 faults are found on every service that can have them" in told
    assert "| created-is-200 | 200 instead of 201 for what was created |" in written


def test_a_run_that_is_lost_on_a_correct_service_is_told_and_no_success(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lost = [Finding("clientes", CORRECT, error="KeyError: 'id'")]
    monkeypatch.setattr(command, "findings", lambda *_: lost)

    code = main(["--profile", "quick:clientes", "--fault", "created-is-200"])

    assert code == 1
    assert "Nothing can be said of 1, which ended in an error: clientes (none)." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("asked", "services"),
    [([], set()), (["--stock"], {"clientes", "logs"}), (["--stock", "logs"], {"logs"})],
)
def test_stock_is_asked_of_the_services_that_are_named(
    asked: list[str], services: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = set()

    def noted(attempts: Sequence[Attempt], *_: Any) -> Iterator[Finding]:
        plain.update(one.service for one in attempts if one.profile == STOCK)
        return (Finding(one.service, one.fault, ("x",) if one.fault else ()) for one in attempts)

    monkeypatch.setattr(command, "findings", noted)

    main(["--profile", "quick:clientes,logs", "--fault", "created-is-200", *asked])

    assert plain == services


def test_a_page_of_two_profiles_has_every_fault_once_and_again_what_either_missed() -> None:
    seen = [
        Finding("clientes", "html-error", ("error-is-problem",), cases=7),
        Finding("clientes", "no-emoji"),
    ]
    later = [seen[0], Finding("clientes", "no-emoji", ("reads-back-equal",), cases=900)]

    text = page({"quick": seen, "standard": later}, [Finding("clientes", "html-error")])

    quick, standard = text.split("## `standard`")
    assert "| no-emoji | a text without what lies beyond the basic plane | NOT FOUND |" in quick
    assert "| no-emoji | a text without what lies beyond the basic plane | 900 |" in standard
    assert "html-error" in quick
    assert "html-error" not in standard


def test_of_the_stock_run_it_is_said_what_it_finds_on_each_service_on_some_and_on_none() -> None:
    found = {"html-error": (True, True), "no-emoji": (False, False), "lost-update": (True, False)}
    stock = [
        Finding(service, fault, ("x",) if seen else ())
        for fault, each in found.items()
        for service, seen in zip(("clientes", "logs"), each, strict=True)
    ]

    *_, told = summary(stock, [*stock, Finding("clientes", CORRECT)])

    assert told == "Plain schemathesis run: 3 of 6; faults: 1 always, 1 sometimes, 1 never."


@pytest.mark.parametrize("wanted", ["slow", "quick:clients"])
def test_a_profile_that_there_is_not_is_refused_with_those_there_are(
    wanted: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(["--profile", wanted])

    assert "write one of quick, standard, deep" in capsys.readouterr().err
