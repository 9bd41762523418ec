"""Requests and answers as a fault sees them, between a client and a correct service."""

import io
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


@dataclass(frozen=True)
class Request:
    """A request that came, or that a fault makes."""

    method: str
    path: str
    """As WSGI has it: decoded, base path included."""
    query: str
    body: bytes
    environ: "WSGIEnvironment"

    @classmethod
    def of(cls, environ: "WSGIEnvironment") -> "Request":
        """Return what came in *environ*, its body read."""
        length = environ.get("CONTENT_LENGTH")
        ends = environ.get("wsgi.input_terminated")
        body = environ["wsgi.input"].read(int(length) if length else -1) if length or ends else b""
        path = str(environ.get("PATH_INFO", ""))
        return cls(environ["REQUEST_METHOD"], path, environ.get("QUERY_STRING", ""), body, environ)

    def header(self, name: str) -> str | None:
        """Return a header, by any spelling of its name."""
        value = self.environ.get(_variable(name))
        return value if value is None else str(value)

    def but(self, headers: "dict[str, str | None] | None" = None, **changes: Any) -> "Request":
        """Return the request with *changes*; a header that is None goes."""
        environ = dict(self.environ)
        for name, value in (headers or {}).items():
            environ.pop(_variable(name), None)
            if value is not None:
                environ[_variable(name)] = value
        return replace(self, environ=environ, **changes)

    @property
    def json(self) -> Any:
        """The body as JSON; None if it is none."""
        return _parsed(self.body)

    def with_json(self, value: Any) -> "Request":
        """Return the request with *value* as its body."""
        return self.but(body=_written(value))

    def passed_on(self) -> "WSGIEnvironment":
        """Return the environ of the request as it is now."""
        environ = dict(self.environ)
        if self.path != environ.get("PATH_INFO", ""):
            environ.pop("RAW_URI", None)
            environ.pop("REQUEST_URI", None)
        environ |= {
            "REQUEST_METHOD": self.method,
            "PATH_INFO": self.path,
            "QUERY_STRING": self.query,
            "CONTENT_LENGTH": str(len(self.body)),
            "wsgi.input": io.BytesIO(self.body),
        }
        environ.pop("wsgi.input_terminated", None)
        environ.pop("HTTP_TRANSFER_ENCODING", None)
        environ.pop("werkzeug.request", None)
        return environ


@dataclass(frozen=True)
class Reply:
    """An answer."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str | None:
        """Return a header, by any spelling of its name."""
        return next((value for one, value in self.headers if one.lower() == name.lower()), None)

    def but(self, headers: "dict[str, str | None] | None" = None, **changes: Any) -> "Reply":
        """Return the answer with *changes*; a header that is None goes."""
        new = headers or {}
        lower = {name.lower() for name in new}
        kept = tuple((name, value) for name, value in self.headers if name.lower() not in lower)
        more = tuple((name, value) for name, value in new.items() if value is not None)
        return replace(self, headers=kept + more, **changes)

    @property
    def good(self) -> bool:
        """Whether the request succeeded."""
        return 200 <= self.status < 300

    @property
    def json(self) -> Any:
        """The body as JSON; None if it is none."""
        return _parsed(self.body)

    def with_json(self, value: Any, **changes: Any) -> "Reply":
        """Return the answer with *value* as its body."""
        return self.but(body=_written(value), **changes)


Ask = Callable[[Request], Reply]
"""Passes a request on to the correct service."""
Behaviour = Callable[[Request, Ask], Reply]
"""What a faulty service answers."""


def failed() -> Reply:
    """Return what a service says that fell over."""
    body = b'{"type": "about:blank", "title": "Internal Server Error", "status": 500}'
    return Reply(500, (("Content-Type", "application/problem+json"),), body)


class Faulty:
    """A WSGI application that answers as *behaviour* does, over a correct one."""

    def __init__(self, app: "WSGIApplication", behaviour: Behaviour, *, heads: bool = False) -> None:
        """:param heads: whether the fault is one of HEAD; else HEAD stays what GET is, without the body."""
        self._app = app
        self._behaviour = behaviour
        self._heads = heads

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer one request."""
        request = Request.of(environ)
        if request.method == "HEAD" and not self._heads:
            reply = self._head(request)
        else:
            reply = self._behaviour(request, self.ask)
        start_response(f"{reply.status} {_phrase(reply.status)}", [*_measured(request, reply).headers])
        return [reply.body]

    def ask(self, request: Request) -> Reply:
        """Return what the correct service answers."""
        said: list[Any] = []

        def start(status: str, headers: Any, _: Any = None) -> Callable[[bytes], object]:
            said[:] = [int(status.split()[0]), tuple(headers)]
            return lambda _: None

        parts = self._app(request.passed_on(), start)
        body = b"".join(parts)
        if hasattr(parts, "close"):
            parts.close()
        return Reply(said[0], said[1], body)

    def _head(self, request: Request) -> Reply:
        if self.ask(request).status == 405:
            return self._behaviour(request, self.ask)
        reply = self._behaviour(request.but(method="GET"), self.ask)
        return reply.but({"Content-Length": str(len(reply.body))}, body=b"")


def _measured(request: Request, reply: Reply) -> Reply:
    """Return *reply* with the length that its body has now."""
    if request.method == "HEAD" or reply.header("Content-Length") is None:
        return reply
    return reply.but({"Content-Length": str(len(reply.body))})


def _phrase(status: int) -> str:
    return {200: "OK", 201: "Created", 204: "No Content", 404: "Not Found"}.get(status, "Status")


def _variable(name: str) -> str:
    variable = name.upper().replace("-", "_")
    return variable if variable == "CONTENT_TYPE" else f"HTTP_{variable}"


def _parsed(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _written(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")
