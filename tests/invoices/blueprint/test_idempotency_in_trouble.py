"""Whatever dies, fails or comes at once, what has one Idempotency-Key is done once at most."""

import itertools
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier, Event

import flask
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.builders import invoice_body
from tests.conftest import invoices_of
from tests.invoices.blueprint.keyed import (
    IN_FLIGHT,
    REUSED,
    Killed,
    SettableClock,
    after_each_commit,
    answered,
    before_each_transaction,
    drafts,
    is_problem,
    post,
    raising,
    replayed,
)
from werkzeug.test import TestResponse

from taller.invoices.persistence.unit_of_work import SqlUnitOfWork

JUST_BEYOND_THE_LEASE = timedelta(seconds=61)
PATIENCE = 20
"""Seconds that a test waits for a thread before it fails."""


class Held:
    """The first request to *app* waits before it writes, in a thread of its own."""

    def __init__(self, app: flask.Flask, pool: ThreadPoolExecutor) -> None:
        self._arrived, self._go, self._turns = Event(), Event(), itertools.count()
        before_each_transaction(app, self._wait)
        self._sent = pool.submit(post, app)
        assert self._arrived.wait(PATIENCE)

    def _wait(self) -> None:
        if next(self._turns) == 0:
            self._arrived.set()
            assert self._go.wait(PATIENCE)

    def let_go(self) -> TestResponse:
        """Return what is answered in the end."""
        self._go.set()
        return self._sent.result(PATIENCE)


@pytest.fixture
def held(app: flask.Flask) -> Iterator[Held]:
    with ThreadPoolExecutor(1) as pool:
        first = Held(app, pool)
        yield first
        first.let_go()


def test_while_the_first_is_in_flight_a_second_is_a_conflict(app: flask.Flask, held: Held) -> None:
    meanwhile, other = post(app), post(app, json={})
    first = held.let_go()

    assert is_problem(meanwhile, 409, IN_FLIGHT)
    assert meanwhile.headers["Retry-After"] == "1"
    assert is_problem(other, 422, REUSED)
    assert first.status_code == 201
    assert answered(post(app)) == answered(first)
    assert drafts(app) == 1


def test_one_given_up_for_dead_that_still_lives_may_not_commit(
    app: flask.Flask, clock: SettableClock, held: Held
) -> None:
    clock.moment += JUST_BEYOND_THE_LEASE

    retry = post(app)
    late = held.let_go()

    assert retry.status_code == 201
    assert is_problem(late, 409, IN_FLIGHT)
    assert answered(post(app)) == answered(retry)
    assert drafts(app) == 1


def test_of_sixteen_at_once_one_is_done(app: flask.Flask) -> None:
    barrier = Barrier(16)

    def send(_: int) -> TestResponse:
        barrier.wait(PATIENCE)
        return post(app)

    with ThreadPoolExecutor(16) as pool:
        responses = list(pool.map(send, range(16)))

    done = [response for response in responses if response.status_code == 201]
    assert sum(not replayed(response) for response in done) == 1
    assert {response.data for response in done} == {post(app).data}
    assert all(is_problem(other, 409, IN_FLIGHT) for other in responses if other not in done)
    assert drafts(app) == 1


def test_of_keys_sent_at_once_with_different_bodies_each_is_done_once(app: flask.Flask) -> None:
    def send(turn: int) -> int:
        return post(app, str(turn % 4), json=invoice_body(customer_id=1 + turn % 3 // 2)).status_code

    with ThreadPoolExecutor(12) as pool:
        statuses = set(pool.map(send, range(48)))

    assert statuses <= {201, 409, 422}
    assert drafts(app, 1) + drafts(app, 2) == 4


def test_killed_past_the_commit_the_answer_is_there(app: flask.Flask) -> None:
    after_each_commit(app, raising(Killed()))
    with pytest.raises(Killed):
        post(app)

    retry = post(app)

    assert (retry.status_code, replayed(retry)) == (201, True)
    assert app.test_client().get(retry.headers["Location"]).data == retry.data
    assert drafts(app) == 1


def test_killed_before_the_commit_nothing_is_done_until_the_retry_does_it(
    app: flask.Flask, clock: SettableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(SqlUnitOfWork, "commit", raising(Killed()))
        with pytest.raises(Killed):
            post(app)
    assert drafts(app) == 0

    at_once = post(app)
    clock.moment += JUST_BEYOND_THE_LEASE
    later = post(app)

    assert is_problem(at_once, 409, IN_FLIGHT)
    assert (later.status_code, replayed(later)) == (201, False)
    assert answered(post(app)) == answered(later)
    assert drafts(app) == 1


def test_what_was_killed_is_not_taken_over_by_another_request(app: flask.Flask, clock: SettableClock) -> None:
    before_each_transaction(app, raising(Killed()))
    with pytest.raises(Killed):
        post(app)
    clock.moment += JUST_BEYOND_THE_LEASE

    assert is_problem(post(app, json={}), 422, REUSED)


def test_what_fails_past_the_commit_is_answered_as_done(app: flask.Flask) -> None:
    after_each_commit(app, raising(RuntimeError("the relay cannot be woken")))

    first, again = post(app), post(app)

    assert first.status_code == 201
    assert answered(again) == answered(first)
    assert drafts(app) == 1


CUSTOMERS = itertools.count(1000)
FATES: dict[str, Callable[[flask.Flask], None]] = {
    "answered": lambda _: None,
    "killed before": lambda app: before_each_transaction(app, raising(Killed())),
    "killed after": lambda app: after_each_commit(app, raising(Killed())),
    "failed before": lambda app: before_each_transaction(app, raising(RuntimeError())),
    "failed after": lambda app: after_each_commit(app, raising(RuntimeError())),
}
keys, bodies = st.integers(0, 1), st.integers(0, 1)
steps = st.tuples(keys, bodies, st.sampled_from(sorted(FATES)), st.sampled_from([0, 61, 3600]))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(steps, min_size=1, max_size=12))
def test_whatever_happens_a_key_makes_at_most_one_invoice(
    app: flask.Flask, clock: SettableClock, story: list[tuple[int, int, str, int]]
) -> None:
    sound = invoices_of(app).invoicing
    # For each key and body a customer of its own, so that one sees which made what.
    customers = {pair: next(CUSTOMERS) for pair in itertools.product(range(2), repeat=2)}
    made: dict[int, set[bytes]] = {0: set(), 1: set()}

    for key, body, fate, seconds in story:
        FATES[fate](app)
        try:
            done = post(app, str(customers[key, 0]), json=invoice_body(customer_id=customers[key, body]))
        except Killed:
            pass
        else:
            assert done.status_code in (201, 409, 422, 500)
            made[key] |= {done.data} if done.status_code == 201 else set()
        finally:
            invoices_of(app).invoicing = sound
        clock.moment += timedelta(seconds=seconds)

    for key, answers in made.items():
        count = sum(drafts(app, customers[key, body]) for body in range(2))
        assert len(answers) <= count <= 1
