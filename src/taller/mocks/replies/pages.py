"""What a stand-in answers beside its contract: its documentation, the contract, its health."""

from mimetypes import guess_type
from pathlib import Path

from taller.mocks.openapi.contract import Contract
from taller.mocks.openapi.encoding import as_json
from taller.mocks.openapi.http import Reply, Request
from taller.mocks.openapi.media import JSON
from taller.mocks.openapi.problems import Problem
from taller.swagger import POLICY, asset, page

_DOCS = "/docs/"
_AN_HOUR = "max-age=3600"


class Pages:
    """The pages of one stand-in; every URL in them is relative, so that any prefix will do."""

    def __init__(self, contract: Contract) -> None:
        """Prepare the pages about *contract*."""
        self._contract = contract

    def answer(self, request: Request) -> Reply:
        """Return the page that *request* asks for.

        :raises Problem: 404, if there is none; 405, if *request* wants to change it.
        """
        page = self._page(request)
        if page is None:
            raise Problem(404, self._nowhere(request.path))
        if request.method not in ("GET", "HEAD"):
            raise Problem(405, "Esta ruta solo se lee.", headers={"Allow": "GET, HEAD"})
        return page

    def _nowhere(self, path: str) -> str:
        base = self._contract.base_path
        hint = f" La API está bajo {base}/." if base and not path.startswith(f"{base}/") else ""
        return f"No hay nada en esta ruta.{hint}"

    def _page(self, request: Request) -> Reply | None:
        base, path = self._contract.base_path, request.path
        if base and path in (base, f"{base}/"):
            # The URL of the API, as people copy it; the page is as many steps up as it is deep.
            return _redirect("../" * (path.count("/") - 1) + "docs/")
        match path:
            case "/" | "/docs":
                return _redirect("docs/")
            case "/docs/":
                html = page(self._contract.title, "openapi.json", ".")
                headers = (("Content-Type", "text/html; charset=utf-8"), ("Content-Security-Policy", POLICY))
                return Reply(200, headers, html.encode())
            case "/openapi.json":
                return Reply(200, (("Content-Type", JSON),), self._contract.text)
            case "/docs/openapi.json":
                # What is tried out on the page is asked of the stand-in, and not of the real service.
                here = {"servers": [{"url": request.prefix + base or "/"}]}
                return Reply(200, (("Content-Type", JSON),), as_json({**self._contract.root.value, **here}))
            case "/healthz":
                return Reply(200, (("Content-Type", JSON),), as_json({"status": "ok"}))
        found = asset(path.removeprefix(_DOCS)) if path.startswith(_DOCS) else None
        return _file(found) if found else None


def _redirect(location: str) -> Reply:
    return Reply(302, (("Location", location),))


def _file(path: Path) -> Reply:
    media = guess_type(path.name)[0] or "application/octet-stream"
    return Reply(200, (("Content-Type", media), ("Cache-Control", _AN_HOUR)), path.read_bytes())
