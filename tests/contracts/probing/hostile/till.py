"""A till that keeps its contract to the letter, or is careless in one point."""

import json
import re
import traceback
from decimal import InvalidOperation
from itertools import count
from typing import Any

import flask
import jsonschema_rs
from tests.contracts.probing.hostile.till_contract import CONTRACT, ENTRY, EXAMPLE
from tests.contracts.probing.hostile.till_faults import CLEANERS, Body, Fault

TAG = re.compile(r'\*|"[^"]*"(, *"[^"]*")*')


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
        if self._is(Fault.ENTERS_WHAT_IT_REFUSES) and not number:
            self._entries[next(self._ids)] = EXAMPLE
        if self._is(Fault.KEEPS_WHAT_IT_REFUSES) and isinstance(body, dict) and number:
            known = {name: body[name] for name in body.keys() & ENTRY["properties"].keys()}
            self._entries[number] = {**self._entries[number], **known}
        if isinstance(body, dict) and self._fault in CLEANERS:
            try:
                CLEANERS[self._fault](body)
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
