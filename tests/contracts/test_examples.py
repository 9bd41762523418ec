"""The examples of a contract are found wherever it has them."""

from typing import Any

import pytest

from taller.contracts.examples import at, bodies, operations

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
    ],
    ids=["none", "one", "several", "a reference"],
)
def test_the_bodies_that_a_contract_shows(document: dict[str, Any], found: list[Any]) -> None:
    assert bodies(document) == {"change": found}


def test_what_takes_no_body_has_no_examples_of_one() -> None:
    document = {"paths": {"/seasons": {"get": {"operationId": "read"}}}}

    assert bodies(document) == {}
    assert list(operations(document)) == ["read"]


def test_a_pointer_goes_through_objects_and_lists() -> None:
    assert at({"seasons": [SPRING, SUMMER]}, "/seasons/1/name") == "summer"
    assert at(SPRING, "") == SPRING
