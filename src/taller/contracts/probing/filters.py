"""Which query parameters of a list let only some items pass, and how much of that a contract says."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from taller.contracts.probing.contract import Contract, Operation, Parameter, Schema, types
from taller.contracts.probing.values import is_free

_NOT_FILTERS = frozenset(
    (
        *("q", "search", "fields", "include", "expand", "view", "format", "pretty"),
        *("lang", "language", "locale", "currency", "unit", "units", "timezone"),
    )
)
"""What searches everywhere, or says how items are to be shown."""
_HARMLESS = _NOT_FILTERS - {"q", "search"}
_IDS = re.compile("^id([A-Z_-]|$)|(Id|ID|[_-]id)$")
"""In names of ids, and not in ``paid`` or ``bid``."""
_TIMES = frozenset(("date", "date-time"))


class Match(StrEnum):
    """How a filter compares: the first four as ``x-filter`` says, the others as anyone may understand it."""

    EQUALITY = "equality"
    SUBSTRING = "substring"
    MIN = "min"
    MAX = "max"
    SIDE = "side"
    """Of a number or a time: that, or from that on, or up to that."""
    FLAG = "flag"
    """Of a boolean: what is so; or, if it is true, that only; or, if it is true, that too."""
    SEARCH = "search"
    """Of a free text: that, a part of it, or words, with letter case or without."""


_STATED = frozenset((Match.EQUALITY, Match.SUBSTRING, Match.MIN, Match.MAX))


@dataclass(frozen=True)
class Filter:
    """A query parameter that lets some items pass."""

    parameter: Parameter
    prop: str
    match: Match


@dataclass(frozen=True)
class Preset:
    """A query parameter that lets only some items pass if it is left out, for it has a default."""

    parameter: Parameter
    filter: Filter | None
    """None if it is not plain what it filters by."""

    def asked(self, contract: Contract, shown: Mapping[str, Any]) -> dict[str, str] | None:
        """Return the query by which what is *shown* passes; None if that is not plain."""
        if self.filter is None or self.filter.match is Match.SEARCH:
            return None
        value = shown.get(self.filter.prop)
        scalar = isinstance(value, str | int | float) and contract.fits(self.parameter.schema, value)
        return {self.parameter.name: spelled(value)} if scalar else None


def filters_of(
    contract: Contract, operation: Operation, shown: Mapping[str, Schema], others: Iterable[Parameter | None]
) -> tuple[Filter, ...]:
    """Return the filters of the list that *operation* answers, whose items have the properties *shown*.

    :param others: the parameters that page and sort.
    """
    made = (_filter(contract, one, shown) for one in _filtering(operation, others))
    return tuple(one for one in made if one is not None)


def presets_of(
    contract: Contract, operation: Operation, shown: Mapping[str, Schema], others: Iterable[Parameter | None]
) -> tuple[Preset, ...]:
    """Return which parameters of *operation*, but for *others*, let only some pass if they are left out."""
    return tuple(
        Preset(one, _filter(contract, one, shown))
        for one in _filtering(operation, others)
        if one.schema.get("default") not in (None, "") and one.plain not in _HARMLESS
    )


def spelled(value: Any) -> str:
    """Return *value* as a query has it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _filtering(operation: Operation, others: Iterable[Parameter | None]) -> list[Parameter]:
    named = {one.name for one in others if one is not None and "x-filter" not in one.said}
    return [one for one in operation.parameters if one.where == "query" and one.name not in named]


def _filter(contract: Contract, parameter: Parameter, shown: Mapping[str, Schema]) -> Filter | None:
    said = parameter.said.get("x-filter", {})
    if not isinstance(said, dict) or parameter.plain in _NOT_FILTERS:
        return None
    prop, match = said.get("property", parameter.name), said.get("match", "equality")
    scalar = types(parameter.schema) <= {"string", "integer", "number", "boolean"}
    if prop not in shown or match not in _STATED or not scalar or not types(shown[prop]):
        return None
    if types(shown[prop]) & {"array", "object"}:
        return None
    return Filter(parameter, prop, Match(match) if said else _understood(contract, parameter))


def _understood(contract: Contract, parameter: Parameter) -> Match:
    """Return how *parameter* may be understood, of which the contract says no more than its name."""
    said = parameter.schema
    if types(said) == {"boolean"}:
        return Match.FLAG
    if "enum" in said or _IDS.search(parameter.name):
        return Match.EQUALITY
    if said.get("format") in _TIMES or types(said) & {"integer", "number"}:
        return Match.SIDE
    return Match.SEARCH if is_free(contract, said) else Match.EQUALITY
