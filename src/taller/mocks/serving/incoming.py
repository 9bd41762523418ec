"""One request after another, put together from what the parser finds in the bytes."""

from abc import ABC, abstractmethod
from typing import Any

import httptools

from taller.mocks.openapi.problems import Problem
from taller.mocks.requests.bodies import MAX_BYTES
from taller.mocks.serving.limits import ADMIN_STATE, MAX_HEAD, MAX_PATH, MAX_STATE
from taller.mocks.serving.shared import Room

_LENGTHS = frozenset(map(len, ("host", "expect", "content-length")))


class Incoming(ABC):
    """What a connection has read of the present request; its public methods are the parser's to call."""

    def __init__(self, room: Room, *, takes_states: bool) -> None:
        """Begin with the first request; of the *room* for bodies, take what its body needs."""
        self._room = room
        self._takes_states = takes_states
        self._held = 0
        """How many bytes of bodies are read here and not answered yet."""
        self._parser: Any = httptools.HttpRequestParser(self)
        self._closing = self._talking = False
        self.on_message_begin()

    @abstractmethod
    def _receive(self, *, close: bool) -> None:
        """Take the request that is whole now; after its reply the connection ends, if *close*."""

    @abstractmethod
    def _refuse(self, problem: Problem) -> None:
        """Answer what cannot be read to its end, unless nothing is read any more."""

    @abstractmethod
    def _invite(self) -> None:
        """Tell a client that waits to be asked for its body that it may send it."""

    def on_message_begin(self) -> None:
        self._url = b""
        self._pairs: list[tuple[bytes, bytes]] = []
        self._pieces: list[bytes] = []
        self._head_size = self._body_size = self._unread = self._hosts = 0
        self._in_head, self._too_large = True, False
        self._limit = MAX_BYTES

    def on_url(self, url: bytes) -> None:
        self._url += url
        if len(self._url) > MAX_PATH:
            self._refuse(Problem(414, f"La ruta pasa de {MAX_PATH} bytes."))

    def on_header(self, name: bytes, value: bytes) -> None:
        if self._in_head:  # what follows a body in pieces must not pass for a header (RFC 9110, 6.5.1)
            self._pairs.append((name, value))
        self._head_size += len(name) + len(value) + 4
        if self._head_size > MAX_HEAD:
            self._refuse(Problem(431, f"Las cabeceras pasan de {MAX_HEAD} bytes."))

    def on_headers_complete(self) -> None:
        self._in_head = False
        if self._closing:
            return
        if self._takes_states and self._url.partition(b"?")[0].endswith(ADMIN_STATE):
            self._limit = MAX_STATE
        expects = False
        for raw, value in self._pairs:
            name = raw.lower() if len(raw) in _LENGTHS else b""
            self._hosts += name == b"host"
            if name == b"content-length" and int(value) > self._limit:
                self._overflow()
            expects = expects or (name == b"expect" and value.lower() == b"100-continue")
        # A client of HTTP/1.0 would take the invitation for the reply (RFC 9110, section 10.1.1).
        if expects and not self._too_large and self._parser.get_http_version() != "1.0":
            self._invite()

    def on_body(self, piece: bytes) -> None:
        self._unread = 0
        if self._closing:
            return
        self._body_size += len(piece)
        if self._body_size > self._limit:
            self._release(self._body_size - len(piece))
            self._overflow()
        elif self._room.take(len(piece)):
            self._held += len(piece)
            self._pieces.append(piece)
        else:
            later = {"Retry-After": "1"}
            self._refuse(Problem(503, "Hay demasiados cuerpos a medio leer.", headers=later))

    def _release(self, size: int) -> None:
        """Give back the room of a body of *size* bytes; what was given back with all else counts once."""
        size = min(size, self._held)
        self._held -= size
        self._room.give_back(size)

    def _overflow(self) -> None:
        """Answer a request whose body is too large without waiting for what is still to come."""
        self._too_large = self._talking = True
        self._pieces.clear()
        self._receive(close=True)
        self._closing = True

    def on_message_complete(self) -> None:
        if not self._closing:
            # After a wish for another protocol, the parser reads no more.
            keeps = self._parser.should_keep_alive() and not self._parser.should_upgrade()
            self._receive(close=not keeps)
