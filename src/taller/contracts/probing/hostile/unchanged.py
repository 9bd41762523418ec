"""Whether what was refused has changed something all the same."""

from collections.abc import Iterator

from taller.contracts.blame import pointer
from taller.contracts.events import Breach
from taller.contracts.phrases import said
from taller.contracts.probing.contract import Contract, Operation
from taller.contracts.probing.hostile.alteration import Alteration
from taller.contracts.probing.hostile.commands import command
from taller.contracts.probing.hostile.judging import Judge
from taller.contracts.probing.wire import Request

PROMISE = "refused-changes-nothing"
_TRIES = 40
"""Refused requests that are made again to find out which one it was."""
_UNSAFE = frozenset(("POST", "PUT", "PATCH", "DELETE"))
Look = tuple[int, bytes]


class Watch:
    """Looks at what an operation may change, before and after."""

    def __init__(self, judge: Judge, contract: Contract, operation: Operation, path: str) -> None:
        """Look at *path*, of *operation*, for the first time."""
        read = contract.operation("GET", operation.path) if operation.method in _UNSAFE else None
        self._judge, self._operation = judge, operation
        self._request = Request(read.label, "GET", path.partition("?")[0]) if read is not None else None
        self._before = self._look()
        # What changes by itself says nothing.
        self._is_still = self._before is not None and self._before[0] == 200 and self._look() == self._before

    def _look(self) -> Look | None:
        if self._request is None:
            return None
        reply = self._judge.send(self._request)
        return reply.status, reply.body

    def breaches(self) -> Iterator[Breach]:
        """Yield the promise as broken, if something is refused once more, and is done all the same.

        Of each promise one request is sent again; all of them, if what is there is no longer as it was.
        """
        if not self._is_still or self._judge.taken:
            return
        before = self._look()
        for one in self._suspects(before):
            reply = self._judge.send(one.request)
            after = self._look()
            # Somebody else may be at work there.
            if 400 <= reply.status < 500 and after != before and after == self._look():
                yield self._breach(one, reply.status)
                return
            before = after

    def _suspects(self, now: Look | None) -> list[Alteration]:
        refused = self._judge.refused
        if now != self._before:
            return refused[:_TRIES]
        return list({one.promise: one for one in reversed(refused)}.values())

    def _breach(self, one: Alteration, status: int) -> Breach:
        method, path = self._operation.method.lower(), self._operation.path
        came = said("status {status}, and what was there has changed", status=status)
        shown = [one.request, *([self._request] if self._request else [])]
        curl = tuple(command(self._judge.client, each) for each in shown)
        return Breach(
            self._operation.label, PROMISE, pointer("paths", path, method), (came,), "refused", curl
        )
