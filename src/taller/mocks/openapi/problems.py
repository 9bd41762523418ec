"""Errors as problem documents (RFC 9457)."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote, unquote_to_bytes

from taller.mocks.openapi.http import Finding, Reply
from taller.mocks.openapi.media import PROBLEM_JSON
from taller.mocks.openapi.operation import Operation, Promise

TITLES = {
    400: "Petición malformada",
    401: "Sin credencial que valga",
    403: "Sin permiso",
    404: "No encontrado",
    405: "Método no admitido",
    406: "No aceptable",
    409: "Conflicto",
    412: "Etiqueta caducada",
    408: "Petición incompleta",
    413: "Cuerpo demasiado grande",
    414: "Ruta demasiado larga",
    415: "Tipo de contenido no admitido",
    422: "Datos no válidos",
    428: "Falta la etiqueta",
    431: "Cabeceras demasiado grandes",
    500: "Error interno",
    501: "Sin implementar",
    502: "Sin respuesta del servicio",
    503: "Servicio no disponible",
    504: "El servicio no contesta a tiempo",
    507: "Almacén lleno",
}
MAX_ERRORS = 100
_NO_BREACH = (401, 403, 404, 409, 410, 412)
_CUT_ESCAPE = re.compile("%.?$")
_AS_IT_IS = re.compile("[A-Za-z0-9/._~-]{1,8000}")
_WORDS = (("pointer", "body"), ("parameter", "parameter"), ("header", "header"))
_LIMITS = {"pointer": 2000, "parameter": 200, "header": 200, "detail": 500}

Fault = Mapping[str, str]
"""One place at fault: ``pointer``, ``parameter`` or ``header``, and ``detail``."""


class Problem(Exception):
    """A refusal: it ends the request and becomes the answer."""

    def __init__(
        self,
        status: int,
        detail: str,
        faults: Sequence[Fault] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """Refuse with *status*; *detail* is a Spanish sentence, *faults* names each place."""
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.faults = faults
        self.headers = headers or {}

    def findings(self) -> tuple[Finding, ...]:
        """Return what the refusal says of the request that it refuses: how that breaks the contract.

        Nothing, if it does not, and what is kept, or who asks, is the reason.
        """
        if self.status in _NO_BREACH:
            return ()
        if not self.faults:
            return (Finding("request", f"status {self.status}", self.detail),)
        return tuple(
            Finding("request", " ".join(_place(fault)), fault.get("detail", "")) for fault in self.faults
        )


def problem_reply(problem: Problem, path: str, operation: Operation | None = None) -> Reply:
    """Return *problem* as the reply to a request for *path*, percent-encoded.

    Its type and title are those that the contract shows for this status of *operation*.
    """
    document = problem_of(problem, path, operation.promise(problem.status) if operation else None)
    return Reply(
        problem.status,
        (("Content-Type", PROBLEM_JSON), *problem.headers.items()),
        json.dumps(document, ensure_ascii=False).encode(errors="replace"),
        operation.name if operation else None,
        problem.findings() if 400 <= problem.status < 500 else (),
    )


def problem_of(problem: Problem, path: str, promise: Promise | None) -> dict[str, Any]:
    """Return *problem* as a problem document; its type and title are those that *promise* shows."""
    kind, title = _kind(problem.status, promise)
    document = {
        "type": kind,
        "title": title,
        "status": problem.status,
        "detail": problem.detail[:2000],
        "instance": _instance(path),
    }
    if problem.faults:
        document["errors"] = [_clipped(fault) for fault in problem.faults[:MAX_ERRORS]]
    return document


def _place(fault: Fault) -> tuple[str, str]:
    for name, word in _WORDS:
        if name in fault:
            return word, fault[name]
    return "request", ""


def _kind(status: int, promise: Promise | None) -> tuple[str, str]:
    kind, title = promise.problem if promise else (None, None)
    return kind or "about:blank", title or TITLES.get(status, "Error")


def _instance(path: str) -> str:
    """Return *path* as a URI has it; without a colon, for ``//a:b`` would be a host and a port."""
    if _AS_IT_IS.fullmatch(path):
        return path
    encoded = quote(unquote_to_bytes(path), safe="/!$&'()*+,;=@")
    return _CUT_ESCAPE.sub("", encoded[:8000]) or "/"


def _clipped(fault: Fault) -> dict[str, str]:
    return {name: text[: _LIMITS.get(name)] for name, text in fault.items()}
