"""A till that keeps its contract to the letter, or is careless in one point."""

import json
import re
import traceback
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum, auto
from itertools import count
from typing import Any
from uuid import UUID

import flask
import jsonschema_rs

TAG = re.compile(r'\*|"[^"]*"(, *"[^"]*")*')
LINE = {
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


class Fault(StrEnum):
    """What the till is careless in."""

    TAKES_A_TEXT_FOR_A_NUMBER = auto()
    TAKES_A_NUMBER_FOR_A_BOOLEAN = auto()
    TAKES_A_NUMBER_FOR_A_TEXT = auto()
    TAKES_NULL_FOR_NOTHING = auto()
    ROUNDS_FRACTIONS = auto()
    TAKES_ONE_FOR_A_LIST = auto()
    DROPS_UNKNOWN_FIELDS = auto()
    DROPS_UNKNOWN_FIELDS_WITHIN = auto()
    FILLS_MISSING_FIELDS = auto()
    TAKES_ONE_MORE = auto()
    TAKES_THE_BOUND = auto()
    CUTS_LONG_TEXTS = auto()
    CUTS_LONG_LISTS = auto()
    TAKES_ANY_LETTER_CASE = auto()
    STRIPS = auto()
    TAKES_A_LINE_BREAK = auto()
    TAKES_ANY_DIGITS = auto()
    TAKES_ZERO_BYTES = auto()
    READS_ANY_ISO_DATE = auto()
    READS_ANY_ISO_TIME = auto()
    READS_ANY_UUID = auto()
    READS_ANY_DECIMAL = auto()
    FAILS_ON_LONG_NUMBERS = auto()
    FAILS_ON_DEEP_NESTING = auto()
    FAILS_ON_HALF_CHARACTERS = auto()
    TAKES_HALF_CHARACTERS = auto()
    TAKES_NAMES_TWICE = auto()
    TAKES_NAN = auto()
    TAKES_BAD_BYTES = auto()
    TAKES_WHAT_COMES_AFTER = auto()
    TAKES_ANY_MEDIA_TYPE = auto()
    READS_OTHER_MEDIA_TYPES_AS_NOTHING = auto()
    TAKES_ANY_JSON = auto()
    READS_QUERIES_AS_PYTHON_DOES = auto()
    TAKES_THE_FIRST_OF_TWO = auto()
    FAILS_ON_A_KIND_UNKNOWN = auto()
    READS_PATHS_AS_PYTHON_DOES = auto()
    FAILS_ON_LARGE_IDS = auto()
    PASSES_OVER_A_WRONG_SHOP = auto()
    TAKES_ANY_TAG = auto()
    HEEDS_ANY_RANGE = auto()
    FAILS_ON_OTHER_WISHES = auto()
    KEEPS_WHAT_IT_REFUSES = auto()
    SHOWS_ITS_INSIDE = auto()


Body = dict[str, Any]


def _iso_date(text: str) -> str:
    return str(date.fromisoformat(text))


def _iso_time(text: str) -> str:
    return f"{datetime.fromisoformat(text):%Y-%m-%dT%H:%M:%SZ}"


def _decimal(text: str) -> str:
    return "1.00" if Decimal(text) > 10**9 else f"{Decimal(text):.2f}"


def _cleaned(name: str, *kinds: type, by: Callable[[Any], Any]) -> Callable[[Body], None]:
    """Return what replaces *name*, where it is of *kinds*, by what a careless reader makes of it."""

    def clean(body: Body) -> None:
        if type(body.get(name)) in kinds:
            body[name] = by(body[name])

    return clean


def _fill(body: Body) -> None:
    body.setdefault("currency", "EUR")


def _forget_nulls(body: Body) -> None:
    for name in [name for name, value in body.items() if value is None and name == "code"]:
        del body[name]


def _drop_unknown(body: Body) -> None:
    for name in body.keys() - ENTRY["properties"].keys():
        del body[name]


def _line(clean: Callable[[Body], None]) -> Callable[[Body], None]:
    def within(body: Body) -> None:
        lines = body.get("lines")
        if isinstance(lines, list) and lines and isinstance(lines[0], dict):
            lines[0] = dict(lines[0])
            clean(lines[0])

    return within


def _drop_unknown_line(body: Body) -> None:
    for name in body.keys() - LINE["properties"].keys():  # type: ignore[attr-defined]
        del body[name]


_CLEANERS: dict[Fault, Callable[[Body], None]] = {
    Fault.TAKES_A_TEXT_FOR_A_NUMBER: _line(_cleaned("pieces", str, by=lambda one: int(one))),
    Fault.TAKES_A_NUMBER_FOR_A_BOOLEAN: _cleaned("paid", int, by=bool),
    Fault.TAKES_A_NUMBER_FOR_A_TEXT: _cleaned("code", int, by=lambda one: f"{one:04}"[:4]),
    Fault.TAKES_NULL_FOR_NOTHING: _forget_nulls,
    Fault.ROUNDS_FRACTIONS: _line(_cleaned("pieces", float, by=int)),
    Fault.TAKES_ONE_FOR_A_LIST: _cleaned("lines", dict, by=lambda one: [one]),
    Fault.DROPS_UNKNOWN_FIELDS: _drop_unknown,
    Fault.DROPS_UNKNOWN_FIELDS_WITHIN: _line(_drop_unknown_line),
    Fault.FILLS_MISSING_FIELDS: _fill,
    Fault.TAKES_ONE_MORE: _line(_cleaned("pieces", int, by=lambda one: 1000 if one == 1001 else one)),
    Fault.TAKES_THE_BOUND: _cleaned("ratio", int, by=lambda one: 0.5 if one == 1 else one),
    Fault.CUTS_LONG_TEXTS: _line(_cleaned("what", str, by=lambda one: one[:40])),
    Fault.CUTS_LONG_LISTS: _cleaned("lines", list, by=lambda one: one[:3]),
    Fault.TAKES_ANY_LETTER_CASE: _cleaned("kind", str, by=str.lower),
    Fault.STRIPS: _cleaned("kind", str, by=str.strip),
    Fault.TAKES_A_LINE_BREAK: _cleaned("currency", str, by=lambda one: one.removesuffix("\n")),
    Fault.TAKES_ANY_DIGITS: _cleaned(
        "code", str, by=lambda one: f"{int(one):04}" if re.fullmatch(r"\d{4}", one) else one
    ),
    Fault.TAKES_ZERO_BYTES: _line(_cleaned("what", str, by=lambda one: one.replace("\0", ""))),
    Fault.READS_ANY_ISO_DATE: _cleaned("day", str, by=_iso_date),
    Fault.READS_ANY_ISO_TIME: _cleaned("moment", str, by=_iso_time),
    Fault.READS_ANY_UUID: _cleaned("ticket", str, by=lambda one: str(UUID(one))),
    Fault.READS_ANY_DECIMAL: _cleaned("price", str, by=_decimal),
}


class Till:
    """The views; *fault* is what is wrong with them."""

    def __init__(self, fault: Fault | None = None) -> None:
        self._fault = fault
        self._entries: dict[int, Body] = {}
        self._ids = count(1)
        schemas = {
            name: json.loads(json.dumps(one)) for name, one in CONTRACT["components"]["schemas"].items()
        }
        whole = {"$ref": "#/components/schemas/Entry", "components": {"schemas": schemas}}
        self._validator = jsonschema_rs.Draft202012Validator(whole, validate_formats=True)

    def app(self) -> flask.Flask:
        """Return the till as an application."""
        app = flask.Flask(__name__)
        for path, views in {"/entries": self._all, "/entries/<id>": self._one}.items():
            app.add_url_rule(
                path, path, views, methods=["GET", "POST", "PUT", "DELETE"], provide_automatic_options=False
            )
        app.register_error_handler(Exception, self._failed)
        return app

    def _failed(self, error: Exception) -> Any:
        if isinstance(error, Refused):
            return flask.Response(status=error.status)
        if self._fault is Fault.SHOWS_ITS_INSIDE:
            return flask.Response("".join(traceback.format_exception(error)), 500)
        return flask.Response(status=getattr(error, "code", 500))

    def _is(self, *faults: Fault) -> bool:
        return self._fault in faults

    def _all(self) -> Any:
        self._look_at_wishes()
        if flask.request.method == "GET":
            self._look_at_query()
            return [{"id": number, **entry} for number, entry in self._entries.items()]
        if flask.request.method == "POST":
            shop = flask.request.headers.get("X-Shop", "1")
            refuse(
                400, not re.fullmatch("[1-9][0-9]*", shop) and not self._is(Fault.PASSES_OVER_A_WRONG_SHOP)
            )
            entry, number = self._body(), next(self._ids)
            self._entries[number] = entry
            return {"id": number, **entry}, 201, {"Location": f"/entries/{number}"}
        raise Refused(405)

    def _one(self, id: str) -> Any:  # noqa: A002
        self._look_at_wishes()
        number = self._number(id)
        refuse(404, number not in self._entries)
        if flask.request.method == "PUT":
            tag = flask.request.headers.get("If-Match", "*")
            refuse(400, not TAG.fullmatch(tag) and not self._is(Fault.TAKES_ANY_TAG))
            self._entries[number] = self._body(number)
        if flask.request.method == "DELETE":
            del self._entries[number]
            return flask.Response(status=204)
        return {"id": number, **self._entries[number]}

    def _number(self, text: str) -> int:
        if self._is(Fault.READS_PATHS_AS_PYTHON_DOES) and text.isdigit():
            return int(text[:4000])
        if self._is(Fault.FAILS_ON_LARGE_IDS) and text.isascii() and text.isdigit() and len(text) > 18:
            raise OverflowError("too large for SQLite")
        refuse(404, not re.fullmatch("[1-9][0-9]{0,2}", text))
        return int(text)

    def _look_at_wishes(self) -> None:
        if self._is(Fault.FAILS_ON_OTHER_WISHES) and flask.request.headers.get("Accept") == "text/html":
            raise ValueError("no such template")
        refuse(416, self._is(Fault.HEEDS_ANY_RANGE) and "Range" in flask.request.headers)

    def _look_at_query(self) -> None:
        args = flask.request.args
        refuse(
            400,
            any(len(args.getlist(name)) > 1 for name in args) and not self._is(Fault.TAKES_THE_FIRST_OF_TWO),
        )
        page, kind = args.get("page", "1"), args.get("kind", "cash")
        if self._is(Fault.READS_QUERIES_AS_PYTHON_DOES):
            try:
                refuse(400, not 1 <= int(page) <= 100)
            except ValueError:
                raise Refused(400) from None
        else:
            refuse(400, not re.fullmatch("[1-9][0-9]?|100", page))
        if self._is(Fault.FAILS_ON_A_KIND_UNKNOWN):
            _ = {"cash": 1, "card": 2}[kind]
        refuse(400, kind not in ("cash", "card"))

    def _body(self, number: int = 0) -> Body:
        body = self._read()
        if self._is(Fault.KEEPS_WHAT_IT_REFUSES) and isinstance(body, dict) and number:
            known = {name: body[name] for name in body.keys() & ENTRY["properties"].keys()}
            self._entries[number] = {**self._entries[number], **known}
        if isinstance(body, dict) and self._fault in _CLEANERS:
            try:
                _CLEANERS[self._fault](body)
            except (ValueError, InvalidOperation):
                raise Refused(400) from None
        elif self._is(Fault.TAKES_NAN, Fault.TAKES_HALF_CHARACTERS) and isinstance(body, dict):
            body |= {name: EXAMPLE[name] for name, value in body.items() if _is_odd(value)}
        try:
            refuse(400, not self._validator.is_valid(body) or "id" in body)
        except UnicodeEncodeError:
            if self._is(Fault.FAILS_ON_HALF_CHARACTERS):
                raise
            raise Refused(400) from None
        entry: Body = body
        return entry

    def _read(self) -> Any:
        media = flask.request.mimetype
        known = media == "application/json" or (self._is(Fault.TAKES_ANY_JSON) and media.endswith("+json"))
        refuse(400, not known and self._is(Fault.READS_OTHER_MEDIA_TYPES_AS_NOTHING))
        refuse(415, not known and not self._is(Fault.TAKES_ANY_MEDIA_TYPE))
        try:
            return self._json(flask.request.get_data())
        except RecursionError:
            if self._is(Fault.FAILS_ON_DEEP_NESTING):
                raise
        except ValueError as error:
            if self._is(Fault.FAILS_ON_LONG_NUMBERS, Fault.SHOWS_ITS_INSIDE) and "digits" in str(error):
                raise
        raise Refused(400)

    def _json(self, data: bytes) -> Any:
        text = data.decode("utf-8", "replace" if self._is(Fault.TAKES_BAD_BYTES) else "strict")
        decoder = json.JSONDecoder(object_pairs_hook=self._pairs, parse_constant=self._constant)
        if self._is(Fault.TAKES_WHAT_COMES_AFTER):
            return decoder.raw_decode(text)[0]
        return decoder.decode(text)

    def _pairs(self, pairs: list[tuple[str, Any]]) -> Body:
        refuse(400, len(dict(pairs)) < len(pairs) and not self._is(Fault.TAKES_NAMES_TWICE))
        return dict(pairs)

    def _constant(self, name: str) -> float:
        refuse(400, not self._is(Fault.TAKES_NAN))
        return float(name)


def _is_odd(value: Any) -> bool:
    if isinstance(value, str):
        return any("\ud800" <= letter <= "\udfff" for letter in value)
    return isinstance(value, float) and (value != value or value in (float("inf"), -float("inf")))


class Refused(Exception):
    """An error of the client's."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


def refuse(status: int, whether: bool) -> None:
    """Answer *status*, if it is so."""
    if whether:
        raise Refused(status)
