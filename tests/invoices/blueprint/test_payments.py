"""What is paid for an invoice, part by part, and given back when a correction says so."""

from typing import Any

import flask
import pytest
from flask.testing import FlaskClient
from tests.invoices.blueprint.asking import (
    INVOICES,
    annulled,
    corrected,
    drafted,
    exchanged,
    facts,
    full,
    issued,
    paid,
    pay,
    places,
    read,
    refusal,
    simplified,
    told_time,
    unstored,
)


def payments(client: FlaskClient, invoice: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(f"{invoice.href}/pagos").get_json()["pagos"]
    return found


def test_a_payment_is_found_where_location_says(client: FlaskClient) -> None:
    invoice = issued(client, full(100))

    response = pay(client, invoice, 40, fecha="2026-03-02", nota="A cuenta")

    payment = response.get_json()
    assert response.status_code == 201
    assert response.headers["Location"] == f"{invoice.href}/pagos/{payment['pagoId']}"
    found = client.get(response.headers["Location"])
    assert (found.data, found.headers["ETag"]) == (response.data, response.headers["ETag"])
    sent = {"importe": 40, "fecha": "2026-03-02", "metodo": "tarjeta", "nota": "A cuenta"}
    assert payment.items() >= sent.items()
    assert payment["links"]["parent"]["href"] == f"{invoice.href}/pagos"


def test_an_invoice_is_paid_once_its_parts_add_up(client: FlaskClient) -> None:
    invoice = issued(client, full(100))
    states = []

    for amount in (0.01, 59.99, 40):
        invoice = paid(client, invoice, amount)
        states.append((invoice["estado"], invoice["pagado"], invoice["pendiente"]))

    assert states == [("emitida", 0.01, 99.99), ("emitida", 60, 40), ("pagada", 100, 0)]
    assert [payment["importe"] for payment in payments(client, invoice)] == [0.01, 59.99, 40]


def test_a_payment_without_a_date_is_of_today_where_the_workshop_is(alone: flask.Flask) -> None:
    clock = told_time(alone)
    client = alone.test_client()
    invoice = issued(client)
    clock.turn(hours=12)  # midnight in Madrid, and still the day before in UTC

    payment = pay(client, invoice, 1).get_json()

    assert (payment["fecha"], payment["anotado"]) == ("2026-03-03", "2026-03-02T23:00:00Z")


@pytest.mark.parametrize("method", ["efectivo", "tarjeta", "transferencia", "bizum", "domiciliacion"])
def test_each_way_to_pay_is_kept(client: FlaskClient, method: str) -> None:
    invoice = issued(client)

    assert pay(client, invoice, 1, metodo=method).get_json()["metodo"] == method
    assert payments(client, invoice)[0]["metodo"] == method


def test_a_payment_belongs_to_its_invoice(client: FlaskClient) -> None:
    first, second = issued(client, full(job_id=1)), issued(client, full(job_id=2))
    number = pay(client, first, 1).get_json()["pagoId"]
    nowhere = (f"{second.href}/pagos/{number}", f"{first.href}/pagos/{number + 1}", f"{INVOICES}/9/pagos")

    assert {refusal(client.get(path)) for path in nowhere} == {(404, "no-encontrado")}


def test_a_draft_has_no_payments(client: FlaskClient) -> None:
    draft = drafted(client)

    assert payments(client, draft) == []
    assert "pagos" not in draft["links"]
    assert refusal(pay(client, draft, 1)) == (409, "factura-sin-emitir")


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_a_payment_is_neither_changed_nor_deleted(client: FlaskClient, method: str) -> None:
    where = pay(client, issued(client), 1).headers["Location"]

    response = client.open(where, method=method, json={"importe": 2, "metodo": "tarjeta"})

    assert refusal(response) == (405, "about:blank")
    assert set(response.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


# What is refused


def test_more_than_is_owed_is_not_taken(client: FlaskClient) -> None:
    invoice = paid(client, issued(client, full(100)), 60)

    assert refusal(pay(client, invoice, 40.01)) == (409, "pago-excesivo")
    assert read(client, invoice) == invoice
    assert refusal(pay(client, paid(client, invoice, 40), 0.01)) == (409, "nada-pendiente")
    assert len(payments(client, invoice)) == 2


def test_nothing_is_given_back_without_a_correction(client: FlaskClient) -> None:
    invoice = issued(client, full(100))

    assert refusal(pay(client, invoice, -1)) == (409, "devolucion-sin-rectificativa")
    assert refusal(pay(client, paid(client, invoice, 100), -1)) == (409, "devolucion-sin-rectificativa")


def test_what_a_correction_leaves_overpaid_is_given_back_and_no_more(client: FlaskClient) -> None:
    invoice = paid(client, issued(client, full(100)), 100)
    corrected(client, invoice, -30)
    owing = read(client, invoice)

    assert (owing["estado"], owing["pagado"], owing["pendiente"]) == ("pagada", 100, -30)
    assert refusal(pay(client, owing, 1)) == (409, "nada-pendiente")
    assert refusal(pay(client, owing, -30.01)) == (409, "pago-excesivo")

    settled = paid(client, owing, -30)

    assert (settled["estado"], settled["pagado"], settled["pendiente"]) == ("pagada", 70, 0)
    assert [payment["importe"] for payment in payments(client, settled)] == [100, -30]


def test_what_corrects_by_differences_is_paid_on_the_original(client: FlaskClient) -> None:
    invoice = paid(client, issued(client, full(100)), 100)
    correction = corrected(client, invoice, 50)

    response = pay(client, correction, 50)

    assert (refusal(response), facts(response)) == ((409, "pago-en-la-original"), [invoice.id])
    assert (read(client, invoice)["estado"], read(client, invoice)["pendiente"]) == ("emitida", 50)
    assert paid(client, invoice, 50)["estado"] == "pagada"


def test_what_is_annulled_or_replaced_takes_no_payment(client: FlaskClient) -> None:
    gone = annulled(client, issued(client, full(100, job_id=1)))
    replaced = issued(client, simplified(100, job_id=1))
    full_one = exchanged(client, replaced)

    assert refusal(pay(client, gone, 1)) == (409, "factura-anulada")
    refused = pay(client, replaced, 1)
    assert (refusal(refused), facts(refused)) == ((409, "factura-sustituida"), [full_one.id])


def test_nobody_has_paid_tomorrow(alone: flask.Flask) -> None:
    told_time(alone)
    client = alone.test_client()
    invoice = issued(client)

    assert refusal(pay(client, invoice, 1, fecha="2026-03-03")) == (409, "pago-en-el-futuro")
    assert pay(client, invoice, 1, fecha="2026-03-02").status_code == 201
    assert pay(client, invoice, 1, fecha="2000-01-01").status_code == 201


def test_so_many_payments_are_no_payments(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("taller.invoices.domain.account.MOST_PAYMENTS", 2)
    invoice = paid(client, paid(client, issued(client), 1), 1)

    assert refusal(pay(client, invoice, 1)) == (409, "demasiados-pagos")
    assert read(client, invoice) == invoice


BAD_VALUES: list[tuple[str, Any]] = [
    *(("importe", value) for value in (0, 0.0, -0.0, 0.001, 40.005, "1", True, None, [1], 1e8, -1e8, 1e300)),
    *(("metodo", value) for value in ("Tarjeta", "cheque", "", None, 1, ["tarjeta"])),
    *(("fecha", value) for value in ("2026-02-30", "2026-3-2", "2026-03-02\n", "1999-12-31", "2100-01-01")),
    *(("fecha", value) for value in ("2026-03-02T10:00:00Z", "٢٠٢٦-03-02", None, 20260302)),
    *(("nota", value) for value in ("", "x" * 501, "a\0b", None)),
    ("pagoId", 1),
    ("otro", 1),
]


@unstored
@pytest.mark.parametrize(("field", "value"), BAD_VALUES, ids=lambda value: repr(value)[:30])
def test_a_bad_value_is_named_and_nothing_is_paid(client: FlaskClient, field: str, value: Any) -> None:
    invoice = issued(client)

    body = {"importe": 1, "metodo": "tarjeta", field: value}
    response = client.post(f"{invoice.href}/pagos", json=body)

    assert (refusal(response), places(response)) == ((422, "about:blank"), {f"#/{field}"})
    assert payments(client, invoice) == []


def test_what_a_payment_lacks_is_named_at_once(client: FlaskClient) -> None:
    response = client.post(f"{issued(client).href}/pagos", json={})

    assert places(response) == {"#/importe", "#/metodo"}


def test_a_payment_for_a_stale_invoice_is_not_taken(client: FlaskClient) -> None:
    invoice = issued(client)
    body = {"importe": 10, "metodo": "bizum"}

    first = client.post(f"{invoice.href}/pagos", json=body, headers={"If-Match": invoice.tag})
    again = client.post(f"{invoice.href}/pagos", json=body, headers={"If-Match": invoice.tag})

    assert first.status_code == 201
    assert refusal(again) == (412, "etiqueta-caducada")
    assert len(payments(client, invoice)) == 1
