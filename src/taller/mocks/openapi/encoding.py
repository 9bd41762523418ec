"""JSON as it leaves: short, in UTF-8."""

import json
from typing import Any

_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False)


def as_json(value: Any) -> bytes:
    """Return *value* as JSON; half a character, which UTF-8 does not have, as a question mark."""
    return _ENCODER.encode(value).encode(errors="replace")
