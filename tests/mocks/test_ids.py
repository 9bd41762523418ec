"""What the service gives as an id is one under the contract, and leads to what was created."""

import re
from typing import Any
from uuid import UUID

import pytest
from tests.mocks.support import Json, contract
from werkzeug.test import Client

from taller.mocks import create_stand_in

SALE = "^sale_[0-9a-z]{8}$"


def sales(in_body: Json, in_path: Json) -> Client:
    schema = {"type": "object", "required": ["id"], "properties": {"id": in_body}}
    shown = {"content": {"application/json": {"schema": schema}}, "description": "-"}
    body = {"content": {"application/json": {"schema": {"type": "object"}}}}
    parameter = {"name": "saleId", "in": "path", "required": True, "schema": in_path}
    paths = {
        "/sales": {"post": {"requestBody": body, "responses": {"201": shown}}},
        "/sales/{saleId}": {"parameters": [parameter], "get": {"responses": {"200": shown}}},
    }
    return Client(create_stand_in(contract(paths)))


def created(client: Client) -> Any:
    return client.post("/v1/sales", json={}).json["id"]


@pytest.mark.parametrize(
    ("in_body", "in_path"),
    [
        ({"type": "string", "pattern": SALE}, {"type": "string"}),
        ({"type": "string"}, {"type": "string", "pattern": SALE}),
        ({"type": "string", "pattern": SALE}, {"type": "string", "maxLength": 13}),
    ],
)
def test_an_id_keeps_the_pattern_of_its_property_and_that_of_its_path(in_body: Json, in_path: Json) -> None:
    client = sales(in_body, in_path)

    ids = [created(client) for _ in range(20)]

    assert all(re.match(SALE, one) for one in ids)
    assert len(set(ids)) == len(ids)
    assert all(client.get(f"/v1/sales/{one}").json == {"id": one} for one in ids)


def test_an_id_of_which_nothing_is_said_is_a_uuid() -> None:
    assert UUID(created(sales({"type": "string"}, {"type": "string"})))
