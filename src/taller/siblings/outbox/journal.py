"""Events of operations that change nothing, gathered in memory and added to the outbox together.

A change owes its event in its own transaction. A read has no transaction to share, and would pay a
write to the disk for an event that nobody misses after a crash; so these wait up to a second in
memory, and go in bulk.
"""

import atexit
import logging
import threading
from collections import deque

from sqlalchemy import Engine, func, select
from sqlalchemy.exc import SQLAlchemyError

from taller.siblings.outbox.message import Message
from taller.siblings.outbox.table import SqlOutbox, outbox

log = logging.getLogger(__name__)

EVERY_SECONDS = 1.0
MOST_IN_MEMORY = 5_000
MOST_OWED = 10_000
"""With so many messages waiting, a sibling is down for long, and events of reads are dropped."""


class OutboxJournal:
    """Notes messages in memory; a thread of its own, begun by the first, stores them."""

    def __init__(self, engine: Engine, services: frozenset[str]) -> None:
        self._engine = engine.execution_options(taller_writing=True)
        self._services = services
        self._noted: deque[Message] = deque(maxlen=MOST_IN_MEMORY)
        self._closed = threading.Event()
        self._start = threading.Lock()
        self._thread: threading.Thread | None = None

    def note(self, message: Message) -> None:
        """Take *message*; it may be lost if this process is killed within the second."""
        if message.service not in self._services:
            return
        self._noted.append(message)
        if self._thread is None:
            self._begin()

    def flush(self) -> None:
        """Add what is noted to the outbox."""
        messages = [self._noted.popleft() for _ in range(len(self._noted))]
        if not messages:
            return
        with self._engine.begin() as connection:
            waiting = select(func.count()).select_from(outbox).where(outbox.c.refusal.is_(None))
            owed = connection.execute(waiting).scalar_one()
            if owed >= MOST_OWED:
                log.warning("%d messages wait; %d events of reads dropped", owed, len(messages))
                return
            SqlOutbox(connection, self._services).add_all(messages)

    def close(self) -> None:
        """Store what is left and end the thread."""
        self._closed.set()
        if self._thread is not None:
            self._thread.join(EVERY_SECONDS)
        self._flush_safely()

    def _begin(self) -> None:
        with self._start:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="journal", daemon=True)
                self._thread.start()
                atexit.register(self.close)

    def _run(self) -> None:
        while not self._closed.wait(EVERY_SECONDS):
            self._flush_safely()

    def _flush_safely(self) -> None:
        try:
            self.flush()
        except SQLAlchemyError:
            log.exception("the events of reads cannot be stored; they are dropped")
