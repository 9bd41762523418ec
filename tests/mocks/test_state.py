"""The state of a stand-in as a whole: counted, put back, taken out and brought in."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.mocks.support import NAMES, document
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


@pytest.mark.parametrize("name", NAMES)
def test_each_of_the_six_takes_back_what_it_gave(name: str):
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
    ({"/customers/9/profile": [{"theme": "a"}]}, "/customers/9/profile: there is no parent"),
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
