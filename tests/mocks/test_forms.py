"""Bodies of every kind that a contract may declare: JSON, forms, files, texts."""

import json
from contextlib import suppress
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.mocks.support import Json, assert_problem, contract, pointers
from werkzeug.datastructures import FileStorage
from werkzeug.test import Client, EnvironBuilder

from taller.mocks import create_stand_in
from taller.mocks.openapi.contract import Contract
from taller.mocks.openapi.media import FORM
from taller.mocks.openapi.problems import Problem
from taller.mocks.openapi.validation import Validators
from taller.mocks.requests.bodies import MAX_BYTES
from taller.mocks.requests.forms import MAX_FIELDS, parse_form

PLACE: Json = {"type": "object", "properties": {"calle": {"type": "string"}, "numero": {"type": "integer"}}}
SCHEMA: Json = {
    "type": "object",
    "additionalProperties": False,
    "required": ["nombre"],
    "properties": {
        "nombre": {"type": "string", "maxLength": 2000},
        "edad": {"type": "integer", "maximum": 120},
        "socio": {"type": "boolean"},
        "telefonos": {"type": "array", "items": {"type": "integer"}},
        "domicilio": PLACE,
        "domicilios": {"type": "array", "items": PLACE},
        "foto": {"type": "string", "format": "binary"},
    },
}


def takes(content: Json, **body: Any) -> Client:
    """Return a client of a stand-in with one operation, which takes *content*."""
    operation = {
        "requestBody": {"content": content, **body},
        "responses": {str(one): {"description": "-"} for one in (204, 400, 413, 415, 422)},
    }
    return Client(create_stand_in(contract({"/x": {"post": operation}})))


def form(data: Any, encoding: Json | None = None, schema: Json = SCHEMA) -> Any:
    """Return what a form of *data* says under *schema*; multipart, if there is a file in it."""
    media = {"schema": schema, **({"encoding": encoding} if encoding else {})}
    made = Contract(contract({}, requestBodies={"B": {"content": {"x": media}}}))
    node = made.root.at("components", "requestBodies", "B", "content", "x")
    if isinstance(data, str):
        body, content_type = data.encode(), FORM
    else:
        request = EnvironBuilder(method="POST", data=data).get_request()
        body, content_type = request.get_data(), request.content_type or ""
    fits = Validators(made).fits
    return parse_form(body, content_type, node.get("schema"), fits, node.get("encoding"))


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("nombre=Ana+M%C2%AA&edad=41&socio=true", {"nombre": "Ana Mª", "edad": 41, "socio": True}),
        ("nombre=7", {"nombre": "7"}),
        ("nombre=", {"nombre": ""}),
        ("telefonos=1&telefonos=2", {"telefonos": [1, 2]}),
        ("telefonos[]=1", {"telefonos": [1]}),
        ("telefonos=[1,2]", {"telefonos": [1, 2]}),
        ("domicilio[calle]=Mayor&domicilio[numero]=3", {"domicilio": {"calle": "Mayor", "numero": 3}}),
        ('domicilio={"calle":"Mayor"}', {"domicilio": {"calle": "Mayor"}}),
        ("edad=x", {"edad": "x"}),
        ("edad=121", {"edad": 121}),
        ("edad=1&edad=2", {"edad": ["1", "2"]}),
        ("nombre={}", {"nombre": "{}"}),
        ("otro=1&otro=2&otro[a]=3", {"otro": ["1", "2"], "otro[a]": "3"}),
        ("", {}),
    ],
)
def test_a_form_says_what_its_schema_makes_of_it(text: str, values: Json):
    assert form(text) == values


@pytest.mark.parametrize(
    ("encoding", "text", "values"),
    [
        ({"telefonos": {"style": "form", "explode": False}}, "telefonos=1,2", {"telefonos": [1, 2]}),
        ({"telefonos": {"style": "pipeDelimited"}}, "telefonos=1|2", {"telefonos": [1, 2]}),
        ({"telefonos": {"style": "spaceDelimited"}}, "telefonos=1+2", {"telefonos": [1, 2]}),
        (
            {"domicilio": {"style": "form", "explode": True}},
            "calle=Mayor&numero=3&x=1",
            {"domicilio": {"calle": "Mayor", "numero": 3}, "x": "1"},
        ),
        ({"domicilio": {"explode": False}}, "domicilio=calle,Mayor", {"domicilio": {"calle": "Mayor"}}),
        ({"domicilio": {"style": "deepObject"}}, "domicilio[numero]=3", {"domicilio": {"numero": 3}}),
    ],
)
def test_the_contract_may_say_how_a_field_is_written(encoding: Json, text: str, values: Json):
    assert form(text, encoding) == values


def test_a_file_is_the_text_that_it_holds_byte_for_byte():
    every_byte = bytes(range(256))

    values = form({"nombre": "Ana", "foto": FileStorage(BytesIO(every_byte), filename="a.jpg")})

    assert values == {"nombre": "Ana", "foto": every_byte.decode("latin-1")}


def test_a_part_may_be_json_with_or_without_a_file_name():
    place = json.dumps({"calle": "Mayor", "numero": 3})
    whole = FileStorage(BytesIO(place.encode()), filename="blob", content_type="application/json")

    values = form({"domicilio": whole, "domicilios": [place, place], "foto": FileStorage(BytesIO(b""), "f")})

    assert values["domicilio"] == {"calle": "Mayor", "numero": 3}
    assert values["domicilios"] == [values["domicilio"]] * 2


def test_several_files_under_one_name_are_a_list():
    schema = {"properties": {"fotos": {"type": "array", "items": {"type": "string"}}}}
    files = [FileStorage(BytesIO(text), filename="f") for text in (b"a", b"b")]

    assert form({"fotos": files}, schema=schema) == {"fotos": ["a", "b"]}


