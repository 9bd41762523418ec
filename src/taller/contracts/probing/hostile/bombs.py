"""JSON that harms who reads it without care."""

from collections.abc import Iterator

from taller.contracts.phrases import Said, said
from taller.contracts.probing.hostile.alteration import BOMBS, HALVES, MISSING, Raw, Wrong
from taller.contracts.probing.hostile.fields import Field

_DIGITS = 5000
"""More than the 4,300 that Python reads."""
_LEVELS = 3000
HUGE = 10_500_000
"""Bytes, more than most services take."""


def bombs(field: Field) -> Iterator[Wrong]:
    """Yield for *field* what makes a reader run out of digits, of stack or of memory, or its writer fail."""
    # Who reads JSON meets an endless number wherever it stands, also where a text belongs.
    for what, raw in _numbers() if _is_number(field) else _long() if len(field.steps) <= 1 else ():
        yield Wrong(BOMBS, what, raw, 2 if _is_number(field) else 1)
    if isinstance(field.value, str):
        half = Raw('"\\ud800"')
        # The grammar has it (RFC 8259, 8.2): to take it breaks no promise, to fail does.
        yield Wrong(HALVES, said("half a character"), half, 2)
    if len(field.steps) <= 1:
        nested = Raw("[" * _LEVELS + "]" * _LEVELS, [[[]]])
        yield Wrong(BOMBS, said("a nesting 3,000 deep"), nested)
        objects = Raw('{"a":' * _LEVELS + "1" + "}" * _LEVELS, {"a": {"a": 1}})
        yield Wrong(BOMBS, said("a nesting 3,000 deep"), objects)


def _is_number(field: Field) -> bool:
    if field.value is MISSING:
        return bool({"integer", "number"} & field.types)
    return isinstance(field.value, int | float) and not isinstance(field.value, bool)


def _long() -> Iterator[tuple[Said, Raw]]:
    # Validators lose count beyond what a float holds, so a smaller number stands for these.
    yield said("an integer of 5,000 digits"), Raw("9" * _DIGITS, 10**30)
    yield said("an integer of 5,000 digits, less than nothing"), Raw("-" + "9" * _DIGITS, -(10**30))
    yield said("a huge exponent"), Raw("1e9999999", 1e300)


def _numbers() -> Iterator[tuple[Said, Raw]]:
    yield from _long()
    yield said("a number beyond all floats"), Raw("1e400", 1e300)
    yield said("an integer beyond 64 bits"), Raw(str(2**64), 2**64)
    for text in ("NaN", "Infinity", "-Infinity"):
        yield said("{text} for a number", text=text), Raw(text)


def too_big(field: Field) -> Iterator[Wrong]:
    """Yield a text that no service should want to keep."""
    if isinstance(field.value, str):
        yield Wrong(BOMBS, said("a text of 10 MB"), "a" * HUGE)
