"""Probes of HEAD and OPTIONS."""

from collections.abc import Iterator
from typing import NamedTuple

from taller.contracts.events import Breach
from taller.contracts.phrases import Said, said
from taller.contracts.probing.bed import Bed
from taller.contracts.probing.contract import Operation
from taller.contracts.probing.story import Exchange, Unasked
from taller.contracts.probing.wire import Request

_ALIKE = ("Content-Type", "ETag", "Last-Modified", "Link", "X-Total-Count")
"""Headers that a HEAD has if GET has them; others may differ, as Date does."""
_BESIDE = {"HEAD", "OPTIONS"}
"""Methods that a service may have without a word in its contract."""
_TRIED = ("GET", "POST", "PUT", "PATCH", "DELETE")


def head_is_get(bed: Bed) -> Iterator[Breach]:
    """Yield if HEAD answers anything else than GET does, but for the body."""
    asked = False
    for read, path in _readable(bed):
        got = bed.story.ask(bed.request(read, path))
        label = f"HEAD {read.path}"
        came = bed.story.ask(Request(label, "HEAD", path, got.request.headers))
        head = bed.contract.operations.get(label)
        if got.reply.status != 200 or (head is None and not _is_promised(bed, read, path, came)):
            continue  # not every service has a HEAD that its contract does not name
        asked = True
        operation = head or read
        for one in _unlike(bed, operation, got, came):
            yield bed.story.breach(
                operation, one.promise, operation.place, one.told, got, came, mark=one.mark
            )
    if not asked:
        raise Unasked(said("there is no HEAD"))


def _is_promised(bed: Bed, read: Operation, path: str, came: Exchange) -> bool:
    """Whether a HEAD that the contract does not have should have been answered otherwise than *came* was.

    What GET finds is there for HEAD, too (RFC 9110, 9.3.2); one that is not offered is 405 or 501.
    """
    if came.reply.status != 405:
        return came.reply.ok or came.reply.status in (404, 410)
    options = bed.contract.operation("OPTIONS", read.path)
    if "HEAD" in _named(came) or options is None:
        return "HEAD" in _named(came)
    return "HEAD" in _named(bed.story.ask(bed.request(options, path)))


class _Unlike(NamedTuple):
    """What HEAD answers otherwise than GET."""

    told: Said
    mark: str
    promise: str = "head-equals-get"


def _unlike(bed: Bed, operation: Operation, got: Exchange, came: Exchange) -> Iterator[_Unlike]:
    if came.reply.status != got.reply.status:
        statuses = {"head": came.reply.status, "get": got.reply.status}
        yield _Unlike(said("status {head} to HEAD, and {get} to GET", **statuses), "status")
        return
    if came.reply.body:
        yield _Unlike(said("HEAD has a body of {number} bytes", number=len(came.reply.body)), "body")
    found = [*_other_headers(operation, got, came), *_other_length(got, came)]
    if found:
        again = bed.story.ask(got.request)  # what GET itself says otherwise each time is held against nobody
        yield from (one for one in found if _value(one.mark, got) == _value(one.mark, again))


def _other_headers(operation: Operation, got: Exchange, came: Exchange) -> Iterator[_Unlike]:
    for name in _ALIKE:
        one, other = got.reply.headers.get(name), came.reply.headers.get(name)
        if one is None or one == other:
            continue
        head = said("nothing") if other is None else other
        told = said("{name} is {head} to HEAD, and {get} to GET", name=name, head=head, get=one)
        # What takes the content to know may be left out (RFC 9110, 9.3.2), if nobody has promised it.
        promised = operation.method == "HEAD" and operation.header(came.reply.status, name) is not None
        equals = other is not None or promised
        yield _Unlike(told, name, "head-equals-get" if equals else "head-has-every-header")


def _other_length(got: Exchange, came: Exchange) -> Iterator[_Unlike]:
    length, number = came.reply.headers.get("Content-Length"), len(got.reply.body)
    if length is not None and "Content-Encoding" not in got.reply.headers and length != str(number):
        told = said(
            "Content-Length is {length} to HEAD, and GET has {number} bytes", length=length, number=number
        )
        yield _Unlike(told, "Content-Length")


def _value(name: str, got: Exchange) -> str | int | None:
    """Return what *got* has for the header *name*; for its length, how long it is."""
    return len(got.reply.body) if name == "Content-Length" else got.reply.headers.get(name)


def options_is_true(bed: Bed) -> Iterator[Breach]:
    """Yield if ``Allow`` names a method that there is not, or leaves one out."""
    asked = False
    for read, path in _readable(bed):
        options = bed.contract.operation("OPTIONS", read.path)
        if options is None:
            continue
        came = bed.story.ask(bed.request(options, path))
        if not came.reply.ok or "Allow" not in came.reply.headers:
            continue
        asked = True
        allowed = _named(came)
        yield from _against_the_contract(bed, options, came, allowed)
        yield from _against_the_service(bed, options, path, came, allowed)
    if not asked:
        raise Unasked(said("no Allow is promised"))


def _against_the_contract(
    bed: Bed, options: Operation, came: Exchange, allowed: set[str]
) -> Iterator[Breach]:
    declared = {one.method for one in bed.contract.operations.values() if one.path == options.path}
    missing = sorted(declared - allowed - _BESIDE)
    if missing:
        told = said(
            "Allow: {allow}, without {methods}",
            allow=came.reply.headers["Allow"],
            methods=", ".join(missing),
        )
        yield bed.story.breach(options, "allow-is-true", options.place, told, came, mark="missing")


def _against_the_service(
    bed: Bed, options: Operation, path: str, came: Exchange, allowed: set[str]
) -> Iterator[Breach]:
    allow = came.reply.headers["Allow"]
    for method in _TRIED:
        if bed.contract.operation(method, options.path) is not None:
            continue  # whether what is promised is there, all other tests ask
        tried = bed.story.ask(
            Request(f"{method} {options.path}", method, path, bed.request(options, path).headers)
        )
        if tried.reply.status == 405 and method in allowed:
            told = said("Allow: {allow}, and {method} is {status}", allow=allow, method=method, status=405)
            yield bed.story.breach(
                options, "allow-is-true", options.place, told, came, tried, mark=f"no {method}"
            )
        elif tried.reply.ok and method not in allowed:
            status = tried.reply.status
            told = said("Allow: {allow}, and {method} is {status}", allow=allow, method=method, status=status)
            yield bed.story.breach(
                options, "allow-is-true", options.place, told, came, tried, mark=f"{method} is there"
            )
        elif (
            tried.reply.status == 405
            and "Allow" in tried.reply.headers
            and (_named(tried) ^ allowed) - _BESIDE
        ):
            other = tried.reply.headers["Allow"]
            told = said("Allow: {allow}, and {other} with 405", allow=allow, other=other)
            yield bed.story.breach(options, "allow-is-true", options.place, told, came, tried, mark="405")
            return


def _named(came: Exchange) -> set[str]:
    return {one.strip().upper() for one in came.reply.headers.get("Allow", "").split(",")} - {""}


def _readable(bed: Bed) -> Iterator[tuple[Operation, str]]:
    one = bed.few(1)[0]
    yield bed.collection.read, one.path
    listing = bed.collection.listing
    if listing is not None:
        yield listing.operation, bed.listed({}).request.path
