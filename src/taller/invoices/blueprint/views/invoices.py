"""Lists of invoices, and drafts: made, read, changed and deleted."""

from typing import Any, cast

import flask

from taller.invoices.blueprint.conditional import as_read, may_be_required, require_match, tagged
from taller.invoices.blueprint.idempotency import idempotent
from taller.invoices.blueprint.openapi import example, header, named, refuses
from taller.invoices.blueprint.schemas.base import DEFAULT_PAGE, link
from taller.invoices.blueprint.schemas.invoices import InvoiceAnswer, InvoiceRequest, InvoicesAnswer
from taller.invoices.blueprint.schemas.lists import InvoicesRequest, Listing, encoded
from taller.invoices.blueprint.story import DRAFT_LINKS
from taller.invoices.blueprint.views.common import (
    CREATED,
    TAGGED,
    Created,
    Resource,
    blueprint,
    created,
    invoicing,
    options,
    reads,
    refuse_body,
)
from taller.invoices.domain.invoice import Invoice
from taller.invoices.listing import Page, Wanted

PAGE = "Una página de facturas. La primera puede estar vacía; las demás, no: son 404."


def listed(listing: Listing) -> dict[str, Any]:
    """Return the page that *listing* asks for, with the links to its neighbours."""
    after = listing.after()
    if after is None:
        page = invoicing().page(listing.wanted, listing.page, listing.size)
    else:
        page = invoicing().page_after(listing.wanted, after, listing.size)
    return with_links(page, listing.wanted)


def with_links(page: Page, wanted: Wanted) -> dict[str, Any]:
    """Return *page* with the links to its neighbours, at the request's own path, and its cursor."""
    links = {}
    after = page.after(wanted.order)
    cursor = None if after is None else encoded(after, wanted)
    if page.number is not None and page.number > 1:
        links["previous"] = _neighbour(page=page.number - 1)
    if after is not None:
        links["next"] = _neighbour(cursor=cursor) if page.number is None else _neighbour(page=page.number + 1)
    return {"invoices": page.invoices, "cursor": cursor, "links": links}


def _neighbour(**where: Any) -> dict[str, str]:
    kept = {name: value for name, value in flask.request.args.items() if name in _PARAMETERS}
    arguments = {**kept, **where, **(flask.request.view_args or {})}
    return link(flask.url_for(cast(str, flask.request.endpoint), **arguments), "facturas")


_PARAMETERS = frozenset(
    field.data_key or name
    for name, field in InvoicesRequest().fields.items()
    if name not in ("page", "cursor")
)


def list_as_read(page: Page) -> None:
    """The precondition of a new draft: the caller has read the list as it is now, or does not say.

    :raises InvoiceStale: if the request's If-Match names another state of what GET answers.
    """
    require_match(lambda: InvoicesAnswer().dump(with_links(page, Wanted())))


@blueprint.route("/facturas", endpoint="invoices")
class InvoicesResource(Resource):
    @reads("listarFacturas", InvoicesAnswer, PAGE, example("Facturas"), query=InvoicesRequest)
    def get(self, listing: Listing) -> dict[str, Any]:
        """Devuelve las facturas."""
        return listed(listing)

    @named("crearFactura", responses={201: {"links": DRAFT_LINKS}})
    @refuses(400, 409, 412, 413, 415, 422)
    @header("IfMatch")
    @idempotent(201, InvoiceAnswer, created)
    @tagged
    @blueprint.arguments(InvoiceRequest, examples=example("FacturaDatos") | example("FacturaConLineas"))
    @blueprint.response(
        201,
        InvoiceAnswer,
        description="El borrador, con el identificador que ha recibido.",
        headers=CREATED,
        examples=example("Borrador"),
    )
    def post(self, proposal: Invoice) -> Created:
        """Crea el borrador de una factura."""
        expected = (DEFAULT_PAGE, list_as_read) if "If-Match" in flask.request.headers else None
        return created(invoicing().draft(proposal, expected))

    @options("opcionesDeFacturas", absent=False)
    def options(self) -> flask.Response:
        """Dice qué métodos admite la lista de facturas."""
        return self.allowed()


@blueprint.route("/facturas/<invoice_id:invoice_id>", endpoint="invoice")
class InvoiceResource(Resource):
    @reads("leerFactura", InvoiceAnswer, "La factura.", example("Emitida") | example("EmitidaConLineas"))
    def get(self, invoice_id: int) -> Invoice:
        """Devuelve una factura."""
        return invoicing().find(invoice_id)

    @named("cambiarFactura", responses={200: {"links": DRAFT_LINKS}})
    @refuses(400, 404, 409, 412, 413, 415, 422, 428)
    @header("IfMatch")
    @tagged
    @blueprint.arguments(InvoiceRequest, examples=example("FacturaDatos") | example("FacturaConLineas"))
    @blueprint.response(
        200,
        InvoiceAnswer,
        description="El borrador, cambiado.",
        headers=TAGGED,
        examples=example("Borrador"),
    )
    def put(self, proposal: Invoice, invoice_id: int) -> Invoice:
        """Cambia un borrador."""
        may_be_required()
        return invoicing().revise(invoice_id, proposal, as_read)

    @named("borrarFactura")
    @refuses(400, 404, 409, 412, 413, 422, 428)
    @header("IfMatch")
    @blueprint.response(204, description="Ya no está.")
    def delete(self, invoice_id: int) -> None:
        """Borra un borrador."""
        refuse_body()
        may_be_required()
        invoicing().discard(invoice_id, as_read)

    @options("opcionesDeFactura")
    def options(self, invoice_id: int) -> flask.Response:
        """Dice qué métodos admite una factura."""
        invoicing().require(invoice_id)
        return self.allowed()
