"""A report adds a run up."""

from tests.contracts.shelf import CONTRACT

from taller.contracts import Answer, Finding, Report, Scenario

LOST = Finding("GET /books/{id}", "ST101 Server error", "curl -X GET http://localhost/books/1")


def told(*answers: Answer) -> Scenario:
    return Scenario("stateful", answers, cases=len(answers))


def test_requests_are_counted_by_phase() -> None:
    report = Report.of([Scenario("fuzzing", (), 3), Scenario("fuzzing", (), 2), told()])

    assert report.cases == {"fuzzing": 5, "stateful": 0}


def test_what_was_found_is_told_at_length() -> None:
    text = str(Report.of([LOST, LOST]))

    assert text.count("GET /books/{id}: ST101 Server error\n\ncurl -X GET") == 2


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
