from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.invoices.domain.chains import Books, Said, books, renumbered
from tests.invoices.domain.deeds import DEEDS, NEAR, SHIFTS, Deed

from taller.invoices.domain.chain import Document, Fault, verify
from taller.invoices.domain.records import Record, sealed

FIVE = Books().issued().issued("R").issued().annulled(2).issued()
"""F-1, R-1, F-2, the annulment of R-1, F-3."""

many = settings(deadline=None, max_examples=25, suppress_health_check=[*HealthCheck])


@given(books())
@settings(deadline=None)
def test_an_honest_chain_is_sound(some: Books) -> None:
    verdict = some.verdict()

    assert verdict.sound
    assert verdict.records == len(some.records)
    assert (verdict.first, verdict.last) == (some.records[0].fingerprint, some.records[-1].fingerprint)


def test_no_records_of_no_invoices_are_a_sound_chain() -> None:
    verdict = Books().verdict()

    assert (verdict.sound, verdict.records, verdict.first, verdict.last) == (True, 0, "", "")


def test_a_sound_chain_is_read_once_and_not_kept() -> None:
    asked = []

    def records() -> Iterator[Record]:
        asked.append("records")
        yield from FIVE.records

    def documents() -> Iterator[Document]:
        asked.append("documents")
        yield from reversed(FIVE.documents)

    assert verify(records, documents).sound
    assert asked == ["records", "documents"]


@pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: deed.__name__)
@given(some=books(4), data=st.data())
@many
def test_one_deed_is_found_and_nothing_else(deed: Deed, some: Books, data: st.DataObject) -> None:
    last = len(some.records) - 1
    at = data.draw(st.integers(0, last - deed.__name__.endswith("not_last")))

    done = deed(data.draw, some, at)

    assert done.books.said() == by_position(done.said)


