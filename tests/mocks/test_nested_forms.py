"""Lists and objects inside a form or a query, as the libraries of Stripe and the like write them."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.mocks.support import Json, answer, contract, pointers
from werkzeug.test import Client

from taller.mocks import create_stand_in
from taller.mocks.openapi.contract import Contract
from taller.mocks.openapi.media import FORM
from taller.mocks.openapi.validation import Validators
from taller.mocks.requests.forms import parse_form

DEEP: Json = {"style": "deepObject", "explode": True}
TEXTS: Json = {"type": "array", "items": {"type": "string"}}
ITEM: Json = {
    "type": "object",
    "additionalProperties": False,
    "required": ["price"],
    "properties": {
        "price": {"type": "string"},
        "quantity": {"type": "integer"},
        "taxes": {"anyOf": [TEXTS, {"type": "string", "enum": [""]}]},
    },
}
ORDER: Json = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "expand": TEXTS,
        "items": {"type": "array", "items": ITEM},
        "metadata": {"type": "object", "additionalProperties": {"type": "string"}},
        "created": {
            "anyOf": [{"type": "object", "properties": {"gte": {"type": "integer"}}}, {"type": "integer"}]
        },
    },
}


def order(text: str) -> Any:
    """Return what the form *text* says under `ORDER`, every field of which is a deep object."""
    encoding = dict.fromkeys(ORDER["properties"], DEEP)
    content = {"x": {"schema": ORDER, "encoding": encoding}}
    made = Contract(contract({}, requestBodies={"B": {"content": content}}))
    node = made.root.at("components", "requestBodies", "B", "content", "x")
    fits = Validators(made).fits
    return parse_form(text.encode(), FORM, node.get("schema"), fits, node.get("encoding"))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("expand[]=customer", {"expand": ["customer"]}),
        ("expand[0]=a&expand[1]=b", {"expand": ["a", "b"]}),
        ("expand=a", {"expand": ["a"]}),
        ("metadata[order]=6735", {"metadata": {"order": "6735"}}),
        ("metadata[0]=a", {"metadata": {"0": "a"}}),
        ("items[0][price]=p&items[0][quantity]=2", {"items": [{"price": "p", "quantity": 2}]}),
        ("items[1][price]=b&items[0][price]=a", {"items": [{"price": "a"}, {"price": "b"}]}),
        ("items[10][price]=b&items[9][price]=a", {"items": [{"price": "a"}, {"price": "b"}]}),
        ("items[0][price]=p&items[0][taxes][]=t", {"items": [{"price": "p", "taxes": ["t"]}]}),
        ("items[0][price]=p&items[0][taxes][0]=t", {"items": [{"price": "p", "taxes": ["t"]}]}),
        ("items[0][price]=p&items[0][taxes]=", {"items": [{"price": "p", "taxes": ""}]}),
        ("created[gte]=7", {"created": {"gte": 7}}),
        ("created=7", {"created": 7}),
        ("items[a][price]=p", {"items": {"a": {"price": "p"}}}),
        ("items[99999][price]=p", {"items": {"99999": {"price": "p"}}}),
    ],
)
def test_what_is_in_brackets_is_what_the_schema_makes_of_it(text: str, value: Any):
    assert order(text) == value
    assert order(text.replace("[", "%5B").replace("]", "%5D")) == value


def test_a_fault_inside_is_named_with_its_place():
    operation = {
        "requestBody": {"content": {FORM: {"schema": ORDER}}},
        "responses": {"204": {"description": "-"}, "422": {"description": "-"}},
    }
    client = Client(create_stand_in(contract({"/x": {"post": operation}})))

    response = client.post("/v1/x", data="items[0][quantity]=x&items[1][price]=p", content_type=FORM)

    assert response.status_code == 422
    assert pointers(response.json) == {"#/items/0/price", "#/items/0/quantity"}


def test_a_query_says_a_list_by_numbers_too():
    parameter = {"name": "expand", "in": "query", "schema": {**TEXTS, "maxItems": 2}, **DEEP}
    paths = {"/x": {"get": answer(200, {}, {}) | {"parameters": [parameter]}}}
    client = Client(create_stand_in(contract(paths)))

    assert client.get("/v1/x?expand[0]=a&expand[1]=b").status_code == 200
    assert client.get("/v1/x?expand[0]=a&expand[1]=b&expand[2]=c").status_code == 400


def written(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    """Yield the fields that say *value* under *name*."""
    match value:
        case dict():
            for key, inner in value.items():
                yield from written(f"{name}[{key}]", inner)
        case list():
            for index, inner in enumerate(value):
                yield from written(f"{name}[{index}]", inner)
        case _:
            yield name, value


words = st.text("añ&=+ %", min_size=1)
items = st.fixed_dictionaries(
    {"price": words}, optional={"quantity": st.integers(), "taxes": st.lists(words, min_size=1)}
)


@given(st.lists(items, min_size=1, max_size=12))
def test_what_is_written_by_numbers_is_read_back(several: list[Json]):
    assert order(urlencode(list(written("items", several)))) == {"items": several}
