"""Lists over HTTP: every filter and order, pages by number and by cursor, and what is no filter."""

import base64
import json
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import flask
import pytest
from flask.testing import FlaskClient
from tests.invoices.blueprint.asking import (
    CUSTOMER,
    INVOICES,
    MADRID,
    PREFIX,
    annulled,
    corrected,
    drafted,
    exchanged,
    full,
    issued,
    itemised,
    paid,
    places,
    refusal,
    sale,
    simplified,
    told_time,
    unstored,
)


def page(client: FlaskClient, query: str = "", path: str = INVOICES, **filters: Any) -> dict[str, Any]:
    response = client.get(f"{path}?{query}{urlencode(filters)}")
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.get_json()
    return found


def ids(client: FlaskClient, query: str = "", path: str = INVOICES, **filters: Any) -> list[int]:
    return [invoice["facturaId"] for invoice in page(client, query, path, **filters)["facturas"]]


# Filters


@pytest.fixture
def shelf(alone: flask.Flask) -> FlaskClient:
    """Eight invoices of which each filter finds some.

    1 F1 paid · 2 F1 replaced by 3 · 3 R1 · 4 F2 · 5 F2 annulled · 6 F2 replaced by 7 · 7 F3 · 8 a draft
    """
    clock = told_time(alone)
    client = alone.test_client()
    ana = CUSTOMER | {"nombre": "Ana Íñiguez Peña", "nif": "B12345674"}
    seat = {"matricula": "4821-KLM", "marca": "Seat", "modelo": "Ibiza"}
    paid(client, issued(client, full(10, job_id=1, vehiculo=seat)), 10)
    clock.turn(days=1)
    second = issued(client, full(20, job_id=2, idCliente=2, cliente=ana))
    corrected(client, second, 30, method="porSustitucion")
    clock.turn(days=1)
    issued(client, simplified(40, job_id=4))
    annulled(client, issued(client, simplified(50, job_id=5)))
    exchanged(client, issued(client, simplified(60, job_id=6)))
    body = itemised({"tipo": "otro", "descripcion": "Pulido", "cantidad": 1, "precio": 100}, job_id=8)
    drafted(client, body | {"fechaEmision": "2026-03-09T23:30:00Z", "tipoFactura": "F1", "cliente": CUSTOMER})
    return client


FILTERS: list[tuple[dict[str, Any], list[int]]] = [
    ({}, [1, 2, 3, 4, 5, 6, 7, 8]),
    ({"estado": "borrador"}, [8]),
    ({"estado": "emitida"}, [3, 4, 7]),
    ({"estado": "pagada"}, [1]),
    ({"estado": "sustituida"}, [2, 6]),
    ({"estado": "anulada"}, [5]),
    ({"serie": "F2026"}, [1, 2, 7]),
    ({"serie": "S2026"}, [4, 5, 6]),
    ({"serie": "R2026"}, [3]),
    ({"serie": "F2025"}, []),
    ({"tipoFactura": "F1"}, [1, 2, 8]),
    ({"tipoFactura": "F2"}, [4, 5, 6]),
    ({"tipoFactura": "F3"}, [7]),
    ({"tipoFactura": "R1"}, [3]),
    ({"tipoFactura": "R5"}, []),
    ({"nif": "12345678Z"}, [1, 7, 8]),
    ({"nif": "12.345.678-z"}, [1, 7, 8]),
    ({"nif": "b12345674"}, [2, 3]),
    ({"nif": "ES-B12345674"}, [2, 3]),
    ({"nif": "1234567"}, []),
    ({"matricula": "4821KLM"}, [1]),
    ({"matricula": " 4821 klm"}, [1]),
    ({"matricula": "4821"}, []),
    ({"matricula": "--"}, []),
    ({"desde": "2026-03-03"}, [2, 3, 4, 5, 6, 7, 8]),
    ({"hasta": "2026-03-03"}, [1, 2, 3]),
    ({"desde": "2026-03-03", "hasta": "2026-03-03"}, [2, 3]),
    ({"desde": "2026-03-10", "hasta": "2026-03-10"}, [8]),
    ({"desde": "2026-03-04", "hasta": "2026-03-03"}, []),
    ({"desde": "2000-01-01", "hasta": "2099-12-31"}, [1, 2, 3, 4, 5, 6, 7, 8]),
    ({"importeMin": "40"}, [4, 5, 6, 7, 8]),
    ({"importeMax": "30.00"}, [1, 2, 3]),
    ({"importeMin": "20", "importeMax": "40.0"}, [2, 3, 4]),
    ({"importeMin": "-99999999.99", "importeMax": "10"}, [1]),
    ({"importeMin": "121.01"}, []),
    ({"texto": "cambio"}, [1, 2, 3, 4, 5, 6, 7, 8]),
    ({"texto": "IÑIGUEZ"}, [2, 3]),
    ({"texto": "pena ana"}, [2, 3]),
    ({"texto": "seat"}, [1]),
    ({"texto": "4821klm"}, [1]),
    ({"texto": "F2026-000001"}, [1]),
    ({"texto": "aceite nada"}, []),
    ({"texto": "%"}, []),
    ({"texto": "_"}, []),
    ({"texto": "\\"}, []),
    ({"texto": " "}, [1, 2, 3, 4, 5, 6, 7, 8]),
    ({"idCliente": "2"}, [2, 3]),
    ({"idCliente": "9"}, []),
    ({"estado": "emitida", "tipoFactura": "F2", "importeMin": "40"}, [4]),
    ({"otro": "1"}, [1, 2, 3, 4, 5, 6, 7, 8]),
]


