"""From texts to the values that a schema wants: ``"7"`` is 7 where it says integer."""

import re
from collections.abc import Collection, Iterator, Mapping
from math import isfinite
from typing import Any

from taller.mocks.openapi.document import Node
from taller.mocks.openapi.schemas import Fits, all_properties, parts, types
from taller.mocks.requests.styles import Raw

_INTEGER = re.compile("-?[0-9]{1,400}")
_WHOLE_NUMBER = re.compile(r"(-?[0-9]{1,400})\.0{1,400}")  # 623.0 is an integer in JSON Schema
_NUMBER = re.compile(r"-?[0-9]{1,400}(\.[0-9]{1,400})?([eE][+-]?[0-9]{1,3})?")
_INDEX = re.compile("[0-9]{1,4}")
_NUMERIC = frozenset(("integer", "number"))
_WORDS: Mapping[str, Mapping[str, bool | None]] = {
    "boolean": {"true": True, "false": False},
    "null": {"null": None},
}


def readings(schema: Node, raw: Raw, fits: Fits, *, in_path: bool = False) -> Iterator[Any]:
    """Yield the values that *raw* may mean under *schema*, likeliest first."""
    match raw:
        case dict():
            yield from _inside_brackets(schema, raw, fits)
        case list():
            items = _inside(schema, "items")
            yield [_likeliest(items, text, fits) for text in raw]
        case str():
            yield from scalars(types(schema), raw, in_path=in_path)


def _inside_brackets(schema: Node, raw: Mapping[str, Raw], fits: Fits) -> Iterator[Any]:
    """Yield what *raw* says as a list, if all its names are numbers, and as an object."""
    possible = types(schema)
    is_numbered = "array" in possible and all(map(_INDEX.fullmatch, raw))
    if is_numbered:
        items = _inside(schema, "items")
        yield [_likeliest(items, raw[index], fits) for index in sorted(raw, key=int)]
    if "object" in possible or not is_numbered:
        known, others = all_properties(schema), _inside(schema, "additionalProperties")
        yield {name: _likeliest(known.get(name, others), one, fits) for name, one in raw.items()}


def scalars(said: Collection[str], text: str, *, in_path: bool = False) -> Iterator[Any]:
    """Yield what *text* may mean where the JSON types *said* are possible: at the end, itself."""
    if not _NUMERIC.isdisjoint(said):
        yield from _integers(text, in_path=in_path)
        if "number" in said and _NUMBER.fullmatch(text) and isfinite(number := float(text)):
            yield number
    for kind, words in _WORDS.items():
        if text in words and kind in said:
            yield words[text]
    yield text


def _inside(schema: Node, word: str) -> Node | None:
    """Return the schema that the keyword *word* has in *schema*, or in one of its parts."""
    return next((one for part in parts(schema) if (one := part.get(word)) is not None), None)


def _likeliest(schema: Node | None, raw: Raw, fits: Fits) -> Any:
    """Return the first reading of *raw* that is valid; if none is, the first one."""
    if schema is None:
        return raw
    several = list(readings(schema, raw, fits))
    return next((value for value in several if fits(schema, value)), several[0])


def _integers(text: str, *, in_path: bool) -> Iterator[int]:
    whole = _WHOLE_NUMBER.fullmatch(text)
    if _INTEGER.fullmatch(text):
        yield int(text)
    elif whole and not in_path:  # one resource has one path: 7, and not 7.0 as well
        yield int(whole[1])
