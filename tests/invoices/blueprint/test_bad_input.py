"""Whatever comes, the answer is a problem document with the right 4xx that names every place at fault.

These inputs are written by hand, since property-based tests of the contract do not find them.
"""

import io
import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from tests.builders import invoice_body
from tests.invoices.blueprint.asking import unstored
from werkzeug.test import TestResponse

INVOICES = "/api/v1/facturas"
BILL = "/api/v1/clientes/1/facturas"
JSON = {"content_type": "application/json"}
DIGITS = "9" * 5000
GOOD = json.dumps(invoice_body())


def problem(response: TestResponse, status: int) -> dict[str, Any]:
    """Return the problem document of *response*, which must be one with *status*."""
    assert response.status_code == status, response.text[:500]
    assert response.mimetype == "application/problem+json"
    document: dict[str, Any] = json.loads(response.data)
    assert document["status"] == status
    assert document.keys() >= {"type", "title", "detail", "instance"}
    assert b"Traceback" not in response.data
    return document


def places(document: dict[str, Any]) -> set[str]:
    return {
        str(error.get("pointer") or error.get("parameter") or error.get("header"))
        for error in document.get("errors", ())
    }


@pytest.fixture(
    params=[
        "POST /facturas",
        "PUT /facturas/1",
        "POST /clientes/1/facturas",
        "POST /facturas/1/anulacion",
        "POST /facturas/1/pagos",
        "POST /facturas/1/rectificativas",
    ]
)
def sent(request: pytest.FixtureRequest, client: FlaskClient) -> Any:
    """Sends a body to each operation that takes one."""
    client.post(INVOICES, json=invoice_body())
    method, path = request.param.split()

    def send(**content: Any) -> TestResponse:
        return client.open(f"/api/v1{path}", method=method, **content)

    return send


@unstored
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"{'a': 1}",
        b'{"idCliente": 1,}',
        b'{"idCliente": NaN}',
        b'{"idCliente": -Infinity}',
        b'{"idCliente": ' + DIGITS.encode() + b"}",
        b'{"a": ' + b"[" * 3000 + b"]" * 3000 + b"}",
        b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
        b'{"idCliente": 1, "idCliente": 2}',
        b'{"a": {"b": 1, "b": 2}}',
        b'{"nombre": "\xff"}',
        b"\xef\xbb\xbf{}",
        '{"idCliente": 1}'.encode("utf-16"),
        b"\x00",
        b'{"a": "\x00"}',
        b'{"\\ud800": 1}',
        b'{"idCliente": {"\\udfff": 1}}',
    ],
    ids=lambda body: repr(body[:30]),
)
def test_what_is_not_json_is_malformed(sent: Any, body: bytes) -> None:
    problem(sent(data=body, **JSON), 400)


@unstored
@pytest.mark.parametrize("body", [b"null", b"[]", b"1", b'"text"', b"true", b"[{}]"])
def test_json_that_is_no_object_is_not_valid(sent: Any, body: bytes) -> None:
    assert places(problem(sent(data=body, **JSON), 422)) == {"#"}


@unstored
@pytest.mark.parametrize(
    "media",
    [None, "", "text/plain", "application/xml", "application/x-www-form-urlencoded", "application/foo+json"],
)
def test_another_media_type_is_not_read(sent: Any, media: str | None) -> None:
    problem(sent(data=GOOD, content_type=media), 415)


def test_a_charset_beside_the_media_type_is_fine(client: FlaskClient) -> None:
    response = client.post(INVOICES, data=GOOD, content_type="application/json; charset=utf-8")

    assert response.status_code == 201


def test_ten_megabytes_are_too_large(sent: Any) -> None:
    problem(sent(data=b'{"a": "' + b"x" * 10_000_000 + b'"}', **JSON), 413)


def test_an_empty_object_lacks_every_field(client: FlaskClient) -> None:
    document = problem(client.post(INVOICES, json={}), 422)

    assert places(document) == {"#/idCliente", "#/Conceptos", "#/fechaEmision"}


def test_every_field_at_fault_is_named_at_once(client: FlaskClient) -> None:
    body = {
        "idCliente": "1",
        "Conceptos": [{"trabajoId": 1.5, "nombre": 7, "importe": "35.99", "otro": None}, 3],
        "fechaEmision": "ayer",
        "importe": True,
        "facturaId": 5,
        "a/b~c": 1,
    }

    document = problem(client.post(INVOICES, json=body), 422)

    assert places(document) == {
        "#/idCliente",
        "#/Conceptos/0/trabajoId",
        "#/Conceptos/0/nombre",
        "#/Conceptos/0/importe",
        "#/Conceptos/0/otro",
        "#/Conceptos/1",
        "#/fechaEmision",
        "#/importe",
        "#/facturaId",
        "#/a~1b~0c",
    }


