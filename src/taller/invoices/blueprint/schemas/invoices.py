"""Invoices, in requests and answers."""

from typing import Any

import flask
from marshmallow import fields, post_load

from taller.invoices.blueprint.fields import ANSWERED_MOMENT, Day, Moment, Text
from taller.invoices.blueprint.schemas.base import (
    LARGEST_PAGE,
    Answer,
    LinkAnswer,
    PageLinksAnswer,
    Request,
    euros,
    identifier,
    link,
    nested,
    one_of,
    pattern,
    several,
)
from taller.invoices.blueprint.schemas.lines import MOST_CONCEPTS, TAXES, ConceptAnswer, ConceptRequest
from taller.invoices.blueprint.schemas.parties import (
    VISIT,
    CustomerAnswer,
    CustomerRequest,
    IssuerAnswer,
    VehicleAnswer,
    VehicleRequest,
    VisitFields,
    visit_of,
)
from taller.invoices.domain.invoice import Invoice, Method, State, draft
from taller.invoices.domain.kinds import InvoiceType, Listed

ORDINARY = (InvoiceType.FULL, InvoiceType.SIMPLIFIED)
CORRECTIVE = tuple(kind for kind in InvoiceType if kind.corrective)
NUMBER = "^[A-Z0-9]+-[0-9]+$"


class SaleFields(VisitFields):
    """What is sold to whom."""

    concepts = several(nested(ConceptRequest), most=MOST_CONCEPTS, data_key="Conceptos", required=True)
    stated_amount = euros("importe", metadata={"description": "El total, si se quiere comprobar."})
    customer = nested(CustomerRequest, data_key="cliente")
    vehicle = nested(VehicleRequest, data_key="vehiculo")


class InvoiceRequest(SaleFields):
    customer_id = identifier("idCliente", low=1, required=True)
    dated = Moment(data_key="fechaEmision", required=True)
    type = one_of(
        ORDINARY,
        "tipoFactura",
        metadata={"description": "Completa (F1) o simplificada (F2); si falta, la que corresponda."},
    )
    listed = one_of(
        Listed,
        "supuestoSimplificada",
        metadata={
            "description": "Por qué una simplificada puede pasar de 400 euros (RD 1619/2012, art. 4.2)."
        },
    )

    class Meta(Request.Meta):
        component = "FacturaDatos"
        json_schema = {"description": "Una factura por emitir."}

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Invoice:
        return draft(**sale(data))


class CorrectionRequest(SaleFields):
    method = one_of(
        (Method.DIFFERENCES, Method.SUBSTITUTION),
        "metodo",
        required=True,
        metadata={"description": "Los conceptos son las diferencias, o la factura como debió ser."},
    )
    type = one_of(
        CORRECTIVE,
        "tipoFactura",
        metadata={
            "description": "R5 de una simplificada; R1 a R4 de las demás. Si falta, la que corresponda."
        },
    )
    reason = Text(data_key="motivo", shortest=1, longest=500, required=True)
    customer_id = identifier("idCliente", low=1)

    class Meta(Request.Meta):
        component = "RectificacionDatos"
        json_schema = {"description": "Lo que corrige una factura emitida, y por qué."}

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        order = {name: data.pop(name, None) for name in ("method", "type", "reason")}
        return {**order, "facts": sale(data)}


class AnnulmentRequest(Request):
    reason = Text(data_key="motivo", shortest=1, longest=500, required=True)

    class Meta(Request.Meta):
        component = "AnulacionDatos"
        json_schema = {"description": "Por qué la factura nunca debió existir."}


def sale(data: dict[str, Any]) -> dict[str, Any]:
    """Return *data*, which a schema has loaded, as the facts of an invoice."""
    visit = visit_of(data)
    return {**data, "concepts": tuple(data["concepts"]), "visit": visit}


class LinksAnswer(Answer):
    parent = fields.Nested(LinkAnswer, required=True)
    self = fields.Nested(LinkAnswer, required=True)
    clientes = fields.Nested(LinkAnswer, required=True)
    trabajos = fields.Nested(LinkAnswer, required=True)
    historial = fields.Nested(LinkAnswer, required=True)
    pagos = fields.Nested(LinkAnswer)
    rectificada = fields.Nested(LinkAnswer)
    sustituta = fields.Nested(LinkAnswer)

    class Meta(Answer.Meta):
        component = "Enlaces"
        json_schema = {
            "description": "De dónde cuelga y dónde está; el cliente y los trabajos, en sus servicios; la"
            " factura que corrige y la que la sustituye."
        }


WORDS = {tax: word for word, tax in TAXES.items()}


class VatGroupAnswer(Answer):
    tax = fields.Function(
        lambda group: WORDS[group.tax], data_key="iva", required=True, metadata={"enum": list(TAXES)}
    )
    rate = fields.Function(
        lambda group: int(group.tax.rate),
        data_key="tipoImpositivo",
        required=True,
        metadata={"enum": [21, 10, 4, 0]},
    )
    base = euros("base", required=True)
    vat = euros("cuota", required=True)

    class Meta(Answer.Meta):
        component = "Desglose"
        json_schema = {"description": "Lo que se cobra con un mismo IVA."}


