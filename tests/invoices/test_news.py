"""What the siblings are told of an invoice, when they listen and when they do not."""

from typing import Any

import flask
import pytest
from tests.builders import ISSUER, invoice_body
from tests.conftest import Network, invoices_of

from taller.invoices import Settings
from taller.invoices.service.app import create_app

INVOICES = "/api/v1/facturas"


ANY = {"If-Match": "*"}


def issue(app: flask.Flask, job_id: int = 1, vin: str | None = "M109186") -> dict[str, Any]:
    client = app.test_client()
    body = invoice_body(job_ids=(job_id,), customer_id=2022, tipoFactura="F2")
    if vin:
        body["Conceptos"][0]["VIN"] = vin
    response = client.post(f"{client.post(INVOICES, json=body).headers['Location']}/emision", headers=ANY)
    assert response.status_code == 200
    invoice: dict[str, Any] = response.get_json()
    return invoice


def deliver(app: flask.Flask) -> int:
    """Return how many messages arrived."""
    invoices = invoices_of(app)
    invoices.journal.flush()
    return invoices.relay.deliver_due().delivered


def notifications(network: Network) -> list[str]:
    held = network.ask("notificaciones").get("/notificacion", params={"clienteId": 2022}).json()
    return [each["descripcion"] for each in held["notificaciones"] if each["tipo"] == "Envío de factura"]


def events(network: Network) -> list[str]:
    held = network.ask("logs").get("/logs", params={"order": "id"}).json()
    return [each["mensaje"] for each in held["logs"] if each.get("subsistema") == 5]


@pytest.fixture
def before(network: Network) -> int:
    """How many events of ours the stand-in's story has already."""
    return len(events(network))


def test_issuing_tells_the_customer_and_the_log(workshop: flask.Flask, network: Network) -> None:
    number = issue(workshop)["numeroFactura"]
    assert notifications(network) == []

    deliver(workshop)

    assert notifications(network) == [f"Factura {number}, 35.99 EUR."]
    assert f"Emite la factura {number} (id 1)" in events(network)


def test_every_operation_leaves_its_event(workshop: flask.Flask, network: Network, before: int) -> None:
    client = workshop.test_client()
    client.get(INVOICES)
    client.post(INVOICES, json=invoice_body())
    client.get(f"{INVOICES}/1")
    client.put(f"{INVOICES}/1", json=invoice_body(job_ids=(5,)))
    client.delete(f"{INVOICES}/1")
    issue(workshop)
    for path in ("pagos", "historial"):
        client.get(f"{INVOICES}/2/{path}")
    for path in ("registros", "registros/1", "registros/verificacion"):
        client.get(f"/api/v1/{path}")
    deliver(workshop)

    assert sorted(events(network)[before:]) == sorted(
        [
            "Consulta la lista de facturas",
            "Crea el borrador 1",
            "Consulta la factura 1",
            "Cambia el borrador 1",
            "Borra el borrador 1",
            "Crea el borrador 2",
            f"Emite la factura S{network_year(network)}-000001 (id 2)",
            "Consulta los pagos de la factura 2",
            "Consulta el historial de la factura 2",
            "Consulta los registros",
            "Consulta el registro 1",
            "Comprueba la cadena de registros",
        ]
    )


def test_what_comes_after_an_issue_leaves_its_event_too(
    workshop: flask.Flask, network: Network, before: int
) -> None:
    client = workshop.test_client()
    number = issue(workshop)["numeroFactura"]
    payment = client.post(f"{INVOICES}/1/pagos", json={"importe": 10, "metodo": "bizum"})
    client.get(payment.headers["Location"])
    client.post(f"{INVOICES}/1/canje")
    other = issue(workshop, 2)["numeroFactura"]
    client.post(f"{INVOICES}/3/anulacion", json={"motivo": "Por error"}, headers=ANY)
    deliver(workshop)

    assert sorted(events(network)[before:]) == sorted(
        [
            "Crea el borrador 1",
            f"Emite la factura {number} (id 1)",
            f"Anota un pago de la factura {number} (id 1)",
            "Consulta el pago 1 de la factura 1",
            f"Crea el borrador 2 a partir de {number}",
            "Crea el borrador 3",
            f"Emite la factura {other} (id 3)",
            f"Anula la factura {other} (id 3)",
        ]
    )


