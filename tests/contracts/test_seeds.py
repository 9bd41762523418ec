"""The command that tries other seeds tells what it found, and fails if that is anything."""

import pytest
from contract_tests import seeds
from contract_tests.seeds import Outcome, main, table

FINE = Outcome("clientes", 1, 1400, 0, 7.9, "")
BROKEN = Outcome("logs", 2, 1300, 1, 6.1, "GET /logs: ST101 Server error")


def test_the_table_has_a_row_per_service_and_a_column_per_seed() -> None:
    outcomes = [
        Outcome("logs", 2, 1300, 1, 6, ""),
        Outcome("clientes", 2, 1401, 0, 6, ""),
        Outcome("logs", 10, 1301, 0, 6, ""),
        Outcome("clientes", 10, 1402, 0, 6, ""),
    ]

    assert table(outcomes).splitlines() == [
        "cases/failures  seed 2  seed 10",
        "clientes        1401/0  1402/0",
        "logs            1300/1  1301/0",
    ]


@pytest.mark.parametrize(("outcome", "status"), [(FINE, 0), (BROKEN, 1)], ids=["fine", "broken"])
def test_a_failure_is_told_and_is_the_exit_status(
    outcome: Outcome, status: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(seeds, "_outcomes", lambda *_: iter([outcome]))

    assert main(["--service", outcome.service, "--seed", str(outcome.seed)]) == status

    said = capsys.readouterr().out
    assert f"1 of 1  {outcome.service}" in said
    assert outcome.text in said


def test_help_shows_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])

    assert "--service facturas" in capsys.readouterr().out
