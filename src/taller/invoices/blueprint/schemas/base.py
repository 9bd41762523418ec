"""What the schemas are made of."""

from collections.abc import Iterable
from decimal import Decimal
from enum import Enum
from typing import Any

from marshmallow import EXCLUDE, RAISE, Schema, ValidationError, fields, post_dump, pre_load, validate

from taller.invoices.blueprint.fields import Hundredths, Integer, OneOf
from taller.invoices.domain.invoice import LARGEST_AMOUNT

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


class Query(Schema):
    """The parameters of a list; others are passed over."""

    class Meta:
        unknown = EXCLUDE

    @pre_load
    def once(self, data: Any, **_: Any) -> Any:
        """Refuse a parameter that comes twice: whichever were taken, the client may have meant the other."""
        names = [field.data_key or name for name, field in self.fields.items()]
        twice = {name: ["Va más de una vez."] for name in names if len(data.getlist(name)) > 1}
        if twice:
            raise ValidationError(twice)
        return data


class Answer(Schema):
    """What the service answers; what a thing does not have is left out."""

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


def nested(schema: type[Schema], **kwargs: Any) -> fields.Nested:
    """Return a field of a request for an object of *schema*."""
    messages: dict[str, Any] = {"required": "Falta.", "null": "No puede ser nulo."}
    return fields.Nested(schema, error_messages=messages, **kwargs)


def euros(name: str, *, high: Decimal = LARGEST_AMOUNT, signed: bool = True, **kwargs: Any) -> Hundredths:
    low = -high if signed else Decimal(0)
    return Hundredths(low=low, high=high, data_key=name, **kwargs)


def identifier(name: str, low: int = 0, **kwargs: Any) -> Integer:
    return Integer(low=low, data_key=name, **kwargs)


def one_of(members: Iterable[Enum], name: str, **kwargs: Any) -> OneOf:
    """Return a field for one of the *members* of an enumeration, by its value."""
    return OneOf({member.value: member for member in members}, data_key=name, **kwargs)


def pattern(form: str, shortest: int, longest: int, **kwargs: Any) -> fields.String:
    """Return a field of an answer for text of the *form*."""
    metadata = {"pattern": form, **kwargs.pop("metadata", {})}
    return fields.String(validate=validate.Length(shortest, longest), metadata=metadata, **kwargs)


def link(href: str, rel: str) -> dict[str, str]:
    return {"href": href, "rel": rel}


class LinkAnswer(Answer):
    href = fields.String(
        required=True, validate=validate.Length(1, 2000), metadata={"format": "uri-reference"}
    )
    rel = fields.String(required=True, validate=validate.Length(1, 50))

    class Meta(Answer.Meta):
        component = "Enlace"


class PageLinksAnswer(Answer):
    previous = fields.Nested(LinkAnswer, data_key="prevPage")
    next = fields.Nested(LinkAnswer, data_key="nextPage")

    class Meta(Answer.Meta):
        component = "EnlacesDePagina"
        json_schema = {"description": "Las páginas vecinas, si las hay."}


class PlaceLinksAnswer(Answer):
    parent = fields.Nested(LinkAnswer, required=True)
    self = fields.Nested(LinkAnswer, required=True)

    class Meta(Answer.Meta):
        component = "EnlacesDeLugar"
        json_schema = {"description": "De dónde cuelga y dónde está."}
