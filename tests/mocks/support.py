"""The six contracts as the tests meet them, and small contracts made on the spot."""

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from werkzeug.test import Client, TestResponse

from taller.catalog import SIBLINGS, contract_path, load_contract
from taller.mocks import StandIn, create_stand_in

NAMES = [service.name for service in SIBLINGS]
Json = dict[str, Any]


@cache
def _document(name: str) -> Json:
    return load_contract(contract_path(name))


def document(name: str) -> Json:
    """Return the contract of the service *name*, to be changed at will."""
    return copy.deepcopy(_document(name))


def stand_in(name: str) -> StandIn:
    """Return a stand-in for the service *name*, as it is when it starts."""
    return create_stand_in(_document(name))


def client(name: str) -> Client:
    """Return a client of a stand-in for the service *name*."""
    return Client(stand_in(name))


@dataclass(frozen=True)
class Sample:
    """A fresh stand-in, and what its contract shows how to create."""

    name: str
    stand_in: StandIn
    client: Client

    @property
    def path(self) -> str:
        """Where its resources are created."""
        return self.stand_in.contract.base_path + self.stand_in.meaning.collections[0].path

    @property
    def data(self) -> Json:
        """The contract's example of a new resource."""
        creation = self.stand_in.contract.paths[self.stand_in.meaning.collections[0].path].operations["post"]
        assert creation.body is not None
        shown = creation.body.at("content", "application/json", "examples")
        example: Json = next(one for _, one in shown.items()).at("value").value
        return copy.deepcopy(example)

    def create(self, **changes: Any) -> TestResponse:
        """Create the example, some properties changed."""
        return self.client.post(self.path, json=self.data | changes)

    def created(self) -> tuple[str, str, Json]:
        """Create the example; return where it is, its tag and the answer."""
        response = self.create()
        assert response.status_code == 201, response.text
        return response.location, response.headers["ETag"], unwrapped(response.json)

    @property
    def tag_header(self) -> str:
        """How this contract writes If-Match."""
        return "IfMatch" if self.name == "logs" else "If-Match"


def sample(name: str) -> Sample:
    """Return a fresh stand-in of the service *name*."""
    app = stand_in(name)
    return Sample(name, app, Client(app))


def unwrapped(body: Any) -> Json:
    """Return the resource in an answer, which some contracts wrap."""
    assert isinstance(body, dict)
    return next(iter(body.values())) if len(body) == 1 else body


def without(body: Mapping[str, Any], *names: str) -> Json:
    """Return *body* without the properties *names*."""
    return {name: value for name, value in body.items() if name not in names}


def contract(paths: Json, **components: Json) -> Json:
    """Return a small contract with these *paths*."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Prueba", "version": "1"},
        "servers": [{"url": "/v1"}],
        "paths": paths,
        "components": components,
    }


def answer(status: int, schema: Json | None = None, example: Any = None) -> Json:
    """Return the responses of an operation that promises *schema* under *status*."""
    media: Json = {"schema": schema} if schema is not None else {}
    if example is not None:
        media["example"] = example
    content = {"content": {"application/json": media}} if media else {}
    return {"responses": {str(status): {"description": "-", **content}}}


def assert_problem(response: TestResponse, status: int) -> Json:
    """Check that *response* is a problem document of *status*, and return it."""
    assert response.status_code == status, response.text
    assert response.content_type == "application/problem+json"
    body = response.json
    assert {"type", "title", "status", "detail", "instance"} <= body.keys()
    assert body["status"] == status
    return dict(body)


def pointers(problem: Json) -> set[str]:
    """Return the places that *problem* names in the body."""
    return {fault["pointer"] for fault in problem["errors"]}