BAD_VALUES: list[tuple[str, Any]] = [
    ("idCliente", None),
    ("idCliente", 0),
    ("idCliente", -1),
    ("idCliente", 2**31),
    ("idCliente", 2**63),
    ("idCliente", 2**64 + 1),
    ("idCliente", int("9" * 4000)),
    ("idCliente", 1e300),
    ("idCliente", True),
    ("idCliente", "1"),
    ("idCliente", [1]),
    ("Conceptos", []),
    ("Conceptos", {}),
    ("Conceptos", [invoice_body()["Conceptos"][0]] * 201),
    ("importe", -1e8),
    ("importe", 71.985),
    ("importe", 71.98000001),
    ("importe", 1e10),
    ("importe", int("9" * 4000)),
    ("importe", "71.98"),
    ("importe", None),
    ("fechaEmision", "2026-03-02"),
    ("fechaEmision", "20260302T100000Z"),
    ("fechaEmision", "2026-03-02 10:00:00Z"),
    ("fechaEmision", "2026-03-02T10:00:00"),
    ("fechaEmision", "2026-03-02T10:00:00Z\n"),
    ("fechaEmision", "2026-02-31T10:00:00Z"),
    ("fechaEmision", "2026-W10-1T10:00:00Z"),
    ("fechaEmision", "٢٠٢٦-03-02T10:00:00Z"),
    ("fechaEmision", "0001-01-01T00:00:00+23:59"),
    ("fechaEmision", 1772445600),
]


@pytest.mark.parametrize(("field", "value"), BAD_VALUES, ids=lambda value: repr(value)[:30])
def test_a_bad_value_is_named(client: FlaskClient, field: str, value: Any) -> None:
    document = problem(client.post(INVOICES, json={**invoice_body(), field: value}), 422)

    assert places(document) == {f"#/{field}"}


BAD_IN_CONCEPT: list[tuple[str, Any]] = [
    ("nombre", ""),
    ("nombre", "x" * 201),
    ("nombre", "a\0b"),
    ("nombre", "\ud800"),
    ("descripcion", "\udfff"),
    ("descripcion", None),
    ("estadoTrabajo", "Iniciado"),
    ("estadoTrabajo", "Terminado\n"),
    ("VIN", "M10918"),
    ("VIN", "M109186\n"),
    ("VIN", "IOQ45678901234567"),
    ("fechaInicio", "2026-03-02T25:00:00Z"),
    ("importe", 0.001),
    ("trabajoId", 2**31),
]


@pytest.mark.parametrize(("field", "value"), BAD_IN_CONCEPT, ids=lambda value: repr(value)[:30])
def test_a_bad_value_in_a_concept_is_named_with_its_place(
    client: FlaskClient, field: str, value: Any
) -> None:
    body = invoice_body()
    body["Conceptos"][1][field] = value

    document = problem(client.post(INVOICES, data=json.dumps(body), **JSON), 422)

    assert places(document) == {f"#/Conceptos/1/{field}"}


LINE = {"tipo": "otro", "descripcion": "Pulido", "cantidad": 1, "precio": 10}
BAD_IN_LINE: list[tuple[str, Any]] = [
    *(("tipo", value) for value in ("", "mano de obra", "Otro", 1, None)),
    *(("descripcion", value) for value in ("", "x" * 501, "a\0", None)),
    *(("cantidad", value) for value in (0.001, 10_000.01, -10_000.01, "1", True, None, 1e300)),
    *(("precio", value) for value in (-0.0001, 0.00001, 1_000_000.01, "1", None)),
    *(("descuento", value) for value in (-1, 100.01, 0.001, "0", None)),
    *(("iva", value) for value in ("0", "5", 21, "e1", "E2", "", None)),
    *(("ivaIncluido", value) for value in (0, "true", None)),
    *(("estadoPieza", value) for value in ("Nuevo", "", None)),
    *(("garantiaMeses", value) for value in (-1, 121, 1.5, "24")),
    *(("recambioId", value) for value in (-1, 2**31, "1")),
    *(("referencia", value) for value in ("", "x" * 101)),
    ("importe", 10),
    ("otro", 1),
]


