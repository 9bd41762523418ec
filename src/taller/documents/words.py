"""What is found in a contract, in words."""

from typing import Any

WANTED = {
    "text": "text",
    "flag": "a truth value",
    "object": "a map",
    "map": "a map",
    "array": "a list",
    "list": "a list",
}
"""The types of fields, as a person would call them."""


def said(value: Any) -> str:
    """Return what *value* is, or itself if it is short."""
    match value:
        case None:
            return "nothing"
        case dict():
            return "a map"
        case list():
            return "a list"
    return repr(value)[:40]


def joined(names: list[str]) -> str:
    """Return *names* as code, one after the other."""
    return ", ".join(f"`{name}`" for name in names)
