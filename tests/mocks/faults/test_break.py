"""Answers against their schemas."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.mocks.faults.support import ANA, JSON, breaks, never, places, struck

from taller.mocks.openapi.http import Reply


@given(st.integers(0, 200))
def test_a_broken_body_truly_breaks_its_schema(seed: int) -> None:
    reply = struck("break", seed=seed)

    assert breaks(reply)
    assert len(reply.spoilt) == 1


def test_the_seed_chooses_among_many_ways_to_break() -> None:
    bodies = {struck("break", seed=seed).body for seed in range(50)}

    assert len(bodies) > 3


def test_a_body_without_a_schema_breaks_another_promise() -> None:
    def of_headers(reply: Reply) -> bool:
        return reply.header("etag") is None

    assert places(struck("break", check=of_headers)) == ["header etag"]


def test_a_contract_for_every_success_breaks_by_a_status_out_of_reach() -> None:
    def of_successes(reply: Reply) -> bool:
        return reply.status > 299

    assert struck("break", check=of_successes).status == 599


@pytest.mark.parametrize(
    "reply",
    [
        Reply(204),
        Reply(200, (JSON,), b"{nonsense"),
        Reply(200, (("Content-Type", "text/plain"),), b"hola"),
        Reply(200, (JSON,), b"[" * 100_000),
    ],
)
def test_what_is_no_json_breaks_by_its_status(reply: Reply) -> None:
    assert struck("break", reply, check=lambda made: made.status == 299).status == 299


def test_head_breaks_where_the_client_can_see_it() -> None:
    reply = struck("break", method="HEAD", check=lambda made: made != ANA and made.status == 299)

    assert (reply.status, reply.body) == (299, ANA.body)


def test_a_contract_without_promises_cannot_be_broken() -> None:
    reply = struck("break", check=never)

    assert (reply.status, reply.body, reply.spoilt) == (200, ANA.body, ())


def test_what_is_broken_already_stays() -> None:
    assert struck("break", Reply(201)).spoilt == ()
