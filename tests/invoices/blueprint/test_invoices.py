"""What the operations of the contract facturas do, over HTTP."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from tests.builders import invoice_body
from werkzeug.test import TestResponse

INVOICES = "/api/v1/facturas"


def created(client: FlaskClient, **more: Any) -> dict[str, Any]:
    response = client.post(INVOICES, json=invoice_body(**more))
    assert response.status_code == 201, response.text
    return {"tag": response.headers["ETag"], "href": response.headers["Location"], **response.get_json()}


def issued(client: FlaskClient, **more: Any) -> dict[str, Any]:
    invoice = created(client, **more)
    response = client.post(f"{invoice['href']}/emision")
    assert response.status_code == 200, response.text
    return {**invoice, **response.get_json()}


def is_problem(response: TestResponse, status: int, kind: str = "about:blank") -> bool:
    document = response.get_json()
    return (
        response.status_code == document["status"] == status
        and response.mimetype == "application/problem+json"
        and document["type"] == kind
    )


def test_a_created_draft_is_found_where_location_says(client: FlaskClient) -> None:
    body = invoice_body()

    response = client.post(INVOICES, json=body)
    found = client.get(response.headers["Location"])

    assert found.get_json() == response.get_json()
    assert found.headers["ETag"] == response.headers["ETag"]
    assert found.get_json().items() >= body.items()
    assert found.get_json()["estado"] == "borrador"


def test_a_draft_has_no_number(client: FlaskClient) -> None:
    assert created(client).keys().isdisjoint({"serie", "numero", "numeroFactura"})


def test_a_draft_is_changed(client: FlaskClient) -> None:
    draft = created(client)
    other = invoice_body(job_ids=(7,), customer_id=9)

    response = client.put(draft["href"], json=other)

    assert response.status_code == 200
    assert client.get(draft["href"]).get_json() == response.get_json()
    assert response.get_json().items() >= other.items()
    assert response.headers["ETag"] != draft["tag"]


def test_changing_a_draft_into_itself_keeps_its_tag(client: FlaskClient) -> None:
    draft = created(client)

    response = client.put(draft["href"], json=invoice_body())

    assert response.headers["ETag"] == draft["tag"]


def test_a_deleted_draft_is_gone_and_its_id_is_not_given_again(client: FlaskClient) -> None:
    draft = created(client)

    assert client.delete(draft["href"]).status_code == 204

    assert is_problem(client.get(draft["href"]), 404, "urn:taller:problema:no-encontrado")
    assert created(client)["facturaId"] > draft["facturaId"]


def test_issuing_gives_numbers_without_gaps_whatever_is_deleted_between(client: FlaskClient) -> None:
    first = issued(client, job_ids=(1,))
    client.delete(created(client)["href"])
    created(client)
    second = issued(client, job_ids=(2,))

    assert (first["numero"], second["numero"]) == (1, 2)
    assert first["serie"] == second["serie"]
    assert second["numeroFactura"] == f"{second['serie']}-000002"


@pytest.mark.parametrize(("method", "path"), [("PUT", ""), ("DELETE", ""), ("POST", "/emision")])
def test_an_issued_invoice_is_neither_changed_nor_deleted_nor_issued_again(
    client: FlaskClient, method: str, path: str
) -> None:
    invoice = issued(client)
    before = client.get(invoice["href"])
    body = {"json": invoice_body()} if method == "PUT" else {}

    response = client.open(invoice["href"] + path, method=method, **body)

    assert is_problem(response, 409, "urn:taller:problema:factura-emitida")
    assert client.get(invoice["href"]).data == before.data


def test_a_job_is_charged_by_one_issued_invoice(client: FlaskClient) -> None:
    issued(client, job_ids=(1, 2))
    again = created(client, job_ids=(2, 3))

    response = client.post(f"{again['href']}/emision")

    assert is_problem(response, 409, "urn:taller:problema:trabajo-ya-facturado")
    assert [error["value"] for error in response.get_json()["errors"]] == [2]
    assert issued(client, job_ids=(3,))["numero"] == 2


def test_an_amount_that_is_not_the_sum_names_the_field(client: FlaskClient) -> None:
    response = client.post(INVOICES, json={**invoice_body(), "importe": 1})

    assert is_problem(response, 422, "urn:taller:problema:importe-descuadrado")
    assert response.get_json()["errors"][0]["pointer"] == "#/importe"


def test_the_first_practice_s_example_makes_a_draft_of_435_99(client: FlaskClient) -> None:
    concept = {"idVehiculo": 1, "idCliente": 1, "estadoTrabajo": "Terminado"}
    wheels = {"trabajoId": 1, "nombre": "Cambio de ruedas", "importe": 400.00, **concept}
    oil = {"trabajoId": 2, "nombre": "Cambio de aceite", "importe": 35.99, **concept}
    body = {**invoice_body(), "Conceptos": [wheels, oil], "importe": 435.99}

    response = client.post(INVOICES, json=body)

    assert response.get_json()["importe"] == 435.99
    assert b"435.99" in response.data


def test_a_sum_as_doubles_make_it_is_the_cent_that_was_meant(client: FlaskClient) -> None:
    body = invoice_body()
    body["Conceptos"][0]["importe"] = 0.1 + 0.2
    body["Conceptos"][1]["importe"] = 0.57 + 1e-16
    body["importe"] = 0.87

    assert client.post(INVOICES, json=body).get_json()["Conceptos"][0]["importe"] == 0.3


def test_a_list_is_empty_at_first(client: FlaskClient) -> None:
    assert client.get(INVOICES).get_json() == {"facturas": [], "links": {}}


def test_following_the_links_visits_each_invoice_once(client: FlaskClient) -> None:
    made = [created(client)["facturaId"] for _ in range(5)]
    seen: list[int] = []
    href: str | None = f"{INVOICES}?limit=2"

    while href:
        page = client.get(href).get_json()
        seen += [invoice["facturaId"] for invoice in page["facturas"]]
        href = page["links"].get("nextPage", {}).get("href")

    assert seen == made


def test_a_page_beyond_the_last_is_not_found(client: FlaskClient) -> None:
    created(client)

    assert is_problem(client.get(f"{INVOICES}?page=2"), 404, "urn:taller:problema:no-encontrado")


@pytest.mark.parametrize("end", ["", "/"])
def test_a_customer_s_invoices_are_listed_at_both_paths(client: FlaskClient, end: str) -> None:
    created(client, customer_id=8)
    hers = [created(client, customer_id=7)["facturaId"] for _ in range(3)]

    page = client.get(f"/api/v1/clientes/7/facturas{end}?limit=2").get_json()

    assert [invoice["facturaId"] for invoice in page["facturas"]] == hers[:2]
    assert page["links"]["nextPage"]["href"] == f"/api/v1/clientes/7/facturas{end}?page=2&limit=2"


def test_a_stale_tag_is_refused_and_changes_nothing(client: FlaskClient) -> None:
    draft = created(client)
    stale = {"If-Match": '"0123456789abcdef"'}

    for method, path in (("PUT", ""), ("DELETE", ""), ("POST", "/emision"), ("GET", "")):
        body = {"json": invoice_body(job_ids=(9,))} if method == "PUT" else {}
        response = client.open(draft["href"] + path, method=method, headers=stale, **body)
        assert is_problem(response, 412, "urn:taller:problema:etiqueta-caducada")

    assert client.get(draft["href"]).headers["ETag"] == draft["tag"]


@pytest.mark.parametrize("given", ["{tag}", "*", '"other", {tag}'])
def test_the_current_tag_lets_a_change_through(client: FlaskClient, given: str) -> None:
    draft = created(client)

    response = client.delete(draft["href"], headers={"If-Match": given.format(tag=draft["tag"])})

    assert response.status_code == 204


def test_a_weak_tag_is_not_enough_for_a_change(client: FlaskClient) -> None:
    draft = created(client)

    assert client.delete(draft["href"], headers={"If-Match": f"W/{draft['tag']}"}).status_code == 412


@pytest.mark.parametrize("given", ["{tag}", "W/{tag}", "*", '"other", {tag}'])
def test_what_the_client_has_already_is_not_sent_again(client: FlaskClient, given: str) -> None:
    draft = created(client)

    response = client.get(draft["href"], headers={"If-None-Match": given.format(tag=draft["tag"])})

    assert (response.status_code, response.data) == (304, b"")
    assert response.headers["ETag"] == draft["tag"]


def test_a_list_s_tag_changes_with_the_list(client: FlaskClient) -> None:
    before = client.get(INVOICES).headers["ETag"]
    assert client.post(INVOICES, json=invoice_body(), headers={"If-Match": before}).status_code == 201

    assert client.get(INVOICES).headers["ETag"] != before
    assert client.post(INVOICES, json=invoice_body(), headers={"If-Match": before}).status_code == 412


@pytest.mark.parametrize(
    ("path", "allow"),
    [
        ("/facturas", "GET, HEAD, OPTIONS, POST"),
        ("/facturas/1", "DELETE, GET, HEAD, OPTIONS, PUT"),
        ("/facturas/1/emision", "OPTIONS, POST"),
        ("/clientes/1/facturas/", "GET, HEAD, OPTIONS"),
        ("/clientes/1/facturas", "GET, HEAD, OPTIONS, POST"),
    ],
)
def test_options_says_which_methods_there_are(client: FlaskClient, path: str, allow: str) -> None:
    created(client)

    response = client.options(f"/api/v1{path}")

    assert (response.status_code, response.headers["Allow"], response.data) == (204, allow, b"")
    refused = client.open(f"/api/v1{path}", method="PATCH")
    assert is_problem(refused, 405)
    assert set(refused.headers["Allow"].split(", ")) == set(allow.split(", "))


@pytest.mark.parametrize("path", ["/facturas/1", "/facturas/1/emision"])
def test_options_of_what_is_not_there_is_not_found(client: FlaskClient, path: str) -> None:
    assert is_problem(client.options(f"/api/v1{path}"), 404, "urn:taller:problema:no-encontrado")


def test_head_is_get_without_its_body(client: FlaskClient) -> None:
    href = created(client)["href"]

    head, get = client.head(href), client.get(href)

    assert (head.data, head.headers) == (b"", get.headers)
