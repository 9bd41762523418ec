"""The operations of the contract facturas: each turns a request into one call."""

from collections.abc import Callable
from functools import reduce
from typing import Any, TypeVar, cast

import flask
from flask.blueprints import BlueprintSetupState
from flask.views import MethodView

from taller.invoices.blueprint import problems, schemas, story
from taller.invoices.blueprint.conditional import as_read, require_match, tagged
from taller.invoices.blueprint.json_body import whole_body
from taller.invoices.blueprint.openapi import Contract, example, header, named, refuses
from taller.invoices.blueprint.paths import catch_unmatched
from taller.invoices.blueprint.problems import InvalidInput
from taller.invoices.domain.invoice import Invoice
from taller.invoices.use_cases import Invoicing, Page

Created = tuple[Invoice, int, dict[str, str]]
View = TypeVar("View", bound=Callable[..., Any])

EXTENSION = "taller.invoices"
"""Where an application keeps the state of its invoices."""

blueprint = Contract("facturas", __name__, description=story.TAG["description"])

TAGGED = {"ETag": "ETag"}
CREATED = {"ETag": "ETag", "Location": "Location"}
_BY_ID = {"id": "$response.body#/facturaId"}
_AS_CREATED = {"path.id": "$response.body#/facturaId", "header.If-Match": "$response.header.ETag"}
LINKS = {
    "leer": {
        "operationId": "leerFactura",
        "description": "Lee el borrador creado.",
        "parameters": _BY_ID,
    },
    "cambiar": {
        "operationId": "cambiarFactura",
        "description": "Cambia el borrador creado.",
        "parameters": _AS_CREATED,
    },
    "emitir": {
        "operationId": "emitirFactura",
        "description": "Emite el borrador creado.",
        "parameters": _AS_CREATED,
    },
    "borrar": {
        "operationId": "borrarFactura",
        "description": "Borra el borrador creado.",
        "parameters": _AS_CREATED,
    },
}


def invoicing() -> Invoicing:
    """The use cases of the application that serves the request."""
    return cast(Invoicing, flask.current_app.extensions[EXTENSION].invoicing)


def created(invoice: Invoice) -> Created:
    return invoice, 201, {"Location": flask.url_for(".invoice", invoice_id=invoice.id)}


def listed(query: dict[str, int], customer_id: int | None = None) -> dict[str, Any]:
    """Return the page that *query* asks for, with the links to its neighbours."""
    page = invoicing().page(query["page"], query["limit"], customer_id)
    return with_links(page, query["limit"])


def with_links(page: Page, limit: int) -> dict[str, Any]:
    """Return *page* with the links to its neighbours, at the request's own path."""

    def neighbour(number: int) -> dict[str, str]:
        arguments = {"page": number, "limit": limit, **(flask.request.view_args or {})}
        href = flask.url_for(cast(str, flask.request.endpoint), **arguments)
        return schemas.link(href, "facturas")

    links = {}
    if page.number > 1:
        links["previous"] = neighbour(page.number - 1)
    if page.has_next:
        links["next"] = neighbour(page.number + 1)
    return {"invoices": page.invoices, "links": links}


def list_as_read(page: Page) -> None:
    """The precondition of a new draft: the caller has read the list as it is now, or does not say.

    :raises InvoiceStale: if the request's If-Match names another state of what GET answers.
    """
    require_match(lambda: schemas.InvoicesAnswer().dump(with_links(page, schemas.DEFAULT_PAGE)))


def refuse_body() -> None:
    """Do nothing if the request has no body.

    :raises InvalidInput: if it has one: it would mean nothing, and its sender thinks otherwise.
    """
    if whole_body(flask.request):
        raise InvalidInput("json", {"_schema": ["Esta operación no lleva cuerpo."]})


class Resource(MethodView):
    """Something that says which methods it takes."""

    def allowed(self) -> flask.Response:
        methods = set(self.methods or ())
        if "GET" in methods:
            methods.add("HEAD")
        response = flask.Response(status=204, headers={"Allow": ", ".join(sorted(methods))})
        del response.headers["Content-Type"]
        return response


