"""A real service behind a stand-in: what is asked is passed on, the reply comes back, both are checked."""

import asyncio
import gzip
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from tests.mocks.support import contract, stand_in

from taller.mocks import create_stand_in
from taller.mocks.openapi.http import Reply, Request
from taller.mocks.serving.hosting import Around, Hosted
from taller.mocks.serving.proxy import Service

CUSTOMERS = b'{"clientes":[]}'
JSON_TYPE = ("Content-Type", "application/json")
TAG = ("ETag", '"5f2b1c0d9e8a7b6c"')


@dataclass
class Real:
    """The service behind: notes what it is asked, and replies what it is told to."""

    status: int = 200
    headers: list[tuple[str, str]] = field(default_factory=lambda: [JSON_TYPE, TAG])
    body: bytes = CUSTOMERS
    asked: list[tuple[str, str, dict[str, str], bytes]] = field(default_factory=list)
    held: threading.Event = field(default_factory=threading.Event)
    port: int = 0

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}"


@pytest.fixture
def real() -> Iterator[Real]:
    """A service in a thread."""
    state = Real()
    state.held.set()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_one_request(self) -> None:
            self.raw_requestline = self.rfile.readline(65537)
            if not self.raw_requestline or not self.parse_request():
                self.close_connection = True
                return
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            named = {name.lower(): text for name, text in self.headers.items()}
            state.asked.append((self.command, self.path, named, body))
            state.held.wait(5)
            self.send_response_only(state.status)
            for name, text in state.headers:
                self.send_header(name, text)
            if state.status not in (204, 304):
                self.send_header("Content-Length", str(len(state.body)))
            self.end_headers()
            if self.command != "HEAD" and state.status not in (204, 304):
                self.wfile.write(state.body)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield state
    state.held.set()
    server.shutdown()
    server.server_close()
    thread.join(5)


def ask(url: str, *requests: Request, seconds: float = 5, around: Around | None = None) -> list[Reply]:
    """Return what comes back for *requests*, one after the other, through a stand-in before *url*."""

    async def all_of_them() -> list[Reply]:
        service = Service(url, seconds)
        hosted = Hosted("clientes", stand_in("clientes"), around or Around())
        hosted.upstream = service
        try:
            replies = [hosted.answer(one) for one in requests]
            return [one if isinstance(one, Reply) else await one for one in replies]
        finally:
            await service.close()

    return asyncio.run(all_of_them())


def get(path: str = "/clientes", query: str = "", **headers: str) -> Request:
    """Return a request to read."""
    return Request("GET", path, query, {name.replace("_", "-"): text for name, text in headers.items()})


def test_what_is_asked_is_passed_on_as_it_is(real: Real):
    headers = {"content-type": "application/json", "x-a": "\xe1\xff", "cookie": "a=1; b=2"}

    ask(
        f"{real.url}/base/",
        Request("PUT", "/clientes/a%2Fb%C3%B1", "x=%20&y[a]=1|2&z", headers, b"\x00\xff{"),
    )

    method, path, came, body = real.asked[0]
    assert (method, path, body) == ("PUT", "/base/clientes/a%2Fb%C3%B1?x=%20&y[a]=1|2&z", b"\x00\xff{")
    assert {name: came[name] for name in headers} == headers
    assert came["host"] == f"127.0.0.1:{real.port}"
    assert came["content-length"] == "3"


def test_nothing_is_added_but_what_a_connection_needs(real: Real):
    ask(real.url, get())

    assert real.asked[0][2].keys() == {"host", "accept-encoding"}


def test_what_is_about_one_connection_goes_no_further(real: Real):
    real.headers += [("Connection", "X-Suya"), ("X-Suya", "1"), ("Keep-Alive", "timeout=5")]

    reply = ask(
        real.url,
        get(
            connection="keep-alive, x-mia",
            x_mia="1",
            x_otra="2",
            expect="100-continue",
            te="gzip",
            upgrade="h2c",
        ),
        around=Around(cors=False),
    )[0]

    assert real.asked[0][2].keys() == {"host", "accept-encoding", "x-otra"}
    assert {name.lower() for name, _ in reply.headers} == {"content-type", "etag"}


def test_what_is_said_to_the_stand_in_goes_no_further(real: Real):
    ask(real.url, get(taller_fault="latency=1ms"))

    assert "taller-fault" not in real.asked[0][2]


def test_what_is_replied_comes_back_as_it_is(real: Real):
    real.status, real.body = 201, bytes(range(256))
    real.headers = [
        ("Set-Cookie", "a=1"),
        ("Set-Cookie", "b=2"),
        ("X-Raro", "\xe9"),
        ("Content-Type", "image/png"),
    ]

    reply = ask(real.url, get(), around=Around(cors=False))[0]

    assert (reply.status, reply.body) == (201, real.body)
    assert list(reply.headers) == real.headers


def test_a_cookie_is_nobody_elses(real: Real):
    real.headers.append(("Set-Cookie", "sesion=1"))

    ask(real.url, get(), get())

    assert [("cookie" in headers) for _, _, headers, _ in real.asked] == [False, False]


def test_a_redirect_is_for_the_client_to_follow(real: Real):
    real.status, real.headers, real.body = 302, [("Location", "/otra")], b""

    reply = ask(real.url, get())[0]

    assert (reply.status, reply.header("location"), len(real.asked)) == (302, "/otra", 1)


