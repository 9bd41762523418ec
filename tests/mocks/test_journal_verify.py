"""Whether what was expected came."""

import pytest
from tests.mocks.test_journal import BROKEN, recorded

from taller.mocks.journal import Criteria, Journal, broken_promises, expect, in_order
from taller.mocks.openapi.http import Finding


def journal(*methods: str) -> Journal:
    """Return a journal of requests with these *methods*, in turn."""
    made = Journal()
    for method in methods:
        recorded(made, method=method)
    return made


@pytest.mark.parametrize(
    ("bounds", "counts"),
    [
        ({}, {1, 2, 3}),
        ({"exactly": 0}, {0}),
        ({"exactly": 2}, {2}),
        ({"at_least": 2}, {2, 3}),
        ({"at_most": 1}, {0, 1}),
        ({"at_least": 1, "at_most": 2}, {1, 2}),
        ({"at_least": 3, "at_most": 1}, set()),
        ({"exactly": 2, "at_most": 1}, set()),
    ],
)
def test_the_right_number_holds(bounds: dict[str, int], counts: set[int]) -> None:
    held = {count for count in range(4) if expect(journal(*["GET"] * count), Criteria(), **bounds).holds}

    assert held == counts


def test_a_verdict_names_what_matched() -> None:
    verdict = expect(journal("GET", "POST", "GET"), Criteria(method="GET"), exactly=2)

    assert (verdict.holds, verdict.count, verdict.numbers, verdict.nearest) == (True, 2, (1, 3), ())


def test_too_few_show_the_nearest_misses_the_closest_and_latest_first() -> None:
    made = Journal()
    recorded(made, method="GET", path="/vehiculos")
    for name in ("Ana", "Eva", "Luz", "Mar"):
        recorded(made, path="/clientes", body=f'{{"nombre":"{name}"}}'.encode())
    wanted = Criteria(method="POST", path="/cliente", pointer="/nombre", equals="Luz")

    verdict = expect(made, wanted)

    assert not verdict.holds
    assert [near.entry.number for near in verdict.nearest] == [4, 5, 3]
    assert [tuple(miss) for miss in verdict.nearest[0].misses] == [("path", "/cliente", "/clientes")]
    assert [tuple(miss) for miss in verdict.nearest[1].misses][1:] == [("value", "Luz", "Mar")]


def test_what_meets_nothing_is_not_near() -> None:
    assert expect(journal("GET"), Criteria(method="PUT")).nearest == ()


def test_too_many_show_no_misses() -> None:
    assert expect(journal("GET", "PUT"), Criteria(method="GET", path="*"), exactly=0).nearest == ()


GET, PUT, POST = (Criteria(method=method, path="*") for method in ("GET", "PUT", "POST"))


@pytest.mark.parametrize(
    ("came", "steps", "numbers"),
    [
        (["GET", "PUT"], [GET, PUT], (1, 2)),
        (["PUT", "GET", "POST", "PUT"], [GET, PUT], (2, 4)),
        (["GET", "GET"], [GET, GET], (1, 2)),
        (["GET"], [], ()),
        ([], [], ()),
    ],
)
def test_requests_in_order_hold(came: list[str], steps: list[Criteria], numbers: tuple[int, ...]) -> None:
    verdict = in_order(journal(*came), steps)

    assert (verdict.holds, verdict.numbers) == (True, numbers)


@pytest.mark.parametrize(
    ("came", "steps", "numbers"),
    [
        (["PUT", "GET"], [GET, PUT], (2,)),
        (["GET"], [GET, GET], (1,)),
        ([], [GET], ()),
        (["GET", "PUT", "GET"], [GET, PUT, POST], (1, 2)),
    ],
)
def test_requests_out_of_order_do_not(
    came: list[str], steps: list[Criteria], numbers: tuple[int, ...]
) -> None:
    verdict = in_order(journal(*came), steps)

    assert (verdict.holds, verdict.numbers) == (False, numbers)


def test_a_step_that_never_came_shows_its_nearest_misses() -> None:
    verdict = in_order(journal("GET", "PUT", "GET"), [GET, PUT, POST])

    assert [near.entry.number for near in verdict.nearest] == [3]


def test_broken_promises_are_counted_by_operation_and_place() -> None:
    made = Journal()
    asked = Finding("request", "query page", "Debe ser 1 como mínimo.")
    recorded(made)
    recorded(made, findings=(BROKEN, asked))
    recorded(made, findings=(BROKEN,))
    recorded(made, findings=(asked,), operation=None)
    recorded(made, spoilt=(BROKEN,), fault="break")

    assert broken_promises(made) == {
        "POST /clientes": {("response", "body #/nombre"): 2, ("request", "query page"): 1},
        None: {("request", "query page"): 1},
    }
