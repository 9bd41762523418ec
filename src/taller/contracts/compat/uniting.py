"""Branches of ``anyOf`` and ``oneOf`` that only name values or types, as the one list that they are."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from taller.contracts.compat.facts import TYPES, Facts
from taller.contracts.compat.values import key_of, type_of

_FEW = {"null": (None,), "boolean": (False, True)}
"""Types that are no more than a few values."""


def listed(facts: Facts) -> Mapping[str, Any] | None:
    """Return the values that *facts* leave, by their keys; None if they are not counted."""
    if facts.values is not None or not facts.types <= _FEW.keys():
        return facts.values
    return {key_of(value): value for name in sorted(facts.types) for value in _FEW[name]}


def united(branches: Sequence[Facts], *, exclusive: bool) -> Facts | None:
    """Return what a choice from *branches* leaves; None if it takes more than one list to say it.

    :param exclusive: whether a value must fit one branch only, as in ``oneOf``.
    """
    if not all(map(is_list, branches)):
        return None
    lists = [listed(one) for one in branches]
    open_types = [one.types for one, values in zip(branches, lists, strict=True) if values is None]
    types = frozenset[str]().union(*open_types)
    met = Counter(key for values in lists for key in values or ())
    named = {key: value for values in lists for key, value in (values or {}).items()}
    left = {key: value for key, value in named.items() if type_of(value) not in types}
    if exclusive and (sum(map(len, open_types)) > len(types) or len(left) < len(named)):
        return None
    left = {key: value for key, value in left.items() if not exclusive or met[key] == 1}
    return _as_one(types, left)


def is_list(facts: Facts) -> bool:
    """Tell whether *facts* say no more than which values or types there are."""
    return replace(facts, types=TYPES, values=None, marks=frozenset(), default=None) == Facts()


def _as_one(types: frozenset[str], values: Mapping[str, Any]) -> Facts | None:
    if not types:
        return Facts(values=values)
    more = frozenset(map(type_of, values.values()))
    whole = listed(Facts(types=more)) if more <= _FEW.keys() else None
    return Facts(types=types | more) if whole is not None and whole.keys() == values.keys() else None
