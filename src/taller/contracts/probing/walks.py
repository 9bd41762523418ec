"""Goes through a list, page by page."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from taller.contracts.phrases import said
from taller.contracts.probing.bed import Bed
from taller.contracts.probing.contract import Parameter
from taller.contracts.probing.lists import Listing
from taller.contracts.probing.story import Exchange, Unasked

MOST = 100
"""Of a page that is to be large."""
OTHERS = said("somebody else writes to the list at the same time")
_PAGES = 15
_REFUSALS = (400, 404, 416, 422)


@dataclass
class Walk:
    """The pages of a list that were seen."""

    key: str
    """The property of an item that is its id."""
    pages: list[Exchange] = field(default_factory=list)
    items: list[dict[str, Any]] = field(default_factory=list)
    whole: bool = False
    """Whether the end was reached."""

    @property
    def ids(self) -> list[Any]:
        """The ids of the items, in their order."""
        return [one.get(self.key) for one in self.items]

    def has(self, one: Any) -> bool:
        """Whether it shows the resource *one*."""
        return isinstance(one, dict) and self.key in one and one[self.key] in self.ids

    @property
    def repeated(self) -> list[Any]:
        """The ids that came more than once."""
        times = Counter(map(repr, self.ids))
        return [one for one in self.ids if times[repr(one)] > 1]


def walked(
    bed: Bed,
    query: Mapping[str, str] | None = None,
    size: int | None = MOST,
    pages: int = _PAGES,
    *,
    by_cursor: bool = False,
) -> Walk:
    """Return all pages of the list of *bed*, or the first so many.

    :param size: how many items a page is asked to have, if that can be asked.
    :param by_cursor: whether to follow cursors, not numbers.
    :raises Unasked: if the list cannot be read.
    """
    listing, walk = list_of(bed), Walk(_key(bed))
    wanted = dict(query or {}) | _sized(listing, size)
    for number in range(pages):
        step = _step(listing, walk, number, by_cursor=by_cursor)
        if step is None:
            walk.whole = _is_all(listing, walk, by_cursor=by_cursor)
            return walk
        came = bed.listed(wanted | step)
        if not _taken(listing, walk, came, number):
            walk.whole = True
            return walk
        if walk.repeated:
            return walk
    return walk


def written_meanwhile(bed: Bed, known: Iterable[Any]) -> bool:
    """Tell whether the list has by now what is not *known*: somebody else has created it."""
    seen = {*map(repr, known)}
    return any(repr(one) not in seen for one in walked(bed, usual(bed)).ids)


def fill_caches(bed: Bed, query: Mapping[str, str] | None = None) -> None:
    """Read the list, so that whoever keeps what was read has it."""
    walked(bed, query, pages=_PAGES if bed.share >= 1 else 1)


def asked_for(bed: Bed, shown: Any) -> dict[str, str] | None:
    """Return the query with which the list of *bed* has the resource *shown*; None if that is not plain.

    It says what the list would otherwise take a default for.
    """
    query: dict[str, str] = {}
    for each in list_of(bed).presets:
        asked = each.asked(bed.contract, shown) if isinstance(shown, dict) else None
        if asked is None:
            return None
        query |= asked
    return query


def usual(bed: Bed) -> dict[str, str]:
    """Return the query with which the list of *bed* has the most of what was planted; mostly an empty one."""
    asked = (asked_for(bed, bed.made(one)) for one in bed.plants) if list_of(bed).presets else ()
    known = Counter(tuple(one.items()) for one in asked if one is not None)
    return dict(known.most_common(1)[0][0]) if known else {}


def smallest(listing: Listing, number: int) -> int | None:
    """Return how many items a page should have so that *number* of them make a few pages."""
    if listing.size is None:
        return None
    least = max(int(listing.size.schema.get("minimum", 1)), 1)
    most = int(listing.size.schema.get("maximum", MOST))
    return min(max(least, 2 if number <= 12 else -(-number // 5)), most)


def list_of(bed: Bed) -> Listing:
    """Return the list of *bed*.

    :raises Unasked: if there is none.
    """
    if bed.collection.listing is None:
        raise Unasked(said("there is no list"))
    return bed.collection.listing


def _key(bed: Bed) -> str:
    key = bed.collection.identity
    if key is None or key not in list_of(bed).shown:
        raise Unasked(said("the items of the list have no id"))
    return key


def _sized(listing: Listing, size: int | None) -> dict[str, str]:
    if listing.size is None or size is None:
        return {}
    return {listing.size.name: str(min(size, int(listing.size.schema.get("maximum", size))))}


def _step(listing: Listing, walk: Walk, number: int, *, by_cursor: bool) -> dict[str, str] | None:
    """Return what leads to the next page; None if nothing does."""
    if number == 0:
        return {}
    numbered = listing.page is not None and listing.first is not None
    if listing.cursor is not None and listing.next_cursor is not None and (by_cursor or not numbered):
        page = walk.pages[-1].reply.json()
        found = page.get(listing.next_cursor) if isinstance(page, dict) else None
        return {listing.cursor.name: str(found)} if found else None
    if by_cursor:
        return None
    if listing.page is not None and listing.first is not None:
        return _at(listing.page, listing.first + number)
    return _at(listing.offset, len(walk.items)) if listing.offset is not None else None


def _at(parameter: Parameter, number: int) -> dict[str, str] | None:
    return {parameter.name: str(number)} if number <= highest(parameter) else None


def highest(parameter: Parameter) -> float:
    """Return the largest number that *parameter* may be."""
    said = parameter.schema
    return float(min(said.get("maximum", math.inf), said.get("exclusiveMaximum", math.inf) - 1))


def _is_all(listing: Listing, walk: Walk, *, by_cursor: bool) -> bool:
    """Whether a walk that nothing leads on from has seen all: not if its end may be cut off."""
    numbered = listing.page is not None and listing.first is not None
    if by_cursor or (listing.next_cursor is not None and listing.cursor is not None and not numbered):
        return True  # the last page has said so
    if numbered or listing.offset is not None:
        return False  # the contract has no number that leads on
    if listing.size is not None:
        # A service may cap what is asked for, though hardly below what it shows by itself.
        default = listing.size.schema.get("default")
        return isinstance(default, int) and len(walk.items) < default
    unpaged = listing.page is None and listing.cursor is None
    return unpaged and (listing.most is None or len(walk.items) < listing.most)


def _taken(listing: Listing, walk: Walk, came: Exchange, number: int) -> bool:
    """Add what *came*, unless it is beyond the end."""
    found = listing.open(came.reply.json()) if came.reply.status == 200 else None
    if found is None and number and came.reply.status in _REFUSALS:
        walk.pages.append(came)
        return False
    if found is None and number == 0 and came.reply.status == 404:
        walk.pages.append(came)  # as some say that there is nothing
        return False
    if found is None:
        raise Unasked(said("the list could not be read: {status}", status=came.reply.status))
    walk.pages.append(came)
    walk.items += [one for one in found if isinstance(one, dict)]
    return bool(found)
