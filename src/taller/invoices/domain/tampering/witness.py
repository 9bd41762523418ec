"""Which record speaks of which invoice, when neither can be taken at its word."""

from collections.abc import Callable, Iterable, Sequence

from taller.invoices.domain.findings import Document, Event, events_of, facts_of_event, facts_of_record
from taller.invoices.domain.records import Record, RecordKind
from taller.invoices.domain.tampering.links import Link

_OTHER = {RecordKind.ISSUE: RecordKind.ANNULMENT, RecordKind.ANNULMENT: RecordKind.ISSUE}

_Way = Callable[[Record], Event | None]


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

    def claims(
        self, vouched: Sequence[Link], others: Sequence[Link], branches: Sequence[Link]
    ) -> dict[Link, Event]:
        """Return which event each record is of; no two are of one.

        :param vouched: the records that a later one rightly follows. Their numbers are sealed, the
            invoices' ids are not; so their numbers are believed first.
        :param others: the other records of the chain.
        :param branches: records beside it, which get what is left.
        """
        claimed: dict[Link, Event] = {}
        taken: set[Event] = set()
        asked: list[tuple[Sequence[Link], _Way]] = [(vouched, self._by_both), (others, self._by_both)]
        asked += [(vouched, self._numbered), (vouched, self._identified)]
        for links in (others, branches):
            asked += [(links, self._by_both), (links, self._identified), (links, self._numbered)]
        asked += [(links, self._of_other_kind) for links in (vouched, others, branches)]
        for links, way in asked:
            for link in links:
                event = None if link in claimed else way(link.record)
                if event is not None and event not in taken:
                    claimed[link] = event
                    taken.add(event)
        return claimed

    def _by_both(self, record: Record) -> Event | None:
        event = self._identified(record)
        return event if event and event.document.number == record.number else None

    def _identified(self, record: Record) -> Event | None:
        return self._by_id.get((record.kind, record.invoice_id))

    def _numbered(self, record: Record) -> Event | None:
        return self._by_number.get((record.kind, record.number))

    def _of_other_kind(self, record: Record) -> Event | None:
        return self._by_id.get((_OTHER[record.kind], record.invoice_id))
