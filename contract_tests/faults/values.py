"""Faults of what values a service accepts, though it should refuse them."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from contract_tests.faults.fault import Fault, lenient
from contract_tests.faults.fields import Field, changed, found
from contract_tests.faults.ground import Ground
from contract_tests.faults.wire import Behaviour


def _mending(
    fits: Callable[[Field], bool], mend: Callable[[Field, Any], Any]
) -> Callable[[Ground], Behaviour | None]:
    """Return what mends each field that *fits*: what *mend* returns is taken for what was sent."""

    def put(ground: Ground) -> Behaviour | None:
        fields = [field for field in ground.sent if fits(field)]
        if not fields:
            return None

        def all_of(one: Any) -> Any:
            for field in fields:
                one = changed(one, field.path, lambda value, field=field: mend(field, value))  # type: ignore[misc]
            return one

        return lenient(ground, all_of)

    return put


def _number(field: Field) -> bool:
    return (field.is_("number") or field.is_("integer")) and "enum" not in field.schema


def _text(field: Field) -> bool:
    return field.is_("string") and "enum" not in field.schema


def _to_number(field: Field, value: Any) -> Any:
    try:
        return int(value) if field.is_("integer") else float(value)
    except (ValueError, TypeError, OverflowError):
        return value


def _coerced(field: Field, value: Any) -> Any:
    return _to_number(field, value) if isinstance(value, str) else value


def _cut(field: Field, value: Any) -> Any:
    return int(value) if isinstance(value, float) and value == value and abs(value) < 1e15 else value


def _from_boolean(_: Field, value: Any) -> Any:
    return int(value) if isinstance(value, bool) else value


def _to_text(_: Field, value: Any) -> Any:
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def _to_boolean(_: Field, value: Any) -> Any:
    if not isinstance(value, str | int):
        return value
    return {"true": True, "false": False, "1": True, "0": False, 1: True, 0: False}.get(value, value)


def _to_array(_: Field, value: Any) -> Any:
    return [] if value is None else value if isinstance(value, list) else [value]


def _short(field: Field, value: Any) -> Any:
    return value[: field.schema["maxLength"]] if isinstance(value, str) else value


def _long(field: Field, value: Any) -> Any:
    return value if not isinstance(value, str) or value else "x"


def _clamped(field: Field, value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
        return value
    low, high = field.schema.get("minimum", value), field.schema.get("maximum", value)
    return min(max(value, low), high)


def _rounded(field: Field, value: Any) -> Any:
    fine = isinstance(value, float) and abs(value) < 1e12
    return round(value, 2) if fine else value


def _known(field: Field, value: Any) -> Any:
    """Return the one of an enumeration that is like *value* but for its case, or else the first."""
    allowed = [one for one in field.schema["enum"] if isinstance(one, str)]
    if not isinstance(value, str) or value in allowed:
        return value
    return next((one for one in allowed if one.lower() == value.strip().lower()), allowed[0])


def _stripped(_: Field, value: Any) -> Any:
    return value.rstrip("\n") if isinstance(value, str) else value


def _newline(ground: Ground) -> Behaviour | None:
    """Return what takes a line break after a text whose pattern ends before it."""

    def fits(field: Field) -> bool:
        shown = found(ground.example, (*ground.sent_place, *field.path))
        if not _text(field) or not shown or "pattern" not in field.schema:
            return False
        return re.search(field.schema["pattern"].replace("$", r"\Z"), f"{shown[0]}\n") is None

    return _mending(fits, _stripped)(ground)


def _as_shown(ground: Ground) -> Behaviour | None:
    """Return what takes any text for one with a pattern."""
    field = ground.field(
        lambda one: (
            _text(one) and re.search(one.schema.get("pattern", ""), "~") is None and len(one.path) == 1
        ),
        ground.sent,
    )
    shown = found(ground.example, (*ground.sent_place, *field.path)) if field else []
    if not shown or field is None:
        return None
    good = re.compile(field.schema["pattern"])

    def mend(value: Any) -> Any:
        return value if not isinstance(value, str) or good.search(value) else shown[0]

    return lenient(ground, lambda one: changed(one, field.path, mend))


def _dated(field: Field) -> bool:
    return field.schema.get("format") in ("date", "date-time")


def _lenient_date(field: Field, value: Any) -> Any:
    try:
        if field.schema["format"] == "date":
            return (
                date.fromisoformat(value[:10]) if len(value) > 10 else date.fromisoformat(value)
            ).isoformat()
        moment = datetime.fromisoformat(value.replace("z", "+00:00"))
    except (ValueError, TypeError, AttributeError):
        return value
    known = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return known.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


FAULTS = (
    Fault("takes-text-for-number", '"1" is accepted for 1', _mending(_number, _coerced)),
    Fault(
        "takes-float-for-integer",
        "1.5 is accepted for 1",
        _mending(lambda one: one.is_("integer") and "enum" not in one.schema, _cut),
    ),
    Fault("takes-boolean-for-number", "true is accepted for 1", _mending(_number, _from_boolean)),
    Fault("takes-number-for-text", '1 is accepted for "1"', _mending(_text, _to_text)),
    Fault(
        "takes-text-for-boolean",
        '"true" is accepted for true',
        _mending(lambda one: one.is_("boolean"), _to_boolean),
    ),
    Fault(
        "takes-value-for-array",
        "a value is accepted for an array of it",
        _mending(lambda one: one.is_("array"), _to_array),
    ),
    Fault(
        "takes-over-long",
        "a text that is too long is accepted",
        _mending(lambda one: _text(one) and "maxLength" in one.schema, _short),
    ),
    Fault(
        "takes-empty",
        "an empty text is accepted",
        _mending(
            lambda one: (
                _text(one)
                and one.schema.get("minLength", 0) > 0
                and re.search(one.schema.get("pattern", ""), "x") is not None
            ),
            _long,
        ),
    ),
    Fault("takes-out-of-bounds", "a number out of its bounds is accepted", _mending(_number, _clamped)),
    Fault(
        "takes-too-fine",
        "more decimals than promised are accepted",
        _mending(lambda one: "multipleOf" in one.schema and one.schema["multipleOf"] == 0.01, _rounded),
    ),
    Fault(
        "takes-off-enum",
        "what is not in an enumeration is accepted",
        _mending(lambda one: one.is_("string") and "enum" in one.schema, _known),
    ),
    Fault("takes-off-pattern", "a text that does not fit its pattern is accepted", _as_shown),
    Fault("takes-newline", "a text with a line break after it is accepted", _newline),
    Fault(
        "takes-lenient-date", "a date that is not as in RFC 3339 is accepted", _mending(_dated, _lenient_date)
    ),
)
