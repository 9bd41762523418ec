"""What is generated for facturas is made to keep its rules, and stays as wild as it can."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taller.contracts.invoice_rules import (
    keep_in_time,
    keep_sound,
    make_fit_to_correct,
    make_fit_to_issue,
    make_fit_to_pay,
)
from taller.invoices.domain.tax_id import COUNTRIES, IdType, tax_id

AMOUNTS = st.decimals("-99999999.99", "99999999.99", places=2, allow_nan=False).map(float)
DAYS = st.dates().map(str)


def concept(job: int = 1, amount: float = 1.0) -> dict[str, Any]:
    return {"trabajoId": job, "nombre": "Cambio de aceite", "importe": amount}


def lined(job: int = 1) -> dict[str, Any]:
    line = {"tipo": "manoDeObra", "descripcion": "Montaje", "cantidad": -9000.5, "precio": 0.25}
    return {"trabajoId": job, "nombre": "Frenos", "lineas": [dict(line) for _ in range(3)]}


def sound(**body: Any) -> dict[str, Any]:
    body.setdefault("Conceptos", [concept()])
    keep_sound(body)
    return body


@given(st.lists(AMOUNTS, min_size=1, max_size=5))
def test_the_amount_stated_is_the_sum_and_none_that_the_contract_forbids(amounts: list[float]) -> None:
    body = sound(Conceptos=[concept(amount=amount) for amount in amounts], importe=0)

    total = sum(Decimal(str(each["importe"])) for each in body["Conceptos"])
    assert Decimal(str(body["importe"])) == total
    assert abs(total) <= Decimal("99999999.99")


def test_no_amount_is_stated_where_none_was() -> None:
    assert "importe" not in sound()


def test_no_amount_is_stated_of_lines() -> None:
    assert "importe" not in sound(Conceptos=[concept(1), lined(2)], importe=3)


@given(st.lists(st.integers(0, 2**31 - 1), min_size=1, max_size=5))
def test_no_job_is_charged_twice(jobs: list[int]) -> None:
    numbered = [each["trabajoId"] for each in sound(Conceptos=[concept(job) for job in jobs])["Conceptos"]]

    assert len(set(numbered)) == len(jobs)
    assert all(0 <= job < 2**31 for job in numbered)
    assert numbered == jobs or len(set(jobs)) < len(jobs)


@given(
    st.text(min_size=1),
    st.sampled_from(sorted(COUNTRIES)) | st.none(),
    st.sampled_from([kind.value for kind in IdType]) | st.none(),
)
def test_every_tax_id_is_one(name: str, country: str | None, kind: str | None) -> None:
    given_ones = {"pais": country, "tipoIdentificacion": kind}
    customer = {"nombre": name, "nif": "0"} | {key: each for key, each in given_ones.items() if each}

    made = sound(cliente=customer)["cliente"]

    said = made.get("tipoIdentificacion")
    assert tax_id(made["nif"], made.get("pais", "ES"), said and IdType(said))
    assert made.get("pais") == country


def test_a_customer_without_tax_id_gets_none() -> None:
    assert sound(cliente={"nombre": "Carmen"})["cliente"] == {"nombre": "Carmen"}


@given(st.fixed_dictionaries({}, optional={"fechaRecepcion": DAYS, "fechaEntrega": DAYS}))
def test_nothing_is_delivered_before_it_is_received(body: dict[str, str]) -> None:
    before = dict(body)

    keep_in_time(body)

    assert body.keys() == before.keys()
    assert body.get("fechaEntrega", "9999-12-31") >= body.get("fechaRecepcion", "")


@pytest.mark.parametrize("concepts", [[concept(amount=-5e7)], [lined()] * 3, [concept(amount=20.5)]])
def test_what_is_fit_to_issue_is_known_small_and_past(concepts: list[dict[str, Any]]) -> None:
    body: dict[str, Any] = {
        "idCliente": 7,
        "cliente": {"nombre": "Carmen"},
        "Conceptos": concepts,
        "fechaEntrega": "2099-01-01",
    }

    make_fit_to_issue(body)

    assert body["idCliente"] == 2023
    assert body["cliente"].keys() == {"nombre", "nif", "domicilio"}
    assert body["vehiculo"].keys() == {"matricula", "marca", "modelo"}
    assert body["fechaEntrega"] < "2026"
    assert all(1 <= each.get("importe", 1) <= 50 for each in body["Conceptos"])
    lines = [line for each in body["Conceptos"] for line in each.get("lineas", [])]
    assert len(lines) <= 4
    assert sum(line["cantidad"] * line["precio"] for line in lines) <= 200


def test_what_says_that_it_is_full_stays_so() -> None:
    body: dict[str, Any] = {"Conceptos": [concept()], "tipoFactura": "F1"}

    make_fit_to_issue(body)

    assert body["tipoFactura"] == "F1"


def test_differences_are_a_cent_and_for_who_owes_the_rest() -> None:
    body: dict[str, Any] = {
        "metodo": "porDiferencias",
        "Conceptos": [lined(), concept(2, 70)],
        "cliente": {"nombre": "Carmen"},
        "idCliente": 5,
        "tipoFactura": "R2",
    }

    make_fit_to_correct(body)

    assert [each["importe"] for each in body["Conceptos"]] == [-0.01, -0.01]
    assert not body.keys() & {"cliente", "idCliente", "tipoFactura"}


def test_by_substitution_the_customer_may_be_another() -> None:
    body: dict[str, Any] = {
        "metodo": "porSustitucion",
        "Conceptos": [concept(1, 70)],
        "cliente": {"nombre": "Carmen"},
    }

    make_fit_to_correct(body)

    assert body["cliente"]["nombre"] == "Carmen"
    assert body["Conceptos"][0]["importe"] == 50


def test_a_payment_leaves_most_to_be_paid() -> None:
    body = {"importe": -4000.0, "fecha": "2099-12-31"}

    make_fit_to_pay(body)

    assert body == {"importe": 0.05, "fecha": "2025-06-30"}
