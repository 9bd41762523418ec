"""Follows a resource from link to link, as the contract describes them."""

import copy
from collections.abc import Mapping
from typing import Any

import schemathesis

from taller.contracts import Target, settings
from taller.contracts.examples import bodies, operations
from taller.documents.pointers import lookup, resolved

PLACES = {"path": "path_parameters", "header": "headers", "query": "query"}
"""From where the contract says that a parameter is to what Schemathesis calls it."""


class Life:
    """A service to begin lives in.

    Every answer met with goes through the checks of Schemathesis.
    """

    def __init__(self, target: Target) -> None:
        self._contract = target.contract
        self._operations = operations(target.contract)
        self._examples = bodies(target.contract)
        self._schema = schemathesis.openapi.from_dict(copy.deepcopy(target.contract), config=settings())
        self._schema.app = target.start() if target.start else None
        # Schemathesis adds a key to what it generates, and to nothing else.
        self._key = {} if target.key is None else {"Authorization": f"Bearer {target.key}"}
        self.tags: dict[str, str] = {}
        """The newest of each resource, by its URL."""

    def create(self, body: Any = None) -> "Stop":
        """Create a resource, by the operation that creates one on the contract's first path.

        :param body: by default the example of the contract.
        """
        creation = next(iter(self._contract["paths"].values()))["post"]
        return self.call(creation["operationId"], body)

    def call(self, name: str, body: Any = None, **parameters: Mapping[str, Any]) -> "Stop":
        """Call the operation *name*; *parameters* are its ``path_parameters``, ``headers`` and ``query``."""
        if body is None and name in self._examples:
            body = self._examples[name][0]
        sent = {} if body is None else {"body": body}
        operation = self._schema.find_operation_by_id(name)
        request = {**parameters, **sent, "headers": self._key | {**parameters.get("headers", {})}}
        answer = operation.Case(**request).call_and_validate()
        described = self._operations[name]["responses"].get(str(answer.status_code), {})
        links = resolved(self._contract, described).get("links", {})
        return Stop(self, answer, links, sent=body, came_by=parameters.get("path_parameters", {}))

    def place(self, name: str, parameter: str) -> str:
        """Return where the operation *name* has *parameter*: ``path``, ``query`` or ``header``."""
        every = self._schema.find_operation_by_id(name).iter_parameters()
        return next(str(each.location.value) for each in every if each.name == parameter)


class Stop:
    """An answer, and where its links lead."""

    def __init__(
        self,
        life: Life,
        answer: schemathesis.Response,
        links: Mapping[str, Any],
        *,
        sent: Any,
        came_by: Mapping[str, Any],
    ) -> None:
        """
        :param sent: the body of the request.
        :param came_by: the parameters in its path.
        """
        self._life = life
        self._came_by = came_by
        self.sent = sent
        self.links = links
        self.status = answer.status_code
        self.body = answer.json() if answer.content else None
        self._url = self._own_url()
        if "etag" in answer.headers:
            life.tags[self._url] = answer.headers["etag"][0]

    def follow(self, link: str, body: Any = None) -> "Stop":
        """Follow one of the links, with the newest tag that was seen of what this answer shows.

        :param body: by default the example of the contract.
        """
        operation = self.links[link]["operationId"]
        parameters: dict[str, dict[str, Any]] = {}
        for name, expression in self.links[link]["parameters"].items():
            place, _, parameter = name.rpartition(".")
            found = PLACES[place or self._life.place(operation, parameter)]
            parameters.setdefault(found, {})[parameter] = self._value(expression)
        return self._life.call(operation, body, **parameters)

    def _own_url(self) -> str:
        """Where the contract lets one read what this answer shows."""
        links = self.body.get("links", {}) if isinstance(self.body, dict) else {}
        return str(links.get("self", {}).get("href", ""))

    def _value(self, expression: str) -> Any:
        if expression == "$response.header.ETag":
            return self._life.tags[self._url]
        if expression.startswith("$request.path."):
            return self._came_by[expression.removeprefix("$request.path.")]
        return lookup(self.body, expression.removeprefix("$response.body#"))
