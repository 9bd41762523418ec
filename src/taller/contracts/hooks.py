"""What keeps in generated requests the rules that JSON Schema cannot say.

Schemathesis imports this module by its name in ``schemathesis.toml``. A request is changed only where
it is meant to be valid: what breaks the contract on purpose goes out as it is.
"""

import os
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any
from uuid import uuid4

import schemathesis
from schemathesis.core.parameters import ParameterLocation
from schemathesis.generation.meta import TestPhase

from taller.contracts.keys import VARIABLE, send_key

Case = schemathesis.Case[Any]
Body = dict[str, Any]

PRECONDITIONS = ("If-Match", "IfMatch")
TAG = re.compile(r'"[0-9a-f]{8,64}"')
KEY = "Idempotency-Key"
EXAMPLE = '"5f2b1c0d9e8a7b6c"'
"""The tag in the examples of all contracts; no service has ever given it."""
LARGEST_AMOUNT = Decimal("99999999.99")


def after_load_schema(_context: schemathesis.HookContext, schema: schemathesis.BaseSchema) -> None:
    """Send the key of the environment, if there is one, where the contract asks for one.

    By ``[auth.openapi]`` in schemathesis.toml no contract could be tested without the variable.
    """
    if VARIABLE in os.environ:
        send_key(schema, os.environ[VARIABLE])


def before_call(_context: schemathesis.HookContext, case: Case, _kwargs: dict[str, Any]) -> None:
    """Make *case* keep the rules of its operation."""
    _match_what_is_there(case)
    _send_once(case)
    keep_rule = _RULES.get(case.operation.schema.get_operation_id(case.operation))
    if keep_rule is not None and isinstance(case.body, dict) and _valid(case, "BODY", "PATH"):
        keep_rule(case, case.body)


def _match_what_is_there(case: Case) -> None:
    """Say ``If-Match: *`` instead of a tag made up, which is never the current one.

    Without this no change would get beyond 412. The tag that a link gives stays.
    """
    name = next((each for each in PRECONDITIONS if each in case.headers), None)
    if name is not None and _valid(case, "HEADER"):
        tag = case.headers[name]
        if not (_in_story(case) and TAG.fullmatch(tag) and tag != EXAMPLE):
            case.headers[name] = "*"


def _send_once(case: Case) -> None:
    """Give each request a key of its own: one used before, for another request, is 422."""
    if KEY in case.headers and _valid(case, "HEADER"):
        case.headers[KEY] = str(uuid4())


def _add_up(_case: Case, body: Body) -> None:
    """The amount of an invoice is the sum of its lines': any other is 422."""
    lines = body["Conceptos"]
    if _sum(lines) > LARGEST_AMOUNT:
        del lines[1:]
    body["importe"] = float(_sum(lines))


def _sum(lines: list[Body]) -> Decimal:
    return sum((Decimal(str(line["importe"])) for line in lines), Decimal(0))


def _bill_what_is_there(case: Case, body: Body) -> None:
    """A story's invoice is for what the siblings know when they start, the examples of their contracts."""
    if _in_story(case):
        case.path_parameters["idCliente"] = 2022
        body["vehiculos"] = ["M109186"]
        body["cargos"] = [{"trabajoId": job, "importe": 35.99} for job in (789, 790)]


def _keep_vin(case: Case, body: Body) -> None:
    """The VIN of a vehicle never changes: any other than the path's is 409."""
    body["VIN"] = case.path_parameters["VIN"]


def _keep_log_id(case: Case, body: Body) -> None:
    """Nor does the id of a log, which the body may leave out."""
    if "id" in body:
        body["id"] = int(case.path_parameters["logid"])


def _name_another_part(case: Case, body: Body) -> None:
    """The equivalent of a spare part is another that there is: most likely the one before it."""
    body["recambioEquivalenteId"] = max(int(case.path_parameters["recambioId"]) - 1, 1)


_RULES: Mapping[str, Callable[[Case, Body], None]] = {
    "crearFactura": _add_up,
    "cambiarFactura": _add_up,
    "facturarACliente": _bill_what_is_there,
    "cambiarVehiculo": _keep_vin,
    "cambiarLog": _keep_log_id,
    "crearEquivalencia": _name_another_part,
}
"""By ``operationId``."""


def _in_story(case: Case) -> bool:
    return case.meta is not None and case.meta.phase.name is TestPhase.STATEFUL


def _valid(case: Case, *locations: str) -> bool:
    """Whether *case* keeps the contract in all of *locations*."""
    meta = case.meta
    return meta is not None and not any(
        meta.is_negative_at(ParameterLocation[location]) for location in locations
    )


schemathesis.hook("after_load_schema")(after_load_schema)
schemathesis.hook("before_call")(before_call)
