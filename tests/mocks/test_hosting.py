"""One service as it is served: a stand-in, and what is around it."""

from typing import Any
from urllib.parse import unquote_to_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.mocks.support import stand_in

from taller.mocks.hosting import ADMIN, Around, Hosted
from taller.mocks.http import Reply, Request
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
def heard() -> list[tuple[str, int]]:
    """What a listener has heard."""
    return []


def test_every_request_is_told_with_its_reply(heard: list[tuple[str, int]]):
    service = hosted()
    service.listeners.append(lambda request, reply: heard.append((request.path, reply.status)))

    for path in ("/clientes", "/nada", "/healthz"):
        answered(service, Request("GET", path))

    assert heard == [("/clientes", 200), ("/nada", 404), ("/healthz", 200)]


def test_what_is_for_the_admin_goes_to_nobody_else(heard: list[tuple[str, int]]):
    service = hosted()
    service.admin = FakeAdmin()
    service.listeners.append(lambda request, reply: heard.append((request.path, reply.status)))

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
