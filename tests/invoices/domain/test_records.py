from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.invoices.domain.chains import MADRID, MARCH_2, NIF, Books, altered_fields, books
from tests.invoices.domain.vectors import AEAT_EXAMPLES, SAMPLES

from taller.invoices.domain.errors import Conflict
from taller.invoices.domain.records import (
    ChainBroken,
    ClockBehind,
    Record,
    euros,
    fields_of,
    fingerprint_of_fields,
    record_of_annulment,
    record_of_issue,
    sealed_text,
)


def first_record(**other: object) -> Record:
    said: dict[str, object] = {
        "issuer_nif": NIF,
        "number": "12345678/G33",
        "issued_on": date(2024, 1, 1),
        "invoice_type": "F1",
        "tax_total": Decimal("12.35"),
        "total": Decimal("123.45"),
        "generated_at": datetime(2024, 1, 1, 19, 20, 30, tzinfo=MADRID),
        "invoice_id": 1,
    }
    return record_of_issue(None, **said | other)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "fingerprint"),
    [example[1:] for example in AEAT_EXAMPLES + SAMPLES],
    ids=[example[0] for example in AEAT_EXAMPLES + SAMPLES],
)
def test_the_fingerprint_is_what_others_compute(text: str, fingerprint: str) -> None:
    fields = [tuple(field.split("=", 1)) for field in text.split("&")]

    assert fingerprint_of_fields((name, value) for name, value in fields) == fingerprint


def test_three_records_make_the_chain_of_aeat_s_examples() -> None:
    first = first_record()
    second = record_of_issue(
        first,
        issuer_nif=NIF,
        number="12345679/G34",
        issued_on=date(2024, 1, 1),
        invoice_type="F1",
        tax_total=Decimal("12.35"),
        total=Decimal("123.45"),
        generated_at=datetime(2024, 1, 1, 19, 20, 35, tzinfo=MADRID),
        invoice_id=2,
    )
    third = record_of_annulment(
        second,
        issuer_nif=NIF,
        number="12345679/G34",
        issued_on=date(2024, 1, 1),
        generated_at=datetime(2024, 1, 1, 19, 20, 40, tzinfo=MADRID),
        invoice_id=2,
    )

    assert [(record.position, record.fingerprint) for record in (first, second, third)] == [
        (place, fingerprint) for place, (_, _, fingerprint) in enumerate(AEAT_EXAMPLES, 1)
    ]
    assert [sealed_text(fields_of(record)) for record in (first, second, third)] == [
        text for _, text, _ in AEAT_EXAMPLES
    ]


def test_values_lose_the_blanks_around_them_and_keep_those_inside() -> None:
    assert sealed_text([("A", "  x y "), ("B", None), ("C", "")]) == "A=x y&B=&C="


@pytest.mark.parametrize(
    ("amount", "written"),
    [("123.1", "123.10"), ("0", "0.00"), ("-0.00", "0.00"), ("-1.5", "-1.50"), ("1E+2", "100.00")],
)
def test_amounts_are_written_with_two_decimals(amount: str, written: str) -> None:
    assert euros(Decimal(amount)) == written


def test_a_fraction_of_a_cent_is_not_rounded_away() -> None:
    assert euros(Decimal("12.349")) == "12.349"


def test_a_record_is_made_with_whole_cents() -> None:
    with pytest.raises(ValueError, match="round the amount first"):
        first_record(total=Decimal("123.455"))


def test_time_keeps_its_offset_and_loses_its_fractions() -> None:
    at = datetime(2024, 7, 1, 19, 20, 30, 999_999)  # noqa: DTZ001 -- given its offsets below

    said = {
        dict(fields_of(first_record(generated_at=at.replace(tzinfo=zone))))["FechaHoraHusoGenRegistro"]
        for zone in (UTC, MADRID)
    }

    assert said == {"2024-07-01T19:20:30+00:00", "2024-07-01T19:20:30+01:00"}


def test_a_time_without_an_offset_is_refused() -> None:
    with pytest.raises(ValueError, match="give the clock a time zone"):
        first_record(generated_at=datetime(2024, 1, 1))  # noqa: DTZ001 -- what is refused


@given(books(), st.data())
def test_a_record_is_intact_until_a_field_is_changed(some: Books, data: st.DataObject) -> None:
    record = data.draw(st.sampled_from(some.records))

    assert record.intact
    assert not any(changed.intact for changed in altered_fields(record))
    assert not replace(record, previous="0" * 64).intact


def test_what_is_written_into_an_annulment_beside_its_fingerprint_is_noticed() -> None:
    annulment = Books().issued().annulled(1).records[-1]

    assert not replace(annulment, total=Decimal("1.00")).intact


def test_nothing_is_chained_to_an_altered_record() -> None:
    last = replace(first_record(), total=Decimal("1.00"))

    with pytest.raises(ChainBroken, match="el 1, ha sido alterado") as refusal:
        Books(records=(last,)).issued()

    assert isinstance(refusal.value, Conflict)
    assert refusal.value.facts == (1,)


@pytest.mark.parametrize(("seconds", "refused"), [(0, False), (60, False), (61, True)])
def test_a_clock_more_than_a_minute_behind_the_last_record_is_refused(seconds: int, refused: bool) -> None:
    last = first_record(generated_at=MARCH_2)
    now = MARCH_2 - timedelta(seconds=seconds)

    if refused:
        with pytest.raises(ClockBehind, match="poner el reloj en hora") as refusal:
            annulment_of(last, now)
        assert (refusal.value.last, refusal.value.now) == (MARCH_2, now)
    else:
        assert annulment_of(last, now).previous == last.fingerprint


def annulment_of(last: Record, at: datetime) -> Record:
    return record_of_annulment(
        last,
        issuer_nif=NIF,
        number=last.number,
        issued_on=last.issued_on,
        generated_at=at,
        invoice_id=last.invoice_id,
    )
