"""What comes after an issued invoice: corrective ones, the exchange of a simplified one, annulment."""

from typing import Any

import flask
import pytest
from flask.testing import FlaskClient
from tests.conftest import Network
from tests.invoices.blueprint.asking import (
    CUSTOMER,
    RECORDS,
    VEHICLE,
    annul,
    annulled,
    correct,
    corrected,
    drafted,
    exchange,
    exchanged,
    facts,
    full,
    issue,
    issued,
    made,
    paid,
    places,
    read,
    refusal,
    repair,
    revised,
    sale,
    simplified,
    told_time,
)

CORRECTION = {"metodo": "porDiferencias", "motivo": "x", "Conceptos": sale(-1)["Conceptos"]}
SUBSTITUTION = {"method": "porSustitucion"}


# Corrective invoices


def test_a_correction_is_drafted_and_the_original_stays_as_it_is(client: FlaskClient) -> None:
    original = issued(client, full(100))

    draft = made(correct(client, original, -30))

    assert read(client, original) == original
    assert read(client, draft) == draft
    assert (draft["estado"], draft["importe"], draft["tipoFactura"]) == ("borrador", -30, "R1")
    assert draft["rectifica"] == {
        "facturaId": original.id,
        "numeroFactura": original["numeroFactura"],
        "metodo": "porDiferencias",
        "motivo": "Estaba mal",
    }
    assert draft["links"]["rectificada"]["href"] == original.href


def test_a_correction_names_the_same_customer_vehicle_and_visit_unless_it_says_otherwise(
    client: FlaskClient,
) -> None:
    visit = {"fechaEntrega": "2026-03-02", "ordenDeTrabajo": "OT-1"}
    original = issued(client, repair(**visit))
    other = {"nombre": "Ana Gil", "nif": "B12345674", "pais": "ES", "domicilio": "Calle Real 1"}

    same = made(correct(client, original, -30))
    more = {"cliente": other, "vehiculo": {"matricula": "1"}, "presupuesto": "P-1"}
    changed = made(correct(client, original, 90, **SUBSTITUTION, **more))

    assert (same["cliente"], same["vehiculo"]) == (CUSTOMER | {"pais": "ES"}, VEHICLE)
    assert same.said.items() >= visit.items()
    assert (changed["cliente"], changed["vehiculo"]) == (other, {"matricula": "1"})
    assert changed["presupuesto"] == "P-1"
    assert "ordenDeTrabajo" not in changed.said
    assert same["idCliente"] == changed["idCliente"] == original["idCliente"]


def test_differences_go_to_the_original_s_account(client: FlaskClient) -> None:
    original = issued(client, full(100))

    correction = corrected(client, original, -30)

    after = read(client, original)
    assert (after["estado"], after["importe"], after["pendiente"]) == ("emitida", 100, 70)
    assert (correction["estado"], correction["pendiente"], correction["pagado"]) == ("emitida", 0, 0)
    assert correction["serie"].startswith("R")
    assert read(client, correction) == correction
    assert corrected(client, original, 5)["numero"] == 2
    assert read(client, original)["pendiente"] == 75


def test_differences_that_take_all_leave_nothing_to_pay(client: FlaskClient) -> None:
    original = issued(client, full(100))

    corrected(client, original, -100)

    assert (read(client, original)["estado"], read(client, original)["pendiente"]) == ("pagada", 0)


def test_a_substitution_takes_the_original_s_place_and_what_was_paid_for_it(client: FlaskClient) -> None:
    original = paid(client, issued(client, full(100)), 40)

    substitute = corrected(client, original, 90, **SUBSTITUTION)

    gone = read(client, original)
    assert (gone["estado"], gone["importe"], gone["pagado"], gone["pendiente"]) == ("sustituida", 100, 0, 0)
    assert gone["links"]["sustituta"]["href"] == substitute.href
    assert (substitute["estado"], substitute["pagado"], substitute["pendiente"]) == ("emitida", 40, 50)
    assert paid(client, substitute, 50)["estado"] == "pagada"


