"""What is paid for an invoice, and what has been done with it."""

from typing import Any

import flask

from taller.invoices.blueprint.conditional import as_read, tagged
from taller.invoices.blueprint.idempotency import idempotent
from taller.invoices.blueprint.openapi import example, header, named, refuses
from taller.invoices.blueprint.schemas.base import link
from taller.invoices.blueprint.schemas.ledger import (
    HistoryAnswer,
    PaymentAnswer,
    PaymentRequest,
    PaymentsAnswer,
)
from taller.invoices.blueprint.schemas.lists import AfterRequest
from taller.invoices.blueprint.story import PAYMENT_LINKS, PAYMENTS_LINKS
from taller.invoices.blueprint.views.common import CREATED, Resource, blueprint, invoicing, options, reads
from taller.invoices.domain.account import Payment

CreatedPayment = tuple[Payment, int, dict[str, str]]


def created_payment(payment: Payment) -> CreatedPayment:
    where = flask.url_for(".payment", invoice_id=payment.invoice_id, payment_id=payment.id)
    return payment, 201, {"Location": where}


@blueprint.route("/facturas/<invoice_id:invoice_id>/pagos", endpoint="payments")
class PaymentsResource(Resource):
    @reads(
        "listarPagos",
        PaymentsAnswer,
        "Los pagos de la factura.",
        example("Pagos"),
        links=PAYMENTS_LINKS,
    )
    def get(self, invoice_id: int) -> dict[str, Any]:
        """Devuelve los pagos de una factura."""
        links = {
            "parent": link(flask.url_for(".invoice", invoice_id=invoice_id), "factura"),
            "self": link(flask.url_for(".payments", invoice_id=invoice_id), "self"),
        }
        return {"payments": invoicing().payments(invoice_id), "links": links}

    @named("pagarFactura", responses={201: {"links": PAYMENT_LINKS}})
    @refuses(400, 404, 409, 412, 413, 415, 422)
    @header("IfMatch")
    @idempotent(201, PaymentAnswer, created_payment)
    @tagged
    @blueprint.arguments(PaymentRequest, examples=example("PagoDatos"))
    @blueprint.response(
        201, PaymentAnswer, description="El pago anotado.", headers=CREATED, examples=example("Pago")
    )
    def post(self, payment: Payment, invoice_id: int) -> CreatedPayment:
        """Anota un pago de la factura, nunca mayor que lo que queda por pagar.

        Se devuelve dinero, con un importe negativo, cuando una rectificativa deja pagado de más.
        `If-Match` es la etiqueta de la factura.
        """
        return created_payment(invoicing().pay(invoice_id, payment, as_read))

    @options("opcionesDePagos")
    def options(self, invoice_id: int) -> flask.Response:
        """Dice qué métodos admiten los pagos."""
        invoicing().require(invoice_id)
        return self.allowed()


@blueprint.route("/facturas/<invoice_id:invoice_id>/pagos/<invoice_id:payment_id>", endpoint="payment")
class PaymentResource(Resource):
    @reads("leerPago", PaymentAnswer, "El pago.", example("Pago"))
    def get(self, invoice_id: int, payment_id: int) -> Payment:
        """Devuelve un pago."""
        return invoicing().payment(invoice_id, payment_id)

    @options("opcionesDePago")
    def options(self, invoice_id: int, payment_id: int) -> flask.Response:
        """Dice qué métodos admite un pago."""
        invoicing().payment(invoice_id, payment_id)
        return self.allowed()


@blueprint.route("/facturas/<invoice_id:invoice_id>/historial", endpoint="history")
class HistoryResource(Resource):
    @reads(
        "leerHistorial",
        HistoryAnswer,
        "Una página del historial, de lo más antiguo a lo más nuevo.",
        example("Historial"),
        query=AfterRequest,
    )
    def get(self, query: dict[str, int], invoice_id: int) -> dict[str, Any]:
        """Devuelve lo que se ha hecho con una factura: quién, qué y cuándo."""
        found = invoicing().history(invoice_id, query["after"], query["limit"])
        events, more = found[: query["limit"]], len(found) > query["limit"]
        links = {}
        if more:
            where: dict[str, Any] = {"despues": events[-1].id, "limit": query["limit"]}
            links["next"] = link(flask.url_for(".history", invoice_id=invoice_id, **where), "historial")
        return {"events": events, "links": links}

    @options("opcionesDeHistorial")
    def options(self, invoice_id: int) -> flask.Response:
        """Dice qué métodos admite el historial."""
        invoicing().require(invoice_id)
        return self.allowed()
