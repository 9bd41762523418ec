"""A lawful habit is held against nobody, and what breaks a promise beside it is found."""

from typing import Any

import pytest
from tests.contracts.probing.asking import report_by, report_on
from tests.contracts.probing.garden import Garden
from tests.contracts.probing.garden_faults import Fault
from tests.contracts.probing.garden_habits import (
    MEANINGS,
    Busy,
    Choosy,
    Crowded,
    Forgiving,
    Marking,
    Passes,
    Sieve,
    Tidy,
    with_a_riddle,
    with_default,
    with_email,
    with_filters,
)

from taller.contracts import Report
from taller.contracts.probing import story

MARKS = [("deleted", True), ("status", "gone"), ("deletedAt", "2026-03-02T10:00:00Z")]
DEFAULTED = (
    *(Fault.LISTS_WHAT_WAS_DELETED, Fault.LIST_IS_STALE, Fault.FILTER_HIDES_SOME),
    *(Fault.PAGES_SKIP, Fault.PAGES_OVERLAP, Fault.CURSOR_SKIPS, Fault.LAST_PAGE_AGAIN, Fault.IGNORES_SIZE),
)
"""Faults of a list that has a default."""
WAYS = [(name, way) for name, ways in MEANINGS.items() for way in ways]


def unasked(report: Report) -> dict[str, str]:
    return {one.promise: str(one.why_not) for one in report.asked if one.why_not}


@pytest.mark.parametrize(("name", "value"), MARKS, ids=[name for name, _ in MARKS])
@pytest.mark.parametrize("listed", [False, True])
def test_what_is_deleted_may_be_kept_with_a_mark(name: str, value: Any, listed: bool) -> None:
    report = report_on(Marking(name, value, listed=listed), "delete-is-final", "gone-from-lists")

    assert report.findings == []
    assert unasked(report)["delete-is-final"] == "what is deleted stays readable, and is marked"


def test_what_is_deleted_may_not_be_kept_as_if_nothing_had_happened() -> None:
    report = report_on(Marking("grownAt", "2026-03-02T10:00:00Z"), "delete-is-final")

    assert [one.promise for one in report.breaches] == ["delete-is-final"]


def test_a_second_delete_may_be_answered_as_the_first() -> None:
    assert report_on(Forgiving()).findings == []


@pytest.mark.parametrize("share", [0.1, 1])
def test_a_list_may_leave_out_by_a_default(share: float) -> None:
    report = report_by(with_default, Choosy(), share=share)

    assert report.findings == []
    assert "lists-show-all" not in unasked(report)
    assert unasked(report)["total-agrees"] == "what the list leaves out by a default is not plain"


@pytest.mark.parametrize("fault", DEFAULTED)
def test_what_is_wrong_with_a_list_that_has_a_default_is_found(fault: Fault) -> None:
    assert report_by(with_default, Choosy(fault)).breaches


def test_a_list_that_leaves_out_who_knows_what_is_not_asked_whether_it_shows_all() -> None:
    report = report_by(with_a_riddle, Choosy(), "lists-show-all")

    assert report.findings == []
    assert unasked(report) == {"lists-show-all": "what the list leaves out by a default is not plain"}


@pytest.mark.parametrize(("name", "way"), WAYS, ids=[f"{name} {way}" for name, way in WAYS])
def test_a_filter_means_what_it_may(name: str, way: str) -> None:
    passes: Passes = MEANINGS[name][way]

    report = report_by(with_filters, Sieve(name, passes), "filters-filter")

    assert {one.mark for one in report.breaches} == MEANINGS.keys() - {name}


def test_where_every_filter_is_read_nothing_is_found() -> None:
    class Whole(Sieve):
        def _page(self, request: Any) -> Any:
            asked = [name for name in MEANINGS if name in request.args]
            self._name = asked[0] if asked else "height"
            self._passes = [*MEANINGS[self._name].values()][1]
            return super()._page(request)

    assert report_by(with_filters, Whole("", None), "filters-filter").findings == []


def test_letter_case_and_blanks_that_are_lost_are_told_as_advice() -> None:
    report = report_by(with_email, Tidy())

    assert {one.promise for one in report.breaches} == {"kept-as-sent"}
    assert {one.mark for one in report.breaches} >= {"/name"}
    assert not any(one.breaks for one in report.breaches)


@pytest.mark.parametrize("share", [0.1, 1])
def test_addresses_are_made_up_where_each_may_be_there_once(share: float) -> None:
    report = report_by(with_email, Tidy(), share=share)

    assert not [why for why in unasked(report).values() if why.startswith("nothing could be")]


@pytest.mark.parametrize(("after", "seconds"), [(("2",), 2.0), (("0",), 0.1), ((), 1.0), (("soon",), 1.0)])
def test_a_service_that_wants_fewer_requests_is_given_time(
    after: tuple[str, ...], seconds: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []
    monkeypatch.setattr(story, "pause", waited.append)

    report = report_on(Busy(*after), "location-leads", "reads-back-equal", "lists-show-all")

    assert report.findings == []
    assert unasked(report) == {}
    assert set(waited) == {seconds}


def test_there_is_an_end_to_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []
    monkeypatch.setattr(story, "pause", waited.append)

    report = report_on(Busy("5"))
    impatient = report_on(Busy("6"))

    assert report.findings == impatient.findings == []
    assert set(unasked(report).values()) >= {"the service takes no more requests at the moment"}
    assert waited == [5.0] * 6


def test_what_is_wrong_with_a_service_that_wants_fewer_requests_is_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(story, "pause", lambda _seconds: None)

    report = report_on(Busy("0", fault=Fault.TRUNCATES_TEXT), "reads-back-equal")

    assert {one.promise for one in report.breaches} == {"reads-back-equal"}
    assert report_on(Garden(), "reads-back-equal").findings == []


def test_pages_that_move_on_because_somebody_else_writes_are_held_against_nobody() -> None:
    report = report_on(Crowded(), "paging-visits-once")

    assert report.findings == []
    assert unasked(report) == {"paging-visits-once": "somebody else writes to the list at the same time"}


def test_pages_that_overlap_are_found_where_nobody_else_writes() -> None:
    report = report_on(Garden(Fault.PAGES_OVERLAP), "paging-visits-once")

    assert [one.promise for one in report.breaches] == ["paging-visits-once"] * len(report.breaches)
    assert report.breaches
