"""What the invoice service asks of its siblings keeps their contracts, and what it relies on is known."""

import copy
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx2
import pytest
from contract_tests.consumers.day import Plan, examples
from contract_tests.consumers.reliance import committed, path_of
from contract_tests.consumers.requests import RequestBroken, Requests, Sent, pointers
from contract_tests.consumers.watching import Watched
from contract_tests.consumers.write import consumers

from taller.catalog import OURS, SIBLINGS, contract_path, load_contract
from taller.contracts.compat import Consumer, compare_documents
from taller.documents.pointers import resolved

VIN = "M109186"
NEWS = {"tipo": "Envío de factura", "clienteId": 1, "vehiculo": VIN}
EVENT = {
    "fecha": "2026-03-02",
    "mensaje": "Hola",
    "prioridad": "Baja",
    "usuario": "facturas",
    "subsistema": 5,
}
NAMES = [sibling.name for sibling in SIBLINGS]


@pytest.fixture(scope="module")
def captured(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Consumer]:
    return consumers(tmp_path_factory.mktemp("consumers"))


@pytest.mark.parametrize("name", NAMES)
def test_what_is_written_down_is_what_the_service_does(
    name: str, captured: Mapping[str, Consumer], tmp_path: Path
) -> None:
    captured[name].dump(tmp_path / "now.yaml")

    now, written = (tmp_path / "now.yaml").read_text(), path_of(name).read_text()
    assert now == written, "write it anew: python -m contract_tests.consumers.write"


def test_the_answers_experimented_with_have_every_property_of_their_contract() -> None:
    for sibling in SIBLINGS:
        contract = load_contract(contract_path(sibling.name))
        for operation in committed(sibling.name).operations:
            method, path = operation.split()
            told = examples(Plan())[operation](Sent(operation, {"query/page": 1}, None, None))
            documented = resolved(
                contract, contract["paths"][path][method.lower()]["responses"][str(told[0])]
            )
            schema = documented["content"]["application/json"]["schema"]
            leaves = {place for place, _ in pointers(told[1])}

            untold = [
                place
                for place in properties(contract, schema)
                if not any(f"{leaf}/".startswith(f"{place}/") for leaf in leaves)
            ]
            assert untold == [], operation


def request(method: str, url: str, **more: Any) -> httpx2.Request:
    return httpx2.Request(method, f"http://sibling{url}", **more)


@pytest.mark.parametrize(
    ("name", "good"),
    [
        ("clientes", request("GET", "/clientes/2022")),
        ("vehiculos", request("GET", f"/vehiculos/{VIN}")),
        ("trabajos", request("GET", f"/trabajo?VIN={VIN}&page=2")),
        ("recambios", request("GET", "/api/v1/recambios/2022")),
        ("notificaciones", request("POST", "/notificacion", json=NEWS)),
        ("logs", request("POST", "/api/v1/logs", json=EVENT, headers={"Idempotency-Key": "1"})),
    ],
)
def test_a_request_as_promised_goes_through(name: str, good: httpx2.Request) -> None:
    assert Requests(name).kept_by(good)


@pytest.mark.parametrize(
    ("name", "wrong", "what"),
    [
        ("clientes", request("GET", "/cliente/2022"), "has no GET /cliente/2022"),
        ("clientes", request("DELETE", "/clientes/2022"), "has no DELETE"),
        ("clientes", request("GET", "/clientes/0"), "path/idCliente"),
        ("clientes", request("GET", "/clientes/uno"), "path/idCliente"),
        ("clientes", request("GET", "/clientes/1?todo=1"), "query/todo is unknown"),
        ("clientes", request("GET", "/clientes/1", json={}), "a body, where none is taken"),
        ("clientes", request("PUT", "/clientes/1", json={}), "header/if-match is missing; the body"),
        ("vehiculos", request("GET", "/vehiculos/B00"), "path/VIN"),
        ("trabajos", request("GET", "/trabajo?page=0"), "query/page"),
        ("trabajos", request("GET", "/trabajo?page=1&page=2"), "comes twice"),
        ("recambios", request("GET", "/recambios/2022"), "has no GET"),
        (
            "notificaciones",
            request("POST", "/notificacion", json=NEWS | {"tipo": "Factura"}),
            "the body/tipo",
        ),
        ("notificaciones", request("POST", "/notificacion", json=NEWS | {"otro": 1}), "otro"),
        ("logs", request("POST", "/api/v1/logs"), "None instead of application/json"),
        ("logs", request("POST", "/api/v1/logs", json=EVENT | {"fecha": "ayer"}), "the body/fecha"),
        (
            "logs",
            request("POST", "/api/v1/logs", data={"fecha": "2026-03-02"}),
            "instead of application/json",
        ),
    ],
)
def test_a_request_that_breaks_the_contract_is_told(name: str, wrong: httpx2.Request, what: str) -> None:
    with pytest.raises(RequestBroken, match=what):
        Requests(name).kept_by(wrong)


