"""Lists stand in the order in which their resources were made, and cursors go on where a page ended."""

from base64 import urlsafe_b64encode
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.mocks.support import Json, answer, contract
from werkzeug.test import Client

from taller.mocks import StandIn, create_stand_in

CAR = {
    "type": "object",
    "required": ["plate"],
    "properties": {"plate": {"type": "string"}, "colour": {"type": "string"}},
}
PAGE = {
    "type": "object",
    "required": ["cars"],
    "properties": {"cars": {"type": "array", "items": CAR}, "nextCursor": {"type": "string"}},
}
BODY = {"requestBody": {"content": {"application/json": {"schema": CAR}}}}
CARS = "/v1/cars"


def query(name: str, kind: str = "string") -> Json:
    return {"name": name, "in": "query", "schema": {"type": kind}}


def garage() -> StandIn:
    """Return a stand-in for a garage whose contract shows two cars, the client naming each."""
    listed = answer(200, PAGE, {"cars": [{"plate": "M", "colour": "red"}, {"plate": "C", "colour": "blue"}]})
    listed["parameters"] = [query("cursor"), query("limit", "integer"), query("page", "integer")]
    listed["parameters"] += [query("sort"), query("direction")]
    items = {"get": answer(200, CAR), "put": answer(200, CAR) | BODY, "patch": answer(200, CAR) | BODY}
    items["delete"] = answer(204)
    paths = {
        "/cars": {"get": listed, "post": answer(201, CAR) | BODY},
        "/cars/{plate}": items,
    }
    return create_stand_in(contract(paths))


@pytest.fixture
def cars() -> Client:
    return Client(garage())


def make(client: Client, plate: str, **others: Any) -> None:
    response = client.post(CARS, json={"plate": plate, **others})
    assert response.status_code == 201


def plates(client: Client, **asked: Any) -> list[str]:
    return [one["plate"] for one in client.get(CARS, query_string=asked).json["cars"]]


def test_the_examples_come_first_as_the_contract_has_them_and_then_what_was_made(cars: Client) -> None:
    for plate in ("Z", "A", "K"):
        make(cars, plate)

    assert plates(cars) == ["M", "C", "Z", "A", "K"]
    assert [plates(cars, page=number, limit=2) for number in (1, 2, 3)] == [["M", "C"], ["Z", "A"], ["K"]]


def test_a_change_moves_nothing_and_what_is_made_again_is_the_last(cars: Client) -> None:
    make(cars, "A")

    cars.put(f"{CARS}/M", json={"plate": "M", "colour": "black"})
    cars.patch(f"{CARS}/C", json={"plate": "C", "colour": "black"})
    assert plates(cars) == ["M", "C", "A"]

    cars.delete(f"{CARS}/M")
    make(cars, "M")
    assert plates(cars) == ["C", "A", "M"]


def test_what_is_sorted_alike_stays_in_the_order_in_which_it_was_made(cars: Client) -> None:
    for plate, colour in (("Z", "red"), ("A", "red"), ("K", "blue")):
        make(cars, plate, colour=colour)

    assert plates(cars, sort="colour") == ["C", "K", "M", "Z", "A"]
    assert plates(cars, sort="-colour") == ["M", "Z", "A", "C", "K"]
    assert plates(cars, sort="plate") == ["A", "C", "K", "M", "Z"]


def test_a_list_that_goes_down_by_nothing_begins_with_the_newest(cars: Client) -> None:
    make(cars, "D")

    assert plates(cars, direction="desc") == ["D", "C", "M"]


def test_what_goes_out_comes_in_again_in_the_same_order() -> None:
    old, new = garage(), garage()
    for plate in ("Z", "A"):
        make(Client(old), plate)

    new.memory.load(old.memory.dump())

    assert plates(Client(new)) == ["M", "C", "Z", "A"]
    assert new.memory.dump() == old.memory.dump()


def walked(client: Client, **asked: Any) -> Iterator[list[str]]:
    """Yield the pages of a list, from cursor to cursor."""
    cursor: Json = {}
    while True:
        body = client.get(CARS, query_string=asked | cursor).json
        yield [one["plate"] for one in body["cars"]]
        if "nextCursor" not in body:
            return
        cursor = {"cursor": body["nextCursor"]}


