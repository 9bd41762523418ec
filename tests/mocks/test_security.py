"""Who is let in: the security schemes of a contract, enforced as it declares them."""

import base64
from collections.abc import Sequence
from typing import Any

import pytest
from tests.mocks.support import Json, assert_problem, contract
from werkzeug.test import Client, TestResponse

from taller.mocks import create_stand_in
from taller.mocks.requests.security import ANY, USUAL, Credential

SCHEMES: Json = {
    "cabecera": {"type": "apiKey", "in": "header", "name": "X-Clave"},
    "consulta": {"type": "apiKey", "in": "query", "name": "clave"},
    "galleta": {"type": "apiKey", "in": "cookie", "name": "sesion"},
    "basica": {"type": "http", "scheme": "basic"},
    "ficha": {"type": "http", "scheme": "bearer"},
    "oauth": {"type": "oauth2", "flows": {}},
    "oidc": {"type": "openIdConnect", "openIdConnectUrl": "https://example.com"},
    "certificado": {"type": "mutualTLS"},
}


def guarded(
    security: Any = None, *, everywhere: Any = None, credentials: Sequence[Credential] = ()
) -> Client:
    """Return a client of a stand-in whose operation has *security*, and the rest *everywhere*."""
    operation: Json = {"responses": {"204": {"description": "-"}}}
    if security is not None:
        operation["security"] = security
    document = contract({"/x": {"get": operation}}, securitySchemes=SCHEMES)
    if everywhere is not None:
        document["security"] = everywhere
    return Client(create_stand_in(document, credentials=tuple(credentials)), use_cookies=False)


def basic(text: str) -> str:
    """Return *text*, a name and a password, as a client shows it."""
    return f"Basic {base64.b64encode(text.encode()).decode()}"


def shown(client: Client, scheme: str, text: str) -> TestResponse:
    """Ask with the credential *text* where *scheme* wants it."""
    match scheme:
        case "cabecera":
            return client.get("/v1/x", headers={"x-clave": text})
        case "consulta":
            return client.get("/v1/x", query_string={"clave": text})
        case "galleta":
            return client.get("/v1/x", headers={"Cookie": f"a=b; sesion={text}"})
        case "basica":
            return client.get("/v1/x", headers={"Authorization": basic(f"{text}:{text}")})
        case _:
            return client.get("/v1/x", headers={"Authorization": f"bearer {text}"})


CHALLENGES = {
    "cabecera": 'ApiKey realm="header X-Clave"',
    "consulta": 'ApiKey realm="query clave"',
    "galleta": 'ApiKey realm="cookie sesion"',
    "basica": 'Basic realm="stand-in"',
    "ficha": 'Bearer realm="stand-in"',
    "oauth": 'Bearer realm="stand-in"',
    "oidc": 'Bearer realm="stand-in"',
}


@pytest.mark.parametrize("scheme", CHALLENGES)
def test_a_credential_is_needed_and_must_be_the_right_one(scheme: str):
    client = guarded([{scheme: []}])

    missing, wrong = client.get("/v1/x"), shown(client, scheme, "otra-cosa")

    for refused in (missing, wrong):
        problem = assert_problem(refused, 401)
        assert scheme in problem["detail"]
        assert refused.headers["WWW-Authenticate"].startswith(CHALLENGES[scheme])
        assert "otra-cosa" not in refused.text
        assert "otra-cosa" not in str(refused.headers)
    assert shown(client, scheme, USUAL).status_code == 204


@pytest.mark.parametrize("scheme", CHALLENGES)
def test_what_is_accepted_can_be_set(scheme: str):
    text = "lunes:lunes" if scheme == "basica" else "lunes"
    client = guarded([{scheme: []}], credentials=[Credential(scheme, text)])

    assert shown(client, scheme, "lunes").status_code == 204
    assert shown(client, scheme, USUAL).status_code == 401


@pytest.mark.parametrize("scheme", CHALLENGES)
def test_a_star_accepts_whatever_is_shown_but_not_nothing(scheme: str):
    client = guarded([{scheme: []}], credentials=[Credential(ANY, ANY)])

    assert shown(client, scheme, "lo que sea").status_code == 204
    assert client.get("/v1/x").status_code == 401
    assert shown(client, scheme, "").status_code in (204, 401)  # ":" is a name and a password


def test_a_scheme_for_which_nothing_is_set_accepts_the_usual():
    client = guarded([{"ficha": []}], credentials=[Credential("cabecera", "lunes")])

    assert shown(client, "ficha", USUAL).status_code == 204
    assert shown(client, "ficha", "lunes").status_code == 401


def test_a_wrong_bearer_is_told_so():
    client = guarded([{"ficha": []}])

    assert 'error="invalid_token"' in shown(client, "ficha", "otra").headers["WWW-Authenticate"]
    assert "error" not in client.get("/v1/x").headers["WWW-Authenticate"]


