"""What says that it is JSON is JSON as others read it (RFC 8259; RFC 7493 for the names)."""

import contextlib
import json
from typing import Any

from taller.contracts.checks.exchange import Exchange, Finding, Findings
from taller.contracts.phrases import said

_BOM = b"\xef\xbb\xbf"


def json_is_utf8(exchange: Exchange) -> Findings:
    """JSON comes in UTF-8, without a mark (RFC 8259, 8.1)."""
    if not exchange.says_json:
        return
    place = exchange.place("content")
    if exchange.body.startswith(_BOM):
        yield Finding("json-is-utf8", said("JSON after a byte order mark"), "mark", place)
    try:
        exchange.body.decode("utf-8")
    except UnicodeDecodeError:
        yield Finding("json-is-utf8", said("JSON that is not UTF-8"), "bytes", place)


def json_numbers_are_numbers(exchange: Exchange) -> Findings:
    """NaN and Infinity are no JSON (RFC 8259, 6)."""
    found: list[str] = []
    _read(exchange, parse_constant=found.append)
    for name in dict.fromkeys(found):
        came = said("{name} for a number", name=name)
        yield Finding("json-numbers-are-numbers", came, "", exchange.place("content"))


def json_names_differ(exchange: Exchange) -> Findings:
    """Of two members of one name, one reader takes the first, another one the last (RFC 7493, 2.3)."""
    twice: dict[str, None] = {}

    def keep(pairs: list[tuple[str, Any]]) -> None:
        names = [name for name, _ in pairs]
        if len(set(names)) < len(names):
            twice.update(dict.fromkeys(name for name in names if names.count(name) > 1))

    _read(exchange, object_pairs_hook=keep)
    for name in twice:
        came = said("two members with the name {name}", name=name[:100])
        yield Finding("json-names-differ", came, name, exchange.place("content"))


def _read(exchange: Exchange, **how: Any) -> None:
    if exchange.says_json:
        with contextlib.suppress(ValueError, RecursionError):  # that it is no JSON at all, Schemathesis says
            json.loads(exchange.body.decode("utf-8-sig", "replace"), **how)
