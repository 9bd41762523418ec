"""Contracts in several files, and files that are none."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.documents.support import Json, assert_still_served, contract, kinds, only, returning

from taller.catalog import SERVICES, contract_path, load_contract
from taller.documents import UnreadableDocument, read, read_document


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder for contracts, with one inside it."""
    (tmp_path / "partes").mkdir()
    return tmp_path


def write(path: Path, value: Any) -> Path:
    path.write_text(value if isinstance(value, str) else json.dumps(value, indent=1), "utf-8")
    return path


def schema_of(document: Json, path: str = "/citas") -> Any:
    content = document["paths"][path]["get"]["responses"]["200"]["content"]
    return content["application/json"]["schema"]


@pytest.mark.parametrize("name", [service.name for service in SERVICES])
def test_a_sound_contract_is_read_as_it_stands(name: str):
    path = contract_path(name)

    reading = read(path)

    assert reading.defects == ()
    assert reading.document == load_contract(path)
    assert reading.files == (path.resolve(),)


def test_what_is_in_another_file_comes_among_the_components(folder: Path):
    write(
        folder / "partes" / "cita.yaml",
        "type: object\nproperties:\n  dia: {$ref: 'mas.json#/dias/a~1b%20c'}\n",
    )
    write(folder / "partes" / "mas.json", {"dias": {"a/b c": {"type": "string"}}})
    root = write(folder / "api.json", contract({"/citas": returning({"$ref": "./partes/cita.yaml"})}))

    reading = read(root)

    assert reading.defects == ()
    assert schema_of(reading.document) == {"$ref": "#/components/schemas/cita"}
    assert reading.document["components"]["schemas"] == {
        "cita": {"type": "object", "properties": {"dia": {"$ref": "#/components/schemas/a_1b_c"}}},
        "a_1b_c": {"type": "string"},
    }
    assert [path.name for path in reading.files] == ["api.json", "cita.yaml", "mas.json"]


def test_files_may_refer_to_one_another_in_a_circle(folder: Path):
    write(folder / "partes" / "a.yaml", "properties: {b: {$ref: b.yaml}}\n")
    write(
        folder / "partes" / "b.yaml", "properties: {a: {$ref: a.yaml}, cita: {$ref: '../api.json#/x-cita'}}\n"
    )
    root = write(
        folder / "api.json", contract({"/citas": returning({"$ref": "partes/a.yaml"})}) | {"x-cita": {}}
    )

    reading = read(root)

    assert reading.defects == ()
    assert reading.document["components"]["schemas"] == {
        "a": {"properties": {"b": {"$ref": "#/components/schemas/b"}}},
        "b": {
            "properties": {
                "a": {"$ref": "#/components/schemas/a"},
                "cita": {"$ref": "#/components/schemas/x-cita"},
            }
        },
        "x-cita": {},
    }


def test_files_of_one_name_stand_beside_what_the_contract_has_under_that_name(folder: Path):
    write(folder / "cita.yaml", "type: string\n")
    write(folder / "partes" / "cita.yaml", "type: integer\n")
    paths = {"/a": returning({"$ref": "cita.yaml"}), "/b": returning({"$ref": "partes/cita.yaml"})}

    document = read(write(folder / "api.json", contract(paths, schemas={"cita": {"type": "null"}}))).document

    assert {one["type"] for one in document["components"]["schemas"].values()} == {
        "null",
        "string",
        "integer",
    }
    assert schema_of(document, "/a") != schema_of(document, "/b")


def test_every_kind_of_part_may_be_in_another_file(folder: Path):
    parts: Json = {
        "path": {
            "get": {"responses": {"200": {"$ref": "#/answer"}}, "parameters": [{"$ref": "#/parameter"}]}
        },
        "answer": {
            "description": "-",
            "headers": {"Total": {"$ref": "#/header"}},
            "content": {"application/json": {"schema": {}, "examples": {"a": {"$ref": "#/shown"}}}},
            "links": {"otra": {"$ref": "#/link"}},
        },
        "parameter": {"name": "dia", "in": "query", "schema": {}},
        "header": {"schema": {"type": "integer"}},
        "shown": {"value": 1},
        "link": {"operationRef": "#/paths/~1sano/get"},
    }
    write(folder / "partes.json", parts)

    reading = read(write(folder / "api.json", contract({"/citas": {"$ref": "partes.json#/path"}})))

    assert reading.defects == ()
    assert reading.operations == 2
    assert reading.document["components"] == {
        "responses": {
            "answer": {
                "description": "-",
                "headers": {"Total": {"$ref": "#/components/headers/header"}},
                "content": {
                    "application/json": {
                        "schema": {},
                        "examples": {"a": {"$ref": "#/components/examples/shown"}},
                    }
                },
                "links": {"otra": {"$ref": "#/components/links/link"}},
            }
        },
        "parameters": {"parameter": parts["parameter"]},
        "headers": {"header": parts["header"]},
        "examples": {"shown": parts["shown"]},
        "links": {"link": parts["link"]},
    }