@pytest.mark.parametrize("deed", NEAR, ids=lambda deed: deed.__name__)
@given(some=books(18, 30), data=st.data())
@many
def test_two_deeds_far_apart_are_both_found(deed: Deed, some: Books, data: st.DataObject) -> None:
    size = len(some.records)
    early, late = data.draw(st.integers(1, size // 3 - 2)), data.draw(st.integers(2 * size // 3, size - 4))
    near = {some.records[at].invoice_id for at in (early, early + 2)}
    assume(near.isdisjoint(some.records[at].invoice_id for at in (late, late + 2)))

    after = data.draw(st.sampled_from(NEAR))(data.draw, some, late)
    done = deed(data.draw, after.books, early)

    shifted = (shift(one, early, SHIFTS.get(deed, 0)) for one in after.said)
    assert done.books.said() == by_position((*done.said, *shifted))


def shift(said: Said, after: int, by: int) -> Said:
    fault, position, number = said
    stays = position is None or position <= after or fault is Fault.REMOVED
    return said if stays or position is None else (fault, position + by, number)


def by_position(said: tuple[Said, ...]) -> list[Said]:
    return sorted(said, key=lambda one: (one[1] is None, one[1] or 0, one[2] or ""))


def test_the_sentence_tells_what_an_altered_record_said() -> None:
    altered = replace(FIVE.records[2], total=Decimal("1.00"))

    (finding,) = FIVE.with_record(2, altered).verdict().findings

    assert (finding.fault, finding.position, finding.number) == (Fault.ALTERED, 3, "F2026-000002")
    assert finding.detail == (
        "El registro no dice lo que decía cuando se hizo: ImporteTotal dice 1.00 y decía 121.00."
    )


def test_a_time_changed_and_sealed_anew_is_given_back() -> None:
    record = FIVE.records[2]
    altered = sealed(replace(record, generated_at=record.generated_at.replace(hour=23)))

    (finding,) = FIVE.with_record(2, altered).verdict().findings

    assert finding.fault is Fault.ALTERED
    assert f"y decía {record.generated_at.isoformat()}" in finding.detail


def test_an_exchange_of_neighbours_is_one_move() -> None:
    second, third = FIVE.records[1:3]
    exchanged = FIVE.with_record(1, replace(third, position=2)).with_record(2, replace(second, position=3))

    assert [fault for fault, _, _ in exchanged.said()] == [Fault.MOVED]


def test_records_cut_off_at_the_end_are_missed_by_their_invoices() -> None:
    cut = FIVE.with_records(*FIVE.records[:3])

    assert by_position(tuple(cut.said())) == [
        (Fault.REMOVED, None, "F2026-000003"),  # this and the annulment can have stood in either order
        (Fault.REMOVED, None, "R2026-000001"),
    ]
    assert "entre las posiciones 4 y 5" in cut.verdict().findings[0].detail


def test_several_issues_of_one_series_are_missed_in_their_order() -> None:
    three = Books().issued().issued().issued().issued()
    cut = three.with_records(three.records[0], *renumbered(three.records[3:], -2))

    assert cut.said() == [(Fault.REMOVED, 2, "F2026-000002"), (Fault.REMOVED, 3, "F2026-000003")]


def test_all_records_removed_are_all_missed() -> None:
    assert [fault for fault, _, _ in FIVE.with_records().said()] == [Fault.REMOVED] * 5


def test_a_record_removed_with_its_invoice_is_missed_by_the_numbers() -> None:
    three = Books().issued().issued().issued()
    left = three.with_records(three.records[0], *renumbered(three.records[2:], -1))
    left = replace(left, documents=(three.documents[0], three.documents[2]))

    assert left.said() == [(Fault.REMOVED, 2, "F2026-000002")]


def test_what_was_removed_is_told_by_trying_which_record_fits() -> None:
    # Each could have stood in either place; only one has the fingerprint that the next was chained to.
    made = Books().issued().issued("R").issued().annulled(1).issued().issued()
    left = made.with_records(*(record for record in made.records if record.position not in (2, 4)))

    assert left.said() == [(Fault.REMOVED, 2, "R2026-000001"), (Fault.REMOVED, 4, "F2026-000001")]


def test_an_invoice_put_between_others_has_no_place_in_the_chain() -> None:
    forged = replace(FIVE.documents[0], invoice_id=77, number="F2026-000002")
    books_with_it = replace(FIVE, documents=(*FIVE.documents, forged))

    assert books_with_it.said() == [(Fault.INVOICE_ADDED, None, "F2026-000002")]


def test_an_annulment_taken_off_an_invoice_is_found() -> None:
    assert FIVE.with_document(replace(FIVE.documents[1], annulled=False)).said() == [
        (Fault.INVOICE_ALTERED, 4, "R2026-000001")
    ]


def test_an_invoice_and_its_record_altered_and_sealed_are_betrayed_by_the_next_record() -> None:
    altered = sealed(replace(FIVE.records[2], total=Decimal("1.00")))
    document = replace(FIVE.documents[2], total=Decimal("1.00"))

    assert FIVE.with_record(2, altered).with_document(document).said() == [(Fault.ALTERED, 3, "F2026-000002")]


def test_the_last_record_sealed_anew_shows_as_its_invoice_saying_otherwise() -> None:
    # No later record remembers it, so nobody can tell which of the two was changed.
    altered = sealed(replace(FIVE.records[4], total=Decimal("1.00")))

    assert FIVE.with_record(4, altered).said() == [(Fault.INVOICE_ALTERED, 5, "F2026-000003")]


def test_a_chain_in_ruins_is_described_and_not_choked_on() -> None:
    ring = [replace(record, previous=FIVE.records[-1].fingerprint, number="X-1") for record in FIVE.records]

    assert {fault for fault, _, _ in FIVE.with_records(*ring).said()} == {Fault.ALTERED}


@given(books(4, 12), st.lists(st.sampled_from(DEEDS), min_size=2, max_size=6), st.data())
@many
def test_whatever_is_done_is_never_passed_over(some: Books, deeds: list[Deed], data: st.DataObject) -> None:
    done = some
    for deed in deeds:
        assume(len(done.records) > 3 and len(done.documents) == len(some.documents))
        done = deed(data.draw, done, data.draw(st.integers(0, len(done.records) - 2))).books

    same = repr((done.records, done.documents)) == repr((some.records, some.documents))
    assert done.verdict().sound == same
