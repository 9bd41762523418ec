"""A pair of contracts for each kind: it is found, alone, as bad as its kind says."""

import re
from typing import Any

import pytest

from taller.contracts.compat import KINDS, Finding, compare_documents
from taller.contracts.compat.codes import CODES
from taller.documents import read_document

Json = dict[str, Any]
A = {"type": "object", "properties": {"a": {"type": "string"}}}
B = {"type": "object", "properties": {"a": {"type": "integer"}}}
CLOSED = {"additionalProperties": False}
TAGGED = [{"$ref": "#/components/schemas/Perro"}, {"$ref": "#/components/schemas/Gato"}]
MANY = {"allOf": [{"minLength": 1} for _ in range(301)]}


def whole(**schema: Any) -> Json:
    return {"type": "object", "properties": {"a": schema}}


def members(names: str, required: str = "", **more: Any) -> Json:
    return {"type": "object", "properties": {one: {} for one in names}, "required": [*required], **more}


SCHEMAS: dict[str, tuple[Json, Json]] = {
    "type-narrowed": ({"type": "number"}, {"type": "integer"}),
    "type-widened": ({"type": "string"}, {"type": ["string", "integer"]}),
    "type-changed": ({"type": "string"}, {"type": "integer"}),
    "null-removed": ({"type": ["string", "null"]}, {"type": "string"}),
    "null-added": ({"type": "string"}, {"type": ["string", "null"]}),
    "enum-added": ({"type": "string"}, {"type": "string", "enum": ["x", "y"]}),
    "enum-narrowed": ({"enum": ["x", "y"]}, {"enum": ["x"]}),
    "enum-widened": ({"enum": ["x", "z"]}, {"enum": ["x", "y", "z"]}),
    "enum-removed": ({"type": "string", "enum": ["x", "y"]}, {"type": "string"}),
    "const-added": ({"type": "string"}, {"const": "x"}),
    "const-removed": ({"const": "x"}, {"type": "string"}),
    "const-changed": ({"const": "x"}, {"const": "y"}),
    "limit-tightened": ({"type": "integer", "exclusiveMaximum": 10}, {"type": "integer", "maximum": 8}),
    "limit-loosened": ({"type": "string", "maxLength": 3}, {"type": "string", "maxLength": 4}),
    "pattern-added": ({"type": "string"}, {"type": "string", "pattern": "^x"}),
    "pattern-removed": ({"type": "string", "pattern": "^x"}, {"type": "string"}),
    "pattern-changed": ({"type": "string", "pattern": "^x"}, {"type": "string", "pattern": "x"}),
    "format-added": ({"type": "integer", "format": "int64"}, {"type": "integer", "format": "int32"}),
    "format-removed": ({"type": "string", "format": "date"}, {"type": "string"}),
    "format-changed": ({"type": "string", "format": "date"}, {"type": "string", "format": "date-time"}),
    "multiple-of-tightened": ({"type": "number", "multipleOf": 0.1}, {"type": "number", "multipleOf": 0.5}),
    "multiple-of-loosened": (
        {"type": "number", "multipleOf": 0.01},
        {"type": "number", "multipleOf": 0.0001},
    ),
    "unique-items-required": ({"type": "array"}, {"type": "array", "uniqueItems": True}),
    "unique-items-dropped": ({"type": "array", "uniqueItems": True}, {"type": "array"}),
    "default-changed": ({"type": "integer", "default": 10}, {"type": "integer", "default": 20}),
    "deprecated": ({"type": "string"}, {"type": "string", "deprecated": True}),
    "property-required": (members("ab", "a"), members("ab", "ab")),
    "property-optional": (members("ab", "ab"), members("ab", "a")),
    "property-removed": (members("ab", **CLOSED), members("a", **CLOSED)),
    "property-ignored": (members("ab"), members("a")),
    "property-added": (members("a"), members("ab")),
    "property-added-required": (members("a"), members("ab", "b")),
    "property-allowed": (members("a", **CLOSED), members("ab", **CLOSED)),
    "additional-properties-closed": (members("a"), members("a", **CLOSED)),
    "additional-properties-opened": (members("a", **CLOSED), members("a")),
    "read-only-set": (whole(type="string"), whole(type="string", readOnly=True)),
    "read-only-unset": (whole(type="string", readOnly=True), whole(type="string")),
    "write-only-set": (whole(type="string"), whole(type="string", writeOnly=True)),
    "write-only-unset": (whole(type="string", writeOnly=True), whole(type="string")),
    "alternative-removed": (
        {"anyOf": [{"type": "array"}, A, {"type": "string"}]},
        {"anyOf": [{"type": "array"}, A]},
    ),
    "alternative-added": (
        {"type": "string"},
        {"oneOf": [{"type": "string"}, {"type": "array", "maxItems": 1}]},
    ),
    "alternatives-overlap": ({"oneOf": [members("a", "a"), B]}, {"anyOf": [members("a", "a"), B]}),
    "discriminator-changed": (
        {"oneOf": TAGGED, "discriminator": {"propertyName": "clase"}},
        {"oneOf": TAGGED, "discriminator": {"propertyName": "raza"}},
    ),
    "constraint-added": (members("a"), members("a", propertyNames={"maxLength": 1})),
    "constraint-removed": ({"type": "string", "not": {"const": "x"}}, {"type": "string"}),
    "constraint-changed": (
        {"type": "string", "not": {"const": "x"}},
        {"type": "string", "not": {"const": "y"}},
    ),
    "schema-unclear": (MANY, {"allOf": [*MANY["allOf"], {}]}),
}


