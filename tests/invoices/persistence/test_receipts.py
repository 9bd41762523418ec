"""Keys, who holds them, and how long their answers are kept."""

import itertools
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import Engine, event, func, select

from taller.invoices.persistence.engine import open_database
from taller.invoices.persistence.receipts import PURGED_AT_ONCE, SqlClaims, SqlReceipts, keys
from taller.invoices.receipts import Answer, Claim, KeyReused, StillInFlight

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
CREATED = Answer(201, (("Location", "/facturas/1"), ("ETag", '"a"')), '{"importe": 35.99, "ñ": "€"}')
REFUSED = Answer(422, (), "{}")


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = open_database(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def claims(engine: Engine) -> SqlClaims:
    return SqlClaims(engine)


def claim(key: str = "one", actor: str = "ana", fingerprint: str = "f") -> Claim:
    return Claim(actor, key, fingerprint)


def keep(engine: Engine, mine: Claim, answer: Answer = CREATED) -> None:
    with engine.execution_options(taller_writing=True).begin() as connection:
        SqlReceipts(connection).keep(mine, answer)


def rows(engine: Engine) -> int:
    with engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(keys)).scalar_one()


def test_an_answer_comes_back_as_it_was(claims: SqlClaims, engine: Engine) -> None:
    mine = claim()
    assert claims.begin(mine, NOON) is None
    keep(engine, mine)

    assert claims.begin(claim(), NOON) == CREATED


def test_a_key_belongs_to_who_sends_it(claims: SqlClaims, engine: Engine) -> None:
    mine = claim(actor="ana")
    claims.begin(mine, NOON)
    keep(engine, mine)

    assert claims.begin(claim(actor="blas", fingerprint="other"), NOON) is None


def test_another_request_may_not_have_the_key(claims: SqlClaims, engine: Engine) -> None:
    mine = claim()
    claims.begin(mine, NOON)
    with pytest.raises(KeyReused):
        claims.begin(claim(fingerprint="other"), NOON)
    keep(engine, mine)

    with pytest.raises(KeyReused):
        claims.begin(claim(fingerprint="other"), NOON)


@pytest.mark.parametrize(("seconds", "free"), [(0, False), (59, False), (60, True)])
def test_without_an_answer_a_key_is_free_after_a_minute(claims: SqlClaims, seconds: int, free: bool) -> None:
    claims.begin(claim(), NOON)

    if free:
        assert claims.begin(claim(), NOON + timedelta(seconds=seconds)) is None
    else:
        with pytest.raises(StillInFlight):
            claims.begin(claim(), NOON + timedelta(seconds=seconds))


@pytest.mark.parametrize("died", [False, True])
def test_of_many_that_want_a_key_at_once_one_has_it(claims: SqlClaims, died: bool) -> None:
    if died:
        claims.begin(claim(), NOON)
    barrier = Barrier(8)

    def begin(_: int) -> bool:
        barrier.wait(20)
        try:
            return claims.begin(claim(), NOON + timedelta(minutes=2)) is None
        except StillInFlight:
            return False

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(begin, range(8))) == 1


def test_who_has_lost_the_key_can_neither_keep_nor_finish_nor_abandon(
    claims: SqlClaims, engine: Engine
) -> None:
    late, heir = claim(), claim()
    claims.begin(late, NOON)
    claims.begin(heir, NOON + timedelta(minutes=2))

    with pytest.raises(StillInFlight):
        keep(engine, late)
    assert claims.finish(late, REFUSED) is None
    assert claims.abandon(late) is None
    keep(engine, heir)
    assert claims.begin(claim(), NOON + timedelta(minutes=2)) == CREATED


def test_a_committed_answer_stands_whatever_comes_after_it(claims: SqlClaims, engine: Engine) -> None:
    mine = claim()
    claims.begin(mine, NOON)
    keep(engine, mine)

    assert claims.finish(mine, REFUSED) == CREATED
    assert claims.abandon(mine) == CREATED
    assert claims.begin(claim(), NOON) == CREATED


@pytest.mark.postgresql
def test_an_answer_kept_while_the_key_is_taken_over_stands(postgresql_url: str) -> None:
    """As may be where there are several writers: between the heir's look and its claim."""
    engine, late = open_database(postgresql_url), claim()
    claims = SqlClaims(engine)
    claims.begin(late, NOON)
    updates = itertools.count()

    @event.listens_for(engine, "before_cursor_execute")
    def in_between(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith("UPDATE") and next(updates) == 0:
            keep(engine, late)

    with pytest.raises(StillInFlight):
        claims.begin(claim(), NOON + timedelta(minutes=2))
    assert claims.begin(claim(), NOON + timedelta(minutes=2)) == CREATED
    engine.dispose()


def test_an_abandoned_key_is_free(claims: SqlClaims) -> None:
    mine = claim()
    claims.begin(mine, NOON)

    assert claims.abandon(mine) is None
    assert claims.begin(claim(fingerprint="other"), NOON) is None


@pytest.mark.parametrize(("hours", "kept"), [(0, True), (24, True), (47, True), (48, False)])
def test_an_answer_is_kept_for_two_days(claims: SqlClaims, engine: Engine, hours: int, kept: bool) -> None:
    mine = claim()
    claims.begin(mine, NOON)
    keep(engine, mine)

    assert claims.begin(claim(), NOON + timedelta(hours=hours)) == (CREATED if kept else None)


def test_the_days_of_a_key_taken_over_begin_anew(claims: SqlClaims, engine: Engine) -> None:
    heir = claim()
    claims.begin(claim(), NOON)
    claims.begin(heir, NOON + timedelta(hours=40))
    keep(engine, heir)

    assert claims.begin(claim(), NOON + timedelta(hours=40 + 24)) == CREATED


def test_old_answers_go_faster_than_new_ones_come(claims: SqlClaims, engine: Engine) -> None:
    for number in range(3 * PURGED_AT_ONCE):
        claims.begin(claim(f"old {number}"), NOON)

    for number in range(4):
        claims.begin(claim(f"new {number}"), NOON + timedelta(hours=48 + number))

    assert rows(engine) == 4
