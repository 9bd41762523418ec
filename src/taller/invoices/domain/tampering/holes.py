"""Where records are missing from a chain, and which ones."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from taller.invoices.domain.findings import Event
from taller.invoices.domain.records import RecordKind
from taller.invoices.domain.tampering.links import Link

_NUMBER = re.compile(r"(.*?)(\d+)")
MOST_SKIPPED = 100
"""A longer leap between two numbers of a series is no trace of removed invoices."""


@dataclass(frozen=True, slots=True)
class Lost:
    """A record that is not there."""

    kind: RecordKind | None = None
    number: str | None = None
    low: int = 0
    """It stood after at least so many of the records that are there…"""
    high: int = 0
    """…and after at most so many."""
    event: Event | None = None
    with_invoice: bool = False
    """Whether its invoice is gone too."""


@dataclass(eq=False, slots=True)
class Hole:
    """A place where two neighbours are not chained to one another, or the chain's end."""

    index: int
    """How many records of the true order stand before it."""
    before: Link | None
    after: Link | None
    free: int = 0
    """How many positions are free here that nothing else explains; 0 too if later ones moved up."""
    explained: bool = False
    """Whether the neighbours do not fit for another reason than that something is missing."""
    lost: list[Lost] = field(default_factory=list)
    full: bool = False
    """Whether it is proved that nothing else was lost here."""

    def fits(self, lost: Lost) -> bool:
        return lost.low <= self.index <= lost.high


def split_number(number: str) -> tuple[str, int, int] | None:
    """Return series, sequence, and how many digits it is written with; None if there are no digits."""
    found = _NUMBER.fullmatch(number)
    return (found[1], int(found[2]), len(found[2])) if found else None


class Numbering:
    """Where the numbers of each series stand in the chain; they run on in it (RD 1619/2012, art. 6.1.a)."""

    def __init__(self, order: Sequence[Link], claims: Mapping[Link, Event]) -> None:
        self._size = len(order)
        self._issues: dict[int, int] = {}
        self._annulments: dict[int, int] = {}
        self._series: dict[str, list[tuple[int, int]]] = {}
        self._digits: dict[str, int] = {}
        for index, link in enumerate(order):
            self._take(index, link, claims.get(link))
        for places in self._series.values():
            places.sort()

    def _take(self, index: int, link: Link, event: Event | None) -> None:
        kind = event.kind if event else link.record.kind
        invoice_id = event.document.invoice_id if event else link.record.invoice_id
        number = event.document.number if event else link.record.number
        if kind is RecordKind.ANNULMENT:
            self._annulments[invoice_id] = index
            return
        self._issues[invoice_id] = index
        if (parts := split_number(number)) is not None:
            self._series.setdefault(parts[0], []).append((parts[1], index))
            self._digits[parts[0]] = parts[2]

    def lost(self, event: Event) -> Lost:
        """Return the record of *event*, with where it may have stood."""
        number, invoice_id = event.document.number, event.document.invoice_id
        if event.kind is RecordKind.ANNULMENT:
            return Lost(event.kind, number, self._issues.get(invoice_id, -1) + 1, self._size, event)
        low, high = self._between(number)
        return Lost(event.kind, number, low, min(high, self._annulments.get(invoice_id, high)), event)

    def _between(self, number: str) -> tuple[int, int]:
        parts = split_number(number)
        places = self._series.get(parts[0], []) if parts else []
        if parts is None or not places:
            return 0, self._size
        at = bisect_left(places, (parts[1], -1))
        low = places[at - 1][1] + 1 if at else 0
        return low, places[at][1] if at < len(places) else self._size

    def skipped(self, known: Iterable[str]) -> Iterator[Lost]:
        """Yield the records of numbers left out and not *known*: their invoices are gone too."""
        numbers = set(known)
        for series, places in self._series.items():
            for (first, low), (second, high) in pairwise(places):
                for sequence in range(first + 1, second if second - first <= MOST_SKIPPED else 0):
                    number = f"{series}{sequence:0{self._digits[series]}d}"
                    if number not in numbers:
                        yield Lost(RecordKind.ISSUE, number, low + 1, high, with_invoice=True)
