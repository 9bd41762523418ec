"""The service publishes the contract that is written, with what it really answers as examples."""

import json
from pathlib import Path

import flask
from flask.testing import FlaskClient
from tests.invoices.blueprint.scene import played

from taller.catalog import contract_path, load_contract


def test_what_the_annotations_publish_is_the_written_contract(client: FlaskClient) -> None:
    written = load_contract(contract_path("facturas"))

    published = client.get("/api/v1/openapi.json").get_json()

    assert published == written


def test_every_documented_path_is_served(alone: flask.Flask) -> None:
    written = load_contract(contract_path("facturas"))

    served = {rule.rule for rule in alone.url_map.iter_rules()}

    for path in written["paths"]:
        names = {
            "{id}": "<invoice_id:invoice_id>",
            "{idCliente}": "<customer_id:customer_id>",
            "{pagoId}": "<invoice_id:payment_id>",
            "{posicion}": "<invoice_id:position>",
        }
        for theirs, ours in names.items():
            path = path.replace(theirs, ours)
        assert f"/api/v1{path}" in served


def test_the_examples_are_what_the_service_answers(tmp_path: Path) -> None:
    shown = json.loads(json.dumps(played(tmp_path)))

    written = load_contract(contract_path("facturas"))["components"]["examples"]

    assert written == shown
