"""Which property of a resource a query parameter filters by, and how."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from taller.mocks.openapi.contract import Parameter
from taller.mocks.openapi.document import Node
from taller.mocks.openapi.naming import plain, same_name
from taller.mocks.openapi.schemas import keyword, types
from taller.mocks.understanding.queries import Filter, Match

_SEARCH = {
    "q",
    "query",
    "search",
    "searchterm",
    "texto",
    "text",
    "term",
    "keyword",
    "keywords",
    "busqueda",
    "buscar",
}
_BOUNDS = {
    Match.MIN: (
        "min",
        "from",
        "since",
        "after",
        "gte",
        "ge",
        "desde",
        "minimo",
        "start",
    ),
    Match.MAX: ("max", "to", "until", "before", "lte", "le", "hasta", "maximo", "end"),
    Match.ABOVE: ("gt",),
    Match.BELOW: ("lt",),
    Match.SUBSTRING: (
        "filter",
        "like",
        "contains",
        "icontains",
        "contiene",
        "search",
        "substring",
    ),
    Match.EQUALITY: ("eq", "equals", "in", "exact"),
}
_BRACKETS = re.compile(r"(?:filter|filters|where)\[([^\[\]]+)\](?:\[([^\[\]]+)\])?|([^\[\]]+)\[([^\[\]]+)\]")
_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+|[^\W_A-Za-z0-9]+")


def filters_of(parameter: Parameter, said: Mapping[str, Any], named: Mapping[str, Node]) -> Iterator[Filter]:
    """Yield what *parameter* filters by: as ``x-filter`` in *said* tells, or as its name does."""
    extension = said.get("x-filter")
    name = parameter.name
    if isinstance(extension, dict):
        held = extension.get("property", name)
        match = extension.get("match", "equality")
        if match in (Match.SEARCH, Match.EACH) or held in named:
            yield Filter(
                name,
                held if held in named else "",
                Match(match) if match in _MATCHES else Match.EQUALITY,
            )
    elif extension is not False:
        found = _by_name(name, named)
        if found is not None:
            yield Filter(name, *found)
        elif plain(name) in _SEARCH:
            yield Filter(name, "", Match.SEARCH)
        elif (
            plain(name) in ("filter", "filters") and "object" in parameter.types and len(parameter.types) == 1
        ):
            yield Filter(name, "", Match.EACH)


_MATCHES = {one.value for one in Match}


def _by_name(name: str, named: Mapping[str, Node]) -> tuple[str, Match] | None:
    """Return the property that a parameter's name names, and how its value is compared."""
    brackets = _BRACKETS.fullmatch(name)
    if brackets:
        return _bracketed(brackets[1] or brackets[3], brackets[2] or brackets[4], named)
    held = same_name(name, named)
    if held is not None:
        return held, Match.EQUALITY
    words = [plain(one) for one in _WORDS.findall(name)]
    for match, affixes in _BOUNDS.items():
        for rest in _rests(words, affixes):
            held = _nearly(rest, named)
            if held is not None and _compares(named[held], match):
                return held, match
    return None


def _bracketed(name: str, how: str | None, named: Mapping[str, Node]) -> tuple[str, Match] | None:
    held = same_name(name, named)
    if held is None or how is None:
        return (held, Match.EQUALITY) if held is not None else None
    found = next((match for match, affixes in _BOUNDS.items() if plain(how) in affixes), None)
    return (held, found) if found is not None and _compares(named[held], found) else None


def _rests(words: list[str], affixes: tuple[str, ...]) -> Iterator[str]:
    """Yield what is left of a name without one of *affixes* before or after it."""
    if len(words) > 1 and words[-1] in affixes:
        yield "".join(words[:-1])
    if len(words) > 1 and words[0] in affixes:
        yield "".join(words[1:])


def _nearly(name: str, named: Mapping[str, Node]) -> str | None:
    """Return the property called *name*, or *name* with the word of a date: ``createdAfter``."""
    found = (same_name(one, named) for one in (name, name + "at", name + "date", name + "on"))
    return next((one for one in found if one is not None), None)


def _compares(schema: Node, match: Match) -> bool:
    """Tell whether values of *schema* are compared so: numbers and dates have an order."""
    said = types(schema)
    if match is Match.SUBSTRING:
        return "string" in said
    if match is Match.EQUALITY:
        return True
    return bool(said & {"integer", "number"}) or keyword(schema, "format") in (
        "date",
        "date-time",
        "time",
    )
