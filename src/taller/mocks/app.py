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


def create_stand_in(document: Mapping[str, Any], *, check_responses: bool = True) -> "StandIn":
    """Return the stand-in for the OpenAPI 3.1 *document*, references unresolved.

    :param check_responses: whether an answer that breaks the contract becomes a 500.
    :raises ContractError: if no stand-in can be made from it.
    """
    return StandIn(Contract(document), check_responses=check_responses)


class StandIn:
    """A WSGI application that behaves as one contract promises, with a memory of its own."""

    def __init__(self, contract: Contract, *, check_responses: bool = True) -> None:
        """Stand in for the service of *contract*; see `create_stand_in`."""
        self.contract = contract
        self.meaning = understand(contract)
        validators = Validators(contract)
        self._world = World(Memory(self.meaning), validators, Renderer(contract.base_path))
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

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer one request."""
        request = Request(environ)
        return self._respond(request)(environ, start_response)

    def _respond(self, request: Request) -> Response:
        path = _decoded(request.environ.get("PATH_INFO", ""))
        match = self._router.match(path) if path is not None else None
        page = self._pages.answer(path, request) if path is not None and match is None else None
        if page is not None:
            return page
        shown = request.root_path + (request.path if path is None else path)
        if match is None:
            return self._refused(Problem(404, "No hay nada en esta ruta."), request, shown)
        return self._served(match, request, shown)

    def _served(self, match: Match, request: Request, path: str) -> Response:
        endpoint = self._endpoint(match, request.method)
        if endpoint is None:
            allow = match.item.allow
            problem = Problem(405, f"Esta ruta admite {allow}.", headers={"Allow": allow})
            return self._refused(problem, request, path, match)
        try:
            response = self._answered(endpoint, match, request)
        except Problem as problem:
            return self._refused(problem, request, path, match, endpoint)
        self._note(request.method, match.item.path, response.status_code)
        return response

    def _endpoint(self, match: Match, method: str) -> Endpoint | None:
        """Return what serves *method*; GET serves HEAD, whose body never leaves."""
        wanted = "GET" if method == "HEAD" and "get" in match.item.operations else method
        return self._endpoints.get((match.item.path, wanted.lower()))

    def _answered(self, endpoint: Endpoint, match: Match, request: Request) -> Response:
        try:
            exchange = endpoint.read(request, match.texts)
            with self._lock:
                answer = handle(self._world, endpoint.action, exchange)
            return self._responder.response(answer, endpoint.operation, request)
        except BrokenPromise as broken:
            self._complain(endpoint, str(broken))
            raise Problem(500, "El suplente iba a incumplir su contrato.") from broken
        except Problem:
            raise
        except Exception as error:
            self._complain(endpoint, type(error).__name__)
            raise Problem(500, "El suplente ha fallado.") from error

    def _refused(
        self,
        problem: Problem,
        request: Request,
        path: str,
        match: Match | None = None,
        endpoint: Endpoint | None = None,
    ) -> Response:
        self._note(request.method, match.item.path if match else "-", problem.status)
        return problem_response(problem, path, endpoint.operation if endpoint else None)

    def _complain(self, endpoint: Endpoint, what: str) -> None:
        """Log a mistake of our own: neither its message nor its values, which may be personal."""
        log.error("%s: %s: %s", self.title, endpoint.operation.name, what)

    def _note(self, method: str, template: str, status: int) -> None:
        """Log what happened, and nothing that a client said: it may be personal."""
        log.info("%s: %s %s %d", self.title, method, template, status)


def _decoded(path_info: str) -> str | None:
    """Return the path as text; None if it is not UTF-8, and so names nothing."""
    try:
        return path_info.encode("latin-1").decode()
    except UnicodeError:
        return None
