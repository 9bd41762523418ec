"""An operation that is slow is told once, and one that was slow for a moment is not."""

from collections.abc import Sequence

import pytest

from taller.contracts.events import Breach, Scenario
from taller.contracts.timing import Times

CONTRACT = {"paths": {"/notes": {"get": {"responses": {}}, "post": {"responses": {}}}}}
READ = "GET /notes"


def scenario(times: Sequence[float], status: int = 200, label: str = READ) -> Scenario:
    return Scenario("fuzzing", (), len(times), ((label, status),) * len(times), tuple(times))


def told(*scenarios: Scenario, limit: float | None = 1.0) -> list[Breach]:
    times = Times(CONTRACT, limit)
    early = [breach for one in scenarios for breach in times.added(one)]
    return [*early, *times.breaches()]


def test_an_operation_whose_median_is_above_the_limit_is_told_with_both() -> None:
    (breach,) = told(scenario([1.5, 1.4, 1.6]), limit=1.25)

    assert (breach.operation, breach.promise, breach.place) == (
        READ,
        "answers-in-time",
        "#/paths/~1notes/get",
    )
    assert breach.came == ("1.50 seconds, the median of 3 answers; the limit is 1.25",)


def test_where_nobody_says_how_long_it_may_take_more_than_a_second_is_advice() -> None:
    (breach,) = told(scenario([1.5, 1.4, 1.6]), limit=None)

    assert breach.promise == "answers-soon"
    assert not breach.breaks


def test_it_is_told_once_and_before_the_end_if_there_is_no_doubt() -> None:
    times, slow = Times(CONTRACT, 1.0), scenario([1.5] * 20)

    early, later, end = list(times.added(slow)), list(times.added(slow)), list(times.breaches())

    assert len(early) == 1
    assert later == end == []


@pytest.mark.parametrize(
    "kept",
    [
        [scenario([9.0, 9.0])],  # too few
        [scenario([0.1, 9.0, 9.0, 0.1, 0.1])],  # the machine was busy
        [scenario([1.0, 1.0, 1.0])],  # at the limit
        [scenario([0.1] * 3), scenario([9.0] * 9, status=413)],  # bombs that are turned away
        [scenario([9.0] * 9, label="TRACE /notes")],  # which the contract does not have
        [Scenario("fuzzing", (), 3, ((READ, 200),) * 3)],  # nobody looked
    ],
)
def test_nothing_is_told_of(kept: list[Scenario]) -> None:
    assert told(*kept) == []


def test_answers_that_are_quickly_refused_do_not_hide_slow_ones() -> None:
    refused, done = scenario([0.01] * 50, status=404), scenario([1.5] * 3)

    assert [one.operation for one in told(refused, done)] == [READ]


def test_where_nothing_succeeds_refusals_count() -> None:
    assert len(told(scenario([2.0] * 4, status=403, label="POST /notes"))) == 1


def test_without_a_limit_any_time_will_do() -> None:
    assert told(scenario([9.0] * 9), limit=0) == []