@blueprint.route("/facturas", endpoint="invoices")
class InvoicesResource(Resource):
    @named("listarFacturas")
    @refuses(400, 404, 412)
    @header("IfMatch")
    @header("IfNoneMatch")
    @tagged
    @blueprint.arguments(schemas.PageRequest, location="query", error_status_code=400)
    @blueprint.alt_response(304, response="SinCambios")
    @blueprint.response(
        200,
        schemas.InvoicesAnswer,
        description="Una página de facturas. La primera puede estar vacía; las demás, no: son 404.",
        headers=TAGGED,
        examples=example("Facturas"),
    )
    def get(self, page: dict[str, int]) -> dict[str, Any]:
        """Devuelve las facturas."""
        return listed(page)

    @named("crearFactura", responses={201: {"links": LINKS}})
    @refuses(400, 409, 412, 413, 415, 422)
    @header("IfMatch")
    @tagged
    @blueprint.arguments(schemas.InvoiceRequest, examples=example("FacturaDatos"))
    @blueprint.response(
        201,
        schemas.InvoiceAnswer,
        description="El borrador, con el identificador que ha recibido.",
        headers=CREATED,
        examples=example("Borrador"),
    )
    def post(self, proposal: Invoice) -> Created:
        """Crea el borrador de una factura."""
        expected = (schemas.DEFAULT_PAGE, list_as_read) if "If-Match" in flask.request.headers else None
        return created(invoicing().draft(proposal, expected))

    @named("opcionesDeFacturas")
    @blueprint.alt_response(204, response="Opciones")
    def options(self) -> flask.Response:
        """Dice qué métodos admite la lista de facturas."""
        return self.allowed()


@blueprint.route("/facturas/<invoice_id:invoice_id>", endpoint="invoice")
class InvoiceResource(Resource):
    @named("leerFactura")
    @refuses(400, 404, 412)
    @header("IfMatch")
    @header("IfNoneMatch")
    @tagged
    @blueprint.alt_response(304, response="SinCambios")
    @blueprint.response(
        200,
        schemas.InvoiceAnswer,
        description="La factura.",
        headers=TAGGED,
        examples=example("Borrador") | example("Emitida"),
    )
    def get(self, invoice_id: int) -> Invoice:
        """Devuelve una factura."""
        return invoicing().find(invoice_id)

    @named("cambiarFactura")
    @refuses(400, 404, 409, 412, 413, 415, 422)
    @header("IfMatch")
    @tagged
    @blueprint.arguments(schemas.InvoiceRequest, examples=example("FacturaDatos"))
    @blueprint.response(
        200,
        schemas.InvoiceAnswer,
        description="El borrador, cambiado.",
        headers=TAGGED,
        examples=example("Borrador"),
    )
    def put(self, proposal: Invoice, invoice_id: int) -> Invoice:
        """Cambia un borrador."""
        return invoicing().revise(invoice_id, proposal, as_read)

    @named("borrarFactura")
    @refuses(400, 404, 409, 412, 413, 422)
    @header("IfMatch")
    @blueprint.response(204, description="Ya no está.")
    def delete(self, invoice_id: int) -> None:
        """Borra un borrador."""
        refuse_body()
        invoicing().discard(invoice_id, as_read)

    @named("opcionesDeFactura")
    @refuses(404)
    @blueprint.alt_response(204, response="Opciones")
    def options(self, invoice_id: int) -> flask.Response:
        """Dice qué métodos admite una factura."""
        invoicing().require(invoice_id)
        return self.allowed()


@blueprint.route("/facturas/<invoice_id:invoice_id>/emision", endpoint="issue")
class IssueResource(Resource):
    @named("emitirFactura")
    @refuses(400, 404, 409, 412, 413, 422)
    @header("IfMatch")
    @tagged
    @blueprint.response(
        200,
        schemas.InvoiceAnswer,
        description="La factura, con el siguiente número de su serie y la fecha de ahora.",
        headers=TAGGED,
        examples=example("Emitida"),
    )
    def post(self, invoice_id: int) -> Invoice:
        """Emite un borrador: recibe su número y ya no cambia.

        Se avisa al cliente por notificaciones, ahora o en cuanto ese servicio responda.
        """
        refuse_body()
        return invoicing().issue(invoice_id, as_read)

    @named("opcionesDeEmision")
    @refuses(404)
    @blueprint.alt_response(204, response="Opciones")
    def options(self, invoice_id: int) -> flask.Response:
        """Dice qué métodos admite la emisión."""
        invoicing().require(invoice_id)
        return self.allowed()


