"""The way in to a stand-in's own affairs, at ``/_taller/``."""

from collections.abc import Collection

from taller.mocks.admin.guard import check_sender
from taller.mocks.admin.managed import Managed
from taller.mocks.admin.reading import read_query
from taller.mocks.admin.views import ROOT, ROUTES, View
from taller.mocks.openapi.http import Reply, Request
from taller.mocks.openapi.problems import Problem, problem_reply


class Admin:
    """Shows and changes one stand-in: its state, its faults, its journal."""

    def __init__(self, service: Managed, names: Collection[str] = ()) -> None:
        """Manage *service*.

        :param names: the host names under which it is served, beside those of the loopback.
        """
        self._service = service
        self._names = names

    def answer(self, request: Request) -> Reply | None:
        """Return the reply to *request*; None, if its path is not below ``/_taller/``."""
        if not request.path.startswith(ROOT):
            return None
        try:
            check_sender(request, self._names)
            view = _view(request)
            return view(self._service, request, read_query(request))
        except Problem as problem:
            return problem_reply(problem, request.prefix + request.path)


def _view(request: Request) -> View:
    views = ROUTES.get(request.path)
    if views is None:
        raise Problem(404, f"No hay nada en esta ruta: {ROOT} dice qué hay.")
    view = views.get("GET" if request.method == "HEAD" else request.method)
    if view is None:
        allow = ", ".join([*views, "HEAD"] if "GET" in views else views)
        raise Problem(405, f"Esta ruta admite {allow}.", headers={"Allow": allow})
    return view
