"""No answer shows what is inside the service."""

from collections.abc import Iterator, Mapping
from typing import Any

from taller.contracts.checks.exchange import NO_JSON, Exchange, Finding, Findings
from taller.contracts.checks.leak_patterns import (
    ANYWHERE,
    IN_ERROR_HEADERS,
    IN_ERRORS,
    Patterns,
    is_suspicious,
)
from taller.contracts.phrases import Said, said

_LONGEST = 200_000
"""Characters of an answer that are looked at."""
_ADDRESSES = frozenset(("location", "content-location", "link", "refresh"))
"""Headers that say where to go on: whoever asked may have chosen what is in there."""


def nothing_inside_is_shown(exchange: Exchange) -> Findings:
    """No stack trace, no path of a file and no SQL is in an answer; what the request itself said may be."""
    told: set[str] = set()
    text = "\n".join(texts_of(exchange.json) if exchange.json is not NO_JSON else [_plain(exchange)])
    headers = "\n".join(value for name, value in exchange.headers.items() if name not in _ADDRESSES)
    for where, patterns in ((text[:_LONGEST], IN_ERRORS), (headers, IN_ERROR_HEADERS)):
        for what, shown in _shown(exchange, where, patterns):
            if what not in told:
                told.add(what)
                came = said(
                    "status {status} shows {what}: {text}",
                    status=exchange.status,
                    what=what,
                    text=shown[:100],
                )
                yield Finding("no-internals-shown", came, what, exchange.place())


def _shown(exchange: Exchange, text: str, in_errors: Patterns) -> Iterator[tuple[Said, str]]:
    """Yield what *text* shows of the inside, and the words; *in_errors* are looked for in errors only."""
    patterns = [*(ANYWHERE if is_suspicious(text) else []), *(in_errors if exchange.status >= 400 else [])]
    for what, pattern in patterns:
        for found in pattern.finditer(text):
            shown = found[0].strip()
            if not any(shown in one for one in exchange.sent):
                yield what, shown


def _plain(exchange: Exchange) -> str:
    return exchange.body.decode("utf-8", "replace")


def texts_of(value: Any) -> Iterator[str]:
    """Yield all the texts in the JSON *value*, names included; nothing is recursed into without end."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, Mapping):
            waiting += [*one.keys(), *one.values()]
        elif isinstance(one, list):
            waiting += one
