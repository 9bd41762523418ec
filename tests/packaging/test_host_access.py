"""A host application says by itself who asks."""

import flask
import pytest
from tests.builders import invoice_body
from tests.conftest import invoices_of

from taller.invoices import Actor, Invoices, Role, Settings
from taller.invoices.blueprint.access import actor


def host_with(database_url: str, role: Role | None) -> flask.Flask:
    """Return a host's application whose own check finds somebody with *role*, or nobody."""
    app = flask.Flask("shop")
    found = None if role is None else Actor("Carmen", role)
    Invoices(app, Settings(database_url=database_url), url_prefix="/facturacion", access=lambda _: found)
    return app


@pytest.mark.parametrize(
    ("role", "statuses"),
    [(None, [401, 401]), (Role.READ, [200, 403]), (Role.ISSUE, [200, 201]), (Role.ADMIN, [200, 201])],
)
def test_a_host_brings_its_own_check(database_url: str, role: Role | None, statuses: list[int]) -> None:
    app = host_with(database_url, role)
    client = app.test_client()

    responses = [
        client.get("/facturacion/facturas"),
        client.post("/facturacion/facturas", json=invoice_body()),
    ]

    assert [each.status_code for each in responses] == statuses
    invoices_of(app).close()


def test_a_host_s_check_that_knows_nobody_leaves_the_document_open(database_url: str) -> None:
    app = host_with(database_url, None)

    assert app.test_client().get("/facturacion/openapi.json").status_code == 200
    assert app.test_client().get("/facturacion/nowhere").status_code == 401
    invoices_of(app).close()


def test_who_acts_is_known_while_a_request_is_served(database_url: str) -> None:
    app, seen = host_with(database_url, Role.READ), []

    @app.after_request
    def look(response: flask.Response) -> flask.Response:
        seen.append(actor())
        return response

    app.test_client().get("/facturacion/facturas")

    assert seen == [Actor("Carmen", Role.READ)]
    invoices_of(app).close()
