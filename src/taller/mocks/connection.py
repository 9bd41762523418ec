"""One connection: from bytes to requests, and from replies to bytes (RFC 9112)."""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Awaitable
from typing import Any, cast

import httptools

from taller.mocks.bodies import MAX_BYTES
from taller.mocks.delivery import deliver
from taller.mocks.http import Reply, Request
from taller.mocks.problems import Problem, problem_reply
from taller.mocks.ready import Key, Ready, request_of
from taller.mocks.wire import NO_BODY, Clock, head_of

log = logging.getLogger("taller.mocks")

MAX_PATH = 8 * 1024
MAX_HEAD = 64 * 1024
MAX_STATE = 32 * 1024 * 1024
"""The largest body that brings a whole state."""
ADMIN_STATE = b"/_taller/state"
MAX_WAITING = 100
"""How many requests of one connection may wait for the replies of those before them."""

HEARD_OUT = 2.0
"""Seconds for which the rest of a request that was refused half-way is let in, and forgotten."""
_LENGTHS = frozenset(map(len, ("host", "expect", "content-length")))


class Connection(asyncio.Protocol):
    """Reads requests as they come and answers them in their order."""

    def __init__(self, ready: Ready, clock: Clock, connections: "set[Connection]") -> None:
        self._ready = ready
        self._application = ready.application
        self._clock = clock
        self._connections = connections
        self._parser: Any = httptools.HttpRequestParser(self)
        self._transport: asyncio.Transport
        self._waiting: deque[tuple[Request, Key, bool]] = deque()
        self._busy: asyncio.Task[None] | None = None
        self._full = self._closing = False
        self.last_active = time.monotonic()
        self.on_message_begin()

    # What asyncio calls.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._connections.add(self)

    def connection_lost(self, _error: Exception | None) -> None:
        self._connections.discard(self)
        self._closing = True
        self._waiting.clear()
        if self._busy is not None:
            self._busy.cancel()

    def data_received(self, data: bytes) -> None:
        if self._closing:
            return  # of a request that was refused half-way, or one too many
        self.last_active = time.monotonic()
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserUpgrade:
            self._closing = True  # nothing is upgraded; the request itself has been answered
            self._finish()
        except httptools.HttpParserCallbackError as error:  # a mistake of our own
            log.exception("a connection failed: %r", error.__context__)
            self._refuse(Problem(500, "El suplente ha fallado."))
        except httptools.HttpParserError:
            if not self._closing:
                self._refuse(Problem(400, "Eso no es HTTP/1.1."))

    def eof_received(self) -> bool:
        # Half of the connection may live on: a client that has said all may still wait for the reply.
        self._closing = True
        self._finish()
        return self._busy is not None

    def pause_writing(self) -> None:
        self._full = True

    def resume_writing(self) -> None:
        self._full = False
        self._proceed()

    # What the parser calls.

    def on_message_begin(self) -> None:
        self._url = b""
        self._pairs: list[tuple[bytes, bytes]] = []
        self._pieces: list[bytes] = []
        self._head_size = self._body_size = 0
        self._too_large = self._has_host = False
        self._limit = MAX_BYTES

    def on_url(self, url: bytes) -> None:
        self._url += url
        if len(self._url) > MAX_PATH and not self._closing:
            self._refuse(Problem(414, f"La ruta pasa de {MAX_PATH} bytes."))

    def on_header(self, name: bytes, value: bytes) -> None:
        self._pairs.append((name, value))
        self._head_size += len(name) + len(value)
        if self._head_size > MAX_HEAD and not self._closing:
            self._refuse(Problem(431, f"Las cabeceras pasan de {MAX_HEAD} bytes."))

    def on_headers_complete(self) -> None:
        if ADMIN_STATE in self._url:
            self._limit = MAX_STATE
        expects = False
        for raw, value in self._pairs:
            name = raw.lower() if len(raw) in _LENGTHS else b""
            self._has_host = self._has_host or name == b"host"
            if name == b"content-length" and int(value) > self._limit:
                self._overflow()
            expects = expects or (name == b"expect" and value.lower() == b"100-continue")
        if expects and not self._closing:
            self._transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")

    def on_body(self, piece: bytes) -> None:
        self._body_size += len(piece)
        if self._body_size <= self._limit:
            self._pieces.append(piece)
        elif not self._closing:
            self._overflow()

    def _overflow(self) -> None:
        """Answer a request whose body is too large without waiting for what is still to come."""
        self._too_large = True
        self._pieces.clear()
        self._receive(close=True)

    def on_message_complete(self) -> None:
        if not self._closing:
            self._receive(close=not self._parser.should_keep_alive())

    # From a request to its reply.

    def _receive(self, *, close: bool) -> None:
        if not self._has_host and self._parser.get_http_version() == "1.1":
            return self._refuse(Problem(400, "Falta la cabecera Host."))
        key = self._parser.get_method(), self._url, tuple(self._pairs)
        if self._busy is None and not self._waiting and not self._full and not self._pieces:
            kept = self._ready.find(key)
            if kept is not None:
                head, body, request, reply = kept
                self._transport.write(b"".join((head, self._clock.line(), body)))
                self._application.repeated(request, reply)
                return self._closed() if close else None
        request = request_of(key, b"".join(self._pieces))
        request.too_large = self._too_large
        self._waiting.append((request, key, close))
        if len(self._waiting) >= MAX_WAITING:
            self._transport.pause_reading()
        self._proceed()
        return None

    def _proceed(self) -> None:
        """Answer what waits, as long as each reply is there at once and the client takes them."""
        while self._waiting and self._busy is None and not self._full:
            request, key, close = self._waiting.popleft()
            reply = self._answered(request)
            if isinstance(reply, Reply) and reply.delivery is None:
                self._write(request, key, reply, close=close)
            else:
                self._busy = asyncio.ensure_future(self._later(request, key, reply, close=close))
        if len(self._waiting) < MAX_WAITING and not self._transport.is_closing():
            self._transport.resume_reading()
        self._finish()

    def _answered(self, request: Request) -> Reply | Awaitable[Reply]:
        try:
            return self._application.answer(request)
        except Exception as error:
            log.exception("%s: %s", request.method, type(error).__name__)
            return problem_reply(Problem(500, "El suplente ha fallado."), request.path)

    def _write(self, request: Request, key: Key, reply: Reply, *, close: bool) -> None:
        head = head_of(reply, close=close)
        body = b"" if request.method == "HEAD" or reply.status in NO_BODY else reply.body
        self._transport.write(b"".join((head, self._clock.line(), body)))
        if reply.lasting and not request.body:
            self._ready.keep(key, head, request, reply)
        if close:
            self._closed()

    async def _later(
        self, request: Request, key: Key, reply: Reply | Awaitable[Reply], *, close: bool
    ) -> None:
        """Write a reply that takes its time, then go on with what waits."""
        made = reply if isinstance(reply, Reply) else await reply
        if made.delivery is None:
            self._write(request, key, made, close=close)
        else:
            head = head_of(made, close=close) + self._clock.line()
            body = b"" if request.method == "HEAD" or made.status in NO_BODY else made.body
            whole = await deliver(self._transport, made.delivery, head, body)
            if close or not whole:
                self._closed()
        self._busy = None
        self._proceed()

    def _refuse(self, problem: Problem) -> None:
        """Answer what cannot be read to its end, and read no more."""
        path = self._url.partition(b"?")[0].decode("latin-1")
        reply = problem_reply(problem, path)
        self._transport.write(head_of(reply, close=True) + self._clock.line() + reply.body)
        self._closed()

    def _finish(self) -> None:
        """Close, once all is answered, a connection on which nothing more will come."""
        if self._closing and not self._waiting and self._busy is None:
            self._closed()

    def _closed(self) -> None:
        """Close, but hear a client out that is still talking, lest a reset swallow its reply."""
        if self._transport.is_closing():
            return
        self._closing = True
        self._waiting.clear()
        if self._too_large or self._head_size > MAX_HEAD or len(self._url) > MAX_PATH:
            self._transport.write_eof()
            asyncio.get_running_loop().call_later(HEARD_OUT, self._transport.close)
        else:
            self._transport.close()

    def abandon(self) -> None:
        """Close a connection that has been silent for too long, unless it waits for its reply."""
        if self._busy is None:
            self._closed()

    def end(self) -> None:
        """Close in any case: the server ends."""
        self._closing = True
        if self._busy is not None:
            self._busy.cancel()
            self._transport.abort()
        self._transport.close()
