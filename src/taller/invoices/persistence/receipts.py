"""The keys of requests and the answers kept under them, so that what is sent twice is done once.

A key is claimed in a transaction of its own, so that others see the request in flight. Its answer is
stored in the transaction of the change: after a crash there are both or neither.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    ColumnElement,
    Connection,
    Engine,
    Index,
    Integer,
    Row,
    String,
    Table,
    Text,
    and_,
    delete,
    insert,
    select,
    tuple_,
    update,
)
from sqlalchemy.exc import IntegrityError

from taller.invoices.receipts import Answer, Claim, KeyReused, StillInFlight
from taller.siblings.outbox.table import UtcDateTime, metadata

KEPT = timedelta(hours=48)
"""How long an answer is there at least: twice what is promised."""
LEASE = timedelta(seconds=60)
"""How long an attempt without an answer is believed to be alive."""
PURGED_AT_ONCE = 10
_TRIES = 3

keys = Table(
    "idempotency_keys",
    metadata,
    Column("actor", String(200), primary_key=True),
    Column("key", String(255), primary_key=True),
    Column("fingerprint", String(64), nullable=False),
    # Of the attempts at one key only that which is named here may commit.
    Column("attempt", String(32), nullable=False),
    Column("begun_at", UtcDateTime, nullable=False),
    Column("lease_until", UtcDateTime, nullable=False),
    # Until there is an answer, these three are null.
    Column("status", Integer),
    Column("headers", JSON(none_as_null=True)),
    Column("body", Text),
    Index("idempotency_keys_by_age", "begun_at"),
)


class SqlReceipts:
    """Keeps answers inside a transaction that somebody else commits."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def keep(self, claim: Claim, answer: Answer) -> None:
        """Store *answer*.

        :raises StillInFlight: if another attempt has taken over: this one must not be done as well.
        """
        if not _keep(self._connection, claim, answer):
            raise StillInFlight


class SqlClaims:
    """Claims keys, each in a short transaction of its own."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine.execution_options(taller_writing=True)

    def begin(self, claim: Claim, now: datetime) -> Answer | None:
        """Take the key, or return the answer that is kept under it.

        :raises KeyReused: if it is that of another request.
        :raises StillInFlight: if another attempt has it.
        """
        for _ in range(_TRIES):
            try:
                with self._engine.begin() as connection:
                    _purge(connection, now)
                    return _begin(connection, claim, now)
            except IntegrityError:
                # Somebody took it between our look and our insert; now it is there to be seen.
                continue
        raise StillInFlight

    def finish(self, claim: Claim, answer: Answer) -> Answer | None:
        """Keep *answer* where none is kept, and return what this attempt's answer is.

        That is another if the change was committed and something failed after it; it is None if
        the key is no longer this attempt's.
        """
        with self._engine.begin() as connection:
            _keep(connection, claim, answer)
            return _standing(connection, claim)

    def abandon(self, claim: Claim) -> Answer | None:
        """Let the key go, for nothing was done; where something was, return its answer."""
        with self._engine.begin() as connection:
            connection.execute(delete(keys).where(_ours(claim), keys.c.status.is_(None)))
            return _standing(connection, claim)


def _begin(connection: Connection, claim: Claim, now: datetime) -> Answer | None:
    row = connection.execute(select(keys).where(_named(claim))).one_or_none()
    if row is None:
        connection.execute(insert(keys).values(_fresh(claim, now)))
        return None
    # So old, it may be purged at any moment: it counts as gone.
    if row.begun_at > now - KEPT:
        if row.fingerprint != claim.fingerprint:
            raise KeyReused
        if row.status is not None:
            return _answer(row)
        if row.lease_until > now:
            raise StillInFlight
    _take_over(connection, row, claim, now)
    return None


def _take_over(connection: Connection, row: Row[Any], claim: Claim, now: datetime) -> None:
    as_seen = and_(keys.c.attempt == row.attempt, keys.c.status.is_not_distinct_from(row.status))
    taken = connection.execute(update(keys).where(_named(claim), as_seen).values(_fresh(claim, now)))
    if not taken.rowcount:
        raise StillInFlight


def _fresh(claim: Claim, now: datetime) -> dict[str, Any]:
    return {
        "actor": claim.actor,
        "key": claim.key,
        "fingerprint": claim.fingerprint,
        "attempt": claim.attempt,
        "begun_at": now,
        "lease_until": now + LEASE,
        "status": None,
        "headers": None,
        "body": None,
    }


def _keep(connection: Connection, claim: Claim, answer: Answer) -> bool:
    """Store *answer* if the key is still this attempt's and has none; return whether."""
    values = {"status": answer.status, "headers": list(map(list, answer.headers)), "body": answer.body}
    open_ = and_(_ours(claim), keys.c.status.is_(None))
    return connection.execute(update(keys).where(open_).values(values)).rowcount == 1


def _standing(connection: Connection, claim: Claim) -> Answer | None:
    row = connection.execute(select(keys).where(_ours(claim), keys.c.status.is_not(None))).one_or_none()
    return None if row is None else _answer(row)


def _answer(row: Row[Any]) -> Answer:
    return Answer(row.status, tuple((name, value) for name, value in row.headers), row.body)


def _purge(connection: Connection, now: datetime) -> None:
    """Forget a few old answers: more than a request can add, so that they never pile up."""
    identity = (keys.c.actor, keys.c.key)
    # Where rows can be locked, two that purge at once take different ones.
    old = select(*identity).where(keys.c.begun_at <= now - KEPT).limit(PURGED_AT_ONCE)
    connection.execute(delete(keys).where(tuple_(*identity).in_(old.with_for_update(skip_locked=True))))


def _named(claim: Claim) -> ColumnElement[bool]:
    return and_(keys.c.actor == claim.actor, keys.c.key == claim.key)


def _ours(claim: Claim) -> ColumnElement[bool]:
    return and_(_named(claim), keys.c.attempt == claim.attempt)
