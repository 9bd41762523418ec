"""Requests and replies as values, and the client that exchanges them, over a socket or in this process."""

import io
import json
import shlex
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

import requests
from requests.adapters import BaseAdapter
from requests.structures import CaseInsensitiveDict
from werkzeug.test import EnvironBuilder, run_wsgi_app

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

_TIMEOUT = 10.0
_NOT_SHOWN = "$TALLER_API_KEY"
_HIDDEN = frozenset(("authorization", "cookie", "proxy-authorization"))


@dataclass(frozen=True)
class Request:
    """What is asked: of an operation, though not always as that wants it."""

    operation: str
    """Method and path template: ``GET /clientes/{idCliente}``."""
    method: str
    path: str
    """Below the URL of the API, percent-encoded, with its query."""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None

    def with_headers(self, **headers: str | None) -> "Request":
        """Return it with other headers, ``If_Match="*"``; None takes one away."""
        said = {name.replace("_", "-"): value for name, value in headers.items()}
        kept = {name: value for name, value in self.headers.items() if name.lower() not in _lower(said)}
        return replace(self, headers=kept | {name: one for name, one in said.items() if one is not None})


@dataclass(frozen=True)
class Reply:
    """What came."""

    status: int
    headers: Mapping[str, str]
    """Read by any letter case."""
    body: bytes
    seconds: float

    @property
    def ok(self) -> bool:
        """Whether it is a 2xx."""
        return 200 <= self.status < 300

    def json(self) -> Any:
        """Return the body as JSON; None if it is none."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            return None


class Client:
    """Exchanges requests for replies with one service, and sends its credential where none is said."""

    def __init__(
        self, url: str, app: "WSGIApplication | None" = None, headers: Mapping[str, str] | None = None
    ) -> None:
        """Speak to the API at *url*, or to *app* in its place, with *headers* on every request."""
        self.url = url.rstrip("/")
        self._headers = dict(headers or {})
        self._session = requests.Session()
        self._session.trust_env = False  # a proxy of the machine's must not stand between
        if app is not None:
            self._session.mount("http://", _InProcess(app))

    def send(self, request: Request) -> Reply:
        """Return the reply to *request*; redirects are not followed.

        :raises requests.RequestException: if none came.
        """
        start = time.monotonic()
        headers = {**self._headers, **request.headers}
        prepared = self._session.prepare_request(
            requests.Request(request.method, self.url + request.path, headers, data=request.body)
        )
        came = self._session.send(prepared, timeout=_TIMEOUT, allow_redirects=False)
        return Reply(came.status_code, came.headers, came.content, time.monotonic() - start)

    def curl(self, request: Request) -> str:
        """Return *request* as a command; credentials are named, and not shown."""
        parts = ["curl", "-i", "-X", request.method]
        for name, value in {**self._headers, **request.headers}.items():
            parts += ["-H", f"{name}: {_NOT_SHOWN if name.lower() in _HIDDEN else value}"]
        if request.body is not None:
            parts += ["--data-binary", request.body.decode("utf-8", "backslashreplace")]
        return shlex.join([*parts, self.url + request.path])


def filled(template: str, values: Mapping[str, Any]) -> str:
    """Return the path *template* with *values* for its parameters, percent-encoded."""
    for name, value in values.items():
        template = template.replace(f"{{{name}}}", quote(str(value), safe=""))
    return template


def as_text(value: str | bytes) -> str:
    """Return *value*, of a header, as a text."""
    return value.decode("latin-1") if isinstance(value, bytes) else value


def _lower(names: Mapping[str, Any]) -> set[str]:
    return {name.lower() for name in names}


class _InProcess(BaseAdapter):
    """Leads requests to an application in this process."""

    def __init__(self, app: "WSGIApplication") -> None:
        super().__init__()
        self._app = app

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
        """Return the application's response."""
        parts = urlsplit(request.url or "")
        body = request.body.encode() if isinstance(request.body, str) else request.body
        builder = EnvironBuilder(
            path=parts.path,
            query_string=parts.query,
            method=request.method or "GET",
            headers=[(name, as_text(value)) for name, value in request.headers.items()],
            data=body if isinstance(body, bytes) else b"",
            base_url=f"{parts.scheme}://{parts.netloc}/",
        )
        chunks, status, headers = run_wsgi_app(self._app, builder.get_environ(), buffered=True)
        response = requests.Response()
        response.status_code = int(status.split()[0])
        response.headers = CaseInsensitiveDict(headers.items())
        response.raw = io.BytesIO(b"".join(chunks))
        response.request = request
        return response

    def close(self) -> None:
        """Do nothing: there is no connection."""
