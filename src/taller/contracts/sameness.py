"""Whether a service has one answer to everything: a welcome page, a login, a gateway's refusal."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from taller.contracts.credentials import schemes
from taller.contracts.looking import Look, NoAnswer, Seen
from taller.contracts.outcomes import Verdict
from taller.contracts.phrases import said
from taller.documents.pointers import resolved

_NOWHERE = "/no/such/path/is/in/any/contract"
_REFUSED = (401, 403)
_TLS_WANTED = (b"plain http request", b"http request to an https", b"requires tls", b"speaking plain http")
"""What servers write to those who speak HTTP to a port for TLS: nginx, Go, Jetty, Apache."""


def same_to_everything(
    look: Look, url: str, contract: Mapping[str, Any], seen: Sequence[tuple[str, Seen]]
) -> tuple[Verdict, str] | None:
    """Return what it means that all is answered alike; None if it is not, or if *contract* promises that.

    :param seen: paths, as *contract* has them, and what came.
    """
    one = seen[0][1]
    if any(_kind(other) != _kind(one) or other.method != "GET" for _, other in seen):
        return None
    if any(_documents(contract, path, answer) for path, answer in seen):
        return None
    if one.status in _REFUSED and schemes(contract):
        return None  # it asks for a credential, and may do so before it looks at the path
    try:
        nowhere = look.asked(url, "GET", _NOWHERE)
    except NoAnswer:
        return None
    return _meaning(url, one) if _kind(nowhere) == _kind(one) and one.status != 404 else None


def rightly_empty(contract: Mapping[str, Any], path: str, seen: Seen) -> bool:
    """Whether *contract* has an answer with the status of *seen* to a GET of *path*, and no body in it."""
    found = _promised(contract, path, seen.status)
    return found is not None and not found.get("content")


def is_documented(contract: Mapping[str, Any], path: str, seen: Seen) -> bool:
    """Whether *contract* says that its operation at *path* may answer *seen*, of that media type."""
    found = _promised(contract, path, seen.status, seen.method)
    media = (found or {}).get("content") or {}
    return found is not None and (not media or any(_covers(one, seen.media) for one in media))


def _kind(seen: Seen) -> tuple[int, str]:
    return seen.status, seen.media


def _documents(contract: Mapping[str, Any], path: str, seen: Seen) -> bool:
    """Whether *contract* has an answer like *seen* to a GET of *path*; what is not described is like any."""
    if not contract["paths"][path].get("get", {}).get("responses"):
        return True
    found = _promised(contract, path, seen.status)
    if found is None:
        return False
    media = found.get("content") or {}
    return not media or not seen.media or any(_covers(one, seen.media) for one in media)


def _promised(
    contract: Mapping[str, Any], path: str, status: int, method: str = "GET"
) -> Mapping[str, Any] | None:
    """Return what *contract* says of *status* as an answer to *method* on *path*."""
    answers = contract["paths"][path].get(method.lower(), {}).get("responses") or {}
    names = (str(status), f"{status // 100}XX", "default")
    return next((resolved(contract, answers[one]) for one in names if one in answers), None)


def _covers(promised: str, media: str) -> bool:
    promised = promised.partition(";")[0].strip().lower()
    return promised in ("*/*", media) or promised == f"{media.partition('/')[0]}/*"


def _meaning(url: str, one: Seen) -> tuple[Verdict, str]:
    status = one.status
    if status == 400 and any(sign in one.body.lower() for sign in _TLS_WANTED):
        where = urlsplit(url).netloc.rpartition("@")[2]
        return Verdict.NOT_HTTP, said(
            "what listens on {where} wants TLS: write https:// in the URL", where=where
        )
    if status >= 500:
        return Verdict.FAILING, said(
            "every answer is {statuses}: {cause}", statuses=status, cause=said("its log will say why.")
        )
    return Verdict.SERVES_NOTHING, _hint(one, urlsplit(one.location))


def _hint(one: Seen, location: Any) -> str:
    status = one.status
    if 300 <= status < 400 and location.netloc:
        return said(
            "every answer leads to {host}: is that where it is, or a login in front of it?",
            host=f"{location.scheme or 'http'}://{location.netloc.rpartition('@')[2]}",
        )
    if status in _REFUSED:
        return said(
            "every answer is {status}, and the contract asks for no credential: does a gateway answer?",
            status=status,
        )
    if status < 300 and one.media == "text/html" and one.body.strip():
        return said("every answer is a page of HTML, whatever the path: a welcome page, or a front end?")
    return said(
        "every answer is {status}, whatever the path, and the contract has none like it: is it this image?",
        status=status,
    )
