"""Payments, history, records and the chain's check, in requests and answers."""

from typing import Any

import flask
from marshmallow import fields, post_load, validate

from taller.invoices.blueprint import EXTENSION
from taller.invoices.blueprint.fields import ANSWERED_MOMENT, Day, Flag, Hundredths, Moment, Text
from taller.invoices.blueprint.schemas.base import (
    LARGEST_PAGE,
    Answer,
    LinkAnswer,
    PageLinksAnswer,
    PlaceLinksAnswer,
    Request,
    euros,
    identifier,
    link,
    one_of,
    pattern,
    several,
)
from taller.invoices.blueprint.schemas.invoices import NUMBER
from taller.invoices.domain.account import MOST_PAYMENTS, Payment, PaymentMethod
from taller.invoices.domain.findings import Fault
from taller.invoices.domain.invoice import LARGEST_AMOUNT
from taller.invoices.domain.kinds import InvoiceType
from taller.invoices.domain.records import RecordKind

HASH = "^[0-9A-F]{64}$"
STAMP = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[+-][0-9]{2}:[0-9]{2}$"


class PaymentRequest(Request):
    amount = Hundredths(
        low=-LARGEST_AMOUNT,
        high=LARGEST_AMOUNT,
        data_key="importe",
        required=True,
        validate=validate.NoneOf([0], error="No puede ser cero."),
        metadata={"not": {"const": 0}, "description": "Negativo si se devuelve."},
    )
    paid_on = Day(data_key="fecha", metadata={"description": "Hoy, si falta."})
    method = one_of(PaymentMethod, "metodo", required=True)
    note = Text(data_key="nota", shortest=1, longest=500)

    class Meta(Request.Meta):
        component = "PagoDatos"
        json_schema = {"description": "Lo que paga el cliente, entero o una parte; o lo que se le devuelve."}

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Payment:
        extension = flask.current_app.extensions[EXTENSION]
        return Payment(**{"paid_on": extension.invoicing.clock.now().date(), **data})


class PaymentAnswer(Answer):
    id = identifier("pagoId", low=1, required=True)
    amount = euros("importe", required=True)
    paid_on = Day(data_key="fecha", required=True)
    method = one_of(PaymentMethod, "metodo", required=True)
    note = Text(data_key="nota", shortest=1, longest=500)
    recorded_at = Moment(data_key="anotado", pattern=ANSWERED_MOMENT, required=True)
    links = fields.Function(
        lambda payment: {
            "parent": link(flask.url_for(".payments", invoice_id=payment.invoice_id), "pagos"),
            "self": link(
                flask.url_for(".payment", invoice_id=payment.invoice_id, payment_id=payment.id), "self"
            ),
        },
        required=True,
        metadata={"allOf": [{"$ref": "#/components/schemas/EnlacesDeLugar"}]},
    )

    class Meta(Answer.Meta):
        component = "Pago"
        json_schema = {"description": "Un pago anotado; ni se cambia ni se borra."}


class PaymentsAnswer(Answer):
    payments = several(
        fields.Nested(PaymentAnswer), least=0, most=MOST_PAYMENTS, data_key="pagos", required=True
    )
    links = fields.Nested(PlaceLinksAnswer, required=True)

    class Meta(Answer.Meta):
        component = "Pagos"
        json_schema = {"description": "Todos los pagos de una factura, en el orden en que se anotaron."}


class EventAnswer(Answer):
    id = identifier("id", low=1, required=True)
    at = Moment(data_key="fecha", pattern=ANSWERED_MOMENT, required=True)
    actor = Text(data_key="actor", shortest=1, longest=200, required=True)
    action = Text(data_key="accion", shortest=1, longest=20, required=True)
    detail = Text(data_key="detalle", longest=500)

    class Meta(Answer.Meta):
        component = "Suceso"
        json_schema = {"description": "Quién hizo qué, y cuándo."}


class HistoryAnswer(Answer):
    events = several(
        fields.Nested(EventAnswer), least=0, most=LARGEST_PAGE, data_key="historial", required=True
    )
    links = fields.Nested(PageLinksAnswer, required=True)

    class Meta(Answer.Meta):
        component = "Historial"
        json_schema = {"description": "Lo que se ha hecho con una factura, desde que se creó."}


