"""A stand-in for a contract of any kind keeps it, in all four phases, stories included."""

import logging
from pathlib import Path

import pytest
from contract_tests.stand_ins import DEFECTIVE, KINDS, brief_settings, sound_part_of, stand_in_of

from taller.contracts import Report, run
from taller.contracts.profiles import PROFILES

PHASES = {"coverage", "fuzzing", "stateful"}
"""Not every contract shows what to ask."""
SHARE = PROFILES["quick"].share
"""Of our own questions: the contracts are many; `make seeds` asks them all."""


@pytest.mark.parametrize("name", KINDS)
def test_a_stand_in_keeps_a_contract_of_any_kind(name: str) -> None:
    target = stand_in_of(name)

    report = Report.of(run(target, brief_settings(), SHARE))

    assert not report.findings, str(report)
    assert set(report.cases) >= PHASES
    assert report.never(target.contract) == []


@pytest.mark.parametrize("path", sorted(DEFECTIVE.glob("*.*")), ids=lambda path: path.name)
def test_a_stand_in_keeps_what_is_sound_in_a_defective_contract(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.CRITICAL):
        report = Report.of(run(sound_part_of(path), brief_settings(phases=["coverage"]), SHARE))

    assert not report.findings, str(report)
