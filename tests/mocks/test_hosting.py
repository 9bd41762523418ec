"""One service as it is served: a stand-in, and what is around it."""

import asyncio
import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import Mock
from urllib.parse import unquote_to_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.mocks.support import contract, stand_in

from taller.catalog import contract_path
from taller.documents import Reading, read
from taller.mocks import StandIn, create_stand_in
from taller.mocks.admin import Admin
from taller.mocks.app import Manner
from taller.mocks.faults import parse
from taller.mocks.journal import broken_promises
from taller.mocks.openapi.http import Reply, Request
from taller.mocks.serving.hosting import ADMIN, Around, Hosted
from taller.mocks.serving.mounting import Mounted
from taller.mocks.serving.running import Running, Source, watch
from taller.mocks.wsgi import request_of


def hosted(**around: Any) -> Hosted:
    """Return a stand-in with what is *around* it."""
    return Hosted("clientes", stand_in("clientes"), Around(**around))


def answered(service: Hosted, request: Request) -> Reply:
    """Return the reply, which is there at once without a service behind."""
    reply = service.answer(request)
    assert isinstance(reply, Reply)
    return reply


class FakeAdmin:
    """Answers what is for it, and leaves the rest."""

    def answer(self, request: Request) -> Reply | None:
        """Return a reply to what is below the admin's path."""
        return Reply(204) if request.path.startswith(f"{ADMIN}/") else None


@pytest.fixture
def heard() -> list[tuple[str, int | None]]:
    """What a listener has heard."""
    return []


def test_every_request_is_told_with_its_reply(heard: list[tuple[str, int | None]]):
    service = hosted()
    service.listeners.append(lambda entry: heard.append((entry.request.path, entry.status)))

    for path in ("/clientes", "/nada", "/healthz"):
        answered(service, Request("GET", path))

    assert heard == [("/clientes", 200), ("/nada", 404), ("/healthz", 200)]


def test_what_is_for_the_admin_goes_to_nobody_else(heard: list[tuple[str, int | None]]):
    service = hosted()
    service.admin = FakeAdmin()
    service.listeners.append(lambda entry: heard.append((entry.request.path, entry.status)))

    assert answered(service, Request("GET", f"{ADMIN}/state")).status == 204
    assert answered(service, Request("GET", f"{ADMIN}s")).status == 404
    assert [path for path, _ in heard] == [f"{ADMIN}s"]


def test_without_the_admin_its_path_is_one_that_the_contract_does_not_have():
    assert answered(hosted(), Request("GET", f"{ADMIN}/state")).status == 404


def test_a_change_of_what_is_kept_makes_what_was_ready_old():
    service = hosted()
    before = service.version

    answered(service, Request("GET", "/clientes"))
    same = service.version
    answered(
        service,
        Request(
            "PUT", "/clientes/2022", "", {"if-match": "*", "content-type": "application/json"}, _customer()
        ),
    )

    assert before == same != service.version


def test_another_contract_makes_what_was_ready_old():
    service = hosted()
    before = service.version

    service.serve(stand_in("clientes"))

    assert service.version != before


def test_the_keys_of_another_contract_are_hidden_from_then_on_and_those_of_the_one_before():
    def keyed(name: str) -> StandIn:
        scheme = {"type": "apiKey", "in": "query", "name": name}
        return create_stand_in(contract({}, securitySchemes={"llave": scheme}))

    service = Hosted("x", keyed("una"), Around())
    service.serve(keyed("otra"))

    assert service.journal.masks.query("una=1&otra=2&nada=3") == "una=***&otra=***&nada=3"


def _customer() -> bytes:
    return (
        b'{"nif/nie":"52013776-T","nombre":"Ana","apellidos":"Gil","telefono":"666432534",'
        b'"domicilio":"Calle Mayor 1","email":"ana@example.com"}'
    )


@pytest.mark.parametrize("raw", ["RAW_URI", "REQUEST_URI"])
def test_a_server_that_tells_what_was_sent_is_believed(raw: str):
    sent = {"PATH_INFO": "/a/b,c", raw: "/a%2Fb%2Cc?x=%2F", "QUERY_STRING": "x=%2F", "REQUEST_METHOD": "GET"}

    assert request_of(sent).path == "/a%2Fb%2Cc"


