"""Delivers what is owed to the siblings, at least once."""

import logging
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, Row, delete, func, or_, select, update

from taller.siblings.errors import SiblingError
from taller.siblings.gateway import Gateway
from taller.siblings.outbox.table import outbox

log = logging.getLogger(__name__)

BATCH = 50
IN_HAND = timedelta(seconds=60)
"""How long a message belongs to the relay that took it; if that one dies, another takes it then."""
ENOUGH_SECONDS = 30.0
"""After so long a relay gives back what it has not sent, well before another would take it."""
FIRST_WAIT = timedelta(seconds=1)
LONGEST_WAIT = timedelta(seconds=30)
IDLE_SECONDS = 2.0
_REFUSALS = frozenset({400, 406, 409, 413, 415, 422})
"""Answers that repeating the message would not change."""


@dataclass(frozen=True)
class Round:
    """What became of the messages that were due."""

    delivered: int = 0
    refused: int = 0
    """Those that a sibling will never take."""

    def __add__(self, other: "Round") -> "Round":
        return Round(self.delivered + other.delivered, self.refused + other.refused)

    def __bool__(self) -> bool:
        return bool(self.delivered or self.refused)


class Relay:
    """Takes messages from the outbox of a database and POSTs them."""

    def __init__(self, engine: Engine, gateway: Gateway) -> None:
        self._engine = engine.execution_options(taller_writing=True)
        self._gateway = gateway
        self._news = threading.Event()
        self._stopped = threading.Event()

    def wake(self) -> None:
        """Say that there may be something to deliver."""
        self._news.set()

    def stop(self) -> None:
        """Make :meth:`run` return after the message that it has in hand."""
        self._stopped.set()
        self._news.set()

    def run(self) -> None:
        """Deliver what is due, for ever, until :meth:`stop`."""
        while not self._stopped.is_set():
            self._news.clear()
            try:
                done = self.deliver_due()
            except Exception:
                # Whatever it was, what is owed is still in the database, and the next round may do.
                log.exception("a round of deliveries failed; trying again")
                done = Round()
            if not done:
                self._news.wait(IDLE_SECONDS)

    def owed(self) -> int:
        """How many messages wait, those refused for good left out."""
        with self._engine.connect() as connection:
            query = select(func.count()).select_from(outbox).where(outbox.c.refusal.is_(None))
            return connection.execute(query).scalar_one()

    def deliver_due(self) -> Round:
        """Try some of the messages that are due, of each sibling for itself."""
        return sum((self._deliver_to(service) for service in sorted(self._gateway.services)), Round())

    def _deliver_to(self, service: str) -> Round:
        done = Round()
        taken = self._take(service)
        until = time.monotonic() + ENOUGH_SECONDS
        for at, message in enumerate(taken):
            if self._stopped.is_set() or time.monotonic() > until:
                self._give_back(taken[at:])
                break
            status = self._status_of(message)
            if status is None:
                self._pause(message, taken[at:])
                break
            done += self._settle(message, status)
        return done

    def _take(self, service: str) -> Sequence[Row[Any]]:
        now = datetime.now(UTC)
        # By itself before the update: a database that locks rows must not choose them twice.
        due = (
            select(outbox.c.sequence)
            .where(outbox.c.service == service, outbox.c.refusal.is_(None), outbox.c.due_at <= now)
            .order_by(outbox.c.sequence)
            .limit(BATCH)
            .with_for_update(skip_locked=True)
            .cte("due")
        )
        with self._engine.begin() as connection:
            taken = connection.execute(
                update(outbox)
                .where(outbox.c.sequence.in_(select(due.c.sequence)))
                .values(due_at=now + IN_HAND)
                .returning(*outbox.c)
            ).all()
        return sorted(taken, key=lambda row: int(row.sequence))

    def _status_of(self, message: Row[Any]) -> int | None:
        """Send *message*; return what the sibling answered, or None if it is not well."""
        try:
            client = self._gateway.client(message.service)
            status = client.post(message.path, message.body, message_id=message.id)
        except SiblingError:
            return None
        return status if 200 <= status < 300 or status in _REFUSALS else None

    def _settle(self, message: Row[Any], status: int) -> Round:
        if status in _REFUSALS:
            log.error("%s refused message %s for good: %d", message.service, message.id, status)
            self._update([message], refusal=f"HTTP {status}", attempts=message.attempts + 1)
            return Round(refused=1)
        with self._engine.begin() as connection:
            # By the message's own id: numbers of rows come again, and this may be late.
            connection.execute(delete(outbox).where(outbox.c.id == message.id))
        return Round(delivered=1)

    def _pause(self, tried: Row[Any], untried: Sequence[Row[Any]]) -> None:
        """Let all that is due to a sibling wait, since it did not take *tried*."""
        wait = min(FIRST_WAIT * 2 ** min(tried.attempts, 10), LONGEST_WAIT)
        log.warning("%s takes no messages; next try in %d s", tried.service, wait.total_seconds())
        now = datetime.now(UTC)
        ours = outbox.c.id.in_([message.id for message in untried])
        # What another relay has under its hands is left to it, and neither waits for the other.
        waiting = (
            select(outbox.c.sequence)
            .where(outbox.c.service == tried.service, or_(outbox.c.due_at <= now, ours))
            .with_for_update(skip_locked=True)
            .cte("waiting")
        )
        with self._engine.begin() as connection:
            connection.execute(
                update(outbox)
                .where(outbox.c.sequence.in_(select(waiting.c.sequence)))
                .values(due_at=now + wait)
            )
        self._update([tried], attempts=tried.attempts + 1)

    def _give_back(self, messages: Sequence[Row[Any]]) -> None:
        self._update(messages, due_at=datetime.now(UTC))

    def _update(self, messages: Sequence[Row[Any]], **values: object) -> None:
        ids = [message.id for message in messages]
        with self._engine.begin() as connection:
            connection.execute(update(outbox).where(outbox.c.id.in_(ids)).values(**values))
