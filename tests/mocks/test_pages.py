"""The documentation page, the contract and the health of a stand-in."""

import json
from urllib.parse import urljoin

import pytest
from tests.mocks.support import NAMES, assert_problem, client, document
from werkzeug.test import Client

from taller.catalog import service_named
from taller.mocks import create_stand_in


@pytest.mark.parametrize("name", NAMES)
def test_the_contract_is_served_as_it_is(name: str):
    response = client(name).get("/openapi.json")

    assert response.mimetype == "application/json"
    assert response.json == document(name)
    assert '"$ref"' in response.text


def test_the_page_names_the_contract_and_asks_nobody_else():
    service = client("vehiculos")

    page = service.get("/docs/")

    assert page.mimetype == "text/html"
    assert "<title>Taller 2: vehiculos</title>" in page.text
    assert "http" not in page.text
    for asset in ("swagger-ui.css", "swagger-ui-bundle.js", "favicon-32x32.png"):
        assert asset in page.text
        with service.get(f"/docs/{asset}") as response:
            assert response.status_code == 200
            assert len(response.data) > 500


@pytest.mark.parametrize(("prefix", "server"), [("", "/api/v1"), ("/x", "/x/api/v1")])
def test_what_is_tried_out_on_the_page_is_asked_of_the_stand_in(prefix: str, server: str):
    away = document("logs") | {"servers": [{"url": "https://example.com/api/v1"}]}
    logs = Client(create_stand_in(away))

    shown = logs.get("/docs/openapi.json", base_url=f"http://localhost{prefix}/").json

    assert shown["servers"] == [{"url": server}]
    assert logs.get("/openapi.json").json["servers"] == away["servers"]


@pytest.mark.parametrize("prefix", ["", "/taller/clientes"])
@pytest.mark.parametrize("path", ["/", "/docs"])
def test_the_root_leads_to_the_page_behind_any_prefix(path: str, prefix: str):
    response = client("clientes").get(path, base_url=f"http://localhost{prefix}/")

    assert response.status_code == 302
    assert urljoin(response.request.url, response.location) == f"http://localhost{prefix}/docs/"


def test_it_says_that_it_is_alive():
    response = client("logs").get("/healthz")

    assert (response.status_code, response.json) == (200, {"status": "ok"})


@pytest.mark.parametrize("path", ["/docs/nada.js", "/docs/../swagger.py", "/docs/LICENSE", "/docs//"])
def test_only_the_files_of_the_page_are_served(path: str):
    assert_problem(client("clientes").get(path), 404)


def test_pages_are_only_read():
    response = client("clientes").delete("/openapi.json")

    assert_problem(response, 405)
    assert response.headers["Allow"] == "GET, HEAD"


@pytest.mark.parametrize("name", NAMES)
def test_what_is_served_fits_in_the_size_that_a_contract_may_have(name: str):
    assert len(json.dumps(document(name))) < 100_000
    assert service_named(name).docs_port
