"""What is done with one resource beside the usual: ``POST /orders/{id}/cancel``."""

from typing import Any

import pytest
from tests.mocks.support import Json, answer, assert_problem, contract
from werkzeug.test import Client

from taller.mocks import create_stand_in
from taller.mocks.openapi.contract import Contract
from taller.mocks.understanding import model
from taller.mocks.understanding.inference import understand

STATUS = {"type": "string", "enum": ["open", "paid", "cancelled"], "default": "open"}
ORDER = {
    "type": "object",
    "required": ["id", "status"],
    "properties": {
        "id": {"type": "integer", "readOnly": True},
        "status": {**STATUS, "readOnly": True},
        "title": {"type": "string", "maxLength": 10},
        "updatedAt": {"type": "string", "format": "date-time", "readOnly": True},
    },
}
COPY = {**ORDER, "description": "An order, as the warehouse writes it."}
WRAPPED = {"type": "object", "required": ["order"], "properties": {"order": ORDER}}
RECEIPT = {
    "type": "object",
    "required": ["number", "orderId"],
    "properties": {"number": {"type": "string"}, "orderId": {"type": "integer"}},
}
SHOWN = {"number": "R-7", "orderId": 7}
FREE = {"type": "object"}


def body(schema: Json) -> Json:
    return {"requestBody": {"content": {"application/json": {"schema": schema}}}}


def sends(**properties: Json) -> Json:
    return body({"type": "object", "properties": properties})


BASE = {
    "/orders": {
        "get": answer(
            200, {"type": "array", "items": ORDER}, [{"id": 1, "status": "open", "title": "Tyres"}]
        ),
        "post": answer(201, ORDER) | body(ORDER),
    },
    "/orders/{id}": {"get": answer(200, ORDER)},
}
ONE = "/v1/orders/1"


def client(method: str = "post", path: str = "/orders/{id}/cancel", **operation: Any) -> Client:
    """Return a client of a stand-in for orders and one more operation."""
    paths = {one: dict(item) for one, item in BASE.items()}
    paths.setdefault(path, {})[method] = operation
    return Client(create_stand_in(contract(paths)))


@pytest.mark.parametrize("shown", [answer(200, ORDER), answer(200, RECEIPT, SHOWN), answer(204)])
def test_what_is_done_to_nothing_is_not_found(shown: Json) -> None:
    orders = client(**shown)

    assert orders.post(f"{ONE}/cancel").status_code in (200, 204)
    assert_problem(orders.post("/v1/orders/2/cancel"), 404)


def test_what_only_reads_is_found_below_nothing_unless_the_contract_has_a_404() -> None:
    shown = answer(200, RECEIPT, SHOWN)
    refused = {"responses": {**shown["responses"], "404": {"description": "-"}}}

    lenient = client("get", "/orders/{id}/receipt", **shown)
    strict = client("get", "/orders/{id}/receipt", **refused)

    assert lenient.get("/v1/orders/2/receipt").json == SHOWN
    assert strict.get("/v1/orders/2/receipt").status_code == 404
    for one in (lenient, strict):
        assert one.get(f"{ONE}/receipt").json == SHOWN | {"orderId": 1}


@pytest.mark.parametrize("schema", [ORDER, COPY])
def test_an_answer_in_the_shape_of_the_resource_is_that_resource(schema: Json) -> None:
    orders = client(**answer(200, schema, {"id": 99, "status": "cancelled"}))
    orders.post("/v1/orders", json={"title": "Oil"})

    response = orders.post("/v1/orders/2/cancel")

    assert response.json == orders.get("/v1/orders/2").json
    assert response.json["title"] == "Oil"


def test_it_is_so_wrapped_too_and_with_a_part_of_its_properties() -> None:
    part = {"type": "object", "properties": {"id": {"type": "integer"}, "status": STATUS}}

    assert client(**answer(200, WRAPPED)).post(f"{ONE}/cancel").json["order"]["title"] == "Tyres"
    assert client(**answer(200, part)).post(f"{ONE}/cancel").json == {"id": 1, "status": "open"}


@pytest.mark.parametrize(
    "shown",
    [answer(200, ORDER), answer(200, {"type": "object", "properties": {"status": STATUS}}), answer(204)],
)
def test_what_the_body_says_of_the_resource_is_set(shown: Json) -> None:
    orders = client("put", "/orders/{id}/status", **shown, **sends(status=STATUS))

    response = orders.put(f"{ONE}/status", json={"status": "cancelled"})

    assert response.status_code in (200, 204)
    assert not response.data or response.json["status"] == "cancelled"
    changed = orders.get(ONE).json
    assert (changed["status"], changed["title"]) == ("cancelled", "Tyres")
    assert "updatedAt" in changed


def test_what_would_break_the_resource_leaves_it_as_it_is() -> None:
    orders = client(**answer(200, ORDER), **sends(title={"type": "string"}))
    before = orders.get(ONE).json

    response = orders.post(f"{ONE}/cancel", json={"title": "much longer than a title"})

    assert response.json == orders.get(ONE).json == before


@pytest.mark.parametrize("said", [{"id": 5}, {"updatedAt": "2026-03-02T10:00:00Z"}, {"mood": "good"}, {}])
def test_what_a_client_never_sets_stays(said: Json) -> None:
    orders = client(**answer(200, ORDER), **body(FREE))
    before = orders.get(ONE).json

    assert orders.post(f"{ONE}/cancel", json=said).json == before
    assert orders.get(ONE).json == before


def test_another_answer_is_an_example_that_names_the_resource() -> None:
    orders = client(**answer(200, RECEIPT, SHOWN))

    assert orders.post(f"{ONE}/cancel").json == {"number": "R-7", "orderId": 1}


