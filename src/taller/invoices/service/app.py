"""The application that gunicorn serves: the invoices, their documentation, and whether all is well."""

import os

import flask
from flask.json.provider import DefaultJSONProvider
from sqlalchemy import select
from werkzeug.wrappers import Response

from taller import swagger
from taller.invoices.blueprint import EXTENSION, problems
from taller.invoices.extension import Invoices
from taller.invoices.persistence import tables
from taller.invoices.settings import Settings
from taller.siblings.gateway import Transports

PREFIX = "/api/v1"
"""The base path of the contract."""

pages = flask.Blueprint("pages", __name__)


def create_app(settings: Settings | None = None, transports: Transports = lambda _: None) -> flask.Flask:
    """Return the service.

    :param settings: by default, what the environment says.
    :param transports: how requests travel to each sibling; by default over the network.
    :raises sqlalchemy.exc.SQLAlchemyError: if the database cannot be reached.
    """
    app = flask.Flask("taller.invoices", static_folder=None)
    # A doubled slash is another path (404), not a page in HTML that leads to the one.
    app.url_map.merge_slashes = False
    provider = DefaultJSONProvider(app)
    provider.ensure_ascii = False
    provider.sort_keys = False
    app.json = provider
    settings = settings or Settings.from_environment(os.environ)
    Invoices(app, settings, url_prefix=PREFIX, transports=transports)
    app.register_blueprint(pages)
    # Here the whole application is ours, so every other path answers as the blueprint's do.
    problems.register(app)
    return app


@pages.get("/")
@pages.get(PREFIX)
@pages.get(f"{PREFIX}/")
def index() -> Response:
    """Lead to the documentation, as the first practice's index did."""
    return flask.redirect("/docs/")


@pages.get("/docs/")
def documentation() -> flask.Response:
    """Return the page of Swagger UI, served from here."""
    page = swagger.page("Taller 5: facturas", f"{PREFIX}/openapi.json", "/docs")
    response = flask.Response(page, mimetype="text/html")
    response.headers["Content-Security-Policy"] = swagger.POLICY
    return response


@pages.get("/docs/<name>")
def documentation_asset(name: str) -> flask.Response:
    """Return one of the files of Swagger UI."""
    path = swagger.asset(name)
    if path is None:
        flask.abort(404)
    return flask.send_file(path, max_age=86_400)


@pages.get("/openapi.json")
def contract() -> Response:
    """Lead to the contract."""
    return flask.redirect(f"{PREFIX}/openapi.json")


@pages.get("/factura")
@pages.get("/facturas")
def old_list() -> Response:
    """Lead to the list from where the first practice had it."""
    return flask.redirect(f"{PREFIX}/facturas", code=308)


@pages.get("/facturas/clientes/<customer_id:customer_id>")
def old_customer_list(customer_id: int) -> Response:
    """Lead to a customer's list from where the first implementation had it."""
    return flask.redirect(f"{PREFIX}/clientes/{customer_id}/facturas/", code=308)


@pages.get("/healthz")
def alive() -> dict[str, str]:
    """Say that the process answers."""
    return {"estado": "vivo"}


@pages.get("/readyz")
def ready() -> dict[str, str]:
    """Say that it may take requests: the database answers. A sibling that is down does not count."""
    with flask.current_app.extensions[EXTENSION].engine.connect() as connection:
        connection.execute(select(tables.invoices.c.id).limit(1))
    return {"estado": "listo"}
