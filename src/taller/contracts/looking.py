"""Single requests to a service of which nothing is known yet: it may be none, and may never end an answer."""

import base64
import http.client
import socket
import ssl
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from taller.contracts.credentials import Credentials
from taller.contracts.phrases import said
from taller.contracts.urls import userinfo_of

_PATIENCE = 5.0
"""Seconds without a byte."""
_ANSWER = 10.0
"""Seconds that an answer may take, as long as bytes come."""
_LOOK = 30.0
"""Seconds that all of them may take."""
_KEPT = 64 * 1024
"""Bytes of a body that are looked at."""
_LARGEST = 64 * 1024 * 1024
"""Bytes of a body, which nobody reads who cannot keep them."""
_STREAM = "text/event-stream"
"""What never ends, and rightly so."""


@dataclass(frozen=True)
class Seen:
    """An answer."""

    method: str
    """What was asked."""
    status: int
    media: str
    """Its media type, in small letters and without parameters; empty, if it says none."""
    location: str
    body: bytes
    """The first of it."""

    @property
    def is_empty(self) -> bool:
        """Whether it was read, and nothing was there."""
        read = (self.method, self.status) == ("GET", 200)
        return read and not self.body.strip() and self.media != _STREAM


class NoAnswer(Exception):
    """The service gave none; the hint says why that may be."""

    def __init__(self, hint: str) -> None:
        super().__init__(hint)
        self.hint = hint


class Unreachable(NoAnswer):
    """Nobody takes the connection, or the one who does hangs up, or is silent."""


class NotHttp(NoAnswer):
    """What answers speaks something else."""


class Look:
    """Asks, in as much time as a look may take."""

    def __init__(self, credentials: Credentials, seconds: float = _LOOK) -> None:
        """Show *credentials* with every request; be through after so many *seconds*."""
        self._credentials = credentials
        self._end = time.monotonic() + seconds

    @property
    def is_over(self) -> bool:
        """Whether no time is left."""
        return time.monotonic() >= self._end

    def asked(self, url: str, method: str, path: str) -> Seen:
        """Return what is answered to *method* on *path* below *url*.

        :raises Unreachable: if nobody takes the connection, or nothing comes, or what comes does not end.
        :raises NotHttp: if what answers speaks something else.
        """
        parts = urlsplit(url)
        secure = parts.scheme == "https"
        kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
        connection = kind(parts.hostname or "", parts.port, timeout=_PATIENCE)
        where = f"{parts.hostname}:{connection.port}"
        target = parts.path.rstrip("/") + self._credentials.on(path)
        try:
            connection.connect()
            return self._exchanged(connection, where, method, target, self._headers(url))
        except (OSError, UnicodeError, http.client.HTTPException) as error:
            if not secure and isinstance(error, _PERHAPS_TLS) and _wants_tls(parts.hostname, connection.port):
                raise NotHttp(
                    said("what listens on {where} wants TLS: write https:// in the URL", where=where)
                ) from error
            raise _reason(error, where, parts.hostname or "") from error
        finally:
            connection.close()

    def _headers(self, url: str) -> dict[str, str]:
        headers = {"Accept": "*/*", **self._credentials.headers}
        if userinfo := userinfo_of(url):
            headers["Authorization"] = f"Basic {base64.b64encode(userinfo.encode()).decode()}"
        return headers

    def _exchanged(self, connection: Any, where: str, method: str, target: str, headers: Any) -> Seen:
        late, taken = threading.Event(), connection.sock  # which is gone from it before the answer ends
        left = max(min(_ANSWER, self._end - time.monotonic()), 0.1)
        timer = threading.Timer(left, _hang_up, (taken, late))
        timer.daemon = True
        timer.start()
        try:
            connection.request(method, target, headers=headers)
            seen = _read(method, connection.getresponse())
            if seen is not None and not late.is_set():
                return seen
        except (OSError, http.client.HTTPException):
            if not late.is_set():
                raise
        finally:
            timer.cancel()
        raise Unreachable(
            said("{where} begins to answer and does not come to an end: a service that hangs?", where=where)
        )


def _hang_up(taken: socket.socket, late: threading.Event) -> None:
    late.set()
    with suppress(OSError):
        socket.socket.shutdown(taken, socket.SHUT_RDWR)  # TLS or not: whoever reads it wakes up


def _read(method: str, response: http.client.HTTPResponse) -> Seen | None:
    """Return the answer; None if it has no end."""
    media = response.headers.get_content_type() if response.headers["Content-Type"] else ""
    body, rest = b"", 0
    try:
        body = b"" if media == _STREAM else response.read(_KEPT)
        while media != _STREAM and (more := len(response.read(_KEPT))):
            rest += more
            if rest > _LARGEST:
                return None
    except http.client.IncompleteRead as error:
        body = body or error.partial  # a promise that is broken, and that the test will find
    return Seen(method, response.status, media, response.headers["Location"] or "", body)


_PERHAPS_TLS = (http.client.HTTPException, ConnectionResetError, BrokenPipeError, TimeoutError)


def _wants_tls(host: str | None, port: int) -> bool:
    """Whether a handshake succeeds there; of whom the certificate is does not matter."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    try:
        with socket.create_connection((host or "", port), _PATIENCE) as plain:
            context.wrap_socket(plain, server_hostname=host).close()
    except (OSError, ValueError):
        return False
    return True


def _reason(error: Exception, where: str, host: str) -> NoAnswer:
    """Return what *error* means for whoever deploys."""
    match error:
        case ssl.SSLCertVerificationError():
            why = error.verify_message
            return Unreachable(
                said("the certificate of {where} is not trusted here: {why}", where=where, why=why)
            )
        case ssl.SSLError():
            return NotHttp(
                said("what listens on {where} does not speak TLS: write http:// in the URL", where=where)
            )
        case http.client.RemoteDisconnected() | ConnectionResetError() | BrokenPipeError():
            return Unreachable(
                said(
                    "{where} takes the connection and hangs up: is the port published, while the service in"
                    " the container listens on another one?",
                    where=where,
                )
            )
        case http.client.HTTPException():
            return NotHttp(
                said(
                    "what listens on {where} does not speak HTTP: is it a database, or does it want TLS?",
                    where=where,
                )
            )
        case TimeoutError():
            return Unreachable(
                said(
                    "{where} does not answer within {seconds} s: a firewall, or a service that hangs?",
                    where=where,
                    seconds=int(_PATIENCE),
                )
            )
        case ConnectionRefusedError():
            return Unreachable(
                said("nothing listens on {where}: is the service started, and is this its port?", where=where)
            )
        case socket.gaierror() | UnicodeError():
            return Unreachable(
                said("nobody knows the name {host}: is it right, and is this its network?", host=host)
            )
    told = getattr(error, "strerror", None) or error
    return Unreachable(said("{where}: {error}", where=where, error=told))
