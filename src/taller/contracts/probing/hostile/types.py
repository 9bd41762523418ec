"""Values of a wrong type, fields too many, and fields too few."""

from collections.abc import Iterator
from typing import Any

from taller.contracts.phrases import said
from taller.contracts.probing.hostile.alteration import MISSING, Wrong
from taller.contracts.probing.hostile.fields import Field

_OFTEN = 4
_ANY: tuple[Any, ...] = (None, "text", 12345, True, [], {})
UNKNOWN = "tallerUnknownField"
"""A name that no contract has."""


def wrong_types(field: Field) -> Iterator[Wrong]:
    """Yield values of all other JSON types, those first that a lenient service reads as the right one."""
    near = list(_nearly(field.value))
    for value in near:
        alone = not isinstance(field.value, str) or field.lets(str(value))
        yield _typed(value, field.value, _OFTEN if alone else 0)
    yield _typed(None, field.value, _OFTEN)
    known = {*map(type, near), type(field.value)}
    yield from (_typed(value, field.value, 1) for value in _ANY[1:] if type(value) not in known)


def _typed(value: Any, wanted: Any, weight: int) -> Wrong:
    if isinstance(value, float):
        what = said("a fraction for an integer")
    elif wanted is MISSING:
        what = said("{given} for another type", given=_named(value))
    else:
        what = said("{given} for {wanted}", given=_named(value), wanted=_named(wanted))
    return Wrong("refuses-wrong-types", what, value, weight)


def _nearly(value: Any) -> Iterator[Any]:
    if isinstance(value, bool):
        yield from (int(value), str(value).lower())
    elif isinstance(value, int | float):
        yield from (str(value), int(value) + 0.5, True)
    elif isinstance(value, str):
        yield int(value) if value.isascii() and value.isdecimal() and len(value) < 16 else 12345
    elif isinstance(value, list):
        yield value[0] if value and not isinstance(value[0], list) else {}
    elif isinstance(value, dict):
        yield [value]


def _named(value: Any) -> str:
    names = (
        ((bool,), said("a boolean")),
        ((int, float), said("a number")),
        ((str,), said("a text")),
        ((list,), said("a list")),
        ((dict,), said("an object")),
    )
    return next((name for types, name in names if isinstance(value, types)), said("null"))


def unknown_fields(field: Field) -> Iterator[Wrong]:
    """Yield an object with a field more."""
    if isinstance(field.value, dict):
        more = {**field.value, UNKNOWN: "text"}
        yield Wrong("refuses-unknown-fields", said("an unknown field"), more, _OFTEN)


def missing_fields(field: Field) -> Iterator[Wrong]:
    """Yield the lack of a field that must be there."""
    if field.required:
        yield Wrong("refuses-missing-fields", said("a missing field"), MISSING, _OFTEN)
