"""Secrets that a journal hides."""

import pytest

from taller.mocks.journal.masks import Masks

SECRETS = {
    ("authorization", "Bearer abc.def"): "Bearer ***",
    ("authorization", "Basic YTpi"): "Basic ***",
    ("authorization", "abcdef"): "***",
    ("Proxy-Authorization", "Basic YTpi"): "Basic ***",
    ("cookie", "sesion=1"): "***",
    ("Set-Cookie", "sesion=1; HttpOnly"): "***",
    ("x-api-key", "k1"): "***",
    ("X-ApiKey", "k1"): "***",
    ("x-auth-token", "Bearer k1"): "***",
    ("client_secret", "k1"): "***",
    ("Clave", "k1"): "***",
}
PLAIN = {
    ("content-type", "application/json"),
    ("if-match", '"abc"'),
    ("www-authenticate", 'Bearer realm="x"'),
    ("x-key", "1"),
}


@pytest.mark.parametrize(("name", "value"), SECRETS)
def test_a_secret_header_is_hidden(name: str, value: str) -> None:
    assert Masks(["clave"]).header(name, value) == SECRETS[name, value]


@pytest.mark.parametrize(("name", "value"), sorted(PLAIN))
def test_any_other_header_is_shown(name: str, value: str) -> None:
    assert Masks(["clave"]).header(name, value) == value


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("page=1&api_key=k1&order=id", "page=1&api_key=***&order=id"),
        ("ACCESS_TOKEN=k1", "ACCESS_TOKEN=***"),
        ("api%5Fkey=k1", "api%5Fkey=***"),
        ("clave=k=1", "clave=***"),
        ("token", "token"),
        ("", ""),
        ("&&=", "&&="),
    ],
)
def test_a_secret_in_the_query_is_hidden(query: str, shown: str) -> None:
    assert Masks(["clave"]).query(query) == shown