def test_a_defect_in_another_file_is_told_of_that_file(folder: Path):
    part = write(folder / "cita.yaml", "# una cita\ntype: object\nrequired: dia\n")

    reading = read(write(folder / "api.json", contract({"/citas": returning({"$ref": "cita.yaml"})})))

    defect = only(reading)
    assert (defect.file, defect.line, defect.pointer) == (part, 3, "#/required")


def test_a_file_of_another_version_is_read_in_its_own(folder: Path):
    old = contract(version="3.0.3", schemas={"Cita": {"type": "string", "nullable": True}})
    write(folder / "vieja.json", old)

    reading = read(
        write(
            folder / "api.json",
            contract({"/citas": returning({"$ref": "vieja.json#/components/schemas/Cita"})}),
        )
    )

    assert reading.defects == ()
    assert reading.document["components"]["schemas"]["Cita"] == {"type": ["string", "null"]}


def test_a_file_that_is_not_there_is_a_defect_and_is_waited_for(folder: Path):
    reading = read(write(folder / "api.json", contract({"/citas": returning({"$ref": "nada.yaml"})})))

    assert only(reading).kind == "reference-to-nothing"
    assert schema_of(reading.document) == {}
    assert folder / "nada.yaml" in reading.files
    assert_still_served(reading.document)


def test_a_document_in_memory_has_no_files():
    reading = read_document(contract({"/citas": returning({"$ref": "cita.yaml"})}))

    assert kinds(reading) == ["reference-to-nothing"]
    assert reading.files == ()


def test_a_place_may_be_referred_to_by_its_anchor():
    document = contract(
        {"/citas": returning({"$ref": "#dia"})}, schemas={"Dia": {"$anchor": "dia", "type": "string"}}
    )

    reading = read_document(document)

    assert reading.defects == ()
    assert schema_of(reading.document) == {"$ref": "#/components/schemas/Dia"}


@pytest.mark.parametrize(
    ("name", "text", "line", "remedy"),
    [
        ("a.yaml", "a: [1\nb: 2\n", 2, "syntax"),
        ("a.yaml", "- una lista\n", 1, "must be a map"),
        ("a.yaml", "", 1, "must be a map"),
        ("a.yaml", "info: {}\n", 1, "`openapi: 3.1.0`"),
        ("a.yaml", "info: {}\nswagger: '2.0'\n", 2, "convert it"),
        ("a.yaml", "info: {}\nopenapi: 4.0.0\n", 2, "write it as"),
        ("a.yaml", "openapi: 3.2\n", 1, "write it as"),
        ("a.yaml", "a: &a [1,1,1,1,1,1,1,1]\n" + "".join(
            f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
        ), 0, "aliases"),
        ("a.json", '{\n"a": 1,\n}', 3, "syntax"),
        ("a.json", "[" * 100_000, 0, "deeper"),
        ("a.yaml", "a:\n " + "[" * 300 + "]" * 300, 0, "deeper"),
    ],
)  # fmt: skip
def test_what_nothing_can_be_served_from_says_where_and_what_to_do(
    tmp_path: Path, name: str, text: str, line: int, remedy: str
):
    path = write(tmp_path / name, text)

    with pytest.raises(UnreadableDocument, match=remedy) as refused:
        read(path)

    assert refused.value.file == path
    assert refused.value.line == line
    assert str(refused.value).startswith(f"{path}:")


def test_a_version_may_stand_without_quotes(tmp_path: Path):
    reading = read(
        write(tmp_path / "a.yaml", "openapi: 3.0\ninfo: {title: Citas, version: 1.0}\npaths: {}\n")
    )

    assert reading.defects == ()
    assert reading.document["info"]["title"] == "Citas"


def test_a_file_that_is_not_there_or_not_utf_8_is_refused(tmp_path: Path):
    (tmp_path / "latin.yaml").write_bytes("título: ñ".encode("latin-1"))

    with pytest.raises(UnreadableDocument, match="No such file"):
        read(tmp_path / "nada.yaml")
    with pytest.raises(UnreadableDocument, match="UTF-8"):
        read(str(tmp_path / "latin.yaml"))
