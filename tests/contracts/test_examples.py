"""The examples of a contract are found wherever it has them."""

from typing import Any

import pytest

from taller.contracts.examples import bodies, operations
from taller.contracts.probing.contract import Contract

SPRING, SUMMER = {"name": "spring"}, {"name": "summer"}


def contract(content: dict[str, Any], **components: Any) -> dict[str, Any]:
    body = {"content": {"application/json": content}}
    return {
        "paths": {"/seasons": {"parameters": [], "put": {"operationId": "change", "requestBody": body}}},
        "components": components,
    }


@pytest.mark.parametrize(
    ("document", "found"),
    [
        (contract({}), []),
        (contract({"example": SPRING}), [SPRING]),
        (contract({"examples": {"one": {"value": SPRING}, "other": {"value": SUMMER}}}), [SPRING, SUMMER]),
        (
            contract(
                {"examples": {"one": {"$ref": "#/components/examples/Spring"}}},
                examples={"Spring": {"value": SPRING}},
            ),
            [SPRING],
        ),
        (
            contract({"examples": {"far": {"externalValue": "https://example.org/season.json"}}}),
            [],
        ),
        (
            contract(
                {"examples": {"round": {"$ref": "#/components/examples/Round"}}},
                examples={"Round": {"$ref": "#/components/examples/Round"}},
            ),
            [],
        ),
    ],
    ids=["none", "one", "several", "a reference", "one elsewhere", "a circle"],
)
def test_the_bodies_that_a_contract_shows(document: dict[str, Any], found: list[Any]) -> None:
    assert bodies(document) == {"change": found}


def test_what_takes_no_body_has_no_examples_of_one() -> None:
    document = {"paths": {"/seasons": {"get": {"operationId": "read"}}}}

    assert bodies(document) == {}
    assert list(operations(document)) == ["read"]


def test_what_stands_beside_the_paths_is_no_operation() -> None:
    read = {"operationId": "read"}
    beside = {"x-internal": "kept by the gateway", "x-more": {"get": {"operationId": "more"}}}
    document = {"openapi": "3.1.0", "paths": {"/seasons": {"get": read, "x-note": "-"}, **beside}}

    assert operations(document) == {"read": read}
    assert list(Contract(document).operations) == ["GET /seasons"]
