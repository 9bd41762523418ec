"""A small service with a contract of its own, which it keeps, or breaks in one way."""

import json
import re
from enum import StrEnum, auto
from itertools import count
from typing import Any

import flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import IntegerConverter


class Fault(StrEnum):
    """How the shelf breaks its contract."""

    ANSWERS_AN_UNDOCUMENTED_STATUS = auto()
    ANSWERS_WHAT_BREAKS_THE_SCHEMA = auto()
    FAILS = auto()
    TAKES_WHAT_BREAKS_THE_SCHEMA = auto()
    FORGETS_WHAT_IT_CREATED = auto()
    KEEPS_WHAT_IT_DELETED = auto()


NAME = {"type": "string", "minLength": 1, "maxLength": 20, "pattern": "^[a-z]*$"}
ID = {"type": "integer", "minimum": 1, "maximum": 100_000}


def _object(**properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "required": list(properties),
        "properties": properties,
        "additionalProperties": False,
    }


def _json(schema: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"content": {"application/json": {"schema": schema, **more}}}


def _answer(schema: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    return {"description": "An answer.", **(_json(schema) if schema else {}), **more}


BOOK = _object(id=ID, name=NAME)
BY_ID = {"parameters": {"id": "$response.body#/id"}}
LINKS = {
    "read": {"operationId": "readBook", **BY_ID},
    "lend": {"operationId": "lendBook", **BY_ID},
    "delete": {"operationId": "deleteBook", **BY_ID},
}
CONTRACT: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Shelf", "version": "1"},
    "paths": {
        "/books": {
            "post": {
                "operationId": "addBook",
                "requestBody": {"required": True, **_json(_object(name=NAME), example={"name": "emma"})},
                "responses": {
                    "201": _answer(BOOK, links=LINKS),
                    "400": _answer(),
                    "415": _answer(),
                },
            }
        },
        "/books/{id}": {
            "parameters": [{"name": "id", "in": "path", "required": True, "schema": ID}],
            "get": {"operationId": "readBook", "responses": {"200": _answer(BOOK), "404": _answer()}},
            "delete": {"operationId": "deleteBook", "responses": {"204": _answer(), "404": _answer()}},
        },
        "/books/{id}/loans": {
            "parameters": [{"name": "id", "in": "path", "required": True, "schema": ID}],
            "post": {
                "operationId": "lendBook",
                "responses": {"201": _answer(BOOK, links={"read": LINKS["read"]}), "404": _answer()},
            },
        },
    },
}


def create_shelf(fault: Fault | None = None) -> flask.Flask:
    """Return a shelf without books."""
    app, shelf = flask.Flask(__name__), Shelf(fault)
    app.url_map.converters["number"] = Number
    app.add_url_rule("/books", view_func=shelf.add, methods=["POST"])
    app.add_url_rule("/books/<number:book>", view_func=shelf.read, methods=["GET"])
    app.add_url_rule("/books/<number:book>", view_func=shelf.delete, methods=["DELETE"])
    app.add_url_rule("/books/<number:book>/loans", view_func=shelf.lend, methods=["POST"])
    app.register_error_handler(HTTPException, _without_body)
    return app


class Number(IntegerConverter):
    """A number as the contract has it: others take the digits of every script."""

    regex = "[0-9]+"


class Shelf:
    """The views; *fault* is what is wrong with them."""

    def __init__(self, fault: Fault | None) -> None:
        self._fault = fault
        self._books: dict[int, str] = {}
        self._ids = count(1)

    def add(self) -> tuple[dict[str, Any], int]:
        name = _name_in(flask.request, strict=self._fault is not Fault.TAKES_WHAT_BREAKS_THE_SCHEMA)
        new = next(self._ids)
        if self._fault is not Fault.FORGETS_WHAT_IT_CREATED:
            self._books[new] = name
        status = 202 if self._fault is Fault.ANSWERS_AN_UNDOCUMENTED_STATUS else 201
        return {"id": new, "name": name}, status

    def read(self, book: int) -> dict[str, Any]:
        if self._fault is Fault.FAILS:
            flask.abort(500)
        name = self._name_of(book)
        wrong = self._fault is Fault.ANSWERS_WHAT_BREAKS_THE_SCHEMA
        return {"id": str(book) if wrong else book, "name": name}

    def lend(self, book: int) -> tuple[dict[str, Any], int]:
        return {"id": book, "name": self._name_of(book)}, 201

    def delete(self, book: int) -> tuple[str, int]:
        self._name_of(book)
        if self._fault is not Fault.KEEPS_WHAT_IT_DELETED:
            del self._books[book]
        return "", 204

    def _name_of(self, book: int) -> str:
        if book not in self._books:
            flask.abort(404)
        return self._books[book]


def _name_in(request: flask.Request, *, strict: bool) -> str:
    if request.mimetype != "application/json":
        flask.abort(415)
    try:
        proposal = json.loads(request.get_data(), object_pairs_hook=_once)
    except (ValueError, RecursionError):
        flask.abort(400)
    name = proposal.get("name") if isinstance(proposal, dict) else None
    sound = isinstance(name, str) and re.fullmatch("[a-z]{1,20}", name) and len(proposal) == 1
    if strict and not sound:
        flask.abort(400)
    return name if sound else "emma"


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) < len(pairs):
        raise ValueError("a name twice")
    return dict(pairs)


def _without_body(error: HTTPException) -> flask.Response:
    response = flask.Response(status=error.code)
    del response.headers["Content-Type"]
    for name, value in error.get_headers():
        if name == "Allow":
            response.headers[name] = value
    return response
