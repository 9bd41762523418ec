"""A client written against the first documents still works: nothing that they promised is lost."""

import copy
from collections.abc import Callable, Iterator

import pytest
from tests.specs.first_practice import FIRST_PRACTICE
from tests.specs.first_practice_1_to_4 import TRABAJOS
from tests.specs.practice import Practice, Promise, Record
from tests.specs.reading import Json, Operation, follow, operations, properties

from taller.catalog import SERVICES, contract_path, load_contract, service_named

WRITTEN = [one for one in FIRST_PRACTICE if contract_path(one.name).exists()]
each_practice = pytest.mark.parametrize("practice", WRITTEN, ids=lambda practice: practice.name)


def lost_promises(practice: Practice, root: Json) -> Iterator[str]:
    """Yield each operation, status, header, parameter and order that *root* lacks."""
    known = {one.name: one for one in operations(root)}
    for promise in practice.promises:
        if promise.operation not in known:
            yield promise.operation
        else:
            for loss in _lost_parts(promise, known[promise.operation]):
                yield f"{promise.operation}: {loss}"


def _lost_parts(promise: Promise, operation: Operation) -> Iterator[str]:
    for answer in promise.answers.split():
        status, _, header = answer.partition("+")
        response = operation.responses.get(status)
        if response is None or (header and header not in response.get("headers", {})):
            yield answer
    parameters = {one["name"]: one for one in operation.parameters}
    yield from set(promise.parameters.split()) - parameters.keys()
    if "order" in parameters:
        yield from set(promise.order.split()) - set(parameters["order"]["schema"]["enum"])


def lost_fields(practice: Practice, root: Json) -> Iterator[str]:
    """Yield each field, value and requirement that *root* lacks."""
    for record in practice.records:
        for place in record.answered:
            for loss in _lost_in_answer(record, root, _schema_at(root, place)):
                yield f"{place}: {loss}"
        for place in record.sent:
            for loss in _lost_in_request(record, root, _schema_at(root, place)):
                yield f"{place}: {loss}"


def _lost_in_answer(record: Record, root: Json, schema: Json) -> Iterator[str]:
    known = properties(root, schema)
    yield from set(record.fields.split()) - known.keys()
    yield from (f"{name} is optional" for name in _required(record) - set(schema.get("required", ())))
    yield from _lost_values(record, root, known)


def _lost_in_request(record: Record, root: Json, schema: Json) -> Iterator[str]:
    """A request may ask for less than it did, not for more."""
    known = properties(root, schema)
    yield from set(record.fields.split()) - set(record.given.split()) - known.keys()
    if record.required:
        yield from (f"{name} is required" for name in set(schema.get("required", ())) - _required(record))
    yield from _lost_values(record, root, known)


def _required(record: Record) -> set[str]:
    return set(record.required.split())


def _lost_values(record: Record, root: Json, known: dict[str, Json]) -> Iterator[str]:
    for name, values in record.enums.items():
        schema = follow(root, known.get(name, {}))
        still = schema.get("enum", [schema["const"]] if "const" in schema else [])
        yield from (f"{name}={value}" for value in values if value not in still)


def _schema_at(root: Json, place: str) -> Json:
    """Return the schema at ``GET /logs 200 logs []``, or an empty one if nothing is there."""
    method, path, answer, *steps = place.split()
    found = [one for one in operations(root) if one.name == f"{method} {path}"]
    owner = (found[0].body if answer == "body" else found[0].responses.get(answer)) if found else {}
    content = (owner or {}).get("content", {}).get("application/json", {})
    schema = follow(root, content.get("schema", {}))
    for step in steps:
        inner = schema.get("items", {}) if step == "[]" else properties(root, schema).get(step, {})
        schema = follow(root, inner)
    return schema


@each_practice
def test_every_operation_answers_as_it_did(practice: Practice) -> None:
    assert list(lost_promises(practice, load_contract(contract_path(practice.name)))) == []


@each_practice
def test_every_field_and_value_is_still_there(practice: Practice) -> None:
    assert list(lost_fields(practice, load_contract(contract_path(practice.name)))) == []


@each_practice
def test_the_base_path_is_what_it_was(practice: Practice) -> None:
    (server,) = load_contract(contract_path(practice.name))["servers"]

    assert server["url"] == (practice.base_path or "/")
    assert service_named(practice.name).base_path == practice.base_path


def test_every_service_has_its_number_and_its_ports() -> None:
    catalogued = {one.name: (one.number, sorted(one.ports)) for one in SERVICES}

    assert catalogued == {one.name: (one.number, sorted(one.ports)) for one in FIRST_PRACTICE}


def _lose_an_operation(root: Json) -> None:
    del root["paths"]["/trabajo/{trabajoId}"]["delete"]


def _lose_a_status(root: Json) -> None:
    del root["paths"]["/trabajo"]["post"]["responses"]["422"]


def _lose_a_header(root: Json) -> None:
    del root["components"]["responses"]["Opciones"]["headers"]["Allow"]


def _lose_a_parameter(root: Json) -> None:
    del root["paths"]["/trabajo"]["get"]["parameters"][0]


def _lose_an_order(root: Json) -> None:
    root["components"]["parameters"]["order"]["schema"]["enum"].remove("nombre")


def _lose_a_field(root: Json) -> None:
    del root["components"]["schemas"]["Trabajo"]["properties"]["urgente"]


def _lose_a_value(root: Json) -> None:
    root["components"]["schemas"]["Estado"]["enum"].remove("iniciado")


def _lose_a_certainty(root: Json) -> None:
    root["components"]["schemas"]["Trabajo"]["required"].remove("estado")


def _ask_for_more(root: Json) -> None:
    root["components"]["schemas"]["TrabajoDatos"]["required"].append("matricula")


@pytest.mark.parametrize(
    ("lose", "noticed"),
    [
        (_lose_an_operation, "DELETE /trabajo/{trabajoId}"),
        (_lose_a_status, "POST /trabajo: 422"),
        (_lose_a_header, "OPTIONS /trabajo: 204+Allow"),
        (_lose_a_parameter, "GET /trabajo: page"),
        (_lose_an_order, "GET /trabajo: nombre"),
        (_lose_a_field, "GET /trabajo 200 trabajos []: urgente"),
        (_lose_a_value, "POST /trabajo body: estado=iniciado"),
        (_lose_a_certainty, "GET /trabajo 200 trabajos []: estado is optional"),
        (_ask_for_more, "POST /trabajo body: matricula is required"),
    ],
)
def test_a_loss_is_noticed(lose: Callable[[Json], None], noticed: str) -> None:
    root = copy.deepcopy(load_contract(contract_path("trabajos")))
    lose(root)

    losses = [*lost_promises(TRABAJOS, root), *lost_fields(TRABAJOS, root)]

    assert noticed in losses
