"""The gunicorn worker that the service runs on."""

import json
import socket
import struct
from http import HTTPStatus
from typing import Any

from gunicorn.util import write_nonblock
from gunicorn.workers.gthread import ThreadWorker

from taller.invoices.blueprint.problems import MEDIA_TYPE, TITLES

SECONDS_OF_SILENCE = 10
"""How long a client may pause in the middle of a request."""
_PATIENCE = struct.pack("ll", SECONDS_OF_SILENCE, 0)  # a struct timeval
_DETAIL = "El servidor no entiende la petición: la línea o las cabeceras no son HTTP, o pasan del límite."


class Worker(ThreadWorker):
    """A threaded worker whose own refusals are problem documents too, not HTML."""

    def handle(self, conn: Any) -> Any:
        # Else a few clients that begin a request and fall silent would hold all the threads for ever.
        # By the kernel, since gunicorn sets its sockets to block without limit.
        conn.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, _PATIENCE)
        return super().handle(conn)

    def handle_error(self, req: Any, client: Any, addr: Any, exc: Any) -> None:
        captured = _Captured()
        super().handle_error(req, captured, addr, exc)
        if captured.sent:
            write_nonblock(client, as_problem(captured.sent))


class _Captured:
    """Takes what gunicorn would send, which it says only to a socket."""

    def __init__(self) -> None:
        self.sent = b""

    def gettimeout(self) -> float:
        return 0.0

    def sendall(self, data: bytes) -> None:
        self.sent += data


def as_problem(answer: bytes) -> bytes:
    """Return a problem document with the status of *answer*, an HTTP response."""
    status = HTTPStatus(int(answer.split(b" ", 2)[1]))
    title = TITLES.get(status, "Petición rechazada")
    document = {
        "type": "about:blank",
        "title": title,
        "status": int(status),
        "detail": _DETAIL,
        "instance": "/",
    }
    body = json.dumps(document).encode()
    head = (
        f"HTTP/1.1 {int(status)} {status.phrase}\r\nConnection: close\r\n"
        f"Content-Type: {MEDIA_TYPE}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode("ascii") + body
