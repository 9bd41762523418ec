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


def test_either_end_of_a_link_is_reached_once_it_succeeds_in_a_story() -> None:
    created, read, gone = Answer("addBook", 201), Answer("readBook", 200), Answer("deleteBook", 404)
    every_end = ["addBook", "deleteBook", "readBook"]

    assert Report.of([]).unreached(CONTRACT) == every_end
    assert Report.of([told(created, read, gone)]).unreached(CONTRACT) == ["deleteBook"]
    assert Report.of([Scenario("fuzzing", (created, read), 2)]).unreached(CONTRACT) == every_end