def test_a_filter_finds_what_it_says(shelf: FlaskClient) -> None:
    wrong = [(filters, found) for filters, right in FILTERS if (found := ids(shelf, **filters)) != right]

    assert wrong == []


@pytest.mark.parametrize("end", ["", "/"])
def test_a_customer_s_list_has_the_same_filters(shelf: FlaskClient, end: str) -> None:
    hers = f"{PREFIX}/clientes/2/facturas{end}"

    assert ids(shelf, path=hers) == [2, 3]
    assert ids(shelf, path=hers, estado="sustituida") == [2]
    assert ids(shelf, path=hers, texto="pena", order="importe", ordering="DESC") == [3, 2]
    assert ids(shelf, path=hers, idCliente="1") == [2, 3], "that parameter is none of this list"
    assert places(shelf.get(f"{hers}?estado=x")) == {"estado"}


def test_days_begin_at_midnight_where_the_workshop_is(alone: flask.Flask) -> None:
    client = alone.test_client()
    moments = ["2026-07-01T21:59:59Z", "2026-07-01T22:00:00Z", "2026-07-02T21:59:59Z", "2026-07-02T22:00:00Z"]
    before, first, last, after = (
        drafted(client, sale(10, job_id=at, fechaEmision=moment)).id for at, moment in enumerate(moments)
    )

    assert ids(client, desde="2026-07-02") == [first, last, after]
    assert ids(client, hasta="2026-07-01") == [before]
    assert ids(client, desde="2026-07-02", hasta="2026-07-02") == [first, last]


def test_the_day_on_which_the_clocks_change_is_whole(alone: flask.Flask) -> None:
    client = alone.test_client()
    hours = [datetime(2026, 3, 29, hour, tzinfo=MADRID) for hour in (0, 1, 3, 23)]
    made = [drafted(client, sale(10, fechaEmision=hour.isoformat())).id for hour in hours]
    drafted(client, sale(10, fechaEmision="2026-03-30T00:00:00+02:00"))

    assert ids(client, desde="2026-03-29", hasta="2026-03-29") == made


def test_what_a_simplified_invoice_does_not_name_is_not_found_by_it(client: FlaskClient) -> None:
    issued(client, full(tipoFactura="F2"))

    assert ids(client, nif=CUSTOMER["nif"]) == ids(client, texto="carmen") == []


# What is no filter


BAD: list[tuple[str, str]] = [
    *(("estado", value) for value in ("", "Emitida", "otro", "borrador ", "borrador\n")),
    *(("serie", value) for value in ("", "f2026", "F-2026", "F2026\n", "A" * 21, "F\0", "Ñ")),
    *(("tipoFactura", value) for value in ("", "F4", "f1", "R6", "F1,F2")),
    *(("nif", value) for value in ("", "ñ", "1\0", "1" * 41, "12345678Z\n", "'")),
    *(("matricula", value) for value in ("", "x" * 21, "a\0b")),
    *(
        (name, value)
        for name in ("desde", "hasta")
        for value in (
            "",
            "2026-02-30",
            "2026-3-2",
            "20260302",
            "2026-03-02T00:00:00Z",
            "1999-12-31",
            "2100-01-01",
        )
    ),
    *(("desde", value) for value in ("٢٠٢٦-03-02", "2026-03-02\n", "ayer")),
    *(
        (name, value)
        for name in ("importeMin", "importeMax")
        for value in (
            "",
            "x",
            "1,5",
            "1.005",
            "1e3",
            "NaN",
            "Infinity",
            "100000000",
            "-100000000",
            "+1",
            " 1",
        )
    ),
    *(("texto", value) for value in ("", "x" * 101, "a\0b")),
    *(("order", value) for value in ("", "id", "FacturaId", "numero")),
    *(("ordering", value) for value in ("", "asc", "UP")),
    *(("idCliente", value) for value in ("", "0", "-1", "x", "1.5", str(2**31), "9" * 5000)),
    *(("page", value) for value in ("0", "-1", "x", "1000001")),
    *(("limit", value) for value in ("0", "101", "x")),
]


