"""``taller lint``: what it prints and what it exits with."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.documents.support import CONTRACTS

from taller.catalog import SERVICES, contract_path
from taller.cli.main import main
from taller.documents import read

WARNING = CONTRACTS / "unknown-format.yaml"
ERROR = CONTRACTS / "pattern.yaml"


def lint(*arguments: str | Path, color: bool = False) -> Result:
    return CliRunner().invoke(main, ["lint", *map(str, arguments)], color=color)


def test_the_contracts_of_the_workshop_have_no_defect_at_all():
    done = lint("--strict", *(contract_path(service.name) for service in SERVICES))

    assert done.exit_code == 0, done.output
    assert done.output == "0 errors, 0 warnings in 7 files; 83 operations served\n"


def test_each_defect_is_a_line_and_the_last_line_counts_them():
    done = lint(ERROR)

    assert done.exit_code == 1
    assert done.output.splitlines() == [
        f"{ERROR}:26: error: '^[0-9' is no regular expression of ECMA 262 — not checked [pattern]"
        " #/components/schemas/Cita/pattern",
        "1 error, 0 warnings in 1 file; 2 operations served",
    ]


def test_defects_are_told_by_file_and_line_whatever_their_severity():
    several = [CONTRACTS / f"{name}.yaml" for name in ("unknown-format", "impossible-schema", "enum-value")]

    *lines, last = lint(*several).output.splitlines()

    places = [(one.split(":")[0], int(one.split(":")[1])) for one in lines]
    assert places == sorted(places)
    assert len({file for file, _ in places}) == 3
    assert last == "6 errors, 2 warnings in 3 files; 6 operations served"


def test_what_two_contracts_share_is_told_once(tmp_path: Path):
    (tmp_path / "cita.yaml").write_text("type: strng\n")
    for name in ("a", "b"):
        (tmp_path / f"{name}.yaml").write_text(
            f"openapi: 3.1.0\ninfo: {{title: {name}, version: '1'}}\n"
            "components: {schemas: {Cita: {$ref: cita.yaml}}}\n"
        )

    done = lint(tmp_path / "a.yaml", tmp_path / "b.yaml")

    assert done.output.count("[not-a-schema]") == 1
    assert done.output.endswith("\n1 error, 0 warnings in 2 files; 0 operations served\n")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ([WARNING], 0),
        (["--strict", WARNING], 1),
        ([ERROR], 1),
        (["--strict", "--ignore", "unknown-format", WARNING], 0),
        (["--ignore", "pattern", ERROR], 0),
        (["--ignore", "pattern", ERROR, "nada.yaml"], 2),
        ([ERROR, "nada.yaml"], 2),
        (["--format", "yaml", ERROR], 2),
        ([], 2),
    ],
)
def test_the_exit_code_says_how_it_went(arguments: list[str | Path], code: int):
    assert lint(*arguments).exit_code == code


def test_a_kind_that_is_ignored_is_neither_told_nor_counted_and_nothing_else_changes():
    several = [CONTRACTS / "misspelt-field.yaml", ERROR]

    done = lint("--ignore", "pattern", "--ignore", "unknown-format", *several)

    assert "[pattern]" not in done.output
    assert done.output.count("[misspelt-field]") == 3
    operations = sum(read(one).operations for one in several)
    assert done.output.endswith(f"\n3 errors, 0 warnings in 2 files; {operations} operations served\n")


def test_a_kind_that_is_none_is_refused_with_the_nearest():
    done = lint("--ignore", "unknown-fromat", ERROR)

    assert done.exit_code == 2
    assert "there is no kind 'unknown-fromat'; the nearest is 'unknown-format'" in done.stderr


def test_what_cannot_be_read_does_not_keep_the_others_from_being_told_of(tmp_path: Path):
    broken = tmp_path / "rota.yaml"
    broken.write_text("openapi: 3.1.0\npaths: [\n")

    done = lint(tmp_path / "nada.yaml", broken, ERROR)

    missing, syntax = done.stderr.splitlines()
    place = tmp_path / "nada.yaml"
    assert (
        missing == f"{place}: error: cannot be read: No such file or directory; look at its name [unreadable]"
    )
    assert syntax.startswith(f"{broken}:3: error: is not YAML: ")
    assert "[pattern]" in done.stdout
    assert done.stdout.endswith("in 1 file; 2 operations served; 2 files unreadable\n")


def test_colours_are_for_terminals():
    assert "\x1b[31m\x1b[1merror" in lint(ERROR, color=True).output
    assert "\x1b" not in lint(ERROR).output


def test_its_help_has_examples_and_the_exit_codes():
    said = lint("--help").output

    assert "taller lint --strict --ignore unknown-format specs/*.yaml" in said
    assert [line.split()[0] for line in said.splitlines() if line.startswith("    ")][:3] == ["0", "1", "2"]
