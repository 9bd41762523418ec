"""Faults of the status."""

from collections.abc import Callable

from contract_tests.faults.fault import Fault, rewriting
from contract_tests.faults.fields import found
from contract_tests.faults.ground import Ground, Role
from contract_tests.faults.wire import Ask, Behaviour, Reply, Request


def _instead(role: Role, old: int, new: int) -> Callable[[Ground], Behaviour | None]:
    """Return what answers *new* where *old* was promised."""

    def put(ground: Ground) -> Behaviour | None:
        if ground.operation(role) is None:
            return None
        return rewriting(ground, lambda _, reply: reply.but(status=new), role, status=old)

    return put


def _body_with_204(ground: Ground) -> Behaviour:
    text = b'{"done": true}'
    return rewriting(
        ground, lambda _, reply: reply.but({"Content-Type": "application/json"}, body=text), status=204
    )


def _missing_is_empty(ground: Ground) -> Behaviour:
    def rewrite(_: Request, reply: Reply) -> Reply:
        return reply.but({"Content-Type": "application/json"}, status=200, body=b"{}")

    return rewriting(ground, rewrite, Role.READ, status=404)


def _empty_200(ground: Ground) -> Behaviour:
    return rewriting(ground, lambda _, reply: reply.but(body=b""), Role.READ, status=200)


def _second_is_lost(ground: Ground) -> Behaviour:
    """Return what answers 404 for the second thing that was created, although it is there."""
    created: list[str] = []

    def behave(request: Request, ask: Ask) -> Reply:
        if ground.role(request) is Role.READ and created[1:2] == [ground.id_in(request.path)]:
            return ask(request.but(path=ground.at("999999937" if ground.given else "WVWZZZ1JZ3W386799")))
        reply = ask(request)
        if ground.role(request) is Role.CREATE and reply.good:
            values = found(reply.json, (*ground.places[Role.CREATE], ground.identity))
            created.extend(str(value) for value in values)
        return reply

    return behave


FAULTS = (
    Fault("created-is-200", "200 instead of 201 for what was created", _instead(Role.CREATE, 201, 200)),
    Fault("read-is-201", "201 instead of 200 for what is read", _instead(Role.READ, 200, 201)),
    Fault("change-is-202", "202, undocumented, for a change", _instead(Role.CHANGE, 200, 202)),
    Fault("missing-is-418", "418, undocumented, for what is not there", _instead(Role.READ, 404, 418)),
    Fault("missing-is-500", "500 for what is not there", _instead(Role.READ, 404, 500)),
    Fault("missing-is-empty", "200 with an empty object for what is not there", _missing_is_empty),
    Fault("invalid-is-200", "a refusal with status 200", _instead(Role.CREATE, 422, 200)),
    Fault("204-with-body", "204 with a body", _body_with_204),
    Fault("200-without-body", "200 with nothing in it", _empty_200),
    Fault("second-is-404", "404 for the second that was created", _second_is_lost),
)
