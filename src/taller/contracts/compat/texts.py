"""Values that are texts on the wire: parameters and headers, where 5 is the text ``5``."""

import json
from dataclasses import replace
from typing import Any

from taller.contracts.compat.facts import Facts
from taller.contracts.compat.uniting import is_list, listed
from taller.contracts.compat.values import key_of

_PLAIN = frozenset({"boolean", "integer", "fraction"})
"""Types whose values a text without limits takes in."""


def text_of(value: Any) -> Any:
    """Return how *value* is written in an address or a header; None, objects and arrays as they are."""
    return key_of(value) if isinstance(value, int | float) else value


def as_texts(old: Facts, new: Facts) -> tuple[Facts, Facts]:
    """Return *old* and *new*, of which a ``string`` takes what is written as a number or a boolean is."""
    if old.types == new.types:
        return old, new
    lists = tuple(listed(one) if is_list(one) else None for one in (old, new))
    if lists[0] is not None and lists[1] is not None:
        was, now = (replace(one, types=frozenset({"string", "null"})) for one in (old, new))
        was, now = (
            replace(one, values={key_of(text_of(value)): text_of(value) for value in values.values()})
            for one, values in ((was, lists[0]), (now, lists[1]))
        )
        was, now = was.settled(), now.settled()
    else:
        was, now = _widened(old, new), _widened(new, old)
    return _with_text_default(was), _with_text_default(now)


def _widened(facts: Facts, other: Facts) -> Facts:
    """Return *facts* with all types that their ``string`` takes in, if nothing limits it."""
    is_limited = facts.values is not None or facts.patterns or facts.formats or facts.choices or facts.others
    shortest = facts.limits.get("minLength")
    if "string" not in facts.types or is_limited or "maxLength" in facts.limits:
        return facts
    if shortest and shortest.number > 1:
        return facts
    # Null is written as nothing, or as a word.
    null = other.types & {"null"} if not shortest else frozenset[str]()
    limits = {name: limit for name, limit in facts.limits.items() if not name.endswith("imum")}
    return replace(facts, types=facts.types | _PLAIN | null, limits=limits, multiples=frozenset())


def _with_text_default(facts: Facts) -> Facts:
    if facts.default is None:
        return facts
    return replace(facts, default=key_of(text_of(json.loads(facts.default))))
