"""Which record speaks of which invoice, when neither can be taken at its word."""

from collections.abc import Iterable, Sequence

from taller.invoices.domain.findings import Document, Event, events_of, facts_of_event, facts_of_record
from taller.invoices.domain.records import Record, RecordKind
from taller.invoices.domain.tampering.links import Link

_OTHER = {RecordKind.ISSUE: RecordKind.ANNULMENT, RecordKind.ANNULMENT: RecordKind.ISSUE}


class Witness:
    """The invoices, asked about records."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self.events = [event for document in documents for event in events_of(document)]
        self._by_id = {(event.kind, event.document.invoice_id): event for event in self.events}
        self._by_number = {(event.kind, event.document.number): event for event in self.events}

    def knows(self, record: Record) -> bool:
        """Whether an invoice says just what *record* says."""
        event = self._by_id.get((record.kind, record.invoice_id))
        return event is not None and facts_of_event(event) == facts_of_record(record)

    def repeats(self, record: Record) -> bool:
        """Whether there is such an event, which then another record has."""
        by_id = (record.kind, record.invoice_id) in self._by_id
        return by_id or (record.kind, record.number) in self._by_number

    def has_invoice(self, record: Record) -> bool:
        return (RecordKind.ISSUE, record.invoice_id) in self._by_id

    def claims(self, groups: Sequence[Sequence[Link]], branches: Sequence[Link]) -> dict[Link, Event]:
        """Return which event each record is of; no two are of one.

        :param groups: the records of the chain, those to be trusted most first.
        :param branches: records beside it, which get what is left.
        """
        claimed: dict[Link, Event] = {}
        taken: set[Event] = set()
        for some in (groups, [branches]):
            for way in range(4):
                for link in (link for group in some for link in group if link not in claimed):
                    event = self._candidate(link.record, way)
                    if event is not None and event not in taken:
                        claimed[link] = event
                        taken.add(event)
        return claimed

    def _candidate(self, record: Record, way: int) -> Event | None:
        """Return the event that *record* may be of: by all it says first, by ever less after."""
        by_id = self._by_id.get((record.kind, record.invoice_id))
        match way:
            case 0:
                return by_id if by_id and by_id.document.number == record.number else None
            case 1:
                return by_id
            case 2:
                return self._by_number.get((record.kind, record.number))
            case _:
                return self._by_id.get((_OTHER[record.kind], record.invoice_id))
