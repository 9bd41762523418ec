"""Several services on one port, each below a prefix of its own."""

from collections.abc import Awaitable, Mapping
from dataclasses import replace
from typing import Any

from taller.mocks.admin import ROOT
from taller.mocks.admin.guard import check_sender
from taller.mocks.openapi.encoding import as_json
from taller.mocks.openapi.http import Reply, Request
from taller.mocks.openapi.media import JSON
from taller.mocks.openapi.problems import Problem, problem_reply
from taller.mocks.serving.hosting import Hosted

_HEADERS = (("Content-Type", JSON), ("Cache-Control", "no-store"))


class Mounted:
    """Passes each request on to the service whose name its path begins with."""

    def __init__(self, services: Mapping[str, Hosted]) -> None:
        """Serve each of *services* below ``/name``."""
        self._services = services

    @property
    def version(self) -> tuple[object, ...]:
        """Another value whenever that of one of the services is."""
        return tuple(one.version for one in self._services.values())

    @property
    def has_admin(self) -> bool:
        """Whether one of the services has."""
        return any(one.has_admin for one in self._services.values())

    def repeated(self, request: Request, reply: Reply) -> None:
        """Let the service take note of a reply that was given again."""
        found = self._found(request)
        if found is not None:
            found[0].repeated(found[1], reply)

    def answer(self, request: Request) -> Reply | Awaitable[Reply]:
        """Return the reply of the service that *request* is for; at the root, what is said of all."""
        found = self._found(request)
        if found is not None and request.path.count("/") == 1:
            # What is relative in a page is so to the folder that it is in, and there is none yet.
            place = f"{request.prefix}{request.path}/"
            return Reply(307, (("Location", f"{place}?{request.query}" if request.query else place),))
        if found is not None:
            return found[0].answer(found[1])
        try:
            return Reply(200, _HEADERS, as_json(self._at_the_root(request)))
        except Problem as problem:
            return problem_reply(problem, request.path)

    def _at_the_root(self, request: Request) -> dict[str, Any]:
        """Return what is told of all the services at once.

        :raises Problem: 403, if a page of another site asks for the admin's; 404 or 405.
        """
        path, managed = request.path, any(one.admin for one in self._services.values())
        if path not in ("/", "/healthz") and not (path == ROOT and managed):
            names = ", ".join(f"/{name}/" for name in self._services)
            raise Problem(404, f"Aquí están {names}.")
        if request.method not in ("GET", "HEAD"):
            raise Problem(405, "Esta ruta solo se lee.", headers={"Allow": "GET, HEAD"})
        if path == "/healthz":  # in one process, they live and die together
            return {"status": "ok", "services": dict.fromkeys(self._services, "ok")}
        if path == ROOT:
            # A name with a dot, if one has it, is one of the web's, and another may own it.
            check_sender(request, [name for name in self._services if "." not in name])
        return {"services": {name: _places(name, one) for name, one in self._services.items()}}

    def _found(self, request: Request) -> tuple[Hosted, Request] | None:
        name, slash, rest = request.path.removeprefix("/").partition("/")
        service = self._services.get(name)
        if service is None:
            return None
        prefix = f"{request.prefix}/{name}"
        return service, replace(request, path=f"/{rest}" if slash else "/", prefix=prefix)


def _places(name: str, service: Hosted) -> dict[str, str | None]:
    """Return where *service*, mounted below *name*, and all that is about it, can be found."""
    own = service.upstream is None  # else a real service answers there, if it likes
    return {
        "title": service.title,
        "api": f"/{name}{service.stand_in.contract.base_path or '/'}",
        "docs": f"/{name}/docs/" if own else None,
        "openapi": f"/{name}/openapi.json" if own else None,
        "health": f"/{name}/healthz" if own else None,
        "admin": f"/{name}{ROOT}" if service.admin else None,
    }
