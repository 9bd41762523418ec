"""The main job: from the jobs that the siblings know to an issued invoice and its news."""

from typing import Any

import flask
import httpx2 as httpx
import pytest
from tests.conftest import Network, invoices_of
from werkzeug.test import TestResponse

VIN = "VSSZZZ6JZ00000001"
CUSTOMER = 2022
BILL = f"/api/v1/clientes/{CUSTOMER}/facturas"
STATES = ("creado", "planificado", "iniciado", "terminado")


@pytest.fixture
def vehicle(network: Network) -> str:
    body = {
        "VIN": VIN,
        "matricula_actual": "4821 KLM",
        "tipo_de_vehiculo": "Coche",
        "marca": "Seat",
        "modelo": "Ibiza",
        "tipo_de_combustible": "Gasolina",
    }
    assert network.ask("vehiculos").post("/vehiculos", json=body).status_code == 201
    return VIN


def open_job(network: Network, state: str = "terminado", vin: str = VIN) -> int:
    body = {"VIN": vin, "nombre": "Cambio de aceite", "descripcion": "Con filtro.", "estado": state}
    made = network.ask("trabajos").post("/trabajo", json=body)
    return int(made.json()["trabajo"]["id"])


def bill(workshop: flask.Flask, *charges: dict[str, Any], vins: tuple[str, ...] = (VIN,)) -> TestResponse:
    return workshop.test_client().post(BILL, json={"vehiculos": list(vins), "cargos": list(charges)})


def price(job_id: int, amount: float = 35.99) -> dict[str, Any]:
    return {"trabajoId": job_id, "importe": amount}


def refusal(response: TestResponse) -> tuple[int, str, list[Any]]:
    document = response.get_json()
    values = [error.get("value") for error in document.get("errors", ())]
    return response.status_code, document["type"].removeprefix("urn:taller:problema:"), values


def test_each_finished_job_becomes_a_concept(workshop: flask.Flask, network: Network, vehicle: str) -> None:
    jobs = [open_job(network) for _ in range(2)]

    response = bill(workshop, *(price(job) for job in jobs))

    invoice = response.get_json()
    assert response.status_code == 201
    assert [concept["trabajoId"] for concept in invoice["Conceptos"]] == jobs
    assert (invoice["estado"], invoice["importe"], invoice["idCliente"]) == ("borrador", 71.98, CUSTOMER)
    assert {concept["VIN"] for concept in invoice["Conceptos"]} == {VIN}


def test_jobs_beyond_the_first_page_are_charged_too(
    workshop: flask.Flask, network: Network, vehicle: str
) -> None:
    jobs = [open_job(network) for _ in range(60)]

    invoice = bill(workshop, *(price(job) for job in jobs)).get_json()

    assert [concept["trabajoId"] for concept in invoice["Conceptos"]] == jobs


def test_labour_and_parts_without_vat_make_the_price(
    workshop: flask.Flask, network: Network, vehicle: str
) -> None:
    job = open_job(network)
    labour = {"descripcion": "Montaje", "horas": 1.5, "precioHora": 42.0}
    charge = {"trabajoId": job, "manoDeObra": [labour], "recambios": [{"recambioId": 2022, "cantidad": 4}]}

    (concept,) = bill(workshop, charge).get_json()["Conceptos"]

    assert [(line["tipo"], line["importe"]) for line in concept["lineas"]] == [
        ("manoDeObra", 63.0),
        ("recambio", 320.0),
    ]
    assert concept["importe"] == 463.43, "383.00 and 80.43 of VAT"


@pytest.mark.parametrize("state", STATES[:3])
def test_unfinished_jobs_hold_up_the_invoice_and_are_listed(
    workshop: flask.Flask, network: Network, vehicle: str, state: str
) -> None:
    finished, unfinished = open_job(network), open_job(network, state)

    response = bill(workshop, price(finished))

    assert refusal(response) == (409, "trabajos-sin-terminar", [unfinished])


def test_a_job_is_not_charged_twice(workshop: flask.Flask, network: Network, vehicle: str) -> None:
    first = open_job(network)
    bill(workshop, price(first))
    second = open_job(network)

    invoice = bill(workshop, price(second)).get_json()

    assert [concept["trabajoId"] for concept in invoice["Conceptos"]] == [second]
    assert refusal(bill(workshop)) == (409, "nada-que-facturar", [])


def test_a_job_of_a_deleted_draft_is_charged_again(
    workshop: flask.Flask, network: Network, vehicle: str
) -> None:
    job = open_job(network)
    workshop.test_client().delete(bill(workshop, price(job)).headers["Location"])

    assert bill(workshop, price(job)).status_code == 201


def test_other_vehicles_jobs_stay_out(workshop: flask.Flask, network: Network, vehicle: str) -> None:
    mine, _other = open_job(network), open_job(network, "creado", vin="M109186")

    assert bill(workshop, price(mine)).status_code == 201


def test_what_is_missing_is_listed(workshop: flask.Flask, network: Network, vehicle: str) -> None:
    job = open_job(network)
    unpriced = bill(workshop)
    unexpected = bill(workshop, price(job), price(job + 1000))
    part = bill(workshop, {"trabajoId": job, "recambios": [{"recambioId": 99, "cantidad": 1}]})

    assert refusal(unpriced) == (409, "falta-importe", [job])
    assert refusal(unexpected) == (409, "cargo-sin-trabajo", [job + 1000])
    assert refusal(part) == (409, "recambio-desconocido", [99])


