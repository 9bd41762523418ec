"""Failures on values at the edge, or beyond it."""

import json
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any
from urllib.parse import parse_qs

from contract_tests.faults.fault import Fault, failing
from contract_tests.faults.fields import Field, found
from contract_tests.faults.ground import WRITING, Ground, Role
from contract_tests.faults.wire import Behaviour, Request


def _values(ground: Ground, request: Request, fits: Callable[[Field], bool]) -> Iterator[tuple[Field, Any]]:
    """Yield the values that *request* sends for each field that *fits*."""
    for field in filter(fits, ground.sent):
        for value in found(request.json, (*ground.sent_place, *field.path)):
            yield field, value


def _text(field: Field) -> bool:
    return field.is_("string")


def _number(field: Field) -> bool:
    return field.is_("number") or field.is_("integer")


def _at(
    field_fits: Callable[[Field], bool], falls: Callable[[Field, Any], bool]
) -> Callable[[Ground], Behaviour | None]:
    """Return what fails if a value of a field that fits is one at which it falls."""

    def put(ground: Ground) -> Behaviour | None:
        if not any(field_fits(field) for field in ground.sent):
            return None

        def met(request: Request) -> bool:
            return any(falls(field, value) for field, value in _values(ground, request, field_fits))

        return failing(ground, met, *WRITING)

    return put


def _empty_allowed(field: Field) -> bool:
    return _text(field) and "enum" not in field.schema and field.schema.get("minLength", 0) == 0


def _longest(field: Field, value: Any) -> bool:
    return isinstance(value, str) and len(value) == field.schema.get("maxLength")


def _beyond(limit: int, field: Field, value: Any) -> bool:
    """Whether there is a character above *limit* in a text that the contract allows."""
    return isinstance(value, str) and any(ord(one) > limit for one in value)


def _free_text(field: Field) -> bool:
    import re

    return (
        _text(field)
        and re.search(field.schema.get("pattern", ""), "ñ😀") is not None
        and not ({"enum", "format"} & field.schema.keys())
    )


def _bound(name: str, field: Field, value: Any) -> bool:
    return not isinstance(value, bool) and value == field.schema.get(name, "none")


def _without_optional(ground: Ground) -> Behaviour | None:
    """Return what fails without a field that may be left out."""
    field = next((one for one in ground.sent if not one.required and len(one.path) == 1), None)
    if field is None:
        return None
    path = (*ground.sent_place, *field.path)
    return failing(ground, lambda request: not found(request.json, path), *WRITING)


def _empty_array(ground: Ground) -> Behaviour | None:
    arrays = [one for one in ground.sent if one.is_("array") and one.schema.get("minItems", 0) == 0]
    if not arrays:
        return None
    return failing(
        ground,
        lambda request: any(value == [] for _, value in _values(ground, request, arrays.__contains__)),
        *WRITING,
    )


def _highest_id(ground: Ground) -> Behaviour | None:
    most = ground.resolved(ground.parameters(Role.READ)[ground.parameter]["schema"]).get("maximum")
    return most and failing(ground, lambda request: ground.id_in(request.path) == str(most), Role.READ)


def _far_page(ground: Ground) -> Behaviour | None:
    if "page" not in ground.parameters(Role.LIST):
        return None

    def far(request: Request) -> bool:
        page = parse_qs(request.query).get("page", ["1"])[-1]
        return page.isdecimal() and int(page) > 100_000

    return failing(ground, far, Role.LIST)


def _raw(*marks: str) -> Callable[[Ground], Behaviour]:
    def put(ground: Ground) -> Behaviour:
        return failing(
            ground, lambda request: any(mark in request.body.decode("latin-1") for mark in marks), *WRITING
        )

    return put


def _deep(ground: Ground) -> Behaviour:
    return failing(
        ground, lambda request: request.body.count(b"[") > 400 or request.body.count(b"{") > 400, *WRITING
    )


def _long_integer(ground: Ground) -> Behaviour:
    def long(request: Request) -> bool:
        try:
            json.loads(request.body)
        except RecursionError:
            return False
        except ValueError as error:
            return "digits" in str(error)
        return False

    return failing(ground, long, *WRITING)


def _not_utf8(ground: Ground) -> Behaviour:
    def broken(request: Request) -> bool:
        try:
            request.body.decode()
        except UnicodeDecodeError:
            return True
        return False

    return failing(ground, broken, *WRITING)


def _not_an_object(ground: Ground) -> Behaviour:
    return failing(ground, lambda request: isinstance(request.json, list), *WRITING)


def _lone_surrogate(ground: Ground) -> Behaviour:
    def lone(value: Any) -> bool:
        try:
            text = json.dumps(value, ensure_ascii=False)
        except RecursionError:
            return False
        return any("\ud800" <= one <= "\udfff" for one in text)

    return failing(ground, lambda request: lone(request.json), *WRITING)


def _nul(ground: Ground) -> Behaviour:
    return failing(ground, lambda request: b"\\u0000" in request.body, *WRITING)


FAULTS = (
    Fault("500-empty-text", "500 on an empty text", _at(_empty_allowed, lambda _, value: value == "")),
    Fault(
        "500-longest-text",
        "500 on a text of the greatest length",
        _at(lambda one: _text(one) and "maxLength" in one.schema, _longest),
    ),
    Fault("500-non-ascii", "500 on a text beyond ASCII", _at(_free_text, partial(_beyond, 127))),
    Fault("500-emoji", "500 on an emoji", _at(_free_text, partial(_beyond, 0xFFFF))),
    Fault(
        "500-least-number",
        "500 on the least number allowed",
        _at(lambda one: _number(one) and "minimum" in one.schema, partial(_bound, "minimum")),
    ),
    Fault(
        "500-greatest-number",
        "500 on the greatest number allowed",
        _at(lambda one: _number(one) and "maximum" in one.schema, partial(_bound, "maximum")),
    ),
    Fault("500-without-optional", "500 if an optional field is left out", _without_optional),
    Fault("500-empty-array", "500 on an empty array", _empty_array),
    Fault("500-highest-id", "500 on the highest id", _highest_id),
    Fault("500-far-page", "500 on a page far out", _far_page),
    Fault("500-deep-nesting", "500 on deep nesting", _deep),
    Fault("500-long-integer", "500 on an integer of thousands of digits", _long_integer),
    Fault("500-huge-exponent", "500 on 1e9999999", _raw("e999", "E999", "e+999", "E+999")),
    Fault("500-lone-surrogate", "500 on half a character", _lone_surrogate),
    Fault("500-not-utf-8", "500 on a body that is not UTF-8", _not_utf8),
    Fault("500-array-body", "500 on an array instead of an object", _not_an_object),
    Fault("500-nul", "500 on a NUL in a text", _nul),
)
