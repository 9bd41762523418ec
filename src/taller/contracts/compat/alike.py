"""Finds schemas that both documents write the same, with all that they refer to."""

from collections.abc import Mapping
from typing import Any

from taller.contracts.compat.facts import Place
from taller.contracts.compat.gathering import references
from taller.contracts.compat.values import key_of
from taller.documents.pointers import lookup, of_fragment


class Alike:
    """Compares texts, which is soon done; most of a large contract stays as it is."""

    def __init__(self, old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
        """Compare two documents."""
        self._old, self._new = old, new
        self._found: set[str] = set()

    def are(self, old: Place, new: Place) -> bool:
        """Tell whether two schemas are written the same, and so is all that they refer to."""
        if not _same(old.schema, new.schema):
            return False
        waiting, seen = list(references(old.schema)), set[str]()
        while waiting:
            reference = waiting.pop()
            if reference in seen or reference in self._found:
                continue
            pointer = of_fragment(reference[1:])
            target = lookup(self._old, pointer)
            if not _same(target, lookup(self._new, pointer)):
                return False
            seen.add(reference)
            waiting += references(target)
        self._found |= seen
        return True


def _same(one: Any, other: Any) -> bool:
    # To Python, true is 1; only what is the same to it is worth writing out.
    return bool(one == other) and key_of(one) == key_of(other)