def test_what_is_packed_all_the_same_is_unpacked_to_be_checked(real: Real):
    real.body = gzip.compress(CUSTOMERS)
    real.headers.append(("Content-Encoding", "gzip"))

    reply = ask(real.url, get(accept_encoding="gzip, br"))[0]

    assert real.asked[0][2]["accept-encoding"] == "identity"
    assert (reply.body, reply.header("content-encoding"), reply.findings) == (CUSTOMERS, None, ())


def test_what_is_packed_in_another_way_stays_so(real: Real):
    real.body = b"\x01\x02"
    real.headers = [("Content-Type", "image/png"), ("Content-Encoding", "br")]

    reply = ask(real.url, get())[0]

    assert (reply.body, reply.header("content-encoding")) == (b"\x01\x02", "br")


@pytest.mark.parametrize(("method", "status"), [("HEAD", 200), ("DELETE", 204), ("GET", 304)])
def test_what_has_no_body_has_none(real: Real, method: str, status: int):
    real.status = status

    reply = ask(real.url, Request(method, "/clientes"))[0]

    assert (reply.status, reply.body) == (status, b"")


def test_what_keeps_the_contract_has_no_findings(real: Real):
    reply = ask(real.url, get())[0]

    assert (reply.operation, reply.findings) == ("GET /clientes", ())


def test_what_breaks_the_contract_is_passed_on_and_told_of_both_sides(real: Real):
    real.body = b'{"clientes":[{}]}'
    request = Request("POST", "/clientes", "", {"content-type": "application/json"}, b'{"nombre":7}')

    reply = ask(real.url, request)[0]

    assert real.asked[0][3] == b'{"nombre":7}'
    assert reply.body == real.body
    assert {one.side for one in reply.findings} == {"request", "response"}
    assert any(one.place == "body #/nombre" for one in reply.findings)
    assert any((one.side, one.place) == ("response", "status") for one in reply.findings)


def test_the_journal_and_whoever_listens_hear_of_it(real: Real):
    real.body = b"no es JSON"
    heard: list[Any] = []

    async def asked() -> Hosted:
        service = Service(real.url)
        hosted = Hosted("clientes", stand_in("clientes"), Around())
        hosted.upstream = service
        hosted.listeners.append(lambda entry: heard.append((entry.request.path, entry.reply.findings)))
        reply = hosted.answer(get())
        assert not isinstance(reply, Reply)
        await reply
        await service.close()
        return hosted

    hosted = asyncio.run(asked())

    assert [(path, [one.place for one in findings]) for path, findings in heard] == [("/clientes", ["body"])]
    assert hosted.memory.version == stand_in("clientes").memory.version


def test_a_service_that_is_not_there_is_a_bad_gateway():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]

    reply = ask(f"http://127.0.0.1:{port}", get())[0]

    assert (reply.status, reply.header("content-type")) == (502, "application/problem+json")
    assert reply.operation == "GET /clientes"
    assert [(one.side, one.place) for one in reply.findings] == [("response", "connection")]


def test_a_service_that_is_slow_is_a_gateway_timeout(real: Real):
    real.held.clear()

    reply = ask(real.url, get(), seconds=0.05)[0]

    assert reply.status == 504
    assert [one.place for one in reply.findings] == ["connection"]


def test_a_service_that_speaks_no_http_is_a_bad_gateway():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]

        def speak() -> None:
            with listening.accept()[0] as opened:
                opened.recv(65536)
                opened.sendall(b"220 hola\r\n")

        thread = threading.Thread(target=speak)
        thread.start()
        reply = ask(f"http://127.0.0.1:{port}", get())[0]
        thread.join(5)

    assert reply.status == 502


def test_a_body_that_was_not_read_is_not_passed_on(real: Real):
    request = Request("POST", "/clientes", "", {"content-type": "application/json"}, too_large=True)

    reply = ask(real.url, request)[0]

    assert (reply.status, real.asked) == (413, [])


def test_a_page_may_read_what_comes_through(real: Real):
    reply = ask(real.url, get(origin="http://a.example"))[0]

    assert reply.header("access-control-allow-origin") == "http://a.example"


def test_one_service_serves_in_another_loop_too(real: Real):
    service = Service(real.url)

    async def once() -> int:
        reply = await service.answer(get())
        await service.close()
        return reply.status

    assert [asyncio.run(once()) for _ in range(2)] == [200, 200]


@pytest.mark.parametrize("url", ["", "localhost:8080", "ftp://a", "http://", "/a", "http://a:x"])
def test_an_upstream_that_is_no_url_is_refused(url: str):
    with pytest.raises(ValueError, match="write one like http://localhost:8080"):
        Service(url)


def test_a_service_that_is_not_there_is_told_of_in_the_shape_of_the_contract():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    shape = {"type": "object", "required": ["code"], "properties": {"code": {"type": "integer"}}}
    errors = {"description": "-", "content": {"application/json": {"schema": shape}}}
    document = contract({"/x": {"get": {"responses": {"200": {"description": "-"}, "5XX": errors}}}})

    async def asked() -> Reply:
        hosted = Hosted("x", create_stand_in(document), Around())
        hosted.upstream = Service(f"http://127.0.0.1:{port}")
        reply = hosted.answer(get("/v1/x"))
        return reply if isinstance(reply, Reply) else await reply

    reply = asyncio.run(asked())

    assert (reply.status, reply.header("content-type"), reply.body) == (
        502,
        "application/json",
        b'{"code":502}',
    )
    assert [one.place for one in reply.findings] == ["connection"]
