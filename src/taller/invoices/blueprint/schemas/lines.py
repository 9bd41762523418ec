"""Concepts and their lines, in requests and answers."""

from decimal import Decimal
from typing import Any

from marshmallow import ValidationError, fields, post_load, validates_schema

from taller.invoices.blueprint.fields import (
    ANSWERED_MOMENT,
    Choice,
    Flag,
    Hundredths,
    Integer,
    Moment,
    OneOf,
    TenThousandths,
    Text,
    Vin,
)
from taller.invoices.blueprint.schemas.base import (
    Answer,
    Request,
    euros,
    identifier,
    nested,
    one_of,
    several,
)
from taller.invoices.domain.invoice import LARGEST_AMOUNT
from taller.invoices.domain.lines import Concept, Condition, Line, LineKind, lump
from taller.invoices.domain.money import ZERO
from taller.invoices.domain.vat import RATES, NoVat, Tax

MOST_CONCEPTS = 200
MOST_LINES = 200
HIGHEST_PRICE = Decimal("1000000.00")
"""Euros an hour or a piece."""
MOST_PIECES = Decimal("10000.00")

TAXES: dict[str, Tax] = {str(rate): Tax(rate) for rate in RATES if rate} | {
    reason.value: Tax(Decimal(0), reason) for reason in NoVat
}
"""From the words of the wire: a rate, or AEAT's code of why there is none."""


class LineFields(Request):
    """One charge, as both requests and answers have it."""

    kind = one_of(LineKind, "tipo", required=True)
    description = Text(data_key="descripcion", shortest=1, longest=500, required=True)
    quantity = Hundredths(low=-MOST_PIECES, high=MOST_PIECES, data_key="cantidad", required=True)
    unit_price = TenThousandths(high=HIGHEST_PRICE, data_key="precio", required=True)
    discount = Hundredths(
        high=Decimal(100),
        data_key="descuento",
        load_default=ZERO,
        metadata={"description": "Por ciento."},
    )
    tax = OneOf(
        TAXES,
        data_key="iva",
        load_default=TAXES["21"],
        metadata={
            "description": "El tipo, en tanto por ciento; o por qué no lleva IVA: exenta (E1, E4, E5, E6),"
            " inversión del sujeto pasivo (S2) o no sujeta (N1, N2), con los códigos de la AEAT."
        },
    )
    vat_included = Flag(
        data_key="ivaIncluido",
        load_default=False,
        metadata={"description": "Si el precio lleva el IVA dentro."},
    )
    spare_part_id = identifier("recambioId")
    reference = Text(data_key="referencia", shortest=1, longest=100)
    brand = Text(data_key="marca", shortest=1, longest=100)
    condition = one_of(Condition, "estadoPieza")
    guarantee_months = Integer(high=120, data_key="garantiaMeses")


class LineRequest(LineFields):
    class Meta(Request.Meta):
        component = "LineaDatos"
        json_schema = {"description": "Horas de mano de obra, piezas, materiales u otra cosa que se cobra."}

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Line:
        return Line(**data)


class LineAnswer(Answer, LineFields):
    # Lines of before there were any rules for them may lack a description.
    description = Text(data_key="descripcion", longest=500, required=True)
    # That of a concept of which only the amount is known is the price of one.
    unit_price = TenThousandths(high=LARGEST_AMOUNT, data_key="precio", required=True)
    amount = euros("importe", required=True)

    class Meta(Answer.Meta):
        component = "Linea"
        json_schema = {
            "description": "Una línea. `importe` va sin IVA, salvo con `ivaIncluido`, y redondeado al céntimo"
            " para verlo; los totales se hacen con lo exacto."
        }


class ConceptFields(Request):
    """A finished job, as both requests and answers have it."""

    job_id = identifier("trabajoId", required=True)
    vehicle_id = identifier("idVehiculo")
    customer_id = identifier("idCliente", low=1)
    vin = Vin(data_key="VIN")
    name = Text(data_key="nombre", required=True, shortest=1, longest=200)
    description = Text(data_key="descripcion", longest=2000)
    started_at = Moment(data_key="fechaInicio")
    finished_at = Moment(data_key="fechaFin")


class ConceptRequest(ConceptFields):
    amount = euros("importe")
    lines = several(nested(LineRequest), most=MOST_LINES, data_key="lineas")
    job_state = Choice("Terminado", data_key="estadoTrabajo")

    class Meta(Request.Meta):
        component = "ConceptoDatos"
        json_schema = {
            "description": "Un trabajo terminado que se cobra: un `importe` con el IVA dentro, o sus líneas.",
            "oneOf": [{"required": ["importe"]}, {"required": ["lineas"]}],
        }

    @validates_schema(skip_on_field_errors=True)
    def one_way_of_pricing(self, data: dict[str, Any], **_: Any) -> None:
        if ("amount" in data) == ("lines" in data):
            raise ValidationError("Debe tener `importe`, o bien `lineas`.")

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Concept:
        data.pop("job_state", None)
        amount = data.pop("amount", None)
        lines = tuple(data.pop("lines", ())) if amount is None else lump(data["name"], amount)
        return Concept(**data, lines=lines)


class ConceptAnswer(Answer, ConceptFields):
    amount = euros("importe", required=True)
    job_state = Choice("Terminado", data_key="estadoTrabajo", required=True, dump_default="Terminado")
    started_at = Moment(data_key="fechaInicio", pattern=ANSWERED_MOMENT)
    finished_at = Moment(data_key="fechaFin", pattern=ANSWERED_MOMENT)
    lines = several(fields.Nested(LineAnswer), most=2 * MOST_LINES, data_key="lineas", required=True)

    class Meta(Answer.Meta):
        component = "Concepto"
        json_schema = {
            "description": "Un trabajo terminado que se cobra. `importe` lleva el IVA; los de todos los"
            " conceptos suman el total."
        }
