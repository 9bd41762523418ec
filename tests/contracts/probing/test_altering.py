"""A body of which every property is another than what is there."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.contracts.probing.garden_contract import CONTRACT, EXAMPLE, SEED, WRITABLE

from taller.contracts.probing.altering import altered
from taller.contracts.probing.contract import Contract
from taller.contracts.probing.values import same

A_CONTRACT = Contract(CONTRACT)
OTHER = {**EXAMPLE, "price": 8.75, "kind": "vine"}


def test_what_is_as_it_was_becomes_another() -> None:
    made = altered(A_CONTRACT, EXAMPLE, [OTHER], SEED, EXAMPLE)

    assert [name for name in WRITABLE if same(made[name], EXAMPLE[name])] == []
    assert A_CONTRACT.fits(SEED, made)


def test_what_is_another_already_stays() -> None:
    assert altered(A_CONTRACT, OTHER, [], SEED, EXAMPLE)["price"] == 8.75


@pytest.mark.parametrize(
    ("current", "said", "others", "wanted"),
    [
        (True, {"type": "boolean"}, [], False),
        ("SKU-0815", {"type": "string", "pattern": "^SKU-[0-9]{4}$"}, [], "SKU-0816"),
        (None, {"type": ["string", "null"], "format": "date"}, [None, "2026-03-02"], "2026-03-02"),
        ("2026-03-02", {"type": ["string", "null"], "format": "date"}, [None], "2001-02-03"),
        ([1], {"type": "array", "items": {"type": "integer"}}, [[1], [2]], [2]),
        ("a", {"const": "a"}, ["a"], "a"),
    ],
)
def test_another_value_is_one_that_the_schema_takes(
    current: Any, said: Any, others: list[Any], wanted: Any
) -> None:
    schema = {"type": "object", "properties": {"in": {"type": "object", "properties": {"a": said}}}}
    bodies = [{"in": {"a": one}} for one in others]

    made = altered(A_CONTRACT, {"in": {"a": current}}, bodies, schema, {"in": {"a": current}})

    assert made == {"in": {"a": wanted}}


def test_what_only_the_service_writes_is_not_made_up() -> None:
    schema = {"type": "object", "properties": {"id": {"type": "integer", "readOnly": True}}}

    assert altered(A_CONTRACT, {}, [{"id": 8}], schema, {"id": 7}) == {}


@given(st.recursive(st.none() | st.integers() | st.text(), lambda inner: st.lists(inner)))
def test_what_is_no_object_stays(body: Any) -> None:
    assert altered(A_CONTRACT, body, [], SEED, EXAMPLE) is body
