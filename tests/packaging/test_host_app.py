"""The blueprint inside somebody else's application: theirs stays theirs."""

from collections.abc import Iterator
from pathlib import Path

import flask
import pytest
from flask.testing import FlaskClient
from tests.builders import ISSUER, invoice_body
from tests.cli.processes import eventually
from tests.conftest import Network, invoices_of

from taller.invoices import Invoices, Settings


@pytest.fixture
def host(tmp_path: Path) -> Iterator[flask.Flask]:
    app = flask.Flask("shop")
    app.add_url_rule("/", view_func=lambda: "home", endpoint="home")
    app.add_url_rule("/broken", view_func=lambda: 1 / 0, endpoint="broken")  # type: ignore[arg-type,return-value]
    app.register_error_handler(404, lambda _: ("<h1>lost</h1>", 404))
    app.register_error_handler(500, lambda _: ("<h1>sorry</h1>", 500))
    settings = Settings(database_url=f"sqlite:///{tmp_path}/shop.db", issuer=ISSUER)
    Invoices(app, settings, url_prefix="/facturacion")
    yield app
    invoices_of(app).close()


@pytest.fixture
def shop(host: flask.Flask) -> FlaskClient:
    return host.test_client()


def test_the_invoices_answer_below_the_host_s_prefix(shop: FlaskClient) -> None:
    made = shop.post("/facturacion/facturas", json=invoice_body())

    assert made.headers["Location"] == "/facturacion/facturas/1"
    assert made.get_json()["links"]["self"]["href"] == "/facturacion/facturas/1"
    issued = shop.post("/facturacion/facturas/1/emision", headers={"If-Match": made.headers["ETag"]})
    assert issued.get_json()["numero"] == 1
    assert issued.get_json()["links"]["pagos"]["href"] == "/facturacion/facturas/1/pagos"
    assert shop.get("/facturacion/registros/verificacion").get_json()["correcta"]


@pytest.mark.parametrize(
    ("path", "status", "text"),
    [("/", 200, "home"), ("/nowhere", 404, "<h1>lost</h1>"), ("/broken", 500, "<h1>sorry</h1>")],
)
def test_the_host_s_pages_and_errors_stay_the_host_s(
    shop: FlaskClient, path: str, status: int, text: str
) -> None:
    response = shop.get(path)

    assert (response.status_code, response.text) == (status, text)


def test_a_method_that_the_host_does_not_take_stays_html(shop: FlaskClient) -> None:
    assert shop.post("/").mimetype == "text/html"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/facturacion/nowhere", 404),
        ("GET", "/facturacion/facturas/9", 404),
        ("GET", "/facturacion/facturas/2147483648", 404),
        ("POST", "/facturacion/clientes/0/facturas", 404),
        ("PATCH", "/facturacion/facturas", 405),
        ("POST", "/facturacion/facturas", 415),
        ("POST", "/facturacion/facturas/1/emision", 428),
        ("GET", "/facturacion/registros?limit=0", 400),
        ("GET", "/facturacion/registros/9", 404),
    ],
)
def test_the_invoices_errors_are_problem_documents(
    shop: FlaskClient, method: str, path: str, status: int
) -> None:
    response = shop.open(path, method=method)

    assert (response.status_code, response.mimetype) == (status, "application/problem+json")


def test_the_document_is_served_below_the_prefix_with_paths_of_the_contract(shop: FlaskClient) -> None:
    document = shop.get("/facturacion/openapi.json").get_json()

    assert document["servers"][0]["url"] == "/facturacion"
    assert "/facturas/{id}" in document["paths"]


def test_the_host_s_limit_on_bodies_is_not_ours(host: flask.Flask, shop: FlaskClient) -> None:
    host.config["MAX_CONTENT_LENGTH"] = 10

    assert shop.post("/facturacion/facturas", json=invoice_body()).status_code == 201


def test_two_applications_in_one_process_keep_their_invoices_apart(tmp_path: Path) -> None:
    apps = [flask.Flask(name) for name in ("one", "two")]
    for app in apps:
        Invoices(app, Settings(database_url=f"sqlite:///{tmp_path}/{app.name}.db"))
    apps[0].test_client().post("/api/v1/facturas", json=invoice_body())

    counts = [len(app.test_client().get("/api/v1/facturas").get_json()["facturas"]) for app in apps]

    assert counts == [1, 0]
    for app in apps:
        invoices_of(app).close()


def test_a_host_that_starts_the_relay_delivers_what_is_owed(tmp_path: Path, network: Network) -> None:
    app = flask.Flask("shop")
    settings = Settings(database_url=f"sqlite:///{tmp_path}/shop.db", siblings=network.urls)
    invoices = Invoices(app, settings, transports=network.transport)
    invoices.start_relay()
    app.test_client().post("/api/v1/facturas", json=invoice_body())

    def logged() -> bool:
        held = network.ask("logs").get("/logs").json()["logs"]
        return any(event["mensaje"] == "Crea el borrador 1" for event in held)

    eventually(logged)
    invoices.close()


@pytest.mark.parametrize("prefix", ["", "/", "facturas"])
def test_a_prefix_that_would_take_over_the_host_is_refused(prefix: str) -> None:
    with pytest.raises(ValueError, match="prefix"):
        Invoices(url_prefix=prefix)
