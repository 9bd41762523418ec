"""What happens once: an invoice is issued, and perhaps annulled."""

import flask

from taller.invoices.blueprint.access import needs
from taller.invoices.blueprint.conditional import as_read, require_precondition, tagged
from taller.invoices.blueprint.idempotency import idempotent
from taller.invoices.blueprint.openapi import example, header, named, refuses
from taller.invoices.blueprint.schemas.invoices import AnnulmentRequest, InvoiceAnswer
from taller.invoices.blueprint.story import ANNULLED_LINKS, ISSUED_LINKS
from taller.invoices.blueprint.views.common import (
    TAGGED,
    Resource,
    blueprint,
    invoicing,
    options,
    refuse_body,
)
from taller.invoices.domain.access import Role
from taller.invoices.domain.invoice import Invoice


@blueprint.route("/facturas/<invoice_id:invoice_id>/emision", endpoint="issue")
class IssueResource(Resource):
    @named("emitirFactura", responses={200: {"links": ISSUED_LINKS}})
    @refuses(400, 404, 409, 412, 413, 422, 428, 502)
    @header("IfMatchObligatorio")
    @idempotent(200, InvoiceAnswer)
    @tagged
    @blueprint.response(
        200,
        InvoiceAnswer,
        description="La factura, con el siguiente número de su serie y la fecha de ahora.",
        headers=TAGGED,
        examples=example("Emitida"),
    )
    def post(self, invoice_id: int) -> Invoice:
        """Emite un borrador: recibe su número, se encadena su registro y ya no cambia.

        Si no dice de qué tipo es, es completa cuando se conocen los datos del cliente, que se preguntan a
        clientes, y si no simplificada, cuando la ley lo permite. Si falta algo que la ley exige, el 422 lo
        nombra todo. Se avisa al cliente por notificaciones, ahora o en cuanto ese servicio responda.
        """
        refuse_body()
        require_precondition()
        return invoicing().issue(invoice_id, as_read)

    @options("opcionesDeEmision")
    def options(self, invoice_id: int) -> flask.Response:
        """Dice qué métodos admite la emisión."""
        invoicing().require(invoice_id)
        return self.allowed()


@blueprint.route("/facturas/<invoice_id:invoice_id>/anulacion", endpoint="annulment")
class AnnulmentResource(Resource):
    @needs(Role.ADMIN)
    @named("anularFactura", responses={200: {"links": ANNULLED_LINKS}})
    @refuses(400, 404, 409, 412, 413, 415, 422, 428)
    @header("IfMatchObligatorio")
    @idempotent(200, InvoiceAnswer)
    @tagged
    @blueprint.arguments(AnnulmentRequest, examples=example("AnulacionDatos"))
    @blueprint.response(
        200,
        InvoiceAnswer,
        description="La factura, anulada.",
        headers=TAGGED,
        examples=example("Anulada"),
    )
    def post(self, order: dict[str, str], invoice_id: int) -> Invoice:
        """Anula una factura que nunca debió existir: se encadena el registro de su anulación.

        Su número no vuelve a usarse y sus trabajos se pueden facturar otra vez. Lo que estaba mal en una
        factura que sí debía existir se rectifica. Hace falta el papel `administracion`.
        """
        require_precondition()
        return invoicing().annul(invoice_id, order["reason"], as_read)

    @options("opcionesDeAnulacion")
    def options(self, invoice_id: int) -> flask.Response:
        """Dice qué métodos admite la anulación."""
        invoicing().require(invoice_id)
        return self.allowed()