def customer_list(operation_id: str) -> Callable[[View], View]:
    """Document and read a list of a customer's invoices."""
    decorators = (
        named(operation_id),
        refuses(400, 404, 412),
        header("IfMatch"),
        header("IfNoneMatch"),
        tagged,
        blueprint.arguments(schemas.PageRequest, location="query", error_status_code=400),
        blueprint.alt_response(304, response="SinCambios"),
        blueprint.response(
            200,
            schemas.InvoicesAnswer,
            description="Una página de facturas. La primera puede estar vacía; las demás, no: son 404.",
            headers=TAGGED,
            examples=example("Facturas"),
        ),
    )
    return lambda view: reduce(lambda done, decorate: decorate(done), reversed(decorators), view)


@blueprint.route("/clientes/<customer_id:customer_id>/facturas/", endpoint="customer_invoices")
class CustomerInvoicesResource(Resource):
    @customer_list("listarFacturasDeCliente")
    def get(self, page: dict[str, int], customer_id: int) -> dict[str, Any]:
        """Devuelve las facturas de un cliente."""
        return listed(page, customer_id)

    @named("opcionesDeFacturasDeCliente")
    @blueprint.alt_response(404, response="NoEncontrado")
    @blueprint.alt_response(204, response="Opciones")
    def options(self, **_: int) -> flask.Response:
        """Dice qué métodos admite la lista de facturas de un cliente."""
        return self.allowed()


@blueprint.route("/clientes/<customer_id:customer_id>/facturas", endpoint="bill")
class BillResource(Resource):
    @customer_list("listarFacturasDelCliente")
    def get(self, page: dict[str, int], customer_id: int) -> dict[str, Any]:
        """Devuelve las facturas de un cliente, igual que con la barra al final."""
        return listed(page, customer_id)

    @named("facturarACliente", responses={201: {"links": LINKS}})
    @refuses(400, 404, 409, 413, 415, 422, 502)
    @tagged
    @blueprint.arguments(schemas.BillRequest, examples=example("PeticionDeFactura"))
    @blueprint.response(
        201,
        schemas.InvoiceAnswer,
        description="El borrador, con un concepto por cada trabajo.",
        headers=CREATED,
        examples=example("Facturada"),
    )
    def post(self, order: dict[str, Any], customer_id: int) -> Created:
        """Crea el borrador con los trabajos terminados de unos vehículos, aún sin facturar.

        Pregunta por el cliente, los vehículos, los trabajos y los recambios a sus servicios.
        """
        return created(invoicing().bill(customer_id, order["vins"], order["charges"]))

    @named("opcionesDeFacturasDelCliente")
    @blueprint.alt_response(404, response="NoEncontrado")
    @blueprint.alt_response(204, response="Opciones")
    def options(self, **_: int) -> flask.Response:
        """Dice qué métodos admite la lista de facturas de un cliente."""
        return self.allowed()


@blueprint.before_request
def limit_body() -> None:
    """Keep to our own limit, whatever the host's is."""
    flask.request.max_content_length = flask.current_app.extensions[EXTENSION].settings.largest_body


def serve_document(state: BlueprintSetupState) -> None:
    """Serve the contract, as the annotations make it, below the blueprint's prefix."""

    def document() -> flask.Response:
        return flask.jsonify(state.app.extensions[EXTENSION].api.document())

    endpoint = f"{state.name_prefix}.{state.name}.document".lstrip(".")
    state.app.add_url_rule(f"{state.url_prefix}/openapi.json", endpoint, document)


problems.register(blueprint)
blueprint.record(serve_document)
blueprint.record(catch_unmatched)
