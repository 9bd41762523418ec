"""Errors as problem documents (RFC 9457)."""

import json
import re
from collections.abc import Mapping, Sequence
from urllib.parse import quote

from werkzeug.wrappers import Response

from taller.mocks.contract import PROBLEM_JSON, Operation

TITLES = {
    400: "Petición malformada",
    404: "No encontrado",
    405: "Método no admitido",
    406: "No aceptable",
    409: "Conflicto",
    412: "Etiqueta caducada",
    413: "Cuerpo demasiado grande",
    415: "Tipo de contenido no admitido",
    422: "Datos no válidos",
    428: "Falta la etiqueta",
    500: "Error interno",
    501: "Sin implementar",
    507: "Almacén lleno",
}
MAX_ERRORS = 100
_CUT_ESCAPE = re.compile("%.?$")
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


def problem_response(problem: Problem, path: str, operation: Operation | None) -> Response:
    """Return *problem* as the answer to a request for *path*, decoded.

    Its type and title are those that the contract shows for this status of *operation*.
    """
    kind, title = _kind(problem.status, operation)
    document = {
        "type": kind,
        "title": title,
        "status": problem.status,
        "detail": problem.detail[:2000],
        "instance": _instance(path),
    }
    if problem.faults:
        document["errors"] = [_clipped(fault) for fault in problem.faults[:MAX_ERRORS]]
    body = json.dumps(document, ensure_ascii=False)
    response = Response(body, problem.status, mimetype=PROBLEM_JSON)
    response.headers.extend(problem.headers)
    return response


def _kind(status: int, operation: Operation | None) -> tuple[str, str]:
    response = operation.responses.get(status) if operation else None
    media = response.content.get(PROBLEM_JSON) if response else None
    kind = media.text("example", "type") if media else None
    title = media.text("example", "title") if media else None
    return kind or "about:blank", title or TITLES.get(status, "Error")


def _instance(path: str) -> str:
    """Return *path* percent-encoded; the colon too, for ``//a:b`` would be a host and a port."""
    encoded = quote(path, safe="/!$&'()*+,;=@", errors="surrogateescape")
    return _CUT_ESCAPE.sub("", encoded[:8000]) or "/"


def _clipped(fault: Fault) -> dict[str, str]:
    return {name: text[: _LIMITS.get(name)] for name, text in fault.items()}
