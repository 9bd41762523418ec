"""Sends alterations, and tells what the service should not have done."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import requests

from taller.contracts.blame import pointer
from taller.contracts.checks import RULES, Exchange, Rule, findings
from taller.contracts.checks.engine import said_in
from taller.contracts.events import Breach
from taller.contracts.phrases import Said, said
from taller.contracts.probing.hostile.alteration import Alteration
from taller.contracts.probing.hostile.commands import command
from taller.contracts.probing.wire import Client, Reply, Request
from taller.contracts.promises import PROMISES

_KEY = "idempotency-key"


class Silence(Exception):
    """The service does not answer any more."""


@dataclass
class Judge:
    """Exchanges requests with a service, and holds what comes against its contract."""

    client: Client
    document: Mapping[str, Any]
    """The contract."""
    rules: tuple[Rule, ...] = RULES
    """What every answer is held to."""
    came: list[tuple[str, Reply]] = field(default_factory=list)
    """Each reply, and of which operation it is."""
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
        """
        fresh = {name: str(uuid4()) if name.lower() == _KEY else one for name, one in request.headers.items()}
        reply = self.client.send(
            Request(request.operation, request.method, request.path, fresh, request.body)
        )
        self.came.append((request.operation, reply))
        return reply

    def breaches(self, one: Alteration) -> Iterator[Breach]:
        """Yield the promises that the answer to *one* breaks.

        :raises Silence: if nothing answers any more.
        """
        try:
            reply = self.send(one.request)
        except requests.RequestException as error:
            self._silences += 1
            yield self._breach(
                one,
                one.promise if PROMISES[one.promise].severity.breaks else "no-server-error",
                said("no answer to {what} in {where}", what=one.what, where=one.where),
                "no answer",
            )
            if self._silences > 1:
                raise Silence(str(error)) from error
            return
        self.refused += [one] if 400 <= reply.status < 500 else []
        self.taken += reply.ok
        yield from self._judged(one, reply)
        exchange = _exchange(self.document, one.request, reply)
        for found in findings(exchange, self.rules):
            yield found.breach(one.request.operation, *self._curl(one.request))

    def _judged(self, one: Alteration, reply: Reply) -> Iterator[Breach]:
        status = reply.status
        came = said("status {status} to {what} in {where}", status=status, what=one.what, where=one.where)
        if status >= 500 and status != 501:
            bomb = one.promise == "refuses-bombs"
            yield self._breach(
                one, one.promise if bomb else "no-server-error", came, str(one.what) if bomb else str(status)
            )
        elif _is_wrong(one, status):
            yield self._breach(one, one.promise, came, str(one.what))

    def _breach(self, one: Alteration, promise: str, came: Said, mark: str) -> Breach:
        method, _, path = one.request.operation.partition(" ")
        steps = () if promise == "no-server-error" else one.place
        place = pointer("paths", path, method.lower(), *steps)
        return Breach(one.request.operation, promise, place, (came,), mark, self._curl(one.request))

    def _curl(self, request: Request) -> tuple[str, ...]:
        return (command(self.client, request),)


def _is_wrong(one: Alteration, status: int) -> bool:
    """Whether *status* is none that *one* may get; what is asked before the rest may get in its way."""
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
