"""Faults of HEAD, of OPTIONS and other methods, and of keys."""

from collections.abc import Callable
from typing import Any

from contract_tests.faults.fault import Fault, rewriting
from contract_tests.faults.ground import Ground, Role
from contract_tests.faults.wire import Ask, Behaviour, Reply, Request

CONSTANT = '"0123456789abcdef"'


def _allow(change: Callable[[str], str], *, refused: bool = False) -> Callable[[Ground], Behaviour]:
    """Return what lies in Allow, in the answer to OPTIONS, or else with 405."""

    def put(ground: Ground) -> Behaviour:
        def rewrite(request: Request, reply: Reply) -> Reply:
            old = reply.header("Allow")
            meant = reply.status == 405 if refused else request.method == "OPTIONS"
            return reply.but({"Allow": change(old) or None}) if old and meant else reply

        return rewriting(ground, rewrite)

    return put


def _less(allow: str) -> str:
    return ", ".join(one for one in allow.split(", ") if one not in ("GET", "HEAD"))


def _options(**changes: Any) -> Callable[[Ground], Behaviour]:
    return lambda ground: rewriting(
        ground, lambda request, reply: reply.but(**changes) if request.method == "OPTIONS" else reply
    )


def _head(change: Callable[[Reply], Reply]) -> Callable[[Ground], Behaviour]:
    """Return what answers HEAD in another way than GET."""
    return lambda ground: rewriting(
        ground,
        lambda request, reply: change(reply) if request.method == "HEAD" and reply.good else reply,
    )


def _other_method(status: int) -> Callable[[Ground], Behaviour]:
    return lambda ground: rewriting(ground, lambda _, reply: reply.but(status=status), status=405)


def _without_challenge(ground: Ground) -> Behaviour | None:
    if ground.key is None:
        return None
    return rewriting(ground, lambda _, reply: reply.but({"WWW-Authenticate": None}), status=401)


def _taken(wanted: Callable[[str | None], bool]) -> Callable[[Ground], Behaviour | None]:
    """Return what answers without a key that is good."""

    def put(ground: Ground) -> Behaviour | None:
        if ground.key is None:
            return None

        def behave(request: Request, ask: Ask) -> Reply:
            taken = wanted(request.header("Authorization"))
            return ask(request.but({"Authorization": f"Bearer {ground.key}"}) if taken else request)

        return behave

    return put


FAULTS = (
    Fault("allow-too-much", "Allow with a method that is none", _allow(lambda one: f"{one}, PATCH")),
    Fault("allow-too-little", "Allow without GET", _allow(_less)),
    Fault("405-without-allow", "405 without Allow", _allow(lambda _: "", refused=True)),
    Fault("405-wrong-allow", "405 whose Allow is wrong", _allow(_less, refused=True)),
    Fault("other-method-404", "404 for a method that there is not", _other_method(404)),
    Fault("other-method-200", "200 for a method that there is not", _other_method(200)),
    Fault("options-404", "404 for OPTIONS", _options(status=404)),
    Fault("options-without-allow", "OPTIONS without Allow", _options(headers={"Allow": None})),
    Fault("head-404", "404 for HEAD of what is there", _head(lambda one: one.but(status=404)), heads=True),
    Fault("head-405", "405 for HEAD", _head(lambda one: one.but({"Allow": "GET"}, status=405)), heads=True),
    Fault(
        "head-without-etag",
        "HEAD without the ETag of GET",
        lambda ground: (
            _head(lambda one: one.but({"ETag": None}))(ground)
            if "ETag" in ground.headers(Role.READ)
            else None
        ),
        heads=True,
    ),
    Fault(
        "head-other-type",
        "HEAD of another content type",
        _head(lambda one: one.but({"Content-Type": "text/plain"})),
        heads=True,
    ),
    Fault("head-with-body", "HEAD with a body", _head(lambda one: one.but(body=b"{}")), heads=True),
    Fault("401-without-challenge", "401 without WWW-Authenticate", _without_challenge),
    Fault("no-key-asked", "no key is asked for", _taken(lambda _: True)),
    Fault("any-key-taken", "any key is good", _taken(lambda sent: sent is not None)),
    Fault("no-key-needed", "a wrong key is refused, and none is good", _taken(lambda sent: sent is None)),
)
