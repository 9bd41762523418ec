"""A contract with a bit of everything that can be sent."""

from collections.abc import Mapping
from typing import Any

from taller.contracts.probing.contract import Contract

COLOUR: Mapping[str, Any] = {"type": "string", "enum": ["red", "blue"]}
PLANT: Mapping[str, Any] = {
    "type": "object",
    "required": ["id", "name"],
    "properties": {
        "id": {"type": "integer", "readOnly": True},
        "name": {"type": "string", "minLength": 2, "maxLength": 5},
        "colour": {"$ref": "#/components/schemas/Colour"},
        "leaves": {"type": "array", "maxItems": 2, "items": {"type": "integer", "minimum": 1}},
        "parent": {"$ref": "#/components/schemas/Plant"},
    },
    "additionalProperties": False,
}
PARAMETERS = (
    {"name": "page", "in": "query", "required": True, "schema": {"type": "integer", "minimum": 1}},
    {"name": "tag", "in": "query", "schema": {"type": "array", "maxItems": 2, "items": {"type": "string"}}},
    {
        "name": "ids",
        "in": "query",
        "explode": False,
        "schema": {"type": "array", "items": {"type": "integer"}},
    },
    {
        "name": "where",
        "in": "query",
        "style": "deepObject",
        "schema": {"type": "object", "properties": {"bed": {"type": "string"}}},
    },
    {"name": "X-Mode", "in": "header", "schema": {"type": "boolean"}},
    {"name": "Accept", "in": "header", "schema": {"type": "string"}},
    {"name": "session", "in": "cookie", "schema": {"type": "string", "minLength": 3}},
)
DOCUMENT: Mapping[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Garden", "version": "1"},
    "components": {"schemas": {"Plant": PLANT, "Colour": COLOUR}},
    "paths": {
        "/plants/{plant}": {
            "parameters": [
                {"name": "plant", "in": "path", "required": True, "schema": {"type": "integer", "minimum": 1}}
            ],
            "get": {"parameters": list(PARAMETERS), "responses": {"200": {"description": "It."}}},
            "put": {
                "requestBody": {
                    "required": True,
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Plant"}}},
                },
                "responses": {"200": {"description": "It."}},
            },
        }
    },
}
READ, WRITE = "GET /plants/{plant}", "PUT /plants/{plant}"


def contract() -> Contract:
    """Return it, as requests see it."""
    return Contract(DOCUMENT)
