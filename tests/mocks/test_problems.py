"""Problem documents: one shape, whatever happened and wherever."""

import json

import pytest
from tests.mocks.support import NAMES, assert_problem, client, document, sample

from taller.mocks.openapi.contract import Contract
from taller.mocks.openapi.problems import Problem, problem_reply
from taller.mocks.openapi.validation import Validators

DOORS = [
    ("GET", "/nada", None, 404),
    ("PATCH", "{path}", None, 405),
    ("GET", "{path}/%00", None, (400, 404)),
    ("POST", "{path}", b"{", 400),
    ("POST", "{path}", b" " * 2_000_000, 413),
    ("POST", "{path}", b"{}", 422),
    ("POST", "/docs/", b"", 405),
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("method", "path", "body", "status"), DOORS)
def test_every_refusal_fits_the_schema_of_its_contract(
    name: str, method: str, path: str, body: bytes | None, status: int | tuple[int, int]
):
    service = sample(name)
    validators = Validators(service.stand_in.contract)
    schema = service.stand_in.contract.root.at("components", "schemas", "Problema")
    where = path.format(path=service.path)

    response = service.client.open(where, method=method, data=body, content_type="application/json")

    problem = assert_problem(response, response.status_code)
    assert response.status_code in (status if isinstance(status, tuple) else (status,))
    assert validators.faults(schema, problem) == []


def test_the_title_is_the_one_in_the_contract():
    operation = Contract(document("notificaciones")).paths["/notificacion"].operations["post"]

    reply = problem_reply(Problem(406, "No."), "/notificacion", operation)

    assert json.loads(reply.body)["title"] == "Referencia desconocida"


@pytest.mark.parametrize(
    ("path", "instance"),
    [
        ("/ñ á", "/%C3%B1%20%C3%A1"),
        ("/100%25", "/100%25"),
        ("/100%", "/100%25"),
        ("//a:b", "//a%3Ab"),
        ("/[x]?", "/%5Bx%5D%3F"),
        ("/%FF", "/%FF"),
        ("", "/"),
        ("/" + "ñ" * 5000, "/" + "%C3%B1" * 1333),
    ],
)
def test_the_instance_is_a_reference_whatever_the_path(path: str, instance: str):
    reply = problem_reply(Problem(404, "No."), path, None)

    assert json.loads(reply.body)["instance"] == instance


def test_the_instance_has_the_prefix_that_the_service_is_mounted_under():
    response = client("clientes").get("/nada", base_url="http://localhost/taller/clientes")

    assert assert_problem(response, 404)["instance"] == "/taller/clientes/nada"
