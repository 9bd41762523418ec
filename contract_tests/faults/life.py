"""Faults of the end of a resource, and of how long one waits for it."""

import time
from collections.abc import Callable

from contract_tests.faults.fault import Fault
from contract_tests.faults.ground import Ground, Role
from contract_tests.faults.living import Created, nobody, read
from contract_tests.faults.wire import Ask, Behaviour, Reply, Request

SLOW = 1.5
"""Seconds."""


def _deletes(behave: Callable[[Ground], Behaviour]) -> Callable[[Ground], Behaviour | None]:
    return lambda ground: behave(ground) if ground.operation(Role.DELETE) is not None else None


def _not_deleted(ground: Ground) -> Behaviour:
    def behave(request: Request, ask: Ask) -> Reply:
        if ground.role(request) is not Role.DELETE or not read(ground, request, ask).good:
            return ask(request)
        needed = ground.header_of(Role.DELETE, "ifmatch")
        if needed and request.header(needed) != read(ground, request, ask).header("ETag"):
            return ask(request)
        return Reply(204, (), b"")

    return behave


def _leak(ground: Ground) -> Behaviour:
    """Return what still shows what was deleted."""
    gone: dict[str, Reply] = {}

    def behave(request: Request, ask: Ask) -> Reply:
        if ground.role(request) is Role.DELETE:
            before = read(ground, request, ask)
            reply = ask(request)
            if reply.good and before.good:
                gone[request.path] = before
            return reply
        if ground.role(request) is Role.READ and request.path in gone:
            return gone[request.path]
        return ask(request)

    return behave


def _deletes_two(ground: Ground) -> Behaviour:
    """Return what deletes what was created before as well."""
    created = Created(ground)

    def behave(request: Request, ask: Ask) -> Reply:
        reply = ask(request)
        created.note(request, reply)
        if ground.role(request) is Role.DELETE and reply.good:
            for other in created.last_beside(request):
                tag = read(ground, request, ask, other).header("ETag")
                ask(request.but({"If-Match": tag}, path=ground.at(other)))
        return reply

    return behave


def _gone_when_read(ground: Ground) -> Behaviour:
    """Return what forgets a resource once it was read three times."""
    times: dict[str, int] = {}

    def behave(request: Request, ask: Ask) -> Reply:
        reply = ask(request)
        if ground.role(request) is not Role.READ or reply.status != 200:
            return reply
        times[request.path] = times.get(request.path, 0) + 1
        return reply if times[request.path] <= 3 else ask(request.but(path=ground.at(nobody(ground))))

    return behave


def _slow(role: Role) -> Callable[[Ground], Behaviour | None]:
    """Return what takes long to answer."""

    def put(ground: Ground) -> Behaviour | None:
        def behave(request: Request, ask: Ask) -> Reply:
            reply = ask(request)
            if ground.role(request) is role and reply.good:
                time.sleep(SLOW)
            return reply

        return behave if ground.operation(role) is not None else None

    return put


FAULTS = (
    Fault("delete-not-done", "a deletion that is answered, and not done", _deletes(_not_deleted)),
    Fault("leak-after-delete", "what was deleted can be read", _deletes(_leak)),
    Fault("delete-takes-another", "a deletion of another as well", _deletes(_deletes_two)),
    Fault("gone-when-read", "what was read three times is gone", _gone_when_read),
    Fault("slow-read", "1.5 seconds for what is read", _slow(Role.READ)),
    Fault("slow-list", "1.5 seconds for a list", _slow(Role.LIST)),
)
