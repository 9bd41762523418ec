"""Halves of characters in YAML, as JSON writes them."""

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taller.documents.yaml_text import YamlText

HALF = ("half-character", "half a character, without its other half")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (r'"\ud83d\ude00"', "😀"),
        (r'"ñ \ud83d"', "ñ \ufffd"),
        (r'"\uDE00\uD83D"', "\ufffd\ufffd"),
        (r'"\\ud83d"', r"\ud83d"),
        (r'"\\\ud83d"', "\\\ufffd"),
        (r"'[\uD800-\uDFFF]'", r"[\uD800-\uDFFF]"),
        (r"llano \ud83d", r"llano \ud83d"),
        (r'"\ud83d \ue000"', "\ufffd \ue000"),
        ("|\n  tal cual \\ud83d\n", "tal cual \\ud83d\n"),
        ('"en dos\n  \\ud83d líneas"', "en dos \ufffd líneas"),
    ],
)
def test_a_half_is_replaced_where_it_is_escaped_and_left_where_it_is_text(text: str, value: str):
    assert YamlText(f"# 😀\na: {text}\n").value == {"a": value}


def test_each_half_is_told_in_its_line():
    read = YamlText('a: "uno\n  dos \\ud83d"\nb: "\\ud83d\\ude00"\n"\\udc00": 1\n')

    kind, detail = HALF
    assert read.notes == [(kind, "/a", detail, 2), (kind, "/\ufffd", detail, 4)]


@given(st.dictionaries(st.text(max_size=5), st.text(max_size=8), max_size=4))
def test_whatever_json_escapes_yaml_reads_as_json_does(value: dict[str, str]):
    assert YamlText(json.dumps(value)).value == value


def test_many_halves_take_no_longer_than_as_many_other_characters():
    halves = "".join(f'- "\\ud83d {number}"\n' for number in range(5_000))
    began = time.process_time()
    YamlText(halves.replace("\\ud83d", "\\u083d"))
    usual = time.process_time() - began

    began = time.process_time()
    read = YamlText(halves)
    taken = time.process_time() - began

    assert len(read.notes) == 5_000
    assert taken < 20 * usual + 0.5
