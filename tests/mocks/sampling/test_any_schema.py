"""Whatever the schema, what is sampled fits it."""

import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.mocks.sampling.strategies import CIRCULAR, sound, wild
from tests.mocks.sampling.support import subject

from taller.mocks.sampling import NoSample

often = settings(
    max_examples=70,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
)


@often
@given(sound, st.booleans(), st.text(max_size=3))
def test_a_schema_that_has_values_gives_one_that_fits(schema: Any, dynamic: bool, salt: str):
    sampled = subject(schema, **CIRCULAR)

    value = sampled.value(dynamic=dynamic, salt=salt)

    assert sampled.accepts(value)
    json.dumps(value, allow_nan=False)


@often
@given(wild, st.booleans(), st.sampled_from(["request", "response"]))
def test_any_schema_gives_a_value_that_fits_or_none(schema: Any, dynamic: bool, direction: str):
    sampled = subject(schema, **CIRCULAR)

    try:
        value = sampled.value(dynamic=dynamic, direction=direction)
    except NoSample:
        return

    assert sampled.accepts(value)


@often
@given(sound, st.booleans(), st.text(max_size=3), st.integers(0, 9))
def test_the_same_arguments_give_the_same_value(schema: Any, dynamic: bool, salt: str, seed: int):
    once = subject(schema, seed, **CIRCULAR)
    again = subject(schema, seed, **CIRCULAR)
    again.value(dynamic=True, salt="otra")  # what was asked before makes no difference

    value = once.value(dynamic=dynamic, salt=salt)

    assert value == again.value(dynamic=dynamic, salt=salt)
