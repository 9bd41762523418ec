"""A stand-in: the WSGI application that answers for one contract."""

import logging
from collections.abc import Iterable, Mapping
from threading import Lock
from typing import TYPE_CHECKING, Any

from werkzeug.wrappers import Request, Response

from taller.mocks.contract import Contract
from taller.mocks.endpoints import Endpoint
from taller.mocks.exchange import World
from taller.mocks.handlers import handle
from taller.mocks.inference import understand
from taller.mocks.memory import Memory
from taller.mocks.pages import Pages
from taller.mocks.problems import Problem, problem_response
from taller.mocks.rendering import Renderer
from taller.mocks.responses import BrokenPromise, Responder
from taller.mocks.routing import Match, Router
from taller.mocks.validation import Validators

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

log = logging.getLogger("taller.mocks")


def create_stand_in(
    document: Mapping[str, Any], *, check_responses: bool = True, first_id: int | None = None
) -> "StandIn":
    """Return the stand-in for the OpenAPI 3.1 *document*, references unresolved.

    :param check_responses: whether an answer that breaks the contract becomes a 500.
    :param first_id: where the ids that it gives begin, if the contract has room there; by default
        after those of the examples.
    :raises ContractError: if no stand-in can be made from it.
    """
    return StandIn(Contract(document), check_responses=check_responses, first_id=first_id)


class StandIn:
    """A WSGI application that behaves as one contract promises, with a memory of its own."""

    def __init__(
        self, contract: Contract, *, check_responses: bool = True, first_id: int | None = None
    ) -> None:
        """Stand in for the service of *contract*; see `create_stand_in`."""
        self.contract = contract
        self.meaning = understand(contract)
        validators = Validators(contract)
        memory = Memory(self.meaning, validators.fits, first_id=first_id)
        self._world = World(memory, validators, Renderer(contract.base_path))
        self._router = Router(contract)
        self._pages = Pages(contract)
        self._responder = Responder(validators, check=check_responses)
        self._endpoints = {
            key: Endpoint(action, contract.paths[key[0]].allow, validators)
            for key, action in self.meaning.actions.items()
        }
        self._lock = Lock()

    @property
    def title(self) -> str:
        """The title of the contract."""
        return self.contract.title

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer one request."""
        request = Request(environ)
        path = _decoded(environ.get("PATH_INFO", ""))
        match = self._router.match(path)
        endpoint = self._endpoint(match, request.method) if match else None
        try:
            response = self._served(endpoint, match, request) if match else self._pages.answer(path, request)
        except Problem as problem:
            shown = request.root_path + path
            response = problem_response(problem, shown, endpoint.operation if endpoint else None)
        # What a client said may be personal: the log has the contract's path, and not the request's.
        template = match.item.path if match else "-"
        log.info("%s: %s %s %d", self.title, request.method, template, response.status_code)
        return response(environ, start_response)

    def _endpoint(self, match: Match, method: str) -> Endpoint | None:
        """Return what serves *method*; GET serves HEAD, whose body never leaves."""
        wanted = "GET" if method == "HEAD" and "get" in match.item.operations else method
        return self._endpoints.get((match.item.path, wanted.lower()))

    def _served(self, endpoint: Endpoint | None, match: Match, request: Request) -> Response:
        if endpoint is None:
            allow = match.item.allow
            raise Problem(405, f"Esta ruta admite {allow}.", headers={"Allow": allow})
        try:
            exchange = endpoint.read(request, match.texts)
            with self._lock:
                answer = handle(self._world, endpoint.action, exchange)
            return self._responder.response(answer, endpoint.operation, request)
        except Problem:
            raise
        except BrokenPromise as broken:
            raise self._failure(endpoint, str(broken)) from broken
        except Exception as error:
            raise self._failure(endpoint, type(error).__name__) from error

    def _failure(self, endpoint: Endpoint, what: str) -> Problem:
        """Log a mistake of our own, without any value, and return what to say of it."""
        log.error("%s: %s: %s", self.title, endpoint.operation.name, what)
        return Problem(500, "El suplente ha fallado.")


def _decoded(path_info: str) -> str:
    """Return the path as text; bytes that are not UTF-8 become lone surrogates, and name nothing."""
    return path_info.encode("latin-1").decode(errors="surrogateescape")
