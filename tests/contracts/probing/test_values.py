"""What counts as the same, and what is made up to be hard to keep."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.contracts.probing.garden_contract import CONTRACT, EXAMPLE, SEED

from taller.contracts.probing.contract import Contract, alike
from taller.contracts.probing.values import (
    another,
    differ,
    differences,
    enriched,
    fresh,
    out_of_order,
    same,
    united,
)

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)
A_CONTRACT = Contract(CONTRACT)
SORTABLE = st.integers() | st.floats(allow_nan=False) | st.text(max_size=5) | st.none() | st.booleans()


@given(JSON)
def test_a_value_does_not_differ_from_itself(value: Any) -> None:
    assert [*differences(A_CONTRACT, value, value, {})] == []


@given(SORTABLE, SORTABLE)
def test_no_two_values_are_out_of_order_both_ways(one: Any, other: Any) -> None:
    assert not (out_of_order(one, other, {}) and out_of_order(other, one, {}))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, 1.0),
        ("2026-03-02T10:00:00+01:00", "2026-03-02T09:00:00Z"),
        ("2026-03-02t09:00:00.123z", "2026-03-02T09:00:00Z"),
        ("2026-12-31T23:59:60Z", "2026-12-31T23:59:59Z"),
        ("cafe\u0301", "caf\u00e9"),
        ("4821 klm", "4821KLM"),
    ],
)
def test_what_is_the_same_in_another_form(one: Any, other: Any) -> None:
    assert same(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, True),
        (0, False),
        (1, "1"),
        (35.99, 36.0),
        ("Ñandú", "Nandu"),
        ("Ñandú «1» 🛠", "Ñandú «1» ?"),
        ("Ana", "ana"),
        (" Ana ", "Ana"),
        ("Ana Ruiz", "ANA RUIZ"),
        ("2026-03-02T10:00:00+01:00", "2026-03-02T10:00:00Z"),
        ("2026-03-02", "2026-03-03"),
        (None, ""),
        ([1, 2], [2, 1]),
    ],
)
def test_what_is_not_the_same(one: Any, other: Any) -> None:
    assert not same(one, other)


@pytest.mark.parametrize(
    ("before", "after"),
    [(2, 1), ("b", "a"), ("Zoe", "Ana"), ("2026-01-02T00:00:00Z", "2026-01-01T00:00:00+00:00")],
)
def test_what_is_out_of_order_however_it_is_compared(before: Any, after: Any) -> None:
    assert out_of_order(before, after, {})


@pytest.mark.parametrize(
    ("before", "after"),
    [("B", "a"), ("a", "B"), ("é", "f"), ("f", "é"), (" b", "a"), (True, False), (None, 1), ("1", 0)],
)
def test_what_some_would_put_in_this_order(before: Any, after: Any) -> None:
    assert not out_of_order(before, after, {})


def test_an_enumeration_may_be_sorted_by_its_rank() -> None:
    ranks = {"enum": ["low", "medium", "high"]}

    assert not out_of_order("low", "high", ranks)  # by rank
    assert not out_of_order("high", "low", ranks)  # by letters
    assert out_of_order("medium", "low", ranks)


def test_what_came_besides_is_the_services_own() -> None:
    assert [*differences(A_CONTRACT, {"a": 1}, {"a": 1, "b": 2}, {})] == []


def test_what_is_promised_and_does_not_come_is_missing() -> None:
    schema = {"properties": {"a": {"type": "string"}, "b": {"default": "x"}, "c": {"writeOnly": True}}}

    found = [*differences(A_CONTRACT, {"a": "1", "b": "x", "c": "2", "d": "3"}, {}, schema)]

    assert found == [("/a", "1", "nothing")]


def test_a_difference_deep_inside_is_found() -> None:
    sent, got = {"a": [{"b": 1}, {"b": 2}]}, {"a": [{"b": 1}, {"b": 3}]}

    assert [*differences(A_CONTRACT, sent, got, {})] == [("/a/1/b", 2, 3)]


def test_what_has_no_order_is_compared_without() -> None:
    schema = {"properties": {"a": {"type": "array", "uniqueItems": True}}}

    assert [*differences(A_CONTRACT, {"a": [1, 2]}, {"a": [2, 1]}, schema)] == []


@given(st.integers(0, 10_000), st.booleans())
def test_a_rich_body_keeps_its_schema(number: int, long: bool) -> None:
    assert A_CONTRACT.fits(SEED, enriched(A_CONTRACT, EXAMPLE, SEED, number, long=long))


def test_rich_bodies_differ_and_are_as_long_as_they_may_be() -> None:
    one, other = (enriched(A_CONTRACT, EXAMPLE, SEED, number, long=True) for number in (1, 2))

    assert one["name"] != other["name"]
    assert len(one["name"]) == 120
    assert one["kind"] == EXAMPLE["kind"]


def test_every_second_rich_text_has_blanks_around_it() -> None:
    texts = [enriched(A_CONTRACT, EXAMPLE, SEED, number, long=False)["name"] for number in (1, 2, 3, 4)]

    assert [text != text.strip() for text in texts] == [False, True, False, True]
    assert all({"<", "&", "'", '"'} <= {*text} for text in texts)


def test_what_is_in_an_array_is_enriched_too() -> None:
    schema = {"properties": {"lines": {"type": "array", "items": SEED}}}

    made = enriched(A_CONTRACT, {"lines": [EXAMPLE, EXAMPLE]}, schema, 1, long=False)

    assert all(line["name"] != EXAMPLE["name"] and A_CONTRACT.fits(SEED, line) for line in made["lines"])


@pytest.mark.parametrize(("one", "other"), [("a", "b"), (1, 2), (True, False), ("1", 1)])
def test_plain_values_differ(one: Any, other: Any) -> None:
    assert differ(one, other)
    assert not differ(one, one)


@pytest.mark.parametrize(
    ("one", "other"), [(None, "a"), ({"id": 1}, 1), ([1], [2]), ("4821KLM", "4821 klm"), (1, 1.0)]
)
def test_what_may_be_another_form_of_the_same_does_not_differ(one: Any, other: Any) -> None:
    assert not differ(one, other)
    assert not differ(other, one)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({"type": "string"}, {"type": "string", "description": "A name."}, True),
        ({"type": "string", "maxLength": 20}, {"type": "string", "maxLength": 100}, False),
        ({"type": "string"}, {"type": "integer"}, False),
        ({"type": "object"}, {"type": "object", "properties": {"a": {}}}, False),
        ({"type": "object"}, {"type": "object"}, True),
        (None, None, False),
    ],
)
def test_schemas_that_promise_the_same(one: Any, other: Any, expected: bool) -> None:
    assert alike(one, other) is expected


@pytest.mark.parametrize("value", [7, "M109186", "5b0c4b51-0d39-4c6a-9d3f-0a4f5b8d1c11", "ab"])
def test_fresh_ids_differ_and_have_the_same_form(value: Any) -> None:
    made = [fresh(value, number) for number in range(1, 9)]

    assert len({*made}) == 8
    assert all(type(one) is type(value) and len(str(one)) >= len(str(value)) for one in made)


@pytest.mark.parametrize(
    ("value", "schema"),
    [
        (5, {"type": "integer"}),
        (5, {"type": "integer", "maximum": 10}),
        ("abc", {"type": "string"}),
        ("abc0", {"type": "string"}),
        ("a", {"type": "string", "enum": ["a", "b"]}),
        ("2026-01-01T00:00:00Z", {"type": "string", "format": "date-time"}),
    ],
)
def test_another_value_is_of_the_same_kind(value: Any, schema: Any) -> None:
    found = another(value, schema)

    assert found not in (None, value)
    assert A_CONTRACT.fits(schema, found)


@pytest.mark.parametrize("value", [None, True, [], {}, ""])
def test_of_some_values_there_is_no_other(value: Any) -> None:
    assert another(value, {"type": "string"}) is None


def test_an_array_of_one_becomes_one_of_two_where_that_may_be() -> None:
    said = {"type": "array", "items": {"type": "string", "pattern": "^[A-Z]{2}[0-9]{6}$"}}
    schema = {"type": "object", "properties": {"free": said, "single": {**said, "maxItems": 1}}}
    body = {"free": ["AB123456"], "single": ["AB123456"]}

    rich = enriched(A_CONTRACT, body, schema, 7, long=False)

    assert rich["free"][0] == "AB123456"
    assert len({*rich["free"]}) == 2
    assert rich["single"] == ["AB123456"]


def test_a_whole_number_passes_16_bits_where_it_may() -> None:
    schema = {"type": "object", "properties": {"any": {"type": "integer"}, "small": {"maximum": 50}}}
    schema["properties"]["small"]["type"] = "integer"

    rich = enriched(A_CONTRACT, {"any": 1, "small": 1}, schema, 4, long=True)

    assert rich["any"] > 2**16
    assert 1 < rich["small"] <= 50


def test_objects_are_united_on_every_level_and_what_they_have_themselves_stays() -> None:
    one, other = {"a": 1, "b": {"c": [1]}}, {"a": 2, "b": {"c": [2], "d": 3}, "e": {"f": 4}}

    assert united(one, [other, None, []]) == {"a": 1, "b": {"c": [1], "d": 3}, "e": {"f": 4}}
    assert one == {"a": 1, "b": {"c": [1]}}


@given(JSON, st.lists(JSON, max_size=3))
def test_uniting_takes_nothing_away(one: Any, others: list[Any]) -> None:
    whole = united(one, others)

    assert not isinstance(one, dict) or one.keys() <= whole.keys()
    assert isinstance(one, dict) or whole == one
