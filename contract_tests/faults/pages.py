"""Faults of the pages of a list, of its order and of its filters."""

from collections.abc import Callable
from urllib.parse import urlencode

from contract_tests.faults.fault import Fault, rewriting
from contract_tests.faults.ground import Ground, Role
from contract_tests.faults.lists import Items, items_of, page_of, query_of, with_items
from contract_tests.faults.wire import Ask, Behaviour, Reply, Request

_NO_FILTERS = {"page", "limit", "order", "ordering", "sort", "cursor", "offset"}


def _asked(
    *names: str, change: Callable[[dict[str, str]], dict[str, str]]
) -> Callable[[Ground], Behaviour | None]:
    """Return what understands the query of a list in another way, if it has one of *names*."""

    def put(ground: Ground) -> Behaviour | None:
        if Role.LIST not in ground.places or not set(names) & ground.parameters(Role.LIST).keys():
            return None

        def behave(request: Request, ask: Ask) -> Reply:
            plain = ask(request)
            # Where nothing is found, a contract may promise 404.
            if ground.role(request) is not Role.LIST or plain.status not in (200, 404):
                return plain
            query = query_of(request)
            new = change(query)
            return plain if new == query else ask(request.but(query=urlencode(new)))

        return behave

    return put


def _without(*names: str) -> Callable[[dict[str, str]], dict[str, str]]:
    return lambda query: {name: value for name, value in query.items() if name not in names}


def _turned(query: dict[str, str]) -> dict[str, str]:
    turned = {"ASC": "DESC", "DESC": "ASC"}.get(query.get("ordering", "ASC"), "ASC")
    return query | {"ordering": turned} if {"order", "ordering"} & query.keys() else query


def _page_before(query: dict[str, str]) -> dict[str, str]:
    page = query.get("page", "1")
    return query | {"page": str(int(page) - 1)} if page.isdecimal() and int(page) > 1 else query


def _later_pages(change: Callable[[Items, Items], Items]) -> Callable[[Ground], Behaviour | None]:
    """Return what has other items from the second page on; *change* takes those of the page before, too."""

    def put(ground: Ground) -> Behaviour | None:
        if Role.LIST not in ground.places or "page" not in ground.parameters(Role.LIST):
            return None

        def behave(request: Request, ask: Ask) -> Reply:
            reply, page = ask(request), page_of(request)
            if ground.role(request) is not Role.LIST or page < 2 or not items_of(ground, reply):
                return reply
            before = ask(request.but(query=urlencode(query_of(request) | {"page": str(page - 1)})))
            return with_items(ground, reply, change(items_of(ground, before), items_of(ground, reply)))

        return behave

    return put


def _beyond_is_first(ground: Ground) -> Behaviour | None:
    """Return what answers a page beyond the last with the first."""
    if Role.LIST not in ground.places or "page" not in ground.parameters(Role.LIST):
        return None

    def behave(request: Request, ask: Ask) -> Reply:
        reply, page = ask(request), page_of(request)
        if ground.role(request) is not Role.LIST or page < 2 or items_of(ground, reply):
            return reply
        if not reply.good and reply.status != 404:
            return reply
        return ask(request.but(query=urlencode(query_of(request) | {"page": "1"})))

    return behave


def _filter(ground: Ground) -> str | None:
    """Return a parameter that lets some items pass."""
    said = ground.parameters(Role.LIST)
    plain = [name for name, one in said.items() if one["in"] == "query" and name not in _NO_FILTERS]
    return plain[0] if plain else None


def _filter_ignored(ground: Ground) -> Behaviour | None:
    name = _filter(ground)
    return _asked(name, change=_without(name))(ground) if name else None


def _filter_inverted(ground: Ground) -> Behaviour | None:
    name = _filter(ground)
    if name is None:
        return None

    def behave(request: Request, ask: Ask) -> Reply:
        reply, query = ask(request), query_of(request)
        if ground.role(request) is not Role.LIST or name not in query:
            return reply
        all_ = items_of(ground, ask(request.but(query=urlencode(_without(name)(query)))))
        passed = items_of(ground, reply)
        return with_items(ground, reply, [one for one in all_ if one not in passed])

    return behave


def _filter_by_case(ground: Ground) -> Behaviour | None:
    """Return what finds nothing if a filter has a capital in it; None if it never has."""
    name = _filter(ground)
    schema = ground.resolved(ground.parameters(Role.LIST)[name]["schema"]) if name else {}
    if name is None or all(one == str(one).lower() for one in schema.get("enum", "A")):
        return None

    def rewrite(request: Request, reply: Reply) -> Reply:
        value = query_of(request).get(name, "")
        return with_items(ground, reply, []) if value != value.lower() else reply

    return rewriting(ground, rewrite, Role.LIST)


FAULTS = (
    Fault("page-skips", "later pages without their first item", _later_pages(lambda _, items: items[1:])),
    Fault(
        "page-repeats",
        "later pages with the last item of the page before",
        _later_pages(lambda before, items: [*before[-1:], *items[:-1]]),
    ),
    Fault("page-from-zero", "pages counted from zero", _asked("page", change=_page_before)),
    Fault("page-ignored", "the first page for any", _asked("page", change=_without("page"))),
    Fault("page-beyond-is-first", "the first page beyond the last", _beyond_is_first),
    Fault("size-ignored", "pages of another size", _asked("limit", change=_without("limit"))),
    Fault("cursor-ignored", "the first page for any cursor", _asked("cursor", change=_without("cursor"))),
    Fault("order-ignored", "no order", _asked("order", change=_without("order", "ordering"))),
    Fault("direction-ignored", "always ascending", _asked("ordering", change=_without("ordering"))),
    Fault("order-turned", "the wrong direction", _asked("ordering", change=_turned)),
    Fault("filter-ignored", "everything passes a filter", _filter_ignored),
    Fault("filter-inverted", "what matches a filter does not pass", _filter_inverted),
    Fault("filter-by-case", "nothing passes a filter with a capital", _filter_by_case),
)
