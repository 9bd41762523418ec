"""What the till may be careless in, and how it reads a body then."""

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum, auto
from typing import Any
from uuid import UUID

from tests.contracts.probing.hostile.till_contract import ENTRY, LINE


class Fault(StrEnum):
    """What the till is careless in."""

    TAKES_A_TEXT_FOR_A_NUMBER = auto()
    TAKES_A_NUMBER_FOR_A_BOOLEAN = auto()
    TAKES_A_NUMBER_FOR_A_TEXT = auto()
    TAKES_NULL_FOR_NOTHING = auto()
    ROUNDS_FRACTIONS = auto()
    TAKES_ONE_FOR_A_LIST = auto()
    DROPS_UNKNOWN_FIELDS = auto()
    DROPS_UNKNOWN_FIELDS_WITHIN = auto()
    FILLS_MISSING_FIELDS = auto()
    TAKES_ONE_MORE = auto()
    TAKES_THE_BOUND = auto()
    CUTS_LONG_TEXTS = auto()
    CUTS_LONG_LISTS = auto()
    TAKES_ANY_LETTER_CASE = auto()
    STRIPS = auto()
    TAKES_A_LINE_BREAK = auto()
    TAKES_ANY_DIGITS = auto()
    TAKES_ZERO_BYTES = auto()
    READS_ANY_ISO_DATE = auto()
    READS_ANY_ISO_TIME = auto()
    READS_ANY_UUID = auto()
    READS_ANY_DECIMAL = auto()
    FAILS_ON_LONG_NUMBERS = auto()
    FAILS_ON_DEEP_NESTING = auto()
    FAILS_ON_HALF_CHARACTERS = auto()
    TAKES_HALF_CHARACTERS = auto()
    TAKES_NAMES_TWICE = auto()
    TAKES_NAN = auto()
    TAKES_BAD_BYTES = auto()
    TAKES_WHAT_COMES_AFTER = auto()
    TAKES_ANY_MEDIA_TYPE = auto()
    READS_OTHER_MEDIA_TYPES_AS_NOTHING = auto()
    TAKES_ANY_JSON = auto()
    READS_QUERIES_AS_PYTHON_DOES = auto()
    TAKES_THE_FIRST_OF_TWO = auto()
    FAILS_ON_A_KIND_UNKNOWN = auto()
    READS_PATHS_AS_PYTHON_DOES = auto()
    FAILS_ON_LARGE_IDS = auto()
    PASSES_OVER_A_WRONG_SHOP = auto()
    TAKES_ANY_TAG = auto()
    HEEDS_ANY_RANGE = auto()
    FAILS_ON_OTHER_WISHES = auto()
    KEEPS_WHAT_IT_REFUSES = auto()
    ENTERS_WHAT_IT_REFUSES = auto()
    SHOWS_ITS_INSIDE = auto()


Body = dict[str, Any]


def _iso_date(text: str) -> str:
    return str(date.fromisoformat(text))


def _iso_time(text: str) -> str:
    return f"{datetime.fromisoformat(text):%Y-%m-%dT%H:%M:%SZ}"


def _decimal(text: str) -> str:
    return "1.00" if Decimal(text) > 10**9 else f"{Decimal(text):.2f}"


def _cleaned(name: str, *kinds: type, by: Callable[[Any], Any]) -> Callable[[Body], None]:
    """Return what replaces *name*, where it is of *kinds*, by what a careless reader makes of it."""

    def clean(body: Body) -> None:
        if type(body.get(name)) in kinds:
            body[name] = by(body[name])

    return clean


def _fill(body: Body) -> None:
    body.setdefault("currency", "EUR")


def _forget_nulls(body: Body) -> None:
    for name in [name for name, value in body.items() if value is None and name == "code"]:
        del body[name]


def _drop_unknown(body: Body) -> None:
    for name in body.keys() - ENTRY["properties"].keys():
        del body[name]


def _line(clean: Callable[[Body], None]) -> Callable[[Body], None]:
    def within(body: Body) -> None:
        lines = body.get("lines")
        if isinstance(lines, list) and lines and isinstance(lines[0], dict):
            lines[0] = dict(lines[0])
            clean(lines[0])

    return within


def _drop_unknown_line(body: Body) -> None:
    for name in body.keys() - LINE["properties"].keys():
        del body[name]


CLEANERS: dict[Fault, Callable[[Body], None]] = {
    Fault.TAKES_A_TEXT_FOR_A_NUMBER: _line(_cleaned("pieces", str, by=lambda one: int(one))),
    Fault.TAKES_A_NUMBER_FOR_A_BOOLEAN: _cleaned("paid", int, by=bool),
    Fault.TAKES_A_NUMBER_FOR_A_TEXT: _cleaned("code", int, by=lambda one: f"{one:04}"[:4]),
    Fault.TAKES_NULL_FOR_NOTHING: _forget_nulls,
    Fault.ROUNDS_FRACTIONS: _line(_cleaned("pieces", float, by=int)),
    Fault.TAKES_ONE_FOR_A_LIST: _cleaned("lines", dict, by=lambda one: [one]),
    Fault.DROPS_UNKNOWN_FIELDS: _drop_unknown,
    Fault.DROPS_UNKNOWN_FIELDS_WITHIN: _line(_drop_unknown_line),
    Fault.FILLS_MISSING_FIELDS: _fill,
    Fault.TAKES_ONE_MORE: _line(_cleaned("pieces", int, by=lambda one: 1000 if one == 1001 else one)),
    Fault.TAKES_THE_BOUND: _cleaned("ratio", int, by=lambda one: 0.5 if one == 1 else one),
    Fault.CUTS_LONG_TEXTS: _line(_cleaned("what", str, by=lambda one: one[:40])),
    Fault.CUTS_LONG_LISTS: _cleaned("lines", list, by=lambda one: one[:3]),
    Fault.TAKES_ANY_LETTER_CASE: _cleaned("kind", str, by=str.lower),
    Fault.STRIPS: _cleaned("kind", str, by=str.strip),
    Fault.TAKES_A_LINE_BREAK: _cleaned("currency", str, by=lambda one: one.removesuffix("\n")),
    Fault.TAKES_ANY_DIGITS: _cleaned(
        "code", str, by=lambda one: f"{int(one):04}" if re.fullmatch(r"\d{4}", one) else one
    ),
    Fault.TAKES_ZERO_BYTES: _line(_cleaned("what", str, by=lambda one: one.replace("\0", ""))),
    Fault.READS_ANY_ISO_DATE: _cleaned("day", str, by=_iso_date),
    Fault.READS_ANY_ISO_TIME: _cleaned("moment", str, by=_iso_time),
    Fault.READS_ANY_UUID: _cleaned("ticket", str, by=lambda one: str(UUID(one))),
    Fault.READS_ANY_DECIMAL: _cleaned("price", str, by=_decimal),
}
"""How a body is read that is made into what is promised first."""