@pytest.mark.parametrize(
    ("original", "amount", "more", "kind"),
    [
        (full(100), -30, {}, "R1"),
        (full(100), 90, SUBSTITUTION, "R1"),
        (full(100), 100, SUBSTITUTION, "R4"),
        (full(100), -30, {"tipoFactura": "R2"}, "R2"),
        (full(100), -30, {"tipoFactura": "R3"}, "R3"),
        (simplified(100), -30, {}, "R5"),
        (simplified(100), 90, SUBSTITUTION, "R5"),
        (simplified(100), -30, {"tipoFactura": "R5"}, "R5"),
    ],
)
def test_the_type_of_a_correction_follows_from_what_it_corrects(
    client: FlaskClient, original: dict[str, Any], amount: float, more: dict[str, Any], kind: str
) -> None:
    correction = corrected(client, issued(client, original), amount, **more)

    assert correction["tipoFactura"] == kind
    assert ("cliente" in correction.said) == (kind != "R5")


@pytest.mark.parametrize(
    ("original", "kind"), [(full(100), "R5"), *((simplified(100), f"R{n}") for n in (1, 2, 3, 4))]
)
def test_another_type_does_not_correct_it(client: FlaskClient, original: dict[str, Any], kind: str) -> None:
    invoice = issued(client, original)

    assert refusal(correct(client, invoice, -30, tipoFactura=kind)) == (409, "tipo-de-rectificativa")


def test_a_correction_is_changed_and_deleted_like_any_draft(client: FlaskClient) -> None:
    original = issued(client, full(100))
    draft = made(correct(client, original, -30))

    other = revised(client, draft, full(-20))

    assert (other["importe"], other["tipoFactura"]) == (-20, "R1")
    assert other["rectifica"] == draft["rectifica"]
    assert client.delete(draft.href).status_code == 204
    assert read(client, original) == original


def test_a_simplified_invoice_may_be_corrected_beyond_what_one_may_amount_to(client: FlaskClient) -> None:
    original = issued(client, simplified(400))

    assert corrected(client, original, 500)["tipoFactura"] == "R5"


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({}, {"#/metodo", "#/motivo", "#/Conceptos"}),
        ({"metodo": "canje", "motivo": "", "Conceptos": []}, {"#/metodo", "#/motivo", "#/Conceptos"}),
        ({"metodo": 1, "motivo": "x" * 501}, {"#/metodo", "#/motivo", "#/Conceptos"}),
        (CORRECTION | {"tipoFactura": "F1"}, {"#/tipoFactura"}),
        (CORRECTION | {"cliente": None, "vehiculo": 3}, {"#/cliente", "#/vehiculo"}),
        (
            CORRECTION | {"idCliente": 0, "fechaEmision": "2026-03-02T10:00:00Z"},
            {"#/idCliente", "#/fechaEmision"},
        ),
        (CORRECTION | {"fechaRecepcion": "2026-03-02", "fechaEntrega": "2026-03-01"}, {"#/fechaEntrega"}),
    ],
)
def test_a_bad_correction_names_every_place_at_fault(
    client: FlaskClient, body: dict[str, Any], place: set[str]
) -> None:
    response = client.post(f"{issued(client).href}/rectificativas", json=body)

    assert (refusal(response), places(response)) == ((422, "about:blank"), place)


def test_a_stated_difference_that_is_not_the_sum_is_refused(client: FlaskClient) -> None:
    response = correct(client, issued(client, full(100)), -30, importe=-31)

    assert (refusal(response), places(response)) == ((422, "importe-descuadrado"), {"#/importe"})


def test_no_more_is_given_back_than_was_charged(client: FlaskClient) -> None:
    original = issued(client, full(100))
    corrected(client, original, -60)
    draft = made(correct(client, original, -40.01))

    assert refusal(issue(client, draft)) == (409, "rectificacion-excesiva")
    assert read(client, original)["pendiente"] == 40
    assert read(client, draft) == draft


