"""What the garden promises."""

from typing import Any

from tests.contracts.probing.garden_faults import ORDERS

TEXT = {"type": "string", "minLength": 1, "maxLength": 120, "pattern": "^[^\\u0000]*$"}
ID = {"type": "integer", "minimum": 1, "maximum": 1_000_000}
WRITABLE: dict[str, Any] = {
    "name": TEXT,
    "kind": {"type": "string", "enum": ["tree", "herb", "vine"]},
    "price": {"type": "number", "minimum": 0, "maximum": 100_000, "multipleOf": 0.01},
    "height": {"type": "integer", "minimum": 0, "maximum": 1_000},
    "sown": {"type": "string", "format": "date-time"},
    "notes": TEXT,
}
PLANT = {
    "type": "object",
    "required": ["id", "name", "kind", "price", "height", "grownAt"],
    "properties": {
        "id": ID,
        **WRITABLE,
        "grownAt": {"type": "string", "format": "date-time", "readOnly": True},
    },
}
SEED = {
    "type": "object",
    "required": ["name", "kind", "price", "height"],
    "additionalProperties": False,
    "properties": WRITABLE,
}
EXAMPLE = {
    "name": "Olivo",
    "kind": "tree",
    "price": 12.5,
    "height": 30,
    "sown": "2026-03-02T10:00:00+01:00",
    "notes": "Riego escaso",
}
PAGE = {
    "type": "object",
    "required": ["plants", "total"],
    "properties": {
        "plants": {"type": "array", "maxItems": 100, "items": PLANT},
        "total": {"type": "integer"},
        "nextCursor": {"type": "string", "pattern": "^[a-z0-9]+$"},
    },
}
TAG = {"ETag": {"required": True, "schema": {"type": "string"}}}
NONE_MATCH = {"name": "If-None-Match", "in": "header", "schema": {"type": "string", "maxLength": 200}}
MATCH = {"name": "If-Match", "in": "header", "required": True, "schema": {"type": "string", "maxLength": 200}}
KEY = {"name": "Idempotency-Key", "in": "header", "schema": {"type": "string", "maxLength": 100}}
BY_ID = {"parameters": {"id": "$response.body#/id"}}


def _json(schema: Any, **more: Any) -> dict[str, Any]:
    return {"content": {"application/json": {"schema": schema, **more}}}


def _answers(*statuses: int, **good: Any) -> dict[str, Any]:
    refusals = {str(status): {"description": "A refusal."} for status in statuses}
    return {
        status.removeprefix("_"): {"description": "An answer.", **one} for status, one in good.items()
    } | refusals


def _query(name: str, **schema: Any) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": schema}


CONTRACT: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Garden", "version": "1"},
    "servers": [{"url": "/garden"}],
    "paths": {
        "/plants": {
            "get": {
                "operationId": "listPlants",
                "parameters": [
                    _query("page", type="integer", minimum=1, maximum=1000, default=1),
                    _query("limit", type="integer", minimum=1, maximum=100, default=3),
                    _query("cursor", type="string", pattern="^[a-z0-9]+$", maxLength=20),
                    _query("order", type="string", enum=list(ORDERS), default="id"),
                    _query("ordering", type="string", enum=["ASC", "DESC"], default="ASC"),
                    _query("kind", type="string", enum=["tree", "herb", "vine"]),
                    NONE_MATCH,
                ],
                "responses": _answers(400, 404, _200={**_json(PAGE), "headers": TAG}, _304={}),
            },
            "post": {
                "operationId": "sow",
                "parameters": [KEY],
                "requestBody": {"required": True, **_json(SEED, example=EXAMPLE)},
                "responses": _answers(
                    400,
                    409,
                    415,
                    422,
                    _201={
                        **_json(PLANT),
                        "headers": TAG | {"Location": {"schema": {"type": "string"}}},
                        "links": {"read": {"operationId": "look", **BY_ID}},
                    },
                ),
            },
            "options": {"operationId": "may", "responses": _answers(_204={"headers": {"Allow": {}}})},
        },
        "/plants/{id}": {
            "parameters": [{"name": "id", "in": "path", "required": True, "schema": ID}],
            "get": {
                "operationId": "look",
                "parameters": [NONE_MATCH],
                "responses": _answers(404, _200={**_json(PLANT), "headers": TAG}, _304={}),
            },
            "put": {
                "operationId": "replant",
                "parameters": [MATCH],
                "requestBody": {"required": True, **_json(SEED, example=EXAMPLE)},
                "responses": _answers(400, 404, 412, 415, 422, 428, _200={**_json(PLANT), "headers": TAG}),
            },
            "patch": {
                "operationId": "prune",
                "parameters": [MATCH],
                "requestBody": {
                    "required": True,
                    "content": {
                        "application/merge-patch+json": {
                            "schema": {k: v for k, v in SEED.items() if k != "required"},
                            "example": {"notes": "Podado"},
                        }
                    },
                },
                "responses": _answers(400, 404, 412, 415, 422, 428, _200={**_json(PLANT), "headers": TAG}),
            },
            "delete": {
                "operationId": "uproot",
                "parameters": [{**MATCH, "required": False}],
                "responses": _answers(404, 412, _204={}),
            },
            "options": {
                "operationId": "mayHere",
                "responses": _answers(404, _204={"headers": {"Allow": {}}}),
            },
        },
    },
}
