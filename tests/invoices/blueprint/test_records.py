"""The chain of records: what it says, page by page, and what a check of it finds once somebody tampers."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Any

import flask
import pytest
from flask.testing import FlaskClient
from sqlalchemy import Connection, delete, insert, select, text, update
from sqlalchemy.exc import DatabaseError
from tests.builders import ISSUER
from tests.conftest import invoices_of
from tests.invoices.blueprint.asking import (
    INVOICES,
    RECORDS,
    VERIFICATION,
    Seen,
    annulled,
    corrected,
    facts,
    full,
    issued,
    paid,
    places,
    refusal,
    simplified,
    told_time,
)
from tests.invoices.persistence.unguarded import unguarded

from taller.invoices import Settings
from taller.invoices.domain.records import RecordKind, sealed
from taller.invoices.persistence import ledger
from taller.invoices.persistence.tables import accounts, invoices, records
from taller.invoices.service.app import create_app

Tampering = Callable[[Connection], None]


def all_records(client: FlaskClient) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(f"{RECORDS}?limit=100").get_json()["registros"]
    return found


# What a record says


def test_each_issue_and_each_annulment_has_its_record(alone: flask.Flask) -> None:
    clock = told_time(alone)
    client = alone.test_client()
    first = issued(client, full(121, job_id=1))
    clock.turn(seconds=90)
    issued(client, simplified(10, job_id=2))
    corrected(client, first, -21)
    annulled(client, issued(client, full(1, job_id=3)))
    paid(client, first, 1)

    found = all_records(client)

    assert [(each["tipo"], each["numeroFactura"]) for each in found] == [
        ("alta", "F2026-000001"),
        ("alta", "S2026-000001"),
        ("alta", "R2026-000001"),
        ("alta", "F2026-000002"),
        ("anulacion", "F2026-000002"),
    ]
    assert [each["posicion"] for each in found] == [1, 2, 3, 4, 5]
    assert [each["huellaAnterior"] for each in found] == ["", *(each["huella"] for each in found[:-1])]
    assert (
        found[0].items()
        >= {
            "emisorNif": ISSUER.nif,
            "facturaId": first.id,
            "fechaExpedicion": "2026-03-02",
            "fechaHoraHusoGenRegistro": "2026-03-02T12:00:00+01:00",
            "tipoFactura": "F1",
            "cuotaTotal": 21.0,
            "importeTotal": 121.0,
        }.items()
    )
    assert found[1]["fechaHoraHusoGenRegistro"] == "2026-03-02T12:01:30+01:00"


def test_the_fingerprint_is_that_of_aeat_s_specification(alone: flask.Flask) -> None:
    told_time(alone)
    client = alone.test_client()
    issued(client, full(121))

    (record,) = all_records(client)

    sealed_text = (
        "IDEmisorFactura=B12345674&NumSerieFactura=F2026-000001&FechaExpedicionFactura=02-03-2026"
        "&TipoFactura=F1&CuotaTotal=21.00&ImporteTotal=121.00&Huella="
        "&FechaHoraHusoGenRegistro=2026-03-02T12:00:00+01:00"
    )
    assert record["huella"] == sha256(sealed_text.encode()).hexdigest().upper()


def test_a_record_is_found_by_its_position_and_leads_to_its_invoice(client: FlaskClient) -> None:
    invoice = issued(client)
    (listed,) = all_records(client)

    found = client.get(f"{RECORDS}/1").get_json()

    assert found == listed
    assert found["links"]["self"]["href"] == f"{RECORDS}/1"
    assert found["links"]["factura"]["href"] == invoice.href
    assert refusal(client.get(f"{RECORDS}/2")) == (404, "no-encontrado")


def test_following_the_links_reads_the_whole_chain(client: FlaskClient) -> None:
    for job_id in range(5):
        issued(client, full(job_id=job_id))
    seen: list[dict[str, Any]] = []
    href: str | None = f"{RECORDS}?limit=2"

    while href:
        page = client.get(href).get_json()
        seen += page["registros"]
        href = page["links"].get("nextPage", {}).get("href")

    assert seen == all_records(client)
    assert [each["posicion"] for each in seen] == [1, 2, 3, 4, 5]


def test_the_records_of_one_invoice_are_listed_by_themselves(client: FlaskClient) -> None:
    first = issued(client, full(job_id=1))
    issued(client, full(job_id=2))
    annulled(client, first)

    page = client.get(f"{RECORDS}?facturaId={first.id}&limit=1").get_json()
    rest = client.get(page["links"]["nextPage"]["href"]).get_json()

    assert [each["posicion"] for each in page["registros"] + rest["registros"]] == [1, 3]
    assert rest["links"] == {}
    assert client.get(f"{RECORDS}?facturaId=9").get_json() == {"registros": [], "links": {}}


@pytest.mark.parametrize(
    ("query", "place"),
    [
        *((f"despues={value}", "despues") for value in ("-1", "x", "", "1.5")),
        *((f"facturaId={value}", "facturaId") for value in ("-1", "x", "", "1.5")),
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("facturaId=0", "facturaId"),
        (f"despues={2**31}", "despues"),
        ("despues=%D9%A3", "despues"),
    ],
)
def test_a_bad_parameter_is_named(client: FlaskClient, query: str, place: str) -> None:
    response = client.get(f"{RECORDS}?{query}")

    assert (refusal(response), places(response)) == ((400, "about:blank"), {place})


def test_all_that_is_wrong_with_a_query_is_named_at_once(client: FlaskClient) -> None:
    assert places(client.get(f"{RECORDS}?limit=0&despues=x&facturaId=0")) == {"limit", "despues", "facturaId"}


def test_without_an_issuer_there_is_an_empty_chain(database_url: str) -> None:
    app = create_app(Settings(database_url=database_url))
    client = app.test_client()

    assert client.get(RECORDS).get_json() == {"registros": [], "links": {}}
    assert client.get(VERIFICATION).get_json() == {"correcta": True, "registros": 0, "hallazgos": []}
    assert refusal(client.get(f"{RECORDS}/1")) == (404, "no-encontrado")
    invoices_of(app).close()


# What the database itself forbids


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE records SET total_cents = 1",
        "UPDATE records SET position = 9",
        "DELETE FROM records",
        "UPDATE invoices SET total_cents = 1",
        "UPDATE invoices SET series = NULL, sequence = NULL",
        "DELETE FROM invoices",
        "UPDATE lines SET unit_price_e4 = 1",
        "DELETE FROM lines",
        "UPDATE concepts SET name = 'Otro'",
        "DELETE FROM concepts",
        "INSERT INTO concepts (invoice_id, position, job_id, name) VALUES (1, 7, 7, 'Otro')",
        "UPDATE payments SET amount_cents = 1",
        "DELETE FROM payments",
        "UPDATE history SET actor = 'x'",
        "DELETE FROM history",
    ],
)
def test_nobody_changes_what_is_issued_or_recorded(alone: flask.Flask, statement: str) -> None:
    client = alone.test_client()
    invoice = paid(client, issued(client), 1)
    before = client.get(RECORDS).data
    engine = invoices_of(alone).engine

    with pytest.raises(DatabaseError, match="never changed"), engine.begin() as connection:
        connection.execute(text(statement))

    assert client.get(RECORDS).data == before
    assert client.get(invoice.href).get_json() == invoice.said


def test_a_draft_may_still_be_changed_in_the_database(alone: flask.Flask) -> None:
    client = alone.test_client()
    client.post(INVOICES, json=full())

    with invoices_of(alone).engine.begin() as connection:
        connection.execute(text("UPDATE invoices SET work_order = 'OT-1'"))

    assert client.get(f"{INVOICES}/1").get_json()["ordenDeTrabajo"] == "OT-1"


# What the check finds


@pytest.fixture
def chain(alone: flask.Flask) -> list[Seen]:
    """Seven invoices in two series, the second annulled before the last was issued: eight records."""
    clock = told_time(alone)
    client = alone.test_client()
    made: list[Seen] = []
    for job_id in range(1, 8):
        if job_id == 7:
            annulled(client, made[1])
        made.append(issued(client, (simplified if job_id == 4 else full)(10.0 * job_id, job_id=job_id)))
        clock.turn(seconds=30)
    return made


def verdict(client: FlaskClient) -> dict[str, Any]:
    found: dict[str, Any] = client.get(VERIFICATION).get_json()
    return found


def tamper(app: flask.Flask, tampering: Tampering) -> None:
    with unguarded(invoices_of(app).engine) as connection:
        tampering(connection)


def test_an_untouched_chain_is_sound(alone: flask.Flask, chain: list[Seen]) -> None:
    client = alone.test_client()
    found = all_records(client)

    assert verdict(client) == {
        "correcta": True,
        "registros": 8,
        "primeraHuella": found[0]["huella"],
        "ultimaHuella": found[-1]["huella"],
        "hallazgos": [],
    }


def at(position: int) -> Any:
    return records.c.position == position


def change(position: int, **values: Any) -> Tampering:
    return lambda connection: connection.execute(update(records).where(at(position)).values(values)) and None


def both(one: Tampering, other: Tampering) -> Tampering:
    def act(connection: Connection) -> None:
        one(connection)
        other(connection)

    return act


def reseal(position: int, **changes: Any) -> Tampering:
    """Change a record and make its own fingerprint anew, so that it looks sound by itself."""

    def act(connection: Connection) -> None:
        record = ledger.SqlRecords(connection).find(str(ISSUER.nif), position)
        forged = sealed(replace(record, **changes))
        connection.execute(update(records).where(at(position)).values(ledger._record_values(forged)))

    return act


def remove(*positions: int, closing: bool = False) -> Tampering:
    def act(connection: Connection) -> None:
        connection.execute(delete(records).where(records.c.position.in_(positions)))
        if closing:
            for at_, (position,) in enumerate(connection.execute(_positions()).all(), 1):
                connection.execute(update(records).where(at(position)).values(position=at_))

    return act


def _positions() -> Any:
    return select(records.c.position).order_by(records.c.position)


def swap(one: int, other: int) -> Tampering:
    def act(connection: Connection) -> None:
        for here, there in ((one, 1000), (other, one), (1000, other)):
            connection.execute(update(records).where(at(here)).values(position=there))

    return act


def add(position: int, *, kind: RecordKind = RecordKind.ISSUE, **changes: Any) -> Tampering:
    """Forge a record at the end, well chained to the last."""

    def act(connection: Connection) -> None:
        last = ledger.SqlRecords(connection).last(str(ISSUER.nif))
        assert last is not None
        model = ledger.SqlRecords(connection).find(str(ISSUER.nif), 1)
        moment = last.generated_at + timedelta(seconds=1)
        forged = replace(
            model, position=position, previous=last.fingerprint, generated_at=moment, kind=kind, **changes
        )
        connection.execute(insert(records).values(ledger._record_values(sealed(forged))))

    return act


def invoice_says(invoice_id: int, **values: Any) -> Tampering:
    statement = update(invoices).where(invoices.c.id == invoice_id).values(values)
    return lambda connection: connection.execute(statement) and None


NONE = {"invoice_type": None, "tax_total": None, "total": None}
TAMPERINGS: dict[str, tuple[Tampering, Sequence[tuple[str, int | None, str]]]] = {
    "an amount changed": (change(3, total_cents=1), [("alterado", 3, "F2026-000003")]),
    "an amount of the first": (change(1, total_cents=1), [("alterado", 1, "F2026-000001")]),
    "an amount of the last": (change(8, tax_cents=1), [("alterado", 8, "F2026-000006")]),
    "a number": (change(3, number="F2026-000009"), [("alterado", 3, "F2026-000003")]),
    "a fingerprint": (change(3, fingerprint="A" * 64), [("alterado", 3, "F2026-000003")]),
    "a link": (change(3, previous="B" * 64), [("alterado", 3, "F2026-000003")]),
    "a date": (change(3, issued_on=date(2026, 3, 1)), [("alterado", 3, "F2026-000003")]),
    "a time": (change(3, generated_at="2026-03-02T13:00:00+01:00"), [("alterado", 3, "F2026-000003")]),
    "an amount resealed": (reseal(3, total=Decimal("1.00")), [("alterado", 3, "F2026-000003")]),
    # Nothing is chained to the last: nobody can tell whether it or its invoice was changed.
    "the last resealed": (reseal(8, total=Decimal("1.00")), [("factura-alterada", 8, "F2026-000006")]),
    "two changed": (
        both(change(2, total_cents=1), change(5, tax_cents=1)),
        [("alterado", 2, "F2026-000002"), ("alterado", 5, "F2026-000004")],
    ),
    "one removed": (remove(3), [("eliminado", 3, "F2026-000003")]),
    "the first removed": (remove(1), [("eliminado", 1, "F2026-000001")]),
    "the last removed": (remove(8), [("eliminado", 8, "F2026-000006")]),
    "an annulment removed": (remove(7), [("eliminado", 7, "F2026-000002")]),
    "one removed and the gap closed": (remove(3, closing=True), [("eliminado", 3, "F2026-000003")]),
    "two removed": (remove(3, 5), [("eliminado", 3, "F2026-000003"), ("eliminado", 5, "F2026-000004")]),
    "two swapped": (swap(2, 3), [("movido", 2, "F2026-000003")]),
    "one added for no invoice": (
        add(9, number="F2026-000099", invoice_id=1),
        [("añadido", 9, "F2026-000099")],
    ),
    "an annulment added": (
        add(9, kind=RecordKind.ANNULMENT, **NONE),
        [("añadido", 9, "F2026-000001")],
    ),
    "an invoice changed": (invoice_says(3, total_cents=1), [("factura-alterada", 3, "F2026-000003")]),
    "an invoice's type": (invoice_says(3, type="F3"), [("factura-alterada", 3, "F2026-000003")]),
    "an annulment undone": (
        lambda connection: (
            connection.execute(update(accounts).where(accounts.c.invoice_id == 2).values(state="emitida"))
            and None
        ),
        [("factura-alterada", 7, "F2026-000002")],
    ),
}


@pytest.mark.parametrize("name", TAMPERINGS)
def test_the_check_says_what_was_done_to_which_record(
    alone: flask.Flask, chain: list[Seen], name: str
) -> None:
    tampering, expected = TAMPERINGS[name]
    client = alone.test_client()
    tamper(alone, tampering)

    found = verdict(client)

    assert not found["correcta"]
    said = [(each["falta"], each.get("posicion"), each["numeroFactura"]) for each in found["hallazgos"]]
    assert said == list(expected)
    assert all(1 <= len(each["detalle"]) <= 500 for each in found["hallazgos"])


def test_the_finding_says_what_was_there_before(alone: flask.Flask, chain: list[Seen]) -> None:
    tamper(alone, change(3, total_cents=100))

    (finding,) = verdict(alone.test_client())["hallazgos"]

    assert "ImporteTotal dice 1.00 y decía 30.00" in finding["detalle"]


@pytest.mark.parametrize(
    "more", [{}, {"generated_at": "2026-03-02T15:00:00+01:00"}, {"fingerprint": "B" * 64}], ids=str
)
def test_a_record_of_which_nothing_is_right_is_still_told_within_the_contract(
    alone: flask.Flask, chain: list[Seen], more: dict[str, Any]
) -> None:
    values = {
        "number": "F2026-" + "9" * 54,
        "issued_on": date(2020, 1, 1),
        "invoice_type": "F3",
        "tax_cents": 9_999_999_999,
        "total_cents": 9_999_999_999,
        "previous": "A" * 64,
        "invoice_id": 1,
    }
    tamper(alone, change(3, **values, **more))

    found = verdict(alone.test_client())

    assert not found["correcta"]
    assert all(1 <= len(each["detalle"]) <= 500 for each in found["hallazgos"])


@pytest.mark.parametrize(
    "values",
    [
        {"kind": "otra"},
        {"invoice_type": "F9"},
        {"generated_at": "ayer"},
        {"number": ""},
        {"previous": "no", "fingerprint": "none"},
        {"invoice_type": "F9", "generated_at": "", "kind": ""},
    ],
    ids=str,
)
def test_a_record_that_is_spoilt_does_not_end_the_check(
    alone: flask.Flask, chain: list[Seen], values: dict[str, Any]
) -> None:
    tamper(alone, change(3, **values))
    client = alone.test_client()

    found = verdict(client)

    assert [(each["falta"], each["posicion"]) for each in found["hallazgos"]] == [("alterado", 3)]


@pytest.mark.parametrize(
    "values",
    [
        {"total_cents": 1},
        {"generated_at": "2026-03-02T12:30:00+01:00"},
        {"generated_at": "ayer"},
        {"kind": "otra"},
        {"fingerprint": "A" * 64},
    ],
    ids=str,
)
def test_after_tampering_with_the_last_record_nothing_more_is_chained(
    alone: flask.Flask, chain: list[Seen], values: dict[str, Any]
) -> None:
    tamper(alone, change(8, **values))
    client = alone.test_client()
    draft = client.post(INVOICES, json=full(job_id=50))

    response = client.post(f"{draft.headers['Location']}/emision", headers={"If-Match": "*"})

    assert refusal(response) == (409, "cadena-rota")
    assert facts(response) == [8]
    assert verdict(client)["registros"] == 8


def test_the_guards_are_back_once_the_service_starts_again(
    alone: flask.Flask, chain: list[Seen], database_url: str
) -> None:
    with unguarded(invoices_of(alone).engine):
        pass

    with pytest.raises(DatabaseError), invoices_of(alone).engine.begin() as connection:
        connection.execute(delete(records))
