"""The check of an issuer's whole chain of records, and of its invoices beside it.

Sources: RD 1007/2023, art. 8 (records are complete, traceable and cannot be altered unseen);
Orden HAC/1177/2024, art. 7 (the chain, and the check of it).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256

from taller.invoices.domain.findings import (
    Document,
    Facts,
    Fault,
    Finding,
    Verdict,
    events_of,
    facts_of_event,
    facts_of_record,
)
from taller.invoices.domain.records import Record
from taller.invoices.domain.tampering import tamperings

__all__ = ["Document", "Fault", "Finding", "Verdict", "verify"]


def verify(
    records: Callable[[], Iterable[Record]],
    documents: Callable[[], Iterable[Document]],
) -> Verdict:
    """Return what is to be said of a chain; each source gives the same each time that it is called.

    A sound chain is read once and never held in memory. Otherwise both sources are read again, and all
    is held, to say what was done to which record.

    :param records: gives all the issuer's records, by position.
    :param documents: gives all the issuer's invoices that were ever issued, in any order.
    """
    reading = _Reading()
    for record in records():
        reading.add(record)
    if reading.suspect is None and reading.told == _told_by(documents()):
        return reading.verdict(())
    found = tamperings(records(), documents())
    return reading.verdict(found or (_unexplained(reading.suspect),))


@dataclass(slots=True)
class _Reading:
    """What has to be remembered of the records read so far."""

    last: Record | None = None
    suspect: Record | None = None
    """The first record that is not as it should be."""
    count: int = 0
    first: str = ""
    told: int = 0
    """The sum of what the records say of invoices; see :func:`_weight`."""

    def add(self, record: Record) -> None:
        self.count += 1
        self.first = self.first or record.fingerprint
        if self.suspect is None and not self._follows(record):
            self.suspect = record
        self.told += _weight(facts_of_record(record))
        self.last = record

    def _follows(self, record: Record) -> bool:
        previous = self.last.fingerprint if self.last else ""
        issuer = self.last.issuer_nif if self.last else record.issuer_nif
        linked = record.previous == previous and record.issuer_nif == issuer
        return linked and record.position == self.count and record.intact

    def verdict(self, found: tuple[Finding, ...]) -> Verdict:
        return Verdict(self.count, found, self.first, self.last.fingerprint if self.last else "")


def _told_by(documents: Iterable[Document]) -> int:
    events = (event for document in documents for event in events_of(document))
    return sum(_weight(facts_of_event(event)) for event in events)


def _weight(facts: Facts) -> int:
    """Return a number for *facts* such that two sums agree when the same things were said as often.

    So each invoice is held against its records, whatever the order of either and without keeping them.
    """
    return int.from_bytes(sha256(repr(facts).encode()).digest())


def _unexplained(suspect: Record | None) -> Finding:
    """Return the finding for what no other explains: a chain that is not sound never passes for sound."""
    if suspect is None:
        return Finding(Fault.INVOICE_ALTERED, None, None, "Las facturas no dicen lo mismo que sus registros.")
    detail = "El registro no sigue al anterior como debe."
    return Finding(Fault.ALTERED, suspect.position, suspect.number, detail)
