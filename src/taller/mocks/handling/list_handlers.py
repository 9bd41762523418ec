"""What lists answer: a page of a collection, or what is found in it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from taller.mocks.handling.cursors import Listed, NoSuchCursor
from taller.mocks.handling.making import adapted, constant
from taller.mocks.handling.paging import Page, page_of
from taller.mocks.handling.resources import belongs, scope_of
from taller.mocks.handling.selection import arranged, order_of, passing
from taller.mocks.handling.world import World
from taller.mocks.openapi.exchange import Answer, Exchange
from taller.mocks.openapi.naming import plain
from taller.mocks.openapi.problems import Problem
from taller.mocks.state.rendering import Urls
from taller.mocks.state.store import Entry, Scope, Shelf
from taller.mocks.understanding import model
from taller.mocks.understanding.model import Collection, Listing


def list_all(world: World, action: model.ListAll, exchange: Exchange) -> Answer:
    """Answer a page of the collection.

    :raises Problem: 404, if the parent is not there; and for a page beyond the last, if the
        contract says so.
    """
    page = _page(_listed(world, action, exchange), action, exchange)
    if not page.exists and 404 in action.operation.responses:
        raise Problem(404, f"No hay página {page.number}: la última es la {page.last}.")
    told = action.listing.is_told_of or bool(action.operation.success.headers)
    urls = _urls(world, action, exchange, page) if told else {}
    facts = _facts(page, urls) if told else {}
    items = _items(world, action.listing, action.collection, page.entries)
    body = world.renderer.many(action.listing, items, urls, facts, constant(world))
    headers = _headers(action, page, urls)
    status = action.operation.success.status
    return Answer(status, body, tagged=body, headers=headers, lasting=True)


def _listed(world: World, action: model.ListAll, exchange: Exchange) -> Listed:
    """Return what the list has, in order, all pages."""
    shelf, collection = world.memory.shelf(action.collection), action.collection
    above = scope_of(world, action.place, exchange.path)
    scope = () if action.place.filters else above
    order = order_of(action.query, collection, exchange.values)
    entries = _entries(shelf, scope, action, exchange)
    found = arranged(entries, order) if order else entries
    return Listed(collection, found, lambda resource_id: shelf.get(resource_id, scope), order)


def _entries(shelf: Shelf, scope: Scope, action: model.ListAll, exchange: Exchange) -> Sequence[Entry]:
    """Return what the list has, in the order in which it was made."""
    place = action.place
    tests = passing(action.query, action.collection, exchange.values)
    picks = place.filters and bool(place.scopes)
    if not (tests or picks):
        return _InOrder(shelf, scope)
    return [
        entry
        for entry in shelf.in_order(scope)
        if all(passes(entry.resource) for passes in tests)
        and (not picks or belongs(entry.resource, place, exchange.path))
    ]


class _InOrder(Sequence[Entry]):
    """The resources of one parent as they were made, of which only those of a page are looked at."""

    def __init__(self, shelf: Shelf, scope: Scope) -> None:
        section = shelf.section(scope)
        self._ids, self._entries = section.ids, section.entries

    def __len__(self) -> int:
        return len(self._ids)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._entries.values())

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return [self._entries[one] for one in self._ids[index]]
        return self._entries[self._ids[index]]


def _page(listed: Listed, action: model.ListAll, exchange: Exchange) -> Page:
    try:
        return page_of(listed, action.query, exchange.values, action.listing.most)
    except NoSuchCursor as error:
        statuses = [one for one in (404, 400, 422) if one in action.operation.responses]
        if statuses:
            raise Problem(statuses[0], "Ninguna página terminó ahí.") from error
        total = len(listed.entries)
        return Page([], total, 1, total, action.query.first)


def _urls(world: World, action: model.ListAll, exchange: Exchange, page: Page) -> Urls:
    here = world.renderer.url(action.operation.path, exchange.path)
    said = action.operation.said_in_query(exchange.values)
    query = action.query
    above = action.operation.path.rstrip("/").rpartition("/")[0] or "/"
    urls = {"self": here, "parent": world.renderer.url(above, exchange.path)}
    if not query.paged:
        return urls
    for name, start in _neighbours(page).items():
        if query.page is not None:
            say: dict[str, Any] = {query.page: start // page.size + query.first}
        elif query.offset is not None:
            say = {query.offset: start}
        else:
            say = {} if start == 0 else {str(query.cursor): page.cursor}
            if name not in ("first", *_NEXT):
                continue
        others = {one: value for one, value in said.items() if one != query.cursor}
        urls[name] = world.renderer.with_query(here, others | say)
    return urls


_NEXT = ("next", "nextPage", "siguiente")
_PREVIOUS = ("prev", "prevPage", "previous", "previousPage", "anterior")


def _neighbours(page: Page) -> dict[str, int]:
    """Return where the other pages start, by the names that their links have in contracts."""
    last = (page.last - page.first) * page.size
    starts = {"first": 0, "last": last}
    if page.start > 0 and page.start < page.total:
        starts |= dict.fromkeys(_PREVIOUS, max(0, page.start - page.size))
    if page.more:
        starts |= dict.fromkeys(_NEXT, page.start + page.size)
    return starts


def _facts(page: Page, urls: Urls) -> dict[str, Any]:
    """Return what is known of the list, by the names of `taller.mocks.understanding.members`."""
    previous = page.start > 0 and page.total > 0
    return {
        "total": page.total,
        "count": len(page.entries),
        "page": page.number,
        "size": page.size,
        "pages": page.count,
        "offset": page.start,
        "next_page": page.number + 1 if page.more else None,
        "previous_page": page.number - 1 if previous else None,
        "first_page": page.first,
        "has_next": page.more,
        "has_previous": previous,
        "is_first": page.start == 0,
        "is_last": not page.more,
        "cursor": page.cursor,
        "next": urls.get("next"),
        "previous": urls.get("prev"),
        "first": urls.get("first"),
        "last": urls.get("last"),
        "self": urls.get("self"),
    }


def _items(world: World, listing: Listing, collection: Collection, entries: Sequence[Entry]) -> list[Any]:
    fill, view = constant(world), listing.item.view
    bodies = world.renderer.several(listing.item, collection, entries, fill)
    if view is None or listing.item.wrapper is not None:
        return bodies
    return [adapted(world, view, entry, body) for entry, body in zip(entries, bodies, strict=True)]


def _headers(action: model.ListAll, page: Page, urls: Urls) -> dict[str, str]:
    """Return the headers that tell of the list, as far as the contract declares them."""
    found = {}
    for name in action.operation.success.headers:
        value = _header(plain(name), page, urls)
        if value is not None:
            found[name] = value
    return found


def _header(name: str, page: Page, urls: Urls) -> str | None:
    rels = [f'<{urls[rel]}>; rel="{rel}"' for rel in ("first", "prev", "next", "last") if rel in urls]
    known: dict[str, Any] = {
        "link": ", ".join(rels) or None,
        "xpagination": json.dumps(_pagination(page)),
        "xpage": page.number,
        "xnextpage": page.number + 1 if page.more else None,
        "xprevpage": page.number - 1 if page.start > 0 else None,
    }
    known |= dict.fromkeys(("xtotalcount", "xtotal", "xcount", "totalcount"), page.total)
    known |= dict.fromkeys(("xperpage", "xpagesize"), page.size)
    known |= dict.fromkeys(("xtotalpages", "xpagecount"), page.count)
    return None if known.get(name) is None else str(known[name])


def _pagination(page: Page) -> Mapping[str, int]:
    """Return what flask-smorest says in ``X-Pagination``."""
    if page.count == 0:
        return {"total": 0, "total_pages": 0}
    said = {
        "total": page.total,
        "total_pages": page.count,
        "first_page": page.first,
        "last_page": page.last,
    }
    said["page"] = page.number
    if page.start > 0:
        said["previous_page"] = page.number - 1
    return said | ({"next_page": page.number + 1} if page.more else {})


def find_one(world: World, action: model.FindOne, exchange: Exchange) -> Answer:
    """Answer the first resource with a certain value.

    :raises Problem: 404, if none has it.
    """
    entry = _hits(world, action, exchange, 1)[0]
    body = world.renderer.entry(action.shape, action.collection, entry, constant(world, entry))
    return Answer(action.operation.success.status, body, tagged=entry.resource, lasting=True)


def find_all(world: World, action: model.FindAll, exchange: Exchange) -> Answer:
    """Answer the resources with a certain value, as many as the list may hold.

    :raises Problem: 404, if none has it and the contract has no empty list.
    """
    hits = _hits(world, action, exchange, action.listing.least)[: action.listing.most]
    items = _items(world, action.listing, action.collection, hits)
    facts = {"total": len(hits), "count": len(hits)}
    body = world.renderer.many(action.listing, items, {}, facts, constant(world))
    return Answer(action.operation.success.status, body, tagged=body, lasting=True)


def _hits(world: World, action: model.Find, exchange: Exchange, least: int) -> list[Entry]:
    wanted = _comparable(exchange.path[action.parameter], action.ignore)
    entries = world.memory.shelf(action.collection).in_order()
    hits = [one for one in entries if _comparable(one.resource.get(action.property), action.ignore) == wanted]
    if len(hits) < least:
        raise Problem(404, f"No hay nada con ese {action.property}.")
    return hits


def _comparable(value: Any, ignore: str) -> Any:
    if not isinstance(value, str):
        return value
    return "".join(letter for letter in value.casefold() if letter not in ignore.casefold())
