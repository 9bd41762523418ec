"""A client written against the first practice's document still gets along, on each database."""

import json
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from flask.testing import FlaskClient
from tests.specs.first_practice_5_to_7 import FACTURAS
from werkzeug.test import TestResponse

INVOICES = f"{FACTURAS.base_path}/facturas"
INVOICE, CONCEPT, LINKS = FACTURAS.records
OTHER = 2
"""An id that nobody has been given."""


def concept(job: int, name: str, amount: float) -> dict[str, Any]:
    return {
        "trabajoId": job,
        "idVehiculo": 1,
        "idCliente": 1,
        "nombre": name,
        "descripcion": name,
        "estadoTrabajo": "Terminado",
        "fechaInicio": "2022-12-01T09:00:00Z",
        "fechaFin": "2022-12-01T10:30:00Z",
        "importe": amount,
    }


def example(*amounts: float, total: float = 435.99) -> dict[str, Any]:
    """Return the document's example: all of its fields and no other."""
    names = ("Cambio de ruedas", "Cambio de aceite")
    priced = zip(names, amounts or (400.00, 35.99), strict=True)
    return {
        "idCliente": 1,
        "Conceptos": [concept(job, *each) for job, each in enumerate(priced, 1)],
        "fechaEmision": "2022-12-01T12:00:00Z",
        "importe": total,
    }


def fields_of(record: Any) -> set[str]:
    return set(record.fields.split())


def is_the_invoice_of_old(answer: dict[str, Any], sent: dict[str, Any]) -> bool:
    """Whether *answer* has the old fields, with the old types, and says what was *sent*."""
    concepts = answer["Conceptos"]
    return (
        answer.keys() >= fields_of(INVOICE)
        and answer["links"].keys() >= fields_of(LINKS)
        and all(link.keys() == {"href", "rel"} for link in answer["links"].values())
        and all(each.keys() >= fields_of(CONCEPT) for each in concepts)
        and type(answer["facturaId"]) is int
        and type(answer["idCliente"]) is int
        and isinstance(answer["importe"], float)
        and bool(datetime.fromisoformat(answer["fechaEmision"]).tzinfo)
        and {name: answer[name] for name in ("idCliente", "fechaEmision", "importe")}
        == {name: sent[name] for name in ("idCliente", "fechaEmision", "importe")}
        and [{name: each[name] for name in fields_of(CONCEPT)} for each in concepts] == sent["Conceptos"]
    )


def post(client: FlaskClient, body: dict[str, Any] | None = None) -> TestResponse:
    response = client.post(INVOICES, json=body or example())
    assert response.status_code == 201, response.text
    return response


def test_the_example_has_every_field_of_the_document_that_a_client_sends() -> None:
    assert example().keys() == fields_of(INVOICE) - set(INVOICE.given.split())
    assert all(each.keys() == fields_of(CONCEPT) for each in example()["Conceptos"])


def test_post_answers_201_with_the_invoice_and_its_place(client: FlaskClient) -> None:
    response = post(client)

    assert is_the_invoice_of_old(response.get_json(), example())
    assert response.headers["Location"] == f"{INVOICES}/{response.get_json()['facturaId']}"
    assert response.mimetype == "application/json"


def test_the_total_of_the_example_is_435_99(client: FlaskClient) -> None:
    response = post(client)

    exact = json.loads(response.data, parse_float=Decimal)
    assert exact["importe"] == sum(each["importe"] for each in exact["Conceptos"]) == Decimal("435.99")


@pytest.mark.parametrize(
    ("amounts", "total"),
    [((0.10, 0.20), 0.30), ((0.01, 0.00), 0.01), ((33.33, 66.67), 100.00), ((1_234_567.89, 0.11), 1_234_568)],
)
def test_the_total_is_exactly_the_sum_of_the_amounts(
    client: FlaskClient, amounts: tuple[float, ...], total: float
) -> None:
    invoice = post(client, example(*amounts, total=total)).get_json()

    assert invoice["importe"] == total
    assert [each["importe"] for each in invoice["Conceptos"]] == list(amounts)


@pytest.mark.parametrize("name", INVOICE.required.split())
def test_what_the_document_requires_but_the_total_is_still_required(client: FlaskClient, name: str) -> None:
    body = example()
    del body[name]

    response = client.post(INVOICES, json=body)

    # The total may be left out by now: it follows from the concepts.
    assert response.status_code == (201 if name == "importe" else 422)


