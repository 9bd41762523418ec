"""What answers on a port, and the replies of it that will do again."""

from collections.abc import Awaitable
from typing import Protocol

from taller.mocks.openapi.http import Reply, Request
from taller.mocks.serving.wire import NO_BODY

MAX_REMEMBERED = 512
"""How many replies are kept ready for requests that come again."""
MAX_REMEMBERED_BYTES = 16 * 1024
"""How large one of them may be, with what was asked."""

Pairs = tuple[tuple[bytes, bytes], ...]
"""The headers of a request, as they came."""
Key = tuple[bytes, bytes, Pairs, bool]
"""Method, target, headers and whether the connection ends: the whole of a request without a body."""


class Application(Protocol):
    """What answers on a port."""

    @property
    def version(self) -> object:
        """Another value whenever a lasting reply may have changed."""

    @property
    def has_admin(self) -> bool:
        """Whether it takes whole states, which are larger than any other body."""

    def answer(self, request: Request) -> Reply | Awaitable[Reply]:
        """Return the reply to *request*, now or later."""

    def repeated(self, request: Request, reply: Reply) -> None:
        """Take note that *request*, answered before, got the same *reply* again."""


class Ready:
    """The replies of one application that will do again, as bytes, while nothing changes."""

    def __init__(self, application: Application) -> None:
        self.application = application
        self._version: object = None
        self._kept: dict[Key, tuple[bytes, bytes, Request, Reply]] = {}

    def find(self, key: Key) -> tuple[bytes, bytes, Request, Reply] | None:
        """Return head, body, request and reply of what was answered to the same bytes; else None."""
        if self.application.version != self._version:
            return None
        return self._kept.get(key)

    def keep(self, key: Key, head: bytes, request: Request, reply: Reply) -> None:
        """Keep *reply* for when the same is asked again."""
        version = self.application.version
        if version != self._version or len(self._kept) >= MAX_REMEMBERED:
            self._kept.clear()
            self._version = version
        asked = len(key[1]) + sum(len(name) + len(value) for name, value in key[2])
        if asked + len(reply.body) <= MAX_REMEMBERED_BYTES:
            body = b"" if request.method == "HEAD" or reply.status in NO_BODY else reply.body
            self._kept[key] = head, body, request, reply


def request_of(key: Key, body: bytes) -> Request:
    """Return the request that *key* and *body* make."""
    method, url, pairs, _ = key
    path, _, query = url.decode("latin-1").partition("?")
    if not path.startswith("/"):
        path = _origin(path)
    headers: dict[str, str] = {}
    for raw_name, raw_value in pairs:
        name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
        if name in headers:
            value = f"{headers[name]}{'; ' if name == 'cookie' else ', '}{value}"
        headers[name] = value
    return Request(method.decode("latin-1"), path, query.partition("#")[0], headers, body)


def _origin(target: str) -> str:
    """Return the path of an absolute target, as a client of a proxy sends it (RFC 9112, 3.2.2)."""
    _, slashes, rest = target.partition("://")
    return f"/{rest.partition('/')[2]}" if slashes else target