def test_a_resource_that_the_answer_cannot_show_gives_way_to_the_example() -> None:
    done = {"type": "object", "properties": {"id": {"type": "integer"}, "status": {"const": "cancelled"}}}
    wrapped = {"type": "object", "required": ["order"], "properties": {"order": done}}
    shown = {"order": {"id": 9, "status": "cancelled"}}

    assert client(**answer(200, done)).post(f"{ONE}/cancel").json == {"id": 1, "status": "cancelled"}
    assert client(**answer(200, wrapped, shown)).post(f"{ONE}/cancel").json == shown


def test_what_is_unique_is_not_taken_from_another() -> None:
    order = ORDER | {"x-unique": [["title"]]}
    paths = {
        "/orders": {"post": answer(201, order) | body(order)},
        "/orders/{id}": {"get": answer(200, order)},
        "/orders/{id}/title": {"put": answer(200, order) | sends(title={"type": "string"})},
    }
    orders = Client(create_stand_in(contract(paths)))
    for title in ("Oil", "Tyres"):
        orders.post("/v1/orders", json={"title": title})

    assert_problem(orders.put("/v1/orders/2/title", json={"title": "Oil"}), 409)
    assert orders.get("/v1/orders/2").json["title"] == "Tyres"


def test_a_property_of_another_type_is_not_the_id() -> None:
    receipt = {"type": "object", "properties": {"orderId": {"type": "string"}}}
    orders = client(**answer(200, receipt, {"orderId": "seven"}))

    assert orders.post(f"{ONE}/cancel").json == {"orderId": "seven"}


def test_what_is_made_below_has_an_id_of_its_own() -> None:
    orders = client(
        path="/orders/{id}/copies", **answer(201, {"type": "object", **COPY}, {"id": 7, "status": "paid"})
    )

    assert orders.post(f"{ONE}/copies").json["id"] != 1


def test_a_post_to_the_resource_itself_changes_it_as_some_services_have_it() -> None:
    orders = client(path="/orders/{id}", **answer(200, ORDER), **sends(title={"type": "string"}))

    orders.post(ONE, json={"title": "Brakes"})

    assert orders.get(ONE).json["title"] == "Brakes"


def test_what_goes_into_a_list_below_changes_nothing_above() -> None:
    line = {"type": "object", "properties": {"lineId": {"type": "integer"}, "sku": {"type": "string"}}}
    listed = answer(200, {"type": "array", "items": line}, [{"lineId": 3, "sku": "M6"}])
    listed["parameters"] = [{"name": "id", "in": "path", "required": True, "schema": {}, "example": 1}]
    paths = BASE | {
        "/orders/{id}/lines": {"get": listed, "post": answer(200, ORDER) | sends(title={"type": "string"})},
        "/orders/{id}/lines/{lineId}": {"get": answer(200, line)},
    }
    orders = Client(create_stand_in(contract(paths)))

    response = orders.post(f"{ONE}/lines", json={"title": "Bolts"})

    assert response.json == orders.get(ONE).json
    assert response.json["title"] == "Tyres"


def test_a_stale_tag_stops_it() -> None:
    tag = {"name": "If-Match", "in": "header", "schema": {"type": "string"}}
    orders = client(**answer(200, ORDER), parameters=[tag])

    assert_problem(orders.post(f"{ONE}/cancel", headers={"If-Match": '"old"'}), 412)


def test_the_nearest_resource_is_meant_whatever_its_parameters_are_called() -> None:
    note = {"type": "object", "required": ["id"], "properties": {"id": {"type": "integer", "readOnly": True}}}
    note["properties"] |= {"pinned": {"type": "boolean"}}
    paths = BASE | {
        "/orders/{id}/notes": {"post": answer(201, note) | body(note)},
        "/orders/{id}/notes/{noteId}": {"get": answer(200, note)},
        "/orders/{order}/notes/{note}/pin": {"put": answer(200, note) | sends(pinned={"type": "boolean"})},
    }
    orders = Client(create_stand_in(contract(paths)))
    made = orders.post(f"{ONE}/notes", json={}).json["id"]

    orders.put(f"{ONE}/notes/{made}/pin", json={"pinned": True})

    assert orders.get(f"{ONE}/notes/{made}").json == {"id": made, "pinned": True}
    assert_problem(orders.put(f"/v1/orders/2/notes/{made}/pin", json={"pinned": True}), 404)


def test_what_is_one_of_its_kind_may_be_acted_on_too() -> None:
    settings = {"type": "object", "required": ["mode"], "properties": {"mode": {"type": "string"}}}
    path = "/settings/mode"
    paths = {
        "/settings": {
            "get": answer(200, settings, {"mode": "day"}),
            "put": answer(200, settings) | body(settings),
        },
        path: {"put": answer(200, settings) | body(settings)},
    }
    one = Client(create_stand_in(contract(paths)))

    one.put(f"/v1{path}", json={"mode": "night"})

    assert one.get("/v1/settings").json == {"mode": "night"}


def test_the_contract_may_say_that_it_is_no_such_thing() -> None:
    shown = {"id": 9, "status": "paid"}
    orders = client(**answer(200, ORDER, shown), **{"x-action": "example"})

    assert orders.post(f"{ONE}/cancel").json == orders.post("/v1/orders/2/cancel").json == shown


def test_what_is_understood_already_is_no_action() -> None:
    of_parts = understand(Contract(contract(BASE)))

    assert not any(isinstance(one, model.Act | model.ShowExample) for one in of_parts.actions.values())
