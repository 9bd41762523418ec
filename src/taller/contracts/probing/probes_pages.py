"""Probes of lists: what they show, and how they page."""

import re
from collections.abc import Iterator

from taller.contracts.events import Breach
from taller.contracts.phrases import Said, said
from taller.contracts.probing.bed import Bed
from taller.contracts.probing.items import as_read, once_a_page
from taller.contracts.probing.keeping import brief
from taller.contracts.probing.lists import Listing, Order
from taller.contracts.probing.story import Exchange, Unasked
from taller.contracts.probing.walks import (
    OTHERS,
    Walk,
    asked_for,
    fill_caches,
    highest,
    list_of,
    smallest,
    usual,
    walked,
    written_meanwhile,
)

_FEW = 5
_FEW_OF_MANY = 9
"""Where only some of them are shown at a time."""
_ROOM = 60
"""The largest page, of those whose size cannot be asked for, that is filled to see the next one."""
_ROOM_QUICK = 12
_SPARED = 40
"""Requests that a larger one must leave to all other questions, where there is little time."""
_NUMBER = re.compile("[0-9]{1,18}")


def lists_contain(bed: Bed) -> Iterator[Breach]:
    """Yield if what was created is not in the list."""
    fill_caches(bed)
    fresh = bed.plant()
    plants = [*bed.few(2)[:2], fresh]
    query = asked_for(bed, bed.made(fresh))
    walk = walked(bed, query)
    yield from once_a_page(bed, walk)
    yield from as_read(bed, walk, plants)
    if not walk.whole:
        raise Unasked(said("the list is too long to be read whole"))
    if query is None:
        raise Unasked(said("what the list leaves out by a default is not plain"))
    for one in plants:
        made = bed.made(one)
        if walk.key in made and asked_for(bed, made) == query and not walk.has(made):
            told = said("{path} is on none of {number} pages", path=one.path, number=len(walk.pages))
            yield bed.story.breach(
                list_of(bed).operation,
                "lists-show-all",
                list_of(bed).operation.place,
                told,
                one.birth,
                *walk.pages,
            )
            return


def paging_visits_once(bed: Bed) -> Iterator[Breach]:
    """Yield if a walk through the pages meets an item twice, or misses one, in any order offered."""
    whole = _whole(bed)
    size, least = smallest(list_of(bed), len(whole.items)), smallest(list_of(bed), 0)
    if size != least:
        yield from _sized(bed, walked(bed, usual(bed), least, pages=1), least)
    for order in _some_orders(bed):
        walk = walked(bed, _query(bed, order), size, pages=len(whole.items) + 3)
        yield from _visits(bed, whole, walk, _how(size, order), "page")
        yield from _sized(bed, walk, size)
    yield from _by_cursor(bed, whole)


def _how(size: int | None, order: Order | None) -> Said:
    pages = said("pages of {size}", size=size) if size else said("pages")
    return said("{pages} by {order}", pages=pages, order=order.text) if order else pages


def _by_cursor(bed: Bed, whole: Walk) -> Iterator[Breach]:
    listing = list_of(bed)
    if listing.cursor is not None and listing.next_cursor is not None:
        size = smallest(listing, len(whole.items))
        walk = walked(bed, usual(bed), size, pages=len(whole.items) + 3, by_cursor=True)
        yield from _visits(bed, whole, walk, said("by cursor"), "cursor")
        yield from _sized(bed, walk, size)


def _sized(bed: Bed, walk: Walk, size: int | None) -> Iterator[Breach]:
    """Yield if a page has more items than were asked for."""
    operation = list_of(bed).operation
    for page in walk.pages if size is not None else ():
        number = len(list_of(bed).open(page.reply.json()) or ())
        if number > (size or 0):
            told = said("{number} items on a page of {size}", number=number, size=size)
            yield bed.story.breach(operation, "page-size-kept", operation.at("parameters"), told, page)
            return


def _visits(
    bed: Bed, whole: Walk, walk: Walk, how: Said, mark: str, promise: str = "paging-visits-once"
) -> Iterator[Breach]:
    missed = [one for one in whole.ids if one not in walk.ids]
    if walk.repeated:
        told = said("{name} {value} twice, {how}", name=walk.key, value=brief(walk.repeated[0]), how=how)
    elif walk.whole and missed:
        told = said("{name} {value} on no page, {how}", name=walk.key, value=brief(missed[0]), how=how)
    else:
        return
    if mark == "page" and written_meanwhile(bed, [*whole.ids, *walk.ids]):
        raise Unasked(OTHERS)  # pages by number move on then: nobody promises otherwise
    yield bed.story.breach(
        list_of(bed).operation,
        promise,
        list_of(bed).operation.place,
        told,
        *walk.pages,
        mark=mark,
    )


def _some_orders(bed: Bed) -> list[Order | None]:
    orders: list[Order | None] = [None, *list_of(bed).orders]
    return orders if bed.share >= 1 else orders[:: max(len(orders) - 1, 1)]  # the first and the last


def _query(bed: Bed, order: Order | None) -> dict[str, str]:
    return usual(bed) | (dict(order.query) if order else {})