@pytest.mark.parametrize(
    "path", [INVOICES, f"{PREFIX}/clientes/1/facturas", f"{PREFIX}/clientes/1/facturas/"]
)
def test_a_bad_value_is_named(client: FlaskClient, path: str) -> None:
    wrong = []
    for name, value in BAD:
        if name == "idCliente" and path != INVOICES:
            continue
        response = client.get(f"{path}?{urlencode({name: value})}")
        if response.status_code != 400 or places(response) != {name}:
            wrong.append((name, value, response.status_code))

    assert wrong == []


def test_a_bad_value_is_a_problem_of_the_request(client: FlaskClient) -> None:
    assert refusal(client.get(f"{INVOICES}?estado=otro")) == (400, "about:blank")


def test_all_that_is_wrong_is_named_at_once(client: FlaskClient) -> None:
    response = client.get(f"{INVOICES}?estado=x&serie=f&desde=ayer&importeMin=x&page=0&order=x")

    assert places(response) == {"estado", "serie", "desde", "importeMin", "page", "order"}


# Orders and pages


@pytest.fixture
def heap(client: FlaskClient) -> FlaskClient:
    """Nine drafts whose dates and amounts repeat."""
    for at in range(9):
        amount, day = (30, 10, 20)[at % 3], (3, 1, 2, 1)[at % 4]
        drafted(client, sale(amount, job_id=at, fechaEmision=f"2026-03-0{day}T10:00:00.5Z"))
    return client


ORDERS = [
    (order, ordering) for order in ("facturaId", "fechaEmision", "importe") for ordering in ("ASC", "DESC")
]


@pytest.mark.parametrize(("order", "ordering"), ORDERS)
def test_a_list_comes_in_the_order_that_is_wanted_and_by_id_within_it(
    heap: FlaskClient, order: str, ordering: str
) -> None:
    found = page(heap, order=order, ordering=ordering)["facturas"]

    expected = sorted(found, key=lambda one: (one[order], one["facturaId"]), reverse=ordering == "DESC")
    assert [one["facturaId"] for one in found] == [one["facturaId"] for one in expected]
    assert len(found) == 9


@pytest.mark.parametrize(("order", "ordering"), ORDERS)
@pytest.mark.parametrize("limit", [1, 2, 4])
def test_cursors_visit_each_invoice_once_in_that_order(
    heap: FlaskClient, order: str, ordering: str, limit: int
) -> None:
    wanted = {"order": order, "ordering": ordering, "importeMax": "29"}
    whole = ids(heap, **wanted)
    seen, cursor = [], {}

    while True:
        found = page(heap, limit=limit, **wanted, **cursor)
        seen += [one["facturaId"] for one in found["facturas"]]
        if "cursorSiguiente" not in found:
            break
        cursor = {"cursor": found["cursorSiguiente"]}

    assert seen == whole
    assert len(whole) == 6


@pytest.mark.parametrize(("order", "ordering"), ORDERS)
def test_the_links_of_a_page_reached_by_cursor_go_on_by_cursor_and_keep_the_filters(
    heap: FlaskClient, order: str, ordering: str
) -> None:
    wanted = {"order": order, "ordering": ordering, "importeMin": "15", "texto": "aceite"}
    whole = ids(heap, **wanted)
    first = page(heap, limit=2, **wanted)
    second = page(heap, limit=2, cursor=first["cursorSiguiente"], **wanted)

    rest = heap.get(second["links"]["nextPage"]["href"]).get_json()

    assert "prevPage" not in second["links"]
    assert [one["facturaId"] for one in rest["facturas"]] == whole[4:6]


