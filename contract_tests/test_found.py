"""What generated requests have found wrong once; every answer goes through the checks of Schemathesis."""

from pathlib import Path
from typing import Any

import pytest
from contract_tests.lives import Life
from contract_tests.services import target_in_process

from taller.catalog import OURS


@pytest.fixture
def invoices(tmp_path: Path) -> Life:
    return Life(target_in_process(OURS, tmp_path))


def sale(amount: float, **more: Any) -> dict[str, Any]:
    concept = {"trabajoId": 1, "nombre": "Motor", "importe": amount}
    return {"idCliente": 1, "fechaEmision": "2026-03-02T10:00:00Z", "Conceptos": [concept], **more}


def test_an_amount_may_pass_the_highest_price_of_a_line(invoices: Life) -> None:
    created = invoices.create(sale(25_302_779.30))

    assert created.status == 201
    assert created.body["Conceptos"][0]["lineas"][0]["precio"] == 25_302_779.30


def test_the_list_of_all_countries_is_cut_in_the_refusal_of_another(invoices: Life) -> None:
    refused = invoices.create(sale(1, cliente={"nombre": "Carmen", "pais": "AAA"}))

    assert refused.status == 422
    assert refused.body["errors"][0]["pointer"] == "#/cliente/pais"


@pytest.mark.parametrize("wrong", [{"serie": "×øÿ"}, {"serie": "F2026\n"}, {"nif": "ñ"}, {"cursor": "€"}])
def test_a_filter_that_breaks_its_pattern_is_400(invoices: Life, wrong: dict[str, str]) -> None:
    assert invoices.call("listarFacturas", query=wrong).status == 400
