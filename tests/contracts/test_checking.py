"""Services are tested side by side, each in a process of its own."""

import socket
from collections.abc import Iterator
from dataclasses import replace

import pytest
from tests.contracts.shelf import CONTRACT, Fault, create_shelf
from tests.contracts.test_diagnosis import served

from taller.contracts.checking import Job, Progress, check
from taller.contracts.faults import faults
from taller.contracts.outcomes import Outcome, Verdict, exit_code


@pytest.fixture(scope="module")
def progress() -> list[Progress]:
    return []


@pytest.fixture(scope="module")
def outcomes(progress: list[Progress]) -> Iterator[dict[str, Outcome]]:
    with served(create_shelf()) as good, served(create_shelf(Fault.FAILS)) as bad, closed() as nowhere:
        urls = {"good": good, "bad": bad, "gone": nowhere}
        jobs = [Job(name, CONTRACT, url, seed=7, profile="quick") for name, url in urls.items()]
        yield {one.service: one for one in check(jobs, 2, progress.append)}


class closed:  # noqa: N801  # a context manager, as `closing`
    """The URL of a port that nobody has."""

    def __enter__(self) -> str:
        with socket.create_server(("127.0.0.1", 0)) as server:
            return f"http://127.0.0.1:{server.getsockname()[1]}"

    def __exit__(self, *_: object) -> None:
        pass


def test_each_gets_its_verdict(outcomes: dict[str, Outcome]) -> None:
    verdicts = {name: one.verdict for name, one in outcomes.items()}

    assert verdicts == {"good": Verdict.KEPT, "bad": Verdict.BROKEN, "gone": Verdict.UNREACHABLE}


def test_an_outcome_says_how_far_it_went(outcomes: dict[str, Outcome]) -> None:
    good = outcomes["good"]

    assert (good.asked, good.promised, good.seed) == (4, 4, 7)
    assert good.cases > 50
    assert good.statuses["GET /books/{id}", 200]
    assert good.breaches == ()


def test_a_broken_promise_comes_with_the_command_that_shows_it(outcomes: dict[str, Outcome]) -> None:
    worst = outcomes["bad"].breaches[0]

    assert (worst.operation, worst.promise, worst.came) == (
        "GET /books/{id}",
        "no-server-error",
        ("status 500",),
    )
    assert worst.curl[-1].startswith("curl -X GET")
    assert "http://127.0.0.1" in worst.curl[-1]


def test_progress_is_told_while_it_lasts(outcomes: dict[str, Outcome], progress: list[Progress]) -> None:
    assert outcomes
    assert {one.service for one in progress} == {"good", "bad"}


def test_the_exit_code_is_that_of_the_worst(outcomes: dict[str, Outcome]) -> None:
    untested = Outcome("x", "", Verdict.UNTESTED)

    assert exit_code([outcomes["good"]]) == 0
    assert exit_code([outcomes["good"], outcomes["gone"]]) == 1
    assert exit_code([*outcomes.values(), untested]) == 2
    assert exit_code([]) == 2


def test_what_shows_in_several_operations_is_one_fault(outcomes: dict[str, Outcome]) -> None:
    worst = outcomes["bad"].breaches[0]
    elsewhere = replace(worst, operation="GET /authors/{id}")

    (fault,) = faults([worst, elsewhere])

    assert fault.times == 2 * worst.times
    assert fault.operations == ("GET /authors/{id}",)


def test_a_seed_repeats_a_run(outcomes: dict[str, Outcome]) -> None:
    with served(create_shelf()) as url:
        (again,) = check([Job("good", CONTRACT, url, seed=7, profile="quick")])

    assert (again.cases, again.statuses) == (outcomes["good"].cases, outcomes["good"].statuses)
