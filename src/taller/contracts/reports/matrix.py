"""What is known of each operation in each group of promises."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from taller.contracts.events import Breach
from taller.contracts.reports.coverage import Promised, Seen, coverage
from taller.contracts.reports.groups import (
    CONDITIONAL,
    CREDENTIALS,
    ERRORS,
    GROUPS,
    LIFE,
    LISTS,
    OTHERS,
    REFUSES,
    Group,
    group_of,
)
from taller.contracts.reports.run import Examined

_OF_A_LIFE = frozenset(("GET", "POST", "PUT", "PATCH", "DELETE"))


@dataclass(frozen=True)
class Cell:
    """What is known of one operation in one group."""

    group: Group
    asked: bool
    """Whether anything was asked."""
    breaches: tuple[Breach, ...]
    """What there is to say, advice as well."""

    @property
    def broken(self) -> tuple[Breach, ...]:
        """What breaks the contract."""
        return tuple(one for one in self.breaches if one.breaks)


@dataclass(frozen=True)
class Row:
    """An operation, and its cells."""

    label: str
    cells: tuple[Cell, ...]


def rows(examined: Examined, groups: Sequence[Group] = GROUPS) -> Iterator[Row]:
    """Yield a row for each operation of *examined*, and for each other one of which a promise is broken."""
    seen = coverage(examined).operations
    known = {one.promised.label for one in seen}
    broken = (one.operation for one in examined.outcome.breaches)
    others = (Seen(Promised(label)) for label in dict.fromkeys(broken) if label not in known)
    for one in chain(seen, others):
        yield Row(one.promised.label, tuple(_cell(examined, one, group) for group in groups))


def columns(examined: Sequence[Examined]) -> list[Group]:
    """Return the groups, without the last one if it holds nothing."""
    broken = {group_of(breach.promise) for one in examined for breach in one.outcome.breaches}
    return [group for group in GROUPS if group is not OTHERS or group in broken]


def _cell(examined: Examined, seen: Seen, group: Group) -> Cell:
    breaches = tuple(
        one
        for one in examined.outcome.breaches
        if one.operation == seen.promised.label and group_of(one.promise) is group
    )
    return Cell(group, bool(breaches) or _asked(examined, seen, group), breaches)


def _asked(examined: Examined, seen: Seen, group: Group) -> bool:
    """Tell whether promises of *group* were put to the test where the operation *seen* is in play.

    Every answer is held to the contract. A life, conditions and lists are asked of a resource as a whole.
    """
    operation = seen.promised
    if not seen.statuses or group is OTHERS:
        return False
    if group is REFUSES:
        return operation.takes
    if group is CREDENTIALS:
        return operation.secured
    if group is ERRORS:
        return any(status >= 400 for status in seen.statuses)
    if group in (LIFE, CONDITIONAL, LISTS):
        return _questioned(examined, operation, group)
    return True


def _questioned(examined: Examined, operation: Promised, group: Group) -> bool:
    collections = [
        one.operation.partition(" ")[2]
        for one in examined.outcome.questions
        if not one.why_not and group_of(one.promise) is group
    ]
    if group is LISTS:
        return operation.method == "GET" and operation.path in collections
    if group is CONDITIONAL and not operation.conditional:
        return False
    return operation.method in _OF_A_LIFE and any(_within(operation.path, one) for one in collections)


def _within(path: str, collection: str) -> bool:
    """Tell whether *path* is that of *collection* or of an item in it."""
    item = path.removeprefix(f"{collection}/")
    return path == collection or (item != path and re.fullmatch(r"\{[^/]+\}", item) is not None)
