"""Texts as they are looked for, and plates as they are stored."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taller.invoices.listing import plain_plate, searchable


@pytest.mark.parametrize("typed", ["4821 KLM", "4821-klm", " 4821klm ", "4821.K-L-M"])
def test_a_plate_is_stored_without_what_stands_between(typed: str) -> None:
    assert plain_plate(typed) == "4821KLM"


@given(st.text(max_size=20))
def test_no_plate_grows(typed: str) -> None:
    assert len(plain_plate(typed)) <= len(typed)


@given(st.text(max_size=20))
def test_a_plate_stored_again_stays_as_it_is(typed: str) -> None:
    assert plain_plate(plain_plate(typed)) == plain_plate(typed)


def test_neither_accents_nor_capitals_count_in_a_search() -> None:
    assert searchable("Cigüeñal", None, "ÁRBOL") == searchable("ciguenal", "arbol") == "ciguenal arbol"
