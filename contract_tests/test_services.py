"""Each of the seven services keeps its written contract, in all four phases."""

from contract_tests.stories import untold

from taller.contracts import Report, Target, settings

PHASES = {"examples", "coverage", "fuzzing", "stateful", "promises", "hostile"}


def test_a_service_keeps_its_contract(report: Report) -> None:
    assert not report.findings, str(report)


def test_each_phase_makes_requests(report: Report) -> None:
    assert set(report.cases) == PHASES


def test_every_success_in_the_contract_is_met_with(report: Report, known: Target) -> None:
    assert report.never(known.contract) == []


def test_the_stories_get_far(report: Report, known: Target) -> None:
    assert untold(report, known.contract) == []


def test_no_story_is_left_untold(report: Report, known: Target) -> None:
    """Schemathesis ends the phase, and calls it a success, if a service does not repeat itself."""
    wanted = settings().projects.get(known.contract).phases.stateful.generation.max_examples

    assert wanted
    assert len(report.stories) >= wanted