def contract(operation: Json | None = None, path: str = "/citas/{id}", **document: Any) -> Json:
    usual: Json = {
        "parameters": [parameter("id", "path"), *(operation or {}).pop("parameters", [])],
        "responses": {"200": {"description": "-"}},
    }
    animal = {"type": "object", "properties": {"clase": {"type": "string"}, "raza": {"type": "string"}}}
    schemes = {
        "clave": {"type": "apiKey", "in": "header", "name": "X-Clave"},
        "cuenta": {"type": "http", "scheme": "bearer"},
        "permiso": {
            "type": "oauth2",
            "flows": {
                "clientCredentials": {
                    "tokenUrl": "https://taller.example/t",
                    "scopes": {"leer": "", "cambiar": ""},
                }
            },
        },
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Citas", "version": "1"},
        "paths": {path: {"post": usual | (operation or {})}},
        "components": {"schemas": {"Perro": animal, "Gato": animal}, "securitySchemes": schemes},
        **document,
    }


def parameter(name: str, place: str = "query", **more: Any) -> Json:
    return {"name": name, "in": place, "required": place == "path", "schema": {"type": "string"}, **more}


def taking(*parameters: Json) -> Json:
    return contract({"parameters": [*parameters]})


def body(*media_types: str, schema: Any = True, **more: Any) -> Json:
    content = {name: {"schema": schema} for name in media_types or ("application/json",)}
    return contract({"requestBody": {"content": content, **more}})


def answering(schema: Any = None, *media_types: str, status: str = "200", **more: Any) -> Json:
    content = {name: {"schema": schema} for name in media_types or ("application/json",)}
    response = {"description": "-", **({"content": content} if schema is not None else {}), **more}
    return contract({"responses": {"200": {"description": "-"}, status: response}})


def header(**more: Any) -> Json:
    return answering(headers={"ETag": {"schema": {"type": "string"}, **more}})


