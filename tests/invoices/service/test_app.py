from pathlib import Path

import flask
import pytest
from flask.testing import FlaskClient
from tests.postgres import PostgresServer

from taller.invoices import Settings
from taller.invoices.service.app import create_app
from taller.invoices.service.worker import as_problem


@pytest.mark.parametrize(
    ("old", "now"),
    [
        ("/factura", "/api/v1/facturas"),
        ("/facturas", "/api/v1/facturas"),
        ("/facturas/clientes/7", "/api/v1/clientes/7/facturas/"),
        ("/", "/docs/"),
        ("/api/v1", "/docs/"),
        ("/api/v1/", "/docs/"),
        ("/docs", "/docs/"),
        ("/openapi.json", "/api/v1/openapi.json"),
    ],
)
def test_old_addresses_lead_to_the_present_ones(client: FlaskClient, old: str, now: str) -> None:
    response = client.get(old, follow_redirects=True)

    assert (response.status_code, response.request.path) == (200, now)


def test_the_documentation_comes_from_here_alone(client: FlaskClient) -> None:
    page = client.get("/docs/")

    assert page.mimetype == "text/html"
    assert "http://" not in page.text
    assert "https://" not in page.text
    for name in ("swagger-ui.css", "swagger-ui-bundle.js"):
        assert f"/docs/{name}" in page.text
        response = client.get(f"/docs/{name}")
        assert response.status_code == 200
        response.close()


def test_other_files_are_not_served(client: FlaskClient) -> None:
    assert client.get("/docs/../setup.cfg").status_code == 404
    assert client.get("/docs/__init__.py").status_code == 404


def test_it_is_alive_and_ready(client: FlaskClient) -> None:
    assert client.get("/healthz").get_json() == {"estado": "vivo"}
    assert client.get("/readyz").get_json() == {"estado": "listo"}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_without_its_file_it_is_alive_and_not_ready(
    alone: flask.Flask, client: FlaskClient, tmp_path: Path
) -> None:
    alone.extensions["taller.invoices"].engine.dispose()
    for path in tmp_path.glob("facturas.db*"):
        path.unlink()
    tmp_path.joinpath("facturas.db").mkdir()

    assert_alive_and_not_ready(client)


@pytest.mark.postgresql
def test_without_its_server_s_database_it_is_alive_and_not_ready(postgres_server: PostgresServer) -> None:
    with postgres_server.database() as url:
        app = create_app(Settings(database_url=url))

    assert_alive_and_not_ready(app.test_client())


def assert_alive_and_not_ready(client: FlaskClient) -> None:
    assert client.get("/healthz").status_code == 200
    response = client.get("/readyz")
    assert (response.status_code, response.mimetype) == (503, "application/problem+json")


def test_a_fault_of_ours_shows_nothing_of_its_inside(alone: flask.Flask) -> None:
    alone.add_url_rule("/fault", view_func=lambda: {}["secret"], endpoint="fault")  # type: ignore[misc]

    response = alone.test_client().get("/fault")

    assert (response.status_code, response.mimetype) == (500, "application/problem+json")
    assert "secret" not in response.text


def test_gunicorn_s_own_refusals_become_problem_documents() -> None:
    head, _, body = as_problem(b"HTTP/1.1 414 URI Too Long\r\n\r\n<html>").partition(b"\r\n\r\n")

    assert head.startswith(b"HTTP/1.1 414 ")
    assert b"Content-Type: application/problem+json" in head
    assert f"Content-Length: {len(body)}".encode() in head
    assert b"<html>" not in body
