"""Operations, answers and credentials that are the same under other names."""

import pytest
from tests.contracts.compat.test_kinds import (
    answering,
    body,
    contract,
    found,
    members,
    pair_of,
    parameter,
    taking,
)

from taller.contracts.compat import KINDS


def kinds(*pair: dict[str, object]) -> list[str]:
    return [one.kind for one in found(*pair)]


def test_a_renamed_path_parameter_keeps_its_schema_and_its_operation() -> None:
    (finding,) = found(*pair_of("path-parameter-renamed"))

    assert (finding.severity, finding.subject.operation) == ("compatible", "POST /citas/{id}")
    assert finding.what() == "the path parameter cita: it was called id"


def test_one_schema_that_answers_with_several_statuses_is_told_of_once() -> None:
    def errors(schema: object) -> dict[str, object]:
        response = {
            "description": "-",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/P"}}},
        }
        made = contract({"responses": dict.fromkeys(("400", "404", "409"), response)})
        made["components"]["schemas"]["P"] = schema
        return made

    (finding,) = found(errors(members("ab")), errors(members("a")))

    assert finding.what() == "/b in the response 400, 404, 409: it is gone"


def test_a_code_is_promised_by_its_range_and_by_the_default() -> None:
    assert kinds(answering(True, status="404"), answering(True, status="4XX")) == ["response-error-added"]
    assert kinds(answering(True, status="default"), answering(True, status="404")) == []
    assert kinds(
        answering({"type": "string"}, status="4XX"), answering({"type": "integer"}, status="404")
    ) == ["response-type-changed"]


def test_a_media_type_is_the_same_with_its_parameters_and_within_its_range() -> None:
    assert kinds(body("application/json; charset=utf-8"), body("Application/JSON")) == []
    assert kinds(body("text/csv"), body("text/*")) == ["request-media-type-added"]


def test_a_scheme_is_what_a_request_shows_of_it_not_its_name() -> None:
    old, new = contract(security=[{"clave": []}]), contract(security=[{"llave": []}])
    schemes = new["components"]["securitySchemes"]
    schemes["llave"] = schemes.pop("clave")

    assert kinds(old, new) == []


@pytest.mark.parametrize(("place", "told"), [("header", []), ("query", ["security-removed"])])
def test_a_key_in_a_header_is_the_same_in_any_letter_case(place: str, told: list[str]) -> None:
    def keyed(name: str) -> dict[str, object]:
        made = contract(security=[{"key": []}])
        made["components"]["securitySchemes"]["key"] = {"type": "apiKey", "in": place, "name": name}
        return made

    assert kinds(keyed("X-API-Key"), keyed("x-api-key")) == told


def test_one_of_several_credentials_that_stays_is_enough() -> None:
    both = contract(security=[{"clave": []}, {"cuenta": []}])

    assert kinds(contract(security=[{"clave": []}]), both) == ["security-added"]
    assert kinds(both, contract(security=[{"clave": []}])) == ["security-removed"]
    assert kinds(both, contract(security=[{}])) == []


def test_credentials_that_are_asked_for_now_are_not_told_as_accepted_besides() -> None:
    assert kinds(contract(), contract(security=[{"clave": []}, {"cuenta": []}])) == ["security-required"]

    (finding,) = found(contract(security=[{"clave": []}]), contract(security=[{"cuenta": []}]))

    assert finding.what() == "apikey header X-Clave is no longer enough: http bearer is asked for"


def test_a_new_property_of_an_answer_is_told_as_required_if_it_is() -> None:
    (required,) = found(answering(members("a")), answering(members("ab", "b")))
    (optional,) = found(answering(members("a")), answering(members("ab")))

    assert required.what() == "/b in the response 200: it is new, and required"
    assert optional.what() == "/b in the response 200: it is new, and optional"


def test_how_a_plain_value_is_exploded_does_not_matter() -> None:
    assert kinds(taking(parameter("dia")), taking(parameter("dia", explode=False))) == []


def test_parameters_of_a_path_are_those_of_its_operations() -> None:
    old, new = taking(parameter("dia")), contract()
    new["paths"]["/citas/{id}"]["parameters"] = [parameter("dia")]

    assert kinds(old, new) == []


def test_servers_with_variables_are_compared_filled_in() -> None:
    url = {"url": "/{version}", "variables": {"version": {"default": "v1"}}}

    assert kinds(contract(servers=[{"url": "/v1/"}]), contract(servers=[url])) == []


def test_the_worst_kinds_are_told_in_both_languages() -> None:
    (finding,) = found(*pair_of("operation-removed"))

    assert (finding.what("es"), finding.why("es")) == tuple(
        text.es for text in (KINDS["operation-removed"].what, KINDS["operation-removed"].why)
    )


def test_what_stands_beside_paths_and_statuses_is_none() -> None:
    old, new = answering(True, status="200"), answering(True, status="200")
    (item,) = new["paths"].values()
    for operation in item.values():
        if isinstance(operation, dict):
            operation["responses"]["x-note"] = {"description": "kept by the gateway"}
    new["paths"]["x-internal"] = item

    assert kinds(old, new) == kinds(new, old) == []
