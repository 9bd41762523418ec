"""JSON that harms who reads it without care."""

from collections.abc import Iterator
from typing import Any

from taller.contracts.phrases import said
from taller.contracts.probing.hostile.alteration import Raw, Wrong
from taller.contracts.probing.hostile.fields import Field

_DIGITS = 5000
_LEVELS = 3000
HUGE = 10_500_000
"""Bytes, more than most services take."""


def bombs(field: Field) -> Iterator[Wrong]:
    """Yield for *field* what makes a reader run out of digits, of stack or of memory, or its writer fail."""
    for what, raw in _numbers(field):
        yield Wrong("refuses-bombs", what, raw, 2)
    if isinstance(field.value, str):
        half = Raw('"\\ud800"')
        yield Wrong("refuses-bombs", said("half a character"), half, 2)
    if len(field.steps) <= 1:
        nested = Raw("[" * _LEVELS + "]" * _LEVELS, [[[]]])
        yield Wrong("refuses-bombs", said("a nesting 3,000 deep"), nested)
        objects = Raw('{"a":' * _LEVELS + "1" + "}" * _LEVELS, {"a": {"a": 1}})
        yield Wrong("refuses-bombs", said("a nesting 3,000 deep"), objects)


def _numbers(field: Field) -> Iterator[tuple[Any, Raw]]:
    if isinstance(field.value, int | float) and not isinstance(field.value, bool):
        # Validators lose count beyond what a float holds, so a smaller number stands for these.
        yield said("an integer of 5,000 digits"), Raw("9" * _DIGITS, 10**30)
        yield said("an integer of 5,000 digits, less than nothing"), Raw("-" + "9" * _DIGITS, -(10**30))
        yield said("a huge exponent"), Raw("1e400", 1e300)
        yield said("a huge exponent"), Raw("1e9999999", 1e300)
        yield said("an integer beyond 64 bits"), Raw(str(2**64), 2**64)
        for text in ("NaN", "Infinity", "-Infinity"):
            yield said("{text} for a number", text=text), Raw(text)


def too_big(field: Field) -> Iterator[Wrong]:
    """Yield a text that no service should want to keep."""
    if isinstance(field.value, str):
        yield Wrong("refuses-bombs", said("a text of 10 MB"), "a" * HUGE)
