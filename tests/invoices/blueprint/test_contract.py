"""The service publishes the contract that is written."""

import flask
from flask.testing import FlaskClient

from taller.catalog import contract_path, load_contract


def test_what_the_annotations_publish_is_the_written_contract(client: FlaskClient) -> None:
    written = load_contract(contract_path("facturas"))

    published = client.get("/api/v1/openapi.json").get_json()

    assert published == written


def test_every_documented_path_is_served(alone: flask.Flask) -> None:
    written = load_contract(contract_path("facturas"))

    served = {rule.rule for rule in alone.url_map.iter_rules()}

    for path in written["paths"]:
        names = {"{id}": "<invoice_id:invoice_id>", "{idCliente}": "<customer_id:customer_id>"}
        for theirs, ours in names.items():
            path = path.replace(theirs, ours)
        assert f"/api/v1{path}" in served
