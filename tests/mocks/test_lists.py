"""Lists: pages, order and filters, and the links from page to page."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.mocks.support import Sample, assert_problem, client, document, sample
from werkzeug.test import Client

from taller.mocks import create_stand_in

PARTS = "/api/v1/recambios"


def parts(count: int) -> Client:
    """Return a client of a stock of *count* parts, the examples among them."""
    service = sample("recambios")
    for number in range(count - 3):
        created = service.create(modelo=f"M{number}", precio=number % 4, nombre=f"Parte {number % 3}")
        assert created.status_code == 201
    return service.client


STOCK = parts(23)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    limit=st.integers(1, 30),
    order=st.sampled_from(["id", "nombre", "proveedor", "cantidad", "precio"]),
    ordering=st.sampled_from(["ASC", "DESC"]),
)
def test_the_pages_hold_each_part_once_in_the_order_asked_for(limit: int, order: str, ordering: str):
    query = {"limit": limit, "order": order, "ordering": ordering}
    path, seen = PARTS, []

    body = STOCK.get(path, query_string=query).json
    seen += body["recambios"]
    while "next" in body["links"]:
        body = STOCK.get(body["links"]["next"]["href"]).json
        seen += body["recambios"]

    values = [one[order] for one in seen]
    assert len(seen) == len({one["id"] for one in seen}) == 23
    assert values == sorted(
        values,
        reverse=ordering == "DESC",
        key=lambda one: str(one).casefold() if isinstance(one, str) else one,
    )


def test_a_page_says_where_the_others_are():
    links = STOCK.get(PARTS, query_string={"limit": 5, "page": 3, "nombreFilter": "parte"}).json["links"]

    assert {name: link["href"] for name, link in links.items()} == {
        "first": f"{PARTS}?page=1&limit=5&nombreFilter=parte",
        "last": f"{PARTS}?page=4&limit=5&nombreFilter=parte",
        "prev": f"{PARTS}?page=2&limit=5&nombreFilter=parte",
        "next": f"{PARTS}?page=4&limit=5&nombreFilter=parte",
    }
    assert {name: link["rel"] for name, link in links.items()} == {name: name for name in links}


def test_without_a_limit_ten_parts_make_a_page_and_zero_is_all_of_them():
    assert len(STOCK.get(PARTS).json["recambios"]) == 10
    assert len(STOCK.get(PARTS + "?limit=0").json["recambios"]) == 23


def test_the_first_page_links_to_the_next_alone():
    service = sample("trabajos")
    for _ in range(48):
        service.created()

    first, second = service.client.get("/trabajo").json, service.client.get("/trabajo?page=2").json

    assert first["links"] == {"nextPage": {"href": "/trabajo?page=2", "rel": "nextPage"}}
    assert second["links"] == {"prevPage": {"href": "/trabajo?page=1", "rel": "prevPage"}}
    assert (len(first["trabajos"]), len(second["trabajos"])) == (50, 1)


@pytest.mark.parametrize("path", ["/vehiculos?page=2", "/vehiculos?page=1000000"])
def test_a_page_beyond_the_last_is_not_found(path: str):
    assert_problem(client("vehiculos").get(path), 404)


def test_the_first_page_of_an_empty_list_is_there():
    vehicles = client("vehiculos")
    for vin in ("M109186", "VSSZZZ6JZ9R000001"):
        vehicles.delete(f"/vehiculos/{vin}")

    assert vehicles.get("/vehiculos").json == {"vehicles": [], "links": {}}
    assert_problem(vehicles.get("/vehiculos?page=2"), 404)


def test_a_filter_by_equality():
    jobs = client("trabajos")

    found = jobs.get("/trabajo?VIN=VSSZZZ6JZ9R000001").json["trabajos"]

    assert [one["id"] for one in found] == [791]
    assert jobs.get("/trabajo?VIN=Y000001").json["trabajos"] == []


def test_a_filter_by_substring_whatever_the_letter_case():
    found = client("recambios").get(PARTS, query_string={"nombreFilter": "NEUM"}).json["recambios"]

    assert [one["id"] for one in found] == [2022, 2023, 2024]


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("", [101, 102, 103]),
        ("ordering=DESC", [103, 102, 101]),
        ("order=prioridad", [103, 102, 101]),
        ("order=fecha&ordering=DESC", [103, 101, 102]),
        ("order=usuario", [103, 102, 101]),
        ("order=subsistema", [101, 102, 103]),
    ],
)
def test_equals_stand_by_id_whatever_the_order(query: str, ids: list[int]):
    assert [one["id"] for one in client("logs").get(f"/api/v1/logs?{query}").json["logs"]] == ids


def test_id_is_another_name_for_the_property_that_identifies():
    notices = client("notificaciones").get("/notificacion?order=id&ordering=DESC").json["notificaciones"]

    assert [one["notificacionId"] for one in notices] == [302, 301]


def test_the_tag_of_a_list_changes_with_the_list_and_with_nothing_else(service: Sample):
    before, again = (service.client.get(service.path).headers["ETag"] for _ in range(2))

    service.created()

    assert before == again
    assert service.client.get(service.path).headers["ETag"] != before


@pytest.mark.parametrize("form", ["{tag}", "W/{tag}", '"otra", {tag}', "*"])
def test_what_a_client_has_already_is_not_sent_again(form: str):
    stock = client("recambios")
    tag = stock.get(PARTS).headers["ETag"]

    response = stock.get(PARTS, headers={"If-None-Match": form.format(tag=tag)})

    assert (response.status_code, response.data) == (304, b"")
    assert response.headers["ETag"] == tag


@pytest.mark.parametrize("header", ['"otra"', "0", "garbage", 'W/"x", "y"'])
def test_what_a_client_does_not_have_is_sent(header: str):
    assert client("recambios").get(PARTS, headers={"If-None-Match": header}).status_code == 200


def test_an_undeclared_if_none_match_is_ignored():
    customers = client("clientes")
    tag = customers.get("/clientes").headers["ETag"]

    assert customers.get("/clientes", headers={"If-None-Match": tag}).status_code == 200


def test_a_list_without_pages_shows_as_many_as_the_contract_takes():
    made: dict[str, Any] = document("clientes")
    made["components"]["schemas"]["Clientes"]["properties"]["clientes"]["maxItems"] = 3
    few = Client(create_stand_in(made))
    data = made["components"]["examples"]["ClienteDatos"]["value"]

    for _ in range(3):
        few.post("/clientes", json=data)

    assert [one["idCliente"] for one in few.get("/clientes").json["clientes"]] == [2022, 2023, 2024]
