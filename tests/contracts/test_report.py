"""A report adds a run up."""

from dataclasses import replace

from tests.contracts.shelf import CONTRACT

from taller.contracts import Answer, Breach, Report, Scenario, Trouble

LOST = Breach(
    "GET /books/{id}", "no-server-error", "", ("status 500",), curl=("curl -X GET http://localhost/books/1",)
)


def told(*answers: Answer) -> Scenario:
    return Scenario("stateful", answers, cases=len(answers))


def test_requests_are_counted_by_phase() -> None:
    report = Report.of([Scenario("fuzzing", (), 3), Scenario("fuzzing", (), 2), told()])

    assert report.cases == {"fuzzing": 5, "stateful": 0}


def test_a_broken_promise_is_told_once_with_the_shortest_way_to_show_it() -> None:
    longer = replace(LOST, curl=("curl -X POST http://localhost/books", *LOST.curl))

    report = Report.of([longer, LOST, longer])

    (breach,) = report.breaches
    assert (breach.times, breach.curl) == (3, LOST.curl)
    assert str(report).startswith("GET /books/{id}: no-server-error: status 500\n")


def test_the_worst_comes_first() -> None:
    slow = replace(LOST, promise="in-time", operation="DELETE /books/{id}")

    assert Report.of([slow, LOST]).breaches == [LOST, slow]


def test_what_could_not_be_tested_is_no_broken_promise() -> None:
    trouble = Trouble("GET /books", "warning: timeout", "It took long.")

    report = Report.of([trouble])

    assert report.breaches == []
    assert report.findings == [trouble]


CREATED, READ, DELETED = Answer("addBook", 201), Answer("readBook", 200), Answer("deleteBook", 204)
LENT = Answer("lendBook", 201)
EVERY = ["addBook 201", "deleteBook 204", "lendBook 201", "readBook 200"]


def test_either_end_of_a_link_is_reached_once_it_succeeds_in_stories() -> None:
    gone = Answer("deleteBook", 404)

    assert Report.of([]).unreached(CONTRACT) == EVERY
    assert Report.of([told(CREATED, READ, gone)]).unreached(CONTRACT) == EVERY[1:3]
    assert Report.of([Scenario("fuzzing", (CREATED, READ), 2)]).unreached(CONTRACT) == EVERY


def test_once_may_be_too_seldom() -> None:
    story = told(CREATED, READ, LENT, DELETED)

    assert Report.of([story]).unreached(CONTRACT, 2) == EVERY
    assert Report.of([story] * 2).unreached(CONTRACT, 2) == []


def test_a_success_may_be_met_with_in_any_phase() -> None:
    report = Report.of([told(CREATED), Scenario("coverage", (READ,), 1)])

    assert report.never(CONTRACT) == EVERY[1:3]
