"""What the operations of the contract facturas do, over HTTP."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from tests.builders import invoice_body
from tests.invoices.blueprint.asking import INVOICES, itemised
from werkzeug.test import TestResponse


def created(client: FlaskClient, **more: Any) -> dict[str, Any]:
    response = client.post(INVOICES, json=invoice_body(**more))
    assert response.status_code == 201, response.text
    return {"tag": response.headers["ETag"], "href": response.headers["Location"], **response.get_json()}


def issued(client: FlaskClient, **more: Any) -> dict[str, Any]:
    invoice = created(client, **more)
    response = client.post(f"{invoice['href']}/emision", headers={"If-Match": invoice["tag"]})
    assert response.status_code == 200, response.text
    return {**invoice, **response.get_json()}


def says(answer: Any, body: Any) -> bool:
    """Whether *answer* says all that *body* does, and perhaps more."""
    if isinstance(body, dict):
        return all(name in answer and says(answer[name], value) for name, value in body.items())
    if isinstance(body, list):
        return len(answer) == len(body) and all(map(says, answer, body))
    return bool(answer == body)


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
    assert says(found.get_json(), body)
    assert found.get_json()["estado"] == "borrador"


def test_a_draft_has_no_number(client: FlaskClient) -> None:
    assert created(client).keys().isdisjoint({"serie", "numero", "numeroFactura"})


def test_a_draft_is_changed(client: FlaskClient) -> None:
    draft = created(client)
    other = invoice_body(job_ids=(7,), customer_id=9)

    response = client.put(draft["href"], json=other)

    assert response.status_code == 200
    assert client.get(draft["href"]).get_json() == response.get_json()
    assert says(response.get_json(), other)
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

    response = client.open(invoice["href"] + path, method=method, headers={"If-Match": "*"}, **body)

    assert is_problem(response, 409, "urn:taller:problema:factura-emitida")
    assert client.get(invoice["href"]).data == before.data


def test_a_job_is_charged_by_one_issued_invoice(client: FlaskClient) -> None:
    issued(client, job_ids=(1, 2))
    again = created(client, job_ids=(2, 3))

    response = client.post(f"{again['href']}/emision", headers={"If-Match": "*"})

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
    assert page["links"]["nextPage"]["href"] == f"/api/v1/clientes/7/facturas{end}?limit=2&page=2"


# What an invoice charges


def test_lines_are_billed_as_a_workshop_bills(client: FlaskClient) -> None:
    body = itemised(
        {"tipo": "manoDeObra", "descripcion": "Montaje", "cantidad": 1.5, "precio": 42.1234},
        {"tipo": "recambio", "descripcion": "Filtro", "cantidad": 2, "precio": 10, "descuento": 12.5},
        {
            "tipo": "otro",
            "descripcion": "Libro",
            "cantidad": 1,
            "precio": 10.4,
            "iva": "4",
            "ivaIncluido": True,
        },
    )

    invoice = client.post(INVOICES, json=body).get_json()

    assert [line["importe"] for line in invoice["Conceptos"][0]["lineas"]] == [63.19, 17.5, 10.4]
    assert invoice["desglose"] == [
        {"iva": "21", "tipoImpositivo": 21, "base": 80.69, "cuota": 16.94},
        {"iva": "4", "tipoImpositivo": 4, "base": 10.0, "cuota": 0.4},
    ]
    assert (invoice["baseImponible"], invoice["cuotaIva"], invoice["importe"]) == (90.69, 17.34, 108.03)


def test_a_concept_of_which_only_the_amount_is_known_has_one_line(client: FlaskClient) -> None:
    (concept,) = created(client, job_ids=(1,))["Conceptos"]

    assert concept["importe"] == 35.99
    assert says(concept["lineas"], [{"tipo": "otro", "precio": 35.99, "ivaIncluido": True, "importe": 35.99}])


def test_the_concepts_add_up_to_the_total_to_the_cent(client: FlaskClient) -> None:
    line = {"tipo": "otro", "descripcion": "Tercio", "cantidad": 1, "precio": 0.3333}
    body = itemised(line)
    body["Conceptos"] = [{"trabajoId": job, "nombre": "Tercio", "lineas": [line]} for job in range(7)]

    invoice = client.post(INVOICES, json=body).get_json()

    amounts = [concept["importe"] for concept in invoice["Conceptos"]]
    assert round(sum(amounts), 2) == invoice["importe"] == 2.82
    assert set(amounts) == {0.40, 0.41}


def test_an_amount_stated_of_lines_is_checked_too(client: FlaskClient) -> None:
    body = itemised({"tipo": "otro", "descripcion": "Pulido", "cantidad": 1, "precio": 10})

    assert client.post(INVOICES, json=body | {"importe": 12.1}).status_code == 201
    assert is_problem(
        client.post(INVOICES, json=body | {"importe": 10}), 422, "urn:taller:problema:importe-descuadrado"
    )


@pytest.mark.parametrize(
    "lines",
    [
        [{"cantidad": 100, "precio": 1_000_000}],
        [{"cantidad": 10_000, "precio": 1_000_000}, {"cantidad": -10_000, "precio": 1_000_000}],
        [{"cantidad": 10_000, "precio": 1_000_000}, {"cantidad": -10_000, "precio": 1_000_000, "iva": "10"}],
    ],
)
def test_no_amount_of_an_invoice_passes_what_the_contract_can_say(
    client: FlaskClient, lines: list[dict[str, Any]]
) -> None:
    body = itemised(*({"tipo": "otro", "descripcion": "Oro", **line} for line in lines))

    assert is_problem(client.post(INVOICES, json=body), 409, "urn:taller:problema:importe-excesivo")


def test_what_the_paper_says_of_the_visit_is_kept(client: FlaskClient) -> None:
    body = invoice_body() | {
        "vehiculo": {"matricula": "4821KLM", "VIN": "M109186", "kilometros": 0, "clase": "motocicleta"},
        "fechaRecepcion": "2026-02-27",
        "fechaEntrega": "2026-02-27",
        "ordenDeTrabajo": "OT-118",
        "presupuesto": "Renuncia firmada",
        "reparacionesRechazadas": ["Los discos", "Las pastillas"],
        "piezasDevueltas": False,
        "supuestoSimplificada": "aparcamiento",
    }

    response = client.post(INVOICES, json=body)

    assert says(response.get_json(), body)
    assert says(client.get(response.headers["Location"]).get_json(), body)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({"nif": "es-12.345.678 z"}, {"nif": "12345678Z", "pais": "ES"}),
        ({"nif": "x1234567l"}, {"nif": "X1234567L", "pais": "ES"}),
        (
            {"nif": "el 123456789", "pais": "GR", "tipoIdentificacion": "02"},
            {"nif": "EL123456789", "pais": "GR", "tipoIdentificacion": "02"},
        ),
        (
            {"nif": "ab  12/3", "pais": "US", "tipoIdentificacion": "03"},
            {"nif": "AB 12/3", "pais": "US", "tipoIdentificacion": "03"},
        ),
    ],
)
def test_a_tax_id_is_kept_as_the_tax_office_writes_it(
    client: FlaskClient, given: dict[str, str], kept: dict[str, str]
) -> None:
    response = client.post(INVOICES, json=invoice_body() | {"cliente": {"nombre": "Ana", **given}})

    assert response.get_json()["cliente"] == {"nombre": "Ana", **kept}
