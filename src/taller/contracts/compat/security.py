"""Compares who may call an operation."""

from collections.abc import Mapping
from typing import Any

from taller.contracts.compat.contract import Contract, Operation
from taller.contracts.compat.findings import Subject
from taller.contracts.compat.telling import Telling
from taller.documents.pointers import below

Way = Mapping[str, frozenset[str]]
"""A way of proving who one is: schemes, all of which are needed, with their scopes; empty, if none are."""


def compare_security(telling: Telling, old: Operation, new: Operation) -> None:
    """Tell which ways of calling *old* no longer do for *new*, and which do besides."""
    (was, place), (now, new_place) = _ways(telling.old, old), _ways(telling.new, new)
    subject, pointers = Subject("operation", old.name), (place, new_place)
    lost = [way for way in was if not any(_is_enough(way, one) for one in now)]
    for way in lost:
        _tell_lost(telling, subject, pointers, way, now)
    for way in now if not lost else ():
        if way and not any(_is_enough(one, way) or way.keys() == one.keys() for one in was):
            telling.tell("security-added", subject, pointers, new=_named(way))


def _tell_lost(
    telling: Telling, subject: Subject, pointers: tuple[str, str], way: Way, now: list[Way]
) -> None:
    asked = " / ".join(map(_named, now))
    if not way:
        telling.tell("security-required", subject, pointers, new=asked)
        return
    same = next((one for one in now if one.keys() == way.keys()), None)
    if same is None:
        telling.tell("security-removed", subject, pointers, old=_named(way), new=asked)
        return
    more = sorted(scope for name, scopes in same.items() for scope in scopes - way[name])
    telling.tell("security-scope-added", subject, pointers, old=_named(way), new=", ".join(more))


def _is_enough(way: Way, asked: Way) -> bool:
    """Tell whether whoever can go one *way* has all that is *asked*."""
    return all(name in way and scopes <= way[name] for name, scopes in asked.items())


def _ways(contract: Contract, operation: Operation) -> tuple[list[Way], str]:
    holder = operation.part if "security" in operation.part.value else None
    said: Any = (holder.value if holder else contract.document).get("security")
    schemes = contract.document.get("components", {}).get("securitySchemes", {})
    ways = [_way(contract, one, schemes) for one in said or [{}]]
    return ways, below(holder.pointer if holder else "", "security")


def _way(contract: Contract, requirement: Mapping[str, Any], schemes: Mapping[str, Any]) -> Way:
    return {
        _scheme(contract.part(f"/components/securitySchemes/{name}", schemes.get(name, {})).value): frozenset(
            scopes
        )
        for name, scopes in requirement.items()
    }


def _scheme(scheme: Mapping[str, Any]) -> str:
    """Return what a request shows of *scheme*: not its name in the contract, which may change."""
    kind, name = [scheme.get(word, "").lower() for word in ("type", "scheme", "in")], scheme.get("name", "")
    # In a header no letter case counts (RFC 9110, 5.1).
    return " ".join(filter(None, (*kind, name.title() if "header" in kind else name)))


def _named(way: Way) -> str:
    return " + ".join(way) or "–"
