"""What the tests of the operations ask for, and how they read the answers."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import flask
import pytest
from flask.testing import FlaskClient
from tests.conftest import invoices_of
from werkzeug.test import TestResponse

unstored = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""For what is refused before any database is asked: one kind is enough."""
PREFIX = "/api/v1"
INVOICES = f"{PREFIX}/facturas"
RECORDS = f"{PREFIX}/registros"
VERIFICATION = f"{RECORDS}/verificacion"
MADRID = ZoneInfo("Europe/Madrid")
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=MADRID)
CUSTOMER = {"nombre": "Carmen Ruiz", "nif": "12345678Z", "domicilio": "Calle del Olmo 7, Madrid"}
VEHICLE = {"matricula": "4821KLM", "marca": "Seat", "modelo": "Ibiza"}
LABOUR = {"tipo": "manoDeObra", "descripcion": "Montaje", "cantidad": 1.5, "precio": 40.0}
PART = {"tipo": "recambio", "descripcion": "Filtro", "cantidad": 2.0, "precio": 10.0}


def sale(*amounts: float, job_id: int = 1, **more: Any) -> dict[str, Any]:
    """A body for POST /facturas with a concept for each of *amounts*, in euros with VAT."""
    concepts = [
        {"trabajoId": job_id + at, "nombre": "Cambio de aceite", "importe": amount}
        for at, amount in enumerate(amounts)
    ]
    return {"idCliente": 1, "Conceptos": concepts, "fechaEmision": "2026-03-02T10:00:00Z", **more}


def full(amount: float = 100.0, **more: Any) -> dict[str, Any]:
    return sale(amount, **{"cliente": CUSTOMER, **more})


def simplified(amount: float = 100.0, **more: Any) -> dict[str, Any]:
    return sale(amount, **{"tipoFactura": "F2", **more})


def itemised(*lines: Mapping[str, Any], job_id: int = 1, **more: Any) -> dict[str, Any]:
    """The same for a concept of several lines."""
    concept = {"trabajoId": job_id, "nombre": "Cambio de aceite", "lineas": list(lines)}
    return {"idCliente": 1, "Conceptos": [concept], "fechaEmision": "2026-03-02T10:00:00Z", **more}


def repair(**more: Any) -> dict[str, Any]:
    """A body with labour, which the law wants more of."""
    return itemised(LABOUR, PART, **{"cliente": CUSTOMER, "vehiculo": VEHICLE, **more})


@dataclass(frozen=True)
class Seen:
    """An invoice as it was answered."""

    href: str
    tag: str
    said: dict[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.said[name]

    @property
    def id(self) -> int:
        return int(self.said["facturaId"])


def drafted(client: FlaskClient, body: dict[str, Any] | None = None) -> Seen:
    return made(client.post(INVOICES, json=full() if body is None else body))


def made(response: TestResponse) -> Seen:
    """Return the draft that *response* says was made."""
    assert response.status_code == 201, response.text
    return Seen(response.headers["Location"], response.headers["ETag"], response.get_json())


def issue(client: FlaskClient, draft: Seen) -> TestResponse:
    return client.post(f"{draft.href}/emision", headers={"If-Match": draft.tag})


def issued(client: FlaskClient, body: dict[str, Any] | Seen | None = None) -> Seen:
    draft = body if isinstance(body, Seen) else drafted(client, body)
    return _after(draft, issue(client, draft))


def annul(client: FlaskClient, invoice: Seen, reason: str = "Se emitió dos veces") -> TestResponse:
    return client.post(f"{invoice.href}/anulacion", json={"motivo": reason}, headers={"If-Match": "*"})


def annulled(client: FlaskClient, invoice: Seen) -> Seen:
    return _after(invoice, annul(client, invoice))


def pay(client: FlaskClient, invoice: Seen, amount: float, **more: Any) -> TestResponse:
    return client.post(f"{invoice.href}/pagos", json={"importe": amount, "metodo": "tarjeta", **more})


def paid(client: FlaskClient, invoice: Seen, amount: float) -> Seen:
    response = pay(client, invoice, amount)
    assert response.status_code == 201, response.text
    return read(client, invoice)


def correct(
    client: FlaskClient, invoice: Seen, *amounts: float, method: str = "porDiferencias", **more: Any
) -> TestResponse:
    concepts = sale(*amounts, job_id=_first_job(invoice))["Conceptos"]
    body = {"metodo": method, "motivo": "Estaba mal", "Conceptos": concepts, **more}
    return client.post(f"{invoice.href}/rectificativas", json=body)


def corrected(client: FlaskClient, invoice: Seen, *amounts: float, **more: Any) -> Seen:
    """Return the issued invoice that corrects *invoice*."""
    return issued(client, made(correct(client, invoice, *amounts, **more)))


def exchange(client: FlaskClient, invoice: Seen) -> TestResponse:
    return client.post(f"{invoice.href}/canje")


def exchanged(client: FlaskClient, invoice: Seen, customer: Mapping[str, Any] = CUSTOMER) -> Seen:
    """Return the issued full invoice that takes the place of *invoice*, a simplified one."""
    draft = made(exchange(client, invoice))
    body = full(invoice["importe"], cliente=dict(customer), job_id=_first_job(invoice))
    return issued(client, revised(client, draft, body))


def _first_job(invoice: Seen) -> int:
    return int(invoice["Conceptos"][0]["trabajoId"])


def revised(client: FlaskClient, draft: Seen, body: dict[str, Any]) -> Seen:
    return _after(draft, client.put(draft.href, json=body))


def read(client: FlaskClient, invoice: Seen) -> Seen:
    return _after(invoice, client.get(invoice.href))


def _after(invoice: Seen, response: TestResponse) -> Seen:
    assert response.status_code == 200, response.text
    return Seen(invoice.href, response.headers["ETag"], response.get_json())


def refusal(response: TestResponse) -> tuple[int, str]:
    """Return the status of a problem document and the rule in its type."""
    assert response.mimetype == "application/problem+json", response.text
    document = response.get_json()
    assert document["status"] == response.status_code
    assert document.keys() >= {"type", "title", "status", "detail", "instance"}
    return response.status_code, document["type"].removeprefix("urn:taller:problema:")


def places(response: TestResponse) -> set[str]:
    """Return what the errors of a problem document point at."""
    errors = response.get_json().get("errors", ())
    return {error.get("pointer") or error.get("parameter") or error.get("header") for error in errors}


def facts(response: TestResponse) -> list[int | str]:
    """Return the ids of what stands in the way."""
    return [error["value"] for error in response.get_json().get("errors", ())]


@dataclass
class Clock:
    """Says what a test wants."""

    moment: datetime = NOON

    def now(self) -> datetime:
        return self.moment

    def turn(self, **by: float) -> None:
        self.moment += timedelta(**by)


def told_time(app: flask.Flask, moment: datetime = NOON) -> Clock:
    """Have *app* take the time from the clock that this returns."""
    clock, invoices = Clock(moment), invoices_of(app)
    invoices.invoicing = replace(invoices.invoicing, clock=clock)
    return clock
