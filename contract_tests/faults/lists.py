"""Faults of what is in a list."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

from contract_tests.faults.fault import Fault, rewriting
from contract_tests.faults.fields import found
from contract_tests.faults.ground import Ground, Role
from contract_tests.faults.wire import Ask, Behaviour, Reply, Request

Items = list[Any]
_NO_FILTERS = {"page", "limit", "order", "ordering", "sort", "cursor", "offset"}


def items_of(ground: Ground, reply: Reply) -> Items:
    """Return the items that a list answers with."""
    values = found(reply.json, ground.places[Role.LIST][:-1]) if reply.good else []
    return values[0] if values and isinstance(values[0], list) else []


def with_items(ground: Ground, reply: Reply, items: Items) -> Reply:
    """Return *reply* with other items."""
    if not reply.good or Role.LIST not in ground.places:
        return reply
    inside = ground.places[Role.LIST][:-1]
    return reply.with_json({**reply.json, inside[0]: items} if inside else items)


def query_of(request: Request) -> dict[str, str]:
    """Return the query of *request*, by name."""
    return dict(parse_qsl(request.query, keep_blank_values=True))


def page_of(request: Request) -> int:
    """Return the number of the page that *request* asks for; 0 if it is none."""
    page = query_of(request).get("page", "1")
    return int(page) if page.isdecimal() else 0


def _listed(change: Callable[[Ground, Items], Items]) -> Callable[[Ground], Behaviour | None]:
    """Return what lists other items than there are."""

    def put(ground: Ground) -> Behaviour | None:
        if Role.LIST not in ground.places:
            return None
        return rewriting(
            ground,
            lambda _, reply: with_items(ground, reply, change(ground, items_of(ground, reply))),
            Role.LIST,
        )

    return put


def identity_of(ground: Ground, item: Any) -> str:
    """Return the id of an item of a list."""
    return str(item.get(ground.identity)) if isinstance(item, dict) else ""


def _newest_missing(ground: Ground) -> Behaviour | None:
    """Return what does not list what was created last."""
    if Role.LIST not in ground.places:
        return None
    newest: list[str] = []

    def rewrite(request: Request, reply: Reply) -> Reply:
        if ground.role(request) is Role.CREATE:
            values = found(reply.json, (*ground.places[Role.CREATE], ground.identity)) if reply.good else []
            newest[:] = map(str, values) if values else newest
            return reply
        items = [one for one in items_of(ground, reply) if identity_of(ground, one) not in newest]
        return with_items(ground, reply, items)

    return rewriting(ground, rewrite, Role.CREATE, Role.LIST)


def _deleted_listed(ground: Ground) -> Behaviour | None:
    """Return what lists what was deleted, on the first page."""
    if Role.LIST not in ground.places or ground.operation(Role.DELETE) is None:
        return None
    gone: Items = []

    def behave(request: Request, ask: Ask) -> Reply:
        role = ground.role(request)
        if role is Role.DELETE:
            shown = ask(request.but({"If-None-Match": None}, method="GET", body=b""))
            reply = ask(request)
            if reply.good and shown.good:
                gone.extend(found(shown.json, ground.places[Role.READ]))
            return reply
        reply = ask(request)
        if (
            role is Role.LIST
            and gone
            and set(query_of(request)) <= {"page", "limit"}
            and page_of(request) == 1
        ):
            return with_items(
                ground, reply, [*gone, *items_of(ground, reply)][: max(len(items_of(ground, reply)), 5)]
            )
        return reply

    return behave


def _stale_list(ground: Ground) -> Behaviour | None:
    """Return what answers each list as it was when it was first asked for."""
    if Role.LIST not in ground.places:
        return None
    known: dict[str, Reply] = {}

    def behave(request: Request, ask: Ask) -> Reply:
        if ground.role(request) is not Role.LIST or request.header("If-None-Match"):
            return ask(request)
        if request.query not in known:
            reply = ask(request)
            if not reply.good:
                return reply
            known[request.query] = reply
        return known[request.query]

    return behave


def _once_fewer(ground: Ground, items: Items) -> Items:
    return items[:-1]


def _first_twice(ground: Ground, items: Items) -> Items:
    return [*items[:1], *items[:-1]] if items[1:] else items


def _brief(ground: Ground, items: Items) -> Items:
    """Return *items* without a required field."""
    field = ground.field(lambda one: one.required and len(one.path) == 1)
    name = field.path[0] if field else ""
    return [{key: value for key, value in one.items() if key != name} for one in items]


def _alike(ground: Ground) -> Behaviour | None:
    """Return what lists items that all have the text of the first; None if that is not at the top of each."""
    field = ground.text()
    if field is None or len(field.path) > 1:
        return None
    name = field.path[0]

    def with_one_text(_: Ground, items: Items) -> Items:
        first = items[0].get(name) if items else None
        return [{**one, name: first} if first is not None and name in one else one for one in items]

    return _listed(with_one_text)(ground)


FAULTS = (
    Fault("last-missing", "a list without its last item", _listed(_once_fewer)),
    Fault("item-twice", "a list with its first item twice", _listed(_first_twice)),
    Fault("newest-missing", "a list without what was created last", _newest_missing),
    Fault("deleted-listed", "a list with what was deleted", _deleted_listed),
    Fault("list-stale", "a list as it was when it was first asked for", _stale_list),
    Fault("list-brief", "a list whose items lack a required field", _listed(_brief)),
    Fault("list-alike", "a list whose items all show the text of the first", _alike),
    Fault("list-empty", "a list with nothing in it", _listed(lambda _, __: [])),
)
