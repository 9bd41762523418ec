"""Where something is sent, and how what is there is judged."""

from dataclasses import dataclass, replace
from typing import Any

from taller.contracts.events import Sent
from taller.contracts.sent.words import Word, judge, outside

Found = set[Sent]
Sides = tuple[Sent, Sent]
"""That something was broken, and that it was kept, in the order of False and True."""


@dataclass(frozen=True)
class Place:
    """A part of an operation."""

    operation: str
    """``POST /clientes``."""
    part: str
    """``body``, ``query page``, ``path idCliente``."""
    steps: str = ""
    """The JSON pointer to what is in it: ``/Conceptos/*/importe``."""

    @property
    def name(self) -> str:
        """The whole: ``body /Conceptos/*/importe``."""
        return f"{self.part} {self.steps}" if self.steps else self.part

    def below(self, step: str) -> "Place":
        """Return the place of a property, or of every item, ``*``."""
        step = step.replace("~", "~0").replace("/", "~1")
        return replace(self, steps=f"{self.steps}/{step}")

    def sides(self, keyword: str = "") -> Sides:
        """Return what stands for *keyword* being broken there, and for its being kept."""
        return Sent(self.operation, self.name, keyword, False), Sent(self.operation, self.name, keyword, True)

    def can_break(self, word: Word) -> bool:
        """Whether anything can be sent there that breaks *word*: all but the body is text."""
        said = word.alone[word.name]
        if self.part == "body":
            return True
        if word.name == "type":  # one text is a list of texts, too
            return not {"string", "array"} & ({said} if isinstance(said, str) else set(said))
        return not (word.name == "minLength" and said == 1 and self.part.startswith("path "))


class Plan:
    """How values of one kind are judged by the keywords that speak of it."""

    def __init__(self, place: Place, spoken: list[Word], kind: str) -> None:
        self._deep = any(word.looks_inside for word in spoken) or kind not in ("array", "object")
        self._all = judge(*(word.alone for word in spoken)) if spoken else None
        self._kept = [place.sides(word.name)[True] for word in spoken]
        self._each = [(judge(word.alone), place.sides(word.name)) for word in spoken]

    def see(self, value: Any, found: Found) -> bool:
        """Add to *found* what *value* keeps and breaks, and return whether it keeps all.

        :raises ValueError: if nobody can say: a text with half a character, or what is too deep.
        """
        if self._all is None:
            return True
        value = value if self._deep else outside(value)
        if self._all.is_valid(value):  # most do, and one question is quicker than one for each
            found.update(self._kept)
            return True
        found.update(sides[alone.is_valid(value)] for alone, sides in self._each)
        return False
