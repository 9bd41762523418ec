"""Which faults strike which request."""

import sys
from collections.abc import Mapping
from types import FrameType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taller.mocks.faults import HEADER, FaultError, Faults, parse
from taller.mocks.openapi.http import Request
from taller.mocks.openapi.problems import Problem

HIT = Request("GET", "/v1/clientes/7")
TEMPLATE = "/clientes/{idCliente}"


def standing(text: str, seed: int = 1, *, header: bool = False) -> Faults:
    faults = Faults(seed, header=header)
    faults.add(parse(text))
    return faults


def asking(text: str, **headers: str) -> Request:
    return Request("GET", "/clientes", headers={HEADER: text, **headers})


class NoHeaders(Mapping[str, str]):
    """Headers that nobody may read."""

    def __getitem__(self, name: str) -> str:
        raise AssertionError(f"{name} was read")

    def __iter__(self) -> Any:
        raise AssertionError

    def __len__(self) -> int:
        raise AssertionError


def test_without_faults_nothing_is_looked_at() -> None:
    assert Faults().plan(Request("GET", "/", headers=NoHeaders()), "/") is None


def test_without_faults_nothing_is_called_but_the_look_for_the_header() -> None:
    faults, calls = Faults(header=True), list[str]()

    def count(_frame: FrameType, event: str, argument: object) -> None:
        if event in ("call", "c_call"):
            calls.append(getattr(argument, "__name__", "plan"))

    sys.setprofile(count)
    try:
        faults.plan(HIT, TEMPLATE)
    finally:
        sys.setprofile(None)

    assert calls == ["plan", "get", "setprofile"]


@pytest.mark.parametrize(
    "limits",
    [
        "method=GET",
        "method=POST|GET",
        "path=/clientes/{idCliente}",
        "path=/clientes/*",
        "path=/v1/clientes/7",
        "path=*",
        "method=GET; path=/v1/*; rate=1; times=1",
    ],
)
def test_a_fault_strikes_what_fits_its_limits(limits: str) -> None:
    assert standing(f"reset; {limits}").plan(HIT, TEMPLATE) is not None


@pytest.mark.parametrize("limits", ["method=POST", "path=/vehiculos/*", "path=/clientes", "rate=0"])
def test_a_fault_leaves_the_rest_alone(limits: str) -> None:
    assert standing(f"reset; {limits}").plan(HIT, TEMPLATE) is None


def test_a_path_that_the_contract_does_not_have_is_struck_too() -> None:
    assert standing("reset; path=/v1/*").plan(HIT, None) is not None
    assert standing("reset; path=/clientes/*").plan(HIT, None) is None


def test_the_next_three_requests_are_struck_and_no_more() -> None:
    faults = standing("reset; times=3")

    plans = [faults.plan(HIT, TEMPLATE) for _ in range(5)]

    assert [plan is not None for plan in plans] == [True, True, True, False, False]
    (one,) = faults.standing()
    assert (one.struck, one.left) == (3, 0)


def test_only_a_request_that_is_struck_counts() -> None:
    faults = standing("status=500@0.5; times=10")

    hits = sum(faults.plan(HIT, TEMPLATE) is not None for _ in range(200))

    assert hits == 10


@given(st.integers(0, 50))
def test_a_rate_is_kept_and_repeated_from_the_seed(seed: int) -> None:
    def falls() -> list[bool]:
        faults = standing("reset@0.3", seed)
        return [faults.plan(HIT, TEMPLATE) is not None for _ in range(1000)]

    once = falls()

    assert 200 < sum(once) < 400
    assert falls() == once


def test_a_rate_of_the_fault_is_one_die_for_all_its_effects() -> None:
    faults = standing("latency=1s; status=500; rate=0.5")

    plans = [faults.plan(HIT, TEMPLATE) for _ in range(50)]

    assert {len(plan.effects) for plan in plans if plan} == {2}
    assert None in plans


def test_another_fault_changes_no_die() -> None:
    alone, together = standing("reset@0.3"), standing("reset@0.3, latency=1s")

    for _ in range(100):
        reset = alone.plan(HIT, TEMPLATE) is not None
        plan = together.plan(HIT, TEMPLATE)

        assert plan is not None
        assert ("reset" in [effect.name for effect in plan.effects]) == reset


def test_a_plan_says_which_faults_it_has() -> None:
    plan = standing("latency=1s; path=*, status=500; method=POST, break").plan(HIT, TEMPLATE)

    assert plan is not None
    assert plan.text == "latency=1s; path=*, break"
    assert plan.delay == 1.0


def test_faults_are_added_replaced_and_cleared() -> None:
    faults = standing("reset")

    (added,) = faults.add(parse("timeout"))
    numbers = [one.number for one in faults.standing()]
    replaced = faults.replace(parse("break, slow=1"))

    assert (added.number, added.text, added.left) == (2, "timeout", None)
    assert numbers == [1, 2]
    assert [(one.number, one.text) for one in replaced] == [(1, "break"), (2, "slow=1")]
    faults.clear()
    assert faults.standing() == ()
    assert faults.plan(HIT, TEMPLATE) is None


def test_after_a_clear_the_dice_begin_anew() -> None:
    faults = standing("reset@0.5")
    once = [faults.plan(HIT, TEMPLATE) is None for _ in range(30)]

    faults.clear()
    faults.add(parse("reset@0.5"))

    assert [faults.plan(HIT, TEMPLATE) is None for _ in range(30)] == once


def test_too_many_faults_are_refused_and_none_is_taken() -> None:
    faults = Faults()
    faults.add(parse("reset") * 99)

    with pytest.raises(FaultError, match="100 faults stand at most: clear"):
        faults.add(parse("reset, reset"))
    with pytest.raises(FaultError, match="100 faults"):
        faults.replace(parse("reset") * 101)

    assert len(faults.standing()) == 99


def test_a_request_asks_for_its_own_fault_where_the_host_allows_it() -> None:
    request = asking("latency=1s")

    allowed, refused = Faults(header=True).plan(request, None), Faults().plan(request, None)

    assert allowed is not None
    assert (allowed.text, allowed.delay) == ("latency=1s", 1.0)
    assert refused is None


def test_the_own_fault_comes_after_those_that_stand() -> None:
    plan = standing("latency=1s", header=True).plan(asking("reset"), None)

    assert plan is not None
    assert plan.text == "latency=1s, reset"


def test_own_faults_by_rate_are_repeated_from_the_seed() -> None:
    def falls() -> list[bool]:
        faults = Faults(3, header=True)
        return [faults.plan(asking("reset@0.5"), None) is None for _ in range(50)]

    once = falls()

    assert falls() == once
    assert 10 < sum(once) < 40


@pytest.mark.parametrize("text", ["", "nap", "reset; times=3"])
def test_a_header_that_nobody_understands_is_a_bad_request(text: str) -> None:
    with pytest.raises(Problem) as caught:
        Faults(header=True).plan(asking(text), None)

    assert caught.value.status == 400
    (place,) = caught.value.faults
    assert place["header"] == "Taller-Fault"
    assert place["detail"]
