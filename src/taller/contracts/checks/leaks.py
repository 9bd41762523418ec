"""No answer shows what is inside the service."""

from collections.abc import Iterator, Mapping
from typing import Any

from taller.contracts.checks.exchange import NO_JSON, Exchange, Finding, Findings
from taller.contracts.checks.leak_patterns import ANYWHERE, IN_ERRORS, is_suspicious
from taller.contracts.phrases import said

_LONGEST = 200_000
"""Characters of an answer that are looked at."""


def nothing_inside_is_shown(exchange: Exchange) -> Findings:
    """No stack trace, no path of a file and no SQL is in an answer; what the request itself said may be."""
    told: set[str] = set()
    text = "\n".join(texts_of(exchange.json) if exchange.json is not NO_JSON else [_plain(exchange)])[
        :_LONGEST
    ]
    patterns = [*(ANYWHERE if is_suspicious(text) else []), *(IN_ERRORS if exchange.status >= 400 else [])]
    for name, pattern in patterns:
        for found in pattern.finditer(text):
            shown = found[0].strip()
            if name not in told and not any(shown in one for one in exchange.sent):
                told.add(name)
                came = said(
                    "status {status} shows {what}: {text}",
                    status=exchange.status,
                    what=name,
                    text=shown[:100],
                )
                yield Finding("no-internals-shown", came, name, exchange.place())


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
