"""JSON values as keys: equal where JSON Schema says that they are equal."""

import json
from fractions import Fraction
from typing import Any

SHOWN = 5
"""Values that a sentence names, before it says how many more there are."""


def key_of(value: Any) -> str:
    """Return a text that two JSON values share if and only if they are equal, as 1 and 1.0 are."""
    return json.dumps(_plain(value), sort_keys=True, ensure_ascii=False)


def _plain(value: Any) -> Any:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list) else value


def type_of(value: Any) -> str:
    """Return the type of a JSON *value*; of a number, ``integer`` or ``fraction``."""
    if value is None or isinstance(value, bool):
        return "null" if value is None else "boolean"
    if isinstance(value, int | float):
        return "integer" if float(value).is_integer() else "fraction"
    return "string" if isinstance(value, str) else "array" if isinstance(value, list) else "object"


def exact(number: float) -> Fraction:
    """Return *number* as it is written: 0.1 is a tenth."""
    return Fraction(str(number))


def shown(keys: list[str]) -> str:
    """Return *keys* for a sentence: the first few, and how many more."""
    more = f" (+{len(keys) - SHOWN})" if len(keys) > SHOWN else ""
    return ", ".join(keys[:SHOWN]) + more
