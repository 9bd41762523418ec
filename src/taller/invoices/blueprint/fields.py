"""Fields that take what the contract says and nothing else."""

import math
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from marshmallow import fields, validate

INT32 = 2**31 - 1
NO_NUL = r"^[^\u0000]*$"
VIN = r"^([A-HJ-NPR-Za-hj-npr-z0-9]{17}|[A-HJ-NPR-TV-Ya-hj-npr-tv-y1-9][0-9]{6})$"
DAY = r"^20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
RFC3339 = (
    r"^20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
    r"[Tt]([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,6})?"
    r"([Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$"
)
ANSWERED_MOMENT = (
    r"^(1999|20[0-9]{2}|2100)-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
    r"T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{6})?Z$"
)
"""In UTC, where the first and last hours of the century may fall outside it."""

REQUIRED = {"required": "Falta.", "null": "No puede ser nulo."}


class Integer(fields.Field[int]):
    """A JSON integer within bounds; 6.0 is one, "6" and true are not (JSON Schema 2020-12, 6.1.1)."""

    default_error_messages = {
        **REQUIRED,
        "invalid": "Debe ser un número entero.",
        "range": "Debe estar entre {low} y {high}.",
    }

    def __init__(self, *, low: int = 0, high: int = INT32, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.low = low
        self.high = high
        self.metadata = {"minimum": low, "maximum": high, "format": "int32", **self.metadata}

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.make_error("invalid")
        if isinstance(value, float) and not value.is_integer():
            raise self.make_error("invalid")
        if not self.low <= value <= self.high:
            raise self.make_error("range", low=self.low, high=self.high)
        return int(value)


class QueryInteger(Integer):
    """The same in a query, where everything is text: ASCII digits, and no more than that."""

    _FORM = re.compile(r"-?[0-9]{1,20}(\.0{1,20})?", re.ASCII)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> int:
        if not isinstance(value, str) or not self._FORM.fullmatch(value):
            raise self.make_error("invalid")
        return super()._deserialize(int(value.partition(".")[0]), attr, data, **kwargs)


class Hundredths(fields.Field[Decimal]):
    """A JSON number with at most two decimals outside, a Decimal inside: euros, or hours.

    A JSON number is a double to most of those who write one, so a sum of cents may arrive as
    0.30000000000000004; what lies within two units in the last place of a whole cent is that cent.
    """

    default_error_messages = {
        **REQUIRED,
        "invalid": "Debe ser un número.",
        "places": "Debe tener {places} decimales como mucho.",
        "range": "Debe estar entre {low} y {high}.",
    }

    PLACES = 2

    def __init__(self, *, high: Decimal, low: Decimal = Decimal(0), **kwargs: Any) -> None:
        """:param high: the largest value; *low* is the smallest."""
        super().__init__(**kwargs)
        self.low = low
        self.high = high
        smallest = float(low) if low else 0
        bounds = {"minimum": smallest, "maximum": float(high), "multipleOf": 10**-self.PLACES}
        self.metadata = {**bounds, **self.metadata}

    def _serialize(self, value: Decimal | None, attr: Any, obj: Any, **kwargs: Any) -> Any:
        return None if value is None else float(value)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Decimal:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.make_error("invalid")
        if not self.low <= value <= self.high:
            raise self.make_error("range", low=self.low, high=self.high)
        exact = Decimal(round(value * 10**self.PLACES)).scaleb(-self.PLACES)
        if abs(value - float(exact)) > 2 * math.ulp(value):
            raise self.make_error("places", places=self.PLACES)
        return exact


class TenThousandths(Hundredths):
    """The same with at most four decimals: a price without VAT may need them."""

    PLACES = 4


class QueryHundredths(Hundredths):
    """Euros in a query, where everything is text."""

    _FORM = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,2}0{0,15})?", re.ASCII)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Decimal:
        if not isinstance(value, str) or not self._FORM.fullmatch(value):
            raise self.make_error("invalid")
        exact = Decimal(value).quantize(Decimal("0.01"))
        if not self.low <= exact <= self.high:
            raise self.make_error("range", low=self.low, high=self.high)
        return exact


class Text(fields.String):
    """Text that every database and encoding can hold."""

    default_error_messages = {
        **REQUIRED,
        "invalid": "Debe ser texto.",
        "characters": "No puede tener el carácter NUL ni sustitutos sueltos.",
    }

    def __init__(self, *, longest: int, shortest: int = 0, **kwargs: Any) -> None:
        length = validate.Length(
            min=shortest, max=longest, error="Debe tener entre {min} y {max} caracteres."
        )
        super().__init__(validate=length, **kwargs)
        self.metadata = {"pattern": NO_NUL, **self.metadata}

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        if "\0" in text or any("\ud800" <= character <= "\udfff" for character in text):
            raise self.make_error("characters")
        return text


