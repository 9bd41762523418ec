"""Alterations of the parameters in a query, in a path and in headers."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from taller.contracts.phrases import Said, said
from taller.contracts.probing.contract import Contract, Operation, Parameter, types
from taller.contracts.probing.hostile.alteration import Alteration
from taller.contracts.probing.hostile.bounds import beyond_bounds, off_enum
from taller.contracts.probing.hostile.doubles import PARAMETERS as DOUBLED
from taller.contracts.probing.hostile.doubles import other_texts
from taller.contracts.probing.hostile.fields import Field, flat
from taller.contracts.probing.hostile.texts import arabic, lenient_formats, near_patterns
from taller.contracts.probing.wire import Request, filled

PROMISE = "refuses-wrong-parameters"
_PLACE = ("parameters",)
_SCALARS = frozenset(("string", "integer", "number", "boolean"))
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]{1,3})?")
_OWN_RULES = frozenset(
    ("ifmatch", "ifnonematch", "accept", "contenttype", "authorization", "idempotencykey", "range")
)
"""Headers that are tried elsewhere, or which say something of their own."""
Texts = Iterator[tuple[Said, str]]


def query_alterations(contract: Contract, operation: Operation, request: Request) -> Iterator[Alteration]:
    """Yield *request* with one parameter of the query wrong, or twice."""
    path, _, query = request.path.partition("?")
    there = parse_qsl(query, keep_blank_values=True)
    for one in _scalars(operation, "query"):
        rest = [pair for pair in there if pair[0] != one.name]
        value = dict(there).get(one.name)
        for what, text in _wrong(contract, one, value):
            changed = f"{path}?{urlencode([*rest, (one.name, text)], quote_via=quote)}"
            yield _altered(what, one, replace(request, path=changed))
        example = value if value is not None else _value(contract, one)
        if example is not None:
            yield from _doubled(contract, one, request, rest, example)
        if "integer" in types(one.schema):
            long = f"{path}?{urlencode([*rest, (one.name, '9' * 5000)])}"
            yield _altered(said("an integer of 5,000 digits"), one, replace(request, path=long), False)


def _doubled(
    contract: Contract, one: Parameter, request: Request, rest: list[tuple[str, str]], value: str
) -> Iterator[Alteration]:
    """Yield *request* with two values of *one*, either of which may be there."""
    path = request.path.partition("?")[0]
    other = next((text for text in other_texts(one, value) if text and allows(contract, one, text)), None)
    if other is not None:
        twice = urlencode([*rest, (one.name, value), (one.name, other)], quote_via=quote)
        asked = replace(request, path=f"{path}?{twice}")
        yield replace(_altered(said("two values of one parameter"), one, asked), promise=DOUBLED)


def header_alterations(contract: Contract, operation: Operation, request: Request) -> Iterator[Alteration]:
    """Yield *request* with one header that the contract names wrong."""
    for one in _scalars(operation, "header"):
        if one.plain not in _OWN_RULES:
            value = {name.lower(): text for name, text in request.headers.items()}.get(one.name.lower())
            for what, text in _wrong(contract, one, value):
                # A field's value has no blanks around it, and no other script, on any wire (RFC 9110, 5.5).
                if text.isascii() and text.isprintable() and text == text.strip() and text:
                    kept = {
                        name: said
                        for name, said in request.headers.items()
                        if name.lower() != one.name.lower()
                    }
                    yield _altered(what, one, replace(request, headers=kept | {one.name: text}))


def path_alterations(
    contract: Contract, operation: Operation, values: Mapping[str, str], request: Request
) -> Iterator[Alteration]:
    """Yield *request* with one of the *values* of its path wrong."""
    query = request.path.partition("?")[1:]
    for one in _scalars(operation, "path"):
        for what, text, demanded in _wrong_steps(contract, one, values[one.name]):
            path = filled(operation.path, {**values, one.name: text}) + "".join(query)
            yield _altered(what, one, replace(request, path=path), demanded)


def _wrong_steps(contract: Contract, one: Parameter, value: str) -> Iterator[tuple[Said, str, bool]]:
    seen = dict(_wrong(contract, one, value))
    yield from ((what, text, True) for what, text in seen.items() if text.strip("./") and "\0" not in text)
    if "integer" in types(one.schema):
        yield said("an integer of 5,000 digits"), "9" * 5000, False
        yield said("an integer beyond 64 bits"), str(2**64), not allows(contract, one, str(2**64))
        yield said("a negative number"), "-1", not allows(contract, one, "-1")
    yield said("a zero byte"), value + "\0", not allows(contract, one, value + "\0")
    # Whether a path may lead up and elsewhere, the service's router decides: nothing must fail.
    yield said("a way up"), "../" + value, False


def _altered(what: Said, one: Parameter, request: Request, demanded: bool = True) -> Alteration:
    return Alteration(
        PROMISE,
        what,
        said("{location} {name}", location=one.where, name=one.name),
        _PLACE,
        request,
        demanded,
        weight=2,
    )


def _scalars(operation: Operation, where: str) -> Iterator[Parameter]:
    """Yield the parameters of one value: of lists and objects, styles make what nobody can tell apart."""
    for one in operation.parameters:
        if one.where == where and types(one.schema) and types(one.schema) <= _SCALARS:
            yield one


def _wrong(contract: Contract, one: Parameter, value: str | None) -> Texts:
    """Yield texts that no reading of makes a value which the schema of *one* allows."""
    for what, text in (*_numbers(one, value), *_others(contract, one, value)):
        if text and not allows(contract, one, text):
            yield what, text


def _numbers(one: Parameter, value: str | None) -> Texts:
    if types(one.schema) & {"integer", "number"}:
        number = value if value and value.isdecimal() else "1"
        yield said("a word for a number"), "abc"
        yield said("an underscore in a number"), f"{number}_0"
        yield said("Arabic digits"), arabic(number)
        yield said("a space before a number"), f" {number}"
        yield said("a plus before a number"), f"+{number}"
        yield said("a hexadecimal number"), f"0x{number}"
        yield said("a number that is none"), "nan"
        yield said("a fraction for an integer"), f"{number}.5"
        yield said("a line break at the end"), f"{number}\n"
    elif "boolean" in types(one.schema):
        yield said("a word for a boolean"), "maybe"
        yield said("a number for a boolean"), "2"


def _others(contract: Contract, one: Parameter, value: str | None) -> Texts:
    text = value if value is not None else _value(contract, one)
    base: Any = text if "string" in types(one.schema) else None
    field = Field((one.name,), flat(contract, one.schema), base)
    for make in (off_enum, near_patterns, lenient_formats, beyond_bounds):
        for wrong in make(field):
            if isinstance(wrong.value, str | int | float):
                yield wrong.what, str(wrong.value)


def _value(contract: Contract, one: Parameter) -> str | None:
    """Return a value that the contract shows for *one*."""
    shown = contract.schema(one.said)
    several = [contract.schema(each).get("value") for each in shown.get("examples", {}).values()]
    schema = one.schema
    known = (
        shown.get("example"),
        *several,
        schema.get("example"),
        *schema.get("examples", ()),
        schema.get("default"),
        *schema.get("enum", ()),
        schema.get("minimum"),
    )
    return next(
        (str(each) for each in known if isinstance(each, str | int) and not isinstance(each, bool)), None
    )


def allows(contract: Contract, one: Parameter, text: str) -> bool:
    """Whether the schema of *one* allows any of the values that *text* may be read as."""
    readings: list[Any] = [text]
    if _NUMBER.fullmatch(text):
        readings += [float(text), *([int(text)] if text.lstrip("-").isdecimal() and len(text) < 1000 else [])]
    readings += [{"true": True, "false": False}[text]] if text in ("true", "false") else []
    return any(contract.fits(one.schema, each) for each in readings)
