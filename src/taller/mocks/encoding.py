"""JSON as it leaves: short, in UTF-8."""

import json
from typing import Any

_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False)


def as_json(value: Any) -> bytes:
    """Return *value* as JSON."""
    return _ENCODER.encode(value).encode()
