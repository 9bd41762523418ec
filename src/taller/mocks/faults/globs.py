"""Paths with stars, matched in a time that no pattern can blow up."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Glob:
    """A text in which each ``*`` stands for any run of characters, slashes too, or none."""

    pattern: str
    _parts: tuple[str, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_parts", tuple(self.pattern.split("*")))

    def matches(self, text: str) -> bool:
        """Tell whether the whole of *text* fits."""
        first, *rest = self._parts
        if not rest:
            return text == first
        *middle, last = rest
        if len(text) < len(first) + len(last) or not (text.startswith(first) and text.endswith(last)):
            return False
        # The leftmost place for each part leaves the most room for the next: no need to go back.
        at, end = len(first), len(text) - len(last)
        for part in middle:
            at = text.find(part, at, end)
            if at < 0:
                return False
            at += len(part)
        return True
