"""What nothing else refuses as well is tried first."""

from typing import Any

from taller.contracts.probing.contract import Contract
from taller.contracts.probing.hostile.alteration import Alteration
from taller.contracts.probing.hostile.bodies import body_alterations
from taller.contracts.probing.hostile.choosing import Chooser
from taller.contracts.probing.wire import Request

NOTE: dict[str, Any] = {
    "type": "object",
    "properties": {
        "day": {"type": "string", "format": "date", "minLength": 10},
        "code": {"type": "string", "pattern": "^[A-Z]+$", "minLength": 2},
        "odd": {"type": "string", "pattern": "^\\p{L}+$", "minLength": 2},
        "text": {"type": "string", "pattern": "^[^\\u0000]*$", "minLength": 2},
    },
}
BODY = {"day": "2026-03-02", "code": "AB", "odd": "ab", "text": "of any letters"}
ADDING: dict[str, Any] = {
    "requestBody": {"required": True, "content": {"application/json": {"schema": NOTE}}},
    "responses": {},
}
CONTRACT = {"openapi": "3.1.0", "info": {}, "paths": {"/notes": {"post": ADDING}}}


def first(what: str) -> Alteration:
    contract = Contract(CONTRACT)
    adding = contract.operations["POST /notes"]
    request = Request("POST /notes", "POST", "/notes")
    made = body_alterations(contract, adding, request, BODY, huge=False)
    return next(one for one in Chooser().chosen(made, 1000) if one.what == what)


def test_a_number_for_a_text_is_tried_where_its_digits_are_one() -> None:
    assert first("a number for a text").where == "/text"


def test_a_text_is_too_short_where_nothing_else_is_wrong_with_it() -> None:
    assert first("a text that is too short").where in ("/code", "/text")
