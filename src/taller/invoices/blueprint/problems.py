"""From an exception to a problem document (RFC 9457): the one place that knows their statuses."""

import json
import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

import flask
from sqlalchemy.exc import InterfaceError, OperationalError
from werkzeug.exceptions import HTTPException, InternalServerError, default_exceptions
from werkzeug.wsgi import get_input_stream

from taller.invoices import receipts
from taller.invoices.blueprint.access import challenge
from taller.invoices.domain import errors as domain
from taller.invoices.domain.access import Forbidden, Unauthenticated
from taller.siblings.errors import SiblingError, SiblingUnintelligible

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
RETRY_AFTER_SECONDS = 5
MOST_ERRORS = 100
LONGEST_INSTANCE = 8000
LONGEST_DETAIL = 500
"""Of an error; a list of two hundred countries is longer."""
LONGEST_PLACE = {"pointer": 2000, "parameter": 200, "header": 200}
_DRAIN_CHUNK = 64 * 1024
_DRAIN_LIMIT = 32 * 1024 * 1024
_DRAIN_STRANGER = 1024 * 1024

STATUSES: Mapping[type[domain.InvoiceError], int] = {
    Unauthenticated: 401,
    Forbidden: 403,
    domain.NotFound: 404,
    domain.Conflict: 409,
    domain.InvoiceStale: 412,
    domain.Invalid: 422,
    domain.PreconditionMissing: 428,
    domain.CursorInvalid: 400,
    receipts.KeyReused: 422,
}

TITLES: Mapping[int, str] = {
    400: "Petición malformada",
    404: "No encontrado",
    405: "Método no admitido",
    408: "Tiempo agotado",
    412: "Etiqueta caducada",
    413: "Cuerpo demasiado grande",
    415: "Tipo de contenido no admitido",
    422: "Datos no válidos",
    500: "Error interno",
    502: "Otro servicio no cumple su contrato",
    503: "Servicio no disponible",
}

DETAILS: Mapping[int, str] = {
    404: "No hay nada en esta dirección.",
    405: "Esta dirección no admite ese método; la cabecera Allow dice cuáles sí.",
    413: "El cuerpo es demasiado grande.",
    500: "Ha fallado el servicio. La petición no ha tenido efecto.",
    503: "No se puede atender ahora. Hay que repetirlo más tarde.",
}


class InvalidInput(Exception):
    """A request breaks its schema; ``messages`` is what marshmallow says of each place."""

    def __init__(self, location: str, messages: Mapping[Any, Any]) -> None:
        super().__init__(f"invalid {location}")
        self.location = location
        self.messages = messages

    @property
    def status(self) -> int:
        return 422 if self.location == "json" else 400


def problem(
    status: int,
    detail: str,
    *,
    title: str | None = None,
    kind: str = "about:blank",
    errors: Sequence[Mapping[str, Any]] = (),
) -> flask.Response:
    """Return a problem document; *errors* names each place at fault."""
    document: dict[str, Any] = {
        "type": kind,
        "title": title or TITLES.get(status, "Error"),
        "status": status,
        "detail": detail,
        "instance": _cut(quote(flask.request.path, safe="/~!$&'()*+,;=:@"), LONGEST_INSTANCE),
    }
    if errors:
        document["errors"] = list(errors[:MOST_ERRORS])
    text = json.dumps(document)
    return flask.Response(text, status=status, content_type=MEDIA_TYPE)


def from_http(error: HTTPException) -> flask.Response:
    """Render what Flask, werkzeug or a view refused, with the headers that it wants."""
    status = error.code or 500
    if status == 413:
        _drain()
    ours = error.description != type(error).description
    detail = error.description if ours else DETAILS.get(status)
    response = problem(status, detail or TITLES.get(status, "Petición rechazada"))
    # Allow, Retry-After, WWW-Authenticate
    for name, value in error.get_headers(flask.request.environ):
        if name.lower() != "content-type":
            response.headers[name] = value
    return response


def from_invalid_input(error: InvalidInput) -> flask.Response:
    """Render a 422, or a 400 outside the body, that names every place at fault."""
    errors = [_located(error.location, path, text) for path, text in _flat(error.messages)]
    count = "Hay un error" if len(errors) == 1 else f"Hay {len(errors)} errores"
    return problem(error.status, f"{count} en la petición.", errors=errors)