def test_what_an_invoice_comes_to_never_passes_what_the_contract_can_say(client: FlaskClient) -> None:
    original = issued(client, full(99_999_999.99))

    assert refusal(issue(client, made(correct(client, original, 0.01)))) == (409, "importe-excesivo")


def test_a_substitution_below_nothing_is_refused(client: FlaskClient) -> None:
    original = issued(client, full(100))

    assert refusal(correct(client, original, -1, **SUBSTITUTION)) == (409, "total-negativo")
    assert refusal(client.post("/api/v1/facturas", json=sale(-1))) == (409, "total-negativo")
    draft = drafted(client)
    assert refusal(client.put(draft.href, json=sale(-1))) == (409, "total-negativo")


def test_what_only_states_differences_is_not_corrected_itself(client: FlaskClient) -> None:
    original = issued(client, full(100))
    correction = corrected(client, original, -30)

    response = correct(client, correction, 5)

    assert (refusal(response), facts(response)) == ((409, "rectificar-la-original"), [original.id])


def test_differences_are_with_the_same_customer(client: FlaskClient) -> None:
    original = issued(client, full(100))
    other = CUSTOMER | {"nombre": "Ana Gil"}

    assert refusal(correct(client, original, -1, idCliente=2)) == (409, "destinatario-distinto")
    assert refusal(correct(client, original, -1, cliente=other)) == (409, "destinatario-distinto")
    changed_later = revised(client, made(correct(client, original, -1)), full(-1, cliente=other))
    assert refusal(issue(client, changed_later)) == (409, "destinatario-distinto")
    assert corrected(client, original, 90, **SUBSTITUTION, cliente=other)["cliente"]["nombre"] == "Ana Gil"


def test_a_substitution_can_be_corrected_in_its_turn(client: FlaskClient) -> None:
    substitute = corrected(client, issued(client, full(100)), 90, **SUBSTITUTION)

    corrected(client, substitute, -10)

    assert read(client, substitute)["pendiente"] == 80


def test_after_four_years_it_is_too_late(alone: flask.Flask) -> None:
    clock = told_time(alone)
    client = alone.test_client()
    original = issued(client, full(100))
    clock.moment = clock.moment.replace(year=2030)
    last_day = made(correct(client, original, -30))
    assert issued(client, last_day)["tipoFactura"] == "R1"
    drafted_in_time = made(correct(client, original, -30))

    clock.turn(days=1)

    assert refusal(correct(client, original, -30)) == (409, "plazo-vencido")
    assert refusal(issue(client, drafted_in_time)) == (409, "plazo-vencido")


@pytest.mark.parametrize("how", [correct, lambda client, invoice, _amount: exchange(client, invoice)])
def test_a_draft_is_neither_corrected_nor_exchanged(client: FlaskClient, how: Any) -> None:
    assert refusal(how(client, drafted(client), -1)) == (409, "factura-sin-emitir")


def test_a_corrected_invoice_that_is_gone_meanwhile_is_corrected_no_more(client: FlaskClient) -> None:
    original = issued(client, full(100))
    draft = made(correct(client, original, -30))
    annulled(client, original)

    assert refusal(issue(client, draft)) == (409, "factura-anulada")
    assert refusal(correct(client, original, -30)) == (409, "factura-anulada")


def test_a_stale_tag_of_the_original_makes_no_correction(client: FlaskClient) -> None:
    original = issued(client, full(100))
    paid(client, original, 10)
    headers = {"If-Match": original.tag}

    stale = client.post(f"{original.href}/rectificativas", json=CORRECTION, headers=headers)

    assert refusal(stale) == (412, "etiqueta-caducada")
    fresh = {"If-Match": read(client, original).tag}
    assert client.post(f"{original.href}/rectificativas", json=CORRECTION, headers=fresh).status_code == 201


# The exchange of a simplified invoice for a full one


