"""Alterations of a JSON body."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

from taller.contracts.phrases import Said, said
from taller.contracts.probing.contract import Contract, Operation, Schema
from taller.contracts.probing.hostile.alteration import BOMBS, MISSING, Alteration, Raw, Wrong
from taller.contracts.probing.hostile.bombs import bombs, too_big
from taller.contracts.probing.hostile.bounds import beyond_bounds, off_enum
from taller.contracts.probing.hostile.doubles import NAMES, other_value
from taller.contracts.probing.hostile.fields import Field, Steps, fields, is_in, put
from taller.contracts.probing.hostile.texts import lenient_formats, near_patterns
from taller.contracts.probing.hostile.types import missing_fields, unknown_fields, wrong_types
from taller.contracts.probing.wire import Request

_PLACE = ("requestBody",)
_HOLE = "a hole in the body of a request"
_MAKERS: tuple[Callable[[Field], Iterator[Wrong]], ...] = (
    wrong_types,
    missing_fields,
    unknown_fields,
    off_enum,
    near_patterns,
    lenient_formats,
    beyond_bounds,
    bombs,
)


def body_alterations(
    contract: Contract, operation: Operation, request: Request, body: Any, *, huge: bool
) -> Iterator[Alteration]:
    """Yield *request* with its *body*, which is valid, made wrong in one point each.

    What the schema of *operation* allows after all is left out, unless it may do harm.

    :param huge: whether bodies of megabytes are sent as well.
    """
    schema = operation.body or {}
    for field in fields(contract, schema, body):
        for wrong in (one for make in _MAKERS for one in make(field)):
            demanded = _is_refusable(contract, schema, body, field, wrong)
            if demanded or wrong.promise == BOMBS:
                yield _altered(request, body, field, wrong, demanded)
    if huge:
        texts = (one for one in fields(contract, schema, body) if isinstance(one.value, str))
        for field in islice(texts, 1):
            for wrong in too_big(field):
                demanded = _is_refusable(contract, schema, body, field, wrong)
                yield _altered(request, body, field, wrong, demanded)
    yield from _broken(contract, operation, request, body)


def _is_refusable(contract: Contract, schema: Any, body: Any, field: Field, wrong: Wrong) -> bool:
    value = wrong.value.like if isinstance(wrong.value, Raw) else wrong.value
    if isinstance(wrong.value, Raw) and value is MISSING:
        return True
    return not contract.fits(schema, put(body, field.steps, value))


def _altered(request: Request, body: Any, field: Field, wrong: Wrong, demanded: bool) -> Alteration:
    changed = replace(request, body=_written(body, field, wrong.value))
    promise = "refuses-broken-json" if _is_no_json(wrong.value) else wrong.promise
    return Alteration(promise, wrong.what, field.pointer, _PLACE, changed, demanded, weight=wrong.weight)


def _is_no_json(value: Any) -> bool:
    return isinstance(value, Raw) and value.text.lstrip("-") in ("NaN", "Infinity")


def _written(body: Any, field: Field, value: Any) -> bytes:
    if not isinstance(value, Raw):
        return json.dumps(put(body, field.steps, value)).encode()
    return json.dumps(put(body, field.steps, _HOLE)).replace(f'"{_HOLE}"', value.text).encode()


def _broken(contract: Contract, operation: Operation, request: Request, body: Any) -> Iterator[Alteration]:
    """Yield bodies that are not JSON, or which two readers read as two things."""
    required = contract.schema(operation.said.get("requestBody")).get("required") is True
    whole = json.dumps(body).encode()
    texts = [*_texts(body, whole), (said("an empty body"), b"", required)]
    steps = _roomy(contract, operation.body or {}, body)
    if steps is not None:
        bad = json.dumps(put(body, steps, _HOLE)).encode().replace(_HOLE.encode(), b"a\xff\xfe")
        texts.append((said("a byte that is not UTF-8"), bad, True))
    for what, text, demanded in texts:
        changed = replace(request, body=text)
        yield Alteration("refuses-broken-json", what, said("the body"), _PLACE, changed, demanded, weight=2)
    yield from _doubled(contract, operation, request, body)


def _doubled(contract: Contract, operation: Operation, request: Request, body: Any) -> Iterator[Alteration]:
    """Yield *request* with two values of one name, either of which may be there (RFC 8259, 4)."""
    other = other_value(contract, operation.body or {}, body) if isinstance(body, dict) else None
    if other is not None:
        name, value = other
        text = json.dumps({name: value})[:-1].encode() + b", " + json.dumps(body).encode()[1:]
        what, changed = said("two values of one name"), replace(request, body=text)
        yield Alteration(NAMES, what, said("the body"), _PLACE, changed, weight=2)


def _texts(body: Any, whole: bytes) -> Iterator[tuple[Said, bytes, bool]]:
    yield said("JSON without its end"), whole[:-1], isinstance(body, dict | list | str)
    yield said("something after the JSON"), whole + b" x", True
    yield said("two JSON texts"), whole + b"\n" + whole, True
    if isinstance(body, dict) and body:
        yield said("a comma before the end"), whole[:-1] + b",}", True
    # A reader may skip it (RFC 8259, 8.1).
    yield said("a byte order mark"), b"\xef\xbb\xbf" + whole, False


def _roomy(contract: Contract, schema: Schema, body: Any) -> Steps | None:
    """Return where a text stands that may be almost any, so that what is made of bad bytes fits, too."""
    texts = [
        one.steps
        for one in fields(contract, schema, body)
        if isinstance(one.value, str) and is_in(body, one.steps)
    ]
    roomy = (one for one in texts if contract.fits(schema, put(body, one, "a\ufffd\ufffd")))
    return next(roomy, texts[0] if texts else None)
