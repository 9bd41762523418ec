"""Patterns as ECMA 262 writes them: read, matched, and texts drawn for them."""

import re
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.mocks.sampling.strategies import PATTERNS

from taller.mocks.sampling.ecma import UnknownPattern, parsed
from taller.mocks.sampling.patterns import drawn, matches, span

MATCHED = [
    (r"^\d{3}$", ["123"], ["12", "1234", "١٢٣"]),
    (r"\d", ["a1"], ["a"]),
    (r"^[^\u0000-\u001f/]+$", ["Ana"], ["", "a/b", "a\n"]),
    (r"^(?:a|bc)*$", ["", "abca"], ["b", "abb"]),
    (r"^(?<a>x)+?y{1,}$", ["xxyy"], ["y", "x"]),
    (r"^(?=.*\d)(?!0)\w+$", ["a1"], ["a", "01"]),
    (r"(?<=\$)\d+(?<!9)$", ["$12"], ["12", "$19"]),
    (r"^\p{Lu}\p{Ll}+ñ$", ["Aeñ"], ["aeñ", "AE"]),
    (r"^[\p{L}\-.]+\P{L}$", ["á-b.1"], ["1", "áb"]),
    (r"^\u{1F600}\x41\cJ\/$", ["\U0001f600A\n/"], ["A"]),
    (r"^[\w.-]+\b-\B-$", ["a.b--"], ["a.b-"]),
    (r"^[]$|^[\D\b]$", ["a", "\b"], ["1", ""]),
    (r"^$", [""], ["\n", " "]),
    (r"^(a*)*$", ["", "aaa"], ["b"]),
    (r"^(a+)+$", ["a" * 300], ["a" * 300 + "b"]),
    (r"^.{2}$", ["ab"], ["a\n", "abc"]),
]


@pytest.mark.parametrize(("pattern", "good", "bad"), MATCHED)
def test_a_pattern_matches_what_it_says(pattern: str, good: list[str], bad: list[str]):
    assert all(matches(pattern, text) for text in good)
    assert not any(matches(pattern, text) for text in bad)


@pytest.mark.parametrize(
    "pattern", ["(", ")", "[a", "a{", "a{x}", r"(a)\1", "*a", "\\", r"\xZZ", "(?i)a", r"\p{Han=Yes}"]
)
def test_what_cannot_be_read_is_refused(pattern: str):
    with pytest.raises(UnknownPattern):
        parsed(pattern)


@given(st.sampled_from(PATTERNS), st.integers(0, 12), st.integers(0, 20), st.randoms(use_true_random=False))
def test_most_of_what_is_drawn_matches_and_has_the_length(pattern: str, least: int, more: int, rng: Random):
    low, high = span(parsed(pattern))
    texts = list(drawn(pattern, least, least + more, rng))

    fitting = [text for text in texts if matches(pattern, text) and least <= len(text) <= least + more]

    assert fitting or not max(low, least) <= min(high, least + more) or "(" in pattern
    assert all(re.search(pattern, text, re.ASCII) for text in fitting)
