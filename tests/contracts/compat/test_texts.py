"""Parameters and headers are texts on the wire: 5 is the text ``5``."""

from typing import Any

import pytest
from tests.contracts.compat.test_kinds import Json, answering, body, found, parameter, taking

from taller.contracts.compat import Consumer, Use, compare_documents
from taller.documents import read_document

TEXT: Json = {"type": "string"}
NUMBER: Json = {"type": "integer"}


def judged(old: Json, new: Json) -> dict[str, str]:
    """Return the kinds of what is found and how bad each is."""
    return {one.kind: one.severity for one in found(old, new)}


def asked(schema: Json, **more: Any) -> Json:
    return taking(parameter("n", schema=schema, **more))


def told(schema: Json) -> Json:
    return answering(headers={"X-N": {"schema": schema}})


WIDER: list[tuple[Json, Json]] = [
    (NUMBER, TEXT),
    ({"type": "number"}, TEXT),
    ({"type": "boolean"}, TEXT),
    (NUMBER, {"type": "string", "minLength": 1}),
    ({"type": "integer", "minimum": 1, "format": "int64", "default": 3}, {**TEXT, "default": "3"}),
    ({"enum": [1, 2]}, TEXT),
    ({"enum": [1, 2]}, {"enum": ["1", "2", "3"]}),
    ({"type": ["integer", "null"]}, TEXT),
]


@pytest.mark.parametrize(("narrow", "wide"), WIDER)
def test_a_parameter_that_becomes_any_text_takes_all_that_it_took(narrow: Json, wide: Json) -> None:
    found_kinds = judged(asked(narrow), asked(wide))

    assert found_kinds
    assert {*found_kinds.values()} == {"compatible"}


@pytest.mark.parametrize(("narrow", "wide"), WIDER)
def test_a_parameter_that_was_any_text_takes_less_as_a_number(narrow: Json, wide: Json) -> None:
    assert "breaking" in judged(asked(wide), asked(narrow)).values()


@pytest.mark.parametrize(
    "narrower", [{"pattern": "^x"}, {"format": "uuid"}, {"maxLength": 3}, {"minLength": 2}, {"enum": ["x"]}]
)
def test_a_text_with_limits_of_its_own_does_not_take_every_number(narrower: Json) -> None:
    assert judged(asked(NUMBER), asked({**TEXT, **narrower}))["request-type-changed"] == "breaking"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"enum": [1, 2]}, {"type": "string", "enum": ["1", "2"]}),
        ({"type": "boolean"}, {"type": "string", "enum": ["true", "false"]}),
        ({"anyOf": [NUMBER, TEXT]}, TEXT),
        ({"type": ["string", "null"]}, TEXT),
    ],
)
def test_what_is_the_same_on_the_wire_does_not_differ(one: Json, other: Json) -> None:
    assert judged(asked(one), asked(other)) == judged(asked(other), asked(one)) == {}


def test_branches_of_a_one_of_that_overlap_are_in_doubt_although_each_is_the_same_text() -> None:
    branch = {"type": "integer", "minimum": 3}
    old, new = ({"oneOf": [TEXT, branch, {"type": one}]} for one in (["integer", "string"], "string"))

    assert judged(asked(old), asked(new)) == {"request-alternatives-overlap": "risky"}


def test_the_elements_of_a_parameter_are_texts_too() -> None:
    old, new = ({"type": "array", "items": one} for one in (NUMBER, TEXT))

    assert judged(asked(old), asked(new)) == {"request-type-widened": "compatible"}


def test_the_types_are_named_as_the_contracts_name_them() -> None:
    (finding,) = found(asked(NUMBER), asked(TEXT))

    assert finding.what() == "the query parameter n: type integer became string"


def test_a_header_that_becomes_a_number_is_still_a_text() -> None:
    assert judged(told(TEXT), told(NUMBER)) == {"response-type-narrowed": "compatible"}
    assert judged(told(NUMBER), told(TEXT)) == {"response-type-widened": "breaking"}


def test_in_json_a_number_is_no_text() -> None:
    def content(schema: Json) -> Json:
        return taking({"name": "n", "in": "query", "content": {"application/json": {"schema": schema}}})

    assert judged(content(NUMBER), content(TEXT)) == {"request-type-changed": "breaking"}
    assert judged(body(schema=NUMBER), body(schema=TEXT)) == {"request-type-changed": "breaking"}


def test_who_sends_values_that_stay_does_not_notice_whether_they_are_texts() -> None:
    old, new = (read_document(asked({"enum": one})).document for one in ([1, 2, 3], ["1", "2"]))

    for sent, affected in (((1,), ()), (("2",), ()), ((3,), ("facturas",))):
        consumer = Consumer("facturas", {"POST /citas/{id}": Use(parameters={"query/n": sent})})
        (finding,) = compare_documents(old, new, [consumer]).findings
        assert finding.affected == affected
