"""Who stands behind a key, where the service knows keys of its own."""

import logging
from hashlib import sha256
from hmac import compare_digest
from typing import Protocol

from taller.invoices.domain.access import ANYONE, Actor, Role, Unauthenticated

log = logging.getLogger(__name__)

VARIABLE = "TALLER_API_KEY"
OPEN = "no API key was ever made: whoever reaches the service may do everything"


class Keys(Protocol):
    """The keys that were made."""

    def find(self, text: str) -> Actor | None:
        """Return whose key *text* is; None if it is no key, or revoked."""

    def any_ever(self) -> bool:
        """Whether a key was ever made; one that is revoked counts."""


class Doorkeeper:
    """Lets in who has a key, and everybody while there are none.

    An answer is never remembered: a key that is revoked is no good from the next request on, in every
    worker. Only that the service is closed is, for it never opens again.
    """

    def __init__(self, keys: Keys, master: str | None = None) -> None:
        """:param master: one more key, which no database has; its role is the highest."""
        self._keys = keys
        self._master = None if master is None else _digest(master)
        self._closed = self._master is not None

    def let_in(self, key: str | None) -> Actor:
        """Return who asks with *key*.

        :raises Unauthenticated: if the service is closed and this is no key of it.
        """
        if self.is_open():
            return ANYONE
        if key is None:
            raise Unauthenticated
        if self._master is not None and compare_digest(_digest(key), self._master):
            return Actor(VARIABLE, Role.ADMIN)
        actor = self._keys.find(key)
        if actor is None:
            raise Unauthenticated(given=True)
        return actor

    def is_open(self) -> bool:
        """Whether no key is asked for."""
        self._closed = self._closed or self._keys.any_ever()
        return not self._closed

    def warn_if_open(self) -> None:
        if self.is_open():
            log.warning("%s; `taller keys create` makes one", OPEN)


def _digest(key: str) -> bytes:
    return sha256(key.encode("utf-8", "surrogateescape")).digest()
