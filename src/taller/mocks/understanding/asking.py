"""What the query parameters of a list mean, from their names, their schemas and ``x-`` extensions."""

import re
from collections.abc import Mapping
from typing import Any

from taller.mocks.openapi.contract import Operation, Parameter
from taller.mocks.openapi.document import Node
from taller.mocks.openapi.naming import plain
from taller.mocks.openapi.schemas import keyword
from taller.mocks.understanding.filtering import filters_of
from taller.mocks.understanding.queries import Query

PAGE_SIZE = 20
"""How many resources a page has, where there are pages and nothing says how long they are."""

_ROLES = {
    "page": {"page", "pagenumber", "pageindex", "pageno", "pagina", "p"},
    "size": {
        "limit",
        "size",
        "perpage",
        "pagesize",
        "pagelimit",
        "take",
        "top",
        "maxresults",
        "count",
        "tamano",
    },
    "offset": {"offset", "skip", "start", "startindex", "desplazamiento"},
    "cursor": {
        "cursor",
        "after",
        "startingafter",
        "pagetoken",
        "nexttoken",
        "continuationtoken",
        "marker",
    },
    "order": {
        "sort",
        "sortby",
        "order",
        "orderby",
        "ordering",
        "sorting",
        "orden",
        "ordenarpor",
        "sortfield",
    },
    "direction": {
        "direction",
        "dir",
        "sortorder",
        "sortdir",
        "sortdirection",
        "ordering",
        "orderdir",
        "sentido",
    },
}
_SAID = {
    "x-page": {"page": "page", "size": "size", "offset": "offset", "cursor": "cursor"},
    "x-sort": {},
}
_SAID["x-sort"] = {"order": "order", "direction": "direction"}
_WAYS = {"asc", "desc", "ascending", "descending"}
Extensions = Mapping[str, Mapping[str, Any]]
"""Each query parameter's name to its parameter object."""


def query_of(
    operation: Operation,
    extensions: Extensions,
    named: Mapping[str, Node],
    most: int | None,
) -> Query:
    """Return what a client may say about the list that *operation* answers.

    :param extensions: the parameter objects, for what ``x-filter``, ``x-sort`` and ``x-page`` say.
    :param named: the properties of the resources in it.
    :param most: how many the list may hold; None for any number.
    """
    parameters = {one.name: one for one in operation.parameters if one.place == "query"}
    roles = _roles(parameters, extensions, named)
    taken = set(roles.values())
    rest = [one for name, one in parameters.items() if name not in taken]
    filters = tuple(one for each in rest for one in filters_of(each, extensions.get(each.name, {}), named))
    known = taken | {one.parameter for one in filters}
    page, size = (parameters.get(roles.get(one, "")) for one in ("page", "size"))
    return Query(
        filters=filters,
        **roles,
        first=0 if page is not None and 0 in (keyword(page.schema, "minimum"), page.default) else 1,
        default_size=_size(size, most) if {"page", "offset", "cursor"} & roles.keys() else None,
        ignored=tuple(name for name in parameters if name not in known),
    )


def _size(size: Parameter | None, most: int | None) -> int | None:
    """Return the size of a page that nobody says; a default of the contract's comes by itself."""
    if size is not None and size.default is not None:
        return None
    return None if most is not None else PAGE_SIZE


def _roles(
    parameters: Mapping[str, Parameter],
    extensions: Extensions,
    named: Mapping[str, Node],
) -> dict[str, str]:
    """Return which parameter pages and sorts; what the contract says goes before what names say."""
    roles: dict[str, str] = {}
    for name in parameters:
        for extension, meant in _SAID.items():
            if (role := meant.get(str(extensions.get(name, {}).get(extension)))) is not None:
                roles.setdefault(role, name)
    for name, parameter in parameters.items():
        said = extensions.get(name, {})
        if name not in named and "x-filter" not in said and name not in roles.values():
            role = _role(name, parameter, parameters)
            barred = said.get("x-sort" if role in ("order", "direction") else "x-page") is False
            if role is not None and not barred:
                roles.setdefault(role, name)
    return roles


def _role(name: str, parameter: Parameter, parameters: Mapping[str, Parameter]) -> str | None:
    letters = plain(name)
    bracketed = re.fullmatch(r"page\[(number|size|limit|offset|cursor|after)\]", name)
    if bracketed:
        letters = {"number": "page"}.get(bracketed[1], bracketed[1])
    if letters in _ROLES["order"] | _ROLES["direction"]:
        return _way(letters, parameter, parameters)
    role = next((one for one, names in _ROLES.items() if letters in names), None)
    numbers = bool(parameter.types & {"integer", "number"})
    return role if numbers or role == "cursor" else None


def _way(letters: str, parameter: Parameter, parameters: Mapping[str, Parameter]) -> str | None:
    """Tell what to sort by from which way: by the values, or else by the other parameters."""
    values = keyword(parameter.schema, "enum")
    if values:
        return "direction" if {str(one).casefold() for one in values} <= _WAYS else "order"
    others = {plain(one) for one in parameters} - {letters}
    beside = bool(others & _ROLES["order"])
    sorts = letters not in _ROLES["direction"] or (letters in _ROLES["order"] and not beside)
    if letters == "order" and others & {"sort", "sortby", "orderby"}:
        sorts = False
    return "order" if sorts else "direction"
