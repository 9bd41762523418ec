"""Spoilt values."""

import copy
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from taller.mocks.faults.mutations import MAX_TRIES, mutations

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=30,
)


@given(JSON, st.integers(0, 100))
def test_each_mutation_is_another_value_and_leaves_the_first_as_it_was(value: Any, seed: int) -> None:
    before = copy.deepcopy(value)

    made = list(mutations(value, Random(seed)))

    assert value == before
    assert made
    assert all(repr(spoilt) != repr(value) for _, spoilt, _ in made)


@given(JSON, st.integers(0, 100))
def test_the_seed_decides(value: Any, seed: int) -> None:
    assert list(mutations(value, Random(seed))) == list(mutations(value, Random(seed)))


def test_every_way_to_break_an_object_is_there() -> None:
    done = {what for _, _, what in mutations({"nombre": "Ana"}, Random(1))}

    assert done == {"dropped", "another type", "null", "a property too many"}


def test_a_large_value_has_only_so_many() -> None:
    value = [{"nombre": "Ana", "edad": number} for number in range(5000)]

    assert len(list(mutations(value, Random(1)))) <= MAX_TRIES
