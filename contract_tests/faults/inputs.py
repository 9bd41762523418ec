"""Faults of what bodies and queries a service accepts, though it should refuse them."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from contract_tests.faults.fault import Fault, lenient
from contract_tests.faults.fields import changed, found
from contract_tests.faults.ground import WRITING, Ground, Role
from contract_tests.faults.lists import query_of
from contract_tests.faults.wire import Ask, Behaviour, Reply, Request


def _unknown_dropped(ground: Ground) -> Behaviour | None:
    """Return what takes fields that nobody knows."""
    names = {field.path[0] for field in ground.sent}

    def mend(one: Any) -> Any:
        return {key: value for key, value in one.items() if key in names} if isinstance(one, dict) else one

    return lenient(ground, mend)


def _unknown_below(ground: Ground) -> Behaviour | None:
    """Return what takes them inside an object of the resource only."""
    below = [one for one in ground.sent if one.schema.get("additionalProperties") is False]
    if not below:
        return None

    def mend(one: Any) -> Any:
        for field in below:
            names = field.schema.get("properties", {}).keys()
            one = changed(
                one,
                field.path,
                lambda value, names=names: (
                    {  # type: ignore[misc]
                        key: each for key, each in value.items() if key in names
                    }
                    if isinstance(value, dict)
                    else value
                ),
            )
        return one

    return lenient(ground, mend)


def _null_is_absent(ground: Ground) -> Behaviour | None:
    """Return what takes null for an optional field."""
    names = {one.path[0] for one in ground.sent if len(one.path) == 1 and not one.required}
    if not names:
        return None

    def mend(one: Any) -> Any:
        if not isinstance(one, dict):
            return one
        return {key: value for key, value in one.items() if value is not None or key not in names}

    return lenient(ground, mend)


def _filled(wanted: Callable[[Mapping[str, Any], str], bool]) -> Callable[[Ground], Behaviour | None]:
    """Return what fills in a required field, from the example of the contract, where *wanted* says so."""

    def put(ground: Ground) -> Behaviour | None:
        field = ground.field(lambda one: one.required and len(one.path) == 1, ground.sent)
        shown = found(ground.example, (*ground.sent_place, *field.path)) if field else []
        if field is None or not shown:
            return None
        name = field.path[0]

        def mend(one: Any) -> Any:
            return {**one, name: shown[0]} if isinstance(one, dict) and wanted(one, name) else one

        return lenient(ground, mend)

    return put


def _type_ignored(*types: str) -> Callable[[Ground], Behaviour]:
    """Return what reads a body of another type, or of *types* if given, as JSON."""

    def put(ground: Ground) -> Behaviour:
        def behave(request: Request, ask: Ask) -> Reply:
            sent = (request.header("Content-Type") or "").partition(";")[0].strip()
            meant = ground.role(request) in WRITING and (not types or sent in types)
            return ask(request.but({"Content-Type": "application/json"}) if meant else request)

        return behave

    return put


def _retried(mended: Callable[[bytes], bytes]) -> Callable[[Ground], Behaviour]:
    """Return what mends the bytes of a body that is refused."""

    def put(ground: Ground) -> Behaviour:
        def behave(request: Request, ask: Ask) -> Reply:
            reply = ask(request)
            if ground.role(request) not in WRITING or reply.status not in (400, 422):
                return reply
            again = ask(request.but(body=mended(request.body)))
            return again if again.good else reply

        return behave

    return put


def _last_key(body: bytes) -> bytes:
    try:
        return json.dumps(json.loads(body), ensure_ascii=False).encode("utf-8", "replace")
    except (ValueError, RecursionError):
        return body


def _empty_is_example(ground: Ground) -> Behaviour | None:
    """Return what creates something from no body."""
    if ground.example is None or ground.unique:
        return None
    return _retried(lambda body: body if body.strip() else json.dumps(ground.example).encode())(ground)


def _query_ignored(ground: Ground) -> Behaviour | None:
    """Return what takes no notice of a query that is not valid."""
    if not [one for one in ground.parameters(Role.LIST).values() if one["in"] == "query"]:
        return None

    def behave(request: Request, ask: Ask) -> Reply:
        reply = ask(request)
        if ground.role(request) is not Role.LIST or reply.status not in (400, 422):
            return reply
        return ask(request.but(query=""))

    return behave


def _query_clamped(ground: Ground) -> Behaviour | None:
    """Return what takes a number out of its bounds in a query for the nearest."""
    names = [name for name in ("page", "limit") if name in ground.parameters(Role.LIST)]
    if not names:
        return None

    def behave(request: Request, ask: Ask) -> Reply:
        reply = ask(request)
        if ground.role(request) is not Role.LIST or reply.status not in (400, 422):
            return reply
        query = query_of(request)
        for name in names:
            schema = ground.resolved(ground.parameters(Role.LIST)[name]["schema"])
            if re.fullmatch("-?[0-9]{1,30}", query.get(name, "")):
                query[name] = str(min(max(int(query[name]), schema["minimum"]), schema["maximum"]))
        return ask(request.but(query=urlencode(query)))

    return behave


FAULTS = (
    Fault("takes-unknown-field", "a field that nobody knows is accepted", _unknown_dropped),
    Fault("takes-unknown-below", "the same inside an object of the resource", _unknown_below),
    Fault("takes-null", "null is accepted for an optional field", _null_is_absent),
    Fault(
        "takes-required-null",
        "null is accepted for a required field",
        _filled(lambda one, name: name in one and one[name] is None),
    ),
    Fault("takes-missing", "a required field may be left out", _filled(lambda one, name: name not in one)),
    Fault("takes-any-type", "a body of another type is read as JSON", _type_ignored()),
    Fault("takes-text-plain", "a body in text/plain is read as JSON", _type_ignored("text/plain")),
    Fault("takes-no-type", "a body without a type is read as JSON", _type_ignored("")),
    Fault("takes-duplicate-keys", "of two members of one name the last counts", _retried(_last_key)),
    Fault("takes-no-body", "something is created from no body", _empty_is_example),
    Fault("query-ignored", "a query that is not valid is ignored", _query_ignored),
    Fault("query-clamped", "a page out of its bounds is the nearest", _query_clamped),
)
