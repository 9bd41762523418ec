"""What a check of the chain can find, and the invoices that it asks as witnesses."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from taller.invoices.domain.records import Record, RecordKind, euros


class Fault(Enum):
    ALTERED = "alterado"
    REMOVED = "eliminado"
    MOVED = "movido"
    ADDED = "añadido"
    INVOICE_ALTERED = "factura-alterada"
    """The record is as it was made; the invoice no longer says the same."""
    INVOICE_REMOVED = "factura-eliminada"
    """The record is as it was made; its invoice is gone."""
    INVOICE_ADDED = "factura-añadida"
    """The invoice has no record, and the chain has no place where one could be missing."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was done to the chain, or to an invoice beside it."""

    fault: Fault
    position: int | None
    """Where the record is stored; of a removed one, where it stood. None when nobody can tell."""
    number: str | None
    """The invoice's number, when it is known."""
    detail: str
    """A sentence in Spanish."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check of a whole chain came to."""

    records: int
    """How many there are."""
    findings: tuple[Finding, ...]
    first: str
    """The fingerprint of the first record; empty if there is none."""
    last: str
    """The fingerprint of the last, to be compared with a copy kept elsewhere."""

    @property
    def sound(self) -> bool:
        return not self.findings


@dataclass(frozen=True, slots=True)
class Document:
    """What an issued invoice says that its records must say too."""

    invoice_id: int
    number: str
    issued_on: date
    invoice_type: str
    tax_total: Decimal
    """Euros."""
    total: Decimal
    """Euros."""
    annulled: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """The issue or the annulment of a document, which has exactly one record."""

    kind: RecordKind
    document: Document


def events_of(document: Document) -> Iterator[Event]:
    yield Event(RecordKind.ISSUE, document)
    if document.annulled:
        yield Event(RecordKind.ANNULMENT, document)


Facts = tuple[str, int, str, str, str | None, str | None, str | None]


def facts_of_event(event: Event) -> Facts:
    """Return what the record of *event* must say."""
    return _facts(event.kind, event.document)


def facts_of_record(record: Record) -> Facts:
    return _facts(record.kind, record)


def _facts(kind: RecordKind, source: Document | Record) -> Facts:
    head = (kind.value, source.invoice_id, source.number, source.issued_on.isoformat())
    if kind is RecordKind.ANNULMENT:
        return (*head, None, None, None)
    return (*head, source.invoice_type, euros(source.tax_total), euros(source.total))
