"""Paths with stars."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taller.mocks.faults.globs import Glob


@given(st.text("ab*/", max_size=12), st.text("ab/", max_size=12))
def test_a_glob_agrees_with_the_regular_expression_that_it_means(pattern: str, text: str) -> None:
    meant = ".*".join(re.escape(part) for part in pattern.split("*"))

    assert Glob(pattern).matches(text) == bool(re.fullmatch(meant, text))


@pytest.mark.parametrize(
    ("pattern", "text", "fits"),
    [
        ("/clientes/*", "/clientes/1/facturas", True),
        ("/clientes/*", "/clientes", False),
        ("*/nombre/*", "/v1/clientes/nombre/Ana", True),
        ("/clientes/{idCliente}", "/clientes/{idCliente}", True),
        ("/a*a", "/a", False),
        ("/[ab]", "/a", False),
    ],
)
def test_a_star_is_any_run_and_nothing_else_is_special(pattern: str, text: str, fits: bool) -> None:
    assert Glob(pattern).matches(text) is fits