@pytest.mark.parametrize("raw", ["", "/otra%20cosa", "http://a/%41", "/a%2"])
def test_a_path_that_somebody_changed_on_the_way_is_the_changed_one(raw: str):
    sent = {"PATH_INFO": "/a b", "RAW_URI": raw, "REQUEST_METHOD": "GET"}

    assert request_of(sent).path == "/a%20b"


@given(st.binary(max_size=20))
def test_a_path_is_encoded_again_byte_for_byte(path: bytes):
    encoded = request_of({"PATH_INFO": f"/{path.decode('latin-1')}", "REQUEST_METHOD": "GET"}).path

    assert encoded.isascii()
    assert unquote_to_bytes(encoded) == b"/" + path


def test_a_reply_that_is_given_again_is_told_and_noted_too(heard: list[tuple[str, int | None]]):
    service = hosted()
    service.listeners.append(lambda entry: heard.append((entry.request.path, entry.status)))
    request = Request("GET", "/clientes")

    service.repeated(request, answered(service, request))

    assert heard == [("/clientes", 200)] * 2
    assert service.journal.recorded == 2


def test_a_service_below_its_name_is_a_folder():
    mounted = Mounted({"clientes": hosted()})

    reply = mounted.answer(Request("GET", "/clientes", "a=1"))

    assert isinstance(reply, Reply)
    assert (reply.status, reply.header("location")) == (307, "/clientes/?a=1")


def test_a_fault_that_is_not_understood_is_refused_where_it_was_asked_for():
    mounted = Mounted({"clientes": hosted()})

    reply = mounted.answer(Request("GET", "/clientes/clientes", headers={"taller-fault": "nada"}))

    assert isinstance(reply, Reply)
    assert json.loads(reply.body)["instance"] == "/clientes/clientes"


def test_half_a_character_that_a_client_sent_does_not_stop_the_admin():
    service = hosted()
    admin, kind = Admin(service), {"content-type": "application/json"}
    answered(service, Request("POST", "/clientes", headers=kind, body=b'{"nombre": "\\ud800"}'))
    wanted = b'{"matching": {"method": "POST", "pointer": "/nombre", "equals": "x"}}'

    reply = admin.answer(Request("POST", f"{ADMIN}/journal/verify", headers=kind, body=wanted))

    assert reply is not None
    assert reply.status == 200


@pytest.fixture
def running(tmp_path: Path) -> Running:
    """A contract being served from a file."""
    path = tmp_path / "clientes.yaml"
    path.write_text(contract_path("clientes").read_text("utf-8"), "utf-8")
    return Running(Source("clientes", path, (1,)), Manner(), Around())


def test_a_contract_that_is_written_while_it_is_read_is_read_once_more(
    running: Running, monkeypatch: pytest.MonkeyPatch
):
    def slowly(path: Path) -> Reading:
        reading = read(path)
        path.write_text(path.read_text("utf-8") + "\n", "utf-8")
        return reading

    monkeypatch.setattr("taller.mocks.serving.running.read", slowly)
    running.read_again()
    during = running.changed()
    monkeypatch.undo()
    running.read_again()

    assert during
    assert not running.changed()


def test_a_mistake_while_a_contract_is_read_again_does_not_end_the_watch(
    running: Running, monkeypatch: pytest.MonkeyPatch
):
    told: list[str] = []
    ended = asyncio.Event()

    def tell(text: str) -> None:
        told.append(text)
        if len(told) == 1:
            running.source.path.write_text("y otro", "utf-8")
        else:
            ended.set()

    async def watched() -> None:
        task = asyncio.ensure_future(watch([running], tell))
        await asyncio.wait_for(ended.wait(), 5)
        task.cancel()

    monkeypatch.setattr("taller.mocks.serving.running.LOOK_EVERY", 0.0)
    monkeypatch.setattr("taller.mocks.serving.running.read", Mock(side_effect=RuntimeError))
    running.source.path.write_text("otro", "utf-8")
    asyncio.run(watched())

    assert told == ["clientes: contract not read again, the one before is served: RuntimeError"] * 2


