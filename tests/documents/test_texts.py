"""YAML as version 1.2 means it, JSON with its lines."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taller.documents.json_text import JsonText
from taller.documents.pointers import below, lookup
from taller.documents.yaml_text import YamlText

TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=20,
)


def pointers(value: Any, pointer: str = "") -> list[str]:
    members = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    inside = [one for step, inner in members for one in pointers(inner, below(pointer, step))]
    return [pointer, *inside]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no", "no"),
        ("On", "On"),
        ("true", True),
        ("False", False),
        ("~", None),
        ("", None),
        ("null", None),
        ("012", 12),
        ("0o17", 15),
        ("0x1F", 31),
        ("-7", -7),
        ("1_000", "1_000"),
        ("12:30:45", "12:30:45"),
        ("2026-05-04", "2026-05-04"),
        ("2026-05-04T10:00:00Z", "2026-05-04T10:00:00Z"),
        ("1.5", 1.5),
        (".5", 0.5),
        ("1e3", 1000.0),
        ("'7'", "7"),
        ("!!str 7", "7"),
        ("3.1.0", "3.1.0"),
        ("=", "="),
        ("|\n  dos\n  líneas\n", "dos\nlíneas\n"),
    ],
)
def test_a_scalar_means_what_yaml_1_2_says(text: str, value: Any):
    assert YamlText(f"a: {text}").value == {"a": value}


def test_keys_are_the_text_that_they_are_written_in():
    assert YamlText("{200: a, no: b, 1.0: c, ~: d, 2026-01-01: e}").value == {
        "200": "a", "no": "b", "1.0": "c", "~": "d", "2026-01-01": "e",
    }  # fmt: skip


def test_merge_keys_give_what_the_object_itself_does_not_say():
    text = "a: &a {x: 1, y: 1}\nb: &b {x: 2, z: 2}\nc: {<<: [*a, *b], y: 3}\nd: {'<<': 1}\n"

    assert YamlText(text).value["c"] == {"x": 1, "z": 2, "y": 3}
    assert YamlText(text).value["d"] == {"<<": 1}


@given(VALUES, st.sampled_from([None, 2]))
def test_json_is_read_as_it_was_written_by_either_reader(value: Any, indent: int | None):
    text = json.dumps({"a": value}, indent=indent, ensure_ascii=False)

    assert JsonText(text).value == {"a": value}
    assert YamlText(text).value == {"a": value}


@given(VALUES)
def test_every_place_of_a_json_text_is_found_in_its_line(value: Any):
    text = json.dumps(value, indent=1)
    lines = text.splitlines()

    found = JsonText(text).lines(pointers(value))

    for pointer, line in found.items():
        begins = lines[line - 1].strip()
        inner = json.dumps(lookup(value, pointer), indent=1).splitlines()[0]
        assert begins.removesuffix(",").endswith(inner)


def test_a_place_that_is_not_there_has_the_line_of_what_should_hold_it():
    text = '{\n "a": {\n  "b": 1\n }\n}'

    assert JsonText(text).lines(["/a/c/d", "/x"]) == {"/a/c/d": 2, "/x": 1}
    assert YamlText(text).lines(["/a/c/d", "/x"]) == {"/a/c/d": 2, "/x": 1}


def test_a_habit_is_told_once_with_how_often_it_was_met(tmp_path: Any):
    from taller.documents import read

    path = tmp_path / "api.yaml"
    path.write_text(
        "openapi: 3.1.0\ninfo: {title: Citas, version: '1'}\npaths: {}\n"
        "x-dias: [2026-01-01, 2026-01-02, 2026-01-03]\n"
    )

    (defect,) = read(path).defects

    assert defect.detail == "the date 2026-01-01 has no quotes, nor have 2 others like it"
