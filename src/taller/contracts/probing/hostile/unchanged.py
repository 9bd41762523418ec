"""Whether what was refused has changed something all the same."""

from collections.abc import Iterator

from taller.contracts.blame import pointer
from taller.contracts.events import Breach
from taller.contracts.phrases import said
from taller.contracts.probing.contract import Contract, Operation
from taller.contracts.probing.hostile.alteration import Alteration
from taller.contracts.probing.hostile.asking import Raised
from taller.contracts.probing.hostile.commands import command
from taller.contracts.probing.hostile.judging import Judge, refuses
from taller.contracts.probing.wire import Reply, Request

PROMISE = "refused-changes-nothing"
_TRIES = 40
"""Refused requests that are made again to find out which one it was."""
_AGAIN = 3
"""Times that something must have been created by the same request, for it to be no chance."""
_UNSAFE = frozenset(("POST", "PUT", "PATCH", "DELETE"))
_TELLING = frozenset((200, 404, 410))
"""Statuses of answers that tell whether something is there, and what."""
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
        """Return what is there; None if the answer tells nothing of it, as 429 and 503 do not."""
        reply = self._sent(self._request) if self._request is not None else None
        if reply is None or reply.status not in _TELLING:
            return None
        return reply.status, reply.body if reply.ok else b""

    def _sent(self, request: Request) -> Reply | None:
        """Return the reply to *request*; None if the application fails at it."""
        try:
            return self._judge.send(request)
        except Raised:
            return None

    def breaches(self) -> Iterator[Breach]:
        """Yield the promise as broken, if something is refused once more, and is done all the same.

        Of each promise one request is sent again; all of them, if what is there is no longer as it was.
        """
        if not self._is_still or self._judge.taken:
            return
        before = self._look()
        for one in self._suspects(before):
            status, after = self._refused(one, before)
            if status and self._is_sure(one):
                yield self._breach(one, status)
                return
            before = after

    def _refused(self, one: Alteration, before: Look | None) -> tuple[int, Look | None]:
        """Return the status with which *one* is refused and done, 0 if it is not; and what is there then."""
        reply, after = self._sent(one.request), self._look()
        told = reply is not None and refuses(reply) and None not in (before, after)
        # Somebody else may be at work there.
        done = told and after != before and after == self._look()
        return reply.status if reply is not None and done else 0, after

    def _is_sure(self, one: Alteration) -> bool:
        """Whether what *one* did is done each time: in a list, to which others write, it may have been they.

        A change that was made already shows no more.
        """
        again = range(_AGAIN if self._operation.method == "POST" else 0)
        return all(self._refused(one, self._at_rest())[0] for _ in again)

    def _at_rest(self) -> Look | None:
        """Return what is there; None if it changes by itself."""
        before = self._look()
        return before if self._look() == before else None

    def _suspects(self, now: Look | None) -> list[Alteration]:
        refused = self._judge.refused
        if now is not None and now != self._before:
            return refused[:_TRIES]
        return list({one.promise: one for one in reversed(refused)}.values())

    def _breach(self, one: Alteration, status: int) -> Breach:
        method, path = self._operation.method.lower(), self._operation.path
        came = said("status {status}, and what was there has changed", status=status)
        shown = [one.request, *([self._request] if self._request else [])]
        curl = tuple(command(self._judge.asker.client, each) for each in shown)
        return Breach(
            self._operation.label, PROMISE, pointer("paths", path, method), (came,), "refused", curl
        )
