"""The parts of the siblings' answers that the invoice service relies on; the rest is passed over."""

from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate

from taller.siblings.errors import SiblingUnintelligible

INT32 = validate.Range(0, 2**31 - 1)


class SiblingSchema(Schema):
    class Meta:
        unknown = EXCLUDE


class JobSchema(SiblingSchema):
    """Trabajo, contract trabajos."""

    id = fields.Integer(required=True, strict=True, validate=INT32)
    vin = fields.String(required=True, data_key="VIN")
    name = fields.String(required=True, data_key="nombre")
    description = fields.String(data_key="descripcion", load_default=None)
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
    name = fields.String(required=True, data_key="nombre")
    price = fields.Decimal(required=True, data_key="precio", validate=validate.Range(0, 1_000_000), places=2)


def understood(service: str, schema: SiblingSchema, answer: Any) -> Any:
    """Return *answer* as *schema* reads it.

    :raises SiblingUnintelligible: if it does not have that shape.
    """
    try:
        return schema.load(answer)
    except ValidationError as error:
        places = ", ".join(sorted(map(str, error.messages_dict)))
        raise SiblingUnintelligible(service, f"no se entiende {places}") from error