FIELDS = st.dictionaries(st.sampled_from(["nombre", "edad", "socio"]), st.just(None)).flatmap(
    lambda names: st.fixed_dictionaries(
        {name: {"nombre": st.text(), "edad": st.integers(), "socio": st.booleans()}[name] for name in names}
    )
)


@given(FIELDS)
def test_what_a_form_says_is_read_back(values: Json):
    texts = {name: str(one).lower() if isinstance(one, bool) else one for name, one in values.items()}
    try:
        sent = urlencode(texts)
    except UnicodeEncodeError:  # half a character, which no form can have
        return

    loose = {"type": "object", "properties": {name: {"type": kind} for name, kind in _KINDS.items()}}
    assert form(sent, schema=loose) == values


_KINDS = {"nombre": "string", "edad": "integer", "socio": "boolean"}


@given(st.binary(max_size=200))
def test_whatever_comes_as_a_form_is_one_or_is_refused(body: bytes):
    made = Contract(contract({}, schemas={"S": SCHEMA}))
    schema = made.root.at("components", "schemas", "S")
    for content_type in (FORM, "multipart/form-data; boundary=b", "multipart/form-data"):
        with suppress(Problem):
            json.dumps(parse_form(body, content_type, schema, Validators(made).fits))


@pytest.mark.parametrize("name", ["", "; filename=a", '; name="\r"'])
def test_a_part_without_a_name_is_no_field(name: str):
    made = Contract(contract({}, schemas={"S": SCHEMA}))
    schema = made.root.at("components", "schemas", "S")
    parts = (f"Content-Disposition: form-data{name}", 'Content-Disposition: form-data; name="nombre"')
    body = "".join(f"--b\r\n{one}\r\n\r\nAna\r\n" for one in parts) + "--b--\r\n"

    read = parse_form(body.encode(), "multipart/form-data; boundary=b", schema, Validators(made).fits)

    assert read["nombre"] == "Ana"
    assert None not in read


def test_a_form_of_too_many_fields_is_refused():
    with pytest.raises(Problem):
        form("&".join(["a=1"] * (MAX_FIELDS + 1)))


@pytest.mark.parametrize(
    ("content_type", "body", "status"),
    [
        ("application/json", b'{"nombre":"Ana"}', 204),
        ("application/json; charset=utf-8", b'{"nombre":"Ana"}', 204),
        ("APPLICATION/JSON", b'{"nombre":"Ana"}', 204),
        ("application/json", b"{}", 422),
        ("application/json", b"{", 400),
        ("application/json", b"", 400),
        ("application/vnd.taller+json", b'{"nombre":"Ana"}', 204),
        ("application/vnd.taller+json", b'{"nombre":7}', 422),
        (FORM, b"nombre=Ana", 204),
        (f"{FORM}; charset=utf-8", b"nombre=Ana", 204),
        (FORM, b"edad=1", 422),
        (FORM, b"nombre=Ana&otro=1", 422),
        (FORM, b"nombre=%FF", 400),
        (
            "multipart/form-data; boundary=b",
            b'--b\r\nContent-Disposition: form-data; name="nombre"\r\n\r\nA\r\n--b--',
            204,
        ),
        ("multipart/form-data; boundary=b", b"nada", 400),
        ("multipart/form-data", b"nada", 400),
        ("text/plain", b"hola", 204),
        ("text/csv", b"a,b", 204),
        ("application/octet-stream", bytes(range(256)), 204),
        ("image/png", b"", 415),
        ("application/xml", b"<a/>", 415),
        (None, b"{}", 415),
    ],
)
def test_a_body_is_held_against_the_schema_of_its_own_type(
    content_type: str | None, body: bytes, status: int
):
    media: Json = {"schema": SCHEMA}
    client = takes(
        {
            "application/json": media,
            "application/vnd.taller+json": media,
            FORM: media,
            "multipart/form-data": media,
            "text/*": {"schema": {"type": "string"}},
            "application/octet-stream": {},
        },
        required=True,
    )

    response = client.post("/v1/x", data=body, content_type=content_type)

    assert response.status_code == status, response.text
    if status == 415:
        detail = assert_problem(response, 415)["detail"]
        assert "application/json" in detail
        assert FORM in detail


def test_every_field_at_fault_is_named_at_once():
    client = takes({FORM: {"schema": SCHEMA}})

    problem = assert_problem(
        client.post("/v1/x", data={"edad": "121", "telefonos": ["1", "x"], "otro": ""}), 422
    )

    assert pointers(problem) == {"#/nombre", "#/edad", "#/telefonos/1", "#/otro"}


def test_any_type_will_do_where_the_contract_takes_any():
    client = takes({"*/*": {"schema": {"type": "object"}}}, required=True)

    assert client.post("/v1/x", data=b"\xff", content_type="image/png").status_code == 204
    assert client.post("/v1/x", json={}).status_code == 204
    assert client.post("/v1/x", json=[]).status_code == 422


def test_a_body_may_be_left_out_unless_it_is_required():
    media = {"application/json": {"schema": SCHEMA}}

    assert takes(media).post("/v1/x").status_code == 204
    assert takes(media, required=True).post("/v1/x").status_code == 415
    assert takes(media).post("/v1/x", content_type="application/json").status_code == 400


@pytest.mark.parametrize("content_type", ["application/json", FORM, "application/octet-stream"])
def test_a_body_that_is_too_large_is_refused_whatever_it_is(content_type: str):
    client = takes({content_type: {}})

    response = client.post("/v1/x", data=b"0" * (MAX_BYTES + 1), content_type=content_type)

    assert_problem(response, 413)
