"""What was done to a chain that is not sound: each deed once, however many records show its traces."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import accumulate

from taller.invoices.domain.findings import (
    Document,
    Finding,
    facts_of_event,
    facts_of_record,
)
from taller.invoices.domain.records import Record, RecordKind
from taller.invoices.domain.tampering import sentences
from taller.invoices.domain.tampering.holes import Hole, Lost, Numbering, split_number
from taller.invoices.domain.tampering.links import Link
from taller.invoices.domain.tampering.losses import assign
from taller.invoices.domain.tampering.restoring import borne_out, restored, restored_in_time, stood_between
from taller.invoices.domain.tampering.true_chain import TrueChain

MOST_SEARCHED = 10
"""For how many records the time is searched, which takes half a second each."""


def tamperings(records: Iterable[Record], documents: Iterable[Document]) -> tuple[Finding, ...]:
    """Return what was done, by position; what has none comes last."""
    found = _Inquest(TrueChain(records, documents)).findings()
    return tuple(sorted(found, key=lambda one: (one.position is None, one.position or 0, one.number or "")))


class _Inquest:
    """Holds each hole of the chain against what may have made it: an altered neighbour, or a loss."""

    def __init__(self, chain: TrueChain) -> None:
        self.chain = chain
        self.numbering = Numbering(chain.order, chain.claims)
        self.altered: dict[Link, Record | None] = {}
        """With what each said before, where that can be proved."""
        self.forged: list[Lost] = []
        """Of invoices that cannot have had a record."""
        self.skipped = list(self.numbering.skipped(event.document.number for event in chain.witness.events))
        self.proofs = 0
        self._find_altered()
        self._find_beheaded()
        self._restore()
        self._find_lost()
        for hole in chain.holes:
            self._explain(hole)

    # What was altered

    def _find_altered(self) -> None:
        for index, link in enumerate(self.chain.order):
            event = self.chain.claims.get(link)
            reassigned = event is not None and event.document.invoice_id != link.record.invoice_id
            if not link.intact or reassigned or link.record.issuer_nif != self.chain.issuer:
                self.altered[link] = restored(self._candidates(index), link.record.fingerprint)

    def _find_beheaded(self) -> None:
        """Explain holes by records that say they are the first and are not."""
        for hole in self.chain.holes:
            if hole.before and hole.after and not hole.after.record.previous:
                self._blame(hole.after)
                hole.explained = True

    def _candidates(self, index: int) -> list[Record]:
        """Return what the record at *index* of the true order should say, by its witnesses."""
        link, before = self.chain.order[index], self._record(index - 1)
        true = borne_out(link.record, self.chain.claims.get(link), self.chain.issuer)
        return [true, replace(true, previous=before.fingerprint if before else "")]

    def _record(self, index: int) -> Record | None:
        return self.chain.order[index].record if index >= 0 else None

    def _restore(self) -> None:
        """Explain holes by what the record before said when the one after was chained to it."""
        unclear = [hole for hole in self.chain.holes if not hole.explained and not hole.free and hole.before]
        for nth, hole in enumerate(unclear):
            was = self._restored(hole, search=nth < MOST_SEARCHED)
            if was is None or hole.before is None:
                continue
            self._blame(hole.before, was)
            hole.explained = True
            earlier = self.chain.hole_at(hole.index - 1)
            if earlier and was.previous != hole.before.record.previous:
                earlier.explained = True

    def _restored(self, hole: Hole, *, search: bool) -> Record | None:
        if hole.after is None:
            return None
        candidates, after = self._candidates(hole.index - 1), hole.after.record
        was = restored(candidates, after.previous)
        if was is None and search:
            return restored_in_time(candidates[0], self._record(hole.index - 2), after)
        return was

    def _blame(self, link: Link, was: Record | None = None) -> None:
        self.altered[link] = self.altered.get(link) or was

    # What is lost

    def _find_lost(self) -> None:
        claimed = set(self.chain.claims.values())
        missing = [self.numbering.lost(event) for event in self.chain.witness.events if event not in claimed]
        self.forged = assign(self.chain.holes, missing, self._stood)

    def _stood(self, hole: Hole, lost: Lost) -> bool:
        if hole.after is None or lost.event is None or self.proofs == MOST_SEARCHED:
            return False
        self.proofs += 1
        return stood_between(lost.event, self._record(hole.index - 1), hole.after.record)

    def _explain(self, hole: Hole) -> None:
        """Say what made a hole that nothing known to be missing accounts for."""
        if len(hole.lost) < hole.free or not (hole.explained or hole.lost):
            hole.lost += self._skipped(hole, max(hole.free, 1) - len(hole.lost))
            hole.lost += [Lost(with_invoice=True)] * (hole.free - len(hole.lost))
        if hole.lost or hole.explained or (hole.before in self.altered):
            return
        if hole.after and (hole.before is None or self._speaks_true(hole.before)) and self._alone(hole):
            self._blame(hole.after)
            if following := self.chain.hole_at(hole.index + 1):
                following.explained = True
        elif hole.before:
            self._blame(hole.before)
        else:
            hole.lost.append(Lost(with_invoice=True))

    def _skipped(self, hole: Hole, most: int) -> list[Lost]:
        found = [lost for lost in self.skipped if hole.fits(lost)][:most]
        self.skipped = [lost for lost in self.skipped if lost not in found]
        return found

    def _speaks_true(self, link: Link) -> bool:
        event = self.chain.claims.get(link)
        return event is not None and facts_of_event(event) == facts_of_record(link.record)

    def _alone(self, hole: Hole) -> bool:
        """Whether nothing is chained to the record after *hole* either."""
        following = self.chain.hole_at(hole.index + 1)
        return following is not None and (following.after is None or not following.explained)

    # What is to be said

    def findings(self) -> Iterator[Finding]:
        yield from map(self._added, self.chain.strangers)
        lost = {hole.index: len(hole.lost) for hole in self.chain.holes}
        before = list(accumulate(lost.get(index, 0) for index in range(len(self.chain.order) + 1)))
        for index, link in enumerate(self.chain.order):
            if index in self.chain.moved:
                yield sentences.moved(link.record, index + before[index] + 1)
            if link in self.altered:
                yield sentences.altered(link.record, self.altered[link], self.chain.claims.get(link))
            elif not self._speaks_true(link):
                yield self._beside(link)
        for hole in self.chain.holes:
            yield from _removed(hole, hole.index + before[hole.index] - len(hole.lost) + 1)
        for lost_one in self.forged:
            yield sentences.invoice_added(lost_one.kind, lost_one.number)

    def _added(self, link: Link) -> Finding:
        witness = self.chain.witness
        if link in self.chain.claims:
            return sentences.added(link.record, "la cadena no tiene ningún hueco de donde pudiera venir")
        if witness.repeats(link.record):
            return sentences.added(link.record, "su factura ya tiene otro")
        if witness.has_invoice(link.record):
            return sentences.added(link.record, "su factura no está anulada")
        return sentences.added(link.record, "no hay tal factura")

    def _beside(self, link: Link) -> Finding:
        """Return what happened to the invoice of a record that is as it was made."""
        event, witness = self.chain.claims.get(link), self.chain.witness
        if event is not None:
            return sentences.invoice_altered(link.record, borne_out(link.record, event, self.chain.issuer))
        if witness.repeats(link.record):
            return self._added(link)
        if witness.has_invoice(link.record):
            return sentences.invoice_altered(link.record, None)
        return sentences.invoice_removed(link.record)


def _removed(hole: Hole, position: int) -> Iterator[Finding]:
    """Yield what *hole* lost from *position* on; which was where is told only if their order is known."""
    parts = [split_number(lost.number) for lost in hole.lost if lost.kind is RecordKind.ISSUE and lost.number]
    one_series = len(parts) == len(hole.lost) and len({part and part[0] for part in parts}) == 1
    nameless = not any(lost.number for lost in hole.lost)
    certain = len(hole.lost) == 1 or one_series or nameless
    among = (position, position + len(hole.lost) - 1)
    for place, lost in enumerate(sorted(hole.lost, key=_sequence), position):
        yield sentences.removed(lost, place if certain else None, among)


def _sequence(lost: Lost) -> int:
    parts = split_number(lost.number or "")
    return parts[1] if parts else 0
