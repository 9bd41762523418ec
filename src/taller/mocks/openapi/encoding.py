"""JSON as it leaves: short, in UTF-8."""

import json
from typing import Any

import orjson

_PATIENT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False)


def as_json(value: Any) -> bytes:
    """Return *value* as JSON; half a character, which UTF-8 does not have, as a question mark."""
    try:
        return orjson.dumps(value)
    except TypeError:  # half a character, an integer of more than 64 bits, or a very deep value
        return _PATIENT.encode(value).encode(errors="replace")