@pytest.mark.parametrize(
    ("name", "new", "what"),
    [
        ("trabajos", request("GET", "/trabajo?order=id"), "query/order"),
        ("clientes", request("GET", "/clientes"), "GET /clientes"),
        ("logs", request("POST", "/api/v1/logs", json=EVENT | {"subsistema": 4}), "/subsistema: 4"),
        ("logs", request("POST", "/api/v1/logs", json=EVENT | {"id": 1}), "/id"),
    ],
)
def test_a_request_that_no_file_accounts_for_is_not_sent(name: str, new: httpx2.Request, what: str) -> None:
    broken: list[str] = []
    arrived: list[httpx2.Request] = []
    transport = Watched(
        name, httpx2.MockTransport(lambda one: arrived.append(one) or httpx2.Response(200)), broken
    )

    with pytest.raises(RequestBroken, match=f"does not account for {what};"):
        transport.handle_request(new)

    assert (len(broken), arrived) == (1, [])


@pytest.mark.parametrize("name", NAMES)
def test_what_is_read_can_not_be_taken_away_and_what_is_not_can(name: str) -> None:
    old = load_contract(contract_path(name))
    for operation, use in committed(name).operations.items():
        method, path = operation.split()
        for place, new in without_each(old, path, method.lower()):
            report = compare_documents(old, new, consumers=[committed(name)])

            broken = {
                who
                for finding in report.findings
                for who in finding.affected
                if finding.severity == "breaking"
            }
            is_read = any(f"{one}/".startswith(f"{place}/") for one in use.read)
            assert broken == ({OURS} if is_read else set()), f"{operation} without {place}"


def properties(contract: Mapping[str, Any], schema: Any, at: str = "") -> list[str]:
    """Return the pointers of all the properties of *schema*, without those of alternatives."""
    schema = resolved(contract, schema)
    if "items" in schema:
        return properties(contract, schema["items"], f"{at}/*")
    found = []
    for name, below in schema.get("properties", {}).items():
        place = f"{at}/{name.replace('/', '~1')}"
        found += [place, *properties(contract, below, place)]
    return found


def inlined(contract: Mapping[str, Any], part: Any) -> Any:
    """Return *part* with a copy of what it refers to, so that one place can be changed by itself."""
    part = resolved(contract, part)
    if isinstance(part, dict):
        return {name: inlined(contract, below) for name, below in part.items()}
    return [inlined(contract, each) for each in part] if isinstance(part, list) else part


def without_each(contract: dict[str, Any], path: str, method: str) -> Any:
    """Yield the pointer of each property of a success, and *contract* without it."""
    responses = contract["paths"][path][method]["responses"]
    code = min(code for code in responses if code.startswith("2"))
    answer = inlined(contract, responses[code])
    for place in properties(contract, answer["content"]["application/json"]["schema"]):
        changed = copy.deepcopy(answer)
        schema = changed["content"]["application/json"]["schema"]
        *way, name = (step.replace("~1", "/") for step in place.split("/")[1:])
        for step in way:
            schema = schema["items"] if step == "*" else schema["properties"][step]
        del schema["properties"][name]
        schema["required"] = [one for one in schema.get("required", ()) if one != name]
        new = copy.deepcopy(contract)
        new["paths"][path][method]["responses"][code] = changed
        yield place, new