def test_a_path_that_is_nearly_right_in_many_ways_is_refused_at_once():
    declared = [{"name": one, "in": "path", "required": True, "schema": {"type": "string"}} for one in "abc"]
    operation = {"responses": {"200": {"description": "-"}}}
    item = {"parameters": declared, "get": operation}
    document = {
        "openapi": "3.0.3",
        "info": {"title": "-", "version": "1"},
        "paths": {"/{a}-{b}-{c}.zip": item},
    }
    service = create_stand_in(document)

    assert service.answer(Request("GET", "/" + "-" * 8000)).status == 404
    found = service.find(Request("GET", "/1-2-3-4.zip"))
    assert found is not None
    assert found[0].texts == {"a": "1", "b": "2", "c": "3-4"}


@pytest.mark.parametrize(
    ("path", "places"),
    [("/clientes/999999", []), ("/clientes/2022", []), ("/nada", ["path"])],
)
def test_what_is_not_there_breaks_no_contract_and_a_path_that_is_none_does(path: str, places: list[str]):
    reply = answered(hosted(), Request("GET", path))

    assert [one.place for one in reply.findings] == places


def test_a_fault_of_a_requests_own_is_for_the_paths_of_the_contract_too():
    service = Hosted("logs", stand_in("logs"), Around(fault_header=True))
    asked = {"taller-fault": "status=418; path=/logs/*"}

    assert answered(service, Request("GET", "/api/v1/logs/101", headers=asked)).status == 418
    assert answered(service, Request("GET", "/api/v1/logs", headers=asked)).status == 200


@pytest.mark.parametrize("fault", ["status=503", "timeout", "reset", "break", "latency=1ms"])
def test_a_request_that_met_a_fault_names_its_operation_and_broke_nothing(fault: str):
    service = hosted()
    asked = Request("GET", "/clientes", headers={"taller-fault": fault})

    answered(service, asked)

    (entry,) = service.journal.entries()
    assert (entry.reply.operation, entry.fault, entry.contract) == ("GET /clientes", fault, "faulted")
    assert broken_promises(service.journal) == {}


def test_what_broke_by_itself_stays_broken_under_a_fault():
    service = hosted()

    answered(service, Request("GET", "/nada", headers={"taller-fault": "break"}))

    assert [one.contract for one in service.journal.entries()] == ["broken"]


@pytest.mark.parametrize(
    "query", ["path=/logs/*", "path=/api/v1/logs/*", "operation=leerLog", "operation=GET /logs/{logid}"]
)
def test_the_journal_knows_the_names_of_the_contract(query: str):
    service = Hosted("logs", stand_in("logs"), Around())
    answered(service, Request("GET", "/api/v1/logs/101"))
    answered(service, Request("GET", "/api/v1/logs"))

    reply = Admin(service).answer(Request("GET", f"{ADMIN}/journal", query.replace(" ", "%20")))

    assert reply is not None
    assert [one["number"] for one in json.loads(reply.body)["entries"]] == [1]


ERRORS: dict[str, Any] = {
    "type": "object",
    "required": ["error", "code"],
    "properties": {"error": {"type": "string"}, "code": {"type": "integer"}},
    "additionalProperties": False,
}


def with_errors(*statuses: str, **components: Any) -> Hosted:
    """Return a service whose only operation promises errors of its own shape under *statuses*."""
    shown = {"application/vnd.acme+json": {"schema": ERRORS, "example": {"error": "otro", "code": 500}}}
    responses = {one: {"description": "-", "content": shown} for one in statuses}
    path = {"get": {"responses": {"200": {"description": "-"}, **responses}, "security": [{"llave": []}]}}
    return Hosted("acme", create_stand_in(contract({"/x": path}, **components)), Around())


