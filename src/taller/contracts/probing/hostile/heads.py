"""Alterations of the headers that HTTP itself has rules for."""

from collections.abc import Iterator
from dataclasses import replace

from taller.contracts.phrases import Said, said
from taller.contracts.probing.contract import Contract, Operation, Parameter, types
from taller.contracts.probing.hostile.alteration import Alteration
from taller.contracts.probing.hostile.parameters import allows
from taller.contracts.probing.wire import Request

_BODY = ("requestBody", "content")
_SAFE = frozenset(("GET", "HEAD"))
_FORMS = frozenset(("pattern", "enum", "const", "format"))
"""Keywords that give a text a form."""
_WHOLE = frozenset(range(200, 300)) - {206}


def media_alterations(contract: Contract, operation: Operation, request: Request) -> Iterator[Alteration]:
    """Yield *request* with its body said to be of another type, or of none.

    Where the contract promises 415, that is the answer: 422 would mean that the body was read all the same.
    """
    known = [name.partition(";")[0].strip().lower() for name in _content(contract, operation)]
    if any("*" in name for name in known):
        return
    only = frozenset((415,)) if operation.documents(415) else frozenset[int]()
    for what, media in (
        (said("another media type, {media}", media="text/plain"), "text/plain"),
        (said("another media type, {media}", media="application/xml"), "application/xml"),
        (
            said("another media type, {media}", media="application/x-www-form-urlencoded"),
            "application/x-www-form-urlencoded",
        ),
        (said("another media type, {media}", media="application/x.other+json"), "application/x.other+json"),
        (said("no media type"), None),
    ):
        if media not in known:
            # What has no name may be guessed at (RFC 9110, 8.3), unless 415 is promised, or be malformed.
            statuses = only | {400} if only and media is None else only
            yield Alteration(
                "refuses-other-media-types",
                what,
                said("the body"),
                _BODY,
                request.with_headers(Content_Type=media),
                demanded=bool(only) or media is not None,
                statuses=statuses,
                weight=2,
            )


def _content(contract: Contract, operation: Operation) -> Iterator[str]:
    yield operation.media_type or ""
    body = contract.schema(operation.said.get("requestBody"))
    yield from body.get("content", ())


def precondition_alterations(
    contract: Contract, operation: Operation, request: Request
) -> Iterator[Alteration]:
    """Yield *request* with an If-Match that is none (RFC 9110, 13.1.1).

    Where the contract gives it a form of its own, a version number, what has that form is left out.
    """
    one = operation.named("ifmatch")
    if one is None or operation.method in _SAFE:
        return
    for what, text in _no_tags():
        if _has_form(one) and allows(contract, one, text):
            continue
        kept = {name: value for name, value in request.headers.items() if name.lower() != one.name.lower()}
        yield Alteration(
            "refuses-wrong-preconditions",
            what,
            said("{location} {name}", location="header", name=one.name),
            ("parameters",),
            replace(request, headers=kept | {one.name: text}),
            weight=2,
        )


def _has_form(one: Parameter) -> bool:
    """Whether the contract says more of *one* than that it is a text."""
    return "string" not in types(one.schema) or bool(_FORMS & one.schema.keys())


def _no_tags() -> Iterator[tuple[Said, str]]:
    yield said("a tag without quotes"), "0"
    yield said("a quote that is not closed"), '"5f2b1c0d9e8a7b6c'
    yield said("a star among tags"), '*, "5f2b1c0d9e8a7b6c"'


def odd_headers(operation: Operation, request: Request, taken: bool) -> Iterator[Alteration]:
    """Yield *request* with headers that may be sent to anybody, and must not make it fail.

    :param taken: whether *request* as it is gets 200.
    """
    for what, header in (
        (said("a wish for another media type"), ("Accept", "text/html")),
        (said("a wish that cannot be read"), ("Accept", ";;q=,")),
        (said("a language that nobody speaks"), ("Accept-Language", "x-klingon;q=2, *;q=")),
        (said("a date that is none"), ("If-Modified-Since", "yesterday")),
    ):
        yield _odd(what, request, *header, frozenset())
    if taken and operation.method == "GET":
        # Only a unit that is known lets a range matter (RFC 9110, 14.2).
        yield _odd(said("a range in an unknown unit"), request, "Range", "pages=1-2", _WHOLE)
        yield _odd(said("a range that is none"), request, "Range", "bytes=abc", frozenset())


def _odd(what: Said, request: Request, name: str, value: str, statuses: frozenset[int]) -> Alteration:
    asked = replace(request, headers={**request.headers, name: value})
    where = said("{location} {name}", location="header", name=name)
    return Alteration("odd-headers-do-no-harm", what, where, (), asked, False, statuses)
