"""The tree of a regular expression."""

import unicodedata
from dataclasses import dataclass

Ranges = tuple[tuple[int, int], ...]
"""The code points from one to another, both included."""


@dataclass(frozen=True)
class Chars:
    """One character, of those in *ranges* or in a Unicode category; or of all the others."""

    ranges: Ranges
    categories: tuple[tuple[str, bool], ...] = ()
    """The beginning of a general category's name (``L``, ``Lu``), and whether it is the others."""
    negated: bool = False

    def has(self, letter: str) -> bool:
        """Tell whether *letter* is one of them."""
        code = ord(letter)
        found = any(low <= code <= high for low, high in self.ranges) or any(
            unicodedata.category(letter).startswith(name) is not others for name, others in self.categories
        )
        return found is not self.negated


@dataclass(frozen=True)
class Row:
    """One after the other."""

    parts: "tuple[Regex, ...]"


@dataclass(frozen=True)
class Either:
    """One of several."""

    options: "tuple[Regex, ...]"


@dataclass(frozen=True)
class Several:
    """The same, *least* to *most* times; *most* is None where there is no limit."""

    one: "Regex"
    least: int
    most: int | None


@dataclass(frozen=True)
class Edge:
    """No character: ``^``, ``$``, ``b`` (the edge of a word) or ``B`` (none)."""

    kind: str


@dataclass(frozen=True)
class Look:
    """No character: what stands ahead, or behind, matches or does not."""

    inner: "Regex"
    ahead: bool
    negated: bool


Regex = Chars | Row | Either | Several | Edge | Look
