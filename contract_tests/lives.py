"""Follows a resource from link to link, as the contract describes them."""

import copy
from collections.abc import Mapping
from functools import reduce
from typing import Any

import schemathesis

from taller.contracts import Target, send_key, settings

Contract = Mapping[str, Any]


class Life:
    """A resource made from the example of its contract.

    Every answer that it meets with goes through the checks of Schemathesis.
    """

    def __init__(self, target: Target) -> None:
        """Create the resource, by the operation that creates one on the contract's first path."""
        contract = target.contract
        creation = next(iter(contract["paths"].values()))["post"]
        self._links = creation["responses"]["201"]["links"]
        self._sent = _example(contract, creation["requestBody"])
        self._schema = schemathesis.openapi.from_dict(copy.deepcopy(contract), config=settings())
        self._schema.app = target.start() if target.start else None
        if target.key is not None:
            send_key(self._schema, target.key)
        self.created = self._call(creation["operationId"], body=self._sent)
        self._tag = self.created.headers["etag"][0]

    def follow(self, link: str) -> int:
        """Follow one of the links of the creation, with the newest tag; return the status."""
        parts: dict[str, dict[str, Any]] = {"path": {}, "header": {}}
        for name, expression in self._links[link]["parameters"].items():
            place, _, parameter = name.rpartition(".")
            parts[place or "path"][parameter] = self._value(expression)
        name = self._links[link]["operationId"]
        with_body = {"body": self._sent} if self._schema.find_operation_by_id(name).body else {}
        answer = self._call(name, path_parameters=parts["path"], headers=parts["header"], **with_body)
        self._tag = answer.headers.get("etag", [self._tag])[0]
        return answer.status_code

    def _call(self, name: str, **request: Any) -> schemathesis.Response:
        return self._schema.find_operation_by_id(name).Case(**request).call_and_validate()

    def _value(self, expression: str) -> Any:
        if expression == "$response.header.ETag":
            return self._tag
        return _at(self.created.json(), expression.removeprefix("$response.body#"))


def _example(contract: Contract, body: Contract) -> Any:
    """Return the value of the first example of a request *body*."""
    content = _resolved(contract, body)["content"]["application/json"]
    return _resolved(contract, next(iter(content["examples"].values())))["value"]


def _resolved(contract: Contract, part: Contract) -> Contract:
    return _at(contract, part["$ref"].removeprefix("#")) if "$ref" in part else part


def _at(document: Any, pointer: str) -> Any:
    return reduce(lambda place, key: place[key], pointer.split("/")[1:], document)
