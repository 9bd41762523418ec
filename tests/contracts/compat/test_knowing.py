"""What a consumer's file names that the contract does not have is told, with what comes nearest."""

from typing import Any

import pytest
from tests.contracts.compat.test_kinds import CLOSED, Json, contract, members, parameter

from taller.contracts.compat import Consumer, Use
from taller.contracts.compat.knowing import Knowing
from taller.documents import read_document

NAME = "POST /citas/{id}"
STATE: Json = {"type": "string", "enum": ["abierta", "cerrada"]}
LINE: Json = {"type": "object", "properties": {"pieza": {"type": "string"}}}
BODY: Json = {
    "type": "object",
    "properties": {
        "nombre": {"type": "string"},
        "estado": STATE,
        "lineas": {"type": "array", "items": LINE},
        "notas": {"type": "object"},
        "precios": {"type": "object", "additionalProperties": {"type": "object", "properties": {"neto": {}}}},
        "animal": {"oneOf": [members("a", "a"), members("b", "b", **CLOSED)]},
        "abierto": {"type": "object", "properties": {"a": {}}, "additionalProperties": True},
        "segun": {"type": "object", "properties": {"a": {}}, "if": {"required": ["a"]}, "then": members("b")},
        "par": {"type": "array", "prefixItems": [members("a"), members("b")]},
    },
}


def strangers(operation: str = NAME, **use: Any) -> list[str]:
    """Return what is strange in *use*, as a file says it, of a contract of one operation."""
    old = contract(
        {
            "parameters": [
                parameter("estado", schema=STATE),
                parameter("n", schema={"type": "integer", "enum": [1, 2]}),
                parameter("tags", schema={"type": "array", "items": STATE}),
                parameter("X-Taller", "header"),
                parameter("filtro", schema={"type": "object", "properties": {"dia": {}}}),
            ],
            "requestBody": {"content": {"application/json": {"schema": BODY}}},
            "responses": {
                "200": {
                    "description": "-",
                    "headers": {"ETag": {"schema": {"type": "string"}}},
                    "content": {"application/json": {"schema": BODY}},
                },
                "404": {
                    "description": "-",
                    "content": {"application/problem+json": {"schema": members("t")}},
                },
            },
        }
    )
    consumer = Consumer.of({"consumer": "agenda", "operations": {operation: use}})
    return list(Knowing(read_document(old).document).strangers(consumer))


KNOWN: list[dict[str, Any]] = [
    {},
    {"parameters": {"path/id": [], "query/estado": ["abierta"], "query/n": [1, "2"]}},
    {"parameters": {"query/tags": ["abierta", ["abierta", "cerrada"], "abierta,cerrada"]}},
    {"parameters": {"header/X-Taller": ["a"], "query/filtro[dia]": [], "query/dia": []}},
    {"parameters": {"header/X-Otro": [], "header/X-T": []}},
    {"parameters": {"header/User-Agent": [], "header/Idempotency-Key": [], "header/X-Clave": []}},
    {"request": {"media-types": ["application/json; charset=utf-8"]}},
    {"request": {"properties": {"/nombre": ["Ana"], "/estado": ["cerrada"], "/lineas/*/pieza": ["x"]}}},
    {"request": {"properties": {"/notas/da/igual": [], "/precios/hoy/neto": [], "/precios/*/neto": []}}},
    {"request": {"properties": {"/animal/a": [], "/animal/b": [], "/abierto/z": [], "/segun/b": []}}},
    {"request": {"properties": {"/par/0/a": [], "/par/1/b": [], "/lineas": [], "": []}}},
    {"response": {"statuses": [200, 404, 202, 503, "4XX", "default"]}},
    {"response": {"media-types": ["application/json", "application/problem+json", "*/*"]}},
    {"response": {"headers": ["etag", "Location", "Content-Type"], "properties": ["/nombre", "/t"]}},
]


@pytest.mark.parametrize("use", KNOWN)
def test_what_the_contract_has_is_not_strange(use: dict[str, Any]) -> None:
    assert strangers(**use) == []


STRANGE: list[tuple[dict[str, Any], str]] = [
    ({"parameters": {"query/estdo": []}}, "parameter `query/estdo`; did you mean `query/estado`?"),
    ({"parameters": {"header/X-Tallr": []}}, "parameter `header/x-tallr`; did you mean `header/x-taller`?"),
    ({"parameters": {"path/otro": []}}, "parameter `path/otro`"),
    ({"parameters": {"query/estado": ["abierto"]}}, "value `abierto`; did you mean `abierta`?"),
    ({"parameters": {"query/n": [3]}}, "value `3`; it has `1`, `2`"),
    ({"parameters": {"query/tags": ["zzz"]}}, "value `zzz`; it has `abierta`, `cerrada`"),
    ({"request": {"media-types": ["text/csv"]}}, "media type `text/csv`; it has `application/json`"),
    ({"request": {"properties": {"/nmbre": []}}}, "property `/nmbre`; did you mean `/nombre`?"),
    ({"request": {"properties": {"/lineas/*/piez": []}}}, "did you mean `/lineas/*/pieza`?"),
    ({"request": {"properties": {"/precios/hoy/neta": []}}}, "did you mean `/precios/hoy/neto`?"),
    ({"request": {"properties": {"/animal/c": []}}}, "property `/animal/c`"),
    ({"request": {"properties": {"/nombre/de/pila": []}}}, "property `/nombre/de/pila`; it has none there"),
    ({"request": {"properties": {"/estado": ["zzz"]}}}, "value `zzz`; it has `abierta`, `cerrada`"),
    ({"response": {"statuses": [999]}}, "status `999`; it has `200`, `404`"),
    ({"response": {"statuses": ["2xx"]}}, "status `2xx`"),
    ({"response": {"media-types": ["text/csv"]}}, "media type `text/csv`"),
    ({"response": {"headers": ["ETga"]}}, "response header `etga`; did you mean `etag`?"),
    ({"response": {"properties": ["/tt"]}}, "property `/tt`; did you mean `/t`?"),
]


@pytest.mark.parametrize(("use", "said"), STRANGE)
def test_what_the_contract_does_not_have_is_told_with_what_comes_nearest(
    use: dict[str, Any], said: str
) -> None:
    (sentence,) = strangers(**use)

    assert sentence.startswith(f"{NAME}: ")
    assert said in sentence


def test_an_operation_that_is_not_there_is_told() -> None:
    (sentence,) = strangers("POST /cita/{id}")

    assert sentence == f"the contract has no operation `POST /cita/{{id}}`; did you mean `{NAME}`?"
    assert strangers("PUT /citas/{id}") != []


def test_methods_are_taken_in_any_case_and_parameters_of_a_path_under_any_name() -> None:
    assert strangers("post /citas/{cita}", parameters={"path/cita": ["7"]}) == []
    assert Consumer("agenda", {"post /citas/{cita}": Use()}).use_of(NAME) == Use()
