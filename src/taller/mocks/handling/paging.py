"""One page of a list: by number, by offset, or from where another one ended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from taller.mocks.handling.cursors import Listed, cursor_of, place_after
from taller.mocks.handling.selection import Order
from taller.mocks.state.store import Entry
from taller.mocks.understanding.queries import Query


@dataclass(frozen=True)
class Page:
    """One page of a list."""

    entries: Sequence[Entry]
    total: int
    """How many resources all pages have."""
    size: int
    start: int
    """How many resources stand before the page."""
    first: int
    """The number of the first page, 0 or 1."""
    order: Order = ()
    """What the list is sorted by."""

    @property
    def number(self) -> int:
        """The page's number."""
        return self.start // self.size + self.first

    @property
    def last(self) -> int:
        """The number of the last page; that of the first if the list is empty."""
        return max(0, -(-self.total // self.size) - 1) + self.first

    @property
    def count(self) -> int:
        """How many pages there are."""
        return -(-self.total // self.size)

    @property
    def exists(self) -> bool:
        """Whether there is such a page; the first one of an empty list is there."""
        return self.start < self.total or self.start == 0

    @property
    def more(self) -> bool:
        """Whether there is a next page."""
        return self.start + self.size < self.total

    @property
    def cursor(self) -> str | None:
        """What a client says to get the next page; None if this is the last."""
        if not self.more or not self.entries:
            return None
        return cursor_of(self.entries[-1], self.order)


def page_of(listed: Listed, query: Query, values: Mapping[str, Any], most: int | None) -> Page:
    """Return the page of *listed* that the parameters *values* ask for, *most* at a time.

    :raises NoSuchCursor: if they name a place where no page ended.
    """
    total = len(listed.entries)
    size = _size(query, values, most) or total or 1
    start = _start(listed, query, values, size)
    return Page(listed.entries[start : start + size], total, size, start, query.first, listed.order)


def _size(query: Query, values: Mapping[str, Any], most: int | None) -> int | None:
    """Return how long a page is; None for all there is: 0 of a client says so too."""
    said = values.get(query.size) if query.size else None
    wanted = int(said) if isinstance(said, int | float) and said > 0 else None
    if wanted is None:
        return most if said is not None else most or query.default_size
    return min(wanted, most) if most else wanted


def _start(listed: Listed, query: Query, values: Mapping[str, Any], size: int) -> int:
    cursor = values.get(query.cursor) if query.cursor else None
    if cursor is not None:
        return place_after(listed, cursor)
    offset = values.get(query.offset) if query.offset else None
    if offset is not None:
        return max(0, int(offset))
    number = int(values.get(query.page, query.first)) if query.page else query.first
    return max(0, number - query.first) * size
