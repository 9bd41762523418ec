"""What HTTP and RFC 8259 let a service take is not held against it."""

import copy
import json
from typing import Any

import pytest
from tests.contracts.probing.hostile.till_contract import CONTRACT, EXAMPLE

from taller.contracts.probing.contract import Contract, Operation, Parameter
from taller.contracts.probing.hostile.alteration import Alteration
from taller.contracts.probing.hostile.bodies import body_alterations
from taller.contracts.probing.hostile.doubles import other_texts, other_value
from taller.contracts.probing.hostile.heads import media_alterations
from taller.contracts.probing.hostile.parameters import query_alterations
from taller.contracts.probing.wire import Request

NOTE: dict[str, Any] = {
    "type": "object",
    "properties": {"kind": {"const": "note"}, "text": {"type": "string", "maxLength": 3}},
}


def operation(label: str, *, without: str = "") -> tuple[Contract, Operation]:
    document = copy.deepcopy(CONTRACT)
    method, _, path = label.partition(" ")
    document["paths"][path][method.lower()]["responses"].pop(without, None)
    contract = Contract(document)
    return contract, contract.operations[label]


def untyped(without: str = "") -> Alteration:
    contract, adding = operation("POST /entries", without=without)
    request = Request(adding.label, "POST", "/entries", {"Content-Type": "application/json"}, b"{}")
    several = media_alterations(contract, adding, request)
    return next(one for one in several if str(one.what) == "no media type")


def test_a_body_without_a_type_is_to_be_refused_only_where_415_is_promised() -> None:
    assert (untyped().demanded, untyped().statuses) == (True, {400, 415})
    assert (untyped(without="415").demanded, untyped(without="415").statuses) == (False, frozenset())


@pytest.mark.parametrize(
    ("body", "other"),
    [
        ({"kind": "note", "text": "abc"}, ("text", "ab")),
        ({"text": "a"}, ("text", "aa")),
        ({"kind": "note"}, None),
        ({}, None),
    ],
)
def test_another_value_of_a_name_is_one_that_may_be_there(body: Any, other: Any) -> None:
    assert other_value(Contract(CONTRACT), NOTE, body) == other


def test_another_text_of_a_parameter_is_not_the_same() -> None:
    kind = Parameter("kind", "query", False, {"type": "string", "enum": ["cash", "card"]}, {})

    assert next(other_texts(kind, "cash")) == "card"
    assert next(other_texts(Parameter("page", "query", False, {"type": "integer"}, {}), "7")) == "8"


def test_a_name_comes_twice_only_with_two_values_and_that_is_advice() -> None:
    contract, adding = operation("POST /entries")
    request = Request(adding.label, "POST", "/entries", {}, b"")

    found = [
        one for one in body_alterations(contract, adding, request, EXAMPLE, huge=False) if _is_double(one)
    ]

    assert [one.promise for one in found] == ["refuses-doubled-names"]


def _is_double(one: Alteration) -> bool:
    try:
        pairs = json.loads(one.request.body or b"", object_pairs_hook=list)
    except (ValueError, RecursionError):
        return False
    names = [str(pair[0]) for pair in pairs if isinstance(pair, tuple)] if isinstance(pairs, list) else []
    return len(names) > len(set(names))


def test_a_parameter_comes_twice_only_with_two_values_and_that_is_advice() -> None:
    contract, listing = operation("GET /entries")
    request = Request(listing.label, "GET", "/entries?kind=cash", {}, None)

    asked = [
        one for one in query_alterations(contract, listing, request) if one.request.path.count("kind=") == 2
    ]

    assert [(one.promise, one.request.path) for one in asked] == [
        ("refuses-doubled-parameters", "/entries?kind=cash&kind=card")
    ]
