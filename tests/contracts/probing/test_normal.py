"""What is kept in a usual form is told from what is lost."""

from typing import Any

import pytest
from tests.contracts.probing.garden_contract import CONTRACT

from taller.contracts.probing.contract import Contract
from taller.contracts.probing.endings import marked
from taller.contracts.probing.normal import is_normal, schema_at
from taller.contracts.probing.values import MISSING, differences

A_CONTRACT = Contract(CONTRACT)
TEXT = {"type": "string", "minLength": 3, "maxLength": 60}
EMAIL = {"type": "string", "format": "email"}
CODE = {"type": "string", "pattern": "^[A-Za-z]{4,8}$"}
NUMBER = {"type": "number"}
TEXTS = {"type": "array", "items": TEXT}
LINES = {"type": "array", "items": {"type": "object"}}


@pytest.mark.parametrize(
    ("said", "sent", "got"),
    [
        (TEXT, " Ana Ruiz ", "Ana Ruiz"),
        (TEXT, "\ufeff Ana\x00", "Ana"),
        (TEXT, "   ", None),
        (TEXT, "   ", MISSING),
        (EMAIL, "Ana@Example.com", "ana@example.com"),
        (CODE, "OlkD", "olkd"),
        (TEXTS, ["b", "a"], ["a", "b"]),
        (TEXTS, ["b", "a", "b"], ["a", "b"]),
        (TEXTS, ["B ", "a"], ["a", "b"]),
        (LINES, [{"a": 1}, {"a": 2}], [{"a": 2, "id": 1}, {"a": 1, "id": 2}]),
        (NUMBER, 26489.995483, 26490.0),
        (NUMBER, 0.125, 0.13),
    ],
)
def test_a_usual_form(said: Any, sent: Any, got: Any) -> None:
    found = [
        *differences(
            A_CONTRACT, {"a": sent}, {} if got is MISSING else {"a": got}, {"properties": {"a": said}}
        )
    ]

    assert [place for place, _, _ in found] == ["/a"]
    assert is_normal(A_CONTRACT, said, sent, got)


@pytest.mark.parametrize(
    ("said", "sent", "got"),
    [
        (TEXT, "Ana Ruiz", "ANA RUIZ"),
        (TEXT, "Ana", "An"),
        (TEXT, "Ñandú", "Nandu"),
        (TEXT, "Ana  Ruiz", "Ana Ruiz"),
        (TEXT, "Ana", None),
        (TEXT, "Ana", MISSING),
        (EMAIL, "ana+news@example.com", "ana@example.com"),
        (CODE, "OlkD", "OlkE"),
        (TEXTS, ["a", "b"], ["a"]),
        (TEXTS, ["a"], ["a", "b"]),
        (LINES, [{"a": 1}, {"a": 2}], [{"a": 2}]),
        (LINES, [{"a": 1}, {"a": 1}], [{"a": 1}, {"a": 2}]),
        ({"type": "integer"}, 1, 2),
        (NUMBER, 35.99, 36),
        (NUMBER, 0.1, 0.10000000004),
        (NUMBER, 0.125, 0.1),
        (NUMBER, 0.125, True),
        (NUMBER, 0.125, "0.13"),
        ({**NUMBER, "multipleOf": 0.001}, 0.125, 0.13),
    ],
)
def test_a_loss(said: Any, sent: Any, got: Any) -> None:
    assert not is_normal(A_CONTRACT, said, sent, got)


def test_items_that_are_kept_in_another_form_are_told_one_by_one() -> None:
    sent, got = [{"b": "A"}, {"b": "c"}], [{"b": "a"}, {"b": "c"}]

    assert [*differences(A_CONTRACT, {"a": sent}, {"a": got}, {})] == [("/a/0/b", "A", "a")]


def test_a_list_that_is_shorter_is_told_as_a_whole() -> None:
    assert [*differences(A_CONTRACT, {"a": [1, 2]}, {"a": [1]}, {})] == [("/a", [1, 2], [1])]


def test_the_schema_of_a_place_is_found() -> None:
    schema = {"properties": {"lines": {"type": "array", "items": {"properties": {"code": CODE}}}}}

    assert schema_at(A_CONTRACT, schema, "/lines/0/code") == CODE
    assert schema_at(A_CONTRACT, schema, "/lines/0/nothing/1") == {}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"deleted": False}, {"deleted": True}),
        ({}, {"deleted": True}),
        ({"active": True}, {"active": False}),
        ({"state": "open"}, {"state": "gone"}),
        ({"kind": "tree"}, {"kind": "vine"}),
        ({"deletedAt": None}, {"deletedAt": "2026-03-02T10:00:00Z"}),
        ({"id": 1}, {"id": 1, "deletedBy": "ana"}),
    ],
)
def test_a_mark(before: Any, after: Any) -> None:
    assert marked(before, after, {"kind": {"enum": ["tree", "vine"]}})


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"deleted": False}, {"deleted": False}),
        ({"state": "open"}, {"state": "open"}),
        ({"seenAt": "2026-03-02T10:00:00Z"}, {"seenAt": "2026-03-02T11:00:00Z"}),
        ({"views": 1, "name": "a"}, {"views": 2, "name": "b"}),
        ({"name": "a", "notes": "b"}, {"name": "a"}),
        ({"name": "a"}, None),
    ],
)
def test_no_mark(before: Any, after: Any) -> None:
    assert not marked(before, after, {})
