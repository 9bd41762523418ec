"""A real service behind the stand-in's port: what is asked is passed on, and held to the contract."""

import asyncio
from typing import TYPE_CHECKING
from urllib.parse import quote

from taller.mocks.faults import HEADER as FAULTS_HEADER
from taller.mocks.openapi.http import Finding, Headers, Reply, Request
from taller.mocks.openapi.problems import Problem
from taller.mocks.requests.bodies import MAX_BYTES

if TYPE_CHECKING:
    import httpx2

_OF_THE_CONNECTION = frozenset(
    (
        "connection",
        "content-length",
        "date",
        "expect",
        "keep-alive",
        "proxy-authenticate",
        "proxy-authorization",
        "proxy-connection",
        "server",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    )
)
"""Headers that are about one connection (RFC 9110, section 7.6.1), or that the door writes anew."""
_OF_THE_STAND_IN = ("host", "accept-encoding", FAULTS_HEADER)
"""Headers that are said to the stand-in, and not to the service."""
_DECODED = ("gzip", "deflate", "x-gzip", "identity")
SECONDS = 30.0


class NoReply(Problem):
    """The service behind a stand-in does not reply."""

    def __init__(self, status: int, what: str) -> None:
        """Say with *status* that the service did *what*: ``has not replied in time``."""
        super().__init__(status, "El servicio no contesta.")
        self._what = what

    def findings(self) -> tuple[Finding, ...]:
        """Return what it says of the service, and not of the request."""
        return (Finding("response", "connection", f"the service {self._what}"),)


class Service:
    """Passes requests on to the service at *url*."""

    def __init__(self, url: str, seconds: float = SECONDS) -> None:
        """Ask the service whose base URL is *url*, giving it *seconds* for the whole of a reply.

        :raises ValueError: if that is no URL of HTTP.
        """
        import httpx2

        try:
            self._url = httpx2.URL(url)
        except httpx2.InvalidURL as error:
            raise _no_url(url) from error
        if self._url.scheme not in ("http", "https") or not self._url.host:
            raise _no_url(url)
        self._base = self._url.raw_path.partition(b"?")[0].rstrip(b"/")
        self._seconds = seconds
        self._transport: httpx2.AsyncHTTPTransport | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    async def answer(self, request: Request) -> Reply:
        """Return what the service replies to *request*.

        :raises NoReply: 502 or 504, if it does not.
        :raises Problem: 413, if there is more of *request* than was read.
        """
        import httpx2

        if request.too_large:
            # What was not read cannot be passed on.
            raise Problem(413, f"El cuerpo pasa de {MAX_BYTES} bytes.")
        try:
            async with asyncio.timeout(self._seconds):
                return await self._asked(self._outgoing(request))
        except (TimeoutError, httpx2.TimeoutException) as error:
            raise NoReply(504, "has not replied in time") from error
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            raise NoReply(502, f"cannot be reached: {str(error) or type(error).__name__}") from error

    async def close(self) -> None:
        """Close the connections to the service."""
        if self._transport is not None:
            await self._transport.aclose()
            self._transport = None

    def _outgoing(self, request: Request) -> "httpx2.Request":
        import httpx2

        target = request.path + (f"?{request.query}" if request.query else "")
        encoded = quote(target.encode("latin-1", "replace"), safe="/?%:@!$&'()*+,;=~[]|")
        gone = _of_the_connection(request.headers.get("connection"))
        headers = [
            (name.encode("latin-1"), text.encode("latin-1", "replace"))
            for name, text in request.headers.items()
            if name not in gone and name not in _OF_THE_STAND_IN
        ]
        return httpx2.Request(
            request.method,
            self._url.copy_with(raw_path=self._base + encoded.encode("ascii")),
            headers=[*headers, (b"accept-encoding", b"identity")],
            content=request.body or None,
        )

    async def _asked(self, outgoing: "httpx2.Request") -> Reply:
        # The transport and no client, which would keep cookies, and send them for everybody.
        response = await self._open().handle_async_request(outgoing)
        headers = tuple(
            (name.decode("latin-1"), text.decode("latin-1")) for name, text in response.headers.raw
        )
        coding = response.headers.get("content-encoding", "").strip().lower()
        if coding in _DECODED or not coding:
            body = await response.aread()
            kept = _kept(headers, "content-encoding")
            if outgoing.method == "HEAD" and "content-length" in response.headers:
                kept = (*kept, ("Content-Length", response.headers["content-length"]))
            return Reply(response.status_code, kept, body)
        pieces = [piece async for piece in response.aiter_raw()]
        await response.aclose()
        return Reply(response.status_code, _kept(headers), b"".join(pieces))

    def _open(self) -> "httpx2.AsyncHTTPTransport":
        """Return what holds the connections: one in each event loop, to which they belong."""
        import httpx2

        loop = asyncio.get_running_loop()
        if self._transport is None or self._loop is not loop:
            secure = self._url.scheme == "https"  # certificates take time and room to load
            self._transport = httpx2.AsyncHTTPTransport(verify=secure, trust_env=False)
            self._loop = loop
        return self._transport


def _no_url(url: str) -> ValueError:
    return ValueError(f"{url!r} is no URL: write one like http://localhost:8080")


def _of_the_connection(connection: str | None) -> frozenset[str]:
    """Return the names of the headers that go no further: the usual ones, and those in ``Connection``."""
    named = (one.strip().lower() for one in (connection or "").split(","))
    return _OF_THE_CONNECTION.union(named)


def _kept(headers: Headers, *others: str) -> Headers:
    """Return those of *headers* that go on to the client; *others* do not."""
    connection = ",".join(text for name, text in headers if name.lower() == "connection")
    gone = _of_the_connection(connection).union(others)
    return tuple(one for one in headers if one[0].lower() not in gone)
