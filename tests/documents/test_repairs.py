"""What becomes of what is defective: exactly as much is left out as has to be."""

from typing import Any

import pytest
from tests.documents.support import (
    CONTRACTS,
    Json,
    assert_still_served,
    contract,
    kinds,
    modern,
    only,
    returning,
)
from werkzeug.test import Client

from taller.documents import read, read_document
from taller.mocks import create_stand_in


def repaired(name: str) -> Any:
    return read(CONTRACTS / f"{name}.yaml").document


def test_a_path_that_declares_no_parameter_is_served_with_any_text():
    served = Client(create_stand_in(repaired("undeclared-path-parameter")))

    assert served.get("/citas/el%20lunes").status_code == 204


def test_of_two_paths_of_one_shape_the_first_is_served():
    assert list(repaired("same-path")["paths"]) == ["/sano", "/citas/{dia}"]


def test_a_schema_loses_only_what_is_faulty_in_it():
    properties = repaired("not-a-schema")["components"]["schemas"]["Cita"]["properties"]

    assert properties == {"dia": {}, "hora": {}}


def test_an_example_that_breaks_its_schema_is_not_there_any_more():
    media = repaired("example")["paths"]["/citas"]["get"]["responses"]["200"]["content"]["application/json"]

    assert media == {"schema": {"type": "integer"}}


def test_only_those_of_several_examples_go_that_break_the_schema():
    shown = {
        "examples": {
            "uno": {"value": 1},
            "dos": {"value": "dos"},
            "tres": {"$ref": "#/components/examples/3"},
        }
    }
    document = contract(
        {"/citas": returning({"type": "integer"}, **shown)}, examples={"3": {"value": "tres"}}
    )

    reading = read_document(document)

    media = reading.document["paths"]["/citas"]["get"]["responses"]["200"]["content"]["application/json"]
    assert media["examples"] == {"uno": {"value": 1}}
    assert kinds(reading) == ["example", "example"]


def test_what_only_an_answer_has_may_be_missing_in_the_example_of_a_request_and_the_reverse():
    schema = {
        "type": "object",
        "required": ["id", "clave"],
        "properties": {"id": {"readOnly": True}, "clave": {"writeOnly": True}},
    }
    sent = {"requestBody": {"content": {"application/json": {"schema": schema, "example": {"clave": 1}}}}}
    answered = returning(schema, example={"id": 1})["get"]

    assert read_document(contract({"/citas": {"post": sent | answered}})).defects == ()


@pytest.mark.parametrize("keyword", ["oneOf", "anyOf"])
def test_so_may_what_only_an_answer_has_in_each_of_several_alternatives(keyword):
    named = {"type": "object", "required": ["id", "name"], "properties": {"id": {"readOnly": True}}}
    dated = {"type": "object", "required": ["id", "day"], "properties": {"id": {"readOnly": True}}}
    shown = {"examples": {"fits": {"value": {"name": 1}}, "breaks": {"value": {"id": 1}}}}
    sent = {"requestBody": {"content": {"application/json": {"schema": {keyword: [named, dated]}, **shown}}}}
    path_item = {"post": sent | {"responses": {"200": {"description": "-"}}}}

    assert only(read_document(contract({"/citas": path_item}))).pointer.endswith("/examples/breaks/value")


def test_a_discriminator_may_name_a_property_that_one_alternative_has_by_reference():
    base = {"type": "object", "properties": {"clase": {"type": "string"}}}
    alternative = {"allOf": [{"$ref": "#/components/schemas/Base"}, {"type": "object"}]}
    one_of = {
        "oneOf": [{"$ref": "#/components/schemas/Alta"}],
        "discriminator": {"propertyName": "clase", "mapping": {"alta": "Alta"}},
    }

    reading = read_document(contract(schemas={"Base": base, "Alta": alternative, "Cita": one_of}))

    assert reading.defects == ()
    mapping = reading.document["components"]["schemas"]["Cita"]["discriminator"]["mapping"]
    assert mapping == {"alta": "#/components/schemas/Alta"}


def test_a_schema_that_is_part_of_itself_is_cut_where_it_closes_the_circle():
    part = {"allOf": [{"$ref": "#/components/schemas/Cita"}, {"type": "object"}]}

    reading = read_document(contract({"/citas": returning(part)}, schemas={"Cita": part}))

    assert only(reading).kind == "circular-reference"
    assert reading.document["components"]["schemas"]["Cita"] == {"allOf": [{}, {"type": "object"}]}


def test_a_tree_may_hold_itself():
    tree = {"type": "object", "properties": {"ramas": {"items": {"$ref": "#/components/schemas/Rama"}}}}
    document = contract({"/citas": returning({"$ref": "#/components/schemas/Rama"})}, schemas={"Rama": tree})

    reading = read_document(document)

    assert reading.defects == ()
    assert reading.document["components"]["schemas"]["Rama"] == tree


def test_what_refers_to_what_was_left_out_is_left_out_too():
    document = contract(
        {"/citas": returning({}) | {"parameters": [{"$ref": "#/components/parameters/dia"}]}},
        parameters={"dia": {"in": "query"}},
    )

    reading = read_document(document)

    assert kinds(reading) == ["incomplete-parameter", "reference-to-nothing"]
    assert reading.document["paths"]["/citas"]["parameters"] == []


def test_an_unknown_credential_leaves_the_other_alternatives():
    schemes = {"llave": {"type": "http", "scheme": "bearer"}}
    secured = returning({})["get"] | {"security": [{"clave": []}, {"llave": []}]}

    reading = read_document(contract({"/citas": {"get": secured}}, securitySchemes=schemes))

    assert only(reading).kind == "unknown-security-scheme"
    assert reading.document["paths"]["/citas"]["get"]["security"] == [{"llave": []}]


def test_a_server_without_a_first_slash_is_read_from_the_root():
    assert repaired("relative-server")["servers"] == [{"url": "/v1"}]


def test_nothing_is_reported_twice_though_it_is_referred_to_from_everywhere():
    document = contract(
        {f"/citas/{day}": returning({"$ref": "#/components/schemas/Cita"}) for day in "lmx"},
        schemas={"Cita": {"type": "fecha"}},
    )

    assert kinds(read_document(document)) == ["not-a-schema"]


def test_references_to_references_do_not_multiply():
    levels = 60
    schemas: Json = {
        f"N{level}": {"type": "object", "properties": {
            side: {"$ref": f"#/components/schemas/N{level + 1}"} for side in ("izquierda", "derecha")
        }}
        for level in range(levels)
    }  # fmt: skip
    schemas[f"N{levels}"] = {"type": "string"}

    reading = read_document(
        contract({"/citas": returning({"$ref": "#/components/schemas/N0"})}, schemas=schemas)
    )

    assert reading.defects == ()
    assert reading.document["components"]["schemas"] == schemas
    assert_still_served(reading.document)


@pytest.mark.parametrize("media", ["application/xml", "text/csv"])
def test_an_example_in_another_form_than_json_is_shown_as_it_is(media: str):
    content = {media: {"schema": {"type": "object"}, "example": "<cita/>"}}
    item = {"get": {"responses": {"200": {"description": "-", "content": content}}}}

    assert read_document(contract({"/citas": item})).defects == ()


def test_a_schema_that_was_true_stays_true():
    assert modern(True, version="3.1.0") is True
