"""Delivers what is owed to the siblings, at least once."""

import logging
import threading
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, Row, delete, func, select, update
from sqlalchemy.exc import SQLAlchemyError

from taller.siblings.errors import SiblingError
from taller.siblings.gateway import Gateway
from taller.siblings.outbox.table import outbox

log = logging.getLogger(__name__)

BATCH = 50
IN_HAND = timedelta(seconds=60)
"""How long a message belongs to the relay that took it; if that one dies, another takes it then."""
FIRST_WAIT = timedelta(seconds=1)
LONGEST_WAIT = timedelta(seconds=30)
IDLE_SECONDS = 2.0
_REFUSALS = frozenset({400, 406, 409, 413, 415, 422})
"""Answers that repeating the message would not change."""


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
                delivered = self.deliver_due()
            except SQLAlchemyError:
                log.exception("the outbox cannot be read; trying again")
                delivered = 0
            if not delivered:
                self._news.wait(IDLE_SECONDS)

    def owed(self) -> int:
        """How many messages wait, those refused for good left out."""
        with self._engine.connect() as connection:
            query = select(func.count()).select_from(outbox).where(outbox.c.refusal.is_(None))
            return connection.execute(query).scalar_one()

    def deliver_due(self) -> int:
        """Try each message that is due once and return how many were delivered."""
        delivered = 0
        down: set[str] = set()
        for message in self._take():
            if self._stopped.is_set() or message.service in down:
                self._put_off(message)
            elif self._deliver(message):
                delivered += 1
            else:
                down.add(message.service)
        return delivered

    def _take(self) -> Sequence[Row[Any]]:
        now = datetime.now(UTC)
        due = (
            select(outbox.c.sequence)
            .where(outbox.c.refusal.is_(None), outbox.c.due_at <= now)
            .order_by(outbox.c.sequence)
            .limit(BATCH)
            .with_for_update(skip_locked=True)
        )
        with self._engine.begin() as connection:
            taken = connection.execute(
                update(outbox)
                .where(outbox.c.sequence.in_(due))
                .values(due_at=now + IN_HAND, attempts=outbox.c.attempts + 1)
                .returning(*outbox.c)
            ).all()
        return sorted(taken, key=lambda row: int(row.sequence))

    def _deliver(self, message: Row[Any]) -> bool:
        """Return whether the sibling answered, be it with a refusal."""
        try:
            status = self._gateway.client(message.service).post(
                message.path, message.body, message_id=message.id
            )
        except SiblingError:
            self._put_off(message)
            return False
        if 200 <= status < 300:
            self._forget(message)
        elif status in _REFUSALS:
            self._refused(message, status)
        else:
            self._put_off(message)
        return status < 300 or status in _REFUSALS

    def _forget(self, message: Row[Any]) -> None:
        with self._engine.begin() as connection:
            connection.execute(delete(outbox).where(outbox.c.sequence == message.sequence))

    def _put_off(self, message: Row[Any]) -> None:
        wait = min(FIRST_WAIT * 2 ** min(message.attempts - 1, 10), LONGEST_WAIT)
        log.warning(
            "%s does not take message %s (attempt %d); next in %d s",
            message.service, message.id, message.attempts, wait.total_seconds(),
        )  # fmt: skip
        self._update(message, due_at=datetime.now(UTC) + wait)

    def _refused(self, message: Row[Any], status: int) -> None:
        log.error("%s refused message %s for good: %d", message.service, message.id, status)
        self._update(message, refusal=f"HTTP {status}")

    def _update(self, message: Row[Any], **values: object) -> None:
        with self._engine.begin() as connection:
            connection.execute(update(outbox).where(outbox.c.sequence == message.sequence).values(**values))
