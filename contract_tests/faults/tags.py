"""Faults of preconditions, and of keys that make a request one that is repeated."""

from collections.abc import Callable

from contract_tests.faults.fault import Fault
from contract_tests.faults.ground import Ground, Role
from contract_tests.faults.living import can_change, read
from contract_tests.faults.wire import Ask, Behaviour, Reply, Request


def _precondition(fill: Callable[[str | None, str], bool]) -> Callable[[Ground], Behaviour | None]:
    """Return what puts the current tag into a change, where *fill* says so of the tags sent and current."""

    def put(ground: Ground) -> Behaviour | None:
        name = ground.header_of(Role.CHANGE, "ifmatch") if can_change(ground) else None
        if name is None or "ETag" not in ground.headers(Role.READ):
            return None

        def behave(request: Request, ask: Ask) -> Reply:
            if ground.role(request) is not Role.CHANGE:
                return ask(request)
            tag = read(ground, request, ask).header("ETag")
            return ask(request.but({name: tag}) if tag and fill(request.header(name), tag) else request)

        return behave

    return put


def _one_tag_back(ground: Ground) -> Behaviour | None:
    """Return what takes the tag of before the last change, too: of two changes at once both win."""
    before: dict[str, str] = {}
    fill = _precondition(lambda sent, tag: before.get(tag) == sent)(ground)
    if fill is None:
        return None

    def behave(request: Request, ask: Ask) -> Reply:
        old = read(ground, request, ask).header("ETag") if ground.role(request) is Role.CHANGE else None
        reply = fill(request, ask)
        new = reply.header("ETag")
        if old and new and reply.good and old != new:
            before[new] = old
        return reply

    return behave


def _refused_is_done(ground: Ground) -> Behaviour | None:
    """Return what refuses a change with a stale tag, and makes it."""
    anyway = _precondition(lambda sent, _: sent is not None)(ground)
    if anyway is None:
        return None

    def behave(request: Request, ask: Ask) -> Reply:
        reply = ask(request)
        if ground.role(request) is Role.CHANGE and reply.status == 412:
            anyway(request, ask)
        return reply

    return behave


def _idempotent(ground: Ground) -> bool:
    return ground.header_of(Role.CREATE, "idempotencykey") is not None


def _key_ignored(ground: Ground) -> Behaviour | None:
    if not _idempotent(ground):
        return None
    return lambda request, ask: ask(request.but({"Idempotency-Key": None}))


def _key_for_any(ground: Ground) -> Behaviour | None:
    """Return what answers another request with the same key as it answered the first."""
    if not _idempotent(ground):
        return None
    known: dict[str, Reply] = {}

    def behave(request: Request, ask: Ask) -> Reply:
        key = request.header("Idempotency-Key") if ground.role(request) is Role.CREATE else None
        if key in known:
            return known[key]
        reply = ask(request)
        if key and reply.good:
            known[key] = reply
        return reply

    return behave


FAULTS = (
    Fault(
        "stale-tag-taken",
        "a change with a tag that is no longer current",
        _precondition(lambda sent, _: sent is not None),
    ),
    Fault("tag-not-needed", "a change without a tag", _precondition(lambda sent, _: sent is None)),
    Fault("weak-tag-taken", "a change with a weak tag", _precondition(lambda sent, tag: sent == f"W/{tag}")),
    Fault("tag-one-back", "of two changes at once both win", _one_tag_back),
    Fault("refused-is-done", "a change with a stale tag, refused and made", _refused_is_done),
    Fault("key-ignored", "an idempotency key that does nothing", _key_ignored),
    Fault("key-for-any", "an idempotency key that stands for any request", _key_for_any),
)
