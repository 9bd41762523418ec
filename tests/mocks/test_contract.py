"""Operations, as read from a contract."""

import pytest
from tests.mocks.support import NAMES, answer, contract, document
from werkzeug.test import Client

from taller.catalog import service_named
from taller.documents import UnreadableDocument
from taller.mocks import ContractError, create_stand_in
from taller.mocks.openapi.contract import Contract


@pytest.mark.parametrize("name", NAMES)
def test_the_base_path_is_what_the_catalogue_says(name: str):
    assert Contract(document(name)).base_path == service_named(name).base_path


@pytest.mark.parametrize(
    ("url", "base_path"),
    [("/", ""), ("/api/v1", "/api/v1"), ("/api/", "/api"), ("https://example.com/x", "/x"), ("", "")],
)
def test_the_base_path_is_the_path_of_the_first_server(url: str, base_path: str):
    assert Contract({"openapi": "3.1.0", "servers": [{"url": url}]}).base_path == base_path


def test_a_contract_without_servers_stands_at_the_root():
    assert Contract({"openapi": "3.1.1"}).base_path == ""
    assert list(Contract({"openapi": "3.1.1"}).operations()) == []


def test_a_parameter_of_the_operation_replaces_that_of_the_path():
    def parameter(most: int) -> dict:
        return {"name": "n", "in": "query", "schema": {"type": "integer", "maximum": most}}

    item = {"parameters": [parameter(1)], "get": answer(200) | {"parameters": [parameter(2)]}}
    operation = next(Contract(contract({"/x": item})).operations())

    assert [one.schema.value["maximum"] for one in operation.parameters] == [2]


def test_a_status_is_chosen_among_those_that_are_documented():
    operation = Contract(document("clientes")).paths["/clientes"].operations["post"]

    assert operation.documented(409, 422) == 422
    assert operation.documented(409, 410) == 409
    assert operation.success.status == 201


def test_an_answer_that_nobody_numbered_promises_nothing():
    item = {"get": {"responses": {"default": {"description": "-"}, "4XX": {"description": "-"}}}}
    operation = next(Contract(contract({"/x": item})).operations())

    assert operation.responses == {}
    assert operation.success.status == 200


@pytest.mark.parametrize("version", ["2.0", "4.0.0", None])
def test_what_is_no_openapi_3_is_refused(version: str | None):
    with pytest.raises(UnreadableDocument):
        create_stand_in({"openapi": version, "paths": {}})


def test_openapi_3_0_is_served_as_well():
    old = contract({"/x": {"get": answer(200, {"type": "string", "nullable": True}, None)}}) | {
        "openapi": "3.0.3"
    }

    assert Client(create_stand_in(old)).get("/v1/x").status_code == 200


def test_a_contract_alone_has_to_be_sound():
    with pytest.raises(ContractError, match=r"write it as 3\.1"):
        Contract({"openapi": "3.0.3"})


@pytest.mark.parametrize("schema", [{"type": "entero"}, {"pattern": "("}, {"$ref": "#/nada", "minimum": 1}])
def test_a_schema_that_is_none_is_left_out_and_said(schema: dict, caplog: pytest.LogCaptureFixture):
    made = create_stand_in(contract({"/x": {"get": answer(200, schema, 7)}}))

    assert Client(made).get("/v1/x").json == 7
    assert "/paths/~1x/get" in caplog.text


def test_a_schema_may_contain_itself():
    tree = {
        "type": "object",
        "properties": {"ramas": {"type": "array", "items": {"$ref": "#/components/schemas/T"}}},
    }
    paths = {"/x": {"get": answer(200, {"$ref": "#/components/schemas/T"}, {"ramas": [{"ramas": []}]})}}

    assert create_stand_in(contract(paths, schemas={"T": tree})).title == "Prueba"
