"""What the garden keeps of a text."""

import html
import unicodedata
from collections.abc import Callable
from typing import Any

from tests.contracts.probing.garden_faults import Fault

SPOILT: dict[Fault, Callable[[str], str]] = {
    Fault.TRUNCATES_TEXT: lambda text: text[:100],
    Fault.LOSES_EMOJI: lambda text: "".join(one if ord(one) < 0x10000 else "?" for one in text),
    Fault.LOSES_ACCENTS: lambda text: "".join(
        one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one)
    ),
    Fault.TRIMS_TEXT: str.strip,
    Fault.SHOUTS: lambda text: text.upper() if " " in text else text,
    Fault.ESCAPES_TEXT: html.escape,
}


def kept_text(has: Callable[[Fault], bool], value: Any) -> Any:
    """Return *value* as it is kept, if it is a text."""
    for fault, spoil in SPOILT.items() if isinstance(value, str) else ():
        if has(fault):
            return spoil(value)
    return value
