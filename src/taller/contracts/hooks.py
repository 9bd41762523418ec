"""What keeps in generated requests the rules that JSON Schema cannot say; with it come checks of our own.

Schemathesis imports this module by its name in ``schemathesis.toml``. A request is changed only where
it is meant to be valid: what breaks the contract on purpose goes out as it is.
"""

import copy
import os
import re
from collections.abc import Callable, Mapping
from typing import Any

import schemathesis
from schemathesis.core.failures import Failure
from schemathesis.core.parameters import ParameterLocation
from schemathesis.generation.meta import TestPhase

import taller.contracts.checks  # noqa: F401  # which registers them
from taller.contracts import invoice_rules
from taller.contracts.bounds import bound
from taller.contracts.idempotency import fresh_key
from taller.contracts.keys import is_own_run, send_key
from taller.contracts.secrecy import VARIABLE

Case = schemathesis.Case[Any]
Body = dict[str, Any]

PRECONDITIONS = frozenset(("If-Match", "IfMatch"))
CONDITIONS = frozenset(
    ("if-match", "ifmatch", "if-none-match", "if-modified-since", "if-unmodified-since", "if-range")
)
"""Headers by which a client says when not to do what it asks (RFC 9110, 13.1)."""
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

    By ``[auth.openapi]`` in schemathesis.toml no contract could be tested without the variable. In a run of
    our own nobody gets a key but by its target: only so is it known who may have it, and what to hide.
    """
    if VARIABLE in os.environ and not is_own_run():
        send_key(schema, os.environ[VARIABLE])


def bound_answer(_context: schemathesis.HookContext, case: Case, kwargs: dict[str, Any]) -> None:
    """Let the answer to *case*, if it comes over HTTP, take neither for ever nor all memory."""
    if case.operation.schema.app is None:
        bound(kwargs)


def before_call(_context: schemathesis.HookContext, case: Case, _kwargs: dict[str, Any]) -> None:
    """Make *case* keep the rules of its operation; what somebody wrote goes as it is."""
    if case.meta is None:
        return
    _match_what_is_there(case)
    _send_once(case)
    _begin_at_the_first_page(case)
    _keep_rule(case)


def filter_failure(
    _context: schemathesis.HookContext, failure: Failure, case: Case, response: schemathesis.Response
) -> bool:
    """Drop what Schemathesis holds against a service, and HTTP does not.

    That is 412 to what was sent on a condition (RFC 9110, 15.5.13), and 501 to a method that the operation
    does not have, which is what a server says that knows no such method (9.1).
    """
    if response.status_code == 412:
        sent = {str(name).lower() for name in response.request.headers}
        return failure.code != "ST202" or CONDITIONS.isdisjoint(sent)
    if response.status_code == 501 and failure.code in ("ST101", "ST102", "ST204"):
        return bool(str(response.request.method).upper() == case.operation.method.upper())
    return True


def _match_what_is_there(case: Case) -> None:
    """Say ``If-Match: *`` instead of a tag made up, which is never the current one.

    Without this no change would get beyond 412. The tag that a link gives stays, and so does what is
    no tag at all.
    """
    for name in PRECONDITIONS & case.headers.keys():
        tag = case.headers[name]
        given = _in_story(case) and TAG.fullmatch(tag) and tag != EXAMPLE
        if 1 <= len(tag) <= LONGEST_TAG and not given and _may_be(case, name, "*"):
            case.headers[name] = "*"


def _send_once(case: Case) -> None:
    """Give each request a key of its own: one used before, for another request, is 422.

    It has the form that the contract wants. A key that is none goes as it is.
    """
    key = case.headers.get(KEY, "")
    if KEY_FORM.fullmatch(key) and _may_be(case, KEY, key):
        case.headers[KEY] = fresh_key(lambda one: _may_be(case, KEY, one), key)


def _begin_at_the_first_page(case: Case) -> None:
    """Leave out a cursor made up: only one that a list has given says where to go on, any other is 400.

    What is none at all goes as it is, and so does one that must be there.
    """
    if CURSOR_FORM.fullmatch(str(case.query.get(CURSOR, ""))) and not _must_be_there(case, CURSOR):
        del case.query[CURSOR]


def _may_be(case: Case, name: str, value: str) -> bool:
    """Whether the contract lets the header *name* be *value*."""
    said = [one for one in case.operation.iter_parameters() if one.name.lower() == name.lower()]
    return all(one.is_valid(value) for one in said)


def _must_be_there(case: Case, name: str) -> bool:
    return any(one.is_required for one in case.operation.iter_parameters() if one.name == name)


def _keep_rule(case: Case) -> None:
    """Make the body of *case* keep the rule of its operation; one that the rule is not made for stays."""
    title = case.operation.schema.raw_schema.get("info", {}).get("title")
    rules = _RULES.get(title, {})
    keep_rule = rules.get(case.operation.schema.get_operation_id(case.operation))
    if keep_rule is None or not isinstance(case.body, dict) or not _valid(case, "BODY", "PATH"):
        return
    body = copy.deepcopy(case.body)  # which other requests may share
    try:
        keep_rule(case, body)
    except _UNLIKE:
        return
    case.body = body


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


_RULES: Mapping[str, Mapping[str | None, Callable[[Case, Body], None]]] = {
    "Taller 2: vehiculos": {"cambiarVehiculo": _keep_vin},
    "Taller 5: facturas": {
        "crearFactura": _sell,
        "cambiarFactura": _sell,
        "rectificarFactura": _correct,
        "pagarFactura": _pay,
        "facturarACliente": _bill_what_is_there,
    },
    "Taller 6: recambios": {
        "cambiarRecambio": _be_like_no_other_part,
        "crearEquivalencia": _name_another_part,
    },
    "Taller 7: logs": {"cambiarLog": _keep_log_id},
}
"""By the title of the contract, for other contracts may name their operations alike, and ``operationId``."""
_UNLIKE = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What a rule meets with in a contract that has changed since it was made."""


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
schemathesis.hook("before_call")(bound_answer)
schemathesis.hook("filter_failure")(filter_failure)
