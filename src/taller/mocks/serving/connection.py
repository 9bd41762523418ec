"""One connection: from bytes to requests, and from replies to bytes (RFC 9112)."""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Awaitable
from typing import cast

import httptools

from taller.mocks.openapi.http import Reply, Request
from taller.mocks.openapi.problems import Problem, problem_reply
from taller.mocks.serving.delivery import deliver
from taller.mocks.serving.incoming import Incoming
from taller.mocks.serving.limits import HEARD_OUT, MAX_HEAD, MAX_UNREAD, MAX_WAITING
from taller.mocks.serving.ready import Key, Ready, request_of
from taller.mocks.serving.shared import Shared
from taller.mocks.serving.wire import NO_BODY, head_of

log = logging.getLogger("taller.mocks")


class Connection(Incoming, asyncio.BufferedProtocol):
    """Reads requests as they come and answers them in their order."""

    def __init__(self, ready: Ready, shared: Shared) -> None:
        super().__init__(shared.room, takes_states=ready.application.has_admin)
        self._ready = ready
        self._application = ready.application
        self._clock = shared.clock
        self._connections = shared.connections
        self._buffer = shared.buffer
        self._transport: asyncio.Transport
        self._waiting: deque[tuple[Key, bytes, bool]] = deque()
        self._busy: asyncio.Task[None] | None = None
        self._full = self._ended = self._silent = False
        self._refusal = b""
        self._unsent = 0
        self.last_active = time.monotonic()

    # What asyncio calls.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._connections.add(self)

    def connection_lost(self, _error: Exception | None) -> None:
        self._connections.discard(self)
        self._closing = True
        self._forget()
        if self._busy is not None:
            self._busy.cancel()

    def get_buffer(self, _size: int) -> memoryview:
        return self._buffer

    def buffer_updated(self, size: int) -> None:
        if self._closing:
            return  # of a request that was refused half-way, or one too many
        self.last_active = time.monotonic()
        self._unread += size
        try:
            self._parser.feed_data(self._buffer[:size])
        except httptools.HttpParserUpgrade:
            self._closing = True  # nothing is upgraded; the request itself has been answered
            self._finish()
        except httptools.HttpParserCallbackError as error:  # a mistake of our own
            log.exception("a connection failed: %r", error.__context__)
            self._refuse(Problem(500, "El suplente ha fallado."))
        except httptools.HttpParserError:
            self._refuse(Problem(400, "Eso no es HTTP/1.1."))
        if self._unread > MAX_UNREAD:
            self._refuse(Problem(431, f"Las cabeceras pasan de {MAX_HEAD} bytes."))

    def eof_received(self) -> bool:
        # Half of the connection may live on: a client that has said all may still wait for the reply.
        self._closing = self._ended = True
        self._finish()
        return self._busy is not None and not self._silent

    def pause_writing(self) -> None:
        self._full = True

    def resume_writing(self) -> None:
        self._full = False
        self._proceed()

    # From a request to its reply.

    def _invite(self) -> None:
        if not (self._waiting or self._busy):  # else it would come in the middle of another reply
            self._transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")

    def _receive(self, *, close: bool) -> None:
        if self._hosts > 1 or (not self._hosts and self._parser.get_http_version() == "1.1"):
            return self._refuse(Problem(400, "Debe haber una cabecera Host, y solo una."))
        key = self._parser.get_method(), self._url, tuple(self._pairs), close
        if not (self._busy or self._waiting or self._full or self._pieces or self._too_large):
            kept = self._ready.find(key)
            if kept is not None:
                head, body, request, reply = kept
                # First the note: who has the reply may look at once whether it was taken.
                self._application.repeated(request, reply)
                self._transport.write(b"".join((head, self._clock.line(), body)))
                return self._closed() if close else None
        self._waiting.append((key, b"".join(self._pieces), self._too_large))
        if len(self._waiting) >= MAX_WAITING:
            self._transport.pause_reading()
        self._proceed()
        return None

    def _proceed(self) -> None:
        """Answer what waits, as long as each reply is there at once and the client takes them."""
        while self._waiting and self._busy is None and not self._full:
            key, body, too_large = self._waiting.popleft()
            request = request_of(key, body)
            request.too_large = too_large
            reply = self._answered(request)
            if isinstance(reply, Reply) and reply.delivery is None:
                self._write(request, key, reply)
                self._release(len(body))
            else:
                self._busy = asyncio.ensure_future(self._later(request, key, reply))
        if len(self._waiting) < MAX_WAITING and not self._transport.is_closing():
            self._transport.resume_reading()
        self._finish()

    def _answered(self, request: Request) -> Reply | Awaitable[Reply]:
        try:
            return self._application.answer(request)
        except Exception as error:
            return _failed(request, error)

    def _write(self, request: Request, key: Key, reply: Reply) -> None:
        close = key[-1]
        head = _head_of(request, reply, close=close)
        body = b"" if request.method == "HEAD" or reply.status in NO_BODY else reply.body
        self._transport.write(b"".join((head, self._clock.line(), body)))
        if reply.lasting and not (request.body or request.too_large):
            self._ready.keep(key, head, request, reply)
        if close:
            self._closed()

    async def _later(self, request: Request, key: Key, reply: Reply | Awaitable[Reply]) -> None:
        """Write a reply that takes its time, then go on with what waits."""
        try:
            made = reply if isinstance(reply, Reply) else await reply
        except Exception as error:
            made = _failed(request, error)
        if made.delivery is None:
            self._write(request, key, made)
        else:
            if made.delivery.end == "silence":
                self._fall_silent()
            close = key[-1]
            head = _head_of(request, made, close=close) + self._clock.line()
            body = b"" if request.method == "HEAD" or made.status in NO_BODY else made.body
            whole = await deliver(self._transport, made.delivery, head, body)
            if close or not whole:
                self._closed()
        self._release(len(request.body))
        self._busy = None
        self._proceed()

    def _fall_silent(self) -> None:
        """Answer nothing more, and only look out for the client's end."""
        self._silent = self._closing = True
        self._forget()
        self._transport.resume_reading()
        if self._ended:
            self._transport.close()

    def _refuse(self, problem: Problem) -> None:
        """Answer what cannot be read to its end, when its turn comes, and read no more."""
        if self._closing:
            return
        reply = problem_reply(problem, self._url.partition(b"?")[0].decode("latin-1"))
        self._refusal = head_of(reply, close=True) + self._clock.line() + reply.body
        self._closing = self._talking = True
        self._finish()

    def _finish(self) -> None:
        """Close, once all is answered, a connection on which nothing more will come."""
        if self._closing and not self._waiting and self._busy is None:
            if self._refusal:
                self._transport.write(self._refusal)
            self._closed()

    def _closed(self) -> None:
        """Close, but hear a client out that is still talking, lest a reset swallow its reply."""
        self._closing = True
        self._forget()
        self._refusal = b""
        if self._transport.is_closing():
            return
        if self._talking:
            self._transport.write_eof()
            asyncio.get_running_loop().call_later(HEARD_OUT, self._transport.close)
        else:
            self._transport.close()

    def _forget(self) -> None:
        """Forget what was asked and is not to be answered any more."""
        self._waiting.clear()
        self._pieces.clear()
        self._release(self._held)

    def abandon(self) -> None:
        """Close a connection that has been silent for too long, unless it waits for its reply.

        One that has taken nothing since the last time, of what was written to it, is broken off.
        """
        unsent, before = self._transport.get_write_buffer_size(), self._unsent
        self._unsent = unsent
        if unsent and unsent == before:
            self._transport.abort()
        elif self._busy is None:
            self._closed()

    def end(self) -> None:
        """Close in any case: the server ends."""
        self._closing = True
        if self._busy is not None:
            self._busy.cancel()
            self._transport.abort()
        self._transport.close()


def _head_of(request: Request, reply: Reply, *, close: bool) -> bytes:
    """Return the head of *reply*; who asks for the connection to stay hears that it does (RFC 9112, 9.3)."""
    asked = request.headers.get("connection")
    return head_of(reply, close=close, keep=asked is not None and "keep-alive" in asked.lower())


def _failed(request: Request, error: Exception) -> Reply:
    log.error("%s: %s", request.method, type(error).__name__, exc_info=error)
    return problem_reply(Problem(500, "El suplente ha fallado."), request.path)
