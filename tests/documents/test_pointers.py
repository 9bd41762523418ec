"""References are followed to their end, if they have one."""

from typing import Any

import pytest

from taller.documents.pointers import NOTHING, followed, resolved

DOCUMENT: dict[str, Any] = {
    "a/b": {"$ref": "#/list/1"},
    "list": [{"$ref": "#/a~1b"}, {"name": "summer"}],
    "round": {"$ref": "#/around"},
    "around": {"$ref": "#/round"},
    "$ref": 7,
}


@pytest.mark.parametrize(
    ("reference", "place"),
    [("#/list/1", "/list/1"), ("#/list/0", "/list/1"), ("#/a%7E1b", "/list/1"), ("#", "")],
)
def test_a_reference_is_followed_to_where_what_it_means_stands(reference: str, place: str) -> None:
    found = followed(DOCUMENT, "/here", {"$ref": reference})

    assert found == (place, DOCUMENT["list"][1] if place else DOCUMENT)


@pytest.mark.parametrize("reference", ["#/nowhere", "#/list/2", "#/round", "other.yaml#/list/1"])
def test_one_that_leads_nowhere_out_or_round_means_nothing(reference: str) -> None:
    assert followed(DOCUMENT, "", {"$ref": reference})[1] is NOTHING
    assert resolved(DOCUMENT, {"$ref": reference}) == {}


@pytest.mark.parametrize("part", [{"name": "spring"}, {"$ref": 7}, ["spring"], None])
def test_what_refers_to_nothing_is_itself(part: Any) -> None:
    assert followed(DOCUMENT, "/here", part) == ("/here", part)
