"""A refusal keeps the contract, too: its statuses, its media types and its shapes."""

from typing import Any
from xml.etree import ElementTree

import pytest
from tests.mocks.support import Json, assert_problem, contract
from werkzeug.test import Client, TestResponse

from taller.mocks import create_stand_in

NUMBER = {"name": "number", "in": "query", "required": True, "schema": {"type": "integer"}}
TEXT = {"type": "string"}


def refusal(responses: Json, *, accept: str | None = None, **components: Any) -> TestResponse:
    """Return the answer to a request without the number that it needs."""
    operation = {"parameters": [NUMBER], "responses": {"200": {"description": "-"}, **responses}}
    client = Client(create_stand_in(contract({"/sums": {"get": operation}}, **components)))
    return client.get("/v1/sums", headers={"Accept": accept} if accept else None)


def promised(schema: Json, media: str = "application/json", **more: Any) -> Json:
    return {"description": "-", "content": {media: {"schema": schema, **more}}}


def shape(*required: str, **properties: Json) -> Json:
    return {
        "type": "object",
        "required": list(required),
        "properties": properties,
        "additionalProperties": False,
    }


def test_an_error_of_a_shape_of_its_own_says_what_is_wrong_in_that_shape() -> None:
    wanted = shape("code", "message", code={"type": "integer"}, message=TEXT, status=TEXT)

    response = refusal({"default": promised(wanted)})

    assert response.status_code == 400
    assert response.content_type == "application/json"
    assert response.json == {
        "code": 400,
        "message": "La petición tiene parámetros que no valen. number: Falta.",
        "status": "Bad Request",
    }


def test_an_error_may_stand_inside_another_object_or_a_list() -> None:
    inner = shape("detail", detail=TEXT, status=TEXT)

    inside = refusal({"400": promised(shape("error", error=inner))})
    listed = refusal({"400": promised(shape("errors", errors={"type": "array", "items": inner}))})

    said = {"detail": "La petición tiene parámetros que no valen. number: Falta.", "status": "Bad Request"}
    assert inside.json == {"error": said}
    assert listed.json == {"errors": [said | {"detail": "Falta."}]}


def test_a_list_of_errors_has_one_for_each_place_at_fault() -> None:
    place = {"type": "array", "items": {"type": ["string", "integer"]}}
    item = shape("loc", "msg", "type", loc=place, msg=TEXT, type=TEXT)
    wanted = {"type": "object", "properties": {"detail": {"type": "array", "items": item}}}

    response = refusal({"422": promised(wanted)})

    assert response.json == {
        "detail": [{"loc": ["query", "number"], "msg": "Falta.", "type": "about:blank"}],
    }


def test_what_an_error_needs_and_nobody_says_is_as_the_contract_shows_it() -> None:
    wanted = shape("kind", "message", kind={"enum": ["bad", "gone"]}, message=TEXT)

    shown = refusal({"400": promised(wanted, example={"kind": "gone", "message": "Gone."})})
    made_up = refusal({"400": promised(wanted)})

    assert shown.json == {
        "kind": "gone",
        "message": "La petición tiene parámetros que no valen. number: Falta.",
    }
    assert made_up.json == {
        "kind": "bad",
        "message": "La petición tiene parámetros que no valen. number: Falta.",
    }


def test_a_text_that_has_no_room_is_as_the_contract_shows_it() -> None:
    wanted = shape("message", message={"type": "string", "maxLength": 5, "example": "Wrong"})

    assert refusal({"400": promised(wanted)}).json == {"message": "Wrong"}


def test_a_problem_document_stays_one_where_it_fits() -> None:
    wanted = {"type": "object", "required": ["status"], "properties": {"status": {"const": 400}}}

    response = refusal({"400": promised(wanted, "application/problem+json")})

    assert assert_problem(response, 400)["errors"][0]["parameter"] == "number"


def test_a_problem_document_leaves_out_what_its_contract_does_not_have() -> None:
    wanted = shape("title", title=TEXT, detail=TEXT)

    response = refusal({"400": promised(wanted, "application/problem+json")})

    assert response.content_type == "application/problem+json"
    assert response.json == {
        "title": "Petición malformada",
        "detail": "La petición tiene parámetros que no valen. number: Falta.",
    }


def test_an_error_comes_in_the_type_that_is_accepted() -> None:
    wanted = {"schema": shape("message", message=TEXT)}
    several = {
        "description": "-",
        "content": {"application/json": wanted, "application/xml": wanted, "text/plain": {"schema": TEXT}},
    }

    in_xml = refusal({"400": several}, accept="application/xml")
    as_text = refusal({"400": several}, accept="text/plain")

    assert ElementTree.fromstring(in_xml.data).findtext("message") == as_text.text
    assert as_text.text == "La petición tiene parámetros que no valen. number: Falta."


def test_an_error_has_the_headers_that_it_must_have() -> None:
    headers = {"X-Trace": {"required": True, "schema": TEXT, "example": "7f"}}

    assert refusal({"400": {"description": "-", "headers": headers}}).headers["X-Trace"] == "7f"


@pytest.mark.parametrize(
    ("promise", "status"),
    [("400", 400), ("422", 422), ("4XX", 400), ("default", 400), ("404", 400)],
)
def test_a_status_that_is_not_promised_gives_way_to_one_that_means_the_same(
    promise: str, status: int
) -> None:
    assert refusal({promise: {"description": "-"}}).status_code == status


def test_a_body_that_is_no_json_is_refused_as_the_contract_refuses_a_body() -> None:
    body = {"required": True, "content": {"application/json": {"schema": {"type": "object"}}}}
    responses = {"200": {"description": "-"}, "422": {"description": "-"}}
    paths = {"/sums": {"post": {"requestBody": body, "responses": responses}}}
    client = Client(create_stand_in(contract(paths)))

    assert client.post("/v1/sums", data="{", content_type="application/json").status_code == 422
    assert client.post("/v1/sums", data="a", content_type="text/plain").status_code == 422
