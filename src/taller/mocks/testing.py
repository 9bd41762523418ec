"""Stand-ins in the tests of a client: in the same process, or on a port of their own."""

import asyncio
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from threading import RLock, Thread
from typing import TYPE_CHECKING, Any

from taller.documents import read, read_document
from taller.mocks.admin import Admin
from taller.mocks.admin.reading import check_query, criteria_of
from taller.mocks.app import StandIn, manner_of
from taller.mocks.faults import Faults, parse
from taller.mocks.journal import PRESENT, Entry, Journal
from taller.mocks.openapi.contract import Contract
from taller.mocks.openapi.http import Reply, Request
from taller.mocks.requests.security import check_schemes
from taller.mocks.serving.hosting import Around, Hosted
from taller.mocks.wsgi import respond

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

log = logging.getLogger("taller.mocks")

HOST = "127.0.0.1"


class Observed:
    """A stand-in that tells what it was asked, and fails when it is told to; a WSGI application."""

    def __init__(self, hosted: Hosted) -> None:
        """Observe *hosted*."""
        self._hosted = hosted
        self._lock = RLock()
        self.url = ""
        """Where it is served, base path and all: ``http://127.0.0.1:40123/v1``; nothing if only by WSGI."""
        self.loop: asyncio.AbstractEventLoop | None = None
        """Where it answers while it is served, in a thread of its own."""

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer one WSGI request; where a connection would break by a fault, with 503."""
        return respond(self.answer, environ, start_response)

    @property
    def base_path(self) -> str:
        """What stands before every path of the contract: nothing, or ``/v1``."""
        return self._hosted.stand_in.contract.base_path

    @property
    def journal(self) -> Journal:
        """What it was asked and answered."""
        return self._hosted.journal

    @property
    def faults(self) -> Faults:
        """What goes wrong on purpose."""
        return self._hosted.faults

    @property
    def version(self) -> object:
        """Another value whenever a lasting reply may have changed."""
        return self._hosted.version

    @property
    def has_admin(self) -> bool:
        """Whether it takes whole states, which are larger than any other body."""
        return self._hosted.has_admin

    def answer(self, request: Request) -> Reply:
        """Return the reply to *request*."""
        with self._lock:
            reply = self._hosted.answer(request)
        assert isinstance(reply, Reply), "only a service behind it would keep it waiting"  # noqa: S101
        return reply

    def repeated(self, request: Request, reply: Reply) -> None:
        """Take note of a reply that was given again."""
        self._hosted.repeated(request, reply)

    def fail(self, faults: str) -> None:
        """Let *faults* strike from now on: ``status=503; times=1``.

        :raises FaultError: if they cannot be understood.
        """
        self.faults.add(parse(faults))

    def asked(
        self,
        operation: str | None = None,
        *,
        method: str | None = None,
        path: str | None = None,
        status: int | str | None = None,
        contract: str | None = None,
        body: str | None = None,
        pointer: str | None = None,
        equals: Any = PRESENT,
    ) -> list[Entry]:
        """Return what it was asked, the earliest first, as the journal's own queries have it.

        :param operation: ``POST /pets``, or its operationId.
        :param path: with the base path or without; ``*`` stands for any run of characters.
        :param status: 404, or ``4xx``.
        :param contract: ``kept``, ``broken`` or ``faulted``.
        :raises ValueError: for an operation that the contract does not have, and what no entry can be.
        """
        wanted = {"operation": operation, "method": method, "path": path, "status": status, "body": body}
        wanted |= {"contract": contract, "pointer": pointer}
        check_query({name: str(one) for name, one in wanted.items() if one is not None})
        self._check_operation(operation)
        criteria = criteria_of({**wanted, "equals": equals}, self._hosted)
        return self.journal.find(criteria, limit=len(self.journal))

    def _check_operation(self, operation: str | None) -> None:
        known = {one.name for one in self._hosted.stand_in.contract.operations()}
        if operation is not None and operation not in known.union(self._hosted.operation_ids):
            near = get_close_matches(operation, sorted(known), 1)
            raise ValueError(f"no operation {operation!r}" + (f": did you mean {near[0]!r}?" if near else ""))

    def reset(self) -> None:
        """Go back to the examples of the contract, without faults, and forget what was asked."""
        if self.loop is None:
            return self._begin_anew()
        # Not between a reply that has been written and its being put by, to be given again.
        return asyncio.run_coroutine_threadsafe(_done(self._begin_anew), self.loop).result()

    def _begin_anew(self) -> None:
        with self._lock:
            self._hosted.begin_anew()


def observed(contract: Mapping[str, Any] | Path | str, **manner: Any) -> Observed:
    """Return a stand-in for *contract*, an OpenAPI document or the path of one, for use in this process.

    :param manner: what differs from the usual `taller.mocks.Manner`; ``credentials`` are texts, as those
        of ``--credential``: ``"apiKey=secret;read"``.
    :raises UnreadableDocument: if nothing can be served from it.
    :raises ValueError: for a credential of a security scheme that the contract does not have.
    """
    reading = read_document(contract) if isinstance(contract, Mapping) else read(contract)
    for defect in reading.defects:
        log.warning("%s", defect)
    stand_in = StandIn(Contract(reading.document), manner_of(**manner))
    check_schemes(stand_in.manner.credentials, [stand_in.contract])
    hosted = Hosted("stand-in", stand_in, Around(seed=stand_in.manner.seed))
    hosted.admin = Admin(hosted)
    return Observed(hosted)


@contextmanager
def served(contract: Mapping[str, Any] | Path | str, **manner: Any) -> Iterator[Observed]:
    """Serve a stand-in for *contract*, as `observed` makes it, on a free port of the loopback.

    Its `Observed.url` says where. It ends with the block.
    """
    made = observed(contract, **manner)
    started: Future[_Started] = Future()
    thread = Thread(target=_serve, args=(made, started), name="taller", daemon=True)
    thread.start()
    where = started.result()
    made.loop, made.url = where.loop, f"http://{HOST}:{where.port}{made.base_path}"
    try:
        yield made
    finally:
        made.loop = None
        where.loop.call_soon_threadsafe(where.ended.set)
        thread.join()


@dataclass(frozen=True)
class _Started:
    loop: asyncio.AbstractEventLoop
    ended: asyncio.Event
    port: int


def _serve(made: Observed, started: "Future[_Started]") -> None:
    from taller.mocks.serving.server import Server

    async def run() -> None:
        ended, server = asyncio.Event(), Server({0: made}, HOST)

        def tell() -> None:
            started.set_result(_Started(asyncio.get_running_loop(), ended, server.ports[0]))

        await server.run(ended, tell)

    try:
        asyncio.run(run())
    except BaseException as error:
        if started.done():
            raise
        started.set_exception(error)


async def _done(act: Callable[[], None]) -> None:
    act()
