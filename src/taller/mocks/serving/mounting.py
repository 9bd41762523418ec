"""Several services on one port, each below a prefix of its own."""

from collections.abc import Awaitable, Mapping
from dataclasses import replace

from taller.mocks.openapi.encoding import as_json
from taller.mocks.openapi.http import Reply, Request
from taller.mocks.openapi.media import JSON
from taller.mocks.openapi.problems import Problem, problem_reply
from taller.mocks.serving.hosting import Hosted


class Mounted:
    """Passes each request on to the service whose name its path begins with."""

    def __init__(self, services: Mapping[str, Hosted]) -> None:
        """Serve each of *services* below ``/name``."""
        self._services = services

    @property
    def version(self) -> tuple[object, ...]:
        """Another value whenever that of one of the services is."""
        return tuple(one.version for one in self._services.values())

    def repeated(self, request: Request, reply: Reply) -> None:
        """Let the service take note of a reply that was given again."""
        found = self._found(request)
        if found is not None:
            found[0].repeated(found[1], reply)

    def answer(self, request: Request) -> Reply | Awaitable[Reply]:
        """Return the reply of the service that *request* is for; at the root, where each is."""
        found = self._found(request)
        if found is not None and request.path.count("/") == 1:
            # What is relative in a page is so to the folder that it is in, and there is none yet.
            place = f"{request.prefix}{request.path}/"
            return Reply(307, (("Location", f"{place}?{request.query}" if request.query else place),))
        if found is not None:
            return found[0].answer(found[1])
        if request.path == "/":
            index = {name: f"/{name}/docs/" for name in self._services}
            return Reply(200, (("Content-Type", JSON),), as_json(index))
        names = ", ".join(f"/{name}/" for name in self._services)
        return problem_reply(Problem(404, f"Aquí están {names}."), request.path)

    def _found(self, request: Request) -> tuple[Hosted, Request] | None:
        name, slash, rest = request.path.removeprefix("/").partition("/")
        service = self._services.get(name)
        if service is None:
            return None
        prefix = f"{request.prefix}/{name}"
        return service, replace(request, path=f"/{rest}" if slash else "/", prefix=prefix)
