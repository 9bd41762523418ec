"""Nothing answers without a key; a key does what its role says, and no more."""

import re
from typing import Any

import flask
import pytest
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError
from tests.builders import invoice_body
from tests.conftest import invoices_of
from werkzeug.test import TestResponse

from taller.catalog import contract_path, load_contract
from taller.invoices import Actor, Role
from taller.invoices.blueprint.access import LONGEST_KEY, needs
from taller.invoices.domain.access import ANYONE, Forbidden
from taller.invoices.persistence.api_keys import SqlKeys

PREFIX = "/api/v1"
CONTRACT: dict[str, Any] = load_contract(contract_path("facturas"))
OPERATIONS = [
    (method.upper(), PREFIX + re.sub(r"\{\w+\}", "1", path))
    for path, item in CONTRACT["paths"].items()
    for method in item
    if method != "parameters"
]
READING = ("GET", "HEAD", "OPTIONS")
operations = pytest.mark.parametrize(("method", "path"), OPERATIONS)


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One kind is enough here: test_keys.py has both."""
    return sqlite_url


@pytest.fixture
def keys(alone: flask.Flask) -> SqlKeys:
    return SqlKeys(invoices_of(alone).engine)


@pytest.fixture
def closed(keys: SqlKeys, client: FlaskClient) -> FlaskClient:
    """A client of a service for which a key was made."""
    keys.create("somebody", Role.ADMIN)
    return client


def with_key(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


def require_refused(response: TestResponse, status: int, rule: str) -> None:
    assert (response.status_code, response.mimetype) == (status, "application/problem+json")
    if response.request.method != "HEAD":
        assert response.get_json()["type"] == f"urn:taller:problema:{rule}"


@operations
def test_without_a_key_no_operation_answers(closed: FlaskClient, method: str, path: str) -> None:
    response = closed.open(path, method=method, json=invoice_body())

    require_refused(response, 401, "sin-clave")
    assert response.headers["WWW-Authenticate"] == 'Bearer realm="taller"'


@operations
def test_with_a_wrong_key_none_does(closed: FlaskClient, method: str, path: str) -> None:
    response = closed.open(path, method=method, headers=with_key("taller_aaaaaaaa_" + "A" * 43))

    require_refused(response, 401, "sin-clave")
    assert response.headers["WWW-Authenticate"] == 'Bearer realm="taller", error="invalid_token"'


@operations
def test_with_a_revoked_key_none_does(keys: SqlKeys, client: FlaskClient, method: str, path: str) -> None:
    key = keys.create("somebody", Role.ADMIN)
    assert client.get(f"{PREFIX}/facturas", headers=with_key(key)).status_code == 200
    assert keys.revoke(key.split("_")[1])

    require_refused(client.open(path, method=method, headers=with_key(key)), 401, "sin-clave")


def role_for(method: str, path: str) -> Role:
    if path.endswith("/anulacion") and method == "POST":
        return Role.ADMIN
    return Role.READ if method in READING else Role.ISSUE


@operations
@pytest.mark.parametrize("role", Role)
def test_a_role_does_what_it_is_for_and_no_more(
    keys: SqlKeys, client: FlaskClient, role: Role, method: str, path: str
) -> None:
    key, needed = keys.create("somebody", role), role_for(method, path)

    response = client.open(path, method=method, headers=with_key(key))

    if role.includes(needed):
        assert response.status_code not in (401, 403)
    else:
        require_refused(response, 403, "rol-insuficiente")
        assert f"«{needed.value}»" in response.get_json()["detail"]
        assert f'error="insufficient_scope", scope="{needed.value}"' in response.headers["WWW-Authenticate"]


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/nowhere"), ("GET", "/facturas/0"), ("PATCH", "/facturas"), ("HEAD", "/facturas")],
)
def test_nor_does_what_is_not_in_the_contract(closed: FlaskClient, method: str, path: str) -> None:
    require_refused(closed.open(PREFIX + path, method=method), 401, "sin-clave")


@pytest.mark.parametrize("path", [f"{PREFIX}/openapi.json", "/docs/", "/healthz", "/readyz"])
def test_the_contract_and_the_health_need_no_key(closed: FlaskClient, path: str) -> None:
    assert closed.get(path).status_code == 200


def test_a_refusal_comes_before_the_body_is_looked_at(closed: FlaskClient) -> None:
    huge = closed.post(f"{PREFIX}/facturas", data=b"x" * 2_000_000, content_type="application/json")

    require_refused(huge, 401, "sin-clave")


def test_an_invoice_that_is_there_is_refused_like_one_that_is_not(keys: SqlKeys, client: FlaskClient) -> None:
    made = client.post(f"{PREFIX}/facturas", json=invoice_body()).headers["Location"]
    keys.create("somebody", Role.ADMIN)

    there, not_there = client.get(made), client.get(f"{PREFIX}/facturas/999")

    for response in (there, not_there):
        require_refused(response, 401, "sin-clave")
    assert there.get_json()["detail"] == not_there.get_json()["detail"]


@pytest.mark.parametrize(
    "header",
    [
        "",
        " ",
        "Bearer",
        "Bearer ",
        "Basic dXNlcjpwYXNz",
        "taller_aaaaaaaa_" + "A" * 43,
        "Bearer a b c",
        "Bearer taller_aaaaaaaa_ñandú€".encode().decode("latin-1"),
        "Bearer \x80\xff",
        "Bearer " + "A" * LONGEST_KEY,
        "Bearer " + "A" * (LONGEST_KEY + 1),
        "Bearer " + "A" * 8000,
        "Bearer taller__",
        "Bearer taller_aaaaaaaa_" + "A" * 44,
        "Digest " + "x" * 100,
    ],
)
def test_what_is_no_key_is_401_whatever_it_is(closed: FlaskClient, header: str) -> None:
    response = closed.get(f"{PREFIX}/facturas", headers={"Authorization": header})

    require_refused(response, 401, "sin-clave")


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER", "Bearer  "])
def test_the_scheme_is_written_in_any_case(keys: SqlKeys, client: FlaskClient, scheme: str) -> None:
    key = keys.create("somebody", Role.READ)

    response = client.get(f"{PREFIX}/facturas", headers={"Authorization": f"{scheme} {key}"})

    assert response.status_code == 200


def test_a_database_that_is_away_is_503(alone: flask.Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(_: flask.Request) -> Actor:
        raise OperationalError("SELECT", {}, OSError())

    monkeypatch.setattr(invoices_of(alone), "access", away)

    response = alone.test_client().get(f"{PREFIX}/facturas", headers=with_key("whatever"))

    assert (response.status_code, response.mimetype) == (503, "application/problem+json")


def test_a_view_may_need_another_role_than_its_method_does(alone: flask.Flask, keys: SqlKeys) -> None:
    view = alone.view_functions["facturas.invoices"].view_class  # type: ignore[attr-defined]
    key = keys.create("somebody", Role.ISSUE)
    usual = view.get
    try:
        view.get = needs(Role.ADMIN)(lambda *_: None)
        response = alone.test_client().get(f"{PREFIX}/facturas", headers=with_key(key))
    finally:
        view.get = usual

    require_refused(response, 403, "rol-insuficiente")
    assert "«administracion»" in response.get_json()["detail"]


def test_roles_include_those_before_them() -> None:
    assert [[role.includes(other) for other in Role] for role in Role] == [
        [True, False, False],
        [True, True, False],
        [True, True, True],
    ]
    assert ANYONE.role.includes(Role.ADMIN)
    assert Forbidden(Role.ADMIN).needed is Role.ADMIN
