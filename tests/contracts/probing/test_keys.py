"""Our own requests have idempotency keys of their own, in the form that the contract wants."""

import re
from typing import Any

import pytest

from taller.contracts.probing.contract import Contract
from taller.contracts.probing.hostile.asking import Asker
from taller.contracts.probing.hostile.judging import Judge
from taller.contracts.probing.renewed_keys import key_for
from taller.contracts.probing.wire import Client, Reply, Request

FORM = "^req-[0-9]{8}$"


def contract(**schema: Any) -> dict[str, Any]:
    parameter = {"name": "Idempotency-Key", "in": "header", "schema": {"type": "string", **schema}}
    answers = {"201": {"description": "a"}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Notes", "version": "1"},
        "paths": {"/notes": {"post": {"parameters": [parameter], "responses": answers}}},
    }


@pytest.mark.parametrize(
    ("schema", "like"),
    [
        ({}, ""),
        ({"format": "uuid"}, ""),
        ({"pattern": "^[A-Z0-9]{16}$"}, ""),
        ({"pattern": FORM}, "req-00000000"),
        ({"pattern": FORM, "example": "req-00000000"}, ""),
    ],
)
def test_a_key_has_the_form_that_the_contract_wants(schema: dict[str, Any], like: str) -> None:
    known = Contract(contract(**schema))
    operation = known.operations["POST /notes"]

    keys = {key_for(known, operation, like) for _ in range(3)}

    assert len(keys) == 3
    assert all(known.fits({"type": "string", **schema}, one) for one in keys)


def test_of_a_form_that_nobody_can_guess_there_is_none() -> None:
    known = Contract(contract(pattern=FORM))

    assert key_for(known, known.operations["POST /notes"]) == ""


def test_what_is_wrong_on_purpose_elsewhere_has_such_a_key() -> None:
    sent: list[str] = []

    class Listening(Client):
        def send(self, request: Request) -> Reply:
            sent.append(request.headers["idempotency-key"])
            return Reply(400, {}, b"", 0)

    judge = Judge(Asker(Listening("http://127.0.0.1:9")), contract(pattern=FORM))
    for _ in range(3):
        judge.send(Request("POST /notes", "POST", "/notes", {"idempotency-key": "req-12345678"}))

    assert len(set(sent)) == 3
    assert all(re.fullmatch(FORM, one) for one in sent)
