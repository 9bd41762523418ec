"""What the till promises."""

from typing import Any

LINE: dict[str, Any] = {
    "type": "object",
    "required": ["what", "pieces"],
    "properties": {
        "what": {"type": "string", "minLength": 1, "maxLength": 40, "pattern": "^[^\\u0000]*$"},
        "pieces": {"type": "integer", "minimum": 1, "maximum": 1000},
    },
    "additionalProperties": False,
}
ENTRY: dict[str, Any] = {
    "type": "object",
    "required": ["currency", "price", "day", "paid", "kind", "lines"],
    "properties": {
        "id": {"type": "integer", "readOnly": True},
        "currency": {"type": "string", "pattern": "^[A-Z]{3}$"},
        "price": {"type": "string", "pattern": "^[0-9]{1,9}\\.[0-9]{2}$"},
        "code": {"type": "string", "pattern": "^[0-9]{4}$"},
        "day": {"type": "string", "format": "date"},
        "moment": {"type": "string", "format": "date-time"},
        "ticket": {"type": "string", "format": "uuid"},
        "paid": {"type": "boolean"},
        "ratio": {"type": "number", "minimum": 0, "maximum": 1, "exclusiveMaximum": 1},
        "kind": {"type": "string", "enum": ["cash", "card"]},
        "lines": {
            "type": "array",
            "minItems": 1,
            "maxItems": 3,
            "items": {"$ref": "#/components/schemas/Line"},
        },
    },
    "additionalProperties": False,
}
EXAMPLE = {
    "currency": "EUR",
    "price": "12.50",
    "code": "0815",
    "day": "2026-03-02",
    "moment": "2026-03-02T10:00:00Z",
    "ticket": "3f2b1c0d-9e8a-4b6c-8d7e-0123456789ab",
    "paid": True,
    "ratio": 0.5,
    "kind": "cash",
    "lines": [{"what": "oil", "pieces": 2}],
}
_EMPTY = {"description": "An answer."}
_ERRORS = {str(status): _EMPTY for status in (400, 404, 415)}
_BODY = {
    "required": True,
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Entry"}, "example": EXAMPLE}},
}
_SHOWN = {
    "description": "The entry.",
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Entry"}}},
}


def _query(name: str, **schema: Any) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": schema}


CONTRACT: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Till", "version": "1"},
    "servers": [{"url": "/"}],
    "paths": {
        "/entries": {
            "get": {
                "operationId": "listEntries",
                "parameters": [
                    _query("page", type="integer", minimum=1, maximum=100),
                    _query("kind", type="string", enum=["cash", "card"]),
                ],
                "responses": {"200": {"description": "All.", "content": {"application/json": {}}}, **_ERRORS},
            },
            "post": {
                "operationId": "addEntry",
                "parameters": [
                    {"name": "X-Shop", "in": "header", "schema": {"type": "integer", "minimum": 1}}
                ],
                "requestBody": _BODY,
                "responses": {
                    "201": {**_SHOWN, "headers": {"Location": {"schema": {"type": "string"}}}},
                    **_ERRORS,
                },
            },
        },
        "/entries/{id}": {
            "parameters": [
                {
                    "name": "id",
                    "in": "path",
                    "required": True,
                    "schema": {"type": "integer", "minimum": 1, "maximum": 999},
                }
            ],
            "get": {"operationId": "readEntry", "responses": {"200": _SHOWN, **_ERRORS}},
            "put": {
                "operationId": "changeEntry",
                "parameters": [{"name": "If-Match", "in": "header", "schema": {"type": "string"}}],
                "requestBody": _BODY,
                "responses": {"200": _SHOWN, "412": _EMPTY, **_ERRORS},
            },
            "delete": {"operationId": "deleteEntry", "responses": {"204": _EMPTY, **_ERRORS}},
        },
    },
    "components": {"schemas": {"Entry": ENTRY, "Line": LINE}},
}
