"""All the stand-ins in one process, each on ports of its own."""

import signal
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import waitress
from werkzeug.wrappers import Response

from taller.mocks.app import StandIn
from taller.mocks.bodies import MAX_BYTES

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

THREADS = 4


class PortDispatcher:
    """A WSGI application that passes each request on to the application of its port."""

    def __init__(self, apps: Mapping[int, "WSGIApplication"]) -> None:
        """Serve each of *apps* on the port that leads to it."""
        self._apps = {str(port): app for port, app in apps.items()}

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer one request."""
        app = self._apps.get(environ["SERVER_PORT"]) or Response(status=404)
        return app(environ, start_response)


def dispatching(stand_ins: Sequence[tuple[StandIn, Sequence[int]]]) -> PortDispatcher:
    """Return the application that answers on every port as the stand-in that has it.

    :raises ValueError: if two stand-ins want one port.
    """
    apps: dict[int, WSGIApplication] = {}
    for stand_in, ports in stand_ins:
        for port in ports:
            if port in apps:
                raise ValueError(f"two stand-ins want port {port}: give one of them another")
            apps[port] = stand_in
    return PortDispatcher(apps)


def serve(stand_ins: Sequence[tuple[StandIn, Sequence[int]]], host: str) -> None:
    """Serve each of *stand_ins* on its ports of *host*, until SIGTERM or SIGINT.

    :raises OSError: if a port is taken.
    """
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _stop)
    ports = [port for _, several in stand_ins for port in several]
    server = waitress.create_server(
        dispatching(stand_ins),
        listen=" ".join(f"{_bracketed(host)}:{port}" for port in ports),
        **_LIMITS,
    )
    server.run()


# A body over our own limit, not waitress's, gets our problem document. And nothing is ever spilt
# to a file: the root may be read-only.
_LIMITS = {
    "threads": THREADS,
    "ident": "taller",
    "max_request_body_size": 32 * MAX_BYTES,
    "inbuf_overflow": 33 * MAX_BYTES,
    "outbuf_overflow": 9 * MAX_BYTES,
    "max_request_header_size": 64 * 1024,
    "channel_timeout": 30,
    "cleanup_interval": 10,
    "connection_limit": 500,
    "asyncore_use_poll": True,
}


def _stop(_number: int, _frame: object) -> None:
    raise SystemExit(0)  # waitress catches it, and closes what is open


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
