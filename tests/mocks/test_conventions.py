"""Habits of other people's contracts: wrappers, summaries, offsets; and what extensions set right."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.mocks.support import Json, answer, assert_problem, contract
from werkzeug.test import Client

from taller.mocks import create_stand_in
from taller.mocks.openapi.contract import Contract
from taller.mocks.understanding import model
from taller.mocks.understanding.inference import understand

SENSOR = {
    "type": "object",
    "required": ["slug", "kind", "serial"],
    "properties": {
        "slug": {"type": "string"},
        "kind": {"type": "string"},
        "serial": {"type": "string", "pattern": "^[A-Z]{3}-[0-9]{4}$", "readOnly": True},
        "unit": {
            "type": "object",
            "required": ["name", "factor"],
            "properties": {"factor": {"type": "number"}},
        },
    },
}
SENT = {
    "type": "object",
    "required": ["slug"],
    "properties": {"slug": {"type": "string"}, "kind": {}, "unit": {}},
}


def body(schema: Json) -> Json:
    """Return the part of an operation that takes *schema*."""
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}


def query(**types: str) -> Json:
    """Return the part of an operation that takes query parameters."""
    return {
        "parameters": [{"name": one, "in": "query", "schema": {"type": kind}} for one, kind in types.items()]
    }


def wrapped(schema: Json, name: str, **others: Json) -> Json:
    """Return the schema of an object that has *schema* as *name*."""
    return {"type": "object", "required": [name], "properties": {name: schema, **others}}


def sensors(**parts: Json) -> Client:
    """Return a client of a stand-in for sensors, some operations changed."""
    operations = {
        "list": answer(200, {"type": "array", "items": SENSOR}),
        "create": answer(201, SENSOR) | body(SENT),
        "read": answer(200, SENSOR),
    } | parts
    items = {name: operations[name] for name in ("put", "patch", "delete") if name in operations}
    paths = {
        "/sensors": {"get": operations["list"], "post": operations["create"]},
        "/sensors/{slug}": {"get": operations["read"], **items},
    }
    return Client(create_stand_in(contract(paths)))


def test_what_nobody_gives_is_made_up_so_that_it_fits():
    made = sensors().post("/v1/sensors", json={"slug": "a", "kind": "heat"})

    assert made.status_code == 201, made.text
    assert made.json["serial"][3] == "-"


def test_what_a_client_sends_is_completed_deep_down_from_the_contract():
    example = {"slug": "x", "kind": "heat", "serial": "ABC-1234", "unit": {"name": "kelvin", "factor": 1}}
    made = sensors(create=answer(201, SENSOR, example) | body(SENT))

    shown = made.post("/v1/sensors", json={"slug": "a", "kind": "heat", "unit": {"name": "celsius"}}).json

    assert shown["unit"] == {"name": "celsius", "factor": 1}
    assert shown["slug"] == "a"


def test_what_cannot_be_shown_is_refused_and_not_kept():
    several = sensors()

    assert_problem(several.post("/v1/sensors", json={"slug": "a", "kind": 7}), 422)

    assert several.get("/v1/sensors").json == []


def test_a_request_may_be_wrapped_as_the_answer_is():
    both = {"create": answer(201, wrapped(SENSOR, "sensor")) | body(wrapped(SENT, "sensor"))}
    several = sensors(**both, read=answer(200, wrapped(SENSOR, "sensor")))

    made = several.post("/v1/sensors", json={"sensor": {"slug": "a", "kind": "heat"}}).json["sensor"]

    assert made["slug"] == "a"
    assert several.get("/v1/sensors/a").json == {"sensor": made}


def test_what_stands_beside_a_wrapped_resource_is_there_too():
    whole = wrapped(SENSOR, "data", success={"type": "boolean", "default": True})
    whole["required"] = ["data", "success"]
    several = sensors(read=answer(200, whole))
    several.post("/v1/sensors", json={"slug": "a", "kind": "heat"})

    shown = several.get("/v1/sensors/a").json

    assert (shown["success"], shown["data"]["slug"]) == (True, "a")


def test_a_list_may_show_less_than_a_resource_and_a_creation_too():
    summary = {"type": "object", "required": ["slug"], "properties": {"slug": {"type": "string"}}}
    listed = wrapped({"type": "array", "items": summary}, "items", total={"type": "integer"})
    several = sensors(list=answer(200, listed), create=answer(201, summary) | body(SENT))

    made = several.post("/v1/sensors", json={"slug": "a", "kind": "heat"}).json

    assert made == {"slug": "a"}
    assert several.get("/v1/sensors").json == {"items": [{"slug": "a"}], "total": 1}
    assert several.get("/v1/sensors/a").json["kind"] == "heat"


def test_a_deletion_may_answer_what_was_there():
    several = sensors(delete=answer(200, SENSOR))
    made = several.post("/v1/sensors", json={"slug": "a", "kind": "heat"}).json

    assert several.delete("/v1/sensors/a").json == made
    assert_problem(several.get("/v1/sensors/a"), 404)


@settings(max_examples=25, deadline=None)
@given(count=st.integers(0, 12), size=st.integers(1, 5), start=st.sampled_from(["skip", "offset"]))
def test_offsets_visit_each_once(count: int, size: int, start: str):
    names = {"skip": "take", "offset": "limit"}
    asked = query(**{start: "integer", names[start]: "integer", "sort_by": "string", "order": "string"})
    several = sensors(list=answer(200, {"type": "array", "items": SENSOR}) | asked)
    for number in range(count):
        several.post("/v1/sensors", json={"slug": f"s{number:02}", "kind": f"k{number % 2}"})

    seen = []
    for at in range(0, count + size, size):
        said = {start: at, names[start]: size, "sort_by": "kind", "order": "desc"}
        seen += several.get("/v1/sensors", query_string=said).json

    assert [one["slug"] for one in seen] == sorted(
        (one["slug"] for one in seen), key=lambda slug: (-(int(slug[1:]) % 2), slug)
    )
    assert len({one["slug"] for one in seen}) == len(seen) == count


def understood(paths: Json) -> dict[tuple[str, str], model.Action]:
    """Return what each operation of *paths* does."""
    return dict(understand(Contract(contract(paths))).actions)


PLAIN: Json = {
    "/things": {
        "get": answer(200, {"type": "array", "items": SENSOR}),
        "post": answer(201, SENSOR) | body(SENT),
    },
    "/things/{code}": {"get": answer(200, SENSOR)},
}


@pytest.mark.parametrize("path", ["/things", "/things/{code}"])
def test_a_contract_may_say_that_a_path_is_no_collection(path: str):
    actions = understood(PLAIN | {path: PLAIN[path] | {"x-collection": False}})

    assert {type(one) for one in actions.values()} == {model.ShowExample}


def test_a_contract_may_say_which_property_is_the_id():
    actions = understood(
        PLAIN | {"/things/{code}": PLAIN["/things/{code}"] | {"x-collection": {"id": "serial"}}}
    )

    reading = actions["/things/{code}", "get"]
    assert isinstance(reading, model.Read)
    assert reading.collection.id_property == "serial"


def test_a_contract_may_say_whose_resources_a_path_shows():
    shown = {"get": answer(200, {"type": "array", "items": {"type": "object", "properties": {"slug": {}}}})}
    actions = understood(
        PLAIN
        | {"/things/{code}": PLAIN["/things/{code}"] | {"x-collection": {"id": "slug"}}}
        | {"/favourites": shown | {"x-collection": {"of": "/things"}}}
    )

    listing = actions["/favourites", "get"]
    assert isinstance(listing, model.ListAll)
    assert listing.collection.path == "/things"


def test_a_contract_may_say_that_an_operation_is_no_action():
    things = PLAIN["/things"] | {"post": PLAIN["/things"]["post"] | {"x-action": "example"}}
    thing = PLAIN["/things/{code}"] | {"x-collection": {"id": "slug"}}

    action = understood({"/things": things, "/things/{code}": thing})["/things", "post"]

    assert isinstance(action, model.ShowExample)
    assert action.why == "the contract says so: x-action"


def test_a_contract_may_say_what_sorts_and_what_pages():
    asked: dict[str, Any] = query(by="string", way="string", hop="integer", q="string")
    for name, extension, value in (
        (0, "x-sort", "order"),
        (1, "x-sort", "direction"),
        (2, "x-page", "offset"),
    ):
        asked["parameters"][name][extension] = value
    asked["parameters"][3]["x-filter"] = {"property": "kind", "match": "substring"}
    things = PLAIN["/things"] | {"get": PLAIN["/things"]["get"] | asked}
    thing = PLAIN["/things/{code}"] | {"x-collection": {"id": "slug"}}

    listing = understood({"/things": things, "/things/{code}": thing})["/things", "get"]

    assert isinstance(listing, model.ListAll)
    assert (listing.query.order, listing.query.direction, listing.query.offset) == ("by", "way", "hop")
    assert [(one.parameter, one.property, one.match) for one in listing.query.filters] == [
        ("q", "kind", "substring")
    ]


def test_several_at_once_are_no_creation():
    batch = PLAIN["/things"] | {
        "post": answer(201, {"type": "array", "items": SENSOR}) | body({"type": "array"})
    }

    actions = understood(PLAIN | {"/things": batch})

    assert isinstance(actions["/things", "post"], model.ShowExample)


def test_a_link_that_must_be_there_leads_where_the_example_shows():
    href = {"type": "object", "required": ["href"], "properties": {"href": {"type": "string"}}}
    links = {"type": "object", "required": ["room"], "properties": {"self": href, "room": href}}
    bed = {
        "type": "object",
        "properties": {"id": {"type": "integer"}, "roomId": {"type": "integer"}, "links": links},
    }
    shown = [{"id": 1, "roomId": 7, "links": {"self": {"href": "/v1/beds/1"}, "room": {"href": "/rooms/7"}}}]
    sent = {"type": "object", "properties": {"roomId": {"type": "integer"}}}
    paths = {
        "/beds": {
            "get": answer(200, {"type": "array", "items": bed}, shown),
            "post": answer(201, bed) | body(sent),
        },
        "/beds/{id}": {"get": answer(200, bed)},
    }
    hospital = Client(create_stand_in(contract(paths)))

    made = hospital.post("/v1/beds", json={"roomId": 9}).json

    assert made["links"] == {"self": {"href": "/v1/beds/2"}, "room": {"href": "/rooms/9"}}
    assert hospital.get("/v1/beds").json == [*shown, made]
