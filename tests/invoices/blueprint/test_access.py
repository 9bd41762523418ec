"""Nothing answers without a key; a key does what its role says, and no more."""

import re
from collections.abc import Iterator
from typing import Any

import flask
import pytest
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError
from tests.builders import invoice_body
from tests.conftest import invoices_of
from werkzeug.test import TestResponse

from taller.catalog import contract_path, load_contract
from taller.invoices import Actor, Invoices, Role, Settings
from taller.invoices.blueprint.access import LONGEST_KEY, actor, needs
from taller.invoices.domain.access import ANYONE, Forbidden
from taller.invoices.persistence.api_keys import SqlKeys
from taller.invoices.service.app import create_app

PREFIX = "/api/v1"
MASTER = "k" * 32
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


@operations
@pytest.mark.parametrize("role", Role)
def test_a_role_does_what_it_is_for(
    keys: SqlKeys, client: FlaskClient, role: Role, method: str, path: str
) -> None:
    key = keys.create("somebody", role)

    response = client.open(path, method=method, headers=with_key(key))

    if role is Role.READ and method not in READING:
        require_refused(response, 403, "rol-insuficiente")
        assert "«emision»" in response.get_json()["detail"]
        assert 'error="insufficient_scope", scope="emision"' in response.headers["WWW-Authenticate"]
    elif role is Role.ADMIN:
        assert response.status_code not in (401, 403)
    else:
        assert response.status_code != 401


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


def test_a_service_without_keys_is_open_until_the_first_and_never_again(
    keys: SqlKeys, client: FlaskClient
) -> None:
    def status(**headers: str) -> int:
        return client.get(f"{PREFIX}/facturas", headers=headers).status_code

    assert (status(), status(Authorization="Bearer whatever")) == (200, 200)
    key = keys.create("the only one", Role.READ)
    assert (status(), status(**with_key(key))) == (401, 200)
    keys.revoke(key.split("_")[1])
    assert (status(), status(**with_key(key))) == (401, 401)


def test_a_new_process_is_closed_too_if_every_key_is_revoked(database_url: str, keys: SqlKeys) -> None:
    keys.revoke(keys.create("the only one", Role.READ).split("_")[1])
    later = create_app(Settings(database_url=database_url))

    assert later.test_client().get(f"{PREFIX}/facturas").status_code == 401
    invoices_of(later).close()


def test_an_open_service_says_so_in_its_log(caplog: pytest.LogCaptureFixture, alone: flask.Flask) -> None:
    assert [record.levelname for record in caplog.get_records("setup")] == ["WARNING"]
    assert "taller keys create" in caplog.get_records("setup")[0].message


@pytest.fixture
def mastered(database_url: str) -> Iterator[flask.Flask]:
    app = create_app(Settings(database_url=database_url, api_key=MASTER))
    yield app
    invoices_of(app).close()


def test_the_key_of_the_environment_needs_no_database_and_has_every_role(mastered: flask.Flask) -> None:
    client = mastered.test_client()

    assert client.get(f"{PREFIX}/facturas").status_code == 401
    assert client.get(f"{PREFIX}/facturas", headers=with_key(MASTER + "k")).status_code == 401
    assert client.post(f"{PREFIX}/facturas", json=invoice_body(), headers=with_key(MASTER)).status_code == 201
    assert not SqlKeys(invoices_of(mastered).engine).any_ever()


def test_keys_of_the_database_are_good_beside_it(mastered: flask.Flask) -> None:
    key = SqlKeys(invoices_of(mastered).engine).create("somebody", Role.READ)

    assert mastered.test_client().get(f"{PREFIX}/facturas", headers=with_key(key)).status_code == 200


@pytest.mark.parametrize(
    "key", ["", "short", "x" * 201, "with a space in the middle", "clave-con-eñe-dentro", "a" * 30 + "\n"]
)
def test_a_key_that_is_soon_guessed_or_cannot_be_sent_is_refused_without_repeating_it(key: str) -> None:
    with pytest.raises(ValueError, match="TALLER_API_KEY") as refused:
        Settings.from_environment({"TALLER_API_KEY": key})

    assert not key or key not in str(refused.value)


def test_settings_never_show_the_key() -> None:
    assert MASTER not in repr(Settings(api_key=MASTER))


def test_a_database_that_is_away_is_503(alone: flask.Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(_: flask.Request) -> Actor:
        raise OperationalError("SELECT", {}, OSError())

    monkeypatch.setattr(invoices_of(alone), "access", away)

    response = alone.test_client().get(f"{PREFIX}/facturas", headers=with_key(MASTER))

    assert (response.status_code, response.mimetype) == (503, "application/problem+json")


def host_with(database_url: str, role: Role | None) -> flask.Flask:
    """Return a host's application whose own check finds somebody with *role*, or nobody."""
    app = flask.Flask("shop")
    found = None if role is None else Actor("Carmen", role)
    Invoices(app, Settings(database_url=database_url), url_prefix="/facturacion", access=lambda _: found)
    return app


@pytest.mark.parametrize(
    ("role", "statuses"),
    [(None, [401, 401]), (Role.READ, [200, 403]), (Role.ISSUE, [200, 201]), (Role.ADMIN, [200, 201])],
)
def test_a_host_brings_its_own_check(database_url: str, role: Role | None, statuses: list[int]) -> None:
    app = host_with(database_url, role)
    client = app.test_client()

    responses = [
        client.get("/facturacion/facturas"),
        client.post("/facturacion/facturas", json=invoice_body()),
    ]

    assert [each.status_code for each in responses] == statuses
    invoices_of(app).close()


def test_a_host_s_check_that_knows_nobody_leaves_the_document_open(database_url: str) -> None:
    app = host_with(database_url, None)

    assert app.test_client().get("/facturacion/openapi.json").status_code == 200
    assert app.test_client().get("/facturacion/nowhere").status_code == 401
    invoices_of(app).close()


def test_who_acts_is_known_while_a_request_is_served(database_url: str) -> None:
    app, seen = host_with(database_url, Role.READ), []

    @app.after_request
    def look(response: flask.Response) -> flask.Response:
        seen.append(actor())
        return response

    app.test_client().get("/facturacion/facturas")

    assert seen == [Actor("Carmen", Role.READ)]
    invoices_of(app).close()


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
