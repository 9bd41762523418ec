"""Reads a JSON body strictly: what is ambiguous or absurd is refused, not guessed."""

import json
from typing import Any, NoReturn

import flask
import marshmallow as ma
from webargs.flaskparser import FlaskParser
from werkzeug.exceptions import BadRequest, HTTPException, UnsupportedMediaType

from taller.invoices.blueprint.problems import InvalidInput


def whole_body(request: flask.Request) -> bytes:
    """Return the body of *request*, as often as one asks.

    :raises RequestEntityTooLarge: if it is larger than the request's limit.
    :raises BadRequest: if it does not come whole.
    """
    length = request.content_length
    try:
        body = request.get_data()
        if length is None:
            # A chunked body is cut at the limit without a word; only reading on tells.
            request.stream.read(1)
    except HTTPException:
        raise
    except Exception as error:  # each server has errors of its own for a chunk that is none
        raise BadRequest("El cuerpo no se puede leer.") from error
    if length is not None and len(body) < length:
        raise BadRequest("El cuerpo llega incompleto.")
    return body


def parsed(text: bytes) -> Any:
    """Return what the JSON *text* says.

    :raises BadRequest: if it is not JSON in UTF-8, or has NaN, a repeated key, a number of thousands
        of digits, or is nested beyond what the parser can follow.
    """
    try:
        return json.loads(text.decode("utf-8"), object_pairs_hook=_object, parse_constant=_constant)
    except UnicodeDecodeError as error:
        raise BadRequest("El cuerpo no está en UTF-8.") from error
    except json.JSONDecodeError as error:
        place = f"línea {error.lineno}, columna {error.colno}"
        raise BadRequest(f"El cuerpo no es JSON: {place}.") from error
    except ValueError as error:  # CPython refuses integers of more than 4,300 digits
        raise BadRequest("El cuerpo tiene un número demasiado largo.") from error
    except RecursionError as error:
        raise BadRequest("El cuerpo está anidado demasiado hondo.") from error


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if any("\ud800" <= character <= "\udfff" for character in name):
            raise BadRequest("El cuerpo tiene una clave con sustitutos sueltos.")
        if name in found:
            raise BadRequest(f"El cuerpo repite la clave {json.dumps(name[:50])}.")
        found[name] = value
    return found


def _constant(name: str) -> NoReturn:
    raise BadRequest(f"El cuerpo no es JSON: {name} no es un número.")


class StrictParser(FlaskParser):
    """webargs with the contract's manners: 415, 400, and 422 that names every place at fault."""

    def _raw_load_json(self, req: flask.Request) -> Any:
        # webargs would take a body of another type for an empty object.
        if req.mimetype != "application/json":
            raise UnsupportedMediaType("El cuerpo debe ser application/json.")
        body = whole_body(req)
        if not body:
            raise BadRequest("Falta el cuerpo.")
        return parsed(body)

    def handle_error(
        self,
        error: ma.ValidationError,
        req: flask.Request,
        schema: ma.Schema,
        *,
        error_status_code: int | None,
        error_headers: Any,
    ) -> NoReturn:
        # webargs files the messages under the location: {"json": {…}}
        ((location, messages),) = error.messages_dict.items()
        raise InvalidInput(location, messages) from error