@unstored
@pytest.mark.parametrize(("field", "value"), BAD_IN_LINE, ids=lambda value: repr(value)[:30])
def test_a_bad_value_in_a_line_is_named_with_its_place(client: FlaskClient, field: str, value: Any) -> None:
    concept = {"trabajoId": 1, "nombre": "Pulido", "lineas": [LINE, LINE | {field: value}]}
    body = invoice_body() | {"Conceptos": [concept]}

    document = problem(client.post(INVOICES, data=json.dumps(body), **JSON), 422)

    assert places(document) == {f"#/Conceptos/0/lineas/1/{field}"}


@pytest.mark.parametrize("price", [{}, {"importe": 1, "lineas": [LINE]}])
def test_a_concept_has_an_amount_or_lines_and_not_both(client: FlaskClient, price: dict[str, Any]) -> None:
    body = invoice_body() | {"Conceptos": [{"trabajoId": 1, "nombre": "Pulido", **price}]}

    assert places(problem(client.post(INVOICES, json=body), 422)) == {"#/Conceptos/0"}


@unstored
@pytest.mark.parametrize(
    "lines", [[], [LINE] * 201, {}, None, [None], [3]], ids=lambda value: repr(value)[:10]
)
def test_lines_that_are_none_are_named(client: FlaskClient, lines: Any) -> None:
    body = invoice_body() | {"Conceptos": [{"trabajoId": 1, "nombre": "Pulido", "lineas": lines}]}

    place = "#/Conceptos/0/lineas" + ("/0" if lines in ([None], [3]) else "")
    assert places(problem(client.post(INVOICES, json=body), 422)) == {place}


BAD_PARTS: list[tuple[str, Any, str]] = [
    *(("cliente", value, "") for value in (None, [], "Ana", 1)),
    ("cliente", {}, "/nombre"),
    *(("cliente", {"nombre": value}, "/nombre") for value in ("", "x" * 401, "a\0", None, 1)),
    *(
        ("cliente", {"nombre": "Ana", "nif": value}, "/nif")
        for value in ("", "x" * 41, "12345678A", "12345678", "B12345678", "Z", "１２３４５６７８Z", None)
    ),
    *(("cliente", {"nombre": "Ana", "pais": value}, "/pais") for value in ("es", "ESP", "ZZ", "", None)),
    ("cliente", {"nombre": "Ana", "nif": "1", "pais": "FR"}, "/nif"),
    ("cliente", {"nombre": "Ana", "nif": "FR1", "pais": "FR", "tipoIdentificacion": "02"}, "/nif"),
    ("cliente", {"nombre": "Ana", "nif": "FR1", "tipoIdentificacion": "2"}, "/tipoIdentificacion"),
    ("cliente", {"nombre": "Ana", "tipoIdentificacion": "03"}, "/tipoIdentificacion"),
    ("cliente", {"nombre": "Ana", "pais": "LC"}, "/pais"),
    ("cliente", {"nombre": "Ana", "domicilio": ""}, "/domicilio"),
    ("cliente", {"nombre": "Ana", "email": "a@b.es"}, "/email"),
    *(("vehiculo", value, "") for value in (None, [], "4821KLM")),
    *(("vehiculo", {"matricula": value}, "/matricula") for value in ("", "x" * 21, None, 4821)),
    *(("vehiculo", {"VIN": value}, "/VIN") for value in ("M10918", "IOQ45678901234567", None)),
    *(("vehiculo", {"kilometros": value}, "/kilometros") for value in (-1, 1.5, 100_000_000, "1", None)),
    *(("vehiculo", {"clase": value}, "/clase") for value in ("Turismo", "camion", None)),
    ("vehiculo", {"color": "rojo"}, "/color"),
    *(("tipoFactura", value, "") for value in ("F3", "R1", "f1", "", None, 1)),
    *(("supuestoSimplificada", value, "") for value in ("taxi", "", None)),
    *(
        ("fechaRecepcion", value, "")
        for value in ("2026-02-30", "2026-3-2", "1999-12-31", "2100-01-01", None)
    ),
    *(("fechaEntrega", value, "") for value in ("2026-03-02T10:00:00Z", "", 20260302, "2026-03-02\n")),
    *(("ordenDeTrabajo", value, "") for value in ("", "x" * 101, None)),
    *(("reparacionesRechazadas", value, "") for value in (None, "x", ["x"] * 51)),
    *(("reparacionesRechazadas", [value], "/0") for value in ("", "x" * 501, None, 1)),
    *(("piezasDevueltas", value, "") for value in (0, "no", None)),
    *((name, "x", "") for name in ("numeroFactura", "estado", "emisor", "leyendas", "rectifica", "links")),
]


