"""Faults of the form of a body, and of how it is written down."""

import json
from collections.abc import Callable
from typing import Any

from contract_tests.faults.fault import Fault, rewriting, showing, showing_field
from contract_tests.faults.fields import Field, Path, found
from contract_tests.faults.ground import SHOWING, Ground, Role
from contract_tests.faults.wire import Behaviour, Reply, Request


def of_field(
    pick: Callable[[Ground], Field | None], change: Callable[[Any], Any]
) -> Callable[[Ground], Behaviour | None]:
    """Return what shows one field, as *pick* has it, changed."""

    def put(ground: Ground) -> Behaviour | None:
        field = pick(ground)
        return showing_field(ground, field.path if field else None, change)

    return put


def _needed(ground: Ground) -> Field | None:
    """Return a required field at the top, other than the id."""
    return ground.field(lambda one: one.required and len(one.path) == 1)


def _kind(*kinds: str) -> Callable[[Ground], Field | None]:
    return lambda ground: (
        ground.field(
            lambda one: "enum" not in one.schema and "format" not in one.schema and any(map(one.is_, kinds))
        )
        or ground.field(lambda one: "enum" not in one.schema and any(map(one.is_, kinds)))
    )


def _named(rename: Callable[[str], str | None]) -> Callable[[Ground], Behaviour | None]:
    """Return what shows a required field by another name, or not at all."""

    def put(ground: Ground) -> Behaviour | None:
        field = _needed(ground)
        if field is None:
            return None
        name = field.path[0]

        def change(one: Any) -> Any:
            if not isinstance(one, dict):
                return one
            rest, new = {key: value for key, value in one.items() if key != name}, rename(name)
            return rest if new is None or name not in one else rest | {new: one[name]}

        return showing(ground, change)

    return put


def _optional_lost(ground: Ground) -> Behaviour | None:
    """Return what never shows a field that may be left out, and was sent."""
    field = ground.optional()
    if field is None:
        return None
    return showing(ground, lambda one: {name: value for name, value in one.items() if name != field.path[0]})


def _absent_is_null(ground: Ground) -> Behaviour | None:
    field = ground.optional()
    if field is None or field.is_("null"):
        return None
    return showing(ground, lambda one: {field.path[0]: None} | one)


def _next_id(ground: Ground) -> Behaviour | None:
    path: Path = (ground.identity,)
    if not ground.given:
        return None
    return showing(ground, lambda one: {**one, path[0]: one[path[0]] + 1}, Role.READ, Role.CHANGE)


def _wrapped(ground: Ground) -> Behaviour:
    place = ground.places[Role.READ]

    def rewrite(_: Request, reply: Reply) -> Reply:
        if place:
            return reply.with_json(found(reply.json, place)[0])
        return reply.with_json({"data": reply.json})

    return rewriting(ground, rewrite, Role.READ, status=200)


def _json(change: Callable[[Any], Any], *roles: Role) -> Callable[[Ground], Behaviour]:
    """Return what answers other JSON to *roles*."""
    return lambda ground: rewriting(
        ground, lambda _, reply: reply.with_json(change(reply.json)) if reply.good else reply, *roles
    )


def _bytes(change: Callable[[bytes], bytes], *roles: Role) -> Callable[[Ground], Behaviour]:
    """Return what answers other bytes to *roles*."""
    return lambda ground: rewriting(
        ground, lambda _, reply: reply.but(body=change(reply.body)) if reply.good else reply, *roles
    )


def _not_a_number(ground: Ground) -> Behaviour | None:
    return of_field(_kind("number", "integer"), lambda _: float("nan"))(ground)


def _again(body: bytes) -> bytes:
    """Return *body* with its first member twice."""
    value = json.loads(body)
    name = next(iter(value))
    return body.replace(b"{", f'{{"{name}": {json.dumps(value[name])}, '.encode(), 1)


FAULTS = (
    Fault("missing-field", "a required field is not there", _named(lambda _: None)),
    Fault("renamed-field", "a required field has another name", _named(lambda name: f"{name}_")),
    Fault("optional-lost", "an optional field is taken, and not kept", _optional_lost),
    Fault("absent-is-null", "null for an optional field that was not sent", _absent_is_null),
    Fault("number-is-text", "a number as a text", of_field(_kind("integer", "number"), str)),
    Fault("text-is-number", "a number where a text was promised", of_field(_kind("string"), len)),
    Fault("null-field", "null where there must be a value", of_field(_kind("string"), lambda _: None)),
    Fault(
        "latin-1",
        "a body in Latin-1",
        _bytes(lambda body: body.decode().encode("latin-1", "replace"), *SHOWING),
    ),
    Fault("next-id", "the id of the next one", _next_id),
    Fault("wrapped", "a body inside another, or not inside the one promised", _wrapped),
    Fault("array-body", "an array instead of an object", _json(lambda value: [value], Role.READ)),
    Fault(
        "object-list",
        "the items of a list by their number",
        lambda ground: rewriting(
            ground,
            lambda _, reply: reply.with_json(
                {
                    name: {str(i): each for i, each in enumerate(one)} if isinstance(one, list) else one
                    for name, one in reply.json.items()
                }
            ),
            Role.LIST,
            status=200,
        ),
    ),
    Fault("nan", "NaN for a number", _not_a_number),
    Fault("duplicate-key", "a member of an object twice", _bytes(_again, Role.READ)),
    Fault(
        "byte-order-mark",
        "a byte order mark before the JSON",
        _bytes(lambda body: b"\xef\xbb\xbf" + body, Role.READ),
    ),
    Fault("cut-json", "JSON that ends too soon", _bytes(lambda body: body.rstrip()[:-1], Role.READ)),
    Fault(
        "trailing-comma",
        "JSON with a comma too many",
        _bytes(lambda body: body.rstrip()[:-1] + b",}", Role.READ),
    ),
    Fault(
        "single-quotes",
        "a Python dictionary for JSON",
        lambda ground: rewriting(
            ground, lambda _, reply: reply.but(body=repr(reply.json).encode()), Role.READ, status=200
        ),
    ),
)
