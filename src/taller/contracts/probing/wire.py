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
from urllib3 import HTTPResponse
from urllib3.exceptions import DecodeError, HTTPError, ReadTimeoutError
from werkzeug.test import EnvironBuilder, run_wsgi_app

from taller.contracts.credentials import NOTHING, Credentials

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

_TIMEOUT = 10.0
"""Seconds without a byte."""
_LONGEST = 15.0
"""Seconds that an answer may take, as long as bytes come."""
_LARGEST = 64 * 1024 * 1024
"""Bytes of a body, which nobody reads who cannot keep them."""
_CHUNK = 64 * 1024


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


class AnswerCutOff(requests.ConnectionError):
    """An answer that is shorter than it says, or that does not come to an end."""


class AnswerGarbled(requests.ConnectionError):
    """An answer that cannot be decoded as it says."""


class Client:
    """Exchanges requests for replies with one service, and sends its credential where none is said."""

    def __init__(
        self, url: str, app: "WSGIApplication | None" = None, credentials: Credentials = NOTHING
    ) -> None:
        """Speak to the API at *url*, or to *app* in its place, with *credentials* on every request."""
        self.url = url.rstrip("/")
        self._credentials = credentials
        self._session = requests.Session()
        self._session.trust_env = False  # a proxy of the machine's must not stand between
        if app is not None:
            self._session.mount("http://", _InProcess(app))

    def send(self, request: Request) -> Reply:
        """Return the reply to *request*; redirects are not followed.

        :raises requests.RequestException: if none came.
        """
        start = time.monotonic()
        prepared = self._session.prepare_request(
            requests.Request(request.method, self._url(request), self._headers(request), data=request.body)
        )
        came = self._session.send(prepared, timeout=_TIMEOUT, allow_redirects=False, stream=True)
        try:
            body = read(came)
        finally:
            came.close()
        return Reply(came.status_code, came.headers, body, time.monotonic() - start)

    def curl(self, request: Request) -> str:
        """Return *request* as a command, credentials and all: `Secrecy` hides them."""
        # With -X HEAD curl waits for a body.
        parts = ["curl", "-I"] if request.method == "HEAD" else ["curl", "-i", "-X", request.method]
        for name, value in self._headers(request).items():
            parts += ["-H", f"{name}: {value}"]
        if request.body is not None:
            parts += ["--data-binary", request.body.decode("utf-8", "backslashreplace")]
        return shlex.join([*parts, self._url(request)])

    def _url(self, request: Request) -> str:
        return self.url + self._credentials.on(request.path)

    def _headers(self, request: Request) -> Mapping[str, str]:
        """Return those of *request*, and what of the credentials it does not say itself."""
        said = _lower(request.headers)
        shown = {name: one for name, one in self._credentials.headers.items() if name.lower() not in said}
        return {**shown, **request.headers}


def read(came: requests.Response) -> bytes:
    """Return the body of *came*, of which nothing was read, decoded.

    :raises requests.ConnectionError: if it does not come to an end, or if nobody can decode it.
    :raises requests.ReadTimeout: if no more of it comes.
    """
    body, end = bytearray(), time.monotonic() + _LONGEST
    try:
        while chunk := came.raw.read1(_CHUNK, decode_content=True):
            body += chunk
            if len(body) > _LARGEST or time.monotonic() > end:
                raise AnswerCutOff(f"no end after {len(body)} bytes")
    except DecodeError as error:
        raise AnswerGarbled(error) from error
    except ReadTimeoutError as error:
        raise requests.ReadTimeout(error) from error
    except HTTPError as error:
        raise AnswerCutOff(error) from error
    return bytes(body)


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
        response.raw = HTTPResponse(io.BytesIO(b"".join(chunks)), preload_content=False)
        response.request = request
        return response

    def close(self) -> None:
        """Do nothing: there is no connection."""
