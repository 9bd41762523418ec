"""Valid requests for each operation, made up by Schemathesis from the contract."""

import copy
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given
from hypothesis import seed as seeded
from hypothesis import settings as hypothesis_settings
from schemathesis.core.result import Ok
from schemathesis.generation import GenerationMode
from schemathesis.transport.requests import REQUESTS_TRANSPORT

from taller.contracts import hooks
from taller.contracts.probing.wire import Request, as_text

_OF_THE_CLIENT = frozenset(
    (
        *("accept", "accept-encoding", "connection", "content-length", "user-agent"),
        "x-schemathesis-testcaseid",
    )
)
"""Headers that say nothing of what is asked."""

_ANYWHERE = "http://localhost"
"""For a service inside this process; a request has only what is below."""


class Samples:
    """Makes requests up for one contract, the same ones for the same seed."""

    def __init__(self, schema: schemathesis.BaseSchema, seed: int) -> None:
        """Make up requests for the operations of *schema*."""
        self._seed = seed
        base = (schema.get_base_url() or "").rstrip("/")
        self._base = base if "://" in base else f"{_ANYWHERE}{base}"
        sound = [one.ok() for one in schema.get_all_operations() if isinstance(one, Ok)]
        self._operations = {one.label: one for one in sound}
        self._made: dict[str, list[Any]] = {}

    @property
    def operations(self) -> Mapping[str, Any]:
        """The operations of the contract by their labels, ``GET /clientes``, as Schemathesis has them."""
        return self._operations

    def requests(self, operation: str, number: int) -> list[Request]:
        """Return up to *number* valid requests for *operation*: their path parameters are made up, too."""
        return [self._request(case) for case in self._cases(operation, number)]

    def bodies(self, operation: str, number: int) -> list[Any]:
        """Return up to *number* valid values for the JSON body of *operation*; none if it takes none."""
        made = (case.body for case in self._cases(operation, number))
        return [body for body in made if not isinstance(body, schemathesis.core.NotSet)]

    def kept(self, operation: str, body: Any) -> Any:
        """Return *body* as the rules of the domain want it, which hold for what is made up, too."""
        made = self._made.get(operation)
        if not made:
            return body
        case = made[0].operation.Case(
            path_parameters=dict(made[0].path_parameters),
            body=body,
            media_type=made[0].media_type,
            _meta=copy.deepcopy(made[0].meta),
        )
        hooks.before_call(None, case, {})  # type: ignore[arg-type]  # which takes no look at the context
        return case.body

    def _cases(self, operation: str, number: int) -> list[Any]:
        made = self._made.get(operation, [])
        if len(made) < number:
            made = self._made[operation] = self._drawn(self._operations[operation], number)
        return made[:number]

    def _drawn(self, operation: Any, number: int) -> list[Any]:
        found: list[Any] = []

        # Hypothesis has no other way to draw by a seed than a test that keeps what it is given.
        @seeded(self._seed)
        @hypothesis_settings(
            max_examples=number,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(operation.as_strategy(GenerationMode.POSITIVE))
        def keep(case: Any) -> None:
            hooks.before_call(None, case, {})  # type: ignore[arg-type]  # which takes no look at the context
            found.append(case)

        keep()
        return found

    def _request(self, case: Any) -> Request:
        said = REQUESTS_TRANSPORT.serialize_case(case, base_url=self._base)
        names = ("method", "url", "headers", "data", "json", "params", "cookies", "files")
        made = requests.Request(**{name: said[name] for name in names if name in said}).prepare()
        url = urlsplit(made.url or "")
        path = url.path.removeprefix(urlsplit(self._base).path) + (f"?{url.query}" if url.query else "")
        body = made.body.encode() if isinstance(made.body, str) else made.body
        said_of_it = {name: as_text(value) for name, value in made.headers.items()}
        headers = {name: value for name, value in said_of_it.items() if name.lower() not in _OF_THE_CLIENT}
        sent = body if isinstance(body, bytes) else None
        return Request(case.operation.label, case.method, path, headers, sent)
