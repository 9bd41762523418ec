"""Whether what was deleted is gone: where our own question was put, what Schemathesis saw says nothing more.

Schemathesis takes every resource for one that goes at once. Ours looks for a mark: to keep what was
deleted, and to say of it that it was, is a lawful habit.
"""

import re
from collections.abc import Iterator

from taller.contracts.blame import SEEN_AFTER_DELETE
from taller.contracts.events import Asked, Breach
from taller.contracts.probing.endings import MARKED

PROMISE = "delete-is-final"


class Finality:
    """Holds back what Schemathesis saw of deleted resources until our own question was put, or was not."""

    def __init__(self) -> None:
        self._held: list[Breach] = []

    def hold(self, breach: Breach) -> bool:
        """Keep *breach* until the end, and tell whether that was done: it is of the DELETE, as ours is."""
        held = breach.promise == PROMISE and breach.mark == SEEN_AFTER_DELETE
        if held:
            self._held.append(breach)
        return held

    def see(self, asked: Asked) -> None:
        """Forget what is held of the items of a collection, if *asked* has judged them."""
        if asked.promise != PROMISE or asked.why_not not in ("", MARKED):
            return
        item = re.compile(re.escape(f"{asked.operation.partition(' ')[2].rstrip('/')}/") + r"\{[^/]*\}/?")
        self._held = [one for one in self._held if not item.fullmatch(one.operation.partition(" ")[2])]

    def breaches(self) -> Iterator[Breach]:
        """Yield, at the end, what is held still."""
        yield from self._held
