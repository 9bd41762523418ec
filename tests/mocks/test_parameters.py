"""Parameters of path, query and header: what they may be, and what is said if they are not."""

import pytest
from tests.mocks.support import answer, assert_problem, client, contract
from werkzeug.test import Client

from taller.mocks import create_stand_in

NOT_AN_ID = ["x", "1.5", "1.0", "1e1", "0x1", "1_000", " 1", "+1", "٣", "¹", "0", "-1", "9" * 30, "9" * 5000]


@pytest.mark.parametrize("text", NOT_AN_ID, ids=lambda text: text[:12])
def test_a_path_that_cannot_be_an_id_names_nothing(text: str):
    assert_problem(client("trabajos").get(f"/trabajo/{text}"), 404)


@pytest.mark.parametrize("vin", ["M10918", "M1091866", "I109186", "M10918Ñ", "M109186%0A", "%00"])
def test_a_path_that_breaks_its_pattern_is_malformed(vin: str):
    problem = assert_problem(client("vehiculos").get(f"/vehiculos/{vin}"), 400)

    assert {fault["parameter"] for fault in problem["errors"]} == {"VIN"}


@pytest.mark.parametrize("path", ["/clientes/nombre/\xff", "/clientes/\xc3", "/\x80", "//clientes", ""])
def test_a_path_that_is_not_one_of_the_contract_byte_for_byte_is_not_found(path: str):
    response = client("clientes").get("/", environ_overrides={"PATH_INFO": path})

    assert_problem(response, 404)


@pytest.mark.parametrize(
    "text", ["0", "-1", "", "x", "1.5", "1_0", "٣", "1000001", "9" * 5000, "1e0", "%20", "null"]
)
def test_a_wrong_page_is_malformed(text: str):
    problem = assert_problem(client("trabajos").get(f"/trabajo?page={text}"), 400)

    assert {fault["parameter"] for fault in problem["errors"]} == {"page"}


@pytest.mark.parametrize("text", ["1", "01", "1.0", "1.000"])
def test_a_whole_number_in_the_query_is_an_integer(text: str):
    assert client("trabajos").get(f"/trabajo?page={text}").status_code == 200


def test_every_wrong_parameter_is_named_at_once():
    problem = assert_problem(
        client("recambios").get("/api/v1/recambios?page=0&limit=x&order=&ordering=asc"), 400
    )

    assert [fault["parameter"] for fault in problem["errors"]] == ["page", "limit", "order", "ordering"]


def test_a_parameter_given_twice_is_malformed():
    assert_problem(client("trabajos").get("/trabajo?page=1&page=1"), 400)


def test_a_parameter_that_nobody_knows_is_ignored():
    jobs = client("trabajos")

    assert jobs.get("/trabajo?nada=1&nada=%41&=").json == jobs.get("/trabajo").json


def test_a_query_that_is_not_utf8_is_malformed():
    assert_problem(client("recambios").get("/api/v1/recambios?nombreFilter=%FF"), 400)


def test_an_empty_tag_breaks_its_schema():
    notice = {"clienteId": 1, "vehiculo": "M109186", "tipo": "Otro"}

    response = client("notificaciones").put("/notificacion/301", json=notice, headers={"If-Match": ""})

    problem = assert_problem(response, 400)
    assert [fault["header"] for fault in problem["errors"]] == ["If-Match"]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("?si=true&n=1.5&lista=1&lista=2&corta=a,b", 200),
        ("?si=false&n=-1e3&o=7", 200),
        ("?o=siete", 200),
        ("?si=True", 400),
        ("?si=1", 400),
        ("?n=NaN", 400),
        ("?n=1.", 400),
        ("?lista=1&lista=x", 400),
        ("?corta=a,,b", 400),
        ("", 400),
    ],
)
def test_texts_become_what_their_schema_says(query: str, status: int):
    def parameter(name: str, schema: object, **more: object) -> object:
        return {"name": name, "in": "query", "schema": schema, **more}

    operation = answer(200, {"type": "object"}, {}) | {
        "parameters": [
            parameter("si", {"type": "boolean"}, required=query in ("", "?si=True", "?si=1")),
            parameter("n", {"type": "number"}),
            parameter("o", {"anyOf": [{"type": "integer"}, {"type": "string", "minLength": 3}]}),
            parameter("lista", {"type": "array", "items": {"type": "integer"}}),
            parameter("corta", {"type": "array", "items": {"type": "string", "minLength": 1}}, explode=False),
        ]
    }
    small = Client(create_stand_in(contract({"/x": {"get": operation}})))

    assert small.get(f"/v1/x{query}").status_code == status


def test_a_missing_header_has_the_status_that_the_contract_has_for_it():
    tag = {"name": "If-Match", "in": "header", "required": True, "schema": {"type": "string"}}

    def put(*statuses: int) -> Client:
        operation = {
            "parameters": [tag],
            "responses": {str(one): {"description": "-"} for one in (200, *statuses)},
        }
        return Client(create_stand_in(contract({"/x": {"put": operation}})))

    assert put(428, 412, 400).put("/v1/x").status_code == 428
    assert put(412, 400).put("/v1/x").status_code == 412
    assert put(400).put("/v1/x").status_code == 400
    assert put().put("/v1/x").status_code == 400


def search(**facts: object) -> Client:
    """Return a client of a stand-in with one parameter, a list of two words."""
    schema = {"type": "array", "maxItems": 2, "items": {"enum": ["fast", "cheap"]}}
    parameter = {"name": "prefs", "schema": schema, "explode": False, **facts}
    operation = {"parameters": [parameter], **answer(200), "summary": "-"}
    operation["responses"]["400"] = {"description": "-"}
    return Client(create_stand_in(contract({"/search": {"get": operation}})))


@pytest.mark.parametrize(
    "cookie", [r'"fast\054cheap"', '"fast,cheap"', "fast,cheap", "fast%2Ccheap", '"fast"']
)
def test_a_cookie_may_be_quoted_as_python_quotes_it(cookie: str):
    response = search(**{"in": "cookie"}).get("/v1/search", headers={"Cookie": f"prefs={cookie}"})

    assert response.status_code == 200


def test_a_parameter_that_may_be_empty_is_not_held_to_its_schema_then():
    lenient, strict = search(**{"in": "query", "allowEmptyValue": True}), search(**{"in": "query"})
    pairs = [lenient.get(f"/v1/search?{query}").status_code for query in ("prefs", "prefs=", "prefs=slow")]

    assert pairs == [200, 200, 400]
    assert strict.get("/v1/search?prefs=slow").status_code == 400


def test_a_number_that_may_not_be_empty_is_malformed_if_it_is():
    number = {"type": "integer"}
    lenient = search(**{"in": "query", "schema": number, "allowEmptyValue": True})

    assert lenient.get("/v1/search?prefs=").status_code == 200
    assert search(**{"in": "query", "schema": number}).get("/v1/search?prefs=").status_code == 400
