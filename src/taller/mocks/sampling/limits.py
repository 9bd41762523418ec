"""What the parts of a schema say of one value, taken together: types, numbers, lengths."""

import json
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor, lcm
from typing import Any

from taller.mocks.openapi.schemas import JSON_TYPES
from taller.mocks.sampling.refusals import NothingFits

Keywords = dict[str, Any]

_SAYS_TYPE = {
    "object": (
        "properties",
        "required",
        "additionalProperties",
        "patternProperties",
        "minProperties",
        "maxProperties",
        "propertyNames",
        "dependentRequired",
    ),
    "array": ("items", "prefixItems", "minItems", "maxItems", "uniqueItems", "contains"),
    "number": ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
    "string": ("minLength", "maxLength", "pattern", "format", "contentEncoding"),
}
_INTEGER_FORMATS = {"int32": 31, "int64": 63}


def said(parts: Iterable[Keywords], keyword: str, *kinds: type) -> Iterator[Any]:
    """Yield what each of *parts* says under *keyword*; what is of no kind of *kinds* is no schema's."""
    for part in parts:
        value = part.get(keyword)
        if isinstance(value, kinds) and not (isinstance(value, bool) and bool not in kinds):
            yield value


def types(parts: Sequence[Keywords], refused: set[str]) -> list[str]:
    """Return the JSON types that *parts* allow, in their order; a guess where they say nothing.

    :raises NothingFits: if they allow none.
    """
    found: list[str] | None = None
    for value in said(parts, "type", str, list):
        names = [value] if isinstance(value, str) else value
        found = names if found is None else _common(found, names)
    if found is None:
        found = _guessed(parts) or ["string"]
        found = [one for one in found if one not in refused] or list(JSON_TYPES)
    found = [one for one in found if one not in refused]
    if not found:
        raise NothingFits("its types exclude one another")
    return found


def _common(some: list[str], others: list[str]) -> list[str]:
    wide = [*others, "integer"] if "number" in others else others
    both = [one for one in some if one in wide]
    return [*both, "integer"] if "number" in some and "integer" in others and "integer" not in both else both


def _guessed(parts: Sequence[Keywords]) -> list[str]:
    return [
        kind for kind, words in _SAYS_TYPE.items() if any(word in part for part in parts for word in words)
    ]


def whole(parts: Sequence[Keywords], keyword: str) -> Iterator[int]:
    """Yield the sizes that *parts* give under *keyword*; ``3.0`` is 3."""
    return (int(value) for value in said(parts, keyword, int, float))


def sizes(parts: Sequence[Keywords], least: str, most: str) -> tuple[int, int | None]:
    """Return the least and the greatest size by the keywords *least* and *most*.

    :raises NothingFits: if the first is above the second.
    """
    low, high = max(whole(parts, least), default=0), min(whole(parts, most), default=None)
    if high is not None and low > high:
        raise NothingFits(f"{least} {low} is above {most} {high}")
    return low, high


def number_range(parts: Sequence[Keywords], step: Fraction | None) -> tuple[Fraction | None, Fraction | None]:
    """Return the least and the greatest number that *parts* allow; None where there is no limit.

    With *step*, both are multiples of it; without, an excluded limit counts as allowed.
    """
    low = [fraction(one) for one in said(parts, "minimum", int, float)]
    high = [fraction(one) for one in said(parts, "maximum", int, float)]
    above = [fraction(one) for one in said(parts, "exclusiveMinimum", int, float)]
    below = [fraction(one) for one in said(parts, "exclusiveMaximum", int, float)]
    for name in said(parts, "format", str):
        if bits := _INTEGER_FORMATS.get(name):
            low.append(Fraction(-(2**bits)))
            high.append(Fraction(2**bits - 1))
    if step is not None:
        low = [ceil(one / step) * step for one in low] + [(floor(one / step) + 1) * step for one in above]
        high = [floor(one / step) * step for one in high] + [(ceil(one / step) - 1) * step for one in below]
    else:
        low, high = low + above, high + below
    return max(low, default=None), min(high, default=None)


def step_of(parts: Sequence[Keywords], kind: str) -> Fraction | None:
    """Return what every number must be a multiple of; None if nothing."""
    steps = [fraction(one) for one in said(parts, "multipleOf", int, float) if one > 0]
    if kind == "integer":
        steps.append(Fraction(1))
    if not steps:
        return None
    below = lcm(*(one.denominator for one in steps))
    return Fraction(lcm(*(int(one * below) for one in steps)), below)


def fraction(number: float) -> Fraction:
    """Return *number* as it is written: 0.1 is a tenth."""
    return Fraction(Decimal(str(number)))


def plain(number: Fraction) -> float:
    """Return *number* as JSON says it: an int where it is whole."""
    return int(number) if number.denominator == 1 else float(number)


def identity(value: Any) -> str:
    """Return a text that two values share where JSON Schema calls them equal: 1 and 1.0, not true."""
    return json.dumps(_same(value), sort_keys=True)


def _same(value: Any) -> Any:
    match value:
        case float():
            return int(value) if value.is_integer() else value
        case list():
            return [_same(one) for one in value]
        case dict():
            return {str(name): _same(one) for name, one in value.items()}
    return value
