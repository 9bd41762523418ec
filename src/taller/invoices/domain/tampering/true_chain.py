"""The chain as it was made, as far as what is left of it tells."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from taller.invoices.domain.findings import Document, Event
from taller.invoices.domain.records import Record
from taller.invoices.domain.tampering.holes import Hole
from taller.invoices.domain.tampering.links import Link, Path, rebuilt
from taller.invoices.domain.tampering.positions import free_between, in_place
from taller.invoices.domain.tampering.witness import Witness


class TrueChain:
    """The records in their true order, the holes between them, and the records that are no part of it."""

    def __init__(self, records: Iterable[Record], documents: Iterable[Document]) -> None:
        every = list(records)
        self.issuer = _most_common(record.issuer_nif for record in every)
        self.witness = Witness(documents)
        fragments, strangers = rebuilt(every, self.witness.knows)
        self.claims: Mapping[Link, Event] = self.witness.claims(*_by_trust(fragments), strangers)
        strangers += self._unvouched(fragments)
        self.strangers = _without_returned(fragments, strangers, self.claims)
        self.order: Sequence[Link] = [link for fragment in fragments for link in fragment]
        self.holes = _holes(fragments, self.order)
        self.moved = self._moved(sorted({record.position for record in every}))

    def hole_at(self, index: int) -> Hole | None:
        """Return the hole before the record number *index* of the true order, from 0."""
        return self._hole_by_index.get(index)

    def _unvouched(self, fragments: list[Path]) -> list[Link]:
        """Take away what no invoice and no later record bears out: it was put there."""
        unvouched = []
        for fragment in fragments:
            while fragment and fragment[-1] not in self.claims:
                unvouched.append(fragment.pop())
        fragments[:] = [fragment for fragment in fragments if fragment]
        return unvouched

    def _moved(self, occupied: Sequence[int]) -> set[int]:
        """Return the places in the true order of what is stored elsewhere; measure the holes on the way."""
        self._hole_by_index = {hole.index: hole for hole in self.holes}
        positions = [link.position for link in self.order]
        kept = in_place(positions)
        moved = set(range(len(positions))) - kept
        shifts = Counter(position - index for index, position in enumerate(positions))
        for first, second in pairwise([-1, *sorted(kept)]):
            low = positions[first] if first >= 0 else 0
            free = free_between(occupied, low, positions[second]) - (second - first - 1)
            hole = next((h for h in map(self.hole_at, range(first + 1, second + 1)) if h), None)
            if free > 0 and hole:
                hole.free = free
            elif free > 0:  # they are chained to one another: the one that stands alone went away
                alone = first >= 0 and shifts[low - first] == 1 < shifts[positions[second] - second]
                moved.add(first if alone else second)
        return moved


def _most_common(values: Iterable[str]) -> str:
    return next((value for value, _ in Counter(values).most_common(1)), "")


def _by_trust(fragments: list[Path]) -> tuple[list[Link], list[Link]]:
    """Return the records that a later one rightly follows, and the others, intact ones first."""
    vouched = [link for fragment in fragments for link in fragment[:-1] if link.intact]
    vouched += [link for fragment in fragments[-1:] for link in fragment[1:][-1:] if link.intact]
    trusted = set(vouched)
    others = [link for fragment in fragments for link in fragment if link not in trusted]
    return vouched, sorted(others, key=lambda link: not link.intact)


def _without_returned(
    fragments: list[Path], strangers: Iterable[Link], claims: Mapping[Link, Event]
) -> list[Link]:
    """Give back their places to strangers that are the only record of an event, if the places are there.

    Such a record was chained to another one and sealed anew.
    """
    left = []
    for link in strangers:
        place = _place_for(link, fragments) if link in claims else None
        if place is None:
            left.append(link)
        else:
            fragments.insert(place, [link])
    return left


def _place_for(link: Link, fragments: list[Path]) -> int | None:
    ends = [0, *(fragment[-1].position for fragment in fragments)]
    heads = [fragment[0].position for fragment in fragments]
    for place, end in enumerate(ends):
        begun_rightly = place == 0 and fragments and not fragments[0][0].record.previous
        if (
            end < link.position
            and not begun_rightly
            and all(link.position < head for head in heads[place:][:1])
        ):
            return place
    return None


def _holes(fragments: list[Path], order: Sequence[Link]) -> list[Hole]:
    holes, index = [], 0
    for fragment in fragments:
        before, after = order[index - 1] if index else None, fragment[0]
        if before or after.record.previous:
            altered = not after.intact or (before is not None and not before.intact)
            holes.append(Hole(index, before, after, explained=altered))
        index += len(fragment)
    return [*holes, Hole(index, order[-1] if order else None, None, explained=True)]
