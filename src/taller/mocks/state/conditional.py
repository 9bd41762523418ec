"""Entity tags and what a request may ask of them (RFC 9110, sections 8.8.3 and 13)."""

import json
import re
from hashlib import blake2b
from typing import Any

_TAG = re.compile(r'(W/)?"([\x21\x23-\x7e\x80-\xff]*)"')
_SORTED = json.JSONEncoder(sort_keys=True, separators=(",", ":"), check_circular=False)


def tag_of(value: Any) -> str:
    """Return the strong entity tag of a JSON value, quotes included: 32 hexadecimal digits.

    The order of the properties does not count.
    """
    return tag_of_bytes(_SORTED.encode(value).encode())


def tag_of_bytes(written: bytes) -> str:
    """Return the strong entity tag of *written*."""
    return f'"{blake2b(written, digest_size=16).hexdigest()}"'


def if_match(header: str, tag: str) -> bool:
    """Tell whether ``If-Match: header`` lets a change of what has *tag* pass; weak tags do not."""
    return header.strip() == "*" or tag in (f'"{value}"' for weak, value in _TAG.findall(header) if not weak)


def if_none_match(header: str, tag: str) -> bool:
    """Tell whether ``If-None-Match: header`` names *tag*, weakly or not: nothing is new."""
    return header.strip() == "*" or tag in (f'"{value}"' for _, value in _TAG.findall(header))
