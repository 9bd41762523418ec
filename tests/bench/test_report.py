"""The bench's tables, from figures made by hand."""

from bench.mocks import report
from bench.mocks.speed import Figure


def figure(server: str, row: str = "GET item", **changes: float) -> Figure:
    facts = {"rate": 1000.0, "processor": 100.0, "answers": 10, "errors": 0, "share": 0.5} | changes
    return Figure(server, row, 1, **facts)  # type: ignore[arg-type]


FIGURES = [
    figure("taller", rate=5000.0, processor=50.0),
    figure("taller", "POST refused"),
    figure("Prism", rate=1000.0, processor=400.0),
    figure("Prism", "POST refused"),
    figure("Mockoon"),
    figure("Mockoon", "GET list of 20"),
    figure("bare", rate=9000.0, share=0.99),
]


def test_the_ratios_are_ours_over_theirs():
    assert "| GET item, 1 connection | 5.0 / 8.0 | 5.0 / 2.0 |" in report.speed(FIGURES)


def test_a_row_that_a_server_does_not_answer_rightly_says_no():
    assert "| POST refused, 1 connection | 1,000 | 1,000 | no |" in report.speed(FIGURES)


def test_a_rate_that_the_client_may_have_bounded_is_marked():
    assert "≥ 9,000, 100 µs" in report.speed(FIGURES)


def test_wrong_answers_are_counted():
    assert "80 answers, 3 of them wrong" in report.speed([*FIGURES, figure("taller", errors=3)])
