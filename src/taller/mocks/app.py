"""A stand-in: what answers for one contract."""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import count
from threading import Lock
from typing import TYPE_CHECKING, Any

from taller.documents import read_document
from taller.mocks.handling.handlers import handle
from taller.mocks.handling.late import LateSampler
from taller.mocks.handling.world import World
from taller.mocks.openapi.completion import Completer
from taller.mocks.openapi.contract import Contract
from taller.mocks.openapi.exchange import Answer
from taller.mocks.openapi.http import Finding, Reply, Request
from taller.mocks.openapi.problems import Problem
from taller.mocks.openapi.validation import Validators
from taller.mocks.replies.pages import Pages
from taller.mocks.replies.preferences import (
    NOTHING,
    PREFERRED,
    Preference,
    honour,
    is_general,
    preference_of,
    preferred,
    prefers,
)
from taller.mocks.replies.refusing import Refuser
from taller.mocks.replies.responses import BrokenPromise, Responder
from taller.mocks.replies.shows import Shows
from taller.mocks.requests.endpoints import Endpoint
from taller.mocks.requests.routing import Match, Router
from taller.mocks.requests.security import Credential, Gate
from taller.mocks.state.memory import Memory
from taller.mocks.state.rendering import Renderer
from taller.mocks.understanding.inference import understand
from taller.mocks.understanding.model import ShowExample
from taller.mocks.wsgi import respond

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

log = logging.getLogger("taller.mocks")


@dataclass(frozen=True)
class Manner:
    """How a stand-in answers, where the contract leaves it open."""

    check_responses: bool = True
    """Whether an answer that breaks the contract becomes a 500."""
    first_id: int | None = None
    """Where the ids that it gives begin, if the contract has room there; None: after the examples'."""
    dynamic: bool = False
    """Whether what no state answers is made up, another each time, and not an example."""
    seed: int = 0
    """Of what is made up: the same requests to the same seed get the same values."""
    credentials: tuple[Credential, ...] = ()
    """What the contract's security schemes accept; without any, `taller.mocks.requests.security.USUAL`."""
    prefix: str = ""
    """What stands before the base path in the URLs of its answers."""


def manner_of(credentials: Iterable[Credential | str] | str = (), **others: Any) -> Manner:
    """Return the usual `Manner`, but for *others* and *credentials*; one of these may be a text, as
    `Credential.read` takes it.
    """
    several = (credentials,) if isinstance(credentials, str) else credentials
    read = tuple(one if isinstance(one, Credential) else Credential.read(one) for one in several)
    return Manner(credentials=read, **others)


def create_stand_in(document: Mapping[str, Any], **manner: Any) -> "StandIn":
    """Return the stand-in for the OpenAPI *document*, references unresolved.

    What is not sound in it is left out, and said in the log.

    :param manner: what differs from the usual `Manner`, as `manner_of` takes it.
    :raises UnreadableDocument: if nothing can be served from it.
    """
    reading = read_document(document)
    for defect in reading.defects:
        log.warning("#%s: %s", defect.pointer, defect)
    return StandIn(Contract(reading.document), manner_of(**manner))


