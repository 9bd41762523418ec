"""Which of a row of positions are out of place, and which are free."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise


def in_place(positions: Sequence[int]) -> set[int]:
    """Return the places in *positions* of those that rise: as many as can be, the others having moved.

    Among equals, those stay that are shifted by as much as most.
    """
    if all(low < high for low, high in pairwise(positions)):
        return set(range(len(positions)))
    shifts = Counter(position - index for index, position in enumerate(positions))
    unit = len(positions) ** 2 + 1
    ranks = {position: rank for rank, position in enumerate(sorted(set(positions)), 1)}
    best = [(0, -1)] * (len(ranks) + 1)  # a Fenwick tree: the weightiest rise up to a rank, and where it ends
    before = []
    for index, position in enumerate(positions):
        weight, came_from = _best_below(best, ranks[position] - 1)
        before.append(came_from)
        _raise(best, ranks[position], (weight + unit + shifts[position - index], index))
    _, index = _best_below(best, len(ranks))
    kept = set()
    while index >= 0:
        kept.add(index)
        index = before[index]
    return kept


def _best_below(tree: list[tuple[int, int]], rank: int) -> tuple[int, int]:
    found = tree[0]
    while rank:
        found = max(found, tree[rank], key=lambda entry: entry[0])
        rank &= rank - 1
    return found


def _raise(tree: list[tuple[int, int]], rank: int, entry: tuple[int, int]) -> None:
    while rank < len(tree):
        tree[rank] = max(tree[rank], entry, key=lambda one: one[0])
        rank += rank & -rank


def free_between(occupied: Sequence[int], low: int, high: int) -> int:
    """Return how many positions between *low* and *high*, without them, no record holds."""
    return max(0, high - low - 1) - (bisect_left(occupied, high) - bisect_right(occupied, low))
