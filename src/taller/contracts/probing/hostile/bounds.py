"""Values beyond a bound, and beside an enumeration."""

from collections.abc import Iterator
from typing import Any

from taller.contracts.phrases import Said, said
from taller.contracts.probing.hostile.alteration import Wrong
from taller.contracts.probing.hostile.fields import Field

_LONGEST = 100_000
_OFTEN = 3


def beyond_bounds(field: Field) -> Iterator[Wrong]:
    """Yield values just beyond each bound of *field*."""
    for what, value in (*_numbers(field), *_lengths(field), *_lists(field)):
        alone = not isinstance(value, str) or field.lets(value)
        yield Wrong("refuses-beyond-bounds", what, value, _OFTEN if alone else 0)


def _numbers(field: Field) -> Iterator[tuple[Said, Any]]:
    for most in _true_numbers(field, "maximum"):
        yield said("a number above the maximum"), most + 1
        yield said("a number a little above the maximum"), most + 0.001
    for least in _true_numbers(field, "minimum"):
        yield said("a number below the minimum"), least - 1
    for most in _true_numbers(field, "exclusiveMaximum"):
        yield said("the bound that is excluded"), most
    for least in _true_numbers(field, "exclusiveMinimum"):
        yield said("the bound that is excluded"), least
    for step in _true_numbers(field, "multipleOf"):
        if isinstance(field.value, int | float):
            yield said("no multiple"), field.value + step / 2


def _true_numbers(field: Field, keyword: str) -> list[float]:
    return [one for one in field.said(keyword) if isinstance(one, int | float) and not isinstance(one, bool)]


def _lengths(field: Field) -> Iterator[tuple[Said, Any]]:
    value = field.value
    if not isinstance(value, str):
        return
    for most in field.said("maxLength"):
        if most < _LONGEST:
            last = value[-1:] if value[-1:].isalnum() else "a"
            yield said("a text that is too long"), value + last * (most + 1 - len(value))
    for least in field.said("minLength"):
        if least > 0:
            yield said("a text that is too short"), value[: least - 1]


def _lists(field: Field) -> Iterator[tuple[Said, Any]]:
    value = field.value
    if not isinstance(value, list):
        return
    for most in field.said("maxItems"):
        if value and most < _LONGEST // 10:
            yield said("a list that is too long"), [*value, *[value[-1]] * (most + 1 - len(value))]
    for least in field.said("minItems"):
        if least > 0:
            yield said("a list that is too short"), value[: least - 1]
    if value and any(field.said("uniqueItems")):
        yield said("an item twice"), [*value, value[0]]


def off_enum(field: Field) -> Iterator[Wrong]:
    """Yield texts that are nearly one of the enumeration of *field*."""
    known = [one for several in field.said("enum") for one in several if isinstance(one, str) and one]
    if not known and not any(field.said("const")):
        return
    one = field.value if isinstance(field.value, str) and field.value else known[0] if known else "text"
    for what, value in (
        (said("a value that is not listed"), one + "x"),
        (said("a listed value in other letters"), one.swapcase()),
        (said("a listed value and a space"), one + " "),
        (said("a listed value and a line break"), one + "\n"),
        (said("an empty text for a listed value"), ""),
    ):
        yield Wrong("refuses-off-enum", what, value, 2)
