"""Issuing: which type an invoice is of, what the law wants said, and what an issued one says for good."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import flask
import httpx2 as httpx
import pytest
from flask.testing import FlaskClient
from tests.builders import ISSUER
from tests.conftest import Network, invoices_of
from tests.invoices.blueprint.asking import (
    CUSTOMER,
    INVOICES,
    LABOUR,
    PART,
    RECORDS,
    VEHICLE,
    drafted,
    full,
    issue,
    issued,
    itemised,
    made,
    places,
    read,
    refusal,
    repair,
    sale,
    simplified,
    told_time,
)

from taller.invoices import Settings
from taller.invoices.domain.issuing import Prefixes
from taller.invoices.domain.party import Issuer
from taller.invoices.service.app import create_app

ISSUER_PLACES = {f"#/emisor/{name}" for name in ("nombre", "nif", "domicilio", "numeroRegistro")}
CUSTOMER_PLACES = {f"#/cliente/{name}" for name in ("nombre", "nif", "domicilio")}
VEHICLE_PLACES = {f"#/vehiculo/{name}" for name in ("matricula", "marca", "modelo")}
VIN = "M109186"
SOUND, UNSOUND = 2023, 2022
"""Customers of the stand-in of clientes: the NIF of the second has another letter than it should."""
PERSON = {
    "idCliente": SOUND,
    "nombre": "Ana",
    "apellidos": "Gil",
    "nif/nie": "12345678Z",
    "domicilio": "Calle",
}

Opening = Callable[..., FlaskClient]


@pytest.fixture
def opened(database_url: str) -> Iterator[Opening]:
    """Opens a service with other settings, on its own."""
    apps: list[flask.Flask] = []

    def open_with(**settings: Any) -> FlaskClient:
        apps.append(create_app(Settings(database_url=database_url, **{"issuer": ISSUER, **settings})))
        return apps[-1].test_client()

    yield open_with
    for app in apps:
        invoices_of(app).close()


# Which type


def without(body: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in body.items() if key != name}


@pytest.mark.parametrize(
    ("body", "kind", "series"),
    [
        (full(100), "F1", "F2026"),
        (full(5000), "F1", "F2026"),
        (sale(400.00), "F2", "S2026"),
        (full(100, tipoFactura="F2"), "F2", "S2026"),
        (full(100, cliente=without(CUSTOMER, "nif")), "F2", "S2026"),
        (full(100, cliente=without(CUSTOMER, "domicilio")), "F2", "S2026"),
        (itemised(PART | {"cantidad": 200.0}, supuestoSimplificada="ventaAlPorMenor"), "F2", "S2026"),
        (sale(3000.00, supuestoSimplificada="servicioADomicilio"), "F2", "S2026"),
    ],
)
def test_the_type_follows_from_the_amount_and_from_what_is_known_of_the_customer(
    alone: flask.Flask, body: dict[str, Any], kind: str, series: str
) -> None:
    told_time(alone)

    invoice = issued(alone.test_client(), body)

    assert (invoice["tipoFactura"], invoice["serie"]) == (kind, series)
    assert invoice["numeroFactura"] == f"{series}-000001"


def test_each_kind_of_invoice_is_numbered_by_itself(alone: flask.Flask) -> None:
    told_time(alone)
    client = alone.test_client()

    numbers = [
        issued(client, body)["numeroFactura"]
        for body in (
            full(job_id=1),
            simplified(job_id=2),
            full(job_id=3),
            simplified(job_id=4),
        )
    ]

    assert numbers == ["F2026-000001", "S2026-000001", "F2026-000002", "S2026-000002"]


def test_a_simplified_invoice_carries_no_customer(client: FlaskClient) -> None:
    draft = drafted(client, full(tipoFactura="F2"))
    assert draft["cliente"]["nif"] == CUSTOMER["nif"]

    invoice = issued(client, draft)

    assert "cliente" not in invoice.said
    assert "cliente" not in read(client, invoice).said
    assert CUSTOMER["nif"] not in client.get(f"{INVOICES}?texto=12345678Z").text


@pytest.mark.parametrize(
    "body",
    [
        simplified(400.01),
        simplified(3000.01, supuestoSimplificada="servicioADomicilio"),
        simplified(500, supuestoSimplificada="ventaAlPorMenor"),
        itemised(LABOUR | {"iva": "S2"}, tipoFactura="F2", vehiculo=VEHICLE),
    ],
)
def test_what_may_not_be_simplified_is_refused(client: FlaskClient, body: dict[str, Any]) -> None:
    draft = drafted(client, body)

    assert refusal(issue(client, draft)) == (409, "simplificada-no-permitida")
    assert read(client, draft) == draft


def test_the_series_begin_as_the_settings_say(opened: Opening) -> None:
    client = opened(prefixes=Prefixes("TALLER", "TICKET", "ABONO"))

    series = [issued(client, full(job_id=1))["serie"], issued(client, simplified(job_id=2))["serie"]]

    assert [name[:-4] for name in series] == ["TALLER", "TICKET"]


# What the law wants said


def test_everything_that_is_missing_is_named_at_once(opened: Opening) -> None:
    client = opened(issuer=Issuer())
    draft = drafted(client, itemised(LABOUR, tipoFactura="F1"))

    response = issue(client, draft)

    assert refusal(response) == (422, "faltan-datos")
    assert places(response) == ISSUER_PLACES | CUSTOMER_PLACES | VEHICLE_PLACES


@pytest.mark.parametrize(
    ("issuer", "body", "missing"),
    [
        (Issuer(), simplified(), ISSUER_PLACES - {"#/emisor/numeroRegistro"}),
        (replace(ISSUER, register_number=None), repair(), {"#/emisor/numeroRegistro"}),
        (replace(ISSUER, address=None), full(), {"#/emisor/domicilio"}),
        (ISSUER, sale(400.01), CUSTOMER_PLACES),
        (ISSUER, full(1000, cliente={"nombre": "Carmen"}), {"#/cliente/nif", "#/cliente/domicilio"}),
        (ISSUER, without(full(tipoFactura="F1"), "cliente"), CUSTOMER_PLACES),
        (ISSUER, repair(vehiculo={"marca": "Seat"}), {"#/vehiculo/matricula", "#/vehiculo/modelo"}),
        (ISSUER, without(repair(tipoFactura="F2"), "vehiculo"), VEHICLE_PLACES),
        (
            ISSUER,
            repair(vehiculo={"matricula": " - "}, cliente={"nombre": "Carmen"}, tipoFactura="F1"),
            VEHICLE_PLACES | {"#/cliente/nif", "#/cliente/domicilio"},
        ),
    ],
)
def test_what_is_missing_is_named_and_nothing_else(
    opened: Opening, issuer: Issuer, body: dict[str, Any], missing: set[str]
) -> None:
    client = opened(issuer=issuer)

    response = issue(client, drafted(client, body))

    assert refusal(response) == (422, "faltan-datos")
    assert places(response) == missing


def test_what_is_missing_can_be_added_to_the_draft(client: FlaskClient) -> None:
    draft = drafted(client, repair(vehiculo={}, tipoFactura="F1"))
    assert refusal(issue(client, draft)) == (422, "faltan-datos")

    response = client.put(draft.href, json=repair(), headers={"If-Match": draft.tag})

    assert issue(client, replace(draft, tag=response.headers["ETag"])).status_code == 200


def test_a_refused_draft_takes_no_number_and_leaves_no_record(alone: flask.Flask) -> None:
    told_time(alone)
    client = alone.test_client()
    lacking = drafted(client, sale(500, job_id=7))
    before = client.get(f"{lacking.href}/historial").data

    assert refusal(issue(client, lacking)) == (422, "faltan-datos")

    assert read(client, lacking) == lacking
    assert client.get(f"{lacking.href}/historial").data == before
    assert client.get(RECORDS).get_json()["registros"] == []
    assert issued(client, full())["numeroFactura"] == "F2026-000001"


# What an issued invoice says


def test_what_issuing_answers_is_what_is_there(client: FlaskClient) -> None:
    draft = drafted(client, repair(fechaEntrega="2026-02-27", piezasDevueltas=False))

    invoice = issued(client, draft)

    assert read(client, invoice) == invoice
    assert invoice.tag != draft.tag


def test_an_issued_invoice_says_who_issued_it_and_what_is_owed(alone: flask.Flask) -> None:
    told_time(alone)

    invoice = issued(alone.test_client(), full(121))

    assert invoice["emisor"] == {
        "nombre": ISSUER.name,
        "nif": ISSUER.nif,
        "domicilio": ISSUER.address,
        "numeroRegistro": ISSUER.register_number,
    }
    assert (invoice["baseImponible"], invoice["cuotaIva"], invoice["importe"]) == (100, 21, 121)
    assert (invoice["estado"], invoice["pagado"], invoice["pendiente"]) == ("emitida", 0, 121)
    assert (invoice["fechaExpedicion"], invoice["fechaEmision"]) == ("2026-03-02", "2026-03-02T11:00:00Z")
    assert invoice["links"]["pagos"]["href"] == f"{invoice.href}/pagos"


def test_an_invoice_of_nothing_is_paid_at_once(client: FlaskClient) -> None:
    assert issued(client, full(0))["estado"] == "pagada"


def test_work_handed_over_on_another_day_has_its_own_date(alone: flask.Flask) -> None:
    told_time(alone)
    client = alone.test_client()

    before = issued(client, full(job_id=1, fechaEntrega="2026-02-27"))
    same = issued(client, full(job_id=2, fechaEntrega="2026-03-02"))

    assert before["fechaOperacion"] == "2026-02-27"
    assert "fechaOperacion" not in same.said


@pytest.mark.parametrize(
    ("vehicle", "delivered", "part_months", "until", "kilometres", "words"),
    [
        (
            {"clase": "turismo", "kilometros": 45000},
            "2026-03-02",
            None,
            "2026-06-02",
            47000,
            "3 meses o 2.000 km",
        ),
        ({"clase": "motocicleta"}, "2025-11-30", None, "2026-02-28", None, "hasta el 28/02/2026"),
        (
            {"clase": "industrial", "kilometros": 0},
            "2026-03-02",
            None,
            "2026-03-17",
            2000,
            "15 días o 2.000 km",
        ),
        ({}, None, None, None, None, "desde la entrega del vehículo, lo que antes se cumpla"),
        ({}, "2026-03-02", 24, "2026-06-02", None, "hasta 24 meses (hasta el 02/03/2028)"),
    ],
)
def test_a_repair_is_guaranteed_as_the_law_says(
    client: FlaskClient,
    vehicle: dict[str, Any],
    delivered: str | None,
    part_months: int | None,
    until: str | None,
    kilometres: int | None,
    words: str,
) -> None:
    part = PART if part_months is None else PART | {"garantiaMeses": part_months}
    visit = {} if delivered is None else {"fechaEntrega": delivered}
    body = itemised(LABOUR, part, cliente=CUSTOMER, vehiculo=VEHICLE | vehicle, **visit)

    guarantee = issued(client, body)["garantia"]

    assert (guarantee.get("hasta"), guarantee.get("hastaKilometros")) == (until, kilometres)
    assert words in guarantee["texto"]
    assert "salvo que terceros lo manipulen o reparen" in guarantee["texto"]


def test_what_repairs_nothing_guarantees_nothing(client: FlaskClient) -> None:
    assert "garantia" not in issued(client, itemised(PART, cliente=CUSTOMER)).said


@pytest.mark.parametrize(
    ("taxes", "mentions"),
    [
        (["21"], None),
        (["S2"], ["Inversión del sujeto pasivo."]),
        (["21", "E1", "E1"], ["Operación exenta: Ley 37/1992, artículo 20."]),
        (["N1", "21"], ["Operación no sujeta: Ley 37/1992, artículo 7."]),
    ],
)
def test_what_bears_no_vat_says_why(
    client: FlaskClient, taxes: list[str], mentions: list[str] | None
) -> None:
    body = itemised(*(PART | {"iva": tax} for tax in taxes), cliente=CUSTOMER)

    invoice = issued(client, body)

    assert invoice.said.get("menciones") == mentions
    assert {group["iva"] for group in invoice["desglose"]} == set(taxes)


def test_an_exempt_supply_within_the_union_is_for_a_customer_of_another_country(client: FlaskClient) -> None:
    german = {"nombre": "Hans", "pais": "DE", "domicilio": "Kiel"}
    german |= {"nif": "DE123456789", "tipoIdentificacion": "02"}
    exempt = PART | {"iva": "E5"}

    refused = issue(client, drafted(client, itemised(exempt, cliente=CUSTOMER)))
    invoice = issued(client, itemised(exempt, cliente=german))

    assert refusal(refused) == (409, "destinatario-inadecuado")
    assert (invoice["cliente"], invoice["cuotaIva"]) == (german, 0)


def test_the_region_s_legends_are_printed_from_the_issue_on_and_kept(
    opened: Opening, database_url: str
) -> None:
    client = opened(legends=("Hojas de reclamación a su disposición.", "Segunda."))
    draft = drafted(client)
    invoice = issued(client, draft)

    other = opened(legends=("Otra.",))

    assert "leyendas" not in draft.said
    assert invoice["leyendas"] == ["Hojas de reclamación a su disposición.", "Segunda."]
    assert read(other, invoice) == invoice


def test_what_the_workshop_is_called_later_changes_no_issued_invoice(opened: Opening) -> None:
    invoice = issued(opened())

    renamed = opened(issuer=replace(ISSUER, name="Otro nombre", address="Otra calle"))

    assert read(renamed, invoice) == invoice


# What clientes and vehiculos know


def of(customer_id: int, amount: float = 100, **more: Any) -> dict[str, Any]:
    return sale(amount, idCliente=customer_id, **more)


def test_the_customer_s_data_are_asked_of_clientes(workshop: flask.Flask) -> None:
    invoice = issued(workshop.test_client(), of(SOUND, 500))

    assert invoice["tipoFactura"] == "F1"
    assert invoice["cliente"] == {
        "nombre": "Lucía Ferrer Rossi",
        "nif": "X1234567L",
        "pais": "ES",
        "domicilio": "Avenida del Puerto 3, 46021 Valencia",
    }


def test_what_changes_in_clientes_changes_no_issued_invoice(workshop: flask.Flask, network: Network) -> None:
    client = workshop.test_client()
    invoice = issued(client, of(SOUND))
    with network.ask("clientes") as clientes:
        known = clientes.get(f"/clientes/{SOUND}")
        other = {name: value for name, value in known.json().items() if name not in ("links", "idCliente")}
        other |= {"nombre": "Otra", "domicilio": "Otra calle 1"}
        put = clientes.put(f"/clientes/{SOUND}", json=other, headers={"If-Match": known.headers["ETag"]})
    assert put.status_code == 200, put.text

    assert read(client, invoice) == invoice
    assert issued(client, of(SOUND, job_id=2))["cliente"]["nombre"] == "Otra Ferrer Rossi"


def test_a_draft_says_nothing_of_a_customer_that_it_does_not_name(workshop: flask.Flask) -> None:
    assert "cliente" not in drafted(workshop.test_client(), of(SOUND)).said


def test_an_unsound_tax_id_counts_as_none(workshop: flask.Flask) -> None:
    client = workshop.test_client()

    large = issue(client, drafted(client, of(UNSOUND, 500)))
    wanted = issue(client, drafted(client, of(UNSOUND, tipoFactura="F1")))
    small = issued(client, of(UNSOUND))

    assert (refusal(large), places(large)) == ((422, "faltan-datos"), {"#/cliente/nif"})
    assert (refusal(wanted), places(wanted)) == ((422, "faltan-datos"), {"#/cliente/nif"})
    assert small["tipoFactura"] == "F2"


def test_a_customer_whom_clientes_does_not_know_has_no_data(workshop: flask.Flask) -> None:
    client = workshop.test_client()

    large = issue(client, drafted(client, of(999, 500)))

    assert (refusal(large), places(large)) == ((422, "faltan-datos"), CUSTOMER_PLACES)
    assert issued(client, of(999))["tipoFactura"] == "F2"


def test_while_clientes_is_down_nothing_is_half_issued(workshop: flask.Flask, network: Network) -> None:
    client, clock = workshop.test_client(), told_time(workshop)
    draft = drafted(client, of(SOUND))
    history = client.get(f"{draft.href}/historial").data
    network.down.add("clientes")

    response = issue(client, draft)

    assert refusal(response) == (503, "about:blank")
    assert "clientes" in response.get_json()["detail"]
    assert int(response.headers["Retry-After"]) > 0
    assert read(client, draft) == draft
    assert client.get(f"{draft.href}/historial").data == history
    assert client.get(RECORDS).get_json()["registros"] == []

    network.down.clear()
    clock.turn(seconds=5)
    assert issued(client, draft)["numeroFactura"] == "F2026-000001"


@pytest.mark.parametrize("body", [simplified(), full(), full(tipoFactura="F1")])
def test_a_draft_that_says_enough_is_issued_while_clientes_is_down(
    workshop: flask.Flask, network: Network, body: dict[str, Any]
) -> None:
    network.down.add("clientes")

    assert issued(workshop.test_client(), body)["numero"] == 1


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(200, json={"nombre": "x"}),
        httpx.Response(200, text="<html>"),
        httpx.Response(302, headers={"Location": "/"}),
        httpx.Response(200, json=PERSON | {"nombre": " ", "apellidos": ""}),
        httpx.Response(200, json=PERSON | {"idCliente": 1}),
    ],
    ids=["incomplete", "no JSON", "elsewhere", "nameless", "another"],
)
def test_a_clientes_that_breaks_its_contract_is_a_bad_gateway(
    workshop: flask.Flask, answer: httpx.Response
) -> None:
    answering(workshop, "clientes", answer)
    client = workshop.test_client()
    draft = drafted(client, of(SOUND))

    response = issue(client, draft)

    assert refusal(response) == (502, "about:blank")
    assert read(client, draft) == draft


def test_without_clientes_only_what_the_draft_says_counts(client: FlaskClient) -> None:
    assert issued(client, of(SOUND))["tipoFactura"] == "F2"
    assert places(issue(client, drafted(client, of(SOUND, 500, job_id=2)))) == CUSTOMER_PLACES


def answering(app: flask.Flask, service: str, answer: httpx.Response) -> None:
    """Let *service* give *answer* whatever it is asked."""
    invoices_of(app).gateway.client(service)._client = httpx.Client(
        base_url="http://sibling", transport=httpx.MockTransport(lambda _: answer)
    )


def open_job(network: Network, vin: str = VIN) -> int:
    body = {"VIN": vin, "nombre": "Cambio de aceite", "descripcion": "Con filtro.", "estado": "terminado"}
    with network.ask("trabajos") as trabajos:
        return int(trabajos.post("/trabajo", json=body).json()["trabajo"]["id"])


def billed(app: flask.Flask, *job_ids: int, customer_id: int = SOUND, **more: Any) -> Any:
    body = {
        "vehiculos": [VIN],
        "cargos": [{"trabajoId": job_id, "importe": 35.99} for job_id in job_ids],
        **more,
    }
    return app.test_client().post(f"/api/v1/clientes/{customer_id}/facturas", json=body)


@pytest.fixture
def finished(network: Network) -> list[int]:
    """The finished jobs on the vehicle; all of them are charged together."""
    open_job(network)
    with network.ask("trabajos") as trabajos:
        jobs = trabajos.get("/trabajo", params={"VIN": VIN}).json()["trabajos"]
    assert {job["estado"] for job in jobs} == {"terminado"}
    return [job["id"] for job in jobs]


def test_a_billed_draft_carries_what_the_siblings_know(workshop: flask.Flask, finished: list[int]) -> None:
    draft = made(billed(workshop, *finished))

    assert draft["cliente"]["nif"] == "X1234567L"
    assert draft["vehiculo"] == {
        "VIN": VIN,
        "matricula": "0808LCD",
        "marca": "Ford",
        "modelo": "Ranger XLT",
        "kilometros": 64250,
        "clase": "industrial",
    }
    assert draft.said == workshop.test_client().get(draft.href).get_json()


def test_what_the_order_says_of_the_visit_and_the_kilometres_counts(
    workshop: flask.Flask, finished: list[int]
) -> None:
    visit = {
        "fechaRecepcion": "2026-02-27",
        "fechaEntrega": "2026-03-02",
        "ordenDeTrabajo": "OT-118",
        "presupuesto": "P-97",
        "reparacionesRechazadas": ["Los discos"],
        "piezasDevueltas": True,
    }

    draft = made(billed(workshop, *finished, kilometros=65000, tipoFactura="F1", **visit))

    assert draft.said.items() >= visit.items()
    assert (draft["vehiculo"]["kilometros"], draft["tipoFactura"]) == (65000, "F1")


def test_a_billed_draft_keeps_what_clientes_said_when_it_was_made(
    workshop: flask.Flask, network: Network, finished: list[int]
) -> None:
    draft = made(billed(workshop, *finished))
    network.down.add("clientes")

    assert issued(workshop.test_client(), draft)["cliente"] == draft["cliente"]


def test_an_unsound_tax_id_is_left_out_of_a_billed_draft(workshop: flask.Flask, finished: list[int]) -> None:
    draft = made(billed(workshop, *finished, customer_id=UNSOUND))

    assert draft["cliente"].keys() == {"nombre", "domicilio"}


def test_what_a_sibling_leaves_empty_is_left_out(workshop: flask.Flask, finished: list[int]) -> None:
    vehicle = {"VIN": VIN, "matricula_actual": "", "marca": "", "modelo": " ", "tipo_de_vehiculo": None}
    person = PERSON | {"nif/nie": "", "domicilio": ""}
    answering(workshop, "vehiculos", httpx.Response(200, json={"vehicle": vehicle}))
    answering(workshop, "clientes", httpx.Response(200, json=person))

    draft = made(billed(workshop, *finished))

    assert (draft["cliente"], draft["vehiculo"]) == ({"nombre": "Ana Gil"}, {"VIN": VIN})
