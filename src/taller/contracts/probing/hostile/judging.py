"""Sends alterations, and tells what the service should not have done."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import requests

from taller.contracts.blame import pointer
from taller.contracts.checks import RULES, Exchange, Rule, findings
from taller.contracts.checks.engine import said_in
from taller.contracts.checks.lookup import is_failure, operation_at
from taller.contracts.events import Breach
from taller.contracts.phrases import Said, said
from taller.contracts.probing.contract import Contract
from taller.contracts.probing.hostile.alteration import Alteration
from taller.contracts.probing.hostile.asking import Asker, Raised
from taller.contracts.probing.hostile.commands import command
from taller.contracts.probing.renewed_keys import key_for
from taller.contracts.probing.wire import Reply, Request
from taller.contracts.promises import PROMISES

_KEY = "idempotency-key"
_BUSY = frozenset((429, 502, 503, 504))
"""Statuses that say nothing of a request, but that it may come another time."""


class Silence(Exception):
    """The service does not answer any more."""


@dataclass
class Judge:
    """Exchanges requests with a service, and holds what comes against its contract."""

    asker: Asker
    document: Mapping[str, Any]
    """The contract."""
    rules: tuple[Rule, ...] = RULES
    """What every answer is held to."""
    refused: list[Alteration] = field(default_factory=list)
    """Alterations that were turned down, as they were to be, since `forget`."""
    taken: int = 0
    """Requests that were done, since `forget`."""
    _silences: int = 0

    def forget(self) -> None:
        """Begin with another operation."""
        self.refused, self.taken = [], 0

    def send(self, request: Request) -> Reply:
        """Return the reply to *request*, under an idempotency key of its own.

        :raises requests.RequestException: if none came.
        :raises Raised: if the application, in this process, has none.
        """
        fresh = {
            name: self._key(request.operation, one) if name.lower() == _KEY else one
            for name, one in request.headers.items()
        }
        return self.asker.ask(replace(request, headers=fresh))

    def _key(self, operation: str, like: str) -> str:
        return key_for(self._contract, self._contract.operations.get(operation), like)

    @cached_property
    def _contract(self) -> Contract:
        return Contract(self.document)

    def breaches(self, one: Alteration) -> Iterator[Breach]:
        """Yield the promises that the answer to *one* breaks.

        :raises Silence: if nothing answers any more.
        """
        try:
            reply = self.send(one.request)
        except requests.RequestException as error:
            self._silences += 1
            promise = one.promise if PROMISES[one.promise].severity.breaks else one.of_failure
            yield self._unanswered(one, promise)
            if self._silences > 1:
                raise Silence(str(error)) from error
            return
        except Raised as raised:
            yield replace(self._unanswered(one, one.of_failure), detail=str(raised))
            return
        self.refused += [one] if refuses(reply) else []
        self.taken += reply.ok
        yield from self._judged(one, reply)
        exchange = _exchange(self.document, one.request, reply)
        for found in findings(exchange, self.rules):
            yield found.breach(one.request.operation, *self._curl(one.request))

    def _judged(self, one: Alteration, reply: Reply) -> Iterator[Breach]:
        status = reply.status
        came = said("status {status} to {what} in {where}", status=status, what=one.what, where=one.where)
        operation = operation_at(self.document, one.request.operation)
        if status != 501 and is_failure(operation, status):  # what is odd may be beyond a service
            mark = str(status) if one.of_failure == "no-server-error" else str(one.what)
            yield self._breach(one, one.of_failure, came, mark)
        elif _is_wrong(one, status):
            yield self._breach(one, one.promise, came, str(one.what))

    def _unanswered(self, one: Alteration, promise: str) -> Breach:
        came = said("no answer to {what} in {where}", what=one.what, where=one.where)
        return self._breach(one, promise, came, "no answer")

    def _breach(self, one: Alteration, promise: str, came: Said, mark: str) -> Breach:
        method, _, path = one.request.operation.partition(" ")
        steps = () if promise == "no-server-error" else one.place
        place = pointer("paths", path, method.lower(), *steps)
        return Breach(one.request.operation, promise, place, (came,), mark, self._curl(one.request))

    def _curl(self, request: Request) -> tuple[str, ...]:
        return (command(self.asker.client, request),)


def refuses(reply: Reply) -> bool:
    """Whether *reply* turns down what the request says, and not that there were too many."""
    return 400 <= reply.status < 500 and reply.status != 429


def _is_wrong(one: Alteration, status: int) -> bool:
    """Whether *status* is none that *one* may get; what is asked before the rest may get in its way."""
    if status in _BUSY:
        return False
    if not one.demanded:
        return bool(one.statuses) and status not in one.statuses
    if 200 <= status < 300:
        return True
    return bool(one.statuses) and status in (200, 422) and status not in one.statuses


def _exchange(document: Mapping[str, Any], request: Request, reply: Reply) -> Exchange:
    return Exchange(
        document,
        request.operation,
        reply.status,
        {name.lower(): value for name, value in reply.headers.items()},
        reply.body,
        said_in(request.path, request.body, list(request.headers.values())),
    )
