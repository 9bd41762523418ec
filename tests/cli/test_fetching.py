"""Contracts from the web: fetched within bounds, and given nothing of this machine."""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from tests.mocks.support import answer, contract

from taller.cli import fetching
from taller.cli.fetching import NotFetched, fetched, name_of, shown
from taller.cli.main import main


class Web:
    """A server of this machine: a status, headers and a body for each path."""

    def __init__(self) -> None:
        self.pages: dict[str, tuple[int, dict[str, str], bytes]] = {}
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"

    def put(self, path: str, document: Any) -> str:
        """Serve *document* at *path*; return the URL."""
        self.pages[path] = 200, {}, json.dumps(document).encode()
        return self.url + path

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        pages = self.pages

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                status, headers, body = pages.get(self.path, (404, {}, b""))
                self.send_response_only(status)
                for name, text in headers.items():
                    self.send_header(name, text)
                self.end_headers()
                self.wfile.write(body)

        return Handler


@pytest.fixture
def web() -> Iterator[Web]:
    """A server in a thread."""
    made = Web()
    thread = threading.Thread(target=made.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield made
    made.server.shutdown()
    made.server.server_close()
    thread.join(5)


def explained(url: str) -> tuple[int, str]:
    """Return what ``taller mock --explain`` does with *url*."""
    result = CliRunner().invoke(main, ["mock", url, "--explain"])
    return result.exit_code, result.output


def test_a_contract_on_the_web_is_one_like_any_other(web: Web):
    url = web.put("/a/pets.v1.json", contract({"/pets": {"get": answer(200)}}))

    code, output = explained(url)

    assert (code, "/pets" in output) == (0, True)


def test_it_reads_no_file_of_this_machine(web: Web, tmp_path: Path):
    secret = tmp_path / "secret.yaml"
    secret.write_text("type: string\nexample: S3CR3T\n", "utf-8")
    for reference in (str(secret), f"../../../../../{secret}", secret.as_uri(), "contract.yaml"):
        url = web.put(
            "/pets.yaml?token=S3CR3T", contract({"/pets": {"get": answer(200, {"$ref": reference})}})
        )

        code, output = explained(url)

        assert (code, "S3CR3T" in output) == (0, False)
        assert f"{web.url}/pets.yaml:" in output, reference
        assert reference in output


def test_a_redirect_is_followed_within_its_scheme(web: Web):
    web.pages["/old"] = 302, {"Location": "/new"}, b""
    web.put("/new", {"a": 1})

    assert fetched(f"{web.url}/old") == b'{"a": 1}'


@pytest.mark.parametrize("target", ["https://127.0.0.1/x", "file:///etc/passwd", "ftp://a/b"])
def test_a_redirect_to_another_scheme_is_not(web: Web, target: str):
    web.pages["/old"] = 302, {"Location": target}, b""

    with pytest.raises(NotFetched, match="redirects to"):
        fetched(f"{web.url}/old")


def test_a_redirect_without_end_has_one(web: Web):
    web.pages["/old"] = 302, {"Location": "/old"}, b""

    with pytest.raises(NotFetched, match="more than 5 times"):
        fetched(f"{web.url}/old")


def test_what_is_too_large_is_not_read_to_its_end(web: Web, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(fetching, "MAX_BYTES", 1024**2)
    web.pages["/big"] = 200, {}, b" " * (1024**2 + 1)

    with pytest.raises(NotFetched, match="is larger than 1 MiB"):
        fetched(f"{web.url}/big")


def test_what_takes_too_long_is_not_waited_for(web: Web):
    web.put("/x", {})

    with pytest.raises(NotFetched, match=r"takes too long|timed out"):
        fetched(f"{web.url}/x", seconds=1e-9)


@contextmanager
def dripping() -> Iterator[str]:
    """Serve a head that never ends, a header every hundredth of a second; yield the URL."""
    ended = threading.Event()

    def drip() -> None:
        opened, _ = server.accept()
        with opened, suppress(OSError):
            opened.sendall(b"HTTP/1.1 200 OK\r\n")
            while not ended.wait(0.01):
                opened.sendall(b"X: 1\r\n")

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=drip)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/"
        ended.set()
        thread.join(5)


def test_what_comes_in_ever_new_pieces_may_take_no_longer():
    with dripping() as url, pytest.raises(NotFetched, match="takes too long"):
        fetched(url, seconds=0.2)


@pytest.mark.parametrize(
    ("path", "words"),
    [("/nothing", "answers 404"), ("/text.json", "is not JSON"), ("/text", "is no OpenAPI document")],
)
def test_what_does_not_come_or_is_no_contract_is_said_in_a_line(web: Web, path: str, words: str):
    web.pages["/text.json"] = 200, {}, b"{hola"
    web.pages["/text"] = 200, {}, b"hola"

    code, output = explained(f"{web.url}{path}")

    assert code == 2
    assert output.startswith(f"Error: {web.url}{path}:")
    assert words in output


@pytest.mark.parametrize(
    "url", ["http://[", "https://127.0.0.1:1/x", "http://a b/", "http://a:x/", "http://ex..ample/"]
)
def test_what_is_no_address_is_said_in_a_line(url: str):
    code, output = explained(url)

    assert (code, output.count("\n"), "Traceback" in output) == (2, 1, False)


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://a.example/x/pets.yaml", "pets"),
        ("https://a.example/x/pets.v2.json?token=1", "pets"),
        ("http://a.example/", "a-example"),
        ("http://a.example/x/my%20pets.v2.yaml", "my-pets"),
        ("http://[::1]/.yaml", "yaml"),
        ("http://a.example/%2e%2e", "contract"),
    ],
)
def test_it_is_called_as_its_file_or_its_host(url: str, name: str):
    assert name_of(url) == name


def test_an_address_is_shown_without_secrets():
    assert shown("https://ana:S3CR3T@a.example:8443/x.yaml?token=S3CR3T#a") == "https://a.example:8443/x.yaml"