class RecordLinksAnswer(Answer):
    parent = fields.Nested(LinkAnswer, required=True)
    self = fields.Nested(LinkAnswer, required=True)
    factura = fields.Nested(LinkAnswer, required=True)

    class Meta(Answer.Meta):
        component = "EnlacesDeRegistro"


class RecordAnswer(Answer):
    position = identifier("posicion", low=1, required=True)
    kind = one_of(RecordKind, "tipo", required=True)
    invoice_id = identifier("facturaId", low=1, required=True)
    issuer_nif = pattern("^[0-9A-Z]{9}$", 9, 9, data_key="emisorNif", required=True)
    number = pattern(NUMBER, 8, 60, data_key="numeroFactura", required=True)
    issued_on = Day(data_key="fechaExpedicion", required=True)
    invoice_type = one_of(InvoiceType, "tipoFactura")
    tax_total = euros("cuotaTotal")
    total = euros("importeTotal")
    generated_at = fields.Function(
        # As it was hashed: with its own offset, not in UTC.
        lambda record: record.generated_at.isoformat(timespec="seconds"),
        data_key="fechaHoraHusoGenRegistro",
        required=True,
        metadata={
            "type": "string",
            "format": "date-time",
            "pattern": STAMP,
            "minLength": 25,
            "maxLength": 25,
        },
    )
    previous = fields.String(
        data_key="huellaAnterior",
        required=True,
        validate=validate.Length(0, 64),
        metadata={"pattern": "^([0-9A-F]{64})?$", "description": "Vacía en el primero."},
    )
    fingerprint = pattern(HASH, 64, 64, data_key="huella", required=True)
    links = fields.Nested(RecordLinksAnswer, required=True)

    class Meta(Answer.Meta):
        component = "Registro"
        json_schema = {"description": "Un registro de facturación de alta o de anulación (VERI*FACTU)."}

    def get_attribute(self, obj: Any, attr: str, default: Any) -> Any:
        if attr == "invoice_type":
            return obj.invoice_type and InvoiceType(obj.invoice_type)
        if attr == "links":
            return {
                "parent": link(flask.url_for(".records"), "registros"),
                "self": link(flask.url_for(".record", position=obj.position), "self"),
                "factura": link(flask.url_for(".invoice", invoice_id=obj.invoice_id), "factura"),
            }
        return super().get_attribute(obj, attr, default)


class RecordsAnswer(Answer):
    records = several(
        fields.Nested(RecordAnswer), least=0, most=LARGEST_PAGE, data_key="registros", required=True
    )
    links = fields.Nested(PageLinksAnswer, required=True)

    class Meta(Answer.Meta):
        component = "Registros"
        json_schema = {"description": "La cadena de registros del emisor, en su orden."}


class FindingAnswer(Answer):
    fault = one_of(Fault, "falta", required=True)
    position = identifier("posicion", low=1)
    number = Text(data_key="numeroFactura", longest=60)
    detail = Text(data_key="detalle", shortest=1, longest=500, required=True)

    class Meta(Answer.Meta):
        component = "Hallazgo"
        json_schema = {"description": "Qué registro no está como se hizo."}


class VerdictAnswer(Answer):
    sound = Flag(data_key="correcta", required=True)
    records = identifier("registros", required=True)
    first = pattern(HASH, 64, 64, data_key="primeraHuella")
    last = pattern(HASH, 64, 64, data_key="ultimaHuella")
    findings = several(
        fields.Nested(FindingAnswer), least=0, most=LARGEST_PAGE, data_key="hallazgos", required=True
    )

    class Meta(Answer.Meta):
        component = "Verificacion"
        json_schema = {"description": "Si toda la cadena está como se hizo, y si no, qué falla."}

    def get_attribute(self, obj: Any, attr: str, default: Any) -> Any:
        value = super().get_attribute(obj, attr, default)
        if attr == "findings":
            return value[:LARGEST_PAGE]
        return None if value == "" else value
