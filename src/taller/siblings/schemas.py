"""The parts of the siblings' answers that the invoice service relies on; the rest is passed over."""

from decimal import Decimal
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate

from taller.siblings.errors import SiblingUnintelligible

INT32 = validate.Range(0, 2**31 - 1)
_STORABLE = validate.Regexp(r"[^\x00\ud800-\udfff]*\Z")


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

    name = text("nombre", 0, 500, required=True)
    surname = text("apellidos", 0, 500, required=True)
    tax_id = text("nif/nie", 0, 50, required=True)
    address = text("domicilio", 0, 500, required=True)


class VehicleSchema(SiblingSchema):
    """Vehiculo, contract vehiculos."""

    plate = text("matricula_actual", 0, 20, load_default=None, allow_none=True)
    make = text("marca", 0, 100, load_default=None, allow_none=True)
    model = text("modelo", 0, 100, load_default=None, allow_none=True)
    kilometres = fields.Integer(
        data_key="kilometraje", load_default=None, allow_none=True, validate=validate.Range(0, 99_999_999)
    )
    kind = fields.String(data_key="tipo_de_vehiculo", load_default=None, allow_none=True)


class VehicleAnswerSchema(SiblingSchema):
    """The vehicle is wrapped in an answer."""

    vehicle = fields.Nested(VehicleSchema, required=True)


class JobSchema(SiblingSchema):
    """Trabajo, contract trabajos."""

    id = fields.Integer(required=True, strict=True, validate=INT32)
    vin = text("VIN", 1, 17, required=True)
    name = text("nombre", 1, 200, required=True)
    description = text("descripcion", 0, 2000, load_default=None, allow_none=True)
    state = fields.String(required=True, data_key="estado")
    starts_on = fields.Date(data_key="fechaInicio", load_default=None, allow_none=True)


class PageLinksSchema(SiblingSchema):
    next_page = fields.Raw(data_key="nextPage", load_default=None)


class JobsSchema(SiblingSchema):
    """A page of the list of jobs, contract trabajos."""

    jobs = fields.List(fields.Nested(JobSchema), required=True, data_key="trabajos")
    links = fields.Nested(PageLinksSchema, load_default=None, allow_none=True)


class PartSchema(SiblingSchema):
    """Recambio, contract recambios."""

    id = fields.Integer(required=True, strict=True, validate=INT32)
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
