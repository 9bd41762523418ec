"""Faults of the headers of an answer."""

import hashlib
import itertools
from collections.abc import Callable

from contract_tests.faults.fault import Fault, rewriting
from contract_tests.faults.ground import SHOWING, Ground, Role
from contract_tests.faults.wire import Ask, Behaviour, Reply, Request

CONSTANT = '"0123456789abcdef"'


def _header(
    name: str, value: Callable[[str], str | None], *roles: Role
) -> Callable[[Ground], Behaviour | None]:
    """Return what answers with another value of a header that is promised, or without it."""

    def put(ground: Ground) -> Behaviour | None:
        if not any(name.lower() in map(str.lower, ground.headers(role)) for role in roles):
            return None

        def rewrite(_: Request, reply: Reply) -> Reply:
            old = reply.header(name)
            return reply if old is None or not reply.good else reply.but({name: value(old)})

        return rewriting(ground, rewrite, *roles)

    return put


def _type(value: str | None, *, good: bool) -> Callable[[Ground], Behaviour]:
    """Return what answers with another content type if all went well, or if not."""
    return lambda ground: rewriting(
        ground,
        lambda _, reply: reply.but({"Content-Type": value}) if reply.body and reply.good is good else reply,
        *([Role.READ] if good else []),
    )


def _location_of_another(ground: Ground) -> Behaviour | None:
    """Return what sends Location of what was created before."""
    if "Location" not in ground.headers(Role.CREATE):
        return None
    before: list[str] = []

    def rewrite(_: Request, reply: Reply) -> Reply:
        before.append(reply.header("Location") or "")
        return reply.but({"Location": before[-2]}) if before[1:] else reply

    return rewriting(ground, rewrite, Role.CREATE, status=201)


def _changing_tag(ground: Ground) -> Behaviour | None:
    """Return what sends another tag each time, and takes each for the one that it stands for."""
    if "ETag" not in ground.headers(Role.READ):
        return None
    count, real = itertools.count(), dict[str, str]()

    def behave(request: Request, ask: Ask) -> Reply:
        sent = request.header("If-Match")
        reply = ask(request.but({"If-Match": real[sent]}) if sent in real else request)
        tag = reply.header("ETag")
        if tag is None:
            return reply
        new = f'"{hashlib.sha256(f"{tag}{next(count)}".encode()).hexdigest()[:16]}"'
        real[new] = tag
        return reply.but({"ETag": new})

    return behave


def _constant_tag(ground: Ground) -> Behaviour | None:
    """Return what sends one ETag for everything, and takes it for the current one."""
    if "ETag" not in ground.headers(Role.READ):
        return None

    def behave(request: Request, ask: Ask) -> Reply:
        if request.header("If-Match") == CONSTANT:
            now = ask(request.but({"If-Match": None}, method="GET", body=b""))
            request = request.but({"If-Match": now.header("ETag")})
        reply = ask(request)
        return reply.but({"ETag": CONSTANT}) if reply.header("ETag") else reply

    return behave


FAULTS = (
    Fault("html-type", "JSON that calls itself HTML", _type("text/html", good=True)),
    Fault("no-type", "JSON without a content type", _type(None, good=True)),
    Fault(
        "latin-1-type",
        "UTF-8 that calls itself Latin-1",
        _type("application/json; charset=latin-1", good=True),
    ),
    Fault(
        "problem-is-json",
        "a problem document that calls itself plain JSON",
        _type("application/json", good=False),
    ),
    Fault("no-location", "no Location", _header("Location", lambda _: None, Role.CREATE)),
    Fault("location-of-another", "Location of what was created before", _location_of_another),
    Fault(
        "location-nowhere",
        "Location that leads nowhere",
        _header("Location", lambda one: f"{one}0000", Role.CREATE),
    ),
    Fault(
        "location-without-base",
        "Location of the list",
        _header("Location", lambda one: one.rpartition("/")[0], Role.CREATE),
    ),
    Fault("no-etag", "no ETag", _header("ETag", lambda _: None, *SHOWING)),
    Fault("etag-constant", "one ETag for everything", _constant_tag),
    Fault(
        "etag-of-another",
        "an ETag that no change is good with",
        _header("ETag", lambda _: CONSTANT, *SHOWING),
    ),
    Fault("etag-changing", "another ETag each time", _changing_tag),
    Fault("etag-unquoted", "an ETag without quotes", _header("ETag", lambda one: one.strip('"'), *SHOWING)),
    Fault(
        "etag-weak",
        "a weak ETag where a strong one was promised",
        _header("ETag", lambda one: f"W/{one}", *SHOWING),
    ),
)
