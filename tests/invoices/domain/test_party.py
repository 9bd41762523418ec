from dataclasses import replace

import pytest
from tests.builders import CUSTOMER, ISSUER, VEHICLE

from taller.invoices.domain.party import Customer, Issuer, Vehicle, missing_of, missing_of_vehicle
from taller.invoices.domain.tax_id import IdType, tax_id

ALL_OF_A_CUSTOMER = ["cliente/nombre", "cliente/nif", "cliente/domicilio"]
ALL_OF_A_VEHICLE = ["vehiculo/matricula", "vehiculo/marca", "vehiculo/modelo"]
ALL_OF_AN_ISSUER = ["emisor/nombre", "emisor/nif", "emisor/domicilio"]


@pytest.mark.parametrize(
    ("customer", "missing"),
    [
        (CUSTOMER, []),
        (None, ALL_OF_A_CUSTOMER),
        (Customer(""), ALL_OF_A_CUSTOMER),
        (Customer("José Núñez"), ALL_OF_A_CUSTOMER[1:]),
        (replace(CUSTOMER, tax_id=None), ["cliente/nif"]),
        (replace(CUSTOMER, tax_id=tax_id("AB 12", "US", IdType.PASSPORT)), []),
    ],
)
def test_a_full_invoice_names_its_customer(customer: Customer | None, missing: list[str]) -> None:
    assert list(missing_of(customer)) == missing
    assert customer is None or customer.complete == (not missing)


@pytest.mark.parametrize(
    ("vehicle", "missing"),
    [
        (VEHICLE, []),
        (None, ALL_OF_A_VEHICLE),
        (Vehicle(vin="M109186", kilometres=1), ALL_OF_A_VEHICLE),
        (Vehicle("4821KLM", "Seat", "Ibiza"), []),
    ],
)
def test_the_paper_of_a_repair_names_the_vehicle(vehicle: Vehicle | None, missing: list[str]) -> None:
    assert list(missing_of_vehicle(vehicle)) == missing


def test_an_invoice_names_its_issuer_and_that_of_a_repair_its_register() -> None:
    nobody = Issuer()

    assert list(nobody.missing(repairs=False)) == ALL_OF_AN_ISSUER
    assert list(nobody.missing(repairs=True)) == [*ALL_OF_AN_ISSUER, "emisor/numeroRegistro"]
    assert list(ISSUER.missing(repairs=True)) == []
