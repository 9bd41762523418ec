"""A service to manage, and a client that holds every answer to the admin path's contract."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import jsonschema_rs

from taller.mocks.admin import Admin
from taller.mocks.admin.contract import document
from taller.mocks.faults import Faults
from taller.mocks.journal import Journal
from taller.mocks.openapi.http import Delivery, Finding, Reply, Request
from taller.mocks.openapi.problems import Problem

Json = dict[str, Any]
ANA = Request("POST", "/clientes", "clave=1", {"clave": "1"}, b'{"nombre":"Ana"}')
MADE = Reply(201, (("Location", "/clientes/1"),), b'{"idCliente":1}', "POST /clientes")
BROKEN = Reply(500, operation="GET /clientes", findings=(Finding("response", "status", "500"),))
GONE = Reply(503, delivery=Delivery(1.0, end="reset"))


class FakeState:
    """A memory of anything, but for what is named ``bad``."""

    def __init__(self) -> None:
        self.kept: Json = {"clientes": ["Ana"]}

    def dump(self) -> Json:
        return self.kept

    def load(self, dump: Mapping[str, Any]) -> None:
        if "bad" in dump:
            raise Problem(422, "No cabe.", [{"pointer": "#/bad", "detail": "No se conoce este campo."}])
        if "worse" in dump:
            raise ValueError("worse: there is no such collection")
        self.kept = dict(dump)

    def reset(self) -> None:
        self.kept = {"clientes": ["Ana"]}


@dataclass
class FakeService:
    """A stand-in as the admin path sees it."""

    title: str = "Clientes"
    base_paths: tuple[str, ...] = ("/base",)
    operation_ids: Mapping[str, str] = field(default_factory=lambda: {"crearCliente": "POST /clientes"})
    contract_text: str = '{"openapi": "3.1.0", "info": {"title": "Clientes"}}'
    settings: Mapping[str, Any] = field(default_factory=lambda: {"dynamic": False, "seed": 0})
    memory: FakeState = field(default_factory=FakeState)
    faults: Faults = field(default_factory=Faults)
    journal: Journal = field(default_factory=lambda: Journal(secrets=["clave"]))

    def begin_anew(self) -> None:
        self.memory.reset()
        self.faults.clear()
        self.journal.reset()


class Client:
    """Asks the admin path of one service."""

    def __init__(self, service: FakeService | None = None, names: tuple[str, ...] = ()) -> None:
        self.service = service or FakeService()
        self.admin = Admin(self.service, names)

    def send(self, request: Request) -> Reply:
        """Return the reply, which keeps the admin path's contract."""
        reply = self.admin.answer(request)
        assert reply is not None
        _check(request, reply)
        return reply

    def ask(self, method: str, path: str, body: Any = None, /, **query: Any) -> Reply:
        """Send *body* as JSON, if there is one."""
        headers = {"host": "localhost:4015"}
        if body is not None:
            headers["content-type"] = "application/json"
        sent = b"" if body is None else json.dumps(body).encode()
        return self.send(Request(method, f"/_taller/{path}", urlencode(query), headers, sent))

    def get(self, path: str, /, **query: Any) -> Json:
        """Return what is at *path*, which is there."""
        reply = self.ask("GET", path, **query)
        assert reply.status == 200, reply.body
        return read(reply)


def journaled() -> Client:
    """Return a client of a service that was asked three times."""
    client = Client()
    client.service.journal.record(ANA, MADE, 0.001, 1_772_452_800.0)
    client.service.journal.record(Request("GET", "/clientes"), BROKEN, 0.001, 1_772_452_801.0, "status=500")
    client.service.journal.record(
        Request("GET", "/base/y", body=b"\xff"), GONE, 0.001, 1_772_452_802.0, "reset"
    )
    return client


def read(reply: Reply) -> Json:
    """Return the body of *reply*."""
    body: Json = json.loads(reply.body)
    return body


def problem(reply: Reply, status: int) -> Json:
    """Return the problem document of *status* that *reply* is."""
    assert reply.status == status, reply.body
    assert reply.header("content-type") == "application/problem+json"
    return read(reply)


def _check(request: Request, reply: Reply) -> None:
    if reply.status in (404, 405):
        _valid({"$ref": "#/components/schemas/Problem"}, reply)
        return
    method = "get" if request.method == "HEAD" else request.method.lower()
    promise = document()["paths"][request.path][method]["responses"][str(reply.status)]
    if "$ref" in promise:
        promise = document()["components"]["responses"][promise["$ref"].rpartition("/")[2]]
    for name in promise.get("headers", {}):
        assert reply.header(name.lower())
    if "content" not in promise:
        assert reply.body == b""
        return
    ((media, content),) = promise["content"].items()
    assert reply.header("content-type") == media
    _valid(content["schema"], reply)


def _valid(schema: Json, reply: Reply) -> None:
    registry = jsonschema_rs.Registry([("urn:admin", document())])
    whole = {"$ref": "urn:admin" + schema["$ref"]}
    validator = jsonschema_rs.Draft202012Validator(whole, registry=registry, validate_formats=True)
    assert [error.message for error in validator.iter_errors(read(reply))] == []
