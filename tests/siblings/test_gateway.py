"""What the siblings say of customers and vehicles is read by their contracts, and nothing else is taken."""

import json
from datetime import date
from typing import Any

import httpx2 as httpx
import pytest

from taller.siblings.errors import SiblingNotConfigured, SiblingUnavailable, SiblingUnintelligible
from taller.siblings.gateway import Gateway

CUSTOMER = {
    "idCliente": 1,
    "nombre": "Lucía",
    "apellidos": "Ferrer",
    "nif/nie": "X-1234567-L",
    "domicilio": "Calle Real 1",
}
SAID = {"matricula_actual": "0808 LCD", "marca": "Ford", "modelo": "Ranger", "kilometraje": 64250}
VEHICLE = {"VIN": "M109186", **SAID}


def gateway(answer: httpx.Response) -> Gateway:
    urls = {"clientes": "http://clientes", "vehiculos": "http://vehiculos"}
    return Gateway(urls, lambda _: httpx.MockTransport(lambda _: answer))


def customer(said: Any) -> Any:
    return gateway(httpx.Response(200, json=said)).customer(1)


def vehicle(said: Any) -> Any:
    return gateway(httpx.Response(200, json={"vehicle": said})).vehicle("M109186")


def test_a_customer_is_read() -> None:
    assert customer(CUSTOMER | {"telefono": "600", "otro": [1]}) == {
        "id": 1,
        "name": "Lucía",
        "surname": "Ferrer",
        "tax_id": "X-1234567-L",
        "address": "Calle Real 1",
    }


@pytest.mark.parametrize("price", [1e30, 0.001, -1, "caro"])
def test_a_price_that_is_none_is_not_taken(price: Any) -> None:
    said = httpx.Response(200, json={"id": 1, "nombre": "Filtro", "precio": price})
    stock = Gateway({"recambios": "http://recambios"}, lambda _: httpx.MockTransport(lambda _: said))

    with pytest.raises(SiblingUnintelligible):
        stock.spare_part(1)


def test_a_part_that_no_contract_has_is_not_asked_for() -> None:
    def handle(request: httpx.Request) -> httpx.Response:
        raise AssertionError(request.url)

    stock = Gateway({"recambios": "http://recambios"}, lambda _: httpx.MockTransport(handle))

    assert stock.spare_part(0) is None


def test_six_may_be_written_as_six_point_nought() -> None:
    assert customer(CUSTOMER | {"idCliente": 1.0})["id"] == 1
    assert vehicle(VEHICLE | {"kilometraje": 64250.0})["kilometres"] == 64250


@pytest.mark.parametrize("none", ["1", True, 1.5, -1, 2**31, 1e400, None])
def test_what_is_no_integer_is_no_id(none: Any) -> None:
    with pytest.raises(SiblingUnintelligible):
        gateway(httpx.Response(200, content=json.dumps(CUSTOMER | {"idCliente": none}).encode())).customer(1)


@pytest.mark.parametrize(("said", "read"), [("2026-03-02", date(2026, 3, 2)), ("0000-01-01", None)])
def test_a_day_of_a_year_that_python_does_not_have_says_nothing(said: str, read: date | None) -> None:
    job = {"id": 1, "VIN": "M109186", "nombre": "Frenos", "estado": "terminado", "fechaInicio": said}
    answer = httpx.Response(200, json={"trabajos": [job], "links": {}})
    plan = Gateway({"trabajos": "http://trabajos"}, lambda _: httpx.MockTransport(lambda _: answer))

    assert plan.jobs_of("M109186")[0]["starts_on"] == read


def test_a_vehicle_is_read_out_of_its_wrapper() -> None:
    read = vehicle(VEHICLE | {"tipo_de_vehiculo": "Camion", "CV": 170})

    assert read == {
        "vin": "M109186",
        "plate": "0808 LCD",
        "make": "Ford",
        "model": "Ranger",
        "kilometres": 64250,
        "kind": "Camion",
    }


@pytest.mark.parametrize("absent", [{}, dict.fromkeys([*SAID, "tipo_de_vehiculo"])], ids=["left out", "null"])
def test_a_vehicle_may_say_nothing_of_itself_but_which_it_is(absent: dict[str, None]) -> None:
    assert set(vehicle({"VIN": "m109186"} | absent).values()) == {"m109186", None}


def test_another_customer_than_was_asked_for_is_not_taken() -> None:
    with pytest.raises(SiblingUnintelligible, match=r"clientes .* responde 2 a quien pide 1"):
        customer(CUSTOMER | {"idCliente": 2})


def test_another_vehicle_than_was_asked_for_is_not_taken() -> None:
    with pytest.raises(SiblingUnintelligible, match=r"vehiculos .* responde M109187 a quien pide M109186"):
        vehicle(VEHICLE | {"VIN": "M109187"})


@pytest.mark.parametrize(
    "broken",
    [
        {},
        CUSTOMER | {"nombre": None},
        CUSTOMER | {"nombre": 7},
        CUSTOMER | {"nombre": "x" * 501},
        CUSTOMER | {"nombre": "a\0"},
        CUSTOMER | {"domicilio": "\ud800"},
        CUSTOMER | {"domicilio": "x" * 501},
        CUSTOMER | {"nif/nie": "1" * 51},
        {name: value for name, value in CUSTOMER.items() if name != "nif/nie"},
    ],
    ids=lambda broken: ",".join(broken) or "empty",
)
def test_a_customer_that_cannot_be_one_is_not_understood(broken: dict[str, Any]) -> None:
    answer = httpx.Response(200, content=json.dumps(broken).encode())

    with pytest.raises(SiblingUnintelligible, match="clientes"):
        gateway(answer).customer(1)


@pytest.mark.parametrize(
    "broken",
    [
        None,
        [],
        VEHICLE | {"kilometraje": -1},
        VEHICLE | {"kilometraje": "muchos"},
        VEHICLE | {"kilometraje": 10**9},
        VEHICLE | {"marca": "x" * 101},
        VEHICLE | {"matricula_actual": "x" * 21},
        VEHICLE | {"modelo": "\0"},
    ],
)
def test_a_vehicle_that_cannot_be_one_is_not_understood(broken: Any) -> None:
    with pytest.raises(SiblingUnintelligible, match="vehiculos"):
        vehicle(broken)


def test_nobody_there_is_none() -> None:
    nowhere = gateway(httpx.Response(404))

    assert (nowhere.customer(1), nowhere.vehicle("M109186")) == (None, None)


def test_a_sibling_that_is_down_is_named() -> None:
    with pytest.raises(SiblingUnavailable, match="clientes"):
        gateway(httpx.Response(503)).customer(1)


def test_a_sibling_of_which_nobody_said_where_it_is_says_what_to_set() -> None:
    with pytest.raises(SiblingNotConfigured, match="TALLER_CLIENTES_URL"):
        Gateway({}).customer(1)


def test_a_vin_cannot_lead_elsewhere() -> None:
    asked: list[str] = []

    def handle(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.raw_path.decode())
        return httpx.Response(404)

    Gateway({"vehiculos": "http://vehiculos/api"}, lambda _: httpx.MockTransport(handle)).vehicle(
        "../clientes/1?a"
    )

    assert asked == ["/api/vehiculos/..%2Fclientes%2F1%3Fa"]
