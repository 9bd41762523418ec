"""Bodies that no stand-in takes: each is refused with a problem document, and nothing is created."""

import io
import json

import pytest
from tests.mocks.support import Sample, assert_problem, pointers, sample
from werkzeug.test import TestResponse

from taller.mocks.requests.bodies import MAX_BYTES

JSON = "application/json"
NOT_JSON = {
    "nothing": b"",
    "blank": b"  ",
    "word": b"nada",
    "half an object": b'{"a": 1',
    "comma at the end": b'{"a": 1,}',
    "two values": b"{} {}",
    "comment": b"{} // nada",
    "single quotes": b"{'a': 1}",
    "NUL": b"\x00",
    "NaN": b'{"a": NaN}',
    "Infinity": b'{"a": Infinity}',
    "minus Infinity": b"-Infinity",
    "number beyond all floats": b'{"a": 1e999}',
    "integer of 5000 digits": b'{"a": ' + b"9" * 5000 + b"}",
    "one name twice": b'{"a": 1, "a": 2}',
    "one name twice, deep": b'[{"a": {"b": 1, "b": 1}}]',
    "broken UTF-8": b'{"a": "\xff"}',
    "Latin-1": '{"a": "ñ"}'.encode("latin-1"),
    "UTF-16": '{"a": 1}'.encode("utf-16"),
    "byte order mark": b'\xef\xbb\xbf{"a": 1}',
    "surrogate as bytes": b'{"a": "\xed\xa0\x80"}',
    "lone surrogate": b'{"a": "\\ud800"}',
    "lone surrogate in a name": b'{"\\uDFFF": 1}',
    "surrogates the wrong way round": b'{"a": "\\udc00\\ud800"}',
    "65 levels": b"[" * 65 + b"]" * 65,
    "3000 levels": b"[" * 3000 + b"]" * 3000,
    "half a million levels": b'{"a":' * 100_000,
}


def post(service: Sample, body: bytes, content_type: str | None = JSON) -> TestResponse:
    """Send *body* to where *service* creates."""
    return service.client.post(service.path, data=body, content_type=content_type)


@pytest.mark.parametrize("body", NOT_JSON.values(), ids=NOT_JSON)
def test_what_is_not_json_is_malformed(service: Sample, body: bytes):
    assert_problem(post(service, body), 400)


@pytest.mark.parametrize("body", NOT_JSON.values(), ids=NOT_JSON)
def test_a_change_refuses_the_same(body: bytes):
    service = sample("logs")

    response = service.client.put("/api/v1/logs/101", data=body, content_type=JSON, headers={"IfMatch": "*"})

    assert_problem(response, 400)


@pytest.mark.parametrize("body", [b"null", b"true", b"7", b'"texto"', b"[]", b"[{}]", b"1.5"])
def test_json_that_is_no_object_breaks_the_schema(service: Sample, body: bytes):
    problem = assert_problem(post(service, body), 422)

    assert problem["errors"] == [{"pointer": "#", "detail": "Debe ser un objeto."}]


@pytest.mark.parametrize(
    "content_type",
    [
        None,
        "",
        "text/plain",
        "application/xml",
        "application/json5",
        "application/problem+json",
        "json",
        "*/*",
    ],
)
def test_only_json_is_taken(service: Sample, content_type: str | None):
    body = json.dumps(service.data).encode()

    assert_problem(post(service, body, content_type), 415)


@pytest.mark.parametrize(
    "content_type", [JSON, "application/json; charset=utf-8", "Application/JSON", "application/json;q=1"]
)
def test_parameters_and_letter_case_of_the_type_do_not_count(service: Sample, content_type: str):
    body = json.dumps(service.data).encode()

    assert post(service, body, content_type).status_code == 201


def test_a_body_over_a_mebibyte_is_too_large(service: Sample):
    assert_problem(post(service, b" " * (MAX_BYTES + 1)), 413)


def test_a_body_of_a_mebibyte_is_read(service: Sample):
    body = json.dumps(service.data).encode()

    assert post(service, body + b" " * (MAX_BYTES - len(body))).status_code == 201


def test_what_comes_in_pieces_is_counted_as_it_comes():
    service = sample("clientes")
    pieces = {"wsgi.input": io.BytesIO(b" " * (MAX_BYTES + 1)), "wsgi.input_terminated": True}

    response = service.client.post(
        service.path, content_type=JSON, environ_overrides={**pieces, "CONTENT_LENGTH": ""}
    )

    assert_problem(response, 413)


def test_a_length_that_is_a_lie_is_not_believed():
    service = sample("clientes")

    response = service.client.post(
        service.path,
        data=b"{}",
        content_type=JSON,
        environ_overrides={"CONTENT_LENGTH": str(2 * MAX_BYTES)},
    )

    assert_problem(response, 413)


def test_pairs_of_surrogates_are_one_character():
    service = sample("clientes")
    body = json.dumps(service.data | {"apellidos": "🙂"}).encode()

    response = post(service, body)

    assert rb"\ud83d\ude42" in body
    assert response.json["apellidos"] == "🙂"


