"""What the bodies of lists say beside the resources: how many there are, which page, where the next is."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from taller.mocks.openapi.document import Node
from taller.mocks.openapi.naming import plain
from taller.mocks.openapi.schemas import all_properties, is_object, required, types
from taller.mocks.understanding.things import Member, Members

Facts = Mapping[str, Any]
"""What is known of a list, by name: ``total``, ``page``, ``next``; None for what there is not."""

_NUMBERS = {
    "total": (
        "total",
        "totalcount",
        "totalitems",
        "totalelements",
        "totalresults",
        "totalrecords",
        "recordcount",
    ),
    "count": (
        "count",
        "numberofelements",
        "pagecount",
        "itemcount",
        "returned",
        "cantidad",
    ),
    "page": (
        "page",
        "currentpage",
        "pagenumber",
        "pageindex",
        "number",
        "pagina",
        "paginaactual",
    ),
    "size": (
        "size",
        "pagesize",
        "perpage",
        "limit",
        "itemsperpage",
        "tamano",
        "tamanopagina",
    ),
    "pages": (
        "pages",
        "totalpages",
        "pagestotal",
        "lastpage",
        "totalpaginas",
        "paginas",
    ),
    "offset": ("offset", "skip", "start", "startindex"),
    "next_page": ("next", "nextpage"),
    "previous_page": ("prev", "previous", "prevpage", "previouspage"),
    "first_page": ("firstpage",),
}
_TRUTHS = {
    "has_next": ("hasmore", "hasnext", "hasnextpage", "more"),
    "has_previous": ("hasprevious", "hasprev", "haspreviouspage", "hasprevpage"),
    "is_first": ("first", "isfirst"),
    "is_last": ("last", "islast"),
}
_TEXTS = {
    "cursor": (
        "nextcursor",
        "cursor",
        "nextpagetoken",
        "nexttoken",
        "continuationtoken",
        "endcursor",
        "cursorsiguiente",
    ),
    "next": ("next", "nextpage", "nexturl", "nextlink", "siguiente"),
    "previous": (
        "prev",
        "previous",
        "prevpage",
        "previouspage",
        "previousurl",
        "prevurl",
        "anterior",
    ),
    "first": ("first", "firstpage", "firsturl"),
    "last": ("last", "lastpage", "lasturl"),
    "self": ("self", "selfurl"),
}
_INSIDE = ("page", "meta", "pagination", "paging", "pageinfo", "metadata", "paginacion")


def members_of(schema: Node, apart: Iterable[str], depth: int = 3) -> Members:
    """Return what a body of *schema* has beside its properties *apart*."""
    needed, names = required(schema), all_properties(schema)
    alone = "total" not in {_fact(name, one) for name, one in names.items()}
    return tuple(
        Member(
            name=name,
            schema=one,
            fact="total" if alone and plain(name) == "count" and _fact(name, one) else _fact(name, one),
            required=name in needed,
            nullable="null" in types(one),
            members=members_of(one, (), depth - 1) if depth and _holds_more(name, one) else (),
        )
        for name, one in names.items()
        if name not in apart
    )


def _holds_more(name: str, schema: Node) -> bool:
    return is_object(schema) and plain(name) in _INSIDE


def _fact(name: str, schema: Node) -> str | None:
    letters, said = plain(name), types(schema) - {"null"}
    known = _TEXTS if said == {"string"} else _TRUTHS if said == {"boolean"} else {}
    if said and said <= {"integer", "number"}:
        known = _NUMBERS
    return next((fact for fact, names in known.items() if letters in names), None)


def filled(members: Members, facts: Facts, constant: Callable[[Node, str], Any]) -> dict[str, Any]:
    """Return the values of *members*: *facts* where they know, and what *constant* gives if they must.

    :param constant: gives a value for a schema and a property's name.
    """
    body: dict[str, Any] = {}
    for one in members:
        value = filled(one.members, facts, constant) if one.members else facts.get(one.fact or "")
        if value not in (None, {}) or (one.nullable and one.fact in facts):
            body[one.name] = value
        elif one.required:
            body[one.name] = {} if one.members else constant(one.schema, one.name)
    return body