def test_strangers_are_named(workshop: flask.Flask, vehicle: str) -> None:
    unknown = workshop.test_client().post("/api/v1/clientes/999/facturas", json={"vehiculos": [VIN]})

    assert refusal(unknown)[:2] == (404, "cliente-desconocido")
    assert refusal(bill(workshop, vins=(VIN, "B000001"))) == (409, "vehiculo-desconocido", ["B000001"])


@pytest.mark.parametrize("down", ["clientes", "vehiculos", "trabajos", "recambios"])
def test_a_sibling_that_is_down_is_named_and_nothing_is_drafted(
    workshop: flask.Flask, network: Network, vehicle: str, down: str
) -> None:
    charge = {"trabajoId": open_job(network), "recambios": [{"recambioId": 2022, "cantidad": 1}]}
    network.down.add(down)

    response = bill(workshop, charge)

    assert response.status_code == 503
    assert down in response.get_json()["detail"]
    assert int(response.headers["Retry-After"]) > 0
    assert workshop.test_client().get("/api/v1/facturas").get_json()["facturas"] == []


def test_without_siblings_the_job_names_what_to_set(alone: flask.Flask) -> None:
    response = bill(alone)

    assert response.status_code == 503
    assert "TALLER_CLIENTES_URL" in response.get_json()["detail"]


NONSENSE = [
    httpx.Response(200, text="<html>"),
    httpx.Response(200, json=[]),
    httpx.Response(200, json=None),
    httpx.Response(200, json={"trabajos": [{"id": 1, "VIN": VIN, "nombre": "", "estado": "terminado"}]}),
    httpx.Response(200, json={"trabajos": [{"id": 1, "VIN": VIN, "nombre": "a\0", "estado": "terminado"}]}),
    httpx.Response(200, content=b'{"trabajos": [{"id": 1, "VIN": "1", "nombre": "\\ud800", "estado": "x"}]}'),
    httpx.Response(200, json={"trabajos": "none"}),
    httpx.Response(200, json={"trabajos": [{"id": "7"}]}),
    httpx.Response(200, content=b"[" * 100_000),
    httpx.Response(302, headers={"Location": "/"}),
    httpx.Response(418),
]


@pytest.mark.parametrize("answer", NONSENSE, ids=lambda answer: repr(answer.content[:20]))
def test_a_sibling_that_breaks_its_contract_is_a_bad_gateway(
    workshop: flask.Flask, network: Network, vehicle: str, answer: httpx.Response
) -> None:
    answering(workshop, "trabajos", answer)

    response = bill(workshop)

    assert response.status_code == 502
    assert "trabajos" in response.get_json()["detail"]


@pytest.mark.parametrize(
    "part", [None, {"id": 6, "nombre": "x", "precio": 1}, {"id": 5, "nombre": "x", "precio": 2.125}]
)
def test_a_part_that_is_not_the_one_or_has_no_price_is_a_bad_gateway(
    workshop: flask.Flask, network: Network, vehicle: str, part: dict[str, Any] | None
) -> None:
    charge = {"trabajoId": open_job(network), "recambios": [{"recambioId": 5, "cantidad": 1}]}
    answering(workshop, "recambios", httpx.Response(200, json=part))

    assert bill(workshop, charge).status_code == 502


def test_a_service_that_does_not_filter_by_vehicle_charges_nobody_for_others(
    workshop: flask.Flask, vehicle: str
) -> None:
    jobs = [
        {"id": 1, "VIN": vin, "nombre": "Cambio de aceite", "estado": state, "fechaInicio": "1999-05-01"}
        for vin, state in ((VIN.lower(), "terminado"), ("M109186", "creado"))
    ]
    answering(workshop, "trabajos", httpx.Response(200, json={"trabajos": jobs, "links": {}}))

    (concept,) = bill(workshop, price(1)).get_json()["Conceptos"]

    assert (concept["trabajoId"], concept["VIN"]) == (1, VIN.lower())
    assert "fechaInicio" not in concept, "a day of another century says nothing of use"


def test_more_parts_than_an_invoice_holds_are_refused_before_any_is_asked_for(
    workshop: flask.Flask, network: Network, vehicle: str
) -> None:
    jobs = [open_job(network) for _ in range(3)]
    network.down.add("recambios")
    charges = [
        {"trabajoId": job, "recambios": [{"recambioId": 100 * at + n, "cantidad": 1} for n in range(100)]}
        for at, job in enumerate(jobs)
    ]

    assert refusal(bill(workshop, *charges))[:2] == (409, "demasiados-recambios")


def answering(app: flask.Flask, service: str, answer: httpx.Response) -> None:
    """Let *service* give *answer* whatever it is asked: what stands on the other side of the wire."""
    invoices_of(app).gateway.client(service)._client = httpx.Client(
        base_url="http://sibling", transport=httpx.MockTransport(lambda _: answer)
    )


def test_a_list_that_never_ends_is_a_bad_gateway(workshop: flask.Flask, vehicle: str) -> None:
    link = {"href": "/trabajo?page=2", "rel": "trabajos"}
    page = {"trabajos": [], "links": {"nextPage": link}}
    answering(workshop, "trabajos", httpx.Response(200, json=page))

    assert bill(workshop).status_code == 502
