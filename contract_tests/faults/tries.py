"""What a walk tries in a field, and as a body."""

from collections.abc import Iterator
from typing import Any

from contract_tests.faults.fields import Field

TEXT = " Añil &amp; <é> 'x' & y " + "z" * 60 + " "
BOMBS = (
    b"[" * 500 + b"]" * 500,
    b'{"x": ' + b"9" * 5000 + b"}",
    b'{"x": 1e9999999}',
    b'{"x": "\\ud800"}',
    b'{"x": "\\u0000"}',
    b'{"x": "\xff"}',
    b"[]",
    b"",
    b"null",
)


def values_for(field: Field, shown: Any) -> Iterator[Any]:
    """Yield what to try in *field*: what is at its edges, and what is beyond."""
    schema = field.schema
    if "enum" in schema:
        yield from (schema["enum"][-1], str(schema["enum"][0]).swapcase(), "no")
    elif field.is_("string"):
        yield from (
            "",
            "x" * schema.get("maxLength", 10),
            "x" * (schema.get("maxLength", 10) + 1),
            "😀 ñ",
            "~",
        )
        yield from (1, f"{shown}\n", f"{shown}".replace("T", " "), f"{shown}".replace("-", ""), TEXT)
    elif field.is_("integer") or field.is_("number"):
        yield from (schema.get("minimum", 0), schema.get("maximum", 0), schema.get("minimum", 0) - 1)
        yield from ("1", True, 1.5, 1.239, 40_000)
    elif field.is_("boolean"):
        yield from (True, False, "true", 1)
    elif field.is_("array"):
        yield from ([], ["x", "y"], "x", shown)
    yield None
