"""Pages of other sites may ask a stand-in, and read what it answers (the Fetch standard, section 3.2)."""

from taller.mocks.openapi.http import Headers, Reply, Request

A_DAY = "86400"
_ASKED = "Access-Control-Request-Method, Access-Control-Request-Headers"
_OF_CORS = "access-control-"
_READ_BY_ANYBODY = frozenset(
    (
        "cache-control",
        "content-language",
        "content-length",
        "content-type",
        "expires",
        "last-modified",
        "pragma",
        "vary",
    )
)
"""Headers of a reply that a page may read without being let (and Vary, in which it has no interest)."""


def preflight(request: Request, allow: str) -> Reply | None:
    """Return the answer to a browser that asks beforehand; None if *request* is no such question.

    :param allow: the methods of the path.
    """
    asked = request.headers
    if request.method != "OPTIONS" or "origin" not in asked or "access-control-request-method" not in asked:
        return None
    headers = [
        ("Allow", allow),
        ("Access-Control-Allow-Methods", allow),
        ("Access-Control-Max-Age", A_DAY),
        ("Vary", _ASKED),
    ]
    wanted = asked.get("access-control-request-headers")
    if wanted:
        headers.append(("Access-Control-Allow-Headers", wanted))
    return Reply(204, tuple(headers))


def allowed(request: Request, reply: Reply) -> Reply:
    """Return *reply* with what lets the page that *request* comes from read it, cookies and all.

    To whom no page asks for, that is said too (``Vary``): a browser may keep the answer, and give it
    to a page later. What a service behind the stand-in says of that itself gives way, for a browser
    takes it but once.
    """
    origin = request.headers.get("origin")
    own = reply.headers
    if origin is None:
        reply.headers = _varying(own)
        return reply
    if reply.header("access-control-allow-origin") is not None:
        own = tuple(one for one in own if not _of_cors(one[0]))
    # With cookies, a star is only a star: each header is named.
    exposed = dict.fromkeys(name for name, _ in own if _is_exposed(name))
    added = [("Access-Control-Allow-Origin", origin), ("Access-Control-Allow-Credentials", "true")]
    if exposed:
        added.append(("Access-Control-Expose-Headers", ", ".join(exposed)))
    reply.headers = (*_varying(own), *added)
    return reply


def _of_cors(name: str) -> bool:
    """Tell whether *name* says who may read; what a preflight allows stays."""
    return name.lower() in (
        "access-control-allow-origin",
        "access-control-allow-credentials",
        "access-control-expose-headers",
    )


def _is_exposed(name: str) -> bool:
    plain = name.lower()
    return plain not in _READ_BY_ANYBODY and not plain.startswith(_OF_CORS) and plain != "set-cookie"


def _varying(headers: Headers) -> Headers:
    """Return *headers* with ``Origin`` among what ``Vary`` names."""
    said = [text for name, text in headers if name.lower() == "vary"]
    if not said:
        return (*headers, ("Vary", "Origin"))
    names = [one.strip() for text in said for one in text.split(",")]
    if "*" in names or "origin" in (one.lower() for one in names):
        return headers
    rest = tuple(one for one in headers if one[0].lower() != "vary")
    return (*rest, ("Vary", ", ".join((*names, "Origin"))))