@pytest.mark.parametrize(
    "text", ["", "Bearer", "Bearer ", "Basic stand-in", "stand-in", "Digest stand-in", "Bearer\tstand-in"]
)
def test_another_way_to_show_it_is_no_way(text: str):
    assert guarded([{"ficha": []}]).get("/v1/x", headers={"Authorization": text}).status_code == 401


@pytest.mark.parametrize("text", ["Basic", "Basic !!", "Basic /w==", "Basic c3RhbmQtaW4=x", "Bearer c3Q="])
def test_a_name_and_password_that_cannot_be_read_are_none(text: str):
    assert guarded([{"basica": []}]).get("/v1/x", headers={"Authorization": text}).status_code == 401


def test_one_of_several_alternatives_is_enough():
    client = guarded([{"cabecera": []}, {"ficha": []}])

    assert shown(client, "cabecera", USUAL).status_code == 204
    assert shown(client, "ficha", USUAL).status_code == 204
    refused = client.get("/v1/x")
    assert refused.status_code == 401
    assert refused.headers["WWW-Authenticate"] == f"{CHALLENGES['cabecera']}, {CHALLENGES['ficha']}"


def test_all_of_a_combination_are_needed():
    client = guarded([{"cabecera": [], "consulta": []}])

    assert shown(client, "cabecera", USUAL).status_code == 401
    assert shown(client, "consulta", USUAL).status_code == 401
    both = client.get("/v1/x", headers={"X-Clave": USUAL}, query_string={"clave": USUAL})
    assert both.status_code == 204


@pytest.mark.parametrize("security", [[{}], [{}, {"ficha": []}], [{"ficha": []}, {}], []])
def test_an_empty_requirement_lets_everybody_in(security: Any):
    client = guarded(security)

    assert client.get("/v1/x").status_code == 204
    assert shown(client, "ficha", "otra").status_code == 204


@pytest.mark.parametrize(
    ("own", "everywhere", "status"),
    [
        (None, [{"ficha": []}], 401),
        ([], [{"ficha": []}], 204),
        ([{"cabecera": []}], [], 401),
        (None, [], 204),
        (None, None, 204),
    ],
)
def test_what_an_operation_says_replaces_what_the_contract_says(own: Any, everywhere: Any, status: int):
    assert guarded(own, everywhere=everywhere).get("/v1/x").status_code == status


@pytest.mark.parametrize("scheme", ["nadie", "certificado"])
def test_what_cannot_be_asked_for_is_not(scheme: str):
    assert guarded([{scheme: []}]).get("/v1/x").status_code == 204


@pytest.mark.parametrize(
    ("scopes", "status"), [(None, 204), (("leer", "escribir"), 204), (("leer",), 403), ((), 403)]
)
@pytest.mark.parametrize("scheme", ["oauth", "oidc", "ficha"])
def test_a_credential_needs_the_scopes_of_the_operation(
    scheme: str, scopes: tuple[str, ...] | None, status: int
):
    may = None if scopes is None else frozenset(scopes)
    client = guarded([{scheme: ["leer", "escribir"]}], credentials=[Credential(scheme, "lunes", may)])

    response = shown(client, scheme, "lunes")

    assert response.status_code == status
    if status == 403:
        assert "escribir" in assert_problem(response, 403)["detail"]
        assert 'error="insufficient_scope"' in response.headers["WWW-Authenticate"]


def test_the_best_of_what_a_credential_may_do_counts():
    several = [Credential("oauth", "a", frozenset()), Credential(ANY, ANY, frozenset(("leer",)))]
    client = guarded([{"oauth": ["leer"]}], credentials=several)

    assert shown(client, "oauth", "a").status_code == 204


def test_who_lacks_a_scope_is_told_so_rather_than_to_show_something_else():
    client = guarded(
        [{"cabecera": []}, {"oauth": ["leer"]}], credentials=[Credential("oauth", "a", frozenset())]
    )

    assert shown(client, "oauth", "a").status_code == 403


def test_who_is_not_let_in_is_told_nothing_else():
    operation = {
        "security": [{"ficha": []}],
        "parameters": [{"name": "n", "in": "query", "required": True, "schema": {"type": "integer"}}],
        "responses": {"204": {"description": "-"}},
    }
    client = Client(create_stand_in(contract({"/x": {"get": operation}}, securitySchemes=SCHEMES)))

    assert_problem(client.get("/v1/x?n=x", headers={"Prefer": "code=204", "Accept": "a/b"}), 401)
    assert_problem(shown(client, "ficha", USUAL), 400)


def test_head_needs_what_get_needs():
    assert guarded([{"ficha": []}]).head("/v1/x").status_code == 401
