"""What is required of a client, and what of the service."""

from tests.mocks.support import answer, assert_problem, contract
from werkzeug.test import Client

from taller.mocks import create_stand_in
from taller.mocks.openapi.sides import are_alike, as_seen_by

USER = {
    "type": "object",
    "required": ["id", "nombre", "clave"],
    "properties": {
        "id": {"$ref": "#/components/schemas/Id"},
        "nombre": {"type": "string"},
        "clave": {"type": "string", "writeOnly": True},
    },
    "additionalProperties": False,
}
ID = {"type": "integer", "readOnly": True}
REFERENCE = {"$ref": "#/components/schemas/User"}


def users() -> Client:
    """Return a client of a stand-in whose requests and answers share one schema."""
    sent = {"requestBody": {"required": True, "content": {"application/json": {"schema": REFERENCE}}}}
    parameter = {"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}
    paths = {
        "/users": {"post": answer(201, REFERENCE) | sent},
        "/users/{id}": {"get": answer(200, REFERENCE), "parameters": [parameter]},
    }
    return Client(create_stand_in(contract(paths, schemas={"User": USER, "Id": ID})))


def test_what_only_the_service_gives_is_not_asked_of_the_client():
    created = users().post("/v1/users", json={"nombre": "Ana", "clave": "secreta"})

    assert (created.status_code, created.json) == (201, {"id": 1, "nombre": "Ana"})


def test_what_only_the_client_gives_is_asked_of_it_and_never_shown():
    client = users()

    problem = assert_problem(client.post("/v1/users", json={"nombre": "Ana"}), 422)
    client.post("/v1/users", json={"nombre": "Ana", "clave": "secreta"})

    assert [fault["pointer"] for fault in problem["errors"]] == ["#/clave"]
    assert client.get("/v1/users/1").json == {"id": 1, "nombre": "Ana"}


def test_a_contract_without_such_properties_is_the_same_on_both_sides():
    plain = contract({"/x": {"get": answer(200, {"required": ["a"], "properties": {"a": {}}})}})
    marked = contract({"/x": {"get": answer(200, {"required": ["a"], "properties": {"a": ID}})}})

    assert are_alike(plain)
    assert not are_alike(marked)


def test_a_side_sees_all_that_values_are_held_to_and_no_notes():
    schema = {
        "description": "Una cosa.",
        "example": {"title": "x"},
        "properties": {"title": {"type": "string", "default": "x"}, "example": {"const": {"title": 1}}},
        "dependentRequired": {"title": ["example"]},
        "enum": [{"description": "x"}],
    }

    seen = as_seen_by("request", contract({}, schemas={"title": schema}))

    assert seen["components"]["schemas"] == {
        "title": {
            "properties": {"title": {"type": "string"}, "example": {"const": {"title": 1}}},
            "dependentRequired": {"title": ["example"]},
            "enum": [{"description": "x"}],
        }
    }
