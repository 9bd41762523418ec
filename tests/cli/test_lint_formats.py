"""``taller lint --format``: what programs get."""

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from click.testing import CliRunner, Result
from tests.documents.support import CONTRACTS

from taller.cli.main import main
from taller.documents import KINDS

HEAD = "openapi: 3.1.0\ninfo: {title: Citas, version: '1'}\n"
ODD = 'components:\n  schemas:\n    Cita: {"50%\\r\\n::error": 1}\n'

_TEXT = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string", "minLength": 1}}}
_LEVEL = {"enum": ["none", "note", "warning", "error"]}
_REGION = {"type": "object", "properties": {"startLine": {"type": "integer", "minimum": 1}}}
_ARTIFACT = {
    "type": "object",
    "required": ["uri"],
    "properties": {
        "uri": {"type": "string", "format": "uri-reference", "pattern": r"^[^\\]*$"},
        "uriBaseId": {"const": "%SRCROOT%"},
    },
}
_LOCATION = {
    "type": "object",
    "required": ["physicalLocation"],
    "properties": {
        "physicalLocation": {
            "type": "object",
            "required": ["artifactLocation"],
            "properties": {"artifactLocation": _ARTIFACT, "region": _REGION},
        },
        "logicalLocations": {
            "type": "array",
            "items": {"type": "object", "properties": {"fullyQualifiedName": {"type": "string"}}},
        },
    },
}
_RULE = {
    "type": "object",
    "required": ["id", "shortDescription"],
    "properties": {
        "id": {"type": "string"},
        "shortDescription": _TEXT,
        "help": _TEXT,
        "defaultConfiguration": {"type": "object", "properties": {"level": _LEVEL}},
    },
}
_RESULT = {
    "type": "object",
    "required": ["ruleId", "level", "message", "locations"],
    "properties": {
        "ruleId": {"type": "string"},
        "level": _LEVEL,
        "message": _TEXT,
        "locations": {"type": "array", "minItems": 1, "items": _LOCATION},
    },
    "additionalProperties": False,
}
_RUN = {
    "type": "object",
    "required": ["tool", "results"],
    "properties": {
        "tool": {
            "type": "object",
            "required": ["driver"],
            "properties": {
                "driver": {
                    "type": "object",
                    "required": ["name"],
                    "properties": {"rules": {"type": "array", "uniqueItems": True, "items": _RULE}},
                }
            },
        },
        "invocations": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["executionSuccessful"],
                "properties": {
                    "executionSuccessful": {"type": "boolean"},
                    "exitCode": {"type": "integer"},
                },
            },
        },
        "results": {"type": "array", "items": _RESULT},
    },
    "additionalProperties": False,
}
SARIF = {
    "type": "object",
    "required": ["version", "runs"],
    "properties": {"version": {"const": "2.1.0"}, "runs": {"type": "array", "items": _RUN}},
}
"""What SARIF 2.1.0 asks of the parts that are written; sections 3.13 to 3.28."""


def lint(form: str, *arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["lint", "--format", form, *map(str, arguments)])


def sarif(*arguments: str | Path) -> Any:
    """Return the one run of the log, which is checked."""
    log = json.loads(lint("sarif", *arguments).output)
    jsonschema_rs.Draft202012Validator(SARIF, validate_formats=True).validate(log)
    (run,) = log["runs"]
    return run


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder, with a contract of odd name and defect in a folder inside."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mis citas").mkdir()
    (tmp_path / "mis citas" / "a,b:c.yaml").write_text(HEAD + ODD)
    return tmp_path


def test_programs_get_json():
    path = CONTRACTS / "unknown-format.yaml"

    done = lint("json", path)

    assert json.loads(done.output) == {
        "files": [
            {
                "file": str(path),
                "operations": 2,
                "unreadable": None,
                "defects": [
                    {
                        "kind": "unknown-format",
                        "severity": "warning",
                        "file": str(path),
                        "line": 26,
                        "pointer": "#/components/schemas/Cita/format",
                        "detail": "`matrícula` is not a format",
                        "consequence": "not checked",
                    }
                ],
            }
        ]
    }