PLATES = st.text("ABCDEFGH", min_size=1, max_size=2)
STEPS = st.lists(st.tuples(st.sampled_from(["make", "delete"]), PLATES), max_size=4)


@given(
    first=st.lists(PLATES, unique=True, max_size=10),
    between=st.lists(STEPS, max_size=8),
    limit=st.integers(1, 4),
    sort=st.sampled_from([{}, {"sort": "colour"}, {"sort": "-colour,plate"}, {"direction": "desc"}]),
)
def test_what_is_there_all_the_time_is_met_once_whatever_comes_and_goes(
    first: list[str], between: list[list[tuple[str, str]]], limit: int, sort: Json
) -> None:
    client = Client(garage())
    for plate in first:
        client.post(CARS, json={"plate": plate, "colour": plate[-1]})
    lasting, met, turns = set(plates(client)), [], iter(between)

    for page in walked(client, limit=limit, **sort):
        met += page
        for what, plate in next(turns, ()):
            if what == "make":
                client.post(CARS, json={"plate": plate, "colour": plate[-1]})
            elif client.delete(f"{CARS}/{plate}").status_code == 204:
                lasting.discard(plate)

    assert [met.count(one) for one in lasting] == [1] * len(lasting)


def test_a_mere_id_is_a_cursor_too(cars: Client) -> None:
    make(cars, "Z", colour="aqua")

    assert plates(cars, cursor="C") == ["Z"]
    assert plates(cars, cursor="C", sort="colour") == ["M"]


@pytest.mark.parametrize("colour", ["a" * 200, "\U0001f600" * 100, "\x00" * 90])
@pytest.mark.parametrize("way", ["", "-"])
def test_what_was_sorted_by_a_long_text_may_go_and_the_list_goes_on(
    cars: Client, colour: str, way: str
) -> None:
    for plate, end in zip("VWXY", "abcd", strict=True):
        make(cars, plate, colour=colour + end)
    asked = {"sort": f"{way}colour", "limit": 1}
    order = plates(cars, sort=f"{way}colour")
    at = order.index("W")
    cursor = ""
    for _ in range(at + 1):
        cursor = cars.get(CARS, query_string=asked | ({"cursor": cursor} if cursor else {})).json[
            "nextCursor"
        ]

    there = plates(cars, cursor=cursor, sort=f"{way}colour")
    cars.delete(f"{CARS}/W")
    gone = plates(cars, cursor=cursor, sort=f"{way}colour")

    assert there == order[at + 1 :]
    assert gone == [one for one in order if one in "VXY" or one in there]


@pytest.mark.parametrize(
    "said", ["[" * 20_000, '["M",1,' + "[" * 900 + "]" * 900 + "]", '["M",1,"' + "x" * 200 + '"]']
)
def test_a_cursor_that_nobody_gave_names_nothing(cars: Client, said: str) -> None:
    cursor = urlsafe_b64encode(said.encode()).decode()

    assert plates(cars, cursor=cursor, sort="colour") == []


def test_a_cursor_leads_on_after_all_was_loaded_again() -> None:
    old, new = garage(), garage()
    for plate in "ZYX":
        make(Client(old), plate)
    Client(old).delete(f"{CARS}/M")
    cursor = Client(old).get(CARS, query_string={"limit": 2}).json["nextCursor"]

    new.memory.load(old.memory.dump())

    assert plates(Client(new), cursor=cursor) == ["Y", "X"]


@pytest.mark.parametrize("kind", ["integer", "string"])
def test_a_number_is_a_cursor_though_its_resource_is_gone(kind: str) -> None:
    note = {"type": "object", "required": ["id"], "properties": {"id": {"type": "integer", "readOnly": True}}}
    listed = answer(200, {"type": "array", "items": note}) | {"parameters": [query("starting_after", kind)]}
    sent = {"requestBody": {"content": {"application/json": {"schema": note}}}}
    number = {"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}
    paths = {
        "/notes": {"get": listed, "post": answer(201, note) | sent},
        "/notes/{id}": {"parameters": [number], "get": answer(200, note), "delete": answer(204)},
    }
    notes = Client(create_stand_in(contract(paths)))
    for _ in range(4):
        notes.post("/v1/notes", json={})

    present = notes.get("/v1/notes?starting_after=2").json
    notes.delete("/v1/notes/2")

    assert present == notes.get("/v1/notes?starting_after=2").json == [{"id": 3}, {"id": 4}]
