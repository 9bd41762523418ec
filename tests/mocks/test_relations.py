"""Equivalences of spare parts: in both directions, once, and gone with either part."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.mocks.support import assert_problem, client, pointers, sample
from werkzeug.test import Client, TestResponse

PARTS = "/api/v1/recambios"


def equals(parts: Client, part: int) -> list[int]:
    """Return the ids of what *part* is equivalent to."""
    body = parts.get(f"{PARTS}/{part}/equivalencias").json
    return [one["recambio"]["id"] for one in body["recambios_equivalentes"]]


def relate(parts: Client, one: int, other: int) -> TestResponse:
    """Say that *one* is equivalent to *other*."""
    return parts.post(f"{PARTS}/{one}/equivalencias", json={"recambioEquivalenteId": other})


def test_the_examples_are_there_in_both_directions():
    parts = client("recambios")

    assert (equals(parts, 2022), equals(parts, 2023), equals(parts, 2024)) == ([2023], [2022], [])


def test_a_list_has_its_own_links_and_each_equivalent_too():
    body = client("recambios").get(f"{PARTS}/2022/equivalencias").json

    assert body["links"] == {
        "parent": {"href": f"{PARTS}/2022", "rel": "recambio"},
        "self": {"href": f"{PARTS}/2022/equivalencias", "rel": "self"},
    }
    assert body["recambios_equivalentes"][0]["links"] == {
        "parent": {"href": f"{PARTS}/2022/equivalencias", "rel": "equivalencias"},
        "self": {"href": f"{PARTS}/2022/equivalencias/2023", "rel": "self"},
    }
    assert body["recambios_equivalentes"][0]["recambio"]["links"]["self"]["href"] == f"{PARTS}/2023"


def test_what_is_related_is_found_where_location_says_and_from_the_other_side():
    parts = client("recambios")

    created = relate(parts, 2024, 2022)

    assert created.status_code == 201
    assert created.location == f"{PARTS}/2024/equivalencias/2022"
    assert created.json["recambio"]["id"] == 2022
    found = parts.get(created.location)
    assert (found.json, found.headers["ETag"]) == (created.json, created.headers["ETag"])
    assert parts.head(created.location).status_code == 200
    assert parts.get(f"{PARTS}/2022/equivalencias/2024").json["recambio"]["id"] == 2024


@pytest.mark.parametrize(("one", "other"), [(2022, 2023), (2023, 2022), (2024, 2024)])
def test_what_is_related_already_or_the_same_is_a_conflict(one: int, other: int):
    problem = assert_problem(relate(client("recambios"), one, other), 409)

    assert pointers(problem) == {"#/recambioEquivalenteId"}


@pytest.mark.parametrize(("one", "other"), [(1, 2022), (2022, 1), (1, 1)])
def test_what_is_not_there_cannot_be_related(one: int, other: int):
    assert_problem(relate(client("recambios"), one, other), 404)


@pytest.mark.parametrize("body", [{}, {"recambioEquivalenteId": "2023"}, {"recambioEquivalenteId": 0}, []])
def test_a_relation_needs_an_id(body: object):
    response = client("recambios").post(f"{PARTS}/2022/equivalencias", json=body)

    assert_problem(response, 422)


@pytest.mark.parametrize("path", ["2022/equivalencias/2023", "2023/equivalencias/2022"])
def test_a_relation_is_undone_from_either_side(path: str):
    parts = client("recambios")

    assert parts.delete(f"{PARTS}/{path}").status_code == 204

    assert (equals(parts, 2022), equals(parts, 2023)) == ([], [])
    for method in ("GET", "HEAD", "DELETE", "OPTIONS"):
        assert parts.open(f"{PARTS}/{path}", method=method).status_code == 404


def test_the_relations_of_a_part_go_with_it():
    parts = client("recambios")
    relate(parts, 2023, 2024)

    parts.delete(f"{PARTS}/2023")

    assert (equals(parts, 2022), equals(parts, 2024)) == ([], [])
    assert_problem(parts.get(f"{PARTS}/2023/equivalencias"), 404)


def test_a_list_that_a_client_has_already_is_not_sent_again():
    parts = client("recambios")
    tag = parts.get(f"{PARTS}/2022/equivalencias").headers["ETag"]

    again = parts.get(f"{PARTS}/2022/equivalencias", headers={"If-None-Match": tag})
    relate(parts, 2022, 2024)
    after = parts.get(f"{PARTS}/2022/equivalencias", headers={"If-None-Match": tag})

    assert (again.status_code, after.status_code) == (304, 200)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.booleans()), max_size=12))
def test_equivalence_is_always_symmetric(steps: list[tuple[int, int, bool]]):
    service = sample("recambios")
    ids = [2022, 2023, 2024] + [service.create(modelo=f"M{n}").json["id"] for n in range(2)]
    for one, other, add in steps:
        if add:
            relate(service.client, ids[one], ids[other])
        else:
            service.client.delete(f"{PARTS}/{ids[one]}/equivalencias/{ids[other]}")

    pairs = {(one, other) for one in ids for other in equals(service.client, one)}

    assert pairs == {(other, one) for one, other in pairs}
    assert all(one != other for one, other in pairs)
