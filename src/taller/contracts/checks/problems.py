"""Errors say what they are (RFC 9457)."""

from collections.abc import Mapping
from typing import Any

from taller.contracts.blame import pointer
from taller.contracts.checks.exchange import NO_JSON, Exchange, Finding, Findings
from taller.contracts.checks.lookup import errors_are_json
from taller.contracts.phrases import said
from taller.documents.pointers import resolved

PROBLEM = "application/problem+json"
_NOT_THE_SERVICES = frozenset(("", "HEAD", "TRACE", "CONNECT"))
"""Methods made up that servers and proxies answer by themselves, whatever is behind them."""
_TEXTS = ("type", "title", "detail", "instance")


def errors_are_problem_documents(exchange: Exchange) -> Findings:
    """A problem document that the contract promises is an object, and its members are what RFC 9457 says.

    One that comes as another media type is told by Schemathesis.
    """
    if exchange.operation.startswith("HEAD ") or exchange.status < 400:
        return
    if exchange.media != PROBLEM or PROBLEM not in exchange.content:
        return
    place = exchange.place("content", PROBLEM)
    if not isinstance(exchange.json, dict):
        if exchange.json is not NO_JSON or not exchange.body:
            what = said("status {status} with a problem that is no object", status=exchange.status)
            yield Finding("errors-are-problems", what, "no object", place)
        return
    for name in _wrong_members(exchange.json):
        what = said("{name} of a problem is of a wrong type", name=name)
        yield Finding("errors-are-problems", what, name, place)


def _wrong_members(problem: Mapping[str, Any]) -> list[str]:
    """Return the names of the members that a client must ignore, for their type is wrong (RFC 9457, 3.1)."""
    wrong = [name for name in _TEXTS if name in problem and not isinstance(problem[name], str)]
    return wrong if _is_integer(problem.get("status", 0)) else [*wrong, "status"]


def errors_say_their_code(exchange: Exchange) -> Findings:
    """The code in the body of an error is that of the answer (RFC 9457, 3.1.2)."""
    if exchange.status < 400 or not isinstance(exchange.json, dict):
        return
    for name in _names_of_the_code(exchange):
        said_code: Any = exchange.json.get(name)
        # A `code` may count an application's own errors: only what looks like a status is one.
        if (
            _is_integer(said_code)
            and said_code != exchange.status
            and (name == "status" or 400 <= said_code < 600)
        ):
            what = said(
                "status {status}, and {said_code} in the body", status=exchange.status, said_code=said_code
            )
            yield Finding("error-says-its-code", what, name, exchange.place("content"))


def refused_methods_are_told_in_json(exchange: Exchange) -> Findings:
    """405 to a method that there is not is JSON, if all errors of the contract are."""
    if exchange.status != 405 or exchange.method in _NOT_THE_SERVICES or not exchange.body:
        return
    _, _, path = exchange.operation.partition(" ")
    if not exchange.says_json and errors_are_json(exchange.contract, path):
        came = said("status {status} as {media}", status=405, media=exchange.media or '""')
        yield Finding("errors-stay-json", came, exchange.media, pointer("paths", path))


def _names_of_the_code(exchange: Exchange) -> list[str]:
    if exchange.media == PROBLEM:
        return ["status"]
    media = exchange.content.get(exchange.media, {})
    schema = resolved(exchange.contract, media.get("schema", {})) if isinstance(media, Mapping) else {}
    properties = schema.get("properties", {}) if isinstance(schema, Mapping) else {}
    return [name for name in ("status", "code") if _wants_integer(exchange.contract, properties.get(name))]


def _wants_integer(contract: Mapping[str, Any], schema: Any) -> bool:
    found = resolved(contract, schema)
    return isinstance(found, Mapping) and found.get("type") in ("integer", "number")


def _is_integer(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
