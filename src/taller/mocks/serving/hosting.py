"""One service as it is served: a stand-in, and what is around it: faults, journal, admin, CORS."""

import logging
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import count
from typing import Protocol

from taller.mocks.app import StandIn
from taller.mocks.faults import HEADER as FAULTS_HEADER
from taller.mocks.faults import Faults, Plan
from taller.mocks.journal import Entry, Journal
from taller.mocks.openapi.http import Reply, Request
from taller.mocks.openapi.problems import Problem, problem_reply
from taller.mocks.replies.cors import allowed, preflight
from taller.mocks.requests.security import key_names
from taller.mocks.serving.checking import Checker
from taller.mocks.state.memory import Memory

log = logging.getLogger("taller.mocks")

ADMIN = "/_taller"
JOURNAL_BYTES = 2 * 1024 * 1024
"""How much memory a journal takes at most: with six services, 12 MB in all."""


class Beside(Protocol):
    """Answers what no contract has; see `taller.mocks.admin`."""

    def answer(self, request: Request) -> Reply | None:
        """Return the reply to *request*; None if it is for somebody else."""


class Upstream(Protocol):
    """A real service behind a stand-in; see `taller.mocks.serving.proxy`."""

    async def answer(self, request: Request) -> Reply:
        """Return what the service replies to *request*.

        :raises Problem: if it does not.
        """

    async def close(self) -> None:
        """Close the connections to it."""


@dataclass(frozen=True)
class Around:
    """What may be around a stand-in, each part by a switch."""

    cors: bool = True
    admin: bool = True
    fault_header: bool = True
    """Whether a request may ask for its own faults."""
    journal: int = 1000
    """How many requests it remembers."""
    seed: int = 0
    """Of the faults' dice."""


