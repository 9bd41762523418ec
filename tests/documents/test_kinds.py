"""A contract for each kind of defect: it is found at its place, and the rest is served."""

import re
from pathlib import Path

import pytest
from tests.documents.support import CONTRACTS, assert_still_served, marked_lines

from taller.documents import KINDS, read

JSON_LINES = {"half-character": 8, "not-a-number": 8, "repeated-key": 9}
ANSWER = "/paths/~1citas/get/responses/200/content/application~1json"
CITA = "/components/schemas/Cita"
POINTERS = {
    "array-without-items": f"#{CITA}/properties/dias",
    "beside-reference": f"#{ANSWER}/schema/maxProperties",
    "circular-alias": f"#{CITA}/example/otro",
    "circular-reference": f"#{ANSWER}/schema/$ref",
    "content-without-body": "#/paths/~1citas/get/responses/204/content",
    "default": f"#{CITA}/properties/dia/default",
    "discriminator": f"#{CITA}/discriminator",
    "dynamic-reference": f"#{CITA}/$dynamicRef",
    "enum-value": f"#{CITA}/enum",
    "enum-without-null": f"#{CITA}/enum",
    "example": f"#{ANSWER}/example",
    "example-and-examples": f"#{ANSWER}/example",
    "example-as-text": f"#{ANSWER}/example",
    "example-without-value": f"#{ANSWER}/examples/lunes",
    "examples-without-names": f"#{ANSWER}/examples",
    "extension": "#/paths/~1citas/x-alias",
    "foreign-path-parameter": "#/paths/~1citas/get/parameters/0",
    "half-character": "#/paths/~1citas/get/summary",
    "impossible-schema": f"#{CITA}/required",
    "incomplete-parameter": "#/paths/~1citas/get/parameters/0",
    "key-not-text": "#/paths/~1citas/get/responses/200",
    "keyword-without-effect": f"#{CITA}/properties/dia/format",
    "link-to-nothing": "#/paths/~1citas/get/responses/200/links/vuelta/operationRef",
    "media-type": "#/paths/~1citas/get/responses/200/content/schema",
    "misplaced-reference": f"#{ANSWER}/$ref",
    "missing-field": "#/paths/~1citas/get/responses/200",
    "misspelt-extension": "#/paths/~1citas/x-colection",
    "misspelt-field": "#/paths/~1citas/get/operationID",
    "no-responses": "#/paths/~1citas/get/responses",
    "not-a-number": f"#{CITA}/maximum",
    "not-a-schema": f"#{CITA}/properties/dia/type",
    "nullable-in-3.1": f"#{CITA}/nullable",
    "path-parameter-not-required": "#/paths/~1citas~1{dia}/get/parameters/0",
    "path-template": "#/paths/~1citas~1{dia",
    "pattern": f"#{CITA}/pattern",
    "reference-to-another-kind": f"#{ANSWER}/schema/$ref",
    "reference-to-nothing": f"#{ANSWER}/schema/$ref",
    "reference-with-space": f"#{ANSWER}/schema/$ref",
    "relative-server": "#/servers/0/url",
    "remote-reference": f"#{ANSWER}/schema/$ref",
    "repeated-key": f"#{CITA}/type",
    "repeated-operation-id": "#/paths/~1citas/get/operationId",
    "repeated-parameter": "#/paths/~1citas/get/parameters/1",
    "repeated-value": "#/paths/~1citas/get/tags",
    "request-body-of-get": "#/paths/~1citas/get/requestBody",
    "required-on-property": f"#{CITA}/properties/dia/required",
    "required-without-property": f"#{CITA}/required",
    "same-path": "#/paths/~1citas~1{hora}",
    "security-scheme": "#/components/securitySchemes/llave",
    "server-url": "#/servers/0",
    "several-contents": "#/paths/~1citas/get/parameters/0/content",
    "status-code": "#/paths/~1citas/get/responses/correcto",
    "undeclared-path-parameter": "#/paths/~1citas~1{dia}/get",
    "unknown-field": "#/paths/~1citas/get/responses/200/schema",
    "unknown-format": f"#{CITA}/format",
    "unknown-scope": "#/paths/~1citas/get/security/0/oauth",
    "unknown-security-scheme": "#/paths/~1citas/get/security/0",
    "unknown-style": "#/paths/~1citas/get/parameters/0/style",
    "unquoted-date": f"#{ANSWER}/example",
    "unreadable-file": f"#{ANSWER}/schema/$ref",
    "wrong-type": "#/paths/~1citas/get/operationId",
    "wrong-version": f"#{CITA}/exclusiveMinimum",
    "yaml-1.1-word": f"#{CITA}/enum/0",
}


def test_each_kind_has_a_contract_and_each_contract_a_kind():
    assert {path.stem for path in CONTRACTS.glob("*.*")} == KINDS.keys() == POINTERS.keys()


def test_kinds_are_words_in_kebab_case_with_a_meaning_and_a_consequence():
    assert all(re.fullmatch(r"[a-z0-9.]+(-[a-z0-9.]+)*", name) for name in KINDS)
    assert all(kind.meaning and kind.consequence for kind in KINDS.values())


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_defect_is_found_in_its_line_and_the_rest_is_served(kind: str):
    path = CONTRACTS / f"{kind}.yaml"

    reading = read(path)

    found = [(defect.kind, defect.line) for defect in reading.defects]
    assert found == [(kind, line) for line in marked_lines(path)]
    assert reading.defects[0].pointer == POINTERS[kind]
    assert reading.defects[0].file == path
    assert reading.defects[0].consequence == KINDS[kind].consequence
    assert_still_served(reading.document)


@pytest.mark.parametrize(("name", "line"), JSON_LINES.items())
def test_a_defect_of_json_is_found_in_its_line_too(name: str, line: int):
    path = CONTRACTS / f"{name}.json"

    reading = read(path)

    assert [(defect.kind, defect.line) for defect in reading.defects] == [(name, line)]
    assert_still_served(reading.document)


def test_a_defect_is_one_line_as_compilers_write_it():
    (defect,) = read(CONTRACTS / "pattern.yaml").defects

    place = f"{CONTRACTS / 'pattern.yaml'}:26"
    said = "`^[0-9` is no regular expression of ECMA 262".replace("`", "'")
    assert str(defect) == f"{place}: error: {said} — not checked [pattern]"
    assert Path(defect.file).is_absolute()
