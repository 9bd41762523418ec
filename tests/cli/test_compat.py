"""``taller compat``: what it prints and what it exits with."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from taller.cli.main import main

OLD = """\
openapi: 3.0.3
info: {title: Citas, version: '1'}
paths:
  /citas:
    get:
      responses:
        '200':
          description: Las citas.
          content:
            application/json:
              schema:
                type: array
                items: {$ref: '#/components/schemas/Cita'}
    delete:
      responses: {'204': {description: Nada.}}
components:
  schemas:
    Cita:
      type: object
      properties:
        dia: {type: string}
        estado: {type: string, enum: [abierta]}
"""
NEW = OLD.replace("[abierta]", "[abierta, cerrada]").replace("        dia: {type: string}\n", "")
GONE = OLD.replace("    delete:\n      responses: {'204': {description: Nada.}}\n", "")
READER = """\
consumer: agenda
operations:
  GET /citas:
    response:
      statuses: [200]
      properties: [/*/estado]
"""


@pytest.fixture(autouse=True)
def _files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, text in (("old", OLD), ("new", NEW), ("gone", GONE), ("agenda", READER)):
        Path(f"{name}.yaml").write_text(text, "utf-8")


def compat(*arguments: str, color: bool = False) -> Result:
    return CliRunner().invoke(main, ["compat", *arguments], color=color)


def test_what_differs_is_told_by_operation_with_the_worst_first() -> None:
    done = compat("old.yaml", "new.yaml")

    assert done.exit_code == 1
    assert done.output.splitlines() == [
        "GET /citas",
        "  breaking    /*/dia in the response 200: it is gone [response-property-removed]",
        "              Whoever reads it finds nothing.",
        "              old.yaml:21 → new.yaml:18",
        '  risky       /*/estado in the response 200: new values: "cerrada" [response-enum-widened]',
        "              A consumer that decides by the known values meets one it does not know.",
        "              old.yaml:22 → new.yaml:21",
        "",
        "old.yaml → new.yaml: 1 breaking, 1 risky, 0 compatible",
    ]


def test_a_contract_that_stays_breaks_nobody() -> None:
    done = compat("old.yaml", "old.yaml")

    assert (done.exit_code, done.output) == (0, "old.yaml → old.yaml: nothing differs for who uses it\n")


def test_it_speaks_spanish() -> None:
    done = compat("--lang", "es", "old.yaml", "new.yaml")

    assert '  arriesga    /*/estado en la respuesta 200: valores nuevos: "cerrada"' in done.output
    assert done.output.endswith("old.yaml → new.yaml: 1 que rompen, 1 que arriesgan, 0 compatibles\n")


@pytest.mark.parametrize(("arguments", "code"), [([], 0), (["--strict"], 1), (["--all"], 1)])
def test_with_consumers_only_what_breaks_one_counts(arguments: list[str], code: int) -> None:
    done = compat("old.yaml", "new.yaml", "--consumer", "agenda.yaml", *arguments)

    assert done.exit_code == code
    assert "(may break: agenda)" in done.output


def test_what_no_consumer_relies_on_is_compatible_for_those_known() -> None:
    done = compat("old.yaml", "gone.yaml", "--consumer", "agenda.yaml")

    assert done.exit_code == 0
    assert done.output.splitlines() == [
        "DELETE /citas",
        "  compatible  the operation is gone [operation-removed]",
        "              breaking, but for no known consumer",
        "",
        "old.yaml → gone.yaml: 0 breaking, 0 risky, 1 compatible",
    ]


def test_programs_get_json() -> None:
    done = compat("--format", "json", "old.yaml", "gone.yaml", "--consumer", "agenda.yaml")

    assert json.loads(done.output) == {
        "old": "old.yaml",
        "new": "gone.yaml",
        "consumers": ["agenda"],
        "summary": {"breaking": 0, "risky": 0, "compatible": 1},
        "findings": [
            {
                "kind": "operation-removed",
                "severity": "breaking",
                "counts": False,
                "affects": [],
                "operation": "DELETE /citas",
                "part": "operation",
                "name": None,
                "statuses": [],
                "path": "",
                "what": "the operation is gone",
                "why": "Whoever calls it gets 404 or 405.",
                "old": {"pointer": "#/paths/~1citas/delete", "line": 14},
                "new": {"pointer": "#/paths", "line": 3},
            }
        ],
    }


@pytest.mark.parametrize(
    "arguments",
    [
        ("nada.yaml", "new.yaml"),
        ("old.yaml", "nada.yaml"),
        ("old.yaml", "new.yaml", "--consumer", "nada.yaml"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_line_with_a_remedy(arguments: tuple[str, ...]) -> None:
    done = compat(*arguments)

    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == "nada.yaml: cannot be read: No such file or directory; look at its name\n"


def test_what_a_consumer_names_and_the_old_contract_does_not_have_is_told_line_by_line() -> None:
    misspelt = READER.replace("GET /citas", "get /cita").replace("agenda", "otro")
    Path("otro.yaml").write_text(misspelt, "utf-8")
    Path("agenda.yaml").write_text(READER.replace("/*/estado", "/*/estdo"), "utf-8")

    done = compat("old.yaml", "new.yaml", "--consumer", "agenda.yaml", "--consumer", "otro.yaml")

    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.splitlines() == [
        "agenda, old.yaml: GET /citas: the contract has no property `/*/estdo`; did you mean `/*/estado`?",
        "otro, old.yaml: the contract has no operation `GET /cita`; did you mean `GET /citas`?",
    ]


def test_a_method_in_small_letters_is_a_method() -> None:
    Path("agenda.yaml").write_text(READER.replace("GET", "get"), "utf-8")

    done = compat("old.yaml", "new.yaml", "--consumer", "agenda.yaml")

    assert "(may break: agenda)" in done.output


def test_colours_are_for_terminals() -> None:
    assert "\x1b[31m" in compat("old.yaml", "new.yaml", color=True).output
    assert "\x1b" not in compat("old.yaml", "new.yaml").output


def test_files_beside_the_contract_are_read_and_their_parts_have_no_line() -> None:
    for name, text in (("otro", OLD), ("otra", NEW)):
        path = f"'{name}-tipos.yaml#/components/schemas/Cita'"
        Path(f"{name}.yaml").write_text(text.replace("'#/components/schemas/Cita'", path), "utf-8")
        Path(f"{name}-tipos.yaml").write_text(text, "utf-8")
        whole = Path(f"{name}.yaml").read_text("utf-8").partition("components:")[0]
        Path(f"{name}.yaml").write_text(whole, "utf-8")

    done = compat("otro.yaml", "otra.yaml")

    assert done.exit_code == 1
    assert (
        "otro.yaml#/components/schemas/Cita/properties/dia → otra.yaml#/components/schemas/Cita"
        in done.output
    )
