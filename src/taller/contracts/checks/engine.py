"""Makes rules checks of Schemathesis, so that they look at every answer of every phase."""

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any
from urllib.parse import unquote_plus

import schemathesis
from schemathesis.core.failures import Failure, FailureGroup

from taller.contracts.checks.exchange import Exchange, Finding
from taller.contracts.checks.leaks import texts_of
from taller.contracts.copied import shown
from taller.contracts.events import Breach

Case = schemathesis.Case[Any]
Rule = Callable[[Exchange], Iterator[Finding]]


class BrokenPromise(Failure):
    """A failure that says itself which promise it is of."""

    __slots__ = ("breach",)

    def __init__(self, breach: Breach) -> None:
        """Fail for *breach*."""
        came = breach.came[0]
        super().__init__(
            operation=breach.operation,
            title=f"Broken promise: {breach.promise}",
            message=f"{breach.kept.en}\n\n{came}",
        )
        self.breach = breach

    @property
    def _unique_key(self) -> str:
        """Tell it from another failure of the same operation."""
        return "\n".join(self.breach.key)


def register(rule: Rule) -> None:
    """Make *rule* a check by its own name."""

    def check(_context: schemathesis.CheckContext, response: schemathesis.Response, case: Case) -> None:
        _hold(case, response, list(rule(_exchange(response, case))))

    check.__name__, check.__doc__ = rule.__name__, rule.__doc__
    schemathesis.check(check)


def _hold(case: Case, response: schemathesis.Response, found: Sequence[Finding]) -> None:
    """Fail for what was *found*.

    :raises Failure: if that is anything.
    """
    if found:
        curl = case.as_curl_command(headers=dict(response.request.headers), verify=response.verify)
        body = response.request.body
        command = shown(curl, body if isinstance(body, bytes) else None)
        raise FailureGroup([BrokenPromise(one.breach(case.operation.label, command)) for one in found])


def _exchange(response: schemathesis.Response, case: Case) -> Exchange:
    asked = response.request
    method = (asked.method or "").upper()
    return Exchange(
        case.operation.schema.raw_schema,
        case.operation.label,
        response.status_code,
        {name.lower(): ", ".join(values) for name, values in response.headers.items()},
        response.content,
        said_in(asked.url or "", asked.body, list(map(_text, asked.headers.values()))),
        "" if method == case.operation.method.upper() else method,
    )


def said_in(url: str, body: Any, values: Sequence[str]) -> tuple[str, ...]:
    """Return the texts of a request, as an answer may repeat them; *values* are its headers'."""
    text = _text(body) if isinstance(body, str | bytes) else ""
    try:
        read = list(texts_of(json.loads(text))) if text else []
    except (ValueError, RecursionError):
        read = []
    return (url, unquote_plus(url), text, *read, *values)


def _text(one: str | bytes) -> str:
    return one.decode("utf-8", "replace") if isinstance(one, bytes) else one
