"""Contracts from the web: fetched once, when the stand-ins start."""

import asyncio
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, unquote, urlsplit

import click

from taller.documents import UnreadableDocument
from taller.mocks.serving.running import Source

if TYPE_CHECKING:
    import httpx2

MAX_BYTES = 16 * 1024 * 1024
SECONDS = 10.0
MOST_REDIRECTS = 5


class NotFetched(click.ClickException):
    """A contract does not come, or is none: the message says from where, and why."""

    exit_code = 2


def is_url(text: str) -> bool:
    """Tell whether *text* is the address of a contract on the web, and no file's name."""
    return text.lower().startswith(("http://", "https://"))


def name_of(url: str) -> str:
    """Return what the contract at *url* is called: as a file there would be, or else the host."""
    parts = _parts(url)
    file = unquote(PurePosixPath(parts.path).name)
    return plain_name(file) if file else plain_name((parts.hostname or "").replace(".", "-"))


def plain_name(file: str) -> str:
    """Return what the contract in *file* is called: ``my-api`` for ``my api.v2.yaml``, to stand in a path."""
    stem = file.strip(".").partition(".")[0]
    return re.sub("[^A-Za-z0-9_-]+", "-", stem).strip("-") or "contract"


def shown(url: str) -> str:
    """Return *url* without what may be secret in it: name and password, and the query."""
    parts = _parts(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


@contextmanager
def at_hand(source: Source) -> Iterator[Source]:
    """Yield *source* with a file: its own, or for a URL one that nobody else can read, while the block lasts.

    :raises NotFetched: if it does not come, or cannot be read.
    """
    if not source.url:
        yield source
        return
    with tempfile.TemporaryDirectory() as folder:
        is_json = _parts(source.url).path.endswith(".json")
        path = Path(folder, "contract.json" if is_json else "contract.yaml")
        path.write_bytes(fetched(source.url))
        try:
            yield replace(source, path=path)
        except UnreadableDocument as error:
            raise NotFetched(placed(str(error), replace(source, path=path))) from error


def placed(text: str, source: Source) -> str:
    """Return *text* with the address that *source* was fetched from, if it was, for its file."""
    return text.replace(str(source.path), shown(source.url)) if source.url else text


def fetched(url: str, seconds: float = SECONDS) -> bytes:
    """Return what is at *url*, 16 MiB at most; a redirect is followed within one scheme.

    :param seconds: how long all of it may take.
    :raises NotFetched: if it does not come.
    """
    import httpx2

    try:
        return asyncio.run(_followed(url, seconds))
    except TimeoutError as error:
        raise NotFetched(f"{shown(url)}: takes too long") from error
    except (httpx2.HTTPError, httpx2.InvalidURL, UnicodeError) as error:
        raise NotFetched(f"{shown(url)}: cannot be fetched: {str(error) or type(error).__name__}") from error


async def _followed(url: str, seconds: float) -> bytes:
    import httpx2

    # Each time-out of a client begins again with every piece that comes; this one is for the whole.
    async with asyncio.timeout(seconds):
        # Packed, a little may grow into more than there is room for: it is to come as it is.
        async with httpx2.AsyncClient(timeout=None, headers={"Accept-Encoding": "identity"}) as client:
            for _ in range(MOST_REDIRECTS + 1):
                async with client.stream("GET", url) as response:
                    if not response.has_redirect_location:
                        return await _body(response)
                    url = _redirected(response)
    raise NotFetched(f"{shown(url)}: redirects more than {MOST_REDIRECTS} times")


def _redirected(response: "httpx2.Response") -> str:
    target = response.url.join(response.headers["location"])
    if target.scheme != response.url.scheme:
        raise NotFetched(f"{shown(str(response.url))}: redirects to {target.scheme}: give the address there")
    return str(target)


async def _body(response: "httpx2.Response") -> bytes:
    place = shown(str(response.url))
    if response.status_code != 200:
        raise NotFetched(f"{place}: answers {response.status_code}")
    body = bytearray()
    async for piece in response.aiter_raw():
        body += piece
        if len(body) > MAX_BYTES:
            raise NotFetched(f"{place}: is larger than {MAX_BYTES // 1024**2} MiB")
    return bytes(body)


def _parts(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError as error:
        raise NotFetched(f"{url!r} is no URL: {error}") from error
