"""Operations, as read from a contract."""

import datetime

import pytest
from tests.mocks.support import NAMES, answer, contract, document

from taller.catalog import service_named
from taller.mocks import ContractError, create_stand_in
from taller.mocks.contract import Contract


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


@pytest.mark.parametrize("version", ["2.0", "3.0.3", "4.0.0", None])
def test_another_version_of_openapi_is_refused(version: str | None):
    with pytest.raises(ContractError, match=r"write it as 3\.1"):
        create_stand_in({"openapi": version, "paths": {}})


def test_a_date_without_quotes_in_the_yaml_is_refused():
    broken = contract({"/x": {"get": answer(200, {}, datetime.date(2026, 3, 2))}})

    with pytest.raises(ContractError, match="between quotes"):
        create_stand_in(broken)


@pytest.mark.parametrize("schema", [{"type": "entero"}, {"pattern": "("}, {"$ref": "#/nada", "minimum": 1}])
def test_a_schema_that_is_none_is_found_at_the_start(schema: dict):
    with pytest.raises(ContractError, match="/paths/~1x/get"):
        create_stand_in(contract({"/x": {"get": answer(200, schema)}}))


def test_a_schema_may_contain_itself():
    tree = {
        "type": "object",
        "properties": {"ramas": {"type": "array", "items": {"$ref": "#/components/schemas/T"}}},
    }
    paths = {"/x": {"get": answer(200, {"$ref": "#/components/schemas/T"}, {"ramas": [{"ramas": []}]})}}

    assert create_stand_in(contract(paths, schemas={"T": tree})).title == "Prueba"
