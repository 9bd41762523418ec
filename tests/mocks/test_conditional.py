"""Entity tags and the headers that name them."""

import re

from hypothesis import given
from hypothesis import strategies as st

from taller.mocks.state.conditional import if_match, if_none_match, tag_of

JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@given(JSON_VALUES)
def test_a_tag_is_strong_and_hexadecimal(value: object):
    assert re.fullmatch('"[0-9a-f]{8,64}"', tag_of(value))


@given(st.dictionaries(st.text(), st.integers()))
def test_the_order_of_properties_does_not_count(value: dict[str, int]):
    assert tag_of(value) == tag_of(dict(reversed(value.items())))


def test_another_value_has_another_tag():
    assert len({tag_of(value) for value in (1, "1", [1], {"a": 1}, None, True)}) == 6


def test_a_weak_tag_never_lets_a_change_pass_but_tells_what_is_known():
    assert not if_match('W/"aa"', '"aa"')
    assert if_none_match('W/"aa"', '"aa"')


@given(st.text())
def test_any_header_is_read(header: str):
    assert if_match(header, '"aa"') <= if_none_match(header, '"aa"')
