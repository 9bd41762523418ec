"""Which alterations are tried, if not all can be: one of every kind first."""

from collections import Counter
from collections.abc import Iterable

from taller.contracts.probing.hostile.alteration import Alteration

_STANDARD = 1200
_LEAST = 40


def most(share: float) -> int:
    """Return how many alterations of one operation are tried: 120 of them where *share* is 0.1."""
    return max(round(_STANDARD * share), _LEAST)


class Chooser:
    """Chooses for one operation after another, and keeps in mind what has been tried of the others."""

    def __init__(self) -> None:
        self._kinds: Counter[tuple[str, str]] = Counter()
        self._exactly: Counter[tuple[str, str, str]] = Counter()

    def chosen(self, alterations: Iterable[Alteration], number: int) -> list[Alteration]:
        """Return up to *number* of *alterations*: kinds that are new first, then those worth most."""
        ranked = [(self._rank(one), place, one) for place, one in enumerate(alterations)]
        return [one for _, _, one in sorted(ranked, key=lambda each: each[:2])[:number]]

    def _rank(self, one: Alteration) -> float:
        kind = (one.promise, str(one.what))
        rank = self._kinds[kind] / max(one.weight, 1) + self._exactly[*kind, one.where]
        if not one.weight:
            return rank + 1  # which leaves the kind as new as it was
        self._kinds[kind] += 1
        self._exactly[*kind, one.where] += 1
        return rank
