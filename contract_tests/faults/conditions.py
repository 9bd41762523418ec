"""Faults of what is asked under the condition that it has changed."""

from collections.abc import Callable

from contract_tests.faults.fault import Fault
from contract_tests.faults.ground import Ground, Role
from contract_tests.faults.wire import Ask, Behaviour, Reply, Request

CONSTANT = '"0123456789abcdef"'


def _conditional(
    answer: Callable[[Request, Reply, Ask], Reply | None],
) -> Callable[[Ground], Behaviour | None]:
    """Return what answers If-None-Match in another way than it should."""

    def put(ground: Ground) -> Behaviour | None:
        roles = [role for role in (Role.READ, Role.LIST) if ground.documents(role, 304)]
        if not roles:
            return None

        def behave(request: Request, ask: Ask) -> Reply:
            reply = ask(request)
            if ground.role(request) not in roles or request.header("If-None-Match") is None:
                return reply
            return answer(request, reply, ask) or reply

        return behave

    return put


def _unconditional(request: Request, _: Reply, ask: Ask) -> Reply:
    return ask(request.but({"If-None-Match": None}))


def _strongly(request: Request, reply: Reply, ask: Ask) -> Reply | None:
    weak = (request.header("If-None-Match") or "").startswith("W/")
    return _unconditional(request, reply, ask) if weak and reply.status == 304 else None


def _first_only(request: Request, reply: Reply, ask: Ask) -> Reply | None:
    several = "," in (request.header("If-None-Match") or "")
    return _unconditional(request, reply, ask) if several and reply.status == 304 else None


def _always(request: Request, reply: Reply, _: Ask) -> Reply | None:
    return (
        reply.but({"Content-Type": None, "Content-Length": None}, status=304, body=b"")
        if reply.good
        else None
    )


def _untagged(_: Request, reply: Reply, __: Ask) -> Reply | None:
    return reply.but({"ETag": None}) if reply.status == 304 else None


def _with_body(request: Request, reply: Reply, ask: Ask) -> Reply | None:
    if reply.status != 304:
        return None
    return reply.but({"Content-Type": "application/json"}, body=_unconditional(request, reply, ask).body)


FAULTS = (
    Fault("if-none-match-ignored", "no 304 for the current tag", _conditional(_unconditional)),
    Fault("if-none-match-strong", "no 304 for the current tag as a weak one", _conditional(_strongly)),
    Fault("if-none-match-first", "no 304 for the current tag among others", _conditional(_first_only)),
    Fault("if-none-match-any", "304 for any tag", _conditional(_always)),
    Fault("304-without-etag", "304 without ETag", _conditional(_untagged)),
    Fault("304-with-body", "304 with a body", _conditional(_with_body)),
)