@unstored
@pytest.mark.parametrize(("field", "value", "where"), BAD_PARTS, ids=lambda value: repr(value)[:30])
def test_a_bad_value_of_the_parties_or_the_visit_is_named(
    client: FlaskClient, field: str, value: Any, where: str
) -> None:
    response = client.post(INVOICES, data=json.dumps(invoice_body() | {field: value}), **JSON)

    document = problem(response, 422)
    assert places(document) == {f"#/{field}{where}"}
    assert "null" not in response.text, "the details are in Spanish"


def test_what_is_delivered_before_it_came_is_named(client: FlaskClient) -> None:
    visit = {"fechaRecepcion": "2026-03-02", "fechaEntrega": "2026-03-01"}

    assert places(problem(client.post(INVOICES, json=invoice_body() | visit), 422)) == {"#/fechaEntrega"}


GOOD_VALUES: list[tuple[str, Any]] = [
    ("idCliente", 6.0),
    ("idCliente", 2**31 - 1),
    ("fechaEmision", "2026-03-02t10:00:00.5z"),
    ("fechaEmision", "2099-12-31T23:59:59-23:59"),
    ("fechaEmision", "2000-01-01T00:00:00+23:59"),
    ("vehiculo", {}),
    ("reparacionesRechazadas", []),
    ("cliente", {"nombre": "x" * 400}),
    ("fechaEntrega", "2000-02-29"),
    ("fechaRecepcion", "2099-12-31"),
]


@pytest.mark.parametrize(("field", "value"), GOOD_VALUES)
def test_what_the_contract_allows_is_taken(client: FlaskClient, field: str, value: Any) -> None:
    response = client.post(INVOICES, json={**invoice_body(), field: value})

    assert response.status_code == 201, response.text


BAD_BILLS: list[tuple[dict[str, Any], str]] = [
    ({}, "#/vehiculos"),
    ({"vehiculos": []}, "#/vehiculos"),
    ({"vehiculos": ["M109186", "M109186"]}, "#/vehiculos"),
    ({"vehiculos": ["corto"]}, "#/vehiculos/0"),
    ({"vehiculos": None}, "#/vehiculos"),
    ({"vehiculos": ["M109186"] * 21}, "#/vehiculos"),
    ({"vehiculos": ["M109186"], "cargos": [None]}, "#/cargos/0"),
    ({"vehiculos": ["M109186"], "kilometros": -1}, "#/kilometros"),
    ({"vehiculos": ["M109186"], "tipoFactura": "F3"}, "#/tipoFactura"),
    ({"vehiculos": ["M109186"], "fechaEntrega": "ayer"}, "#/fechaEntrega"),
    ({"vehiculos": ["M109186"], "idCliente": 1}, "#/idCliente"),
    ({"vehiculos": ["M109186"], "cargos": [{"trabajoId": 1, "importe": -1}]}, "#/cargos/0/importe"),
    ({"vehiculos": ["M109186"], "cargos": [{"trabajoId": 1, "lineas": [3]}]}, "#/cargos/0/lineas/0"),
    ({"vehiculos": ["M109186"], "cargos": [{}]}, "#/cargos/0/trabajoId"),
    ({"vehiculos": ["M109186"], "cargos": [{"trabajoId": 1}]}, "#/cargos/0"),
    ({"vehiculos": ["M109186"], "cargos": [{"trabajoId": 1, "importe": 1, "recambios": [
        {"recambioId": 1, "cantidad": 1}]}]}, "#/cargos/0"),
    ({"vehiculos": ["M109186"], "cargos": [{"trabajoId": 1, "recambios": [
        {"recambioId": 1, "cantidad": 0}]}]}, "#/cargos/0/recambios/0/cantidad"),
]  # fmt: skip


@unstored
@pytest.mark.parametrize(("body", "place"), BAD_BILLS)
def test_a_bad_order_is_named_before_any_sibling_is_asked(
    client: FlaskClient, body: dict[str, Any], place: str
) -> None:
    assert places(problem(client.post(BILL, json=body), 422)) == {place}


