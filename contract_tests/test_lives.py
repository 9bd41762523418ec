"""What a service creates is read, changed and deleted by the links of its contract, in this order."""

from pathlib import Path
from typing import Any

import pytest
from contract_tests.lives import Life
from contract_tests.services import target_in_process

from taller.catalog import OURS, SIBLINGS

KEPT = "clientes"
"""A customer is never deleted."""
DELETED = [sibling.name for sibling in SIBLINGS if sibling.name != KEPT]
OIL = {
    "idCliente": 2023,
    "fechaEmision": "2026-03-02T10:00:00Z",
    "tipoFactura": "F2",
    "Conceptos": [{"trabajoId": 7, "nombre": "Cambio de aceite", "importe": 35.99}],
}
"""Simplified; clientes knows the customer."""


@pytest.fixture
def invoices(tmp_path: Path) -> Life:
    return Life(target_in_process(OURS, tmp_path))


def paid(amount: float) -> dict[str, Any]:
    return {"importe": amount, "metodo": "tarjeta"}


@pytest.mark.parametrize("name", DELETED)
def test_what_is_created_can_be_read_changed_and_deleted(name: str, tmp_path: Path) -> None:
    thing = Life(target_in_process(name, tmp_path)).create()

    assert thing.follow("leer").status == 200
    assert thing.follow("cambiar", thing.sent).status == 200
    assert thing.follow("borrar").status in (200, 204)
    assert thing.follow("leer").status == 404
    assert thing.follow("cambiar", thing.sent).status == 404


def test_a_customer_can_be_read_and_changed(tmp_path: Path) -> None:
    customer = Life(target_in_process(KEPT, tmp_path)).create()

    assert customer.follow("leer").status == 200
    assert customer.follow("cambiar").status == 200


def test_an_invoice_can_be_changed_until_it_is_issued(invoices: Life) -> None:
    invoice = invoices.create()

    assert invoice.follow("leer").status == 200
    assert invoice.follow("cambiar").status == 200
    assert invoice.follow("emitir").status == 200
    assert invoice.follow("borrar").status == 409
    assert invoice.follow("cambiar").status == 409
    assert invoice.follow("emitir").status == 409
    assert invoice.follow("leer").status == 200


def test_a_draft_can_be_deleted(invoices: Life) -> None:
    draft = invoices.create()

    assert draft.follow("borrar").status == 204
    assert draft.follow("leer").status == 404


def test_a_draft_is_neither_paid_nor_corrected_nor_exchanged_nor_annulled(invoices: Life) -> None:
    draft = invoices.create()

    draft.links = invoices.create(OIL).follow("emitir").links

    for link in ("pagar", "rectificar", "canjear", "anular"):
        assert draft.follow(link).status == 409


def test_an_invoice_is_issued_paid_corrected_and_given_back(invoices: Life) -> None:
    issued = invoices.create().follow("emitir")
    payment = issued.follow("pagar", paid(435.99))
    assert payment.status == 201
    assert payment.follow("leer").body == payment.body
    assert payment.follow("factura").body["estado"] == "pagada"

    correction = issued.follow("rectificar")
    assert correction.follow("emitir").status == 200
    assert issued.follow("leer").body["pendiente"] == -35.99

    assert issued.follow("pagar", paid(-35.99)).status == 201
    assert issued.follow("leer").body["pendiente"] == 0
    assert [each["importe"] for each in issued.follow("pagos").body["pagos"]] == [435.99, -35.99]
    assert issued.follow("pagos").follow("primero").body == payment.body
    assert issued.follow("anular").status == 409


def test_a_simplified_invoice_is_exchanged_and_its_exchange_annulled(invoices: Life) -> None:
    simplified = invoices.create(OIL).follow("emitir")

    full = simplified.follow("canjear").follow("emitir")
    assert full.body["tipoFactura"] == "F3"
    assert simplified.follow("leer").body["estado"] == "sustituida"
    assert simplified.follow("anular").status == 409

    annulled = full.follow("anular")
    assert annulled.body["estado"] == "anulada"
    assert annulled.follow("leer").body == annulled.body
    assert simplified.follow("leer").body["estado"] == "emitida"
    assert simplified.follow("anular").status == 200
    assert full.follow("anular").status == 409


def test_what_was_done_with_an_invoice_is_told(invoices: Life) -> None:
    issued = invoices.create().follow("emitir")
    annulled = issued.follow("anular")

    history = issued.follow("historial").body["historial"]
    assert [event["accion"] for event in history] == ["creada", "emitida", "anulada"]

    records = annulled.follow("registros")
    assert [record["tipo"] for record in records.body["registros"]] == ["alta", "anulacion"]
    first = records.follow("primero")
    assert first.body == records.body["registros"][0]
    assert first.follow("factura").body == annulled.follow("leer").body


def test_the_cursor_goes_through_all_invoices(invoices: Life) -> None:
    made = [invoices.create(OIL).body["facturaId"] for _ in range(3)]

    found, cursor = [], {}
    while cursor is not None:
        page = invoices.call("listarFacturas", query={"limit": 1, **cursor}).body
        found += [invoice["facturaId"] for invoice in page["facturas"]]
        cursor = {"cursor": page["cursorSiguiente"]} if "cursorSiguiente" in page else None

    assert found == made