@pytest.mark.parametrize("promised", ["503", "5XX", "default"])
def test_a_fault_has_the_shape_that_the_contract_promises_for_its_status(promised: str):
    asked = {"taller-fault": "status=503; retry-after=30s"}

    reply = answered(with_errors(promised), Request("GET", "/v1/x", headers=asked))

    body = json.loads(reply.body)
    assert (reply.status, reply.header("content-type")) == (503, "application/vnd.acme+json")
    assert body == {"code": 503, "error": "Servicio no disponible"}
    assert (reply.header("retry-after"), reply.findings, reply.spoilt) == ("30", (), ())


def test_a_fault_that_the_contract_does_not_have_is_a_problem_document_of_just_this_status():
    reply = answered(with_errors("422"), Request("GET", "/v1/x", headers={"taller-fault": "status=400"}))

    assert (reply.status, reply.header("content-type")) == (400, "application/problem+json")
    assert [one.place for one in reply.spoilt] == ["status"]


@pytest.mark.parametrize(
    ("schemes", "challenge"),
    [
        ({}, 'Bearer realm="stand-in"'),
        ({"llave": {"type": "apiKey", "in": "header", "name": "X-Llave"}}, 'ApiKey realm="header X-Llave"'),
    ],
)
def test_an_unauthorised_fault_says_how_to_show_who_one_is(schemes: dict[str, Any], challenge: str):
    service = with_errors("401", securitySchemes=schemes)

    reply = answered(service, Request("GET", "/v1/x", headers={"taller-fault": "status=401"}))

    assert reply.header("www-authenticate") == challenge


def test_who_listens_badly_takes_nobodys_reply_away(
    heard: list[tuple[str, int | None]], caplog: pytest.LogCaptureFixture
):
    service = hosted()
    service.listeners.append(Mock(side_effect=BrokenPipeError))
    service.listeners.append(lambda entry: heard.append((entry.request.path, entry.status)))

    assert answered(service, Request("GET", "/clientes")).status == 200
    assert heard == [("/clientes", 200)]
    assert "clientes: a listener failed" in caplog.text


def test_a_fault_that_has_done_its_work_keeps_no_reply_from_being_given_again():
    service = hosted()
    service.faults.add(parse("status=503; times=1"))
    during = service.version, service.version

    answered(service, Request("GET", "/clientes"))

    assert during[0] != during[1]
    assert service.version == service.version != during[1]


def test_what_escaped_a_fault_of_its_own_by_chance_is_not_given_again():
    service = hosted()
    asked = Request("GET", "/clientes", headers={"taller-fault": "status=503@0.5"})

    replies = [answered(service, asked) for _ in range(20)]

    assert {one.status for one in replies} == {200, 503}
    assert not any(one.lasting for one in replies)


def test_a_contract_that_is_read_again_while_the_service_thinks_is_for_the_next_request():
    service = hosted()

    class Slow:
        """A service during whose answer the contract changes."""

        async def answer(self, _request: Request) -> Reply:
            service.serve(stand_in("logs"))
            return Reply(200, (("Content-Type", "application/json"),), b'{"clientes":1}')

        async def close(self) -> None:
            """Have nothing to close."""

    service.upstream = Slow()
    faulty = {"taller-fault": "break"}

    async def both() -> list[Reply]:
        coming = [service.answer(Request("GET", "/clientes", headers=one)) for one in ({}, faulty)]
        service.serve(stand_in("clientes"))
        return [one if isinstance(one, Reply) else await one for one in coming]

    plain = asyncio.run(both())[0]

    assert (plain.status, plain.operation) == (200, "GET /clientes")
    assert [one.place for one in plain.findings] == ["header ETag", "body #/clientes"]


@pytest.mark.parametrize(("url", "status"), [("", 200), ("https://clientes.example/clientes.yaml", 403)])
def test_a_name_from_the_web_is_no_name_of_this_machine(url: str, status: int, running: Running):
    again = Running(replace(running.source, url=url), Manner(), Around())

    asked = Request("GET", f"{ADMIN}/faults", headers={"host": "clientes:4015"})

    assert answered(again.hosted, asked).status == status
