"""What has been done with an invoice: who, what, when, in order, page by page."""

from typing import Any

import flask
import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, update
from sqlalchemy.exc import DatabaseError
from tests.conftest import invoices_of
from tests.invoices.blueprint.asking import (
    INVOICES,
    Seen,
    annulled,
    corrected,
    drafted,
    exchanged,
    full,
    issued,
    paid,
    places,
    read,
    refusal,
    revised,
    simplified,
    told_time,
    unstored,
)

from taller.invoices.domain.access import Role
from taller.invoices.persistence import tables
from taller.invoices.persistence.api_keys import SqlKeys


def history(client: FlaskClient, invoice: Seen, query: str = "") -> list[dict[str, Any]]:
    response = client.get(f"{invoice.href}/historial{query}")
    assert response.status_code == 200, response.text
    found: list[dict[str, Any]] = response.get_json()["historial"]
    return found


def told(client: FlaskClient, invoice: Seen) -> list[tuple[str, str | None]]:
    return [(event["accion"], event.get("detalle")) for event in history(client, invoice)]


def test_all_that_is_done_is_told_in_its_order(alone: flask.Flask) -> None:
    told_time(alone)
    client = alone.test_client()
    invoice = drafted(client, full(100))

    invoice = issued(client, revised(client, invoice, full(90)))
    paid(client, invoice, 10)
    correction = corrected(client, invoice, -5)
    annulled(client, correction)
    read(client, invoice)

    assert told(client, invoice) == [
        ("creada", None),
        ("cambiada", None),
        ("emitida", "F2026-000001"),
        ("pago", "10.00 EUR, tarjeta"),
        ("rectificada", "R2026-000001"),
        ("restablecida", "Se anula R2026-000001"),
    ]
    assert told(client, correction) == [
        ("creada", "A partir de F2026-000001"),
        ("emitida", "R2026-000001"),
        ("anulada", "Se emitió dos veces"),
    ]


@pytest.mark.parametrize(("method", "word"), [("porSustitucion", "sustituida"), ("canje", "canjeada")])
def test_what_is_replaced_says_by_what(client: FlaskClient, method: str, word: str) -> None:
    if method == "canje":
        invoice = issued(client, simplified())
        other = exchanged(client, invoice)
    else:
        invoice = issued(client, full())
        other = corrected(client, invoice, 90, method=method)

    assert told(client, invoice)[-1] == (word, other["numeroFactura"])


def test_what_is_refused_leaves_no_trace(client: FlaskClient) -> None:
    invoice = issued(client)
    before = history(client, invoice)

    client.delete(invoice.href)
    client.put(invoice.href, json=full())
    client.post(f"{invoice.href}/pagos", json={"importe": 1e6, "metodo": "bizum"})
    client.post(f"{invoice.href}/emision")

    assert history(client, invoice) == before


def test_each_event_says_when_and_who(alone: flask.Flask) -> None:
    clock = told_time(alone)
    client = alone.test_client()
    keys = SqlKeys(invoices_of(alone).engine)
    maker, issuer = (keys.create(name, Role.ADMIN) for name in ("mostrador", "gestoría"))
    as_maker, as_issuer = ({"Authorization": f"Bearer {key}"} for key in (maker, issuer))

    href = client.post(INVOICES, json=full(), headers=as_maker).headers["Location"]
    clock.turn(minutes=1)
    client.post(f"{href}/emision", headers=as_issuer | {"If-Match": "*"})
    events = client.get(f"{href}/historial", headers=as_maker).get_json()["historial"]

    assert [(event["actor"], event["fecha"]) for event in events] == [
        ("mostrador", "2026-03-02T11:00:00Z"),
        ("gestoría", "2026-03-02T11:01:00Z"),
    ]


def test_where_no_key_is_asked_for_nobody_is_named(client: FlaskClient) -> None:
    assert {event["actor"] for event in history(client, issued(client))} == {"anónimo"}


def test_following_the_links_tells_each_event_once(client: FlaskClient) -> None:
    invoice = issued(client)
    other = issued(client, full(job_id=2))
    for _ in range(5):
        paid(client, invoice, 1)
        paid(client, other, 1)
    seen: list[dict[str, Any]] = []
    href: str | None = f"{invoice.href}/historial?limit=3"

    while href:
        page = client.get(href).get_json()
        assert len(page["historial"]) <= 3
        seen += page["historial"]
        href = page["links"].get("nextPage", {}).get("href")

    assert seen == history(client, invoice)
    assert len({event["id"] for event in seen}) == len(seen) == 7


def test_the_history_goes_on_after_what_one_has(client: FlaskClient) -> None:
    invoice = issued(client)
    whole = history(client, invoice)

    assert history(client, invoice, f"?despues={whole[0]['id']}") == whole[1:]
    assert history(client, invoice, f"?despues={whole[-1]['id']}") == []
    assert history(client, invoice, "?despues=0&otro=1") == whole


@unstored
@pytest.mark.parametrize("name", ["despues", "limit"])
@pytest.mark.parametrize("value", ["-1", "x", "", "1.5", "٣", "1e3", str(2**31), "9" * 5000, "%00"])
def test_a_bad_parameter_is_named(client: FlaskClient, name: str, value: str) -> None:
    response = client.get(f"{drafted(client).href}/historial?{name}={value}")

    assert (refusal(response), places(response)) == ((400, "about:blank"), {name})


@pytest.mark.parametrize("limit", ["0", "101"])
def test_a_page_has_from_one_to_a_hundred(client: FlaskClient, limit: str) -> None:
    assert places(client.get(f"{drafted(client).href}/historial?limit={limit}")) == {"limit"}


@pytest.mark.parametrize("second", ["2", "1"])
def test_a_parameter_that_comes_twice_is_named(client: FlaskClient, second: str) -> None:
    response = client.get(f"{drafted(client).href}/historial?limit=1&limit={second}")

    assert (refusal(response), places(response)) == ((400, "about:blank"), {"limit"})


def test_a_deleted_draft_has_no_history_to_be_read(client: FlaskClient) -> None:
    draft = drafted(client)
    client.delete(draft.href)

    assert refusal(client.get(f"{draft.href}/historial")) == (404, "no-encontrado")


def test_the_database_itself_lets_nobody_rewrite_the_history(alone: flask.Flask) -> None:
    issued(alone.test_client())
    engine = invoices_of(alone).engine

    for statement in (update(tables.history).values(actor="nobody"), delete(tables.history)):
        with pytest.raises(DatabaseError, match="never changed"), engine.begin() as connection:
            connection.execute(statement)