def from_refusal(error: domain.InvoiceError) -> flask.Response:
    """Render a refusal of the domain by the status of its class."""
    status = next(STATUSES[kind] for kind in type(error).__mro__ if kind in STATUSES)
    errors: list[Mapping[str, Any]] = []
    if isinstance(error, domain.Invalid):
        errors = [{"pointer": place, "detail": detail} for place, detail in error.places]
    if isinstance(error, domain.CursorInvalid):
        errors = [{"parameter": "cursor", "detail": str(error)}]
    if isinstance(error, receipts.KeyReused):
        errors = [{"header": receipts.HEADER, "detail": str(error)}]
    if isinstance(error, domain.Conflict):
        errors = [{"value": fact, "detail": error.title} for fact in error.facts]
    kind = f"urn:taller:problema:{error.rule}"
    response = problem(status, str(error), title=error.title, kind=kind, errors=errors)
    if isinstance(error, receipts.StillInFlight):
        response.headers["Retry-After"] = str(error.retry_after_seconds)
    if isinstance(error, Unauthenticated | Forbidden):
        _drain(_DRAIN_STRANGER)
        response.headers["WWW-Authenticate"] = challenge(error)
    return response


def from_sibling(error: SiblingError) -> flask.Response:
    """Render what a sibling failed to do: 502 if it broke its contract, else 503."""
    log.warning("sibling %s: %s", error.service, error)
    status = 502 if isinstance(error, SiblingUnintelligible) else 503
    return _retriable(problem(status, str(error)))


def from_database(error: Exception) -> flask.Response:
    """Render a database that is busy or away."""
    log.error("the database does not answer: %s", type(error).__name__)
    return _retriable(problem(503, DETAILS[503]))


def from_anything(error: Exception) -> flask.Response:
    """Render a fault of ours; what it was stays in the log."""
    log.error("unhandled %s", type(error).__name__, exc_info=error)
    return from_http(InternalServerError())


def register(target: flask.Flask | flask.Blueprint) -> None:
    """Make every error inside *target* leave as a problem document."""
    # Each status by itself: Flask asks the host's handler of a status before ours of all of them.
    for status in default_exceptions:
        target.register_error_handler(status, from_http)
    target.register_error_handler(HTTPException, from_http)
    target.register_error_handler(InvalidInput, from_invalid_input)
    target.register_error_handler(domain.InvoiceError, from_refusal)
    target.register_error_handler(SiblingError, from_sibling)
    target.register_error_handler(OperationalError, from_database)
    target.register_error_handler(InterfaceError, from_database)
    target.register_error_handler(Exception, from_anything)


def _retriable(response: flask.Response) -> flask.Response:
    response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def _drain(limit: int = _DRAIN_LIMIT) -> None:
    """Read on to the end of a body that is not wanted, up to *limit* bytes.

    A client that is still sending when the connection closes sees a broken pipe and never the answer.
    """
    # Not past the end: some servers would wait there for more.
    stream, read = get_input_stream(flask.request.environ), 0
    try:
        while read < limit and (chunk := stream.read(_DRAIN_CHUNK)):
            read += len(chunk)
    except Exception:  # each server has errors of its own for what comes broken
        log.info("the rest of a body could not be read")


def _located(location: str, path: Sequence[str], text: str) -> dict[str, str]:
    if location == "json":
        tokens = (step.replace("~", "~0").replace("/", "~1") for step in path)
        kind, place = "pointer", "".join(["#", *(f"/{quote(token)}" for token in tokens)])
    else:
        kind, place = "header" if location == "headers" else "parameter", "/".join(path)
    return {kind: _cut(place, LONGEST_PLACE[kind]), "detail": _short(text)}


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_DETAIL else f"{text[: LONGEST_DETAIL - 1]}…"


def _cut(quoted: str, longest: int) -> str:
    """Return *quoted*, no longer than *longest*, without half of a ``%C3`` at its end."""
    return quoted if len(quoted) <= longest else re.sub("%.?$", "", quoted[:longest])


def _flat(messages: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield each message with the path to its place; ``_schema`` stands for the place above it."""
    if isinstance(messages, Mapping):
        for key, below in messages.items():
            yield from _flat(below, path if key == "_schema" else (*path, str(key)))
    elif isinstance(messages, str):
        yield path, messages
    else:
        for each in messages:
            yield from _flat(each, path)
