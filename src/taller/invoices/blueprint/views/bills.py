"""A customer's invoices, and the draft of what a customer is to be charged."""

from typing import Any

import flask

from taller.invoices.blueprint.conditional import tagged
from taller.invoices.blueprint.idempotency import idempotent
from taller.invoices.blueprint.openapi import example, named, refuses
from taller.invoices.blueprint.schemas.bills import BillRequest
from taller.invoices.blueprint.schemas.invoices import InvoiceAnswer, InvoicesAnswer
from taller.invoices.blueprint.schemas.lists import CustomerInvoicesRequest, Listing
from taller.invoices.blueprint.story import DRAFT_LINKS
from taller.invoices.blueprint.views.common import (
    CREATED,
    Created,
    Resource,
    blueprint,
    created,
    invoicing,
    options,
    reads,
)
from taller.invoices.blueprint.views.invoices import PAGE, listed
from taller.invoices.use_cases import Order


@blueprint.route("/clientes/<customer_id:customer_id>/facturas/", endpoint="customer_invoices")
class CustomerInvoicesResource(Resource):
    @reads(
        "listarFacturasDeCliente", InvoicesAnswer, PAGE, example("Facturas"), query=CustomerInvoicesRequest
    )
    def get(self, listing: Listing, customer_id: int) -> dict[str, Any]:
        """Devuelve las facturas de un cliente."""
        return listed(listing.of_customer(customer_id))

    @options("opcionesDeFacturasDeCliente")
    def options(self, **_: int) -> flask.Response:
        """Dice qué métodos admite la lista de facturas de un cliente."""
        return self.allowed()


@blueprint.route("/clientes/<customer_id:customer_id>/facturas", endpoint="bill")
class BillResource(Resource):
    @reads(
        "listarFacturasDelCliente", InvoicesAnswer, PAGE, example("Facturas"), query=CustomerInvoicesRequest
    )
    def get(self, listing: Listing, customer_id: int) -> dict[str, Any]:
        """Devuelve las facturas de un cliente, igual que con la barra al final."""
        return listed(listing.of_customer(customer_id))

    @named("facturarACliente", responses={201: {"links": DRAFT_LINKS}})
    @refuses(400, 404, 409, 413, 415, 422, 502)
    @idempotent(201, InvoiceAnswer, created)
    @tagged
    @blueprint.arguments(BillRequest, examples=example("PeticionDeFactura"))
    @blueprint.response(
        201,
        InvoiceAnswer,
        description="El borrador, con un concepto por cada trabajo.",
        headers=CREATED,
        examples=example("Facturada"),
    )
    def post(self, order: Order, customer_id: int) -> Created:
        """Crea el borrador con los trabajos terminados de unos vehículos, aún sin facturar.

        Pregunta por el cliente, los vehículos, los trabajos y los recambios a sus servicios.
        """
        return created(invoicing().bill(customer_id, order))

    @options("opcionesDeFacturasDelCliente")
    def options(self, **_: int) -> flask.Response:
        """Dice qué métodos admite la lista de facturas de un cliente."""
        return self.allowed()
