"""What a request to the admin path says, checked against its contract."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from taller.mocks.admin import contract
from taller.mocks.admin.managed import Managed
from taller.mocks.journal import PRESENT, Criteria
from taller.mocks.openapi.http import Request
from taller.mocks.openapi.media import JSON, plain
from taller.mocks.openapi.problems import Fault, Problem
from taller.mocks.openapi.validation import pointer
from taller.mocks.requests.bodies import parse_json

_MOST_PARAMETERS = 50
_INTEGER = re.compile(r"(-?[0-9]{1,15})(\.0{1,15})?")  # 7.0 is an integer in JSON Schema


def read_query(request: Request) -> dict[str, Any]:
    """Return the values of the query parameters of *request*.

    :raises Problem: 400, with each that nobody knows, that stands twice or that breaks its schema.
    """
    texts = _texts(request.query)
    known = contract.parameters(request.path, _method(request)) if texts else {}
    values: dict[str, Any] = {}
    found: list[Fault] = []
    for name, text in texts:
        if name in values or name not in known:
            detail = "Está repetido." if name in values else "No se conoce este parámetro."
            found.append({"parameter": name, "detail": detail})
            continue
        value = _number(text) if name in ("since", "limit") else text
        found += [
            {"parameter": name, "detail": fault["detail"]} for fault in contract.faults(known[name], value)
        ]
        values[name] = value
    if found:
        raise Problem(400, "Los parámetros no son los que este recurso espera.", found)
    return values


def read_body(request: Request) -> Any:
    """Return the JSON body of *request*.

    :raises Problem: 413, 415 or 400.
    """
    if request.too_large:
        raise Problem(413, "El cuerpo es demasiado grande.")
    if plain(request.headers.get("content-type")) != JSON:
        raise Problem(415, "El cuerpo debe ser application/json.", headers={"Accept": JSON})
    if request.cut:
        raise Problem(400, "El cuerpo se ha cortado.")
    return parse_json(request.body)


def checked(body: Any, schema: str) -> Any:
    """Return *body*, if it is valid under the component *schema*.

    :raises Problem: 422, with every place at fault.
    """
    found = contract.faults(pointer("components", "schemas", schema), body)
    if found:
        raise Problem(422, "El cuerpo no es el que este recurso espera.", found)
    return body


def check_query(values: Mapping[str, str]) -> None:
    """Let *values* pass if they are criteria that the journal can be asked by, by their names there.

    :raises ValueError: naming the first that is not.
    """
    known = contract.parameters("/_taller/journal", "get")
    for name, value in values.items():
        if contract.faults(known[name], value):
            raise ValueError(f"{name}: no entry can be {value!r}")


def criteria_of(values: Mapping[str, Any], service: Managed) -> Criteria:
    """Return the criteria that *values*, valid under the contract, say by their names there.

    An operation may be called by its operationId, and a path begin after the base path of *service*.
    """
    status, operation = values.get("status"), values.get("operation")
    return Criteria(
        operation=service.operation_ids.get(operation or "", operation),
        method=values.get("method"),
        path=values.get("path"),
        status=str(int(status)) if isinstance(status, int | float) else status,
        contract=values.get("contract"),
        body=values.get("body"),
        pointer=values.get("pointer"),
        equals=values.get("equals", PRESENT),
        bases=tuple(service.base_paths),
    )


def value_of(text: str) -> Any:
    """Return the JSON value that *text* says; what is not JSON is a text: ``Ana`` means ``"Ana"``."""
    try:
        return parse_json(text.encode())
    except Problem:
        return text


def _texts(query: str) -> list[tuple[str, str]]:
    if not query:
        return []
    try:
        return parse_qsl(query, keep_blank_values=True, errors="strict", max_num_fields=_MOST_PARAMETERS)
    except ValueError as error:
        raise Problem(400, "Los parámetros son demasiados, o no son UTF-8.") from error


def _method(request: Request) -> str:
    return "get" if request.method == "HEAD" else request.method.lower()


def _number(text: str) -> int | str:
    matched = _INTEGER.fullmatch(text)
    return int(matched[1]) if matched else text
