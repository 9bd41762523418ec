"""A reply as bytes, and the date that goes with it."""

import time
from email.utils import formatdate

from taller.mocks.openapi.http import Reply
from taller.mocks.wsgi import clean, reason

NO_BODY = (204, 304)


class Clock:
    """The ``Date`` header, written once a second."""

    def __init__(self) -> None:
        self._second = 0
        self._line = b""

    def line(self) -> bytes:
        """Return the header with the empty line that ends the head."""
        second = int(time.time())
        if second != self._second:
            self._second = second
            self._line = f"Server: taller\r\nDate: {formatdate(second, usegmt=True)}\r\n\r\n".encode("ascii")
        return self._line


def head_of(reply: Reply, *, close: bool, keep: bool = False) -> bytes:
    """Return the status line and headers of *reply*, without the date that ends them.

    :param close: whether the connection ends with it.
    :param keep: whether to say that it does not, which a client of HTTP/1.0 has to hear.
    """
    lines = [f"HTTP/1.1 {reply.status} {reason(reply.status)}"]
    lines += [clean(f"{name}: {value}") for name, value in reply.headers]
    # Of a HEAD that was passed on, only the service knows the length.
    if reply.status not in NO_BODY and (reply.body or reply.header("content-length") is None):
        lines.append(f"Content-Length: {len(reply.body)}")
    if close:
        lines.append("Connection: close")
    elif keep:
        lines.append("Connection: keep-alive")
    return "\r\n".join([*lines, ""]).encode("latin-1")