def test_the_id_that_post_assigns_is_the_one_of_every_other_operation(client: FlaskClient) -> None:
    invoice = post(client).get_json()

    assert client.get(f"{INVOICES}/{invoice['facturaId']}").get_json() == invoice
    assert invoice["links"]["self"]["href"] == f"{INVOICES}/{invoice['facturaId']}"


def test_get_answers_the_list_200_even_if_it_is_empty(client: FlaskClient) -> None:
    assert client.get(INVOICES).get_json()["facturas"] == []

    invoice = post(client).get_json()

    response = client.get(INVOICES)
    assert response.status_code == 200
    assert response.get_json()["facturas"] == [invoice]


def test_get_answers_the_invoices_of_a_customer(client: FlaskClient) -> None:
    invoice = post(client).get_json()
    post(client, {**example(), "idCliente": 7})

    response = client.get(f"{FACTURAS.base_path}/clientes/1/facturas/")

    assert response.status_code == 200
    assert response.get_json()["facturas"] == [invoice]


@pytest.mark.parametrize("conditional", [True, False], ids=["with its tag", "without"])
def test_put_changes_an_invoice(client: FlaskClient, conditional: bool) -> None:
    created = post(client)
    headers = {"If-Match": created.headers["ETag"]} if conditional else {}
    body = {**example(1.00, 2.00, total=3.00), "idCliente": 9}

    response = client.put(created.headers["Location"], json=body, headers=headers)

    assert response.status_code == 200
    assert is_the_invoice_of_old(response.get_json(), body)
    assert client.get(created.headers["Location"]).get_json() == response.get_json()


def test_put_takes_the_invoice_as_get_gives_it_but_for_what_the_service_says(client: FlaskClient) -> None:
    created = post(client)
    body = {name: created.get_json()[name] for name in example()}
    body["Conceptos"] = [{name: each[name] for name in fields_of(CONCEPT)} for each in body["Conceptos"]]

    response = client.put(created.headers["Location"], json=body)

    assert response.get_json() == created.get_json()


@pytest.mark.parametrize("conditional", [True, False], ids=["with its tag", "without"])
def test_delete_answers_204_and_the_invoice_is_gone(client: FlaskClient, conditional: bool) -> None:
    created = post(client)
    headers = {"If-Match": created.headers["ETag"]} if conditional else {}

    response = client.delete(created.headers["Location"], headers=headers)

    assert (response.status_code, response.data) == (204, b"")
    assert client.get(created.headers["Location"]).status_code == 404


@pytest.mark.parametrize(
    ("path", "methods"),
    [("", {"GET", "POST", "OPTIONS"}), ("/1", {"GET", "PUT", "DELETE", "OPTIONS"})],
)
def test_options_answers_204_with_the_methods(client: FlaskClient, path: str, methods: set[str]) -> None:
    post(client)

    response = client.options(f"{INVOICES}{path}")

    assert (response.status_code, response.data) == (204, b"")
    assert set(response.headers["Allow"].split(", ")) >= methods


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_what_is_not_there_is_404(client: FlaskClient, method: str) -> None:
    sent = {"json": example()} if method == "PUT" else {}

    response = client.open(f"{INVOICES}/{OTHER}", method=method, **sent)

    assert_problem(response, 404)


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_a_stale_tag_is_412(client: FlaskClient, method: str) -> None:
    where = post(client).headers["Location"]
    sent = {"json": example()} if method == "PUT" else {}

    response = client.open(where, method=method, headers={"If-Match": '"5f2b1c0d9e8a7b6c"'}, **sent)

    assert_problem(response, 412)


def test_what_is_no_json_is_400(client: FlaskClient) -> None:
    response = client.post(INVOICES, data="{", content_type="application/json")

    assert_problem(response, 400)


@pytest.mark.parametrize(
    "wrong",
    [
        {"idCliente": "1"},
        {"Conceptos": []},
        {"Conceptos": [{**concept(1, "Cambio de aceite", 435.99), "estadoTrabajo": "Iniciado"}]},
        {"fechaEmision": "1 de diciembre"},
        {"importe": 435.98},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_what_breaks_the_document_is_422(client: FlaskClient, wrong: dict[str, Any]) -> None:
    assert_problem(client.post(INVOICES, json=example() | wrong), 422)


def assert_problem(response: TestResponse, status: int) -> None:
    document = response.get_json()
    assert response.mimetype == "application/problem+json"
    assert response.status_code == document["status"] == status
    assert document.keys() >= {"type", "title", "status", "detail", "instance"}
