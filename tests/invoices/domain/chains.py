"""Honest chains with their invoices, and the deeds that a check must tell from one another."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Protocol, TypeVar

from hypothesis import assume
from hypothesis import strategies as st

from taller.invoices.domain.chain import Document, Fault, Verdict, verify
from taller.invoices.domain.records import Record, RecordKind, record_of_annulment, record_of_issue, sealed

NIF = "89890001K"
MADRID = timezone(timedelta(hours=1))
MARCH_2 = datetime(2026, 3, 2, 10, 0, tzinfo=MADRID)

_T = TypeVar("_T")
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
    if record.kind is RecordKind.ANNULMENT:
        return changed
    assert record.total is not None
    assert record.tax_total is not None
    return [
        *changed,
        replace(record, invoice_type="F2"),
        replace(record, tax_total=record.tax_total - 1),
        replace(record, total=record.total + 1),
    ]


# Each deed takes honest books of at least three records and the index of one, not the last where the name
# says so, and returns the books after it with what a check must say of them, and nothing else.


class Draw(Protocol):
    """Hypothesis' ``draw``, of a composite strategy or of ``st.data()``."""

    def __call__(self, strategy: st.SearchStrategy[_T], /) -> _T: ...


@dataclass(frozen=True)
class Done:
    books: Books
    said: tuple[Said, ...]


Deed = Callable[[Draw, Books, int], Done]


def alter(draw: Draw, books: Books, at: int) -> Done:
    record = books.records[at]
    return _altered(books, at, draw(st.sampled_from(altered_fields(record))))


def alter_and_seal_not_last(draw: Draw, books: Books, at: int) -> Done:
    record = books.records[at]
    return _altered(books, at, sealed(draw(st.sampled_from(altered_fields(record)))))


def alter_previous(draw: Draw, books: Books, at: int) -> Done:
    return _altered(books, at, replace(books.records[at], previous=_other_fingerprint(draw, books, at)))


def alter_previous_and_seal(draw: Draw, books: Books, at: int) -> Done:
    return _altered(
        books, at, sealed(replace(books.records[at], previous=_other_fingerprint(draw, books, at)))
    )


def alter_fingerprint(draw: Draw, books: Books, at: int) -> Done:
    record = books.records[at]
    fingerprint = draw(st.sampled_from(["", "0" * 64, record.fingerprint.lower()]))
    return _altered(books, at, replace(record, fingerprint=fingerprint))


def give_to_another_invoice(draw: Draw, books: Books, at: int) -> Done:
    record = books.records[at]
    others = st.integers(1, len(books.documents) + 2).filter(lambda other: other != record.invoice_id)
    return _altered(books, at, replace(record, invoice_id=draw(others)))


def change_kind(draw: Draw, books: Books, at: int) -> Done:
    record = books.records[at]
    issue = record.kind is RecordKind.ISSUE
    return _altered(books, at, replace(record, kind=RecordKind.ANNULMENT if issue else RecordKind.ISSUE))


def remove(draw: Draw, books: Books, at: int) -> Done:
    left = (*books.records[:at], *books.records[at + 1 :])
    return Done(books.with_records(*left), ((Fault.REMOVED, at + 1, books.records[at].number),))


def remove_and_renumber(draw: Draw, books: Books, at: int) -> Done:
    left = (*books.records[:at], *renumbered(books.records[at + 1 :], -1))
    return Done(books.with_records(*left), ((Fault.REMOVED, at + 1, books.records[at].number),))


def move(draw: Draw, books: Books, at: int) -> Done:
    """Move a record at least two places, and the ones between by one."""
    to = draw(st.integers(0, len(books.records) - 1).filter(lambda to: abs(to - at) > 1))
    order = [*books.records[:at], *books.records[at + 1 :]]
    order.insert(to, books.records[at])
    moved = [replace(record, position=place) for place, record in enumerate(order, 1)]
    return Done(books.with_records(*moved), ((Fault.MOVED, to + 1, books.records[at].number),))


def put_elsewhere(draw: Draw, books: Books, at: int) -> Done:
    """Give a record a position that another has too, or that lies beyond the end."""
    to = draw(st.integers(1, len(books.records) + 9).filter(lambda to: abs(to - at - 1) > 1))
    moved = replace(books.records[at], position=to)
    return Done(books.with_record(at, moved), ((Fault.MOVED, to, moved.number),))


def exchange_not_last(draw: Draw, books: Books, at: int) -> Done:
    """Let two records that are not neighbours change places, as near to one another as can be."""
    to = at + 2 if at + 2 < len(books.records) else at - 2
    one, other = books.records[at], books.records[to]
    changed = books.with_record(at, replace(one, position=to + 1))
    left = [
        record for record in changed.records if record.number != other.number or record.kind != other.kind
    ]
    said = sorted(
        [(Fault.MOVED, to + 1, one.number), (Fault.MOVED, at + 1, other.number)], key=lambda s: s[1]
    )
    return Done(books.with_records(*left, replace(other, position=at + 1)), tuple(said))


