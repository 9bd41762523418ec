"""The parts of the siblings' answers that the invoice service relies on; the rest is passed over."""

from datetime import date
from decimal import Decimal
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate

from taller.siblings.errors import SiblingUnintelligible

INT32 = 2**31 - 1
_STORABLE = validate.Regexp(r"[^\x00\ud800-\udfff]*\Z")


class Integer(fields.Field[int]):
    """A JSON integer from 0 to *high*; 6.0 is one, "6" and true are not (JSON Schema 2020-12, 6.1.1)."""

    def __init__(self, high: int = INT32, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.high = high

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> int:
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        # Neither infinity nor NaN is within bounds.
        if not is_number or not 0 <= value <= self.high or value != int(value):
            raise ValidationError("no integer within bounds")
        return int(value)


class Day(fields.Field[date | None]):
    """A day; None if it is of the year 0, which JSON has and Python has not."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> date | None:
        if isinstance(value, str) and value.startswith("0000-"):
            return None
        day: date = fields.Date().deserialize(value)
        return day


def text(name: str, shortest: int, longest: int, **kwargs: Any) -> fields.String:
    """A field for text that our own answers have room for."""
    return fields.String(data_key=name, validate=[validate.Length(shortest, longest), _STORABLE], **kwargs)


def whole_cents(price: Decimal) -> None:
    """:raises ValidationError: if *price* has more than the two decimals of its contract."""
    # Not by quantize, which has no room for a price of thirty digits.
    if price.is_finite() and price * 100 != (price * 100).to_integral_value():
        raise ValidationError("more than two decimals")


class SiblingSchema(Schema):
    class Meta:
        unknown = EXCLUDE


class CustomerSchema(SiblingSchema):
    """Cliente, contract clientes."""

    id = Integer(required=True, data_key="idCliente")
    name = text("nombre", 0, 500, required=True)
    surname = text("apellidos", 0, 500, required=True)
    tax_id = text("nif/nie", 0, 50, required=True)
    address = text("domicilio", 0, 500, required=True)


class VehicleSchema(SiblingSchema):
    """Vehiculo, contract vehiculos."""

    vin = text("VIN", 1, 17, required=True)
    plate = text("matricula_actual", 0, 20, load_default=None, allow_none=True)
    make = text("marca", 0, 100, load_default=None, allow_none=True)
    model = text("modelo", 0, 100, load_default=None, allow_none=True)
    kilometres = Integer(99_999_999, data_key="kilometraje", load_default=None, allow_none=True)
    kind = fields.String(data_key="tipo_de_vehiculo", load_default=None, allow_none=True)


class VehicleAnswerSchema(SiblingSchema):
    """The vehicle is wrapped in an answer."""

    vehicle = fields.Nested(VehicleSchema, required=True)


class JobSchema(SiblingSchema):
    """Trabajo, contract trabajos."""

    id = Integer(required=True)
    vin = text("VIN", 1, 17, required=True)
    name = text("nombre", 1, 200, required=True)
    description = text("descripcion", 0, 2000, load_default=None, allow_none=True)
    state = fields.String(required=True, data_key="estado")
    starts_on = Day(data_key="fechaInicio", load_default=None, allow_none=True)


class PageLinksSchema(SiblingSchema):
    next_page = fields.Raw(data_key="nextPage", load_default=None)


class JobsSchema(SiblingSchema):
    """A page of the list of jobs, contract trabajos."""

    jobs = fields.List(fields.Nested(JobSchema), required=True, data_key="trabajos")
    links = fields.Nested(PageLinksSchema, load_default=None, allow_none=True)


class PartSchema(SiblingSchema):
    """Recambio, contract recambios."""

    id = Integer(required=True)
    name = text("nombre", 1, 500, required=True)
    price = fields.Decimal(
        required=True, data_key="precio", validate=[validate.Range(0, 1_000_000), whole_cents]
    )


def understood(service: str, schema: SiblingSchema, answer: Any) -> Any:
    """Return *answer* as *schema* reads it.

    :raises SiblingUnintelligible: if it does not have that shape.
    """
    try:
        return schema.load(answer)
    except ValidationError as error:
        places = ", ".join(sorted(map(str, error.messages_dict)))
        raise SiblingUnintelligible(service, f"no se entiende {places}") from error