class Hosted:
    """A service on its port: an `Application` of the server."""

    def __init__(self, name: str, stand_in: StandIn, around: Around) -> None:
        """Serve *stand_in* under *name*, with what is *around* it."""
        self.name = name
        self.around = around
        self.faults = Faults(around.seed, header=around.fault_header)
        self.journal = Journal(around.journal, JOURNAL_BYTES)
        self.admin: Beside | None = None
        self.listeners: list[Callable[[Entry], None]] = []
        """Called with every request and its reply, once it is made, as the journal has them."""
        self.upstream: Upstream | None = None
        """The real service that is asked in its place, held against the contract."""
        self._swaps = 0
        self._never_again = count(-1, -1)
        self.serve(stand_in)

    def serve(self, stand_in: StandIn) -> None:
        """Put *stand_in* in the place of the one before: its contract has changed."""
        self.stand_in = stand_in
        self.journal.hide(key_names(stand_in.contract))
        self.checker = Checker(stand_in)
        self._swaps += 1

    @property
    def title(self) -> str:
        """The title of the contract."""
        return self.stand_in.title

    @property
    def contract_text(self) -> str:
        """The contract, as JSON."""
        return self.stand_in.contract.text.decode()

    @property
    def base_paths(self) -> Sequence[str]:
        """What may stand before the paths of the contract: ``/api/v1``."""
        return self.stand_in.contract.base_paths

    @property
    def operation_ids(self) -> Mapping[str, str]:
        """The operations, ``POST /pets``, by their operationId."""
        several = self.stand_in.contract.operations()
        return {known: one.name for one in several if (known := one.node.text("operationId"))}

    @property
    def memory(self) -> Memory:
        """What the stand-in remembers."""
        return self.stand_in.memory

    @property
    def settings(self) -> dict[str, bool | int | float | str | None]:
        """How it was started, for the admin to show."""
        manner = self.stand_in.manner
        return {
            "name": self.name,
            "dynamic": manner.dynamic,
            "seed": manner.seed,
            "firstId": manner.first_id,
            "cors": self.around.cors,
            "faultHeader": self.around.fault_header,
            "journal": self.around.journal,
            "upstream": self.upstream is not None,
        }

    @property
    def version(self) -> tuple[int, int]:
        """Another value whenever a lasting reply may have changed; while faults may strike, every time."""
        if self.faults.may_strike or self.upstream:
            return next(self._never_again), 0
        return self._swaps, self.stand_in.version

    @property
    def has_admin(self) -> bool:
        """Whether its state and the rest can be seen and changed."""
        return self.admin is not None

    async def close(self) -> None:
        """Close the connections to the service behind it, if there is one."""
        if self.upstream is not None:
            await self.upstream.close()

    def begin_anew(self) -> None:
        """Go back to the start, without faults; what was asked is forgotten."""
        self.stand_in.begin_anew()
        self.faults.clear()
        self.journal.reset()

    def repeated(self, request: Request, reply: Reply) -> None:
        """Take note of a reply that was given again."""
        self._note(request, reply, 0.0, None)

    def answer(self, request: Request) -> Reply | Awaitable[Reply]:
        """Return the reply to *request*; a journal entry is made of both, unless it is the admin's."""
        if request.path.startswith(ADMIN) and self.admin is not None:
            beside = self.admin.answer(request)
            if beside is not None:
                return beside
        start = time.perf_counter()
        asked = preflight(request, self._allow(request)) if self.around.cors else None
        try:
            plan = self._plan(request, beforehand=asked is not None)
        except Problem as problem:
            refusal = problem_reply(problem, request.prefix + request.path)
            return self._done(request, refusal, start, None)
        ready = asked if plan is None else self._instead(request, plan)
        if ready is None and self.upstream is not None:
            return self._from_upstream(self.upstream, request, plan, start)
        return self._done(request, ready or self._made(request, plan), start, plan)

    def _plan(self, request: Request, *, beforehand: bool) -> Plan | None:
        """Return what goes wrong with *request*; of a browser's question *beforehand*, only all."""
        template = self._template(request)
        return self.faults.outage(request, template) if beforehand else self.faults.plan(request, template)

    def _instead(self, request: Request, plan: Plan) -> Reply | None:
        """Return what *plan* has in the place of an answer; None: it wants one."""
        reply = plan.instead(request, self.stand_in.failing, self._breaks(request))
        if reply is not None and reply.operation is None:
            found = self.stand_in.find(request)
            reply.operation = found[1].operation.name if found and found[1] else None
        return reply

    def _made(self, request: Request, plan: Plan | None) -> Reply:
        """Return the answer of the stand-in, spoilt if *plan* has it so."""
        reply = self.stand_in.answer(request)
        if FAULTS_HEADER in request.headers:  # the dice are thrown for each
            reply.lasting = False
        return reply if plan is None else plan.spoilt(request, reply, self._breaks(request))

    async def _from_upstream(
        self, upstream: Upstream, request: Request, plan: Plan | None, start: float
    ) -> Reply:
        # While the service thinks, the contract may be read again: this is for the one of now.
        checker, stand_in, breaks = self.checker, self.stand_in, self._breaks(request)
        operation, asked = checker.request(request)
        try:
            reply = await upstream.answer(request)
            told = checker.reply(operation, request, reply)
        except Problem as problem:
            reply, told = stand_in.failing(problem, request), problem.findings()
        findings = tuple(dict.fromkeys((*asked, *told)))
        reply = replace(reply, operation=operation.name if operation else None, findings=findings)
        if plan is not None:
            reply = plan.spoilt(request, reply, breaks)
        return self._done(request, reply, start, plan)

    def _done(self, request: Request, reply: Reply, start: float, plan: Plan | None) -> Reply:
        if self.around.cors:
            reply = allowed(request, reply)
        seconds = time.perf_counter() - start
        self._note(request, reply, seconds, plan.text if plan else None)
        return reply

    def _note(self, request: Request, reply: Reply, seconds: float, fault: str | None) -> None:
        at = time.time()
        self.journal.record(request, reply, seconds, at, fault)
        if self.listeners:
            sizes = len(request.body), len(reply.body)
            entry = Entry(self.journal.recorded, at, seconds, request, reply, sizes, fault)
            for listen in self.listeners:
                self._tell(listen, entry)

    def _tell(self, listen: Callable[[Entry], None], entry: Entry) -> None:
        try:
            listen(entry)
        except Exception:  # whoever listens badly takes nobody's reply away
            log.exception("%s: a listener failed", self.name)

    def _template(self, request: Request) -> str | None:
        if not self.faults.standing() and FAULTS_HEADER not in request.headers:
            return None
        found = self.stand_in.find(request)
        return found[0].item.path if found else None

    def _allow(self, request: Request) -> str:
        if "access-control-request-method" not in request.headers:
            return ""
        found = self.stand_in.find(request)
        return found[0].item.allow if found else "GET, HEAD, OPTIONS"

    def _breaks(self, request: Request) -> Callable[[Reply], bool]:
        return partial(self.checker.breaks, request)