def test_the_log_is_told_whom_nothing_is_about(workshop: flask.Flask, network: Network, before: int) -> None:
    customer = {"nombre": "Carmen Ruiz Sotelo", "nif": "12345678Z", "domicilio": "Calle del Olmo 7"}
    client = workshop.test_client()
    client.post(INVOICES, json=invoice_body(cliente=customer))
    assert client.post(f"{INVOICES}/1/emision", headers=ANY).get_json()["cliente"]["nif"] == "12345678Z"
    client.post(f"{INVOICES}/1/anulacion", json={"motivo": "Carmen Ruiz no vino"}, headers=ANY)
    deliver(workshop)

    told = " ".join(events(network)[before:])
    assert "Anula la factura" in told
    assert not [text for text in ("Carmen", "Ruiz", "12345678", "Olmo") if text in told]


def network_year(network: Network) -> int:
    """The year in which the log says that something happened last."""
    return int(
        network.ask("logs")
        .get("/logs", params={"order": "id", "ordering": "DESC"})
        .json()["logs"][0]["fecha"][:4]
    )


def test_what_is_refused_leaves_no_news(workshop: flask.Flask, network: Network, before: int) -> None:
    client = workshop.test_client()
    client.post(INVOICES, json={**invoice_body(), "importe": 1})
    client.delete(f"{INVOICES}/9")
    client.post(f"{INVOICES}/9/emision", headers=ANY)
    deliver(workshop)

    assert events(network)[before:] == []


def test_an_invoice_that_names_no_vehicle_is_told_to_the_log_alone(
    workshop: flask.Flask, network: Network
) -> None:
    issue(workshop, vin=None)
    deliver(workshop)

    assert notifications(network) == []
    assert any("sin notificación" in event for event in events(network))


@pytest.mark.parametrize("down", [{"notificaciones", "logs"}, {"notificaciones"}, {"logs"}])
def test_what_was_owed_arrives_when_siblings_come_back(
    workshop: flask.Flask, network: Network, down: set[str]
) -> None:
    network.down |= down
    numbers = [issue(workshop, job_id)["numeroFactura"] for job_id in (1, 2)]
    deliver(workshop)
    network.down.clear()

    due_now(workshop)
    deliver(workshop)

    assert notifications(network) == [f"Factura {number}, 35.99 EUR." for number in numbers]
    assert sum("Emite la factura" in event for event in events(network)) == 2
    assert invoices_of(workshop).relay.owed() == 0


def test_a_restart_in_between_loses_nothing(
    workshop: flask.Flask, network: Network, database_url: str
) -> None:
    network.down |= {"notificaciones", "logs"}
    number = issue(workshop)["numeroFactura"]
    deliver(workshop)
    invoices_of(workshop).close()
    network.down.clear()

    settings = Settings(database_url=database_url, siblings=network.urls, issuer=ISSUER)
    again = create_app(settings, network.transport)
    due_now(again)
    deliver(again)

    assert notifications(network) == [f"Factura {number}, 35.99 EUR."]
    assert again.test_client().get(f"{INVOICES}/1").get_json()["numeroFactura"] == number
    invoices_of(again).close()


def test_nothing_is_delivered_twice(workshop: flask.Flask, network: Network) -> None:
    issue(workshop)
    assert deliver(workshop) > 0

    assert deliver(workshop) == 0
    assert len(notifications(network)) == 1


def test_what_cannot_be_issued_leaves_no_news(workshop: flask.Flask, network: Network, before: int) -> None:
    client = workshop.test_client()
    client.post(INVOICES, json=invoice_body(tipoFactura="F1"))
    network.down.add("clientes")

    assert client.post(f"{INVOICES}/1/emision", headers=ANY).status_code == 503
    deliver(workshop)

    assert (notifications(network), events(network)[before:]) == ([], ["Crea el borrador 1"])


def test_without_siblings_nothing_is_owed(alone: flask.Flask) -> None:
    issue(alone)
    alone.test_client().get(INVOICES)
    invoices_of(alone).journal.flush()

    assert invoices_of(alone).relay.owed() == 0


def due_now(app: flask.Flask) -> None:
    """Let the wait after a failure be over."""
    with invoices_of(app).engine.begin() as connection:
        connection.exec_driver_sql("UPDATE outbox SET due_at = '2000-01-01 00:00:00'")
