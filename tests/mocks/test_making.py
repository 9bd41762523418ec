"""What a client sends is made whole, and not made over."""

from tests.mocks.support import Json, answer, contract
from werkzeug.test import Client

from taller.mocks import create_stand_in

LABELS = {"type": "object", "additionalProperties": {"type": "string"}}
PLACE = {"type": "object", "required": ["street", "town"], "properties": {"street": {}, "town": {}}}
CHARGE = {
    "type": "object",
    "required": ["id", "labels", "status"],
    "properties": {"id": {"type": "string"}, "labels": LABELS, "status": {"const": "paid"}, "place": PLACE},
}
SENT = {"type": "object", "properties": {"labels": LABELS, "place": {"type": "object"}}}
SHOWN = {"id": "x", "labels": {"order": "7"}, "status": "paid", "place": {"street": "Mayor", "town": "Soria"}}


def made(**data: Json) -> Json:
    """Return what a stand-in whose contract shows one charge makes of *data*."""
    body = {"requestBody": {"content": {"application/json": {"schema": SENT}}}}
    paths = {
        "/charges": {
            "get": answer(200, {"type": "array", "items": CHARGE}),
            "post": answer(201, CHARGE, SHOWN) | body,
        },
        "/charges/{id}": {"get": answer(200, CHARGE)},
    }
    response = Client(create_stand_in(contract(paths))).post("/v1/charges", json=data)
    assert response.status_code == 201, response.text
    return dict(response.json)


def test_a_clients_labels_are_not_joined_by_those_of_the_example():
    assert made(labels={"mine": "1"})["labels"] == {"mine": "1"}


def test_what_an_object_lacks_is_taken_from_the_example_and_nothing_else_is():
    charge = made(labels={"mine": "1"}, place={"street": "Real"})

    assert charge["place"] == {"street": "Real", "town": "Soria"}
    assert charge["labels"] == {"mine": "1"}
