"""Texts that match a pattern, and whether a text does.

Matching walks the tree with sets of places, so no pattern takes it more than the text's length
times its own: there is nothing to backtrack.
"""

from collections.abc import Iterator
from functools import lru_cache
from random import Random
from string import ascii_letters, digits

from taller.mocks.sampling.ecma import parsed
from taller.mocks.sampling.regex import Chars, Either, Look, Regex, Row, Several

ENDLESS = 1 << 30
"""A length that no text has."""

_PLAIN = ascii_letters + digits
_OTHERS = " -_.,:;/@#%&+=!?()[]{}<>*'\"\\|~^$`\t\nñáéíóúüçÑÁÉÍÓÚ€"
_DRAWS = 20


def matches(pattern: str, text: str) -> bool:
    """Tell whether *pattern* matches somewhere in *text*.

    :raises UnknownPattern: if the pattern cannot be read.
    """
    return bool(_ends(parsed(pattern), text, set(range(len(text) + 1))))


def drawn(pattern: str, least: int, most: int | None, rng: Random) -> Iterator[str]:
    """Yield a few texts of *least* to *most* characters that *pattern* lets expect to match.

    :raises UnknownPattern: if the pattern cannot be read.
    """
    tree = parsed(pattern)
    low, high = span(tree)
    first, last = max(low, least), min(high, ENDLESS if most is None else most)
    for turn in range(_DRAWS):
        if high < least:  # too short for the schema: what is free at its ends is filled up
            yield from _padded(_text(tree, high, rng), least, rng)
        elif first <= last:
            near = min(last, first + 7 + turn)
            yield _text(tree, max(rng.randint(first, near), rng.randint(first, near)), rng)


def span(tree: Regex) -> tuple[int, int]:
    """Return the least and the greatest length of what *tree* matches."""
    match tree:
        case Chars():
            return 1, 1
        case Row():
            spans = [span(part) for part in tree.parts]
            return sum(low for low, _ in spans), min(ENDLESS, sum(high for _, high in spans))
        case Either():
            spans = [span(option) for option in tree.options]
            return min(low for low, _ in spans), max(high for _, high in spans)
        case Several():
            low, high = span(tree.one)
            times = ENDLESS if tree.most is None else tree.most
            return low * tree.least, min(ENDLESS, high * times)
    return 0, 0


def _padded(text: str, least: int, rng: Random) -> Iterator[str]:
    missing = "".join(rng.choice(ascii_letters) for _ in range(least - len(text)))
    yield text + missing
    yield missing + text


def _text(tree: Regex, size: int, rng: Random) -> str:
    """Return a text of *tree*, of *size* characters if there is one that is easily found."""
    match tree:
        case Chars():
            return _letter(tree, rng)
        case Row():
            sizes = _shared(size, [span(part) for part in tree.parts], rng)
            return "".join(_text(part, one, rng) for part, one in zip(tree.parts, sizes, strict=True))
        case Either():
            wide = [one for one in tree.options if span(one)[0] <= size <= span(one)[1]]
            return _text(rng.choice(wide or tree.options), size, rng)
        case Several():
            times = _times(tree, size, rng)
            sizes = _shared(size, [span(tree.one)] * times, rng)
            return "".join(_text(tree.one, one, rng) for one in sizes)
    return ""


def _times(tree: Several, size: int, rng: Random) -> int:
    low, high = span(tree.one)
    fewest = max(tree.least, -(-size // high) if high else 0)
    limit = ENDLESS if tree.most is None else tree.most
    greatest = min(limit, size // low if low else fewest + 2)
    return min(limit, rng.randint(fewest, greatest) if fewest <= greatest else fewest)


def _shared(size: int, spans: list[tuple[int, int]], rng: Random) -> list[int]:
    """Return how many of *size* characters each of *spans* gets."""
    least, most = sum(low for low, _ in spans), sum(high for _, high in spans)
    sizes = []
    for low, high in spans:
        least, most = least - low, most - high
        floor, ceiling = max(low, size - most), min(high, size - least)
        sizes.append(rng.randint(floor, ceiling) if floor < ceiling else max(low, min(floor, high)))
        size -= sizes[-1]
    return sizes


def _letter(chars: Chars, rng: Random) -> str:
    if usual := _usual(chars):
        return rng.choice(usual)
    for low, high in chars.ranges if not chars.negated else ((0xA1, 0x2FF), (0x370, 0x3FF), (0x4E00, 0x9FFF)):
        letter = chr(rng.randint(low, high))
        if not 0xD800 <= ord(letter) <= 0xDFFF and chars.has(letter):
            return letter
    return "?"


@lru_cache(maxsize=512)
def _usual(chars: Chars) -> str:
    """Return the letters and digits of *chars*; its other usual characters, if it has neither."""
    plain = "".join(one for one in _PLAIN if chars.has(one))
    return plain or "".join(one for one in _OTHERS if chars.has(one))


def _ends(tree: Regex, text: str, starts: set[int]) -> set[int]:
    """Return where in *text* a match of *tree* ends that began at one of *starts*."""
    match tree:
        case Chars():
            return {one + 1 for one in starts if one < len(text) and tree.has(text[one])}
        case Row():
            for part in tree.parts:
                starts = _ends(part, text, starts) if starts else starts
            return starts
        case Either():
            return set().union(*(_ends(option, text, starts) for option in tree.options))
        case Several():
            return _ends_of_several(tree, text, starts)
        case Look():
            return {one for one in starts if _seen(tree, text, one) is not tree.negated}
    return {one for one in starts if _at_edge(tree.kind, text, one)}


def _ends_of_several(tree: Several, text: str, starts: set[int]) -> set[int]:
    for _ in range(tree.least):
        after = _ends(tree.one, text, starts)
        if after == starts:  # it matches nothing at all, and may do so for ever
            break
        starts = after
    found, times = set(starts), tree.least
    while starts and (tree.most is None or times < tree.most):
        starts = _ends(tree.one, text, starts) - found
        found |= starts
        times += 1
    return found


def _seen(look: Look, text: str, at: int) -> bool:
    if look.ahead:
        return bool(_ends(look.inner, text, {at}))
    return any(at in _ends(look.inner, text, {start}) for start in range(at + 1))


def _at_edge(kind: str, text: str, at: int) -> bool:
    if kind == "^":
        return at == 0
    if kind == "$":
        return at == len(text)
    before, after = (one.isascii() and (one.isalnum() or one == "_") for one in _around(text, at))
    return (before is not after) is (kind == "b")


def _around(text: str, at: int) -> tuple[str, str]:
    return text[at - 1 : at] if at else "", text[at : at + 1]
