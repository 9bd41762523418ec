"""The outbox in the database: one row per message still owed."""

from collections.abc import Iterable
from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    DateTime,
    Dialect,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    TypeDecorator,
)

from taller.siblings.outbox.message import Message


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, stored as UTC and read back with its zone, in databases that keep none."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


metadata = MetaData()

outbox = Table(
    "outbox",
    metadata,
    Column("sequence", Integer, primary_key=True, autoincrement=True),
    Column("id", String(32), nullable=False, unique=True),
    Column("service", String(30), nullable=False),
    Column("path", String(200), nullable=False),
    Column("body", JSON, nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    # Not before this moment: put off by a failure, or while a relay has it in hand.
    Column("due_at", UtcDateTime, nullable=False),
    # Why the sibling refused it for good; such a row stays until somebody looks.
    Column("refusal", String(500)),
    Index("outbox_due", "service", "refusal", "due_at"),
    sqlite_autoincrement=True,
)


class SqlOutbox:
    """Adds messages inside a transaction that somebody else commits."""

    def __init__(self, connection: Connection, services: frozenset[str]) -> None:
        """:param services: the siblings that are there to be told; the others are owed nothing."""
        self._connection = connection
        self._services = services

    def add(self, message: Message) -> None:
        self.add_all([message])

    def add_all(self, messages: Iterable[Message]) -> None:
        now = datetime.now(UTC)
        owed = [
            {"id": each.id, "service": each.service, "path": each.path, "body": each.body, "due_at": now}
            for each in messages
            if each.service in self._services
        ]
        if owed:
            self._connection.execute(outbox.insert(), owed)
