"""Names that OpenAPI does not know, and what each object must have."""

from pathlib import Path
from typing import Any

import pytest
from tests.documents.support import Json, contract, kinds, only, returning

from taller.documents import read, read_document
from taller.documents.grammar import GRAMMAR, METHODS
from taller.documents.vocabulary import KNOWN, fault_of_name

NEAR = [
    ("document", "component", "components"),
    ("document", "path", "paths"),
    ("path-item", "GET", "get"),
    ("path-item", "gett", "get"),
    ("operation", "requestbody", "requestBody"),
    ("operation", "response", "responses"),
    ("components", "schema", "schemas"),
    ("media-type", "exemple", "example"),
    ("schema", "propertys", "properties"),
    ("schema", "minlength", "minLength"),
    ("schema", "ref", "$ref"),
    ("schema", "requierd", "required"),
]
FAR = [
    ("document", "definitions"),
    ("response", "schema"),
    ("parameter", "type"),
    ("schema", "optional"),
    ("schema", "schema"),
    ("schema", "description_es"),
]


@pytest.mark.parametrize(("kind", "written", "meant"), NEAR)
def test_a_name_that_is_nearly_another_is_told_with_the_other(kind: str, written: str, meant: str):
    fault = fault_of_name(kind, written)

    assert fault is not None
    assert fault.kind == "misspelt-field"
    assert f"write `{meant}`" in fault.detail


@pytest.mark.parametrize(("kind", "written"), FAR)
def test_a_name_that_is_like_no_other_is_doubtful_only(kind: str, written: str):
    fault = fault_of_name(kind, written)

    assert fault is not None
    assert fault.kind == "unknown-field"


@pytest.mark.parametrize(
    ("kind", "name"), [("schema", "x-interno"), ("paths", "/citas"), ("responses", "200")]
)
def test_names_that_anybody_may_give_are_no_faults(kind: str, name: str):
    assert fault_of_name(kind, name) is None


def test_every_field_of_the_grammar_is_known():
    assert all(set(GRAMMAR[kind]) <= known for kind, known in KNOWN.items())
    assert set(METHODS) <= KNOWN["path-item"]


def test_a_misspelt_field_is_left_out_and_an_unknown_one_stays():
    schema = {"type": "object", "propertys": {}, "optional": True}

    reading = read_document(contract(schemas={"Cita": schema}))

    assert sorted(kinds(reading)) == ["misspelt-field", "unknown-field"]
    assert reading.document["components"]["schemas"]["Cita"] == {"type": "object", "optional": True}


def test_a_property_may_have_the_name_of_a_misspelt_keyword():
    schema = {"type": "object", "properties": {"propertys": {"type": "string"}}, "example": {"requierd": 1}}

    assert read_document(contract(schemas={"Cita": schema})).defects == ()


@pytest.mark.parametrize(
    ("version", "given", "told"),
    [
        ("3.0.3", {"components": {}}, "the document has no `paths`"),
        ("3.1.0", {"components": {}}, None),
        ("3.1.0", {"webhooks": {}}, None),
        ("3.1.0", {}, "the document has no `paths`"),
    ],
)
def test_paths_must_be_there_unless_something_else_is(version: str, given: Json, told: str | None):
    document = {"openapi": version, "info": {"title": "Citas", "version": "1"}} | given

    assert [one.detail for one in read_document(document).defects] == ([told] if told else [])


def test_what_an_object_lacks_is_told_in_one_line():
    document = contract() | {"info": {}}

    assert only(read_document(document)).detail == "the `info` has no `title`, `version`"


def test_a_method_beside_its_path_is_told_with_the_remedy_and_nothing_else_of_it(tmp_path: Path):
    path = tmp_path / "api.yaml"
    path.write_text(
        "openapi: 3.1.0\ninfo: {title: Citas, version: '1'}\npaths:\n"
        "  /citas:\n  get:\n    operationId: citas\n    responses: {'204': {description: Nada}}\n"
    )

    told = {one.line: one.detail for one in read(path).defects}

    assert told == {
        4: "this is nothing, and should be a map",
        5: "`get` does not begin with a slash: indent the method further than its path",
    }


@pytest.mark.parametrize("token", ["#/nada", "otro.yaml", "https://example.com/citas.yaml", "#/components"])
def test_a_path_that_refers_in_vain_keeps_the_operations_beside_the_reference(token: str):
    path: Json = {"$ref": token} | returning({"type": "string"})

    reading = read_document(contract({"/citas": path}))

    assert only(reading).pointer == "#/paths/~1citas/$ref"
    assert list(reading.document["paths"]["/citas"]) == ["get"]


def test_operations_beside_a_sound_reference_are_joined_with_what_it_leads_to():
    shared = {"post": {"responses": {"204": {"description": "Hecho"}}}}
    path: Json = {"$ref": "#/components/pathItems/Cita"} | returning({"type": "string"})

    reading = read_document(contract({"/citas": path}, pathItems={"Cita": shared}))

    assert reading.defects == ()
    assert sorted(reading.document["paths"]["/citas"]) == ["get", "post"]


REFERENCE = {"$ref": "#/components/schemas/Cita"}
BAD_REFERENCES: list[tuple[str, Json]] = [
    ("a parameter", {"parameters": [REFERENCE]}),
    ("a request body", {"requestBody": REFERENCE}),
    ("a response", {"responses": {"200": REFERENCE}}),
    ("a media type", {"responses": {"200": {"description": "-", "content": {"text/plain": REFERENCE}}}}),
]


@pytest.mark.parametrize(("wanted", "fields"), BAD_REFERENCES)
def test_a_schema_is_taken_for_nothing_else(wanted: str, fields: Json):
    operation: Json = {"responses": {"204": {"description": "Nada"}}} | fields

    reading = read_document(contract({"/citas": {"post": operation}}, schemas={"Cita": {"type": "string"}}))

    (told,) = [one for one in reading.defects if one.kind == "reference-to-another-kind"]
    assert told.detail == f"'#/components/schemas/Cita' leads to a schema, and should lead to {wanted}"


def test_a_header_may_be_written_as_a_parameter():
    shared = {"name": "X-Total", "in": "header", "schema": {"type": "integer"}}
    response: Any = {
        "description": "-",
        "headers": {"X-Total": {"$ref": "#/components/parameters/Total"}},
    }

    reading = read_document(
        contract({"/citas": {"get": {"responses": {"204": response}}}}, parameters={"Total": shared})
    )

    assert "reference-to-another-kind" not in kinds(reading)


def test_a_map_where_a_list_of_schemas_should_be_is_told_where_it_stands():
    schemas = {"Cita": {"allOf": {"$ref": "#/components/schemas/Base"}}, "Base": {"type": "object"}}

    told = only(read_document(contract(schemas=schemas)))

    assert (told.kind, told.pointer) == ("wrong-type", "#/components/schemas/Cita/allOf/$ref")
    assert told.detail == "this is a map, and should be a list"
