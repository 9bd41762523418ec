"""Honest chains with their invoices, and what one may draw and change."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

from hypothesis import strategies as st

from taller.invoices.domain.chain import Document, Fault, Verdict, verify
from taller.invoices.domain.records import Record, RecordKind, record_of_annulment, record_of_issue

NIF = "89890001K"
MADRID = timezone(timedelta(hours=1))
MARCH_2 = datetime(2026, 3, 2, 10, 0, tzinfo=MADRID)

Said = tuple[Fault, int | None, str | None]
"""A finding without its sentence."""


@dataclass(frozen=True)
class Books:
    """A chain and the invoices beside it."""

    records: tuple[Record, ...] = ()
    documents: tuple[Document, ...] = ()

    def issued(self, series: str = "F", cents: int = 12100, minutes: int = 7) -> "Books":
        invoice_id = len(self.documents) + 1
        sequence = sum(document.number.startswith(f"{series}2026-") for document in self.documents) + 1
        at = self._next_moment(minutes)
        total = Decimal(cents).scaleb(-2)
        tax = (total * 21 / 121).quantize(Decimal("0.01"))
        document = Document(invoice_id, f"{series}2026-{sequence:06d}", at.date(), f"{series}1", tax, total)
        record = record_of_issue(
            self.records[-1] if self.records else None,
            issuer_nif=NIF,
            number=document.number,
            issued_on=document.issued_on,
            invoice_type=document.invoice_type,
            tax_total=tax,
            total=total,
            generated_at=at,
            invoice_id=invoice_id,
        )
        return Books((*self.records, record), (*self.documents, document))

    def annulled(self, invoice_id: int, minutes: int = 7) -> "Books":
        document = self.documents[invoice_id - 1]
        record = record_of_annulment(
            self.records[-1],
            issuer_nif=NIF,
            number=document.number,
            issued_on=document.issued_on,
            generated_at=self._next_moment(minutes),
            invoice_id=invoice_id,
        )
        return self.with_records(*self.records, record).with_document(replace(document, annulled=True))

    def _next_moment(self, minutes: int) -> datetime:
        return self.records[-1].generated_at + timedelta(minutes=minutes) if self.records else MARCH_2

    def with_records(self, *records: Record) -> "Books":
        return replace(self, records=tuple(sorted(records, key=lambda record: record.position)))

    def with_document(self, changed: Document) -> "Books":
        same = [changed if one.invoice_id == changed.invoice_id else one for one in self.documents]
        return replace(self, documents=tuple(same))

    def with_record(self, at: int, record: Record) -> "Books":
        """Return these with *record* for the one at the index *at*."""
        return self.with_records(*self.records[:at], record, *self.records[at + 1 :])

    def verdict(self) -> Verdict:
        return verify(lambda: iter(self.records), lambda: iter(self.documents))

    def said(self) -> list[Said]:
        return [(one.fault, one.position, one.number) for one in self.verdict().findings]


@st.composite
def books(draw: st.DrawFn, least: int = 1, most: int = 25) -> Books:
    """Honest books of two series with annulments."""
    made = Books()
    for _ in range(draw(st.integers(least, most))):
        open_ones = [one.invoice_id for one in made.documents if not one.annulled]
        minutes = draw(st.integers(0, 90))
        if open_ones and draw(st.integers(0, 3)) == 0:
            made = made.annulled(draw(st.sampled_from(open_ones)), minutes)
        else:
            made = made.issued(draw(st.sampled_from("FFR")), draw(st.integers(-500_00, 9000_00)), minutes)
    return made


def altered_fields(record: Record) -> list[Record]:
    """Return *record* with each of its sealed fields changed in turn, but for its links."""
    changed = [
        replace(record, issuer_nif="12345678Z"),
        replace(record, number="F2025-000009"),
        replace(record, issued_on=date(2026, 1, 1)),
        replace(record, generated_at=record.generated_at + timedelta(seconds=-1)),
        replace(record, generated_at=record.generated_at.astimezone(UTC)),
    ]
    if record.kind is RecordKind.ANNULMENT or record.total is None:
        return changed  # of the second kind is one whose own kind was altered before
    assert record.tax_total is not None
    return [
        *changed,
        replace(record, invoice_type="F2"),
        replace(record, tax_total=record.tax_total - 1),
        replace(record, total=record.total + 1),
    ]


def renumbered(records: Sequence[Record], by: int) -> list[Record]:
    return [replace(record, position=record.position + by) for record in records]
