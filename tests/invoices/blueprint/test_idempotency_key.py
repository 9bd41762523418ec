"""What an Idempotency-Key may be, and where it is taken."""

import flask
import pytest
from tests.builders import invoice_body
from tests.invoices.blueprint.keyed import INVOICES, drafts, post, replayed


@pytest.mark.parametrize(
    "key", ["", " ", "a b", "a,b", "a, b", "clavé", "a\tb", "\x7f", "x" * 256], ids=ascii
)
def test_a_malformed_key_is_named(app: flask.Flask, key: str) -> None:
    response = post(app, key)

    assert response.status_code == 400
    assert response.get_json()["errors"][0]["header"] == "Idempotency-Key"
    assert drafts(app) == 0


def test_two_keys_are_malformed(app: flask.Flask) -> None:
    headers = [("Idempotency-Key", "one"), ("Idempotency-Key", "two")]

    response = app.test_client().post(INVOICES, json=invoice_body(), headers=headers)

    assert response.status_code == 400


@pytest.mark.parametrize("key", ["x", "x" * 255, '"8e03978e-40d5-43e8-bc93-6894a57f9324"', "!~-+%00'"])
def test_a_well_formed_key_is_taken(app: flask.Flask, key: str) -> None:
    assert post(app, key).status_code == 201
    assert replayed(post(app, key))


def test_a_body_too_large_to_read_does_not_take_the_key(app: flask.Flask) -> None:
    large = b'{"a": "' + b"x" * 10_000_000 + b'"}'

    refused = post(app, data=large, content_type="application/json")

    assert refused.status_code == 413
    assert (post(app).status_code, drafts(app)) == (201, 1)


def test_every_post_of_the_contract_takes_a_key(app: flask.Flask) -> None:
    document = app.test_client().get("/api/v1/openapi.json").get_json()
    posts = [item["post"] for item in document["paths"].values() if "post" in item]

    assert posts
    for operation in posts:
        assert {"$ref": "#/components/parameters/IdempotencyKey"} in operation["parameters"]
        assert operation["responses"].keys() >= {"400", "409", "422"}
        (done,) = (answer for status, answer in operation["responses"].items() if status < "300")
        assert "Idempotency-Replayed" in done["headers"]
