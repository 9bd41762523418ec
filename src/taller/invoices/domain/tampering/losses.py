"""Which of the missing records was lost at which hole."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from heapq import heapify, heappop, heappush, nsmallest

from taller.invoices.domain.records import RecordKind
from taller.invoices.domain.tampering.holes import Hole, Lost

MOST_COMPARED = 10
"""How many records are tried for one place, where it can be proved which one stood there."""

Proof = Callable[[Hole, Lost], bool]
_Waiting = list[tuple[int, bool, str, int]]


def assign(holes: Sequence[Hole], missing: Sequence[Lost], proved: Proof) -> list[Lost]:
    """Give each of *missing* to one of *holes*; return those that cannot have stood at any.

    First each hole that nothing else explains takes as many as it must have lost, those first that
    cannot have stood later; then the others go where there may have been more.

    :param proved: whether a record, and no other, was lost at a hole.
    """
    rest = list(_after_taking(holes, sorted(missing, key=lambda lost: lost.low), proved))
    closed = [hole for hole in holes if not hole.explained and not hole.free and not hole.full]
    return [lost for lost in rest if not _placed(lost, closed, holes)]


def _after_taking(holes: Sequence[Hole], missing: Sequence[Lost], proved: Proof) -> Iterator[Lost]:
    """Let each hole take what it must; yield what none took."""
    waiting: _Waiting = []
    begun = 0
    for hole in holes:
        while begun < len(missing) and missing[begun].low <= hole.index:
            heappush(waiting, _entry(missing, begun))
            begun += 1
        while waiting and waiting[0][0] < hole.index:
            yield missing[heappop(waiting)[-1]]
        if hole.free or not hole.explained:
            _prefer_proved(hole, waiting, missing, proved)
            while waiting and len(hole.lost) < (hole.free or 1):
                hole.lost.append(missing[heappop(waiting)[-1]])
    yield from (missing[entry[-1]] for entry in waiting)
    yield from missing[begun:]


def _entry(missing: Sequence[Lost], at: int) -> tuple[int, bool, str, int]:
    lost = missing[at]
    return lost.high, lost.kind is RecordKind.ANNULMENT, lost.number or "", at


def _prefer_proved(hole: Hole, waiting: _Waiting, missing: Sequence[Lost], proved: Proof) -> None:
    """Where one of several was lost, take the right one."""
    if len(waiting) < 2 or hole.free > 1:
        return
    for entry in nsmallest(MOST_COMPARED, waiting):
        if proved(hole, missing[entry[-1]]):
            hole.lost.append(missing[entry[-1]])
            hole.full = True
            waiting.remove(entry)
            heapify(waiting)
            return


def _placed(lost: Lost, closed: Sequence[Hole], holes: Sequence[Hole]) -> bool:
    """Put *lost* where the later records may have closed up over several, or at the end, or anywhere."""
    for some in (closed, holes[-1:], holes):
        at = bisect_left(some, lost.low, key=lambda hole: hole.index)
        hole = next((one for one in some[at : at + 1] if one.index <= lost.high), None)
        if hole:
            hole.lost.append(lost)
            return True
    return False
