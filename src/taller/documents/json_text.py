"""JSON, with the lines of its places: found afterwards, and only if somebody asks."""

import json
import math
import re
from collections.abc import Iterable, Iterator
from json import decoder
from typing import Any

from taller.documents.pointers import below, steps_of

Note = tuple[str, str, str, int]
_SPACE = re.compile(r"[ \t\n\r]*")
_HALVES = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])"
    r"|(?<!(?<!\\)\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F]"
)
"""Half a character; at times a whole one beside a backslash."""
# Both are public by name and by long use, and typeshed has neither.
_TEXT: Any = vars(decoder)["scanstring"]
_SKIP: Any = vars(json.JSONDecoder(strict=False))["scan_once"]
Wanted = dict[str, Any]
"""Step to what is wanted below it."""


class _Repeated(dict[str, Any]):
    """An object in which names stand twice."""

    names: tuple[str, ...] = ()


class JsonText:
    """A JSON text: its value, what is doubtful in it, and the lines of its places."""

    def __init__(self, text: str) -> None:
        """Read *text*.

        :raises ValueError: if it is not JSON.
        """
        self._text = text
        self._repeats = False
        self.doubtful = _HALVES.search(text) is not None
        """Whether there may be half a character in it, or a number that is none."""
        self.value = json.loads(
            text,
            object_pairs_hook=self._object,
            parse_float=self._float,
            parse_constant=self._float,
            strict=False,
        )
        self.notes: list[Note] = [
            ("repeated-key", pointer, f"`{steps_of(pointer)[-1]}` stands twice here", 0)
            for pointer in (_repeated(self.value, "") if self._repeats else ())
        ]

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(pairs)
        if len(made) == len(pairs):
            return made
        self._repeats = True
        marked = _Repeated(made)
        seen: set[str] = set()
        marked.names = tuple({name: None for name, _ in pairs if name in seen or seen.add(name)})  # type: ignore[func-returns-value]
        return marked

    def _float(self, text: str) -> float:
        number = float(text)
        self.doubtful = self.doubtful or not math.isfinite(number)
        return number

    def lines(self, pointers: Iterable[str]) -> dict[str, int]:
        """Return the line, from 1, of each of *pointers*; of the last step that there is."""
        wanted: Wanted = {}
        several = list(pointers)
        for pointer in several:
            inside = wanted
            for step in steps_of(pointer):
                inside = inside.setdefault(step, {})
        offsets: dict[str, int] = {}
        _find(self._text, _space(self._text, 0), wanted, "", offsets)
        return self._lines(several, offsets)

    def _lines(self, pointers: list[str], offsets: dict[str, int]) -> dict[str, int]:
        found: dict[str, int] = {}
        line = at = 0
        for pointer in sorted(pointers, key=lambda one: _offset(one, offsets)):
            offset = _offset(pointer, offsets)
            line, at = line + self._text.count("\n", at, offset), offset
            found[pointer] = line + 1
        return found


def _offset(pointer: str, offsets: dict[str, int]) -> int:
    while pointer and pointer not in offsets:
        pointer = pointer.rpartition("/")[0]
    return offsets.get(pointer, 0)


def _space(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at


def _find(text: str, at: int, wanted: Wanted, pointer: str, offsets: dict[str, int]) -> int:
    """Note where what is *wanted* of the value at *at* begins; return where the value ends.

    What nobody wants is skipped by the parser in C.
    """
    if not wanted or text[at] not in "{[":
        return int(_SKIP(text, at)[1])
    closing = "}" if text[at] == "{" else "]"
    index = 0
    at = _space(text, at + 1)
    while text[at] != closing:
        begin, step = at, str(index)
        if closing == "}":
            step, at = _TEXT(text, at + 1, False)
            at = _space(text, _space(text, at) + 1)  # the colon
        inside = below(pointer, step)
        if step in wanted:
            offsets[inside] = begin
        at = _space(text, _find(text, at, wanted.get(step, {}), inside, offsets))
        index += 1
        if text[at] == ",":
            at = _space(text, at + 1)
    return at + 1


def _repeated(value: Any, pointer: str) -> Iterator[str]:
    if isinstance(value, _Repeated):
        yield from (below(pointer, name) for name in value.names)
    members = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for step, inner in members:
        yield from _repeated(inner, below(pointer, step))
