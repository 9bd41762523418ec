"""``taller lint``: what it prints and what it exits with."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.documents.support import CONTRACTS

from taller.catalog import SERVICES, contract_path
from taller.cli.main import main


def lint(*arguments: str | Path, color: bool = False) -> Result:
    return CliRunner().invoke(main, ["lint", *map(str, arguments)], color=color)


def test_the_contracts_of_the_workshop_have_no_defect_at_all():
    done = lint("--strict", *(contract_path(service.name) for service in SERVICES))

    assert done.exit_code == 0, done.output
    assert done.output == "7 contracts: 0 errors, 0 warnings; 83 operations served\n"


def test_each_defect_is_a_line_and_the_last_line_counts_them():
    path = CONTRACTS / "pattern.yaml"

    done = lint(path)

    assert done.exit_code == 1
    assert done.output.splitlines() == [
        f"{path}:26: error: '^[0-9' is no regular expression of ECMA 262 — not checked [pattern]",
        "1 contract: 1 error, 0 warnings; 2 operations served",
    ]


@pytest.mark.parametrize(("arguments", "code"), [([], 0), (["--strict"], 1)])
def test_warnings_count_only_if_asked_to(arguments: list[str], code: int):
    assert lint(*arguments, CONTRACTS / "unknown-format.yaml").exit_code == code


def test_what_cannot_be_read_does_not_keep_the_others_from_being_told_of(tmp_path: Path):
    done = lint(tmp_path / "nada.yaml", CONTRACTS / "pattern.yaml")

    assert done.exit_code == 2
    assert (
        done.stderr
        == f"{tmp_path / 'nada.yaml'}: cannot be read: No such file or directory; look at its name\n"
    )
    assert "[pattern]" in done.stdout


def test_programs_get_json():
    path = CONTRACTS / "unknown-format.yaml"

    done = lint("--format", "json", path)

    assert json.loads(done.output) == {
        "files": [
            {
                "file": str(path),
                "operations": 2,
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


def test_colours_are_for_terminals():
    path = CONTRACTS / "pattern.yaml"

    assert "\x1b[31m" in lint(path, color=True).output
    assert "\x1b" not in lint(path).output


def test_its_help_has_examples():
    assert "taller lint --strict specs/*.yaml" in lint("--help").output
