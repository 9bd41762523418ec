"""The WSGI door: a stand-in inside another server, or a test."""

import time
from collections.abc import Callable, Iterable
from functools import cache
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote_to_bytes

from taller.mocks.openapi.http import Reply, Request
from taller.mocks.requests.bodies import MAX_BYTES

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

_NO_BODY = (204, 304)
_SPACES = dict.fromkeys(map(ord, "\r\n\0"), " ")


def request_of(environ: "WSGIEnvironment") -> Request:
    """Return the request in *environ*, its body read up to the limit."""
    headers = {
        name[5:].replace("_", "-").lower(): text for name, text in environ.items() if name.startswith("HTTP_")
    }
    for name in ("CONTENT_TYPE", "CONTENT_LENGTH"):
        if environ.get(name):
            headers[name.replace("_", "-").lower()] = environ[name]
    body, too_large, cut = _body(environ)
    return Request(
        method=environ["REQUEST_METHOD"],
        path=_path(environ),
        query=environ.get("QUERY_STRING", ""),
        headers=headers,
        body=body,
        too_large=too_large,
        cut=cut,
        prefix=_quoted(environ.get("SCRIPT_NAME", "")),
    )


def _path(environ: "WSGIEnvironment") -> str:
    """Return the path, percent-encoded: as it was sent, if the server tells, and nobody has changed it.

    ``PATH_INFO`` is decoded: what was a slash in a value cannot be told there from one between two.
    """
    path = str(environ.get("PATH_INFO", ""))
    sent = str(environ.get("RAW_URI") or environ.get("REQUEST_URI") or "").partition("?")[0]
    before, encoded = environ.get("SCRIPT_NAME", ""), "%" in sent
    if encoded and not before and unquote_to_bytes(sent.encode("latin-1")) == path.encode("latin-1"):
        return sent
    return _quoted(path)


def _quoted(path: str) -> str:
    return quote(path.encode("latin-1"), safe="/!$&'()*+,;=:@~")


def _body(environ: "WSGIEnvironment") -> tuple[bytes, bool, bool]:
    """Return the body, whether it goes over the limit, and whether a part of it did not come."""
    text = environ.get("CONTENT_LENGTH") or ""
    if not text:
        ends = environ.get("wsgi.input_terminated")
        body = environ["wsgi.input"].read(MAX_BYTES + 1) if ends else b""
        return body[:MAX_BYTES], len(body) > MAX_BYTES, False
    length = int(text) if text.isdecimal() else 0
    if length > MAX_BYTES:
        return b"", True, False
    body = environ["wsgi.input"].read(length)
    return body, False, len(body) < length


def respond(
    answer: Callable[[Request], Reply], environ: "WSGIEnvironment", start_response: "StartResponse"
) -> Iterable[bytes]:
    """Answer the request in *environ* as WSGI wants it.

    Of what a delivery may say, only its delay is possible here.
    """
    reply = answer(request_of(environ))
    if reply.delivery is not None and reply.delivery.delay:
        time.sleep(reply.delivery.delay)
    headers = [(clean(name), clean(text)) for name, text in reply.headers]
    if reply.status not in _NO_BODY:
        headers.append(("Content-Length", str(len(reply.body))))
    start_response(f"{reply.status} {reason(reply.status)}", headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" or reply.status in _NO_BODY else [reply.body]


@cache
def reason(status: int) -> str:
    """Return the phrase that goes with *status*: ``Not Found``; ``Unknown`` for what has none."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"


def clean(text: str) -> str:
    """Return *text*, of a header, without what would end it: it may come from a contract or a client.

    What is not Latin-1, and no header can say, becomes a question mark.
    """
    if text.isascii() and text.isprintable():
        return text
    plain = text if text.isascii() else text.encode("latin-1", "replace").decode("latin-1")
    return plain.translate(_SPACES)
