r"""Halves of characters in YAML, escaped as in JSON: ``"\ud83d\ude00"`` is whole, ``"\ud83d"`` is none.

The parser in C refuses either. So it is given another character in their stead, of the same length and
one that the text has nowhere; afterwards each scalar that holds one is made again from the text as it was.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

_HALF = re.compile(r"\\u[dD][89a-fA-F][0-9a-fA-F]{2}")
_PAIR = re.compile(r"\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})")
_ESCAPE = re.compile(r"\\(?!u[dD][89a-fA-F]).|" + _PAIR.pattern + "|" + _HALF.pattern, re.DOTALL)
_PRIVATE = range(0xE000, 0xF900)


class Halves:
    """The halves of characters in one text."""

    def __init__(self, text: str, loader: Any) -> None:
        """Look for them in *text*, which *loader* will read."""
        self._text = text
        self._loader = loader
        self._found = [one.start() for one in _HALF.finditer(text)]
        self._other = _free(text) if self._found else ""
        self._lines: dict[int, int] = {}

    def replaced(self) -> str:
        """Return the text with another character for each half."""
        return _HALF.sub(lambda _: self._other, self._text) if self._found else self._text

    def restore(self, root: Node | None) -> None:
        """Give the scalars below *root* the values that they have in the text."""
        for node in _scalars(root) if self._found and root is not None else ():
            start, end = node.start_mark.index, node.end_mark.index
            at = bisect_left(self._found, start)
            if at < len(self._found) and self._found[at] < end:
                self._restore(node, self._text[start:end])

    def line(self, node: Node) -> int:
        """Return the line, from 1, of a half without its other half in *node*; 0 if it has none."""
        return self._lines.get(id(node), 0)

    def _restore(self, node: ScalarNode, written: str) -> None:
        if node.style != '"':
            # Nothing is escaped there: what was replaced is what it looks like.
            replaced = iter(_HALF.findall(written))
            node.value = re.sub(re.escape(self._other), lambda _: next(replaced), node.value)
            return
        lone = [one.start() for one in _ESCAPE.finditer(written) if _HALF.fullmatch(one[0])]
        if lone:
            self._lines[id(node)] = node.start_mark.line + 1 + written.count("\n", 0, lone[0])
        made: Any = yaml.compose(_ESCAPE.sub(_whole, written), Loader=self._loader)
        node.value = made.value


def _free(text: str) -> str:
    """Return the escape of a character that *text* has nowhere as an escape."""
    lower = text.lower()
    return next(said for one in _PRIVATE if (said := f"\\u{one:x}") not in lower)


def _whole(match: re.Match[str]) -> str:
    if match[1]:
        return f"\\U{ord(_joined(match[1], match[2])):08x}"
    return r"\ufffd" if _HALF.fullmatch(match[0]) else match[0]


def _joined(high: str, low: str) -> str:
    return (chr(int(high, 16)) + chr(int(low, 16))).encode("utf-16", "surrogatepass").decode("utf-16")


def _scalars(root: Node) -> Iterator[ScalarNode]:
    waiting, seen = [root], {id(root)}
    while waiting:
        node = waiting.pop()
        if isinstance(node, ScalarNode):
            yield node
            continue
        inside = node.value if isinstance(node, SequenceNode) else []
        if isinstance(node, MappingNode):
            inside = [one for pair in node.value for one in pair]
        fresh = [one for one in inside if id(one) not in seen]
        seen.update(id(one) for one in fresh)
        waiting += fresh
