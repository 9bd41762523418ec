import os
import subprocess
import sys

import pytest
from click.testing import CliRunner

from taller import __version__
from taller.catalog import SERVICES
from taller.cli.main import COMMANDS, main
from taller.cli.tables import table


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "taller", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
    )


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_examples(command: str) -> None:
    result = CliRunner().invoke(main, [command, "--help"])

    assert result.exit_code == 0
    assert f"  taller {command}" in result.output


def test_the_commands_are_listed_in_order() -> None:
    output = CliRunner().invoke(main, ["--help"]).output

    assert [output.index(f"\n  {name} ") for name in COMMANDS] == sorted(
        output.index(f"\n  {name} ") for name in COMMANDS
    )


def test_the_version_is_printed() -> None:
    assert __version__ in CliRunner().invoke(main, ["--version"]).output


def test_the_demo_without_a_workshop_says_what_to_do() -> None:
    nowhere = {service.variable: "http://127.0.0.1:1" for service in SERVICES}

    done = run("demo", **nowhere)

    assert done.returncode == 2
    assert "taller up" in done.stdout


def test_a_bad_setting_is_one_line() -> None:
    done = run("serve", TALLER_SERIES="f-1")

    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert done.stderr.startswith("Error: ")


def test_a_database_that_is_not_there_is_one_line() -> None:
    done = run("serve", TALLER_DATABASE_URL="sqlite:////proc/nowhere/facturas.db")

    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "TALLER_DATABASE_URL" in done.stderr


def test_help_loads_neither_flask_nor_the_stand_ins() -> None:
    script = (
        "import sys, runpy; sys.argv = ['taller', 'up', '--help']\n"
        "try: runpy.run_module('taller', run_name='__main__')\n"
        "except SystemExit: print(sorted({'flask', 'sqlalchemy', 'httpx2', 'yaml'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert done.stdout.endswith("[]\n")


def test_a_table_s_columns_are_as_wide_as_they_need() -> None:
    assert table(("a", "b"), [("long", "x"), ("s", "")]) == ["a     b", "----  -", "long  x", "s"]
