"""Who may use the admin path."""

import pytest
from tests.mocks.admin.support import Client, problem

from taller.mocks.admin.views import ROUTES
from taller.mocks.openapi.http import Request

OWN = [
    "localhost",
    "localhost:4015",
    "LOCALHOST:4015",
    "localhost.",
    "clientes.localhost:80",
    "127.0.0.1:4015",
    "127.1.2.3",
    "[::1]:4015",
    "192.168.1.5:4015",
    "taller.test",
    "Taller.Test:4015",
]
FOREIGN = [
    "",
    "evil.example",
    "evil.example:4015",
    "localhost.evil.example",
    "127.0.0.1.evil.example",
    "notlocalhost",
    "localhost, evil.example",
    "localhost@evil.example",
    "[::1].evil.example",
    "[evil.example]",
    "localhost:99999999",
    "2130706433",
    "..",
]


def asked(
    host: str | None, origin: str | None = None, method: str = "GET", path: str = "/_taller/faults"
) -> Request:
    headers = {"host": host, "origin": origin}
    return Request(method, path, headers={name: text for name, text in headers.items() if text is not None})


@pytest.mark.parametrize("host", OWN)
def test_a_host_of_this_machine_may(host: str) -> None:
    assert Client(names=("taller.test",)).send(asked(host)).status == 200


def test_who_says_no_host_is_no_browser() -> None:
    assert Client().send(asked(None)).status == 200


@pytest.mark.parametrize("host", FOREIGN)
def test_a_name_that_is_not_served_may_not(host: str) -> None:
    problem(Client(names=("taller.test",)).send(asked(host)), 403)


@pytest.mark.parametrize(
    ("host", "origin"),
    [
        ("localhost:4015", "http://localhost:4015"),
        ("localhost:4015", "http://localhost:8005"),
        ("localhost", "https://LOCALHOST"),
        ("[::1]:4015", "http://[::1]"),
        ("taller.test", "http://taller.test:1"),
    ],
)
def test_a_page_of_the_same_site_may(host: str, origin: str) -> None:
    assert Client(names=("taller.test",)).send(asked(host, origin)).status == 200


@pytest.mark.parametrize(
    "origin",
    [
        "http://evil.example",
        "null",
        "",
        "http://localhost.evil.example",
        "http://127.0.0.1:4015",
        "file://localhost",
        "http://evil@localhost",
        "http://[",
        "http://localhost, http://evil.example",
    ],
)
@pytest.mark.parametrize("host", ["localhost:4015", None])
def test_a_page_of_another_site_may_not(host: str | None, origin: str) -> None:
    problem(Client().send(asked(host, origin)), 403)


@pytest.mark.parametrize(
    ("path", "method"), [(path, method) for path, views in ROUTES.items() for method in views]
)
def test_whoever_may_not_does_nothing_at_all(path: str, method: str) -> None:
    client = Client()
    client.ask("POST", "faults", {"faults": ["break"]})
    client.ask("PUT", "state", {"kept": 1})

    problem(client.send(asked("evil.example", method=method, path=path)), 403)
    problem(client.send(asked("localhost", "http://evil.example", method, path)), 403)

    assert len(client.get("faults")["faults"]) == 1
    assert client.get("state") == {"kept": 1}
