"""The examples of the contract: requests, and what the service answered to them."""

import json
from pathlib import Path
from typing import Any


def examples() -> dict[str, tuple[str, Any]]:
    """Return the examples by name, each with its summary and its value."""
    text = Path(__file__).with_suffix(".json").read_text("utf-8")
    return {name: (each["summary"], each["value"]) for name, each in json.loads(text).items()}
