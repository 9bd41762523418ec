"""Regular expressions as JSON Schema writes them (ECMA 262, with the flag ``u``), read into a tree."""

from functools import lru_cache

from taller.mocks.sampling.regex import Chars, Edge, Either, Look, Ranges, Regex, Row, Several

_LAST = 0x10FFFF
_DIGITS: Ranges = ((48, 57),)
_WORD: Ranges = ((48, 57), (65, 90), (95, 95), (97, 122))
_SPACE: Ranges = ((9, 13), (32, 32), (160, 160), (0x2028, 0x2029), (0xFEFF, 0xFEFF))
_CLASSES = {"d": _DIGITS, "w": _WORD, "s": _SPACE}
_CONTROLS = {"t": 9, "n": 10, "v": 11, "f": 12, "r": 13, "0": 0}
_LINE_ENDS: Ranges = ((10, 10), (13, 13), (0x2028, 0x2029))
_LONG_NAMES = {
    "Letter": "L",
    "Alphabetic": "L",
    "Uppercase_Letter": "Lu",
    "Uppercase": "Lu",
    "Lowercase_Letter": "Ll",
    "Lowercase": "Ll",
    "Mark": "M",
    "Number": "N",
    "Decimal_Number": "Nd",
    "Punctuation": "P",
    "Symbol": "S",
    "Separator": "Z",
}


class UnknownPattern(ValueError):
    """The expression is none, or says what is not understood here: back-references, scripts."""


@lru_cache(maxsize=512)
def parsed(pattern: str) -> Regex:
    """Return the tree of *pattern*.

    :raises UnknownPattern: if it cannot be read.
    """
    reader = _Reader(pattern)
    tree = reader.either()
    if not reader.done():
        raise UnknownPattern(f"{pattern!r}: unexpected {reader.peek()!r}")
    return tree


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0

    def done(self) -> bool:
        return self._at >= len(self._text)

    def peek(self) -> str:
        return self._text[self._at : self._at + 1]

    def _next(self) -> str:
        if self.done():
            raise UnknownPattern(f"{self._text!r} ends too early")
        self._at += 1
        return self._text[self._at - 1]

    def _skip(self, text: str) -> bool:
        found = self._text.startswith(text, self._at)
        self._at += len(text) if found else 0
        return found

    def _until(self, end: str) -> str:
        stop = self._text.find(end, self._at)
        if stop < 0:
            raise UnknownPattern(f"{self._text!r} lacks a {end!r}")
        found, self._at = self._text[self._at : stop], stop + len(end)
        return found

    def either(self) -> Regex:
        options = [self._row()]
        while self._skip("|"):
            options.append(self._row())
        return options[0] if len(options) == 1 else Either(tuple(options))

    def _row(self) -> Regex:
        parts: list[Regex] = []
        while not self.done() and self.peek() not in "|)":
            parts.append(self._repeated(self._atom()))
        return parts[0] if len(parts) == 1 else Row(tuple(parts))

    def _repeated(self, one: Regex) -> Regex:
        times = self._times()
        if times is None:
            return one
        self._skip("?")  # lazy or not, the same texts match
        return Several(one, *times)

    def _times(self) -> tuple[int, int | None] | None:
        for sign, times in (("*", (0, None)), ("+", (1, None)), ("?", (0, 1))):
            if self._skip(sign):
                return times
        if not self._skip("{"):
            return None
        least, comma, most = self._until("}").partition(",")
        try:
            return int(least), int(most) if most else None if comma else int(least)
        except ValueError as error:
            raise UnknownPattern(f"{self._text!r}: {error}") from error

    def _atom(self) -> Regex:
        letter = self._next()
        match letter:
            case "(":
                return self._group()
            case "[":
                return self._class()
            case ".":
                return Chars(_LINE_ENDS, negated=True)
            case "^" | "$":
                return Edge(letter)
            case "\\":
                if self.peek() in ("b", "B"):
                    return Edge(self._next())
                return self._escape()
            case "*" | "+" | "?" | "{":
                raise UnknownPattern(f"{self._text!r}: nothing to repeat")
        return _only(ord(letter))

    def _group(self) -> Regex:
        for sign, ahead, negated in (
            ("?=", True, False),
            ("?!", True, True),
            ("?<=", False, False),
            ("?<!", False, True),
        ):
            if self._skip(sign):
                return Look(self._closed(), ahead, negated)
        if self._skip("?<") or self._skip("?P<"):
            self._until(">")
        elif self.peek() == "?" and not self._skip("?:"):
            raise UnknownPattern(f"{self._text!r}: a group of an unknown kind")
        return self._closed()

    def _closed(self) -> Regex:
        inner = self.either()
        if self._next() != ")":
            raise UnknownPattern(f"{self._text!r} lacks a ')'")
        return inner

    def _class(self) -> Chars:
        negated = self._skip("^")
        ranges: list[tuple[int, int]] = []
        categories: list[tuple[str, bool]] = []
        while not self._skip("]"):
            first = self._member()
            categories += first.categories
            if _is_one(first) and self.peek() == "-" and not self._text.startswith("-]", self._at):
                self._next()
                ranges.append((first.ranges[0][0], self._member().ranges[-1][1]))
            else:
                ranges += first.ranges
        return Chars(tuple(ranges), tuple(categories), negated)

    def _member(self) -> Chars:
        letter = self._next()
        if letter != "\\":
            return _only(ord(letter))
        return _only(8) if self._skip("b") else self._escape()

    def _escape(self) -> Chars:
        letter = self._next()
        if letter in _CONTROLS:
            return _only(_CONTROLS[letter])
        if letter.lower() in _CLASSES:
            ranges = _CLASSES[letter.lower()]
            return Chars(ranges if letter.islower() else _others(ranges))
        if letter in "pP":
            return self._category(letter == "P")
        if letter in "xuc":
            return _only(self._code(letter))
        if letter.isalnum():
            raise UnknownPattern(f"{self._text!r}: \\{letter} is not understood")
        return _only(ord(letter))

    def _code(self, kind: str) -> int:
        if kind == "c":
            return ord(self._next()) % 32
        braces = kind == "u" and self._skip("{")
        digits = self._until("}") if braces else "".join(self._next() for _ in range(4 if kind == "u" else 2))
        try:
            return int(digits, 16)
        except ValueError as error:
            raise UnknownPattern(f"{self._text!r}: {error}") from error

    def _category(self, others: bool) -> Chars:
        if not self._skip("{"):
            return Chars((), ((self._next(), others),))
        name = self._until("}").rpartition("=")[2]
        short = _LONG_NAMES.get(name, name)
        if len(short) > 2:
            raise UnknownPattern(f"{self._text!r}: the category {name} is not understood")
        return Chars((), ((short, others),))


def _only(code: int) -> Chars:
    return Chars(((code, code),))


def _is_one(chars: Chars) -> bool:
    return len(chars.ranges) == 1 and chars.ranges[0][0] == chars.ranges[0][1]


def _others(ranges: Ranges) -> Ranges:
    starts = [0, *(high + 1 for _, high in ranges)]
    ends = [*(low - 1 for low, _ in ranges), _LAST]
    return tuple((low, high) for low, high in zip(starts, ends, strict=True) if low <= high)
