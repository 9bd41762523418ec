"""How parameters are written: the table of OpenAPI 3.1 (Parameter Object, Style Examples), and back again."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.mocks.support import Json, answer, contract

from taller.mocks.openapi.contract import Contract
from taller.mocks.openapi.http import Request
from taller.mocks.openapi.problems import Problem
from taller.mocks.openapi.validation import Validators
from taller.mocks.requests.parameters import ParameterReader
from taller.mocks.requests.routing import Router

COLORS = ["blue", "black", "brown"]
RGB = {"R": 100, "G": 200, "B": 150}
TEXT: Json = {"type": "string"}
INTEGER: Json = {"type": "integer"}
LIST: Json = {"type": "array", "items": TEXT}
RECORD: Json = {"type": "object", "properties": {"R": INTEGER, "G": INTEGER, "B": INTEGER}}
REFUSED = object()


def reader(place: str, schema: Any, **more: Any) -> Callable[[str], Any]:
    """Return what reads the parameter *color*, as an operation does that takes it in *place*."""
    described = {"schema": schema} if schema is not None else {}
    parameter = {"name": "color", "in": place, "required": place == "path", **described, **more}
    path = "/x/{color}" if place == "path" else "/x"
    made = Contract(contract({path: {"get": answer(200, {}, {}) | {"parameters": [parameter]}}}))
    router = Router(made)
    parameters = ParameterReader(made.paths[path].operations["get"], Validators(made))

    def read(text: str) -> Any:
        request = {
            "path": Request("GET", f"/v1/x/{text}"),
            "query": Request("GET", "/v1/x", text),
            "header": Request("GET", "/v1/x", headers={"color": text}),
            "cookie": Request("GET", "/v1/x", headers={"cookie": text}),
        }[place]
        match = router.match(request.path)
        assert match is not None
        try:
            values = parameters.path(match.texts) | parameters.values(request)
        except Problem:
            return REFUSED
        return values.get("color")

    return read


@pytest.mark.parametrize(
    ("place", "style", "explode", "array", "record"),
    [
        ("path", "matrix", False, ";color=blue,black,brown", ";color=R,100,G,200,B,150"),
        ("path", "matrix", True, ";color=blue;color=black;color=brown", ";R=100;G=200;B=150"),
        ("path", "label", False, ".blue,black,brown", ".R,100,G,200,B,150"),
        ("path", "label", True, ".blue.black.brown", ".R=100.G=200.B=150"),
        ("path", "simple", False, "blue,black,brown", "R,100,G,200,B,150"),
        ("path", "simple", True, "blue,black,brown", "R=100,G=200,B=150"),
        ("header", "simple", False, "blue,black,brown", "R,100,G,200,B,150"),
        ("header", "simple", True, "blue, black, brown", "R=100, G=200, B=150"),
        ("query", "form", False, "color=blue,black,brown", "color=R,100,G,200,B,150"),
        ("query", "form", True, "color=blue&color=black&color=brown", "R=100&G=200&B=150"),
        ("query", "spaceDelimited", False, "color=blue%20black%20brown", "color=R%20100%20G%20200%20B%20150"),
        ("query", "spaceDelimited", False, "color=blue+black+brown", "color=R+100+G+200+B+150"),
        ("query", "pipeDelimited", False, "color=blue%7Cblack%7Cbrown", "color=R%7C100%7CG%7C200%7CB%7C150"),
        ("query", "pipeDelimited", False, "color=blue|black|brown", "color=R|100|G|200|B|150"),
        ("query", "deepObject", True, None, "color[R]=100&color[G]=200&color[B]=150"),
        ("query", "deepObject", True, None, "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150"),
        ("cookie", "form", False, "color=blue,black,brown", "color=R,100,G,200,B,150"),
        ("cookie", "form", True, "color=blue&color=black&color=brown", "R=100&G=200&B=150"),
    ],
)
def test_lists_and_objects_are_read_as_the_table_of_the_specification_writes_them(
    place: str, style: str, explode: bool, array: str | None, record: str
):
    written = {"style": style, "explode": explode}

    if array is not None:
        assert reader(place, LIST, **written)(array) == COLORS
    assert reader(place, RECORD, **written)(record) == RGB


@pytest.mark.parametrize(
    ("place", "style", "text", "empty"),
    [
        ("path", "matrix", ";color=blue", ";color"),
        ("path", "label", ".blue", "."),
        ("path", "simple", "blue", None),
        ("header", "simple", "blue", ""),
        ("query", "form", "color=blue", "color="),
        ("query", "form", "color=blue", "color"),
        ("cookie", "form", "color=blue", "color="),
    ],
)
def test_a_text_is_read_as_the_table_writes_it_an_empty_one_too(
    place: str, style: str, text: str, empty: str | None
):
    read = reader(place, TEXT, style=style)

    assert read(text) == "blue"
    if empty is not None:
        assert read(empty) == ""


@pytest.mark.parametrize(("style", "explode"), [("form", True), ("form", False), ("deepObject", True)])
def test_an_object_that_is_not_there_is_not_missed(style: str, explode: bool):
    read = reader("query", RECORD | {"required": ["R"]}, style=style, explode=explode)

    assert read("") is None
    assert read("otra=1") is None


@pytest.mark.parametrize("place", ["path", "query"])
def test_a_separator_that_is_encoded_belongs_to_a_value_beside_one_that_is_not(place: str):
    read = reader(place, LIST, explode=False)
    start = "color=" if place == "query" else ""

    assert read(f"{start}a%2Cb,c") == ["a,b", "c"]


@pytest.mark.parametrize("place", ["path", "query"])
def test_encoded_separators_separate_where_no_other_does(place: str):
    start = "color=" if place == "query" else ""

    assert reader(place, LIST, explode=False)(f"{start}a%2Cb") == ["a", "b"]
    assert reader(place, LIST | {"maxItems": 1}, explode=False)(f"{start}a%2Cb") == ["a,b"]


def test_a_client_may_encode_all_of_a_path():
    assert reader("path", RECORD, style="matrix", explode=True)("%3BR%3D100%3BG%3D200%3BB%3D150") == RGB
    assert reader("path", INTEGER, style="matrix")("%3Bcolor%3D7") == 7


def test_a_slash_that_is_encoded_belongs_to_its_value():
    assert reader("path", TEXT)("a%2Fb%20c%25") == "a/b c%"


def test_what_is_encoded_separates_nothing_within_a_segment_either():
    paths = {"/x/{name}.{kind}": {"get": answer(200)}, "/ñ-{n}": {"get": answer(200)}}
    router = Router(Contract(contract(paths)))

    dotted, accented = router.match("/v1/x/a%2Eb.csv"), router.match("/v1/%C3%B1-%2F")

    assert dotted is not None
    assert accented is not None
    assert dotted.texts == {"name": "a%2Eb", "kind": "csv"}
    assert accented.texts == {"n": "%2F"}


@pytest.mark.parametrize("text", ["a%252Cb", "100%25", "%C3%B1"])
def test_a_path_is_decoded_once(text: str):
    assert reader("path", TEXT)(text) == {"a%252Cb": "a%2Cb", "100%25": "100%", "%C3%B1": "ñ"}[text]


def test_letters_that_are_not_encoded_are_utf_8():
    sent = "ñandú".encode().decode("latin-1")

    assert reader("path", TEXT)(sent) == "ñandú"
    assert reader("query", TEXT)(f"color={sent}") == "ñandú"


@pytest.mark.parametrize(
    ("place", "text", "more"),
    [
        ("query", 'color={"R":100,"G":[1]}', {}),
        ("query", "color=%7B%22R%22:100,%22G%22:[1]%7D", {}),
        ("header", '{"R":100,"G":[1]}', {}),
        ("path", "%7B%22R%22:100,%22G%22:%5B1%5D%7D", {}),
        ("cookie", "color=%7B%22R%22:100,%22G%22:[1]%7D", {}),
    ],
)
def test_a_parameter_with_content_is_json(place: str, text: str, more: Json):
    read = reader(place, None, content={"application/json": {"schema": {"type": "object"}}}, **more)

    assert read(text) == {"R": 100, "G": [1]}


def test_a_list_in_json_is_no_list_of_texts():
    read = reader("query", None, content={"application/json": {"schema": LIST}})

    assert read('color=["a","b"]') == ["a", "b"]
    assert read("color=a") is REFUSED


def test_content_that_is_no_json_is_a_text():
    assert reader("query", None, content={"text/plain": {"schema": TEXT}})("color=7") == "7"


@pytest.mark.parametrize(
    ("schema", "text", "value"),
    [
        (LIST, "color=", [""]),
        ({"type": "array", "items": INTEGER}, "color=", []),
        (LIST | {"minItems": 1, "items": INTEGER}, "color=", REFUSED),
        (LIST, "color[]=a&color[]=b", ["a", "b"]),
        (TEXT, "color=a&color=b", REFUSED),
        ({"type": ["string", "array"], "items": TEXT}, "color=a", "a"),
        ({"type": ["string", "array"], "items": TEXT}, "color=a&color=b", ["a", "b"]),
        ({"anyOf": [INTEGER, LIST]}, "color=7", 7),
        ({"minLength": 1}, "color=a", "a"),
        ({"items": INTEGER}, "color=1&color=2", [1, 2]),
        ({"allOf": [LIST], "description": "-"}, "color=a", ["a"]),
        ({"type": "number"}, "color=1e999", REFUSED),
        ({"type": "integer", "maximum": 9}, "color=10", REFUSED),
        ({"type": "boolean"}, "color=true", True),
        ({"type": ["integer", "null"]}, "color=null", None),
    ],
)
def test_the_schema_says_what_a_query_means(schema: Json, text: str, value: Any):
    assert reader("query", schema)(text) == value


def test_a_text_may_mean_nothing_in_particular():
    assert reader("path", {})("blue") == "blue"
    assert reader("header", {})("a, b") == "a, b"


def test_an_open_object_takes_the_names_that_are_nobody_elses():
    schema = {"type": "object", "additionalProperties": INTEGER}

    assert reader("query", schema)("a=1&b=2&color=3") == {"a": 1, "b": 2}


def test_a_deep_object_goes_as_deep_as_its_schema():
    inner = {"type": "object", "properties": {"least": INTEGER, "several": LIST}}
    read = reader(
        "query", {"type": "object", "properties": {"size": inner}}, style="deepObject", explode=True
    )

    assert read("color[size][least]=1&color[size][several][]=a") == {"size": {"least": 1, "several": ["a"]}}
    assert read("color[size][several]=a&color[size][several]=b") == {"size": {"several": ["a", "b"]}}


@pytest.mark.parametrize("text", ["color[=1", "color[a]b=1", "color" + "[a]" * 3000 + "=1", "colors[a]=1"])
def test_brackets_that_name_nothing_are_no_object(text: str):
    assert reader("query", {"type": "object"}, style="deepObject", explode=True)(text) is None


@pytest.mark.parametrize("text", ["color[a]=1&color[a][b]=2", "color[a][b]=2&color[a]=1"])
def test_a_value_that_is_a_text_and_an_object_is_one_of_them(text: str):
    assert reader("query", {"type": "object"}, style="deepObject", explode=True)(text).keys() == {"a"}


# An independent writer: RFC 6570, section 3.2, and what OpenAPI adds to it.


def _encoded(value: Any, place: str) -> str:
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return text if place == "header" else quote(text, safe="")


def written(place: str, style: str, explode: bool, value: Any) -> str:
    """Return *value* as the parameter *color* in *place*."""
    separators = {"form": ",", "simple": ",", "label": ",", "matrix": ",", "spaceDelimited": "%20"}
    separator = separators.get(style, "%7C")
    start = {"label": ".", "matrix": ";color=", "simple": ""}.get(style, "color=")
    between = {"label": ".", "matrix": ";", "simple": ","}.get(style, "&")
    if isinstance(value, list):
        pieces = [_encoded(one, place) for one in value]
        repeated = "" if style in ("label", "simple") else "color="
        if explode:
            return start.removesuffix("color=") + between.join(repeated + one for one in pieces)
        return start + separator.join(pieces)
    if isinstance(value, dict):
        pairs = [(_encoded(name, place), _encoded(one, place)) for name, one in value.items()]
        if style == "deepObject":
            return "&".join(f"color[{name}]={one}" for name, one in pairs)
        if explode:
            return start.removesuffix("color=") + between.join(f"{name}={one}" for name, one in pairs)
        return start + separator.join(f"{name}{separator}{one}" for name, one in pairs)
    return start + _encoded(value, place)


STYLES = [
    (place, style, explode)
    for place, styles in {
        "path": ("matrix", "label", "simple"),
        "query": ("form",),
        "header": ("simple",),
        "cookie": ("form",),
    }.items()
    for style in styles
    for explode in (True, False)
]
PLAIN = st.text(
    st.characters(min_codepoint=0x20, exclude_characters="\x7f", codec="utf-8"), min_size=1, max_size=5
)
WORDS = st.text("abcñ /?#;%&=+€", min_size=1, max_size=5)
TYPED = {
    "texts": (TEXT, WORDS),
    "integers": (INTEGER, st.integers(-(10**18), 10**18)),
    "booleans": ({"type": "boolean"}, st.booleans()),
}


@pytest.mark.parametrize(("place", "style", "explode"), STYLES)
@given(data=st.data())
def test_what_is_written_is_read_back(place: str, style: str, explode: bool, data: st.DataObject):
    schema, values = data.draw(st.sampled_from(list(TYPED.values())))
    if place == "header":  # nothing is encoded there, so nothing in a value may look like a separator
        values = values.filter(lambda value: not set(str(value)) & set("ñ€,= "))
    whole = data.draw(
        st.sampled_from(
            [
                (schema, values),
                ({"type": "array", "items": schema}, st.lists(values, min_size=1, max_size=4)),
                (
                    {"type": "object", "properties": dict.fromkeys(("a", "b", "c"), schema)},
                    st.dictionaries(st.sampled_from("abc"), values, min_size=1),
                ),
            ]
        )
    )
    value = data.draw(whole[1])

    read = reader(place, whole[0], style=style, explode=explode)

    assert read(written(place, style, explode, value)) == value


@pytest.mark.parametrize("style", ["spaceDelimited", "pipeDelimited"])
@given(st.lists(st.text("abc,ñ&%+", min_size=1), min_size=1, max_size=4))
def test_lists_between_spaces_and_bars_are_read_back(style: str, value: list[str]):
    assert reader("query", LIST, style=style, explode=False)(written("query", style, False, value)) == value


@given(st.dictionaries(st.text("abcñ.-", min_size=1), PLAIN, min_size=1, max_size=4))
def test_deep_objects_are_read_back(value: dict[str, str]):
    schema = {"type": "object", "additionalProperties": TEXT}

    read = reader("query", schema, style="deepObject", explode=True)

    assert read(written("query", "deepObject", True, value)) == value


@pytest.mark.parametrize("place", ["path", "query", "header", "cookie"])
@given(text=st.text(st.characters(max_codepoint=0xFF), min_size=1, max_size=20))
@example(text="%FF")
@example(text="\xff")
@example(text="color=%FF;%FF")
def test_whatever_is_said_is_read_or_refused(place: str, text: str):
    sent = text.replace("/", "") or "x"
    for schema in (RECORD, LIST, INTEGER, {}):
        try:
            reader(place, schema)(sent)
        except AssertionError:  # no such path
            assert place == "path"