class GuaranteeAnswer(Answer):
    until = Day(data_key="hasta")
    until_kilometres = identifier("hastaKilometros")
    text = Text(data_key="texto", shortest=1, longest=1000, required=True)

    class Meta(Answer.Meta):
        component = "Garantia"
        json_schema = {"description": "La garantía de la reparación (RD 1457/1986, art. 16)."}


class CorrectionAnswer(Answer):
    invoice_id = identifier("facturaId", low=1, required=True)
    number = pattern(NUMBER, 8, 30, data_key="numeroFactura", required=True)
    method = one_of(Method, "metodo", required=True)
    reason = Text(data_key="motivo", shortest=1, longest=500, required=True)

    class Meta(Answer.Meta):
        component = "Rectificada"
        json_schema = {"description": "Qué factura corrige o canjea, cómo y por qué."}


class InvoiceAnswer(Answer, VisitFields):
    id = identifier("facturaId", low=1, required=True)
    customer_id = identifier("idCliente", low=1, required=True)
    concepts = several(fields.Nested(ConceptAnswer), most=MOST_CONCEPTS, data_key="Conceptos", required=True)
    dated = Moment(data_key="fechaEmision", required=True, pattern=ANSWERED_MOMENT)
    issued_on = Day(data_key="fechaExpedicion")
    operation_date = Day(data_key="fechaOperacion")
    amount = euros("importe", required=True)
    base = euros("baseImponible", attribute="breakdown.base", required=True)
    vat = euros("cuotaIva", attribute="breakdown.vat", required=True)
    groups = several(
        fields.Nested(VatGroupAnswer),
        most=20,
        attribute="breakdown.groups",
        data_key="desglose",
        required=True,
    )
    state = one_of(State, "estado", required=True)
    type = one_of(InvoiceType, "tipoFactura")
    listed = one_of(Listed, "supuestoSimplificada")
    series = pattern("^[A-Z0-9]+$", 5, 14, attribute="number.series", data_key="serie")
    sequence = identifier("numero", low=1, attribute="number.sequence")
    number = pattern(NUMBER, 8, 30, data_key="numeroFactura")
    paid = euros("pagado", attribute="account.paid")
    outstanding = euros("pendiente", attribute="account.outstanding")
    issuer = fields.Nested(IssuerAnswer, data_key="emisor")
    customer = fields.Nested(CustomerAnswer, data_key="cliente")
    vehicle = fields.Nested(VehicleAnswer, data_key="vehiculo")
    guarantee = fields.Nested(GuaranteeAnswer, data_key="garantia")
    mentions = several(Text(longest=200), most=20, data_key="menciones")
    legends = several(Text(longest=2000), most=20, data_key="leyendas")
    correction = fields.Nested(CorrectionAnswer, data_key="rectifica")
    links = fields.Nested(LinksAnswer, required=True)

    class Meta(Answer.Meta):
        component = "Factura"
        json_schema = {
            "description": "Una factura. Un borrador no tiene `serie`, `numero` ni `numeroFactura`, ni se"
            " debe nada por él. `pendiente` es negativo cuando es el taller quien debe."
        }

    def get_attribute(self, obj: Any, attr: str, default: Any) -> Any:
        if attr == "links":
            return links_of(obj)
        if attr in VISIT:
            attr = f"visit.{attr}"
        value = super().get_attribute(obj, attr, default)
        if attr == "concepts":
            return list(map(_Priced, value, obj.concept_amounts))
        return None if value == () else value


class _Priced:
    """A concept of an answer, with what it costs within its invoice."""

    def __init__(self, concept: Any, amount: Any) -> None:
        self._concept = concept
        self.amount = amount

    def __getattr__(self, name: str) -> Any:
        return getattr(self._concept, name)


class InvoicesAnswer(Answer):
    invoices = several(
        fields.Nested(InvoiceAnswer), least=0, most=LARGEST_PAGE, data_key="facturas", required=True
    )
    cursor = pattern("^[A-Za-z0-9_-]+$", 1, 200, data_key="cursorSiguiente")
    links = fields.Nested(PageLinksAnswer, required=True)

    class Meta(Answer.Meta):
        component = "Facturas"
        json_schema = {
            "description": "Una página de facturas. Con `cursorSiguiente` se sigue donde termina: cuesta lo"
            " mismo al principio que al final, y nada se repite ni se salta aunque se creen otras."
        }


def links_of(invoice: Invoice) -> dict[str, dict[str, str]]:
    """Return the links of *invoice*; those of the siblings are paths of their contracts."""
    links = {
        "parent": link(flask.url_for(".invoices"), "facturas"),
        "self": _one(invoice.id, "self"),
        "clientes": link(f"/clientes/{invoice.customer_id}", "clientes"),
        "trabajos": link("/trabajo", "trabajos"),
        "historial": link(flask.url_for(".history", invoice_id=invoice.id), "historial"),
    }
    if invoice.account is not None:
        links["pagos"] = link(flask.url_for(".payments", invoice_id=invoice.id), "pagos")
        if invoice.account.replaced_by is not None:
            links["sustituta"] = _one(invoice.account.replaced_by, "sustituta")
    if invoice.correction is not None:
        links["rectificada"] = _one(invoice.correction.invoice_id, "rectificada")
    return links


def _one(invoice_id: int | None, rel: str) -> dict[str, str]:
    return link(flask.url_for(".invoice", invoice_id=invoice_id), rel)