class StandIn:
    """Behaves as one contract promises, with a memory of its own; a WSGI application, too."""

    def __init__(self, contract: Contract, manner: Manner) -> None:
        """Stand in for the service of *contract*."""
        self.contract = contract
        self.manner = manner
        self.meaning = understand(contract)
        self.validators = Validators(contract)
        samples = LateSampler(self.validators.fits, manner.seed)
        self.memory = Memory(self.meaning, self.validators.fits, first_id=manner.first_id, seed=manner.seed)
        renderer = Renderer(manner.prefix + contract.base_path)
        self._world = World(self.memory, self.validators, renderer, samples)
        self._shows = Shows(self.validators.fits, samples)
        self._router = Router(contract)
        self._pages = Pages(contract)
        self._gate = Gate(contract, manner.credentials)
        self._refuser = Refuser(self.validators, self._shows)
        self._responder = Responder(self.validators, self._shows, check=manner.check_responses)
        self._completers = [Completer(self.validators.fits, defaults=one) for one in (False, True)]
        self._endpoints: dict[tuple[str, str], Endpoint] = {}
        self._salts = count(1)
        self._lock = Lock()

    @property
    def title(self) -> str:
        """The title of the contract."""
        return self.contract.title

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer one WSGI request, one at a time."""

        def answer(request: Request) -> Reply:
            with self._lock:
                return self.answer(request)

        return respond(answer, environ, start_response)

    @property
    def version(self) -> int:
        """Another number whenever what is kept has changed."""
        return self.memory.version

    @property
    def has_admin(self) -> bool:
        """Nothing is around a stand-in alone."""
        return False

    def repeated(self, request: Request, reply: Reply) -> None:
        """Take note of a reply that was given again; a stand-in alone keeps no journal."""

    def begin_anew(self) -> None:
        """Remember the contract's examples alone, and make up again what was made up at first."""
        self.memory.reset()
        self._salts = count(1)

    def answer(self, request: Request) -> Reply:
        """Return the reply to *request*."""
        found = self.find(request)
        match, endpoint = found or (None, None)
        chosen = endpoint is not None
        try:
            reply = self._served(endpoint, match, request) if match else self._pages.answer(request)
        except Problem as problem:
            chosen = False
            reply = self._refuser.reply(problem, endpoint.operation if endpoint else None, request)
            if match is None and problem.status == 404:
                reply.findings = (Finding("request", "path", "the contract has no such path"),)
        if prefers(request):
            honour(request, reply, chosen=chosen)
        if log.isEnabledFor(logging.INFO):
            # What a client said may be personal: the log has the contract's path, and not the request's.
            template = match.item.path if match else "-"
            log.info("%s: %s %s %d", self.title, request.method, template, reply.status)
            reply.lasting = False
        return reply

    def failing(self, problem: Problem, request: Request) -> Reply:
        """Return *problem*, for which *request* is not to blame, as the contract has such a thing."""
        found = self.find(request)
        operation = found[1].operation if found and found[1] else None
        if problem.status == 401:
            problem.headers = {"WWW-Authenticate": self._gate.challenge(operation), **problem.headers}
        # Another status that would do as well is not the one that was asked for.
        promised = operation if operation and operation.promise(problem.status) else None
        reply = self._refuser.reply(problem, promised, request)
        reply.operation, reply.findings = operation.name if operation else None, ()
        return reply

    def find(self, request: Request) -> tuple[Match, Endpoint | None] | None:
        """Return the path of the contract that *request* asks for, and what serves its method."""
        match = self._router.match(request.path)
        return (match, self._endpoint(match, request.method)) if match else None

    def _endpoint(self, match: Match, method: str) -> Endpoint | None:
        """Return what serves *method*; GET serves HEAD, whose body never leaves."""
        wanted = "get" if method == "HEAD" and "get" in match.item.operations else method.lower()
        key = match.item.path, wanted
        found = self._endpoints.get(key)
        if found is None and (action := self.meaning.actions.get(key)) and method.isupper():
            completer = self._completers[wanted != "patch"]
            found = self._endpoints[key] = Endpoint(action, match.item.allow, self.validators, completer)
        return found

    def _served(self, endpoint: Endpoint | None, match: Match, request: Request) -> Reply:
        if endpoint is None:
            return _undeclared(match, request)
        try:
            return self._kept(endpoint, match, request)
        except Problem:
            raise
        except BrokenPromise as broken:
            raise self._failure(endpoint, str(broken)) from broken
        except Exception as error:
            raise self._failure(endpoint, type(error).__name__) from error

    def _kept(self, endpoint: Endpoint, match: Match, request: Request) -> Reply:
        operation = endpoint.operation
        self._gate.check(operation, request)
        preference = preference_of(request) if prefers(request) else NOTHING
        exchange = endpoint.read(request, match.texts)
        if self.manner.dynamic and not preference.chooses and isinstance(endpoint.action, ShowExample):
            preference = replace(preference, dynamic=True)
        if preference.chooses:
            if is_general(preference, operation):
                return self.failing(Problem(preference.code or 500, PREFERRED), request)
            answer = self._preferred(preference, endpoint, request)
        else:
            self._responder.check_acceptable(operation, request)
            answer = handle(self._world, endpoint.action, exchange)
        reply = self._responder.reply(answer, operation, request)
        if reply.status == 401 and reply.header("www-authenticate") is None:
            reply.headers += (("WWW-Authenticate", self._gate.challenge(operation)),)
        return reply

    def _preferred(self, preference: Preference, endpoint: Endpoint, request: Request) -> Answer:
        return preferred(preference, endpoint.operation, request, self._shows, str(next(self._salts)))

    def _failure(self, endpoint: Endpoint, what: str) -> Problem:
        """Log a mistake of our own, without any value, and return what to say of it."""
        log.error("%s: %s: %s", self.title, endpoint.operation.name, what)
        return Problem(500, "El suplente ha fallado.")


def _undeclared(match: Match, request: Request) -> Reply:
    """Return the answer to a method that the contract does not have on this path.

    :raises Problem: 405, for any but OPTIONS.
    """
    allow = match.item.allow
    if request.method == "OPTIONS":
        return Reply(204, (("Allow", allow),))
    raise Problem(405, f"Esta ruta admite {allow}.", headers={"Allow": allow})
