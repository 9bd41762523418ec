"""JSON from outside, or the reason why it is none."""

import json
import re
from collections.abc import Mapping
from typing import Any

from taller.mocks.openapi.problems import Problem

MAX_BYTES = 1024 * 1024
MAX_DEPTH = 64
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


def parse_json(body: bytes) -> Any:
    """Return the value that *body* says, as strictly as RFC 8259 and RFC 7493 (I-JSON) allow.

    :raises Problem: 400, for what is not JSON, is not UTF-8, repeats a name, has a number that no
        computer holds, half a character (a lone surrogate), or goes too deep.
    """
    try:
        text = body.decode()
        value = _DECODER.decode(text)
    except Problem:
        raise
    except UnicodeDecodeError as error:
        raise Problem(400, "El cuerpo no es UTF-8.") from error
    except RecursionError as error:
        raise _too_deep() from error
    except ValueError as error:  # JSONDecodeError, and integers of thousands of digits
        raise Problem(400, "El cuerpo no es JSON.") from error
    if body.count(b"[") + body.count(b"{") > MAX_DEPTH:
        _check_depth(value)
    if "\\" in text and _SURROGATE.search(text):
        _check_characters(value)
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise Problem(400, "El cuerpo repite un campo en el mismo objeto.")
    return made


def _constant(name: str) -> Any:
    raise Problem(400, f"El cuerpo no es JSON: {name} no es un número.")


def _float(digits: str) -> float:
    number = float(digits)
    if number in (float("inf"), float("-inf")):
        raise Problem(400, "El cuerpo tiene un número demasiado grande.")
    return number


_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_constant=_constant, parse_float=_float)


def _too_deep() -> Problem:
    return Problem(400, f"El cuerpo tiene más de {MAX_DEPTH} niveles.")


def _check_depth(value: Any) -> None:
    """Count the levels of *value*, one after the other: recursion would be the trap itself."""
    level = [value]
    for _ in range(MAX_DEPTH):
        level = [inner for outer in level for inner in _inside(outer)]
        if not level:
            return
    raise _too_deep()


def _inside(value: Any) -> list[Any]:
    if isinstance(value, Mapping):
        return list(value.values())
    return value if isinstance(value, list) else []


def _check_characters(value: Any) -> None:
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise Problem(400, "El cuerpo tiene medio carácter (un sustituto suelto).") from error
