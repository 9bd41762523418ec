"""What becomes of a reply."""

import json
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.mocks.faults.support import ANA, breaks, failing, never, places, struck

from taller.mocks.faults import Faults, parse
from taller.mocks.openapi.http import Delivery, Reply, Request


def test_latency_is_all_that_changes() -> None:
    reply = struck("latency=200ms")

    assert reply.delivery == Delivery(0.2)
    assert (reply.status, reply.headers, reply.body, reply.spoilt) == (200, ANA.headers, ANA.body, ())


def test_latencies_add_up_to_ten_minutes_at_most() -> None:
    assert struck("latency=200ms, latency=1s").delivery == Delivery(1.2)
    assert struck("latency=600s, latency=600s").delivery == Delivery(600.0)
    assert struck("latency=600s", replace(ANA, delivery=Delivery(3.0))).delivery == Delivery(600.0)


@given(st.integers(0, 1000), st.sampled_from(["", ":normal"]))
def test_a_jitter_never_leads_out_of_its_limits(seed: int, spread: str) -> None:
    delivery = struck(f"latency=100ms~200ms{spread}", seed=seed).delivery

    delay = delivery.delay if delivery else 0.0
    assert 0 <= delay <= (600 if spread else 0.3)


@pytest.mark.parametrize("text", ["status=503", "timeout", "reset", "down", "latency=1s; status=500"])
def test_an_error_comes_without_the_stand_in_being_asked(text: str) -> None:
    faults = Faults(1)
    faults.add(parse(text))
    request = Request("POST", "/clientes")
    plan = faults.plan(request, "/clientes")
    assert plan is not None

    reply = plan.instead(request, failing, breaks)

    assert reply is not None
    assert reply.status >= 500


def test_a_status_is_a_problem_document() -> None:
    reply = struck("status=503; retry-after=30s; latency=1s")

    assert (reply.status, reply.header("retry-after"), reply.delivery) == (503, "30", Delivery(1.0))
    assert reply.header("content-type") == "application/problem+json"
    problem = json.loads(reply.body)
    assert (problem["status"], problem["title"], problem["instance"]) == (
        503,
        "Servicio no disponible",
        "/clientes/1",
    )
    assert places(reply) == []


def test_a_status_without_a_name_will_do() -> None:
    assert json.loads(struck("status=599", check=never).body)["title"] == "Error"


def test_a_status_that_the_contract_does_not_have_is_told() -> None:
    assert places(struck("status=500")) == ["status"]


@pytest.mark.parametrize(
    ("text", "delivery"),
    [
        ("timeout", Delivery(end="silence")),
        ("reset", Delivery(end="reset")),
        ("latency=1s; reset", Delivery(1.0, end="reset")),
        ("latency=1s, down", Delivery(end="reset")),
        ("status=503, down", Delivery(end="reset")),
        ("timeout, reset", Delivery(end="silence")),
    ],
)
def test_no_answer_is_a_delivery_without_one_and_is_told(text: str, delivery: Delivery) -> None:
    reply = struck(text)

    assert reply.delivery == delivery
    assert places(reply) == ["connection"]


@pytest.mark.parametrize(
    ("text", "cut"),
    [("truncate=5", 5), ("truncate=0", 0), ("truncate=50%", 13), ("truncate=10, truncate=3", 3)],
)
def test_a_truncated_body_stays_whole_and_is_cut_on_its_way(text: str, cut: int) -> None:
    reply = struck(text)

    assert reply.body == ANA.body
    assert reply.delivery == Delivery(cut_after=cut)
    assert places(reply) == ["body"]


def test_a_body_shorter_than_the_cut_is_not_cut() -> None:
    reply = struck("truncate=26")

    assert reply.delivery is None
    assert places(reply) == []


def test_the_slowest_wins_and_breaks_no_promise() -> None:
    reply = struck("slow=1000, slow=10", replace(ANA, delivery=Delivery(bytes_per_second=500)))

    assert reply.delivery == Delivery(bytes_per_second=10)
    assert places(reply) == []


def test_truncated_and_slow_go_together() -> None:
    before = replace(ANA, delivery=Delivery(1.0, cut_after=2))

    assert struck("truncate=5; slow=10", before).delivery == Delivery(1.0, 2, 10)


@pytest.mark.parametrize("text", ["truncate=0", "slow=1"])
def test_what_has_no_body_travels_as_it_is(text: str) -> None:
    assert struck(text, method="HEAD").delivery is None
    assert struck(text, Reply(204)).delivery is None


def test_another_content_type_is_told() -> None:
    reply = struck("content-type=text/html")

    assert reply.headers == (("Content-Type", "text/html"), ("ETag", '"1"'))
    assert places(reply) == ["header Content-Type"]


def test_the_content_type_that_is_there_already_breaks_nothing() -> None:
    assert struck("content-type=application/json").spoilt == ()
    assert struck("content-type=text/html", Reply(204)).headers == ()


def test_the_reply_of_the_stand_in_is_never_changed() -> None:
    before = replace(ANA)

    reply = struck("break; content-type=text/html; truncate=3; slow=1; latency=1s")

    assert (ANA.status, ANA.headers, ANA.body, ANA.delivery) == (200, before.headers, before.body, None)
    assert ANA.lasting
    assert not reply.lasting
    assert len(reply.spoilt) == 3


@given(st.text(max_size=30))
def test_the_problem_of_any_path_names_it_as_a_reference(path: str) -> None:
    faults = Faults(Random(1).randint(0, 9))
    faults.add(parse("status=500"))
    request = Request("GET", f"/{path}")
    plan = faults.plan(request, None)
    assert plan is not None

    reply = plan.instead(request, failing, never)

    assert reply is not None
    problem: Any = json.loads(reply.body)
    assert problem["instance"].isascii()
