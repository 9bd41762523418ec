"""The wire's names and shapes, and the way between them and the domain (contract facturas)."""

from decimal import Decimal
from typing import Any

import flask
from marshmallow import (
    EXCLUDE,
    RAISE,
    Schema,
    ValidationError,
    fields,
    post_dump,
    post_load,
    validate,
    validates,
    validates_schema,
)

from taller.invoices.blueprint.fields import (
    ANSWERED_MOMENT,
    Choice,
    Hundredths,
    Integer,
    Moment,
    QueryInteger,
    Text,
    Vin,
)
from taller.invoices.domain.billing import Charge, Labour, PartUse
from taller.invoices.domain.invoice import LARGEST_AMOUNT, Concept, Invoice, LineKind, State, draft

MOST_CONCEPTS = 200
MOST_VEHICLES = 20
MOST_LINES = 100
HIGHEST_PRICE = Decimal("1000000.00")
"""Euros an hour or a piece."""
LARGEST_PAGE = 100
DEFAULT_PAGE = 20


class Request(Schema):
    """What a client may send: nothing that is not declared."""

    error_messages = {
        "unknown": "No se conoce este campo.",
        "type": "Debe ser un objeto.",
    }

    class Meta:
        unknown = RAISE


class Answer(Schema):
    """What the service answers; what an invoice does not have is left out."""

    class Meta:
        unknown = EXCLUDE

    @post_dump
    def without_nothings(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {name: value for name, value in data.items() if value is not None}


def several(inner: Any, *, most: int, least: int = 1, **kwargs: Any) -> fields.List[Any]:
    """Return a field for a list of *least* to *most* of *inner*."""
    length = validate.Length(min=least, max=most, error="Debe tener entre {min} y {max} elementos.")
    messages: dict[str, Any] = {
        "required": "Falta.",
        "null": "No puede ser nulo.",
        "invalid": "Debe ser una lista.",
    }
    return fields.List(inner, validate=length, error_messages=messages, **kwargs)


def euros(name: str, high: Decimal = LARGEST_AMOUNT, **kwargs: Any) -> Hundredths:
    return Hundredths(high=high, data_key=name, **kwargs)


def identifier(name: str, low: int = 0, **kwargs: Any) -> Integer:
    return Integer(low=low, data_key=name, **kwargs)


class SeriesName(fields.String):
    """The series of an issued invoice."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(validate=validate.Length(5, 14), **kwargs)
        self.metadata = {"pattern": "^[A-Z0-9]+$", **self.metadata}


class NumberText(fields.String):
    """The whole number of an issued invoice, as the paper shows it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(validate=validate.Length(8, 30), **kwargs)
        self.metadata = {"pattern": "^[A-Z0-9]+-[0-9]+$", **self.metadata}


class ConceptFields(Schema):
    """A finished job, as both requests and answers have it."""

    job_id = identifier("trabajoId", required=True)
    vehicle_id = identifier("idVehiculo")
    customer_id = identifier("idCliente", low=1)
    vin = Vin(data_key="VIN")
    name = Text(data_key="nombre", required=True, shortest=1, longest=200)
    description = Text(data_key="descripcion", longest=2000)
    started_at = Moment(data_key="fechaInicio")
    finished_at = Moment(data_key="fechaFin")
    amount = euros("importe", required=True)


class ConceptRequest(Request, ConceptFields):
    job_state = Choice("Terminado", data_key="estadoTrabajo")

    class Meta(Request.Meta):
        component = "ConceptoDatos"
        json_schema = {"description": "Un trabajo terminado que se cobra."}

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Concept:
        data.pop("job_state", None)
        return Concept(**data)


class InvoiceRequest(Request):
    customer_id = identifier("idCliente", low=1, required=True)
    concepts = several(fields.Nested(ConceptRequest), most=MOST_CONCEPTS, data_key="Conceptos", required=True)
    dated = Moment(data_key="fechaEmision", required=True)
    stated_amount = euros("importe", required=True)

    class Meta(Request.Meta):
        component = "FacturaDatos"
        json_schema = {"description": "Una factura por emitir; `importe` es la suma de los conceptos."}

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Invoice:
        return draft(**data)


class LineAnswer(Answer):
    kind = fields.Enum(LineKind, by_value=fields.String(), data_key="tipo", required=True)
    description = Text(data_key="descripcion", longest=500, required=True)
    spare_part_id = identifier("recambioId")
    quantity = Hundredths(high=Decimal(10_000), data_key="cantidad", required=True)
    unit_price = euros("precio", HIGHEST_PRICE, required=True)
    amount = euros("importe", required=True)

    class Meta(Answer.Meta):
        component = "Linea"
        json_schema = {"description": "Horas de mano de obra o piezas de un recambio."}


class ConceptAnswer(Answer, ConceptFields):
    job_state = Choice("Terminado", data_key="estadoTrabajo", required=True, dump_default="Terminado")
    started_at = Moment(data_key="fechaInicio", pattern=ANSWERED_MOMENT)
    finished_at = Moment(data_key="fechaFin", pattern=ANSWERED_MOMENT)
    lines = several(fields.Nested(LineAnswer), most=2 * MOST_LINES, data_key="lineas")

    class Meta(Answer.Meta):
        component = "Concepto"
        json_schema = {"description": "Un trabajo terminado que se cobra."}

    def get_attribute(self, obj: Any, attr: str, default: Any) -> Any:
        value = super().get_attribute(obj, attr, default)
        return None if value == () else value


class LinkAnswer(Answer):
    href = fields.String(
        required=True, validate=validate.Length(1, 2000), metadata={"format": "uri-reference"}
    )
    rel = fields.String(required=True, validate=validate.Length(1, 50))

    class Meta(Answer.Meta):
        component = "Enlace"


class LinksAnswer(Answer):
    parent = fields.Nested(LinkAnswer, required=True)
    self = fields.Nested(LinkAnswer, required=True)
    clientes = fields.Nested(LinkAnswer, required=True)
    trabajos = fields.Nested(LinkAnswer, required=True)

    class Meta(Answer.Meta):
        component = "Enlaces"
        json_schema = {
            "description": "De dónde cuelga y dónde está; el cliente y los trabajos, en sus servicios."
        }


class InvoiceAnswer(Answer):
    id = identifier("facturaId", low=1, required=True)
    customer_id = identifier("idCliente", low=1, required=True)
    concepts = several(fields.Nested(ConceptAnswer), most=MOST_CONCEPTS, data_key="Conceptos", required=True)
    dated = Moment(data_key="fechaEmision", required=True, pattern=ANSWERED_MOMENT)
    amount = euros("importe", required=True)
    state = fields.Enum(State, by_value=fields.String(), data_key="estado", required=True)
    series = SeriesName(attribute="number.series", data_key="serie")
    sequence = identifier("numero", low=1, attribute="number.sequence")
    number = NumberText(data_key="numeroFactura")
    links = fields.Nested(LinksAnswer, required=True)

    class Meta(Answer.Meta):
        component = "Factura"
        json_schema = {
            "description": "Una factura. Un borrador no tiene `serie`, `numero` ni `numeroFactura`."
        }

    def get_attribute(self, obj: Any, attr: str, default: Any) -> Any:
        return links_of(obj) if attr == "links" else super().get_attribute(obj, attr, default)


class PageLinksAnswer(Answer):
    previous = fields.Nested(LinkAnswer, data_key="prevPage")
    next = fields.Nested(LinkAnswer, data_key="nextPage")

    class Meta(Answer.Meta):
        component = "EnlacesDePagina"
        json_schema = {"description": "Las páginas vecinas, si las hay."}


class InvoicesAnswer(Answer):
    invoices = several(
        fields.Nested(InvoiceAnswer), least=0, most=LARGEST_PAGE, data_key="facturas", required=True
    )
    links = fields.Nested(PageLinksAnswer, required=True)

    class Meta(Answer.Meta):
        component = "Facturas"
        json_schema = {"description": "Una página de facturas, por orden de identificador."}


class PageRequest(Schema):
    """The parameters of a list."""

    page = QueryInteger(
        low=1, high=1_000_000, load_default=1, metadata={"description": "La página, desde 1."}
    )
    limit = QueryInteger(
        low=1,
        high=LARGEST_PAGE,
        load_default=DEFAULT_PAGE,
        metadata={"description": "Cuántas facturas tiene una página."},
    )

    class Meta:
        unknown = EXCLUDE


class LabourRequest(Request):
    description = Text(data_key="descripcion", shortest=1, longest=500, required=True)
    hours = Hundredths(high=Decimal(10_000), data_key="horas", required=True)
    hourly_price = euros("precioHora", HIGHEST_PRICE, required=True)

    class Meta(Request.Meta):
        component = "ManoDeObra"
        json_schema = {"description": "Horas de trabajo, a tanto la hora."}

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Labour:
        return Labour(**data)


class PartUseRequest(Request):
    spare_part_id = identifier("recambioId", required=True)
    quantity = Integer(low=1, high=10_000, data_key="cantidad", required=True)

    class Meta(Request.Meta):
        component = "UsoDeRecambio"
        json_schema = {"description": "Piezas de un recambio, al precio que diga recambios."}

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> PartUse:
        return PartUse(**data)


class ChargeRequest(Request):
    job_id = identifier("trabajoId", required=True)
    amount = euros("importe")
    labour = several(fields.Nested(LabourRequest), most=MOST_LINES, data_key="manoDeObra")
    parts = several(fields.Nested(PartUseRequest), most=MOST_LINES, data_key="recambios")

    class Meta(Request.Meta):
        component = "Cargo"
        json_schema = {
            "description": "Lo que cuesta un trabajo: un importe, o mano de obra y recambios.",
            "oneOf": [
                {"required": ["importe"]},
                {"anyOf": [{"required": ["manoDeObra"]}, {"required": ["recambios"]}]},
            ],
        }

    @validates_schema(skip_on_field_errors=True)
    def one_way_of_pricing(self, data: dict[str, Any], **_: Any) -> None:
        if ("amount" in data) == ("labour" in data or "parts" in data):
            raise ValidationError("Debe tener `importe`, o bien `manoDeObra` o `recambios`.")

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Charge:
        return Charge(
            data["job_id"],
            data.get("amount"),
            tuple(data.get("labour", ())),
            tuple(data.get("parts", ())),
        )


class BillRequest(Request):
    vins = several(
        Vin(),
        most=MOST_VEHICLES,
        data_key="vehiculos",
        required=True,
        metadata={"uniqueItems": True, "description": "Los vehículos cuyos trabajos se facturan."},
    )
    charges = several(
        fields.Nested(ChargeRequest),
        least=0,
        most=MOST_CONCEPTS,
        data_key="cargos",
        load_default=(),
        metadata={"description": "Lo que cuesta cada trabajo, que trabajos no sabe."},
    )

    class Meta(Request.Meta):
        component = "PeticionDeFactura"
        json_schema = {"description": "De qué vehículos, y lo que cuesta cada trabajo."}

    @validates("vins")
    def once_each(self, vins: list[str], **_: Any) -> None:
        if len(set(vins)) != len(vins):
            raise ValidationError("No puede repetir un vehículo.")


def links_of(invoice: Invoice) -> dict[str, dict[str, str]]:
    """Return the links of *invoice*; those of the siblings are paths of their contracts."""
    return {
        "parent": link(flask.url_for(".invoices"), "facturas"),
        "self": link(flask.url_for(".invoice", invoice_id=invoice.id), "self"),
        "clientes": link(f"/clientes/{invoice.customer_id}", "clientes"),
        "trabajos": link("/trabajo", "trabajos"),
    }


def link(href: str, rel: str) -> dict[str, str]:
    return {"href": href, "rel": rel}
