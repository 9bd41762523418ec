"""A shop: nested, single, read-only and client-named resources, as other people's contracts have them."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.mocks.support import assert_problem
from werkzeug.test import Client

from taller.mocks import create_stand_in

DOCUMENT = yaml.safe_load((Path(__file__).parent / "contracts" / "shop.yaml").read_text())
CUSTOMERS = "/shop/customers"


@pytest.fixture
def shop() -> Client:
    """A client of a fresh shop."""
    return Client(create_stand_in(DOCUMENT))


def ids(shop: Client, query: str = "") -> list[int]:
    """Return the ids of the customers that a list with *query* shows, in a page of fifty."""
    return [one["customerId"] for one in shop.get(f"{CUSTOMERS}?per_page=50&{query}").json["data"]]


def order(shop: Client, customer: int = 1, **data: Any) -> dict[str, Any]:
    """Order something for *customer*."""
    response = shop.post(f"{CUSTOMERS}/{customer}/orders", json=data)
    assert response.status_code == 200, response.text
    return dict(response.json)


def test_an_id_may_be_called_after_the_word_and_the_path_may_call_it_text(shop: Client):
    assert shop.get(f"{CUSTOMERS}/2").json["name"] == "Luis"
    assert_problem(shop.get(f"{CUSTOMERS}/nobody"), 404)


def test_what_the_service_owns_a_client_never_sets(shop: Client):
    made = shop.post(
        CUSTOMERS, json={"customerId": 77, "name": "Eva", "createdAt": "1999-01-01T00:00:00Z"}
    ).json

    assert made["customerId"] == 4
    assert made["createdAt"] == made["updatedAt"] > "2026"
    assert made["level"] == "basic"


def test_what_is_write_only_is_never_shown(shop: Client):
    made = shop.post(CUSTOMERS, json={"name": "Eva", "password": "secret"})

    assert "secret" not in made.text + shop.get(made.location).text + shop.get(CUSTOMERS + "?page=2").text


def test_the_moment_of_making_stays_and_that_of_a_change_does_not():
    moments = iter(["2026-05-01T10:00:00+00:00", "2026-05-02T10:00:00+02:00"])
    app = create_stand_in(DOCUMENT)
    from dataclasses import replace
    from datetime import datetime

    app._world = replace(app._world, now=lambda: datetime.fromisoformat(next(moments)))
    shop = Client(app)
    shop.post(CUSTOMERS, json={"name": "Eva"})

    changed = shop.patch(f"{CUSTOMERS}/4", json={"name": "Eva María"}).json

    assert (changed["createdAt"], changed["updatedAt"]) == ("2026-05-01T10:00:00Z", "2026-05-02T08:00:00Z")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("city=Vigo", [1, 3]),
        ("city=Vigo&city=Lugo", [1, 2, 3]),
        ("nameFilter=PIA", [3]),
        ("minAge=40", [2, 3]),
        ("age_lte=40", [1, 2]),
        ("createdAfter=2026-02-01", [2, 3]),
        ("filter[city]=Lugo", [2]),
        ("q=lugo", [2]),
        ("colour=red", [1, 2, 3]),
        ("sort=-name", [3, 2, 1]),
        ("sort=city,-age", [2, 3, 1]),
        ("sort=age:desc", [3, 2, 1]),
        ("sort=age,desc", [3, 2, 1]),
        ("sort=nothing", [1, 2, 3]),
    ],
)
def test_lists_are_filtered_and_sorted_by_what_parameters_are_called(
    shop: Client, query: str, found: list[int]
):
    assert ids(shop, query) == found


def test_a_page_tells_the_truth_about_the_list(shop: Client):
    response = shop.get(CUSTOMERS + "?page=1&city=Vigo&city=Lugo")

    assert response.json["meta"] == {"total": 3, "page": 1, "pages": 2, "hasMore": True, "version": "v7"}
    assert response.json["next"] == "/shop/customers?city=Vigo&city=Lugo&page=2"
    assert response.headers["X-Total-Count"] == "3"
    assert '</shop/customers?city=Vigo&city=Lugo&page=2>; rel="next"' in response.headers["Link"]
    assert json.loads(response.headers["X-Pagination"]) == {
        "total": 3,
        "total_pages": 2,
        "first_page": 1,
        "last_page": 2,
        "page": 1,
        "next_page": 2,
    }
    assert shop.get(CUSTOMERS + "?page=2").json["next"] is None


def test_children_belong_to_their_parent_and_go_with_it(shop: Client):
    one = order(shop, 1, amount=3)
    order(shop, 2)

    listed = shop.get(f"{CUSTOMERS}/1/orders").json["items"]
    elsewhere = shop.get(f"{CUSTOMERS}/2/orders/{one['id']}")
    shop.delete(f"{CUSTOMERS}/1")

    assert listed == [one]
    assert one == {"id": one["id"], "customerId": 1, "amount": 3, "state": "new"}
    assert_problem(elsewhere, 404)
    assert_problem(shop.get(f"{CUSTOMERS}/1/orders"), 404)
    assert_problem(shop.get(f"{CUSTOMERS}/1/orders/{one['id']}"), 404)
    assert_problem(shop.post(f"{CUSTOMERS}/9/orders", json={}), 404)


@settings(max_examples=20, deadline=None)
@given(count=st.integers(0, 9), limit=st.integers(1, 4))
def test_a_cursor_visits_each_once(count: int, limit: int):
    shop, seen, query = Client(create_stand_in(DOCUMENT)), [], {"limit": limit}
    made = {order(shop)["id"] for _ in range(count)}

    while True:
        body = shop.get(f"{CUSTOMERS}/1/orders", query_string=query).json
        seen += [one["id"] for one in body["items"]]
        if body["nextCursor"] is None:
            break
        query["cursor"] = body["nextCursor"]

    assert len(seen) == count
    assert set(seen) == made


def test_a_cursor_that_nobody_gave_is_not_found(shop: Client):
    assert_problem(shop.get(f"{CUSTOMERS}/1/orders?cursor=garbage"), 404)


def test_a_single_resource_begins_as_the_example_and_changes_for_its_parent_alone(shop: Client):
    before = shop.get(f"{CUSTOMERS}/1/profile").json

    shop.put(f"{CUSTOMERS}/1/profile", json={"theme": "light"})

    assert before == {"theme": "dark", "size": 12}
    assert shop.get(f"{CUSTOMERS}/1/profile").json == {"theme": "light"}
    assert shop.get(f"{CUSTOMERS}/2/profile").json == before
    assert_problem(shop.get(f"{CUSTOMERS}/9/profile"), 404)


def test_a_single_resource_that_was_deleted_is_gone_until_it_is_put(shop: Client):
    shop.delete(f"{CUSTOMERS}/1/profile")

    assert_problem(shop.get(f"{CUSTOMERS}/1/profile"), 404)
    assert shop.put(f"{CUSTOMERS}/1/profile", json={"theme": "light"}).status_code == 200
    assert shop.get(f"{CUSTOMERS}/1/profile").json == {"theme": "light"}


def test_what_is_below_nobody_shows_no_example(shop: Client):
    assert shop.post(f"{CUSTOMERS}/1/greeting").json == {"hello": "you"}
    assert_problem(shop.post(f"{CUSTOMERS}/9/greeting"), 404)


def test_one_collection_may_be_seen_from_two_paths(shop: Client):
    for customer in (1, 2, 1):
        made = shop.post("/shop/invoices", json={"customerId": customer})

    assert (made.status_code, made.data, made.location) == (201, b"", "/shop/invoices/3")
    assert [one["invoiceId"] for one in shop.get(f"{CUSTOMERS}/1/invoices/").json] == [1, 3]
    assert_problem(shop.get(f"{CUSTOMERS}/9/invoices/"), 404)


def test_a_put_makes_what_is_not_there_and_then_changes_it(shop: Client):
    made = shop.put("/shop/labels/a%20b", json={"colour": "red"})
    changed = shop.put("/shop/labels/a%20b", json={"colour": "blue"})
    new_only = shop.put("/shop/labels/a%20b", json={"colour": "green"}, headers={"If-None-Match": "*"})

    assert (made.status_code, changed.status_code) == (201, 200)
    assert_problem(new_only, 412)
    assert shop.get("/shop/labels/a%20b").json == {"colour": "blue"}
    assert_problem(shop.get("/shop/labels/c"), 404)


def test_what_cannot_be_made_is_read_from_the_examples(shop: Client):
    listed = shop.get("/shop/countries")

    assert [one["code"] for one in listed.json["_embedded"]["countries"]] == ["ES", "PT"]
    assert listed.json["page"] == {"totalElements": 2, "number": 1}
    assert listed.json["_links"] == {"self": {"href": "/shop/countries"}}
    assert shop.get("/shop/countries/PT").json == {"code": "PT", "name": "Portugal"}
    assert_problem(shop.get("/shop/countries/FR"), 404)


@pytest.mark.parametrize(
    ("media", "patch", "left"),
    [
        ("application/merge-patch+json", {"city": None, "age": 31}, {"age": 31}),
        ("application/json", {"nick": None}, {"city": "Vigo", "age": 30, "nick": None}),
        ("application/merge-patch+json", {"nick": None}, {"city": "Vigo", "age": 30}),
        (
            "application/json-patch+json",
            [{"op": "replace", "path": "/age", "value": 9}, {"op": "remove", "path": "/city"}],
            {"age": 9},
        ),
    ],
)
def test_a_patch_changes_what_it_names(shop: Client, media: str, patch: Any, left: dict[str, Any]):
    changed = shop.patch(f"{CUSTOMERS}/1", data=json.dumps(patch), content_type=media)

    assert changed.status_code == 200, changed.text
    wanted = {name: value for name, value in changed.json.items() if name in ("city", "age", "nick")}
    assert wanted == left
    assert changed.json["name"] == "Ana"


@pytest.mark.parametrize(
    ("media", "patch"),
    [
        ("application/json", {"name": None}),
        ("application/json", {"name": 7}),
        ("application/json-patch+json", [{"op": "remove", "path": "/nothing"}]),
        ("application/json-patch+json", [{"op": "test", "path": "/age", "value": 1}]),
        ("application/json-patch+json", [{"op": "jump"}]),
    ],
)
def test_a_patch_that_leaves_nothing_sound_is_refused_and_changes_nothing(
    shop: Client, media: str, patch: Any
):
    before = shop.get(f"{CUSTOMERS}/1").json

    assert_problem(shop.patch(f"{CUSTOMERS}/1", data=json.dumps(patch), content_type=media), 422)

    assert shop.get(f"{CUSTOMERS}/1").json == before


def test_a_patch_with_a_stale_tag_is_refused(shop: Client):
    tag = shop.get(f"{CUSTOMERS}/1").headers["ETag"]
    shop.patch(f"{CUSTOMERS}/1", json={"age": 31}, headers={"If-Match": tag})

    assert_problem(shop.patch(f"{CUSTOMERS}/1", json={"age": 32}, headers={"If-Match": tag}), 412)


def test_two_customers_cannot_have_one_address(shop: Client):
    assert shop.post(CUSTOMERS, json={"name": "Eva", "email": "a@b.es"}).status_code == 201

    assert_problem(shop.post(CUSTOMERS, json={"name": "Eva", "email": "a@b.es"}), 409)
    assert_problem(shop.patch(f"{CUSTOMERS}/1", json={"email": "a@b.es"}), 409)
