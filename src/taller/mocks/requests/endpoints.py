"""From a request to what it asks, all of it checked against one operation."""

from collections.abc import Mapping
from typing import Any

from taller.mocks.openapi.completion import Completer
from taller.mocks.openapi.document import Node
from taller.mocks.openapi.exchange import Exchange
from taller.mocks.openapi.http import Request
from taller.mocks.openapi.media import declared_for, is_json, plain
from taller.mocks.openapi.messages import errors_found
from taller.mocks.openapi.operation import Operation
from taller.mocks.openapi.problems import Problem
from taller.mocks.openapi.validation import Validators
from taller.mocks.requests.bodies import MAX_BYTES, parse_json
from taller.mocks.requests.forms import is_form, parse_form, parse_text
from taller.mocks.requests.parameters import ParameterReader
from taller.mocks.understanding.model import Action


class Endpoint:
    """One operation: how its requests are read, and the action that they are for."""

    def __init__(self, action: Action, allow: str, validators: Validators, completer: Completer) -> None:
        """Read requests for *action*, on a path that admits *allow*."""
        self.action = action
        self.operation: Operation = action.operation
        self._allow = allow
        self._validators = validators.requests
        self._completer = completer
        self._parameters = ParameterReader(self.operation, validators.requests)
        body = self.operation.body
        self._needs_body = bool(body and body.value.get("required"))

    def read(self, request: Request, texts: Mapping[str, str]) -> Exchange:
        """Return what *request* asks; *texts* are its path parameters.

        :raises Problem: if it breaks the contract, with all the errors of one kind at once.
        """
        path = self._parameters.path(texts)
        values = self._parameters.values(request)
        body, media = self._body(request) if self.operation.body else (None, "")
        return Exchange(path, values, body, self._allow, media=media)

    def _body(self, request: Request) -> tuple[Any, str]:
        """Return the value of the body and its media type; None and nothing, if it may be left out."""
        content_type = request.headers.get("content-type")
        media = plain(content_type)
        sent = content_type or request.body or request.too_large or request.cut
        if not self._needs_body and not sent:
            return None, ""
        declared = declared_for(media, self.operation.bodies)
        if declared is None:
            expected = " o ".join(self.operation.bodies) or "nada"
            raise Problem(self.operation.documented(415, 400), f"El cuerpo debe ser {expected}.")
        check_whole(request)
        return self._value(request, media, self.operation.bodies[declared]), media

    def _value(self, request: Request, media: str, declared: Node) -> Any:
        body, schema = request.body, declared.get("schema")
        if is_form(media):
            fits, encoding = self._validators.fits, declared.get("encoding")
            whole = request.headers["content-type"]
            return self._checked(parse_form(body, whole, schema, fits, encoding), schema)
        if is_json(media):
            if not body:
                raise Problem(400, "Falta el cuerpo.")
            return self._checked(parse_json(body), schema)
        # Of what is neither, a schema says little: that it is a text, or bytes.
        return parse_text(body)

    def _checked(self, value: Any, schema: Node | None) -> Any:
        """Return *value* with whole integers and defaults.

        :raises Problem: 422, or what the contract has in its place, if it breaks *schema*.
        """
        if schema is None:
            return value
        if not self._validators.fits(schema, value):
            faults = self._validators.faults(schema, value)
            status = self.operation.documented(422, 400)
            raise Problem(status, errors_found(len(faults)), faults)
        return self._completer.completed(schema, value)


def check_whole(request: Request) -> None:
    """Let *request* pass if all of its body came.

    :raises Problem: 413, if it was too large; 400, if the client went away.
    """
    if request.too_large:
        raise Problem(413, f"El cuerpo pasa de {MAX_BYTES} bytes.")
    if request.cut:
        raise Problem(400, "El cuerpo se ha cortado.")
