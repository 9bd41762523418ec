"""The state of a stand-in as a whole: counted, put back, taken out and brought in."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.mocks.support import NAMES, Json, answer, contract, document
from werkzeug.test import Client

from taller.mocks import StandIn, create_stand_in
from taller.mocks.state.dumps import UnfitState

SHOP = yaml.safe_load((Path(__file__).parent / "contracts" / "shop.yaml").read_text())


def lived_in() -> StandIn:
    """Return a shop in which something has happened."""
    app = create_stand_in(SHOP)
    shop = Client(app)
    shop.post("/shop/customers", json={"name": "Eva"})
    shop.post("/shop/customers/4/orders", json={"amount": 3})
    shop.put("/shop/customers/4/profile", json={"theme": "light"})
    shop.put("/shop/labels/a%20b", json={"colour": "red"})
    shop.delete("/shop/customers/1")
    return app


def test_every_change_counts_and_no_reading_does():
    app = create_stand_in(SHOP)
    shop, before = Client(app), app.memory.version

    shop.get("/shop/customers/1")
    read = app.memory.version
    versions = [before]
    for method, path in (("PATCH", "customers/1"), ("PUT", "labels/x"), ("DELETE", "customers/1/profile")):
        shop.open(f"/shop/{path}", method=method, json={"name": "Eva", "colour": "red"})
        versions.append(app.memory.version)

    assert read == before
    assert versions == sorted(set(versions))


def test_a_reset_brings_the_seeds_back_and_counts_as_a_change():
    app = lived_in()
    before = app.memory.version

    app.memory.reset()

    assert app.memory.dump() == create_stand_in(SHOP).memory.dump()
    assert app.memory.version > before


def test_a_dump_has_everything_by_the_path_where_it_is_met():
    dump = lived_in().memory.dump()

    assert [one["customerId"] for one in dump["/customers"]] == [2, 3, 4]
    assert [one["amount"] for one in dump["/customers/4/orders"]] == [3]
    assert dump["/customers/4/profile"] == [{"theme": "light"}]
    assert dump["/labels/a%20b"] == [{"colour": "red"}]


def test_what_was_taken_out_may_be_brought_in_elsewhere():
    dump = lived_in().memory.dump()
    other = create_stand_in(SHOP)

    other.memory.load(dump)

    assert other.memory.dump() == dump
    shop = Client(other)
    assert shop.get("/shop/customers/4/orders").json["items"] == dump["/customers/4/orders"]
    assert shop.get("/shop/labels/a%20b").json == {"colour": "red"}


@pytest.mark.parametrize("name", [*NAMES, "facturas"])
def test_each_of_the_seven_takes_back_what_it_gave(name: str):
    memory = create_stand_in(document(name)).memory
    dump = memory.dump()

    memory.load(dump)

    assert memory.dump() == dump


UNFIT: list[tuple[dict[str, Any], str]] = [
    ({"/nothing": []}, "/nothing: there is no collection"),
    ({"/customers": {}}, "/customers: is no list"),
    ({"/customers": [7]}, "/customers #0: is no object"),
    ({"/customers": [{"name": "Ana"}]}, "/customers #0: has no id: customerId"),
    ({"/customers": [{"customerId": 1}]}, "/customers #0: name is missing"),
    ({"/customers": [{"customerId": 1, "name": ""}]}, "/customers #0: name breaks its schema"),
    ({"/customers": [{"customerId": 1, "name": "a"}] * 2}, "/customers #1: the id 1 is there already"),
    ({"/customers/1/orders": [{"id": "x", "customerId": 1, "state": "new"}]}, "id breaks its schema"),
    ({"/customers": [{"customerId": False, "name": "a"}]}, "/customers #0: has no id: customerId"),
    ({"/customers/9/profile": [{"theme": "a"}]}, "/customers/9/profile: there is no parent"),
    ({"/customers/9/profile": []}, "/customers/9/profile: there is no parent"),
]


@pytest.mark.parametrize(("dump", "fault"), UNFIT)
def test_what_breaks_the_contract_stays_out_and_nothing_changes(dump: dict[str, Any], fault: str):
    memory = lived_in().memory
    before = memory.dump()

    with pytest.raises(UnfitState, match=fault):
        memory.load(dump)

    assert memory.dump() == before


def test_every_fault_is_named():
    memory = create_stand_in(SHOP).memory

    with pytest.raises(UnfitState) as caught:
        memory.load({"/nothing": [], "/customers": [{"customerId": "x"}]})

    assert caught.value.faults == [
        "/nothing: there is no collection",
        "/customers #0: customerId breaks its schema",
        "/customers #0: name is missing",
    ]


def test_a_page_of_a_great_collection_costs_no_look_at_the_rest():
    app = create_stand_in(SHOP)
    customers = app.meaning.collections[0]
    for number in range(10, 9000):
        app.memory.put(customers, {"customerId": number, "name": "Ana"})
    section = app.memory.shelf(customers).section()
    looked_at: list[object] = []

    class Watched(dict[Any, Any]):
        def __getitem__(self, key: object) -> Any:
            looked_at.append(key)
            return super().__getitem__(key)

    section.entries = Watched(section.entries)

    body = Client(app).get("/shop/customers?page=4000").json

    assert [one["customerId"] for one in body["data"]] == looked_at
    assert (len(looked_at), body["meta"]["total"]) == (2, 8993)


@pytest.mark.parametrize("odd", [{"a": 1}, [1], None, 1.5, True])
def test_what_is_no_id_is_related_to_nothing_and_nothing_changes(odd: object):
    memory = create_stand_in(document("recambios")).memory
    before = memory.dump()
    relation = memory.dump() | {"/recambios/2022/equivalencias": [2023, odd]}

    with pytest.raises(UnfitState) as caught:
        memory.load(relation)

    assert caught.value.faults == ["/recambios/2022/equivalencias #1: is no id"]
    assert memory.dump() == before


NAMED = {
    "type": "object",
    "required": ["name"],
    "x-unique": [["name"]],
    "properties": {"id": {"type": "integer", "readOnly": True}, "name": {"type": "string"}},
}


def pets(*shown: tuple[int, str], toys: int = 1, unique: bool = True) -> Json:
    """Return a contract that shows pets of these ids and names, and a toy of the pet *toys*."""
    pet = NAMED if unique else {name: one for name, one in NAMED.items() if name != "x-unique"}
    sent = {"requestBody": {"content": {"application/json": {"schema": pet}}}}
    ids = [{"name": one, "in": "path", "required": True, "schema": {"type": "integer"}} for one in "pt"]
    ids[0]["example"] = toys
    several = {"type": "array", "items": pet}
    return contract(
        {
            "/pets": {
                "get": answer(200, several, [{"id": one, "name": name} for one, name in shown]),
                "post": answer(201, pet) | sent,
            },
            "/pets/{p}": {
                "parameters": ids[:1],
                "get": answer(200, pet),
                "put": answer(200, pet) | sent,
                "delete": answer(204),
            },
            "/pets/{p}/toys": {
                "parameters": ids[:1],
                "get": answer(200, several, [{"id": 1, "name": "ball"}]),
                "post": answer(201, pet) | sent,
            },
            "/pets/{p}/toys/{t}": {"parameters": ids, "get": answer(200, pet)},
        }
    )


def test_what_agrees_in_what_is_unique_stays_out():
    memory = create_stand_in(pets((1, "Rex"))).memory

    with pytest.raises(UnfitState) as caught:
        memory.load({"/pets": [{"id": 1, "name": "a"}, {"id": 2, "name": "b"}, {"id": 3, "name": "a"}]})

    assert caught.value.faults == ["/pets #2: another has the same name"]


@pytest.mark.parametrize("shown", [pets((1, "Rex"), toys=9), pets((1, "Rex"), (2, "Rex"))])
def test_examples_that_no_request_could_have_made_are_left_out_so_that_what_goes_out_comes_in(shown: Json):
    memory = create_stand_in(shown).memory
    dump = memory.dump()

    memory.load(dump)

    assert dump["/pets"] == [{"id": 1, "name": "Rex"}]
    assert "/pets/9/toys" not in dump


def test_what_is_made_after_a_great_state_was_loaded_stays():
    app = create_stand_in(pets((1, "Rex")))
    client = Client(app)
    app.memory.load({"/pets": [{"id": number, "name": str(number)} for number in range(1, 10_001)]})

    made = [client.post("/v1/pets", json={"name": name}).json["id"] for name in ("a", "b")]

    assert [client.get(f"/v1/pets/{one}").status_code for one in made] == [200, 200]
    assert [client.get(f"/v1/pets/{one}").status_code for one in (1, 2, 3, 4)] == [200, 404, 404, 200]


def inherited(old: StandIn, contract: Json) -> tuple[StandIn, int]:
    """Return a stand-in for *contract* with what *old* has, and how many resources did not fit."""
    new = create_stand_in(contract)
    return new, new.memory.inherit(old.memory)


def names(app: StandIn) -> list[tuple[int, str]]:
    """Return the ids and names of the pets."""
    return [(one["id"], one["name"]) for one in app.memory.dump()["/pets"]]


def test_examples_that_nobody_touched_are_those_of_the_contract_as_it_is_now():
    old = create_stand_in(pets((1, "Rex"), (2, "Al"), (3, "Tom")))

    new, left_out = inherited(old, pets((1, "Max"), (4, "Kim"), (2, "Al")))

    assert names(new) == [(1, "Max"), (4, "Kim"), (2, "Al")]
    assert left_out == 0


def test_what_requests_did_stays_whatever_becomes_of_the_examples():
    old = create_stand_in(pets((1, "Rex"), (2, "Al"), (3, "Tom")))
    client = Client(old)
    client.post("/v1/pets", json={"name": "Eva"})
    client.put("/v1/pets/2", json={"name": "Bo"})
    client.delete("/v1/pets/3")

    new, left_out = inherited(old, pets((1, "Max"), (2, "Alf"), (3, "Tim")))

    assert names(new) == [(1, "Max"), (2, "Bo"), (4, "Eva")]
    assert left_out == 0


def test_of_those_that_agree_in_what_is_unique_now_the_first_stays():
    old = create_stand_in(pets((1, "Rex"), unique=False))
    Client(old).post("/v1/pets", json={"name": "Rex"})

    new, left_out = inherited(old, pets((1, "Rex")))

    assert (names(new), left_out) == ([(1, "Rex")], 1)


def test_no_id_that_was_given_is_given_again_after_a_change_of_the_contract():
    old = create_stand_in(pets((1, "Rex")))
    Client(old).post("/v1/pets", json={"name": "a"})
    Client(old).delete("/v1/pets/2")

    new, _ = inherited(old, pets((1, "Rex")))

    assert Client(new).post("/v1/pets", json={"name": "b"}).json["id"] == 3


def test_a_single_resource_stays_deleted_when_the_contract_changes():
    old = create_stand_in(SHOP)
    for number in (1, 2):
        Client(old).delete(f"/shop/customers/{number}/profile")
    Client(old).delete("/shop/customers/2")

    new, left_out = inherited(old, SHOP)

    shop = Client(new)
    assert [shop.get(f"/shop/customers/{one}/profile").status_code for one in (1, 2, 3)] == [404, 404, 200]
    assert left_out == 0


def test_what_became_something_else_is_left_out():
    old = create_stand_in(document("recambios"))
    one, many = NAMED, {"type": "array", "items": NAMED}
    sent = {"requestBody": {"content": {"application/json": {"schema": one}}}}
    known = {"parameters": [{"name": "a", "in": "path", "required": True, "schema": {"type": "integer"}}]}
    paths: Json = {
        "/recambios": {"get": answer(200, one, {"name": "all"}), "put": answer(200, one) | sent},
        "/recambios/{a}/equivalencias": known | {"get": answer(200, many), "post": answer(201, one) | sent},
        "/recambios/{a}/equivalencias/{id}": known | {"get": answer(200, one)},
    }

    new, left_out = inherited(old, contract(paths))

    assert new.memory.dump() == {"/recambios": [{"name": "all"}]}
    assert left_out == 0


@pytest.mark.parametrize("name", [*NAMES, "facturas"])
def test_each_of_the_seven_inherits_all_of_itself(name: str):
    old = create_stand_in(document(name))

    new, left_out = inherited(old, document(name))

    assert (new.memory.dump(), left_out) == (old.memory.dump(), 0)