def test_an_exchange_is_drafted_with_all_that_the_simplified_one_says(client: FlaskClient) -> None:
    original = issued(client, simplified(100, vehiculo=VEHICLE))

    draft = made(exchange(client, original))

    assert (draft["estado"], draft["tipoFactura"]) == ("borrador", "F3")
    assert draft["rectifica"].items() >= {"facturaId": original.id, "metodo": "canje"}.items()
    for name in ("Conceptos", "importe", "desglose", "vehiculo", "idCliente"):
        assert draft[name] == original[name]
    assert draft.said.keys().isdisjoint({"numeroFactura", "emisor", "fechaExpedicion", "pagado"})
    assert read(client, original) == original


def test_the_full_invoice_takes_the_simplified_one_s_place(client: FlaskClient) -> None:
    original = paid(client, issued(client, simplified(100)), 100)

    whole = exchanged(client, original)

    assert (whole["tipoFactura"], whole["serie"][0], whole["cliente"]["nif"]) == ("F3", "F", "12345678Z")
    assert (whole["estado"], whole["pagado"]) == ("pagada", 100)
    assert read(client, original)["estado"] == "sustituida"
    assert refusal(exchange(client, original)) == (409, "factura-sustituida")


def test_the_customer_of_an_exchange_is_asked_of_clientes(workshop: flask.Flask, network: Network) -> None:
    client = workshop.test_client()
    network.down.add("clientes")
    original = issued(client, simplified(100, idCliente=2023))
    draft = made(exchange(client, original))
    assert refusal(issue(client, draft)) == (503, "about:blank")

    network.down.clear()

    assert issued(client, draft)["cliente"]["nombre"] == "Lucía Ferrer Rossi"


def test_an_exchange_without_a_customer_lacks_what_a_full_invoice_says(client: FlaskClient) -> None:
    draft = made(exchange(client, issued(client, simplified(100))))

    response = issue(client, draft)

    assert refusal(response) == (422, "faltan-datos")
    assert places(response) == {f"#/cliente/{name}" for name in ("nombre", "nif", "domicilio")}


def test_an_exchange_says_what_the_simplified_one_said(client: FlaskClient) -> None:
    original = issued(client, simplified(100))
    draft = made(exchange(client, original))
    other = revised(client, draft, full(99.99))

    assert refusal(issue(client, other)) == (409, "canje-distinto")
    assert read(client, original) == original


def test_what_is_corrected_by_differences_is_not_exchanged(client: FlaskClient) -> None:
    original = issued(client, simplified(100))
    draft = revised(client, made(exchange(client, original)), full(100))
    corrected(client, original, -10)

    assert refusal(exchange(client, original)) == (409, "canje-distinto")
    assert refusal(issue(client, draft)) == (409, "canje-distinto")


def test_only_a_simplified_invoice_is_exchanged(client: FlaskClient) -> None:
    original = issued(client, simplified(100, job_id=1))
    invoices = [
        issued(client, full(100, job_id=2)),
        corrected(client, original, -1),
        exchanged(client, issued(client, simplified(5, job_id=3))),
    ]

    assert {refusal(exchange(client, invoice)) for invoice in invoices} == {(409, "canje-sin-simplificada")}


def test_an_exchange_takes_no_body(client: FlaskClient) -> None:
    original = issued(client, simplified(100))

    assert refusal(client.post(f"{original.href}/canje", json={})) == (422, "about:blank")


# Annulment


def test_an_annulled_invoice_keeps_its_number_and_owes_nothing(client: FlaskClient) -> None:
    invoice = issued(client, full(100, job_id=1))

    gone = annulled(client, invoice)

    assert (gone["estado"], gone["pagado"], gone["pendiente"]) == ("anulada", 0, 0)
    assert gone["numeroFactura"] == invoice["numeroFactura"]
    assert read(client, gone) == gone
    assert issued(client, full(100, job_id=2))["numero"] == invoice["numero"] + 1


def test_the_annulment_is_chained_after_the_issue(client: FlaskClient) -> None:
    invoice = annulled(client, issued(client))

    first, second = client.get(RECORDS).get_json()["registros"]

    assert (first["tipo"], second["tipo"]) == ("alta", "anulacion")
    assert second["huellaAnterior"] == first["huella"]
    assert second["numeroFactura"] == invoice["numeroFactura"]
    assert second.keys().isdisjoint({"tipoFactura", "cuotaTotal", "importeTotal"})


