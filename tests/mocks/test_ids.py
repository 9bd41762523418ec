"""What the service gives as an id is one under the contract, and leads to what was created."""

import re
from typing import Any
from uuid import UUID

import pytest
from tests.mocks.support import Json, contract
from werkzeug.test import Client

from taller.mocks import create_stand_in

SALE = "^sale_[0-9a-z]{8}$"
TEXT = {"type": "string"}


def sales(in_body: Json, in_path: Json, **manner: int) -> Client:
    return Client(create_stand_in(document(in_body, in_path), **manner))


def document(in_body: Json, in_path: Json) -> Json:
    schema = {"type": "object", "required": ["id"], "properties": {"id": in_body}}
    shown = {"content": {"application/json": {"schema": schema}}, "description": "-"}
    body = {"content": {"application/json": {"schema": {"type": "object"}}}}
    parameter = {"name": "saleId", "in": "path", "required": True, "schema": in_path}
    paths = {
        "/sales": {"post": {"requestBody": body, "responses": {"201": shown}}},
        "/sales/{saleId}": {
            "parameters": [parameter],
            "get": {"responses": {"200": shown}},
            "delete": {"responses": {"204": {"description": "-"}}},
        },
    }
    return contract(paths)


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


def test_the_same_requests_get_the_same_ids_and_another_seed_gives_others() -> None:
    def three(**manner: int) -> list[Any]:
        client = sales({"type": "string"}, {"type": "string"}, **manner)
        return [created(client) for _ in range(3)]

    assert three() == three(seed=0)
    assert not set(three()) & set(three(seed=1))
    assert len(set(three())) == 3


@pytest.mark.parametrize(
    "schema", [{"type": "string", "format": "uuid"}, {"type": "string", "pattern": SALE}]
)
def test_ids_that_begin_elsewhere_are_others(schema: Json) -> None:
    def twenty(first_id: int) -> set[Any]:
        client = sales(schema, {"type": "string"}, first_id=first_id)
        return {created(client) for _ in range(20)}

    assert not twenty(28_000_000) & twenty(28_000_001)


def test_an_id_is_not_given_twice_though_its_resource_is_gone_or_was_loaded() -> None:
    old, new = (create_stand_in(document(TEXT, TEXT)) for _ in range(2))
    first = created(Client(old))
    Client(old).delete(f"/v1/sales/{first}")
    second = created(Client(old))

    new.memory.load(old.memory.dump())
    others = [created(Client(new)) for _ in range(3)]

    assert len({first, second}) == 2
    assert second not in others


def test_after_a_reset_the_ids_begin_anew() -> None:
    stand_in = create_stand_in(document(TEXT, TEXT))
    first = created(Client(stand_in))

    stand_in.memory.reset()

    assert created(Client(stand_in)) == first