class Formed(fields.String):
    """Text of a form: in a query, where what cannot be there is a mistake and not an empty list."""

    default_error_messages = {**REQUIRED, "invalid": "Debe ser texto.", "form": "Debe ser así: {form}"}

    def __init__(self, form: str, *, longest: int, **kwargs: Any) -> None:
        """:param form: a regular expression from ``^`` to ``$``."""
        length = validate.Length(min=1, max=longest, error="Debe tener entre {min} y {max} caracteres.")
        super().__init__(validate=length, **kwargs)
        self._form = form
        self.metadata = {"pattern": form, **self.metadata}

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        # fullmatch: `$` alone would let a newline pass.
        if text and not re.fullmatch(self._form, text):
            raise self.make_error("form", form=self._form)
        return text


class Choice(fields.String):
    """One of a few words."""

    default_error_messages = {**REQUIRED, "invalid": "Debe ser texto."}

    def __init__(self, *words: str, **kwargs: Any) -> None:
        one = validate.OneOf(words, error="Debe ser uno de estos: {choices}.")
        super().__init__(validate=one, **kwargs)


class Vin(fields.String):
    """A vehicle's number: 17 characters (ISO 3779), or the 7 of the first practice."""

    default_error_messages = {
        **REQUIRED,
        "invalid": "Debe ser texto.",
        "vin": "Debe ser un VIN: 17 caracteres sin I, O ni Q, o los 7 de antes.",
    }
    _FORM = re.compile(VIN, re.ASCII)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.metadata = {"pattern": VIN, "minLength": 7, "maxLength": 17, **self.metadata}

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        # fullmatch: `$` alone would let a newline pass.
        if not self._FORM.fullmatch(text):
            raise self.make_error("vin")
        return text


class Day(fields.Field[date]):
    """A date of this century (RFC 3339, full-date)."""

    default_error_messages = {**REQUIRED, "invalid": "Debe ser una fecha, como 2026-03-02."}
    _FORM = re.compile(DAY, re.ASCII)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        bounds = {"format": "date", "pattern": DAY, "minLength": 10, "maxLength": 10}
        self.metadata = {**bounds, **self.metadata}

    def _serialize(self, value: date | None, attr: Any, obj: Any, **kwargs: Any) -> Any:
        return None if value is None else value.isoformat()

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> date:
        if not isinstance(value, str) or not self._FORM.fullmatch(value):
            raise self.make_error("invalid")
        try:
            return date.fromisoformat(value)
        except ValueError as error:  # 31 February has the form of a date
            raise self.make_error("invalid") from error


class Flag(fields.Field[bool]):
    """true or false; "true", 1 and the like are not."""

    default_error_messages = {**REQUIRED, "invalid": "Debe ser true o false."}

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> bool:
        if not isinstance(value, bool):
            raise self.make_error("invalid")
        return value


class OneOf(fields.Field[Any]):
    """A member of an enumeration, by the word that the wire has for it."""

    default_error_messages = {
        **REQUIRED,
        "invalid": "Debe ser texto.",
        "unknown": "Debe ser uno de estos: {words}.",
    }

    def __init__(self, members: Mapping[str, Any], **kwargs: Any) -> None:
        """:param members: from the words of the wire to what they mean."""
        super().__init__(**kwargs)
        self._members = members
        self._words = {member: word for word, member in members.items()}
        self.metadata = {"enum": list(members), **self.metadata}

    def _serialize(self, value: Any, attr: Any, obj: Any, **kwargs: Any) -> Any:
        return None if value is None else self._words[value]

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        if not isinstance(value, str):
            raise self.make_error("invalid")
        if value not in self._members:
            raise self.make_error("unknown", words=", ".join(self._members))
        return self._members[value]


class Moment(fields.Field[datetime]):
    """A date and time with its offset (RFC 3339), of this century; UTC outside."""

    default_error_messages = {
        **REQUIRED,
        "invalid": "Debe ser una fecha y hora con su desfase, como 2026-03-02T10:00:00+01:00.",
    }
    _FORM = re.compile(RFC3339, re.ASCII)

    def __init__(self, *, pattern: str = RFC3339, **kwargs: Any) -> None:
        """:param pattern: what the contract says of it; in an answer, :data:`ANSWERED_MOMENT`."""
        super().__init__(**kwargs)
        bounds = {"format": "date-time", "pattern": pattern, "minLength": 20, "maxLength": 32}
        self.metadata = {**bounds, **self.metadata}

    def _serialize(self, value: datetime | None, attr: Any, obj: Any, **kwargs: Any) -> Any:
        if value is None:
            return None
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> datetime:
        if not isinstance(value, str) or not self._FORM.fullmatch(value):
            raise self.make_error("invalid")
        try:
            return datetime.fromisoformat(value.upper())
        except ValueError as error:  # 31 February has the form of a date
            raise self.make_error("invalid") from error