def test_the_jobs_of_an_annulled_invoice_can_be_charged_again(client: FlaskClient) -> None:
    first = issued(client, full(100, job_id=7))
    again = drafted(client, full(100, job_id=7))
    assert refusal(issue(client, again)) == (409, "trabajo-ya-facturado")

    annulled(client, first)

    assert issued(client, again)["numero"] == 2


def test_what_did_exist_is_not_annulled(client: FlaskClient) -> None:
    money = paid(client, issued(client, full(100, job_id=1)), 1)
    wrong = issued(client, full(100, job_id=2))
    corrected(client, wrong, -1)

    assert refusal(annul(client, money)) == (409, "anulacion-no-permitida")
    assert refusal(annul(client, wrong)) == (409, "anulacion-no-permitida")
    assert read(client, money) == money


def test_neither_a_draft_nor_what_is_gone_is_annulled(client: FlaskClient) -> None:
    replaced = issued(client, simplified(100, job_id=1))
    exchanged(client, replaced)

    assert refusal(annul(client, drafted(client))) == (409, "factura-sin-emitir")
    assert refusal(annul(client, replaced)) == (409, "factura-sustituida")
    gone = annulled(client, issued(client, full(100, job_id=2)))
    assert refusal(annul(client, gone)) == (409, "factura-anulada")
    assert refusal(issue(client, gone)) == (409, "factura-emitida")


def test_an_annulled_difference_gives_the_original_back_what_it_took(client: FlaskClient) -> None:
    original = issued(client, full(100))
    first, second = corrected(client, original, -30), corrected(client, original, 5)
    assert read(client, original)["pendiente"] == 75

    annulled(client, first)

    assert read(client, original)["pendiente"] == 105
    annulled(client, second)
    assert (read(client, original)["estado"], read(client, original)["pendiente"]) == ("emitida", 100)
    assert annul(client, original).status_code == 200


def test_a_difference_that_money_was_given_back_for_is_not_annulled(client: FlaskClient) -> None:
    original = paid(client, issued(client, full(100)), 100)
    correction = corrected(client, original, 50)
    paid(client, original, 50)

    assert refusal(annul(client, correction)) == (409, "anulacion-no-permitida")


@pytest.mark.parametrize("method", ["porSustitucion", "canje"])
def test_annulling_what_took_its_place_brings_the_original_back(client: FlaskClient, method: str) -> None:
    if method == "canje":
        original = issued(client, simplified(100))
        other = exchanged(client, original)
    else:
        original = issued(client, full(100))
        other = corrected(client, original, 90, **SUBSTITUTION)

    annulled(client, other)

    back = read(client, original)
    assert (back["estado"], back["pendiente"]) == ("emitida", 100)
    assert "sustituta" not in back["links"]
    refused = issue(client, drafted(client, full(1)))
    assert refusal(refused) == (409, "trabajo-ya-facturado"), "its jobs are charged again"


def test_an_original_does_not_come_back_to_jobs_that_another_charges(client: FlaskClient) -> None:
    original = issued(client, sale(50, 50, job_id=1, cliente=CUSTOMER))
    substitute = corrected(client, original, 90, **SUBSTITUTION)
    issued(client, full(50, job_id=2))

    response = annul(client, substitute)

    assert (refusal(response), facts(response)) == ((409, "trabajo-ya-facturado"), [2])
    assert read(client, substitute) == substitute


@pytest.mark.parametrize("body", [{}, {"motivo": ""}, {"motivo": "x" * 501}, {"motivo": 1}, {"motivo": None}])
def test_an_annulment_says_why(client: FlaskClient, body: dict[str, Any]) -> None:
    invoice = issued(client)

    response = client.post(f"{invoice.href}/anulacion", json=body, headers={"If-Match": invoice.tag})

    assert (refusal(response), places(response)) == ((422, "about:blank"), {"#/motivo"})
    assert read(client, invoice) == invoice