@unstored
@pytest.mark.parametrize(
    "value",
    ["0", "-1", "x", "", "1.5", "1_0", "٣", " 1", "1000001", str(2**63), str(2**64), DIGITS, "1e3", "%00"],
)
@pytest.mark.parametrize("name", ["page", "limit"])
def test_a_bad_query_parameter_is_named(client: FlaskClient, name: str, value: str) -> None:
    document = problem(client.get(f"{INVOICES}?{name}={value}"), 400)

    assert places(document) == {name}


def test_unknown_query_parameters_are_passed_over(client: FlaskClient) -> None:
    assert client.get(f"{INVOICES}?otro=1&page=1.0").status_code == 200


@pytest.mark.parametrize(
    "invoice_id",
    [
        "0",
        "00",
        "01",
        "-1",
        "x",
        "1.0",
        "٣",
        str(2**31),
        str(2**63),
        str(2**64),
        DIGITS,
        "%00",
        "%FF",
        "1%0a",
    ],
)
def test_what_is_no_id_leads_nowhere(client: FlaskClient, invoice_id: str) -> None:
    for path in (
        f"/facturas/{invoice_id}",
        f"/facturas/{invoice_id}/emision",
        f"/clientes/{invoice_id}/facturas/",
    ):
        method = "POST" if path.endswith("emision") else "GET"
        problem(client.open(f"/api/v1{path}", method=method), 404)


@pytest.mark.parametrize(
    "path",
    ["/nada", "/api/v2", "/api/v1/nada", "/api/v2/facturas", "/api/v1/facturas/", "/api/v1/nada%0Anada"],
)
def test_an_unknown_path_is_not_found(client: FlaskClient, path: str) -> None:
    problem(client.get(path), 404)


@pytest.mark.parametrize("method", ["PATCH", "TRACE", "PUT", "DELETE", "QUERY", "NADA"])
def test_an_unknown_method_is_refused_with_those_there_are(client: FlaskClient, method: str) -> None:
    response = client.open(INVOICES, method=method)

    problem(response, 405)
    assert set(response.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS", "POST"}


@pytest.mark.parametrize("name", ["If-Match", "If-None-Match"])
@pytest.mark.parametrize("value", ["", "x" * 201])
def test_a_bad_header_is_named(client: FlaskClient, name: str, value: str) -> None:
    client.post(INVOICES, json=invoice_body())

    assert places(problem(client.get(f"{INVOICES}/1", headers={name: value}), 400)) == {name}


@pytest.mark.parametrize(("method", "path"), [("DELETE", ""), ("POST", "/emision"), ("POST", "/canje")])
def test_an_operation_without_a_body_takes_none(client: FlaskClient, method: str, path: str) -> None:
    client.post(INVOICES, json=invoice_body())

    problem(client.open(f"{INVOICES}/1{path}", method=method, json={"a": 1}), 422)
    problem(client.open(f"{INVOICES}/1{path}", method=method, data=b"x" * 2_000_000), 413)
    assert client.get(f"{INVOICES}/1").get_json()["estado"] == "borrador"


def test_nothing_bad_is_ever_stored(client: FlaskClient) -> None:
    for field, value in BAD_VALUES:
        client.post(INVOICES, json={**invoice_body(), field: value})

    assert client.get(INVOICES).get_json()["facturas"] == []


def test_a_problem_document_keeps_its_own_limits(client: FlaskClient) -> None:
    long_field = problem(client.post(INVOICES, json={"ñ" * 100_000: 1}), 422)
    long_path = problem(client.get("/api/v1/" + "%FF" * 2700), 404)

    assert all(len(error["pointer"]) <= 2000 for error in long_field["errors"])
    assert len(long_path["instance"]) <= 8000


def test_a_body_that_does_not_come_whole_is_malformed(client: FlaskClient) -> None:
    response = client.post(
        INVOICES, input_stream=io.BytesIO(b"{}"), environ_overrides={"CONTENT_LENGTH": "10"}, **JSON
    )

    problem(response, 400)


def test_a_body_that_the_server_cannot_read_is_malformed(client: FlaskClient) -> None:
    class Broken(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def readinto(self, _buffer: Any) -> int:
            raise ValueError("a chunk that is none")

    environment = {"wsgi.input": Broken(), "wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"}

    problem(client.post(INVOICES, environ_overrides=environment, **JSON), 400)


def test_a_doubled_slash_is_another_path(client: FlaskClient) -> None:
    problem(client.get("/api/v1//facturas"), 404)
