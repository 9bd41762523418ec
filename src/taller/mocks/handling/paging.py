"""One page of a list: by number, by offset, or from where another one ended."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from taller.mocks.state.store import Entry
from taller.mocks.understanding.queries import Query


class NoSuchCursor(Exception):
    """A cursor that nobody gave."""


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
    def end(self) -> int:
        """How many resources stand before the next page."""
        return self.start + len(self.entries)

    @property
    def more(self) -> bool:
        """Whether there is a next page."""
        return self.start + self.size < self.total

    @property
    def cursor(self) -> str | None:
        """What a client says to get the next page; None if this is the last."""
        if not self.more or not self.entries:
            return None
        text = json.dumps([self.entries[-1].id, self.end], separators=(",", ":"))
        return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def page_of(entries: Sequence[Entry], query: Query, values: Mapping[str, Any], most: int | None) -> Page:
    """Return the page of *entries* that the parameters *values* ask for, *most* at a time.

    :raises NoSuchCursor: if they name a place where no page ended.
    """
    total = len(entries)
    size = _size(query, values, most) or total or 1
    start = _start(entries, query, values, size)
    return Page(entries[start : start + size], total, size, start, query.first)


def _size(query: Query, values: Mapping[str, Any], most: int | None) -> int | None:
    """Return how long a page is; None for all there is: 0 of a client says so too."""
    said = values.get(query.size) if query.size else None
    wanted = int(said) if isinstance(said, int | float) and said > 0 else None
    if wanted is None:
        return most if said is not None else most or query.default_size
    return min(wanted, most) if most else wanted


def _start(entries: Sequence[Entry], query: Query, values: Mapping[str, Any], size: int) -> int:
    cursor = values.get(query.cursor) if query.cursor else None
    if cursor is not None:
        return _after(entries, cursor)
    offset = values.get(query.offset) if query.offset else None
    if offset is not None:
        return max(0, int(offset))
    number = int(values.get(query.page, query.first)) if query.page else query.first
    return max(0, number - query.first) * size


def _after(entries: Sequence[Entry], cursor: Any) -> int:
    """Return the place after the resource that *cursor* names: one of ours, or a mere id.

    If that is gone, the next page begins where it would have.
    """
    if isinstance(cursor, int):
        return sum(1 for one in entries if isinstance(one.id, int) and one.id <= cursor)
    known = {one.id: index for index, one in enumerate(entries)}
    if cursor in known:
        return known[cursor] + 1
    last, end = _decoded(cursor)
    return known[last] + 1 if last in known else min(max(end - 1, 0), len(entries))


def _decoded(cursor: str) -> tuple[int | str, int]:
    try:
        said = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except ValueError as error:
        raise NoSuchCursor from error
    match said:
        case [int() | str() as last, int() as end]:
            return last, end
    raise NoSuchCursor