def insert_not_last(draw: Draw, books: Books, at: int) -> Done:
    """Put a forged record after another, and renumber the later ones."""
    forged = _forged(draw, books, at)
    later = renumbered(books.records[at + 1 :], 1)
    return Done(
        books.with_records(*books.records[: at + 1], forged, *later), ((Fault.ADDED, at + 2, forged.number),)
    )


def insert_stranger_not_last(draw: Draw, books: Books, at: int) -> Done:
    """Put the forged record of an invoice that never was after another, and renumber the later ones."""
    last = books.records[at]
    forged = sealed(replace(last, position=at + 2, previous=last.fingerprint, invoice_id=999, number="X-1"))
    later = renumbered(books.records[at + 1 :], 1)
    left = books.with_records(*books.records[: at + 1], forged, *later)
    return Done(left, ((Fault.ADDED, at + 2, "X-1"),))


def append(draw: Draw, books: Books, at: int) -> Done:
    forged = _forged(draw, books, len(books.records) - 1)
    return Done(books.with_records(*books.records, forged), ((Fault.ADDED, forged.position, forged.number),))


def copy(draw: Draw, books: Books, at: int) -> Done:
    """Put a copy of a record elsewhere, not beside it, and renumber the later ones."""
    to = draw(st.integers(0, len(books.records)).filter(lambda to: to not in (at, at + 1)))
    double = replace(books.records[at], position=to + 1)
    later = renumbered(books.records[to:], 1)
    return Done(
        books.with_records(*books.records[:to], double, *later), ((Fault.ADDED, to + 1, double.number),)
    )


def alter_invoice(draw: Draw, books: Books, at: int) -> Done:
    record = books.records[at]
    document = books.documents[record.invoice_id - 1]
    changed = [replace(document, number="F2025-000009"), replace(document, issued_on=date(2026, 1, 1))]
    if not document.annulled:
        changed += [
            replace(document, invoice_type="F2"),
            replace(document, tax_total=document.tax_total + 1),
            replace(document, total=document.total + 1),
        ]
    speaking = [one for one in books.records if one.invoice_id == record.invoice_id]
    said = [(Fault.INVOICE_ALTERED, one.position, one.number) for one in speaking]
    return Done(books.with_document(draw(st.sampled_from(changed))), tuple(said))


def remove_invoice_not_last(draw: Draw, books: Books, at: int) -> Done:
    invoice_id = books.records[at].invoice_id
    left = tuple(document for document in books.documents if document.invoice_id != invoice_id)
    assume(books.records[-1].invoice_id != invoice_id)
    speaking = [one for one in books.records if one.invoice_id == invoice_id]
    said = [(Fault.INVOICE_REMOVED, one.position, one.number) for one in speaking]
    return Done(replace(books, documents=left), tuple(said))


DEEDS: tuple[Deed, ...] = (
    alter,
    alter_and_seal_not_last,
    alter_previous,
    alter_previous_and_seal,
    alter_fingerprint,
    give_to_another_invoice,
    change_kind,
    remove,
    remove_and_renumber,
    move,
    put_elsewhere,
    exchange_not_last,
    insert_not_last,
    append,
    copy,
    alter_invoice,
    remove_invoice_not_last,
)

NEAR: tuple[Deed, ...] = (
    alter,
    alter_and_seal_not_last,
    alter_fingerprint,
    change_kind,
    remove,
    remove_and_renumber,
    exchange_not_last,
    insert_stranger_not_last,
    alter_invoice,
)
"""Those that touch one record, or it and the next but one, and no other invoice."""

SHIFTS: dict[Deed, int] = {remove_and_renumber: -1, insert_stranger_not_last: 1}
"""By how much a deed moves the later records."""


def _altered(books: Books, at: int, record: Record) -> Done:
    honest = books.records[at]
    return Done(books.with_record(at, record), ((Fault.ALTERED, at + 1, honest.number),))


def _other_fingerprint(draw: Draw, books: Books, at: int) -> str:
    """Return a `previous` that is not the right one: another record's, none, or nobody's."""
    others = ["", "0" * 64, *(one.fingerprint for index, one in enumerate(books.records) if index != at)]
    return draw(st.sampled_from([other for other in others if other != books.records[at].previous]))


def _forged(draw: Draw, books: Books, after: int) -> Record:
    """Return a well sealed record, chained or not, of no invoice or of one that already has its record."""
    last = books.records[after]
    like = draw(st.sampled_from(books.records))
    strange = replace(like, invoice_id=999, number="F2026-000999")
    forged = replace(
        draw(st.sampled_from([like, strange])),
        position=after + 2,
        previous=draw(st.sampled_from([last.fingerprint, "0" * 64])),
        generated_at=last.generated_at + timedelta(seconds=30),
    )
    return sealed(forged)


def renumbered(records: Sequence[Record], by: int) -> list[Record]:
    return [replace(record, position=record.position + by) for record in records]