LIST = {"type": "array", "items": {"type": "string"}}
LINK = {"leer": {"operationId": "leer"}}
CONTRACTS: dict[str, tuple[Json, Json]] = {
    "operation-removed": (contract(), contract(paths={})),
    "operation-added": (contract(paths={}), contract()),
    "operation-deprecated": (contract(), contract({"deprecated": True})),
    "operation-id-changed": (contract({"operationId": "crear"}), contract({"operationId": "pedir"})),
    "link-removed": (
        contract({"operationId": "leer", "responses": {"200": {"description": "-", "links": LINK}}}),
        contract({"operationId": "leer"}),
    ),
    "base-path-changed": (contract(servers=[{"url": "/v1"}]), contract(servers=[{"url": "/v2"}])),
    "server-removed": (
        contract(servers=[{"url": "/"}, {"url": "https://a.example"}]),
        contract(servers=[{"url": "/"}]),
    ),
    "server-added": (contract(), contract(servers=[{"url": "/"}, {"url": "https://a.example"}])),
    "security-required": (contract(), contract(security=[{"clave": []}])),
    "security-removed": (
        contract(security=[{"clave": []}]),
        contract(security=[{"clave": [], "cuenta": []}]),
    ),
    "security-scope-added": (
        contract(security=[{"permiso": ["leer"]}]),
        contract(security=[{"permiso": ["leer", "cambiar"]}]),
    ),
    "security-added": (
        contract(security=[{"clave": []}]),
        contract(security=[{"clave": []}, {"cuenta": []}]),
    ),
    "path-parameter-renamed": (
        contract(),
        contract(
            paths={
                "/citas/{cita}": {
                    "post": {
                        **contract()["paths"]["/citas/{id}"]["post"],
                        "parameters": [parameter("cita", "path")],
                    }
                }
            }
        ),
    ),
    "parameter-added": (taking(), taking(parameter("dia"))),
    "parameter-added-required": (taking(), taking(parameter("dia", required=True))),
    "parameter-removed": (taking(parameter("dia")), taking()),
    "parameter-required": (taking(parameter("dia")), taking(parameter("dia", required=True))),
    "parameter-optional": (taking(parameter("dia", required=True)), taking(parameter("dia"))),
    "parameter-moved": (taking(parameter("Dia")), taking(parameter("dia", "header"))),
    "parameter-style-changed": (
        taking(parameter("dia", schema=LIST)),
        taking(parameter("dia", schema=LIST, explode=False)),
    ),
    "parameter-deprecated": (taking(parameter("dia")), taking(parameter("dia", deprecated=True))),
    "request-body-required": (body(), body(required=True)),
    "request-body-optional": (body(required=True), body()),
    "request-body-added": (contract(), body()),
    "request-body-removed": (body(), contract()),
    "request-media-type-removed": (body("application/json", "text/csv"), body("application/json")),
    "request-media-type-added": (body("application/json"), body("application/json", "text/csv")),
    "response-status-removed": (answering(status="201"), answering()),
    "response-status-added": (answering(), answering(status="202")),
    "response-error-removed": (answering(status="404"), answering()),
    "response-error-added": (answering(), answering(status="default")),
    "response-media-type-removed": (answering(True, "a/b", "text/csv"), answering(True, "a/b")),
    "response-media-type-added": (answering(True, "a/b"), answering(True, "a/b", "text/csv")),
    "response-header-removed": (header(), answering()),
    "response-header-optional": (header(required=True), header()),
    "response-header-added": (answering(), header()),
}


def pair_of(kind: str) -> tuple[Json, Json]:
    """Return two contracts that differ in a finding of *kind*."""
    if kind in CONTRACTS:
        return CONTRACTS[kind]
    side, _, code = kind.partition("-")
    # A name that is gone from an answer is gone whether others are allowed or not.
    old, new = SCHEMAS[code]
    make = body if side == "request" else lambda schema: answering(schema)
    return make(schema=old), make(schema=new)


def found(old: Json, new: Json) -> list[Finding]:
    return list(compare_documents(read_document(old).document, read_document(new).document).findings)


def test_every_kind_has_a_pair_and_every_code_a_pair_of_schemas() -> None:
    sides = {f"{side}-{code}" for code in CODES for side in ("request", "response")}

    assert CODES.keys() == SCHEMAS.keys()
    assert KINDS.keys() - sides == CONTRACTS.keys()


def test_kinds_are_words_in_kebab_case_and_say_what_and_why_in_both_languages() -> None:
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", name) for name in KINDS)
    assert all(text for kind in KINDS.values() for text in (*kind.what, *kind.why))
    for kind in KINDS.values():
        assert {*re.findall(r"{\w+}", kind.what.en)} == {*re.findall(r"{\w+}", kind.what.es)}


@pytest.mark.parametrize("kind", KINDS)
def test_a_change_is_found_alone_and_is_as_bad_as_its_kind(kind: str) -> None:
    findings = found(*pair_of(kind))

    assert [one.kind for one in findings if one.severity != "compatible" or one.kind == kind] == [kind]
    assert findings[0].severity == KINDS[kind].severity
    for language in ("en", "es"):
        assert "{" not in findings[0].what(language).replace("{id}", "")
        assert findings[0].why(language).endswith(".")


@pytest.mark.parametrize("kind", KINDS)
def test_a_contract_does_not_differ_from_itself(kind: str) -> None:
    old, new = pair_of(kind)

    assert found(old, old) == found(new, new) == []


def test_what_is_said_to_people_does_not_count() -> None:
    old = contract({"summary": "Pide cita.", "tags": ["a"]})
    new = contract({"summary": "Pide otra cita.", "description": "Mejor.", "tags": ["b"]})

    assert found(old, new) == []
