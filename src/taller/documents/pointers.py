"""JSON pointers (RFC 6901)."""

from typing import Any
from urllib.parse import quote, unquote

NOTHING = object()
"""What a pointer leads to when it leads nowhere."""
_MOST = 100
"""References followed one after another: more lead round in a circle."""


def escaped(step: str) -> str:
    """Return *step* as it stands in a pointer."""
    return step.replace("~", "~0").replace("/", "~1") if "~" in step or "/" in step else step


def below(pointer: str, step: str | int) -> str:
    """Return the pointer one *step* below *pointer*."""
    return f"{pointer}/{escaped(step) if isinstance(step, str) else step}"


def steps_of(pointer: str) -> list[str]:
    """Return the steps of *pointer*, without their escapes."""
    return [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]


def lookup(value: Any, pointer: str) -> Any:
    """Return what *pointer* leads to in *value*; `NOTHING` if it leads nowhere."""
    for step in steps_of(pointer):
        if isinstance(value, dict) and step in value:
            value = value[step]
        elif isinstance(value, list) and step.isascii() and step.isdigit() and int(step) < len(value):
            value = value[int(step)]
        else:
            return NOTHING
    return value


def followed(document: Any, pointer: str, part: Any) -> tuple[str, Any]:
    """Return where what *part*, at *pointer*, refers to in the end stands in *document*, and that.

    It is `NOTHING` if a reference leads nowhere, out of *document*, or round in a circle.
    """
    for _ in range(_MOST):
        if not (isinstance(part, dict) and isinstance(part.get("$ref"), str)):
            return pointer, part
        if not part["$ref"].startswith("#"):
            break
        pointer = of_fragment(part["$ref"][1:])
        part = lookup(document, pointer)
    return pointer, NOTHING


def resolved(document: Any, part: Any) -> Any:
    """Return *part*, or what of *document* it refers to in the end; an empty object if that is not there."""
    _, found = followed(document, "", part)
    return {} if found is NOTHING else found


def as_fragment(pointer: str) -> str:
    """Return the reference to *pointer* within its document."""
    return "#" + quote(pointer, safe="/~!$&'()*+,;=:@")


def of_fragment(fragment: str) -> str:
    """Return the pointer that the *fragment* of a reference (without ``#``) stands for."""
    return unquote(fragment)


def parent(pointer: str) -> str:
    """Return the pointer one step above."""
    return pointer.rpartition("/")[0]
