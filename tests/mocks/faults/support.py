"""A reply, its contract, and what becomes of it under faults."""

import json
from collections.abc import Callable
from dataclasses import replace

import jsonschema_rs

from taller.mocks.faults import Faults, parse
from taller.mocks.openapi.http import Reply, Request
from taller.mocks.openapi.problems import Problem, problem_reply

SCHEMA = {
    "type": "object",
    "required": ["nombre"],
    "properties": {"nombre": {"type": "string"}, "edad": {"type": ["integer", "null"]}},
    "additionalProperties": True,
}
JSON = ("Content-Type", "application/json")
ANA = Reply(200, (JSON, ("ETag", '"1"')), b'{"nombre":"Ana","edad":30}', "GET /clientes/{id}", lasting=True)
VALID = jsonschema_rs.Draft202012Validator(SCHEMA).is_valid


def breaks(reply: Reply) -> bool:
    """Tell whether *reply* breaks a contract of 200 with the schema and 503 with anything."""
    if reply.status == 503:
        return False
    return reply.status != 200 or not VALID(json.loads(reply.body))


def never(_reply: Reply) -> bool:
    """Keep any promise, as a contract without any does."""
    return False


def failing(problem: Problem, request: Request) -> Reply:
    """Fail as a contract without errors of its own has it."""
    return replace(problem_reply(problem, request.path), findings=())


def struck(
    text: str,
    reply: Reply = ANA,
    *,
    method: str = "GET",
    seed: int = 1,
    check: Callable[[Reply], bool] = breaks,
) -> Reply:
    """Return what becomes of *reply* under the faults *text*."""
    faults = Faults(seed)
    faults.add(parse(text))
    request = Request(method, "/clientes/1")
    plan = faults.plan(request, "/clientes/{id}")
    assert plan is not None
    instead = plan.instead(request, failing, check)
    return plan.spoilt(request, reply, check) if instead is None else instead


def places(reply: Reply) -> list[str]:
    assert reply.findings == ()
    return [finding.place for finding in reply.spoilt]
