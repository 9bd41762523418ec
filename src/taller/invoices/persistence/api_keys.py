"""The API keys in the database: whose each is, and the digest of its secret."""

import re
import secrets
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from hmac import compare_digest
from typing import Any

from sqlalchemy import Column, Connection, Engine, Row, String, Table, bindparam, select

from taller.invoices.domain.access import Actor, Role
from taller.siblings.outbox.table import UtcDateTime, metadata

SECRET_BYTES = 32
LONGEST_NAME = 100
_LETTERS = "abcdefghijklmnopqrstuvwxyz234567"
_KEY = re.compile(r"taller_([a-z2-7]{8})_([A-Za-z0-9_-]{43})")

# A row is never deleted: one is what says that the service asks for keys.
api_keys = Table(
    "api_keys",
    metadata,
    Column("id", String(8), primary_key=True),
    Column("name", String(LONGEST_NAME), nullable=False),
    Column("role", String(20), nullable=False),
    # SHA-256, in hexadecimal. What makes a password's hash slow is there for guesses, and nobody guesses
    # 256 random bits; it would cost every request a tenth of a second.
    Column("digest", String(64), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("revoked_at", UtcDateTime),
)

_FIND = select(api_keys.c.name, api_keys.c.role, api_keys.c.digest).where(
    api_keys.c.id == bindparam("id"), api_keys.c.revoked_at.is_(None)
)
_ANY = select(api_keys.c.id).limit(1)
_ANY_ACTIVE = _ANY.where(api_keys.c.revoked_at.is_(None))
_NOBODY = "0" * 64


@dataclass(frozen=True)
class ApiKey:
    """A key as it is kept, without its secret."""

    id: str
    name: str
    role: Role
    created_at: datetime
    revoked_at: datetime | None


class SqlKeys:
    """The keys of a database, each in a transaction of its own."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def create(self, name: str, role: Role) -> str:
        """Make a key and return its text, which cannot be had again.

        :raises ValueError: if *name* is blank, too long, or not all of it can be printed.
        """
        if not (name.strip() and name.isprintable() and len(name) <= LONGEST_NAME):
            raise ValueError(f"a name has 1 to {LONGEST_NAME} characters that can be printed")
        key_id = "".join(secrets.choice(_LETTERS) for _ in range(8))
        secret = secrets.token_urlsafe(SECRET_BYTES)
        row = {"id": key_id, "name": name.strip(), "role": role.value, "digest": _digest(secret)}
        with self._writing() as connection:
            connection.execute(api_keys.insert().values(**row, created_at=_now()))
        return f"taller_{key_id}_{secret}"

    def find(self, text: str) -> Actor | None:
        """Return whose key *text* is; None if it is no key, or revoked."""
        parts = _KEY.fullmatch(text)
        if parts is None:
            return None
        with self._engine.connect() as connection:
            row = connection.execute(_FIND, {"id": parts[1]}).one_or_none()
        # Compared also where there is no such id, so that the time taken does not tell.
        if not compare_digest(_digest(parts[2]), _NOBODY if row is None else row.digest) or row is None:
            return None
        return Actor(row.name, Role(row.role))

    def revoke(self, key_id: str) -> bool:
        """Make a key worthless from now on; return whether there is one with this id that was not."""
        active = api_keys.c.id == key_id, api_keys.c.revoked_at.is_(None)
        with self._writing() as connection:
            return connection.execute(api_keys.update().where(*active).values(revoked_at=_now())).rowcount > 0

    def all(self) -> list[ApiKey]:
        """Return every key that was made, the oldest first."""
        with self._engine.connect() as connection:
            rows = connection.execute(select(api_keys).order_by(api_keys.c.created_at, api_keys.c.id))
            return [_key(row) for row in rows]

    def any_ever(self) -> bool:
        """Whether a key was ever made; one that is revoked counts."""
        with self._engine.connect() as connection:
            return connection.execute(_ANY).first() is not None

    def any_active(self) -> bool:
        """Whether there is a key that is good."""
        with self._engine.connect() as connection:
            return connection.execute(_ANY_ACTIVE).first() is not None

    def _writing(self) -> AbstractContextManager[Connection]:
        return self._engine.execution_options(taller_writing=True).begin()


def _key(row: Row[Any]) -> ApiKey:
    return ApiKey(row.id, row.name, Role(row.role), row.created_at, row.revoked_at)


def _digest(secret: str) -> str:
    return sha256(secret.encode("ascii")).hexdigest()


def _now() -> datetime:
    return datetime.now(UTC)
