"""YAML as OpenAPI means it: version 1.2, core schema, so that a date is text and ``no`` is no false.

PyYAML speaks YAML 1.1, so only its parser is used here; values are made from its nodes.
Source: OpenAPI 3.1.1, section "Format"; YAML 1.2.2, section 10.3.2.
"""

import math
import re
from collections.abc import Iterable
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from taller.documents.halves import Halves
from taller.documents.pointers import below, steps_of

MOST_VALUES = 3_000_000
"""Aliases inside aliases multiply: no contract has as many values as this."""

_NULL = re.compile(r"~|null|Null|NULL|")
_BOOLEAN = re.compile(r"true|True|TRUE|false|False|FALSE")
_INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(
    r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)"
)
_DATE = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt ].*)?")
_WORD = re.compile(r"(?i:y|n|yes|no|on|off)")
_PARSER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Note = tuple[str, str, str, int]
"""Kind of defect, pointer, detail, and line (from 1)."""


class _Loader(_PARSER):  # type: ignore[misc]  # whichever parser there is
    """Leaves scalars as they are written: what they mean is decided here."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 -- PyYAML's own way


class YamlText:
    """A YAML text: its value, what is doubtful in it, and the lines of its places."""

    def __init__(self, text: str) -> None:
        """Read *text*.

        :raises yaml.YAMLError: if it is not YAML.
        :raises ValueError: if its aliases multiply beyond measure.
        """
        self.notes: list[Note] = []
        self._halves = Halves(text, _Loader)
        self._root: Node | None = yaml.compose(self._halves.replaced(), Loader=_Loader)
        self._halves.restore(self._root)
        self._made: dict[int, tuple[Any, int]] = {}
        self._open: set[int] = set()
        self._count = 0
        self.value = self._value(self._root, "") if self._root is not None else None
        self._made.clear()

    def lines(self, pointers: Iterable[str]) -> dict[str, int]:
        """Return the line, from 1, of each of *pointers*; of the last step that there is."""
        return {pointer: self._line(pointer) for pointer in pointers}

    def _line(self, pointer: str) -> int:
        node, line = self._root, 1
        for step in steps_of(pointer):
            found = _entry(node, step)
            if found is None:
                break
            node, line = found
        return line

    def _value(self, node: Node, pointer: str) -> Any:
        self._count += 1
        if isinstance(node, ScalarNode):
            return self._scalar(node, pointer)
        known = self._made.get(id(node))
        if known:
            self._count += known[1]
            if self._count > MOST_VALUES:
                raise ValueError(f"its aliases make more than {MOST_VALUES} values of it: write fewer")
            return known[0]
        if id(node) in self._open:
            self.notes.append(("circular-alias", pointer, "the alias stands inside what it stands for", 0))
            return None
        return self._collection(node, pointer)

    def _collection(self, node: Node, pointer: str) -> Any:
        self._open.add(id(node))
        before = self._count
        if isinstance(node, SequenceNode):
            value: Any = [self._value(one, below(pointer, index)) for index, one in enumerate(node.value)]
        else:
            value = self._mapping(node, pointer)
        self._open.discard(id(node))
        self._made[id(node)] = value, self._count - before
        return value

    def _mapping(self, node: Node, pointer: str) -> dict[str, Any]:
        own: dict[str, Any] = {}
        merged: dict[str, Any] = {}
        for key, inner in node.value:
            if isinstance(key, ScalarNode) and key.value == "<<" and _is_plain(key):
                merged = self._merged(inner, pointer) | merged
                continue
            name = self._key(key, pointer)
            if name in own:
                self._note("repeated-key", below(pointer, name), f"`{name}` stands twice here", key)
            own[name] = self._value(inner, below(pointer, name))
        return {**merged, **own} if merged else own

    def _merged(self, node: Node, pointer: str) -> dict[str, Any]:
        value = self._value(node, pointer)
        several = value if isinstance(value, list) else [value]
        made: dict[str, Any] = {}
        for one in reversed(several):
            made |= one if isinstance(one, dict) else {}
        return made

    def _key(self, key: Node, pointer: str) -> str:
        if not isinstance(key, ScalarNode):
            self._note("key-not-text", pointer, "a key is a list or an object", key)
            return str(key.value)
        name: str = key.value
        self._check_halves(key, below(pointer, name))
        if _is_plain(key) and name and not isinstance(_plain(name), str):
            self._note("key-not-text", below(pointer, name), f"the key `{name}` has no quotes", key)
        return name

    def _scalar(self, node: ScalarNode, pointer: str) -> Any:
        text: str = node.value
        self._check_halves(node, pointer)
        if not _is_plain(node):
            return text
        value = _plain(text)
        if isinstance(value, float) and not math.isfinite(value):
            self._note("not-a-number", pointer, f"{text} is no JSON number", node)
            return value
        if isinstance(value, str) and _DATE.fullmatch(value):
            self._note("unquoted-date", pointer, f"the date {text} has no quotes", node)
        elif isinstance(value, str) and _WORD.fullmatch(value):
            self._note("yaml-1.1-word", pointer, f"`{text}` has no quotes", node)
        return value

    def _check_halves(self, node: Node, pointer: str) -> None:
        if line := self._halves.line(node):
            detail = "half a character, without its other half"
            self.notes.append(("half-character", pointer, detail, line))

    def _note(self, kind: str, pointer: str, detail: str, node: Node) -> None:
        self.notes.append((kind, pointer, detail, node.start_mark.line + 1))


def _is_plain(node: ScalarNode) -> bool:
    """Tell whether the text stands without quotes and without a tag of its own.

    A tag, as in ``!!str 7``, makes the node begin before its value.
    """
    return not node.style and node.end_mark.index - node.start_mark.index == len(node.value)


def _plain(text: str) -> Any:
    """Return what the plain scalar *text* means in YAML's core schema."""
    first = text[:1]
    if first.isalpha() and first not in "tTfFnN":
        return text
    if _NULL.fullmatch(text):
        return None
    if _BOOLEAN.fullmatch(text):
        return text[0] in "tT"
    if _INTEGER.fullmatch(text) and len(text) < 4000:
        return int(text, 0) if text[:2] in ("0o", "0x") else int(text)
    if _FLOAT.fullmatch(text):
        return float(text.lower().replace(".inf", "inf").replace(".nan", "nan"))
    return text


def _entry(node: Node | None, step: str) -> tuple[Node, int] | None:
    """Return the node that *step* leads to, and the line where it begins, key included."""
    if isinstance(node, MappingNode):
        for key, inner in reversed(node.value):
            if key.value == step:
                return inner, key.start_mark.line + 1
    if isinstance(node, SequenceNode) and step.isdigit() and int(step) < len(node.value):
        inner = node.value[int(step)]
        return inner, inner.start_mark.line + 1
    return None
