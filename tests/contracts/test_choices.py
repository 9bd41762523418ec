"""What HTTP leaves to a service is not held against it, with the settings of every contract."""

import re
from typing import Any

import flask
import pytest

from taller.contracts import Report, Target, run, settings

ANSWER = {"description": "An answer.", "content": {"application/json": {}}}
EMPTY = {"description": "Done."}
NOTE = {
    "type": "object",
    "required": ["name"],
    "additionalProperties": False,
    "properties": {"name": {"type": "string", "pattern": "^[a-z]{1,9}$"}},
}
BODY = {"required": True, "content": {"application/json": {"schema": NOTE}}}
TENANT = {"name": "X-Tenant", "in": "header", "required": True, "schema": {"enum": ["north", "south"]}}
MATCH = {"name": "If-Match", "in": "header", "schema": {"type": "string"}}
KEY = {
    "name": "id",
    "in": "path",
    "required": True,
    "schema": {"type": "integer", "minimum": 1, "maximum": 99},
}
SHOWN = {"type": "object", "required": ["id", "name"], "properties": {"id": {"type": "integer"}}}
LINKS = {
    name: {"operationId": name, "parameters": {"id": "$response.body#/id"}}
    for name in ("read", "change", "drop")
}
CREATED = {
    "description": "Made.",
    "content": {"application/json": {"schema": SHOWN}},
    "links": LINKS,
}


def answers(*statuses: int) -> dict[str, Any]:
    return {str(one): ANSWER for one in statuses}


CONTRACT: dict[str, Any] = {
    "openapi": "3.0.3",
    "info": {"title": "Notes of a stranger", "version": "1"},
    "paths": {
        "/notes": {
            "post": {
                "operationId": "create",
                "requestBody": BODY,
                "responses": {"201": CREATED, **answers(400, 422)},
            }
        },
        "/notes/{id}": {
            "parameters": [KEY],
            "get": {"operationId": "read", "responses": answers(200, 404, 410)},
            "put": {
                # As one of the seven has it; its rule is for that.
                "operationId": "cambiarVehiculo",
                "parameters": [TENANT, MATCH],
                "requestBody": BODY,
                "responses": answers(200, 400, 404, 410, 412, 422, 429),
            },
            "delete": {"operationId": "drop", "responses": {"204": EMPTY, **answers(404, 410)}},
        },
    },
}
CONTRACT["paths"]["/notes"]["post"]["responses"]["201"]["links"]["change"]["operationId"] = "cambiarVehiculo"


class Notes:
    """Makes the choices that few services make."""

    def __init__(self) -> None:
        self.there: dict[int, str] = {}
        self.gone: set[int] = set()
        self.last = 0
        self.changes = 0

    def __call__(self) -> flask.Flask:
        app = flask.Flask(__name__)
        app.add_url_rule("/notes", view_func=self._all, methods=METHODS, provide_automatic_options=False)
        app.add_url_rule(
            "/notes/<number>", view_func=self._one, methods=METHODS, provide_automatic_options=False
        )
        return app

    def _all(self) -> Any:
        if flask.request.method != "POST":
            return {}, 501
        if (name := _name()) is None:
            return {}, 422
        self.last += 1
        self.there[self.last] = name
        return {"id": self.last, "name": name}, 201

    def _one(self, number: str) -> Any:
        if flask.request.method not in ("GET", "PUT", "DELETE"):
            return {}, 501
        if not re.fullmatch("[1-9][0-9]?", number) or int(number) not in {*self.there, *self.gone}:
            return {}, 404
        if int(number) in self.gone:
            return {}, 410
        return getattr(self, f"_{flask.request.method.lower()}")(int(number))

    def _get(self, number: int) -> Any:
        return {"id": number, "name": self.there[number]}

    def _put(self, number: int) -> Any:
        self.changes += 1
        if self.changes % 3 == 0:
            return {}, 429
        if flask.request.headers.get("X-Tenant") not in ("north", "south") or _name() is None:
            return {}, 422
        if flask.request.headers.get("If-Match", "*") != "*":
            return {}, 412
        self.there[number] = str(_name())
        return self._get(number)

    def _delete(self, number: int) -> Any:
        del self.there[number]
        self.gone.add(number)
        return "", 204


METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "QUERY"]


def _name() -> str | None:
    """Return the name in the body of the request, if that is what it should be."""
    if flask.request.mimetype != "application/json":
        return None
    try:
        body = flask.request.get_json(silent=True)
    except RecursionError:
        return None
    fits = isinstance(body, dict) and {*body} == {"name"} and isinstance(body["name"], str)
    return body["name"] if fits and re.fullmatch("[a-z]{1,9}", body["name"]) else None


@pytest.fixture(scope="module")
def report() -> Report:
    target = Target("notes", CONTRACT, start=lambda: Notes()())
    return Report.of(run(target, settings(seed=7, profile="quick"), 0.1))


def test_nothing_is_broken_by_them(report: Report) -> None:
    assert [str(one) for one in report.breaches if one.breaks] == []


def test_each_of_them_was_met_with(report: Report) -> None:
    assert {410, 412, 422, 429, 501} <= {status for _, status in report.statuses}


def test_an_operation_of_a_stranger_may_be_called_like_one_of_ours(report: Report) -> None:
    assert report.statuses["PUT /notes/{id}", 200]
    assert not [one for one in report.troubles if one.serious]
