"""Faults of the values that a resource is shown with."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from unicodedata import combining, normalize

from contract_tests.faults.bodies import of_field
from contract_tests.faults.fault import Fault
from contract_tests.faults.fields import Field
from contract_tests.faults.ground import Ground
from contract_tests.faults.wire import Behaviour


def _enum(ground: Ground) -> Field | None:
    return ground.both(lambda one: len(one.schema.get("enum", ())) > 1 and one.is_("string"))


def _ascii(text: str) -> str:
    return "".join(one for one in normalize("NFKD", text) if not combining(one))


def _basic_plane(text: str) -> str:
    return "".join("\ufffd" if ord(one) > 0xFFFF else one for one in text)


def _mojibake(text: str) -> str:
    return text.encode("utf-8", "surrogatepass").decode("cp1252", "replace")


def _spanish(text: str) -> str:
    year, month, day = text[:10].split("-")
    return f"{day}/{month}/{year}"


def _day_before(text: str) -> str:
    return (date.fromisoformat(text[:10]) - timedelta(days=1)).isoformat() + text[10:]


def _hour_before(text: str) -> str:
    return f"{text[:11]}{(int(text[11:13]) - 1) % 24:02}{text[13:]}"


def _money(change: Callable[[Any], Any]) -> Callable[[Ground], Behaviour | None]:
    return of_field(Ground.money, change)


def _number(ground: Ground) -> Field | None:
    return ground.both(lambda one: one.is_("number"))


def _time(ground: Ground) -> Field | None:
    return ground.formatted("date-time")


def _date(ground: Ground) -> Field | None:
    return ground.formatted("date", "date-time")


def _array(ground: Ground) -> Field | None:
    return ground.both(lambda one: one.is_("array"))


def _boolean(ground: Ground) -> Field | None:
    return ground.field(lambda one: one.is_("boolean"))


def _whole(ground: Ground) -> Field | None:
    return ground.both(lambda one: one.is_("integer"))


def _first_of(field: Field | None) -> Callable[[Any], Any]:
    return lambda value: field.schema["enum"][0] if field else value


FAULTS = (
    Fault("empty-text", "every text of a field is empty", of_field(Ground.text, lambda _: "")),
    Fault("off-enum", "a value that is not in its enumeration", of_field(_enum, lambda one: f"{one}s")),
    Fault("enum-lower-case", "an enumeration in lower case", of_field(_enum, lambda one: one.swapcase())),
    Fault(
        "enum-first",
        "the first of an enumeration, whatever was sent",
        lambda ground: of_field(_enum, _first_of(_enum(ground)))(ground),
    ),
    Fault("boolean-is-number", "0 and 1 for false and true", of_field(_boolean, int)),
    Fault("boolean-inverted", "false for true", of_field(_boolean, lambda one: not one)),
    Fault("spanish-date", "a date as 02/03/2026", of_field(_date, _spanish)),
    Fault("local-time", "a time without its offset", of_field(_time, lambda one: one.rstrip("Zz"))),
    Fault("shifted-time", "a time an hour before", of_field(_time, _hour_before)),
    Fault("shifted-date", "a date a day before", of_field(_date, _day_before)),
    Fault("truncated-text", "a text cut at 50 characters", of_field(Ground.text, lambda one: one[:50])),
    Fault("trimmed-text", "a text without the blanks around it", of_field(Ground.text, str.strip)),
    Fault("folded-text", "a text without its accents", of_field(Ground.text, _ascii)),
    Fault("capital-text", "a text in capitals", of_field(Ground.text, lambda one: one.upper())),
    Fault(
        "escaped-text",
        "a text escaped for HTML",
        of_field(
            Ground.text, lambda one: one.replace("&", "&amp;").replace("<", "&lt;").replace("'", "&#39;")
        ),
    ),
    Fault("no-emoji", "a text without what lies beyond the basic plane", of_field(Ground.text, _basic_plane)),
    Fault("mojibake", "a text in UTF-8 twice", of_field(Ground.text, _mojibake)),
    Fault("money-to-a-tenth", "amounts rounded to ten cents", _money(lambda one: round(one, 1))),
    Fault("money-to-a-euro", "amounts rounded to euros", _money(round)),
    Fault("money-float", "amounts such as 0.30000000000000004", _money(lambda one: one + 4e-11)),
    Fault("money-in-cents", "amounts in cents", _money(lambda one: round(one * 100))),
    Fault("number-cut", "numbers without their decimals", of_field(_number, int)),
    Fault("number-of-16-bits", "whole numbers of 16 bits", of_field(_whole, lambda one: one & 0x7FFF)),
    Fault("array-last-lost", "an array without its last item", of_field(_array, lambda one: one[:-1])),
    Fault("array-reversed", "an array the wrong way round", of_field(_array, lambda one: one[::-1])),
)
