"""What keeps in generated requests the rules that JSON Schema cannot say; with it come checks of our own.

Schemathesis imports this module by its name in ``schemathesis.toml``. A request is changed only where
it is meant to be valid: what breaks the contract on purpose goes out as it is.
"""

import copy
import os
import re
from collections.abc import Callable, Mapping
from typing import Any
from uuid import uuid4

import schemathesis
from schemathesis.core.parameters import ParameterLocation
from schemathesis.generation.meta import TestPhase

import taller.contracts.checks  # noqa: F401  # which registers them
from taller.contracts import invoice_rules
from taller.contracts.keys import VARIABLE, send_key

Case = schemathesis.Case[Any]
Body = dict[str, Any]

PRECONDITIONS = frozenset(("If-Match", "IfMatch"))
LONGEST_TAG = 200
TAG = re.compile(r'"[0-9a-f]{8,64}"')
KEY = "Idempotency-Key"
KEY_FORM = re.compile(r"[!-+\--~]{1,255}")
CURSOR = "cursor"
CURSOR_FORM = re.compile(r"[A-Za-z0-9_-]{1,200}")
EXAMPLE = '"5f2b1c0d9e8a7b6c"'
"""The tag in the examples of all contracts; no service has ever given it."""


def after_load_schema(_context: schemathesis.HookContext, schema: schemathesis.BaseSchema) -> None:
    """Send the key of the environment, if there is one, where the contract asks for one.

    By ``[auth.openapi]`` in schemathesis.toml no contract could be tested without the variable.
    """
    if VARIABLE in os.environ:
        send_key(schema, os.environ[VARIABLE])


def before_call(_context: schemathesis.HookContext, case: Case, _kwargs: dict[str, Any]) -> None:
    """Make *case* keep the rules of its operation; what somebody wrote goes as it is."""
    if case.meta is None:
        return
    _match_what_is_there(case)
    _send_once(case)
    _begin_at_the_first_page(case)
    keep_rule = _RULES.get(case.operation.schema.get_operation_id(case.operation))
    if keep_rule is not None and isinstance(case.body, dict) and _valid(case, "BODY", "PATH"):
        case.body = copy.deepcopy(case.body)  # which other requests may share
        keep_rule(case, case.body)


def _match_what_is_there(case: Case) -> None:
    """Say ``If-Match: *`` instead of a tag made up, which is never the current one.

    Without this no change would get beyond 412. The tag that a link gives stays, and so does what is
    no tag at all.
    """
    for name in PRECONDITIONS & case.headers.keys():
        tag = case.headers[name]
        given = _in_story(case) and TAG.fullmatch(tag) and tag != EXAMPLE
        if 1 <= len(tag) <= LONGEST_TAG and not given:
            case.headers[name] = "*"


def _send_once(case: Case) -> None:
    """Give each request a key of its own: one used before, for another request, is 422.

    A key that is none goes as it is.
    """
    if KEY_FORM.fullmatch(case.headers.get(KEY, "")):
        case.headers[KEY] = str(uuid4())


def _begin_at_the_first_page(case: Case) -> None:
    """Leave out a cursor made up: only one that a list has given says where to go on, any other is 400.

    What is none at all goes as it is.
    """
    if CURSOR_FORM.fullmatch(str(case.query.get(CURSOR, ""))):
        del case.query[CURSOR]


def _sell(case: Case, body: Body) -> None:
    """A story's invoice gets as far as it can; each agrees with itself."""
    if _in_story(case):
        invoice_rules.make_fit_to_issue(body)
    invoice_rules.keep_sound(body)


def _correct(case: Case, body: Body) -> None:
    """So does what corrects it, unlike what corrects an invoice that may not even be there."""
    if _in_story(case):
        invoice_rules.make_fit_to_correct(body)
    invoice_rules.keep_sound(body)


def _pay(case: Case, body: Body) -> None:
    if _in_story(case):
        invoice_rules.make_fit_to_pay(body)


def _bill_what_is_there(case: Case, body: Body) -> None:
    """A story's invoice is for what the siblings know when they start, the examples of their contracts."""
    if _in_story(case):
        case.path_parameters["idCliente"] = 2022
        body["vehiculos"] = ["M109186"]
        body["cargos"] = [{"trabajoId": job, "importe": 35.99} for job in (789, 790)]
        invoice_rules.come_to_pass(body, "fechaRecepcion", "fechaEntrega")
    invoice_rules.keep_in_time(body)


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


def _be_like_no_other_part(case: Case, body: Body) -> None:
    """No two parts have their name, supplier and model alike, as in a story they often would: that is 409."""
    if _in_story(case):
        body["modelo"] = f"modelo {case.path_parameters['recambioId']}"


_RULES: Mapping[str, Callable[[Case, Body], None]] = {
    "crearFactura": _sell,
    "cambiarFactura": _sell,
    "rectificarFactura": _correct,
    "pagarFactura": _pay,
    "facturarACliente": _bill_what_is_there,
    "cambiarVehiculo": _keep_vin,
    "cambiarLog": _keep_log_id,
    "cambiarRecambio": _be_like_no_other_part,
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