def test_every_error_is_named_at_once_each_with_its_place():
    service = sample("clientes")
    data = {"nif/nie": 7, "nombre": "", "telefono": "123456789", "email": "x@", "a/b~c": 1, "ñ": 1}

    problem = assert_problem(service.client.post(service.path, json=data), 422)

    assert {(fault["pointer"], fault["detail"]) for fault in problem["errors"]} >= {
        ("#/nif~1nie", "Debe ser un texto."),
        ("#/nombre", "Debe tener 1 carácter como mínimo."),
        ("#/telefono", "Debe cumplir el patrón ^(6[0-9]{8}|7[1-9][0-9]{7})$"),
        ("#/email", "Debe ser una dirección de correo."),
        ("#/apellidos", "Falta."),
        ("#/domicilio", "Falta."),
        ("#/a~1b~0c", "No se conoce este campo."),
        ("#/%C3%B1", "No se conoce este campo."),
    }
    assert problem["detail"] == f"Hay {len(problem['errors'])} errores en los datos."


def test_a_hundred_errors_are_enough():
    service = sample("clientes")
    data = service.data | {f"campo{number}": number for number in range(300)}

    problem = assert_problem(service.client.post(service.path, json=data), 422)

    assert len(problem["errors"]) == 100


def test_a_long_name_is_cut_to_what_the_contract_takes():
    service = sample("clientes")

    problem = assert_problem(service.client.post(service.path, json=service.data | {"x" * 9000: 1}), 422)

    assert [len(fault["pointer"]) for fault in problem["errors"]] == [2000]


WRONG = [
    ("clientes", {"email": "Ana <ana@example.com>"}, "#/email"),
    ("clientes", {"nif/nie": "52013776-T\n"}, "#/nif~1nie"),
    ("clientes", {"telefono": "٦66432534"}, "#/telefono"),
    ("clientes", {"apellidos": "\x00"}, "#/apellidos"),
    ("clientes", {"nombre": None}, "#/nombre"),
    ("clientes", {"idCliente": 1}, "#/idCliente"),
    ("vehiculos", {"VIN": "M109186\n"}, "#/VIN"),
    ("vehiculos", {"tipo_de_vehiculo": "Quad"}, "#/tipo_de_vehiculo"),
    ("vehiculos", {"anio_fabricacion": 1885}, "#/anio_fabricacion"),
    ("vehiculos", {"CV": "85"}, "#/CV"),
    ("vehiculos", {"CV": 85.5}, "#/CV"),
    ("vehiculos", {"CV": True}, "#/CV"),
    ("vehiculos", {"CV": 10**400}, "#/CV"),
    ("vehiculos", {"matriculas_anteriores": ["", "1"]}, "#/matriculas_anteriores/0"),
    ("vehiculos", {"extra_tipo_de_vehiculo": {"numeroPuertas": 3}}, "#/extra_tipo_de_vehiculo"),
    ("trabajos", {"fechaInicio": "20260302"}, "#/fechaInicio"),
    ("trabajos", {"fechaInicio": "2026-02-30"}, "#/fechaInicio"),
    ("trabajos", {"urgente": 1}, "#/urgente"),
    ("trabajos", {"urgente": "true"}, "#/urgente"),
    ("trabajos", {"estado": "Terminado"}, "#/estado"),
    ("notificaciones", {"clienteId": 0}, "#/clienteId"),
    ("notificaciones", {"clienteId": 2**31}, "#/clienteId"),
    ("notificaciones", {"clienteId": "2022"}, "#/clienteId"),
    ("recambios", {"precio": 1.005}, "#/precio"),
    ("recambios", {"precio": -0.01}, "#/precio"),
    ("recambios", {"cantidad": 1.5}, "#/cantidad"),
    ("recambios", {"dimensiones": {"alto": 1, "fondo": 2}}, "#/dimensiones/fondo"),
    ("logs", {"id": 100000}, "#/id"),
    ("logs", {"prioridad": "alta"}, "#/prioridad"),
    ("logs", {"subsistema": 8}, "#/subsistema"),
]


@pytest.mark.parametrize(("name", "change", "place"), WRONG, ids=lambda value: str(value)[:40])
def test_a_wrong_value_is_named(name: str, change: dict[str, object], place: str):
    service = sample(name)

    assert pointers(assert_problem(service.create(**change), 422)) == {place}


RIGHT = [
    ("clientes", {"apellidos": "línea\notra"}),
    ("clientes", {"nif/nie": "x1234567l"}),
    ("vehiculos", {"tipo_de_vehiculo": None}),
    ("vehiculos", {"CV": 85.0}),
    ("vehiculos", {"CV": 1e2}),
    ("trabajos", {"fechaInicio": "2024-02-29"}),
    ("recambios", {"precio": 0.07}),
    ("recambios", {"precio": 999999.99}),
    ("logs", {"id": 99999}),
]


@pytest.mark.parametrize(("name", "change"), RIGHT, ids=lambda value: str(value)[:40])
def test_a_right_value_is_taken(name: str, change: dict[str, object]):
    response = sample(name).create(**change)

    assert response.status_code == 201, response.text
