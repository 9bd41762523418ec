"""What may be done to honest books, each with what a check must say of it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Protocol, TypeVar

from hypothesis import assume
from hypothesis import strategies as st
from tests.invoices.domain.chains import Books, Said, altered_fields, renumbered

from taller.invoices.domain.chain import Fault
from taller.invoices.domain.records import Record, RecordKind, sealed

_T = TypeVar("_T")

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
    forged, last = _forged(draw, books, at), books.records[-1]
    # Two records of one event that both follow the last but one: no witness tells which was forged.
    assume(at + 2 < len(books.records) or (forged.kind, forged.number) != (last.kind, last.number))
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
    assume(record.invoice_id <= len(books.documents))
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
