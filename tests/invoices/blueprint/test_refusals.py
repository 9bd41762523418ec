"""Every refusal of the domain can be met, and says which rule it is: how to get there, and the rule."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import flask
import pytest
from flask.testing import FlaskClient
from sqlalchemy import update
from tests.conftest import Network, invoices_of
from tests.invoices.blueprint.asking import (
    INVOICES,
    PREFIX,
    Clock,
    annul,
    annulled,
    correct,
    corrected,
    drafted,
    exchange,
    exchanged,
    full,
    issue,
    issued,
    made,
    paid,
    pay,
    refusal,
    repair,
    revised,
    sale,
    simplified,
    told_time,
)
from tests.invoices.persistence.unguarded import unguarded
from werkzeug.test import TestResponse

from taller.invoices.domain.errors import InvoiceError
from taller.invoices.persistence import tables
from taller.invoices.receipts import KeyReused, StillInFlight

VIN = "M109186"
BILL = f"{PREFIX}/clientes/2022/facturas"


@dataclass(frozen=True)
class Scene:
    """A service with all its siblings, and what a test may turn."""

    app: flask.Flask
    client: FlaskClient
    clock: Clock
    network: Network


@pytest.fixture
def scene(workshop: flask.Flask, network: Network) -> Scene:
    client = workshop.test_client()
    return Scene(workshop, client, told_time(workshop), network)


Way = Callable[[Scene], TestResponse]
WAYS: dict[str, tuple[int, Way]] = {}


def way(rule: str, status: int = 409) -> Callable[[Way], Way]:
    """Register a way to the refusal *rule*."""

    def register(function: Way) -> Way:
        WAYS[rule] = (status, function)
        return function

    return register


@way("no-encontrado", 404)
def _(scene: Scene) -> TestResponse:
    return scene.client.get(f"{INVOICES}/9")


@way("cliente-desconocido", 404)
def _(scene: Scene) -> TestResponse:
    return scene.client.post(f"{PREFIX}/clientes/999/facturas", json={"vehiculos": [VIN]})


@way("etiqueta-caducada", 412)
def _(scene: Scene) -> TestResponse:
    return scene.client.delete(drafted(scene.client).href, headers={"If-Match": '"0123456789abcdef"'})


@way("falta-etiqueta", 428)
def _(scene: Scene) -> TestResponse:
    return scene.client.post(f"{drafted(scene.client).href}/emision")


@way("importe-descuadrado", 422)
def _(scene: Scene) -> TestResponse:
    return scene.client.post(INVOICES, json=full(100, importe=99))


@way("faltan-datos", 422)
def _(scene: Scene) -> TestResponse:
    return issue(scene.client, drafted(scene.client, repair(vehiculo={})))


@way("cursor-no-valido", 400)
def _(scene: Scene) -> TestResponse:
    return scene.client.get(f"{INVOICES}?cursor=x")


@way("factura-emitida")
def _(scene: Scene) -> TestResponse:
    return scene.client.delete(issued(scene.client).href)


@way("factura-sin-emitir")
def _(scene: Scene) -> TestResponse:
    return pay(scene.client, drafted(scene.client), 1)


@way("factura-anulada")
def _(scene: Scene) -> TestResponse:
    return pay(scene.client, annulled(scene.client, issued(scene.client)), 1)


@way("factura-sustituida")
def _(scene: Scene) -> TestResponse:
    original = issued(scene.client, simplified())
    exchanged(scene.client, original)
    return annul(scene.client, original)


@way("anulacion-no-permitida")
def _(scene: Scene) -> TestResponse:
    return annul(scene.client, paid(scene.client, issued(scene.client), 1))


@way("simplificada-no-permitida")
def _(scene: Scene) -> TestResponse:
    return issue(scene.client, drafted(scene.client, simplified(400.01)))


@way("canje-sin-simplificada")
def _(scene: Scene) -> TestResponse:
    return exchange(scene.client, issued(scene.client))


@way("destinatario-inadecuado")
def _(scene: Scene) -> TestResponse:
    body = full()
    line = {"tipo": "recambio", "descripcion": "Filtro", "cantidad": 1, "precio": 1, "iva": "E5"}
    body["Conceptos"] = [{"trabajoId": 1, "nombre": "Venta", "lineas": [line]}]
    return issue(scene.client, drafted(scene.client, body))


@way("entrega-en-el-futuro")
def _(scene: Scene) -> TestResponse:
    return issue(scene.client, drafted(scene.client, full(fechaEntrega="2026-03-03")))


@way("destinatario-distinto")
def _(scene: Scene) -> TestResponse:
    return correct(scene.client, issued(scene.client), -1, idCliente=2)


@way("emisor-distinto")
def _(scene: Scene) -> TestResponse:
    draft = made(correct(scene.client, issued(scene.client), -1))
    desk = invoices_of(scene.app).invoicing
    invoices_of(scene.app).invoicing = replace(desk, issuer=replace(desk.issuer, nif="A58818501"))
    return issue(scene.client, draft)


@way("total-negativo")
def _(scene: Scene) -> TestResponse:
    return scene.client.post(INVOICES, json=sale(-1))


@way("tipo-de-rectificativa")
def _(scene: Scene) -> TestResponse:
    return correct(scene.client, issued(scene.client), -1, tipoFactura="R5")


@way("rectificar-la-original")
def _(scene: Scene) -> TestResponse:
    return correct(scene.client, corrected(scene.client, issued(scene.client), -1), -1)


@way("plazo-vencido")
def _(scene: Scene) -> TestResponse:
    original = issued(scene.client)
    scene.clock.turn(days=5 * 365)
    return correct(scene.client, original, -1)


@way("rectificacion-excesiva")
def _(scene: Scene) -> TestResponse:
    draft = made(correct(scene.client, issued(scene.client, full(100)), -100.01))
    return issue(scene.client, draft)


@way("fecha-anterior")
def _(scene: Scene) -> TestResponse:
    issued(scene.client)
    scene.clock.turn(days=-1)
    return issue(scene.client, drafted(scene.client, full(job_id=2)))


@way("nada-pendiente")
def _(scene: Scene) -> TestResponse:
    return pay(scene.client, paid(scene.client, issued(scene.client, full(1)), 1), 1)


@way("pago-excesivo")
def _(scene: Scene) -> TestResponse:
    return pay(scene.client, issued(scene.client, full(1)), 1.01)


@way("devolucion-sin-rectificativa")
def _(scene: Scene) -> TestResponse:
    return pay(scene.client, issued(scene.client), -1)


@way("pago-en-la-original")
def _(scene: Scene) -> TestResponse:
    return pay(scene.client, corrected(scene.client, issued(scene.client), -1), -1)


@way("pago-en-el-futuro")
def _(scene: Scene) -> TestResponse:
    return pay(scene.client, issued(scene.client), 1, fecha=f"{scene.clock.moment + timedelta(1):%Y-%m-%d}")


@way("demasiados-pagos")
def _(scene: Scene) -> TestResponse:
    invoice = issued(scene.client)
    first = scene.client.get(pay(scene.client, invoice, 0.01).headers["Location"]).get_json()
    values = [
        {
            "invoice_id": invoice.id,
            "amount_cents": 1,
            "paid_on": scene.clock.moment.date(),
            "method": first["metodo"],
            "recorded_at": scene.clock.moment,
        }
    ] * 999
    with invoices_of(scene.app).engine.begin() as connection:
        connection.execute(tables.payments.insert(), values)
    return pay(scene.client, invoice, 0.01)


@way("canje-distinto")
def _(scene: Scene) -> TestResponse:
    draft = made(exchange(scene.client, issued(scene.client, simplified(100))))
    return issue(scene.client, revised(scene.client, draft, full(99)))


@way("trabajo-ya-facturado")
def _(scene: Scene) -> TestResponse:
    issued(scene.client)
    return issue(scene.client, drafted(scene.client))


@way("trabajo-repetido")
def _(scene: Scene) -> TestResponse:
    return scene.client.post(INVOICES, json=full() | {"Conceptos": full()["Conceptos"] * 2})


def bill(scene: Scene, *charges: dict[str, Any], vin: str = VIN) -> TestResponse:
    return scene.client.post(BILL, json={"vehiculos": [vin], "cargos": list(charges)})


def jobs(scene: Scene) -> list[int]:
    with scene.network.ask("trabajos") as trabajos:
        return [job["id"] for job in trabajos.get("/trabajo", params={"VIN": VIN}).json()["trabajos"]]


def open_job(scene: Scene, state: str) -> None:
    body = {"VIN": VIN, "nombre": "Cambio de aceite", "descripcion": "Con filtro.", "estado": state}
    with scene.network.ask("trabajos") as trabajos:
        trabajos.post("/trabajo", json=body).raise_for_status()


@way("trabajos-sin-terminar")
def _(scene: Scene) -> TestResponse:
    open_job(scene, "iniciado")
    return bill(scene)


@way("nada-que-facturar")
def _(scene: Scene) -> TestResponse:
    charges = [{"trabajoId": job, "importe": 1} for job in jobs(scene)]
    made(bill(scene, *charges))
    return bill(scene)


@way("falta-importe")
def _(scene: Scene) -> TestResponse:
    return bill(scene)


@way("cargo-sin-trabajo")
def _(scene: Scene) -> TestResponse:
    return bill(scene, {"trabajoId": 2**31 - 1, "importe": 1})


@way("demasiados-recambios")
def _(scene: Scene) -> TestResponse:
    for _ in range(3):
        open_job(scene, "terminado")
    uses = [{"recambioId": number, "cantidad": 1} for number in range(300)]
    charges = [
        {"trabajoId": job, "recambios": uses[100 * at : 100 * at + 100]}
        for at, job in enumerate(jobs(scene)[:3])
    ]
    return bill(scene, *charges)


@way("importe-excesivo")
def _(scene: Scene) -> TestResponse:
    return scene.client.post(INVOICES, json=sale(99_999_999.99, 0.01))


@way("vehiculo-desconocido")
def _(scene: Scene) -> TestResponse:
    return bill(scene, vin="B000001")


@way("recambio-desconocido")
def _(scene: Scene) -> TestResponse:
    charges = [{"trabajoId": job, "recambios": [{"recambioId": 99, "cantidad": 1}]} for job in jobs(scene)]
    return bill(scene, *charges)


@way("cadena-rota")
def _(scene: Scene) -> TestResponse:
    issued(scene.client)
    with unguarded(invoices_of(scene.app).engine) as connection:
        connection.execute(update(tables.records).values(total_cents=1))
    return issue(scene.client, drafted(scene.client, full(job_id=2)))


@way("reloj-atrasado")
def _(scene: Scene) -> TestResponse:
    issued(scene.client)
    scene.clock.turn(minutes=-2)
    return issue(scene.client, drafted(scene.client, full(job_id=2)))


@pytest.mark.parametrize("rule", WAYS)
def test_a_refusal_says_which_rule_it_is(scene: Scene, rule: str) -> None:
    status, get_there = WAYS[rule]

    response = get_there(scene)

    assert refusal(response) == (status, rule)
    document = response.get_json()
    assert document["title"] == next(each.title for each in refusals() if each.rule == rule)
    assert response.headers.get("Retry-After") is None


def test_there_is_a_way_to_every_refusal() -> None:
    elsewhere = {KeyReused.rule, StillInFlight.rule, "sin-clave", "rol-insuficiente"}
    abstract = {"rechazo"}

    assert WAYS.keys() == {each.rule for each in refusals()} - elsewhere - abstract


def test_no_two_refusals_that_are_told_apart_share_a_rule() -> None:
    own = [each.rule for each in refusals() if "rule" in vars(each)]

    assert len(own) == len(set(own))


def refusals() -> list[type[InvoiceError]]:
    found, queue = [], [InvoiceError]
    while queue:
        each = queue.pop()
        found.append(each)
        queue += each.__subclasses__()
    return found
