"""From a request to what it asks, all of it checked against one operation."""

from collections.abc import Mapping
from typing import Any

from werkzeug.wrappers import Request

from taller.mocks.bodies import parse_json, read_bytes
from taller.mocks.contract import JSON, Operation
from taller.mocks.document import Node
from taller.mocks.exchange import Exchange
from taller.mocks.messages import errors_found
from taller.mocks.model import Action
from taller.mocks.parameters import ParameterReader
from taller.mocks.problems import Problem
from taller.mocks.schemas import completed
from taller.mocks.validation import Validators


class Endpoint:
    """One operation: how its requests are read, and the action that they are for."""

    def __init__(self, action: Action, allow: str, validators: Validators) -> None:
        """Read requests for *action*, on a path that admits *allow*."""
        self.action = action
        self.operation: Operation = action.operation
        self._allow = allow
        self._validators = validators
        self._parameters = ParameterReader(self.operation, validators)
        for schema in self.operation.schemas():
            validators.prepare(schema)

    def read(self, request: Request, texts: Mapping[str, str]) -> Exchange:
        """Return what *request* asks; *texts* are its path parameters.

        :raises Problem: if it breaks the contract, with all the errors of one kind at once.
        """
        path = self._parameters.path(texts)
        values = self._parameters.query_and_headers(request)
        return Exchange(path, values, self._body(request), self._allow)

    def _body(self, request: Request) -> Any:
        declared = self.operation.body
        if declared is None:
            return None
        required = bool(declared.value.get("required"))
        sent = request.mimetype or request.content_length or request.headers.get("Transfer-Encoding")
        if not required and not sent:
            return None
        if request.mimetype != JSON:
            raise Problem(self.operation.documented(415, 400), f"El cuerpo debe ser {JSON}.")
        body = read_bytes(request)
        if not body:
            raise Problem(400, "Falta el cuerpo.")
        return self._checked(parse_json(body), self.operation.body_schema)

    def _checked(self, value: Any, schema: Node | None) -> Any:
        """Return *value* with whole integers and defaults.

        :raises Problem: 422, or what the contract has in its place, if it breaks *schema*.
        """
        if schema is None:
            return value
        faults = self._validators.faults(schema, value)
        if faults:
            status = self.operation.documented(422, 400)
            raise Problem(status, errors_found(len(faults)), faults)
        return completed(schema, value, self._validators.fits)
