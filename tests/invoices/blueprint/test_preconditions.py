"""Tags: when they change, what they forbid and what they spare; and which methods there are."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import flask
import pytest
from flask.testing import FlaskClient
from tests.builders import ISSUER
from tests.conftest import invoices_of
from tests.invoices.blueprint.asking import (
    INVOICES,
    PREFIX,
    RECORDS,
    VERIFICATION,
    Seen,
    annul,
    correct,
    drafted,
    exchange,
    full,
    issue,
    issued,
    made,
    pay,
    places,
    read,
    refusal,
    sale,
    simplified,
    unstored,
)
from werkzeug.test import TestResponse

from taller.invoices import Settings
from taller.invoices.service.app import create_app

STALE = '"0123456789abcdef"'


@dataclass(frozen=True)
class Operation:
    """Something that is done to an invoice."""

    method: str
    path: str
    body: dict[str, Any] | None
    of_draft: bool = False

    def ask(self, client: FlaskClient, invoice: Seen, tag: str | None = None) -> TestResponse:
        headers = {} if tag is None else {"If-Match": tag}
        content = {} if self.body is None else {"json": self.body}
        return client.open(invoice.href + self.path, method=self.method, headers=headers, **content)

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


CORRECTION = {"metodo": "porDiferencias", "motivo": "x", "Conceptos": sale(-1)["Conceptos"]}
ISSUE = Operation("POST", "/emision", None, of_draft=True)
ANNUL = Operation("POST", "/anulacion", {"motivo": "x"})
CHANGE = Operation("PUT", "", full(job_id=9), of_draft=True)
DELETE = Operation("DELETE", "", None, of_draft=True)
PAY = Operation("POST", "/pagos", {"importe": 1, "metodo": "bizum"})
CORRECT = Operation("POST", "/rectificativas", CORRECTION)
EXCHANGE = Operation("POST", "/canje", None)
ALL = (ISSUE, ANNUL, CHANGE, DELETE, PAY, CORRECT, EXCHANGE)
operations = pytest.mark.parametrize("operation", ALL, ids=str)


def ripe(client: FlaskClient, operation: Operation) -> Seen:
    """Return an invoice to which *operation* can be done."""
    return drafted(client) if operation.of_draft else issued(client, simplified())


# If-Match


@operations
def test_a_stale_tag_is_refused_and_nothing_happens(client: FlaskClient, operation: Operation) -> None:
    invoice = ripe(client, operation)
    before = client.get(INVOICES).data, client.get(f"{invoice.href}/historial").data

    for tag in (STALE, f"W/{invoice.tag}", '"other", "another"', "other"):
        assert refusal(operation.ask(client, invoice, tag)) == (412, "etiqueta-caducada")

    assert (client.get(INVOICES).data, client.get(f"{invoice.href}/historial").data) == before


@operations
@pytest.mark.parametrize("given", ["{tag}", "*", '"other", {tag}'])
def test_the_current_tag_lets_it_through(client: FlaskClient, operation: Operation, given: str) -> None:
    invoice = ripe(client, operation)

    assert operation.ask(client, invoice, given.format(tag=invoice.tag)).status_code < 300


@unstored
@operations
@pytest.mark.parametrize("tag", ["", "x" * 201])
def test_a_malformed_tag_is_named(client: FlaskClient, operation: Operation, tag: str) -> None:
    invoice = ripe(client, operation)

    response = operation.ask(client, invoice, tag)

    assert (refusal(response), places(response)) == ((400, "about:blank"), {"If-Match"})
    assert read(client, invoice) == invoice


@pytest.mark.parametrize("operation", [ISSUE, ANNUL], ids=str)
def test_what_cannot_be_undone_wants_a_tag(client: FlaskClient, operation: Operation) -> None:
    invoice = ripe(client, operation)

    assert refusal(operation.ask(client, invoice)) == (428, "falta-etiqueta")
    assert read(client, invoice) == invoice


@pytest.mark.parametrize("operation", [CHANGE, DELETE, PAY, CORRECT, EXCHANGE], ids=str)
def test_the_rest_does_without_one(client: FlaskClient, operation: Operation) -> None:
    assert operation.ask(client, ripe(client, operation)).status_code < 300


@pytest.fixture
def strict(database_url: str) -> Iterator[FlaskClient]:
    """A service whose settings want a tag of who changes or deletes a draft."""
    app = create_app(Settings(database_url=database_url, issuer=ISSUER, require_if_match=True))
    yield app.test_client()
    invoices_of(app).close()


@pytest.mark.parametrize("operation", [CHANGE, DELETE], ids=str)
def test_the_settings_can_want_a_tag_for_a_draft_as_well(strict: FlaskClient, operation: Operation) -> None:
    draft = drafted(strict)

    assert refusal(operation.ask(strict, draft)) == (428, "falta-etiqueta")
    assert refusal(operation.ask(strict, draft, STALE)) == (412, "etiqueta-caducada")
    assert operation.ask(strict, draft, draft.tag).status_code < 300


def test_who_changed_it_first_wins(client: FlaskClient) -> None:
    draft = drafted(client)
    CHANGE.ask(client, draft, draft.tag)

    assert refusal(ISSUE.ask(client, draft, draft.tag)) == (412, "etiqueta-caducada")
    assert issue(client, read(client, draft)).status_code == 200


def test_a_stale_tag_of_what_is_issued_already_says_so(client: FlaskClient) -> None:
    draft = drafted(client)
    issue(client, draft)

    assert refusal(ISSUE.ask(client, draft, draft.tag)) == (412, "etiqueta-caducada")
    assert refusal(ISSUE.ask(client, draft, "*")) == (409, "factura-emitida")


@operations
def test_what_is_not_there_is_not_found(client: FlaskClient, operation: Operation) -> None:
    nowhere = Seen(f"{INVOICES}/9", STALE, {})

    assert refusal(operation.ask(client, nowhere, STALE)) == (404, "no-encontrado")


def test_a_draft_can_be_made_for_one_state_of_the_list(client: FlaskClient) -> None:
    before = client.get(INVOICES).headers["ETag"]
    assert client.post(INVOICES, json=full(), headers={"If-Match": before}).status_code == 201

    assert client.get(INVOICES).headers["ETag"] != before
    assert client.post(INVOICES, json=full(), headers={"If-Match": before}).status_code == 412


# When a tag changes


def test_a_tag_changes_exactly_when_what_is_read_changes(client: FlaskClient) -> None:
    invoice = drafted(client, full(100))
    paths = [
        invoice.href,
        f"{invoice.href}/pagos",
        f"{invoice.href}/historial",
        INVOICES,
        RECORDS,
        VERIFICATION,
    ]

    def changed(act: Callable[[], object]) -> set[str]:
        """Return the ends of the paths whose tags are others after *act*; tag and body go together."""
        before = {path: client.get(path) for path in paths}
        act()
        after = {path: client.get(path) for path in paths}
        for path in paths:
            same = before[path].data == after[path].data
            assert same == (before[path].headers["ETag"] == after[path].headers["ETag"]), path
        return {path.rpartition("/")[2] for path in paths if before[path].data != after[path].data}

    number = str(invoice.id)
    everything = {number, "pagos", "historial", "facturas", "registros", "verificacion"}

    assert changed(lambda: [client.get(path) for path in paths]) == set()
    assert changed(lambda: pay(client, invoice, 1)) == set(), "a draft takes no payment"
    assert changed(lambda: client.put(invoice.href, json=full(100))) == {"historial"}
    assert changed(lambda: client.put(invoice.href, json=full(90))) == {number, "historial", "facturas"}
    assert changed(lambda: issue(client, read(client, invoice))) == everything - {"pagos"}
    assert changed(lambda: pay(client, invoice, 100)) == set(), "it is more than is owed"
    assert changed(lambda: pay(client, invoice, 1)) == {number, "pagos", "historial", "facturas"}
    draft = made(correct(client, invoice, -1))
    assert changed(lambda: issue(client, draft)) == everything - {"pagos"}
    assert changed(lambda: annul(client, draft)) == everything - {"pagos"}


@pytest.mark.parametrize(
    "body",
    [
        full(),
        full(vehiculo={}, reparacionesRechazadas=[]),
        full(fechaEmision="2026-03-02T12:00:00.25+02:00", vehiculo={"matricula": "1234-bcd"}),
        sale(0.1 + 0.2, cliente={"nombre": "Ana", "nif": "es 12.345.678-z"}, piezasDevueltas=False),
    ],
)
def test_the_tag_that_a_change_answers_is_that_of_what_is_there(
    client: FlaskClient, body: dict[str, Any]
) -> None:
    href = drafted(client).href

    answered = client.put(href, json=body)
    found = client.get(href)

    assert (answered.data, answered.headers["ETag"]) == (found.data, found.headers["ETag"])


def test_each_answer_to_what_is_done_carries_the_tag_of_what_is_there(client: FlaskClient) -> None:
    invoice = issued(client, simplified())
    assert read(client, invoice) == invoice
    for response in (pay(client, invoice, 1), correct(client, invoice, -1), exchange(client, invoice)):
        found = client.get(response.headers["Location"])
        assert (response.data, response.headers["ETag"]) == (found.data, found.headers["ETag"])


# What is read


@pytest.fixture
def paths(client: FlaskClient) -> dict[str, str]:
    """Every path that can be read, by its form."""
    invoice = issued(client)
    payment = pay(client, invoice, 1).headers["Location"]
    return {
        "/facturas": INVOICES,
        "/facturas/{id}": invoice.href,
        "/clientes/{idCliente}/facturas/": f"{PREFIX}/clientes/1/facturas/",
        "/clientes/{idCliente}/facturas": f"{PREFIX}/clientes/1/facturas",
        "/facturas/{id}/pagos": f"{invoice.href}/pagos",
        "/facturas/{id}/pagos/{pagoId}": payment,
        "/facturas/{id}/historial": f"{invoice.href}/historial",
        "/registros": RECORDS,
        "/registros/{posicion}": f"{RECORDS}/1",
        "/registros/verificacion": VERIFICATION,
    }


def test_what_the_client_has_already_is_not_sent_again(client: FlaskClient, paths: dict[str, str]) -> None:
    for path in paths.values():
        first = client.get(path)
        tag = first.headers["ETag"]

        for given in (tag, f"W/{tag}", "*", f'"other", {tag}'):
            again = client.get(path, headers={"If-None-Match": given})
            assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
        assert client.get(path, headers={"If-None-Match": STALE}).data == first.data


def test_who_expects_something_else_is_told(client: FlaskClient, paths: dict[str, str]) -> None:
    for path in paths.values():
        tag = client.get(path).headers["ETag"]

        assert refusal(client.get(path, headers={"If-Match": STALE})) == (412, "etiqueta-caducada")
        assert client.get(path, headers={"If-Match": tag}).status_code == 200
        both = client.get(path, headers={"If-Match": STALE, "If-None-Match": tag})
        assert both.status_code == 412, "If-Match comes first (RFC 9110, 13.2.2)"


def test_a_malformed_header_is_named(client: FlaskClient, paths: dict[str, str]) -> None:
    for path in paths.values():
        for name in ("If-Match", "If-None-Match"):
            for value in ("", "x" * 201):
                response = client.get(path, headers={name: value})
                assert (refusal(response), places(response)) == ((400, "about:blank"), {name})


def test_head_is_get_without_its_body(client: FlaskClient, paths: dict[str, str]) -> None:
    for path in paths.values():
        head, get = client.head(path), client.get(path)

        assert (head.status_code, head.data, head.headers) == (200, b"", get.headers)


# Which methods there are

ALLOWED = {
    "/facturas": "GET, HEAD, OPTIONS, POST",
    "/facturas/{id}": "DELETE, GET, HEAD, OPTIONS, PUT",
    "/facturas/{id}/emision": "OPTIONS, POST",
    "/facturas/{id}/anulacion": "OPTIONS, POST",
    "/facturas/{id}/rectificativas": "OPTIONS, POST",
    "/facturas/{id}/canje": "OPTIONS, POST",
    "/facturas/{id}/pagos": "GET, HEAD, OPTIONS, POST",
    "/facturas/{id}/pagos/{pagoId}": "GET, HEAD, OPTIONS",
    "/facturas/{id}/historial": "GET, HEAD, OPTIONS",
    "/clientes/{idCliente}/facturas/": "GET, HEAD, OPTIONS",
    "/clientes/{idCliente}/facturas": "GET, HEAD, OPTIONS, POST",
    "/registros": "GET, HEAD, OPTIONS",
    "/registros/{posicion}": "GET, HEAD, OPTIONS",
    "/registros/verificacion": "GET, HEAD, OPTIONS",
}
METHODS = ("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT")


@pytest.mark.parametrize(("path", "allow"), ALLOWED.items())
def test_options_says_truly_which_methods_there_are(
    client: FlaskClient, paths: dict[str, str], path: str, allow: str
) -> None:
    where = paths.get(path, f"{INVOICES}/1/{path.rpartition('/')[2]}")

    response = client.options(where)

    assert (response.status_code, response.headers["Allow"], response.data) == (204, allow, b"")
    for method in METHODS:
        tried = client.open(where, method=method)
        assert (tried.status_code == 405) == (method not in allow.split(", ")), method
        if tried.status_code == 405:
            assert set(tried.headers["Allow"].split(", ")) == set(allow.split(", "))


def test_every_path_of_the_contract_is_among_these(alone: flask.Flask) -> None:
    document = alone.test_client().get(f"{PREFIX}/openapi.json").get_json()

    assert ALLOWED.keys() == document["paths"].keys()


@pytest.mark.parametrize("path", [path for path in ALLOWED if "{id}" in path or "{posicion}" in path])
def test_options_of_what_is_not_there_is_not_found(client: FlaskClient, path: str) -> None:
    where = path.replace("{id}", "9").replace("{pagoId}", "9").replace("{posicion}", "9")

    assert refusal(client.options(PREFIX + where)) == (404, "no-encontrado")


@unstored
@pytest.mark.parametrize("wrong", ["0", "01", "-1", "x", "1.0", "٣", str(2**31), "9" * 5000, "%00", "1%0a"])
@pytest.mark.parametrize("path", [path for path in ALLOWED if "{" in path])
def test_what_is_no_id_leads_nowhere(client: FlaskClient, path: str, wrong: str) -> None:
    where = PREFIX
    for step in path.split("/")[1:]:
        where += f"/{wrong}" if step.startswith("{") else f"/{step}"
    method = "GET" if "GET" in ALLOWED[path] else "POST"

    assert refusal(client.open(where, method=method)) == (404, "about:blank")
