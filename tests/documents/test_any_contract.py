"""Whatever is done to a contract, what is left is sound and can be served."""

import copy
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from flask import Flask
from flask.views import MethodView
from flask_smorest import Api, Blueprint
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from marshmallow import Schema, fields, validate
from tests.documents.support import Json, contract, returning
from werkzeug.test import Client

from taller.catalog import SIBLINGS, contract_path, load_contract
from taller.documents import UnreadableDocument, read_document
from taller.mocks import create_stand_in

JUNK: tuple[Any, ...] = (
    None, True, 0, -1, 1.5, float("nan"), 10**30, "", "x", "a/b", "/{a", "(", "#/", "http://[", "\ud800", "%",
    "<a>", "$ref", [], [None], ["x"], [{}], {}, {"": {}}, {"x": 1}, {"$ref": 5}, {"$ref": "#"},
    {"$ref": "#/nada"}, {"$ref": "#/components/schemas"}, {"$ref": "https://example/a"}, {"type": "foo"},
)  # fmt: skip
KEYWORDS = (
    "$ref", "$id", "$defs", "nullable", "required", "type", "allOf", "items", "discriminator", "pattern",
    "default", "parameters", "security", "servers", "schema", "content", "style", "x-alias", "x-unique",
    "enum", "const", "minimum", "maxLength", "tags", "examples", "x-filter", "propertys", "scheme", "in",
)  # fmt: skip
Place = tuple[str | int, ...]


@cache
def sound(name: str) -> Json:
    return load_contract(contract_path(name))


def places(value: Any, place: Place = ()) -> Iterator[Place]:
    members = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for step, inner in members:
        yield (*place, step)
        yield from places(inner, (*place, step))


@cache
def places_of(name: str) -> list[Place]:
    return list(places(sound(name)))


@st.composite
def mutants(draw: st.DrawFn) -> Json:
    """Draw a contract of the siblings with one thing changed."""
    name = draw(st.sampled_from([service.name for service in SIBLINGS]))
    document = copy.deepcopy(sound(name))
    *steps, last = draw(st.sampled_from(places_of(name)))
    owner: Any = document
    for step in steps:
        owner = owner[step]
    junk = copy.deepcopy(draw(st.sampled_from(JUNK)))
    match draw(st.sampled_from(["delete", "replace", "rename", "add"])):
        case "delete":
            del owner[last]
        case "rename" if isinstance(owner, dict):
            owner[junk if isinstance(junk, str) else "zz"] = owner.pop(last)
        case "add" if isinstance(owner[last], dict):
            owner[last][draw(st.sampled_from(KEYWORDS))] = junk
        case _:
            owner[last] = junk
    return document | draw(st.sampled_from([{}, {"openapi": "3.0.3"}]))


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(mutants())
def test_whatever_is_changed_a_stand_in_can_be_made_and_nothing_more_is_wrong(document: Json):
    try:
        reading = read_document(document)
    except UnreadableDocument:
        return

    create_stand_in(reading.document)
    again = read_document(reading.document)

    assert [defect for defect in again.defects if defect.severity == "error"] == []
    assert again.document == reading.document


class Pieza(Schema):
    id = fields.Integer(dump_only=True)
    nombre = fields.String(required=True, validate=validate.Length(1, 20))
    clase = fields.String(allow_none=True, validate=validate.OneOf(["rueda", "filtro"]))
    fabricada = fields.DateTime(allow_none=True)


def smorest_document(version: str) -> Json:
    """Return the document of a small service, as flask-smorest makes it."""
    app = Flask("piezas")
    app.config.update(API_TITLE="Piezas", API_VERSION="1", OPENAPI_VERSION=version)
    api = Api(app)
    blueprint = Blueprint("piezas", "piezas", url_prefix="/piezas")

    @blueprint.route("/")
    class Many(MethodView):
        @blueprint.response(200, Pieza(many=True), example=[])
        @blueprint.paginate()
        def get(self, pagination_parameters: Any) -> Any: ...

        @blueprint.arguments(Pieza)
        @blueprint.response(201, Pieza)
        def post(self, data: Any) -> Any: ...

    @blueprint.route("/<int:pieza_id>")
    class One(MethodView):
        @blueprint.etag
        @blueprint.response(200, Pieza)
        def get(self, pieza_id: int) -> Any: ...

        @blueprint.etag
        @blueprint.response(204)
        def delete(self, pieza_id: int) -> Any: ...

    api.register_blueprint(blueprint)
    document: Json = api.spec.to_dict()
    return document


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
def test_what_flask_smorest_writes_is_sound(version: str):
    document = smorest_document(version)

    reading = read_document(document)

    assert reading.defects == ()
    assert reading.operations == 4
    assert "X-Pagination" in reading.document["paths"]["/piezas/"]["get"]["responses"]["200"]["headers"]
    assert Client(create_stand_in(reading.document)).get("/piezas/").status_code == 200


def test_what_was_handed_in_is_left_as_it_was():
    document = contract({"/citas": returning({"type": "integer"}, example="lunes")}, version="3.0.3")
    before = copy.deepcopy(document)

    read_document(document)

    assert document == before
