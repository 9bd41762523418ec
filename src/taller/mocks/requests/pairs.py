"""Names and texts as a query, a form or cookies have them: ``a=1&b=2``, percent-encoded."""

import re
from collections.abc import Callable, Sequence
from functools import cached_property
from urllib.parse import unquote_to_bytes

MAX_DEPTH = 16
"""How many names in brackets are read one inside the other."""
_ESCAPED = re.compile(r'\\(?:([0-3][0-7]{2})|([\\"]))')
_INSIDE = re.compile(r"\[([^\[\]]*)\]")

Pairs = Sequence[tuple[str, str]]


class Said:
    """What was said of each name, as it was sent and decoded."""

    def __init__(self, pairs: Pairs, decode: Callable[[str], str]) -> None:
        """Take note of *pairs*: names, decoded, and texts, as they were sent.

        :raises UnicodeError: if *decode* does not take a text.
        """
        self.decode = decode
        self.texts: dict[str, list[str]] = {}
        """The texts of each name, decoded."""
        for name, text in pairs:
            self.texts.setdefault(name, []).append(decode(text))
        self._pairs = pairs

    def sent(self, name: str) -> list[str]:
        """Return the texts of *name* as they were sent."""
        return [text for key, text in self._pairs if key == name]

    def beginning(self, name: str) -> Sequence[str]:
        """Return the names that begin as *name* does, up to its first bracket, and go on with one."""
        return self._with_brackets.get(name.partition("[")[0], ())

    @cached_property
    def _with_brackets(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for name in self.texts:
            stem, bracket, _ = name.partition("[")
            if bracket:
                found.setdefault(stem, []).append(name)
        return found


def decoded(text: str) -> str:
    """Return what *text*, from a path, says; bytes beyond ASCII are UTF-8, encoded or not.

    :raises UnicodeError: if they are not.
    """
    if "%" not in text and text.isascii():
        return text
    return unquote_to_bytes(text.encode("latin-1")).decode()


def decoded_in_query(text: str) -> str:
    """Return what *text*, from a query or a form, says: there a plus is a space.

    :raises UnicodeError: if it is not UTF-8.
    """
    return decoded(text.replace("+", " ") if "+" in text else text)


def said_in_query(query: str) -> Said:
    """Return what *query*, or a form of that kind, says.

    :raises UnicodeError: if that is not UTF-8.
    """
    split = (one.partition("=") for one in query.split("&") if one)
    return Said([(decoded_in_query(name), text) for name, _, text in split], decoded_in_query)


def said_in_cookies(header: str, *, exploded: bool = False) -> Said:
    """Return what ``Cookie: header`` says.

    :param exploded: whether one cookie may hold several pairs, as OpenAPI writes a list there:
        ``color=blue&color=black``.
    """
    several = re.split("[;&]" if exploded else ";", header)
    split = (one.strip().partition("=") for one in several)
    return Said([(name, _unquoted(text)) for name, equals, text in split if equals], _leniently)


def _unquoted(text: str) -> str:
    """Return *text* without its quotes; in them Python's clients write a comma as ``\\054``."""
    if not text.startswith('"'):
        return text
    inner = text.strip('"')
    return (
        _ESCAPED.sub(lambda one: chr(int(one[1], 8)) if one[1] else one[2], inner) if "\\" in inner else inner
    )


def _leniently(text: str) -> str:
    return unquote_to_bytes(text).decode(errors="replace") if "%" in text else text


def names_inside(name: str, key: str) -> list[str]:
    """Return the names in brackets after *name*: a, b for ``name[a][b]``; none if *key* is no such."""
    rest = key.removeprefix(name) if key.startswith(f"{name}[") else ""
    steps = _INSIDE.findall(rest)
    whole = sum(len(one) + 2 for one in steps) == len(rest)
    return steps if whole and len(steps) <= MAX_DEPTH and steps[:1] != [""] else []