def test_json_names_the_file_that_cannot_be_read_and_what_is_wrong(folder: Path):
    (folder / "rota.yaml").write_text("openapi: 3.1.0\npaths: [\n")

    done = lint("json", "rota.yaml", "nada.yaml")

    broken, missing = json.loads(done.output)["files"]
    assert done.exit_code == 2
    assert broken["file"] == "rota.yaml"
    assert broken["unreadable"]["line"] == 3
    assert broken["unreadable"]["detail"].startswith("is not YAML")
    assert missing == {
        "file": "nada.yaml",
        "operations": 0,
        "unreadable": {"line": 0, "detail": "cannot be read: No such file or directory; look at its name"},
        "defects": [],
    }


def test_github_gets_a_command_for_each_defect_in_which_nothing_can_be_mistaken(folder: Path):
    done = lint("github", Path("mis citas") / "a,b:c.yaml")

    command, last = done.output.splitlines()
    assert command == (
        "::warning file=mis citas/a%2Cb%3Ac.yaml,line=5,title=unknown-field::"
        "`50%25%0D%0A::error` is no keyword of a schema — ignored"
        " (#/components/schemas/Cita/50%25%0D%0A::error)"
    )
    assert last == "0 errors, 1 warning in 1 file; 0 operations served"


def test_people_get_one_line_for_each_defect_whatever_is_in_it(folder: Path):
    said = lint("text", Path("mis citas") / "a,b:c.yaml").output.splitlines()

    assert len(said) == 2
    assert "`50% ::error` is no keyword" in said[0]


def test_github_learns_of_warnings_and_of_files_that_cannot_be_read(folder: Path):
    done = lint("github", folder / "nada.yaml", CONTRACTS / "unknown-format.yaml")

    unreadable, warning, _ = done.output.splitlines()
    assert unreadable.startswith("::error file=nada.yaml,title=unreadable::cannot be read")
    assert warning.startswith(f"::warning file={(CONTRACTS / 'unknown-format.yaml').as_posix()},line=26,")


def test_a_code_scanner_gets_every_kind_as_a_rule():
    rules = {one["id"]: one for one in sarif(CONTRACTS / "pattern.yaml")["tool"]["driver"]["rules"]}

    assert rules.keys() == KINDS.keys() | {"unreadable"}
    assert rules["pattern"]["shortDescription"]["text"] == KINDS["pattern"].meaning
    assert rules["unknown-format"]["defaultConfiguration"]["level"] == "warning"


def test_a_code_scanner_gets_every_defect_as_a_result_with_its_place(folder: Path):
    run = sarif(Path("mis citas") / "a,b:c.yaml")

    (result,) = run["results"]
    (place,) = result["locations"]
    assert (result["ruleId"], result["level"]) == ("unknown-field", "warning")
    assert place["physicalLocation"]["artifactLocation"] == {
        "uri": "mis%20citas/a%2Cb%3Ac.yaml",
        "uriBaseId": "%SRCROOT%",
    }
    assert place["physicalLocation"]["region"] == {"startLine": 5}
    assert place["logicalLocations"] == [{"fullyQualifiedName": "#/components/schemas/Cita/50%\r\n::error"}]
    assert run["invocations"] == [{"executionSuccessful": True, "exitCode": 0}]


def test_a_code_scanner_learns_that_a_file_could_not_be_read(folder: Path):
    run = sarif("nada.yaml", CONTRACTS / "pattern.yaml")

    first, second = run["results"]
    assert (first["ruleId"], first["level"]) == ("unreadable", "error")
    assert "region" not in first["locations"][0]["physicalLocation"]
    assert second["locations"][0]["physicalLocation"]["artifactLocation"] == {
        "uri": (CONTRACTS / "pattern.yaml").as_uri()
    }
    assert run["invocations"] == [{"executionSuccessful": False, "exitCode": 2}]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_can_be_told_to_a_code_scanner_and_to_github(kind: str):
    path = CONTRACTS / f"{kind}.yaml"

    rules = {one["ruleId"] for one in sarif(path)["results"]}

    assert rules == {kind}
    assert f"title={kind}::" in lint("github", path).output