def _newest_first(bed: Bed) -> list[Order | None]:
    """Return the order in which what is created meanwhile comes first, if it is offered."""
    orders = list_of(bed).orders
    found = [one for one in orders if one.descending and one.prop == bed.collection.identity]
    return [*found[:1]] or [None]


def _whole(bed: Bed) -> Walk:
    """Return the list as a whole, of several pages if they can be made so.

    :raises Unasked: if there are no pages, or too many items.
    """
    listing = list_of(bed)
    if not listing.paged:
        raise Unasked(said("the list has no pages"))
    bed.few(_FEW_OF_MANY if listing.presets else _FEW)
    walk = walked(bed, usual(bed))
    missing = _missing(bed, listing, len(walk.items)) if listing.size is None and walk.whole else 0
    if missing > 0:
        for _ in range(missing):
            bed.plant()
        walk = walked(bed, usual(bed))
    if not walk.whole and not walk.repeated:
        raise Unasked(said("the list is too long to be read whole"))
    return walk


def _missing(bed: Bed, listing: Listing, there: int) -> int:
    """Return how many items more than *there* are make two pages, if it is worth filling one; else 0."""
    most = listing.most or 0
    missing = most + 2 - there
    spared = bed.share >= 1 or most <= _ROOM_QUICK or bed.story.left - missing >= _SPARED
    return missing if there < most <= _ROOM and spared else 0


def total_agrees(bed: Bed) -> Iterator[Breach]:
    """Yield if the total that a list states is not how many items its pages show."""
    listing = list_of(bed)
    if listing.total is None and listing.operation.header(200, "X-Total-Count") is None:
        raise Unasked(said("no total is promised"))
    if listing.presets:
        raise Unasked(said("what the list leaves out by a default is not plain"))
    bed.few(_FEW)
    walk, first = walked(bed), walked(bed, size=smallest(listing, _FEW), pages=1)
    if not walk.whole:
        raise Unasked(said("the list is too long to be read whole"))
    pages = [one for one in (*first.pages, *walk.pages) if one.reply.status == 200]
    stated = {total for one in pages if (total := _total(listing, one)) is not None}
    if stated and stated != {len(walk.items)}:
        if written_meanwhile(bed, walk.ids):
            raise Unasked(OTHERS)
        totals = ", ".join(map(str, sorted(stated)))
        told = said("total {totals}, and {number} items", totals=totals, number=len(walk.items))
        place = listing.operation.place
        yield bed.story.breach(listing.operation, "total-agrees", place, told, *first.pages, *walk.pages)


def _total(listing: Listing, page: Exchange) -> int | None:
    """Return the total that *page* states; None if that is no number."""
    content = page.reply.json()
    if listing.total is not None and isinstance(content, dict):
        total = content.get(listing.total)
        return total if isinstance(total, int) and not isinstance(total, bool) else None
    stated = page.reply.headers.get("X-Total-Count", "")
    promised = listing.operation.header(200, "X-Total-Count") is not None
    return int(stated) if promised and _NUMBER.fullmatch(stated) else None


def beyond_the_last(bed: Bed) -> Iterator[Breach]:
    """Yield if a page far beyond the last one shows anything."""
    whole, listing = _whole(bed), list_of(bed)
    came = bed.listed(usual(bed) | _far(listing, len(whole.items)))
    found = listing.open(came.reply.json()) if came.reply.ok else None
    if found:
        told = said("{number} items beyond the last page", number=len(found))
        yield bed.story.breach(
            listing.operation, "nothing-beyond-the-last", list_of(bed).operation.place, told, came
        )


def _far(listing: Listing, number: int) -> dict[str, str]:
    parameter = listing.page if listing.page is not None and listing.first is not None else listing.offset
    if parameter is None:
        raise Unasked(said("pages have no numbers"))
    beyond = number + (listing.first or 0 if parameter is listing.page else 0)
    if highest(parameter) < beyond:  # were there one item on each page
        raise Unasked(said("the contract has no page beyond the last"))
    return {parameter.name: str(int(min(number + 50, highest(parameter))))}


def cursor_survives(bed: Bed) -> Iterator[Breach]:
    """Yield if what is created meanwhile makes a walk by cursors skip or repeat what was there before."""
    listing = list_of(bed)
    if listing.cursor is None or listing.next_cursor is None:
        raise Unasked(said("there are no cursors"))
    whole = _whole(bed)
    size = smallest(listing, len(whole.items))
    for order in _newest_first(bed) if bed.share < 1 else _some_orders(bed):
        query = _query(bed, order)
        begun = walked(bed, query, size, pages=1, by_cursor=True)
        page = begun.pages[-1].reply.json() if begun.pages else None
        cursor = page.get(listing.next_cursor) if isinstance(page, dict) else None
        if not cursor:
            raise Unasked(said("there is one page only"))
        between = bed.plant()
        rest = walked(
            bed, query | {listing.cursor.name: str(cursor)}, size, pages=len(whole.items) + 3, by_cursor=True
        )
        walk = Walk(
            begun.key, [*begun.pages, between.birth, *rest.pages], begun.items + rest.items, rest.whole
        )
        how = said("by cursor, with one created in between")
        if order:
            how = said("{how}, by {order}", how=how, order=order.text)
        yield from _visits(bed, whole, walk, how, "", "cursor-survives")
        whole = walked(bed, usual(bed))
