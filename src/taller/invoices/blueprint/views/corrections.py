"""Drafts of what corrects an issued invoice, or takes its place."""

from dataclasses import replace
from typing import Any

import flask

from taller.invoices.blueprint import EXTENSION
from taller.invoices.blueprint.conditional import as_read, tagged
from taller.invoices.blueprint.idempotency import idempotent
from taller.invoices.blueprint.openapi import example, header, named, refuses
from taller.invoices.blueprint.schemas.invoices import CorrectionRequest, InvoiceAnswer
from taller.invoices.blueprint.story import DRAFT_LINKS
from taller.invoices.blueprint.views.common import (
    CREATED,
    Created,
    Resource,
    blueprint,
    created,
    invoicing,
    options,
    refuse_body,
)
from taller.invoices.domain.invoice import Invoice, draft
from taller.invoices.use_cases import CorrectionOrder


def ordered(body: dict[str, Any]) -> CorrectionOrder:
    """Return the order that *body*, which its schema has loaded, gives.

    :raises JobRepeated, AmountMismatch, AmountTooLarge:
    """
    now = flask.current_app.extensions[EXTENSION].invoicing.clock.now()
    facts = body["facts"]
    customer_id = facts.pop("customer_id", None)
    proposal = draft(**facts, customer_id=customer_id or 0, dated=now)

    def proposed(original: Invoice) -> Invoice:
        return replace(proposal, customer_id=customer_id or original.customer_id)

    return CorrectionOrder(proposed, body["method"], body["type"], body["reason"])


@blueprint.route("/facturas/<invoice_id:invoice_id>/rectificativas", endpoint="corrections")
class CorrectionsResource(Resource):
    @named("rectificarFactura", responses={201: {"links": DRAFT_LINKS}})
    @refuses(400, 404, 409, 412, 413, 415, 422)
    @header("IfMatch")
    @idempotent(201, InvoiceAnswer, created)
    @tagged
    @blueprint.arguments(CorrectionRequest, examples=example("RectificacionDatos"))
    @blueprint.response(
        201,
        InvoiceAnswer,
        description="El borrador de la rectificativa.",
        headers=CREATED,
        examples=example("Rectificativa"),
    )
    def post(self, body: dict[str, Any], invoice_id: int) -> Created:
        """Crea el borrador de una factura que rectifica a otra, ya emitida.

        A la otra no le pasa nada hasta que se emite ésta. `If-Match` es la etiqueta de la que se rectifica.
        """
        return created(invoicing().correct(invoice_id, ordered(body), as_read))

    @options("opcionesDeRectificativas")
    def options(self, invoice_id: int) -> flask.Response:
        """Dice qué métodos admiten las rectificativas."""
        invoicing().require(invoice_id)
        return self.allowed()


@blueprint.route("/facturas/<invoice_id:invoice_id>/canje", endpoint="exchange")
class ExchangeResource(Resource):
    @named("canjearFactura", responses={201: {"links": DRAFT_LINKS}})
    @refuses(400, 404, 409, 412, 413, 422)
    @header("IfMatch")
    @idempotent(201, InvoiceAnswer, created)
    @tagged
    @blueprint.response(
        201,
        InvoiceAnswer,
        description="El borrador de la factura completa.",
        headers=CREATED,
        examples=example("Canje"),
    )
    def post(self, invoice_id: int) -> Created:
        """Crea el borrador de la factura completa (F3) por la que se canjea una simplificada.

        Los datos del cliente se preguntan a clientes al emitirla, o se ponen antes en el borrador.
        """
        refuse_body()
        return created(invoicing().exchange(invoice_id, None, as_read))

    @options("opcionesDeCanje")
    def options(self, invoice_id: int) -> flask.Response:
        """Dice qué métodos admite el canje."""
        invoicing().require(invoice_id)
        return self.allowed()
