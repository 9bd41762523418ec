"""Which resources of a collection are related."""

from collections.abc import Iterable, Iterator

from taller.mocks.state.store import Changes, Id


class Relations:
    """Pairs of ids."""

    def __init__(
        self, *, symmetric: bool, changes: Changes | None = None, pairs: Iterable[tuple[Id, Id]] = ()
    ) -> None:
        """Start with *pairs*; if *symmetric*, a pair holds both ways."""
        self._symmetric = symmetric
        self._changes = changes or Changes()
        self._related: dict[Id, dict[Id, None]] = {}
        for one, other in pairs:
            self.add(one, other)

    def of(self, resource_id: Id) -> list[Id]:
        """Return what *resource_id* is related to, the oldest relation first."""
        return list(self._related.get(resource_id, ()))

    def all(self) -> Iterator[tuple[Id, list[Id]]]:
        """Yield each id that is related to something, with what it is related to."""
        for one, others in self._related.items():
            if others:
                yield one, list(others)

    def holds(self, one: Id, other: Id) -> bool:
        """Tell whether *one* is related to *other*."""
        return other in self._related.get(one, ())

    def add(self, one: Id, other: Id) -> None:
        """Relate *one* to *other*."""
        self._changes.number += 1
        self._related.setdefault(one, {})[other] = None
        if self._symmetric:
            self._related.setdefault(other, {})[one] = None

    def remove(self, one: Id, other: Id) -> None:
        """Undo the relation of *one* to *other*."""
        self._changes.number += 1
        self._related.get(one, {}).pop(other, None)
        if self._symmetric:
            self._related.get(other, {}).pop(one, None)

    def forget(self, resource_id: Id) -> None:
        """Undo every relation of *resource_id*."""
        self._changes.number += 1
        self._related.pop(resource_id, None)
        for others in self._related.values():
            others.pop(resource_id, None)
