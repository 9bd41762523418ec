"""What a stand-in answers beside its contract: its documentation, the contract, its health."""

import json

from werkzeug.utils import send_file
from werkzeug.wrappers import Request, Response

from taller.mocks.contract import JSON, Contract
from taller.mocks.problems import Problem
from taller.swagger import POLICY, asset, page

_DOCS = "/docs/"


class Pages:
    """The pages of one stand-in; every URL in them is relative, so that any prefix will do."""

    def __init__(self, contract: Contract) -> None:
        """Prepare the pages about *contract*."""
        self._contract = contract

    def answer(self, path: str, request: Request) -> Response:
        """Return the page at *path*.

        :raises Problem: 404, if there is none; 405, if *request* wants to change it.
        """
        page = self._page(path, request)
        if page is None:
            raise Problem(404, "No hay nada en esta ruta.")
        if request.method not in ("GET", "HEAD"):
            raise Problem(405, "Esta ruta solo se lee.", headers={"Allow": "GET, HEAD"})
        return page

    def _page(self, path: str, request: Request) -> Response | None:
        base = self._contract.base_path
        if base and path in (base, f"{base}/"):
            # The URL of the API, as people copy it; the page is as many steps up as it is deep.
            return _redirect("../" * (path.count("/") - 1) + "docs/")
        match path:
            case "/":
                return _redirect("docs/")
            case "/docs":
                return _redirect("docs/")
            case "/docs/":
                html = page(self._contract.title, "../openapi.json", ".")
                headers = {"Content-Security-Policy": POLICY}
                return Response(html, headers=headers, mimetype="text/html")
            case "/openapi.json":
                return Response(self._contract.text, mimetype=JSON)
            case "/healthz":
                return Response(json.dumps({"status": "ok"}), mimetype=JSON)
        return _asset(path.removeprefix(_DOCS), request) if path.startswith(_DOCS) else None


def _redirect(location: str) -> Response:
    return Response(status=302, headers={"Location": location})


def _asset(name: str, request: Request) -> Response | None:
    path = asset(name)
    return send_file(path, request.environ, max_age=3600) if path else None