def test_the_links_of_a_numbered_page_keep_the_filters(heap: FlaskClient) -> None:
    found = page(heap, "page=2&limit=2&otro=1&importeMax=29&", order="importe")

    assert found["links"]["nextPage"]["href"].startswith(f"{INVOICES}?")
    for name, number in (("prevPage", 1), ("nextPage", 3)):
        where = found["links"][name]["href"]
        assert f"page={number}" in where
        assert "importeMax=29" in where
        assert "otro" not in where


def test_a_cursor_goes_on_where_it_stood_whatever_happens_meanwhile(heap: FlaskClient) -> None:
    first = page(heap, limit=3)
    drafted(heap, sale(1, job_id=50))
    for invoice in first["facturas"]:
        heap.delete(f"{INVOICES}/{invoice['facturaId']}")
    heap.delete(f"{INVOICES}/5")

    assert ids(heap, cursor=first["cursorSiguiente"]) == [4, 6, 7, 8, 9, 10]


def test_beyond_the_end_a_cursor_leads_to_an_empty_page(heap: FlaskClient) -> None:
    cursor = page(heap, limit=8)["cursorSiguiente"]
    heap.delete(f"{INVOICES}/9")

    assert page(heap, cursor=cursor) == {"facturas": [], "links": {}}


def test_with_a_cursor_the_page_does_not_count(heap: FlaskClient) -> None:
    cursor = page(heap, limit=4)["cursorSiguiente"]

    assert ids(heap, cursor=cursor, page=77) == [5, 6, 7, 8, 9]


def test_the_last_page_has_no_cursor(heap: FlaskClient) -> None:
    assert "cursorSiguiente" not in page(heap, limit=9)
    assert "cursorSiguiente" not in page(heap, limit=5, page=2)


def test_a_customer_s_list_has_cursors_too(heap: FlaskClient) -> None:
    hers = f"{PREFIX}/clientes/1/facturas"
    first = page(heap, path=hers, limit=5)

    assert ids(heap, path=hers, cursor=first["cursorSiguiente"]) == [6, 7, 8, 9]


def written(*parts: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


@unstored
@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "_",
        "YQ",
        "A" * 200,
        written(),
        written(1, 2, 3, 4),
        written("facturaId", False, 1),
        written("facturaId", False, 1, True),
        written("facturaId", False, 1, -1),
        written("facturaId", False, 1, 2**31),
        written("facturaId", False, "1", 1),
        written("facturaId", False, 1.0, 1),
        written("facturaId", True, 1, 1),
        written("importe", False, 1, 1),
        base64.urlsafe_b64encode(b"[" * 120).decode().rstrip("="),
        base64.urlsafe_b64encode(b"\xff" * 9).decode().rstrip("="),
    ],
)
def test_a_cursor_that_no_list_gave_is_refused(heap: FlaskClient, cursor: str) -> None:
    response = heap.get(f"{INVOICES}?{urlencode({'cursor': cursor})}")

    assert (refusal(response), places(response)) == ((400, "cursor-no-valido"), {"cursor"})


@pytest.mark.parametrize(
    ("order", "key"),
    [
        ("fechaEmision", "ayer"),
        ("fechaEmision", 1),
        ("fechaEmision", "2026-03-02T10:00:00"),
        ("fechaEmision", "9999-12-31T23:59:59-23:59"),
        ("fechaEmision", "0001-01-01T00:00:00+23:59"),
        ("importe", "1"),
        ("importe", 10**11),
        ("importe", True),
    ],
)
def test_nor_is_one_with_another_key_than_its_order_has(heap: FlaskClient, order: str, key: Any) -> None:
    response = heap.get(f"{INVOICES}?order={order}&cursor={written(order, False, key, 1)}")

    assert (refusal(response), places(response)) == ((400, "cursor-no-valido"), {"cursor"})


@unstored
@pytest.mark.parametrize("cursor", ["", "A" * 201, "!", "á", "\0", written(1) + "=", written(1) + "\n"])
def test_what_has_not_the_form_of_a_cursor_is_named(client: FlaskClient, cursor: str) -> None:
    response = client.get(f"{INVOICES}?{urlencode({'cursor': cursor})}")

    assert (refusal(response), places(response)) == ((400, "about:blank"), {"cursor"})


def test_a_cursor_of_another_order_is_refused(heap: FlaskClient) -> None:
    cursor = page(heap, limit=2, order="importe")["cursorSiguiente"]

    for order in ("order=importe&ordering=DESC", "order=fechaEmision", ""):
        assert refusal(heap.get(f"{INVOICES}?cursor={cursor}&{order}")) == (400, "cursor-no-valido")
