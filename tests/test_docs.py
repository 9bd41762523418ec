"""The pages say what the program has, and point at what is there."""

import re
from pathlib import Path

import pytest

from taller.catalog import SERVICES, load_contract
from taller.cli import mock
from taller.cli.main import COMMANDS
from taller.documents import KINDS
from taller.documents.extensions import EXTENSIONS
from taller.invoices.blueprint.problems import STATUSES, TITLES
from taller.invoices.domain.errors import InvoiceError

ROOT = Path(__file__).parents[1]
PAGES = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), ROOT / "specs" / "README.md"]
REFUSALS = (ROOT / "docs" / "refusals.md").read_text("utf-8")
STAND_INS = (ROOT / "docs" / "stand-ins.md").read_text("utf-8")
OPERATIONS = (ROOT / "docs" / "operations.md").read_text("utf-8")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_its_row(command: str) -> None:
    assert f"| `taller {command}" in OPERATIONS


def test_every_setting_has_its_row() -> None:
    source = "".join(path.read_text("utf-8") for path in (ROOT / "src").rglob("*.py"))
    settings = set(re.findall(r"\bTALLER_[A-Z_]+[A-Z]\b", source)) - {"TALLER_INVOICES"}
    settings |= {service.variable for service in SERVICES}

    assert [name for name in sorted(settings) if f"`{name}`" not in OPERATIONS] == []


def test_every_defect_has_its_row_and_no_row_is_of_none() -> None:
    rows = [
        f"| `{name}` | {one.severity} | {one.meaning} | {one.consequence} |" for name, one in KINDS.items()
    ]

    assert [row for row in rows if row not in STAND_INS] == []
    assert len(re.findall(r"\| (?:error|warning) \|", STAND_INS)) == len(rows)


def test_every_option_of_a_stand_in_that_a_page_names_is_there() -> None:
    known = {name for option in mock.command.params for name in (*option.opts, *option.secondary_opts)}
    named = set(re.findall(r"(--[a-z][a-z-]+)", STAND_INS))

    assert named <= known


def test_every_path_of_the_admin_has_its_row() -> None:
    paths = load_contract(ROOT / "src/taller/mocks/admin/admin.yaml")["paths"]

    assert [path for path in paths if f"`{path}`" not in STAND_INS] == []


def test_every_extension_has_its_row() -> None:
    specs = (ROOT / "specs" / "README.md").read_text("utf-8")

    assert [name for name in EXTENSIONS if f"| `{name}" not in specs] == []


def test_every_refusal_has_its_row_and_no_row_is_of_none() -> None:
    told = re.findall(r"^\| `([a-z-]+)` \| (\d{3}) \| ([^|]+) \| [^|]+ \| [^|]+ \|$", REFUSALS, re.MULTILINE)

    assert sorted(told) == sorted({(each.rule, str(status_of(each)), each.title) for each in refusals()})


def test_the_statuses_without_a_rule_have_their_rows() -> None:
    told = {int(status) for status in re.findall(r"^\| (\d{3}) \|", REFUSALS, re.MULTILINE)}

    # 408 is the server's own; 412 is always etiqueta-caducada.
    assert told == TITLES.keys() - {408, 412}


def test_what_is_found_is_what_the_table_of_faults_comes_to() -> None:
    contracts, faults = ((ROOT / "docs" / name).read_text("utf-8") for name in ("contracts.md", "faults.md"))
    told = re.findall(r"^\| .*?(\w+)` \| (\d) \| ([\d of]+) \| ([\d of]+) \|$", contracts, re.MULTILINE)
    quick, standard, (_, _, always, plain) = told

    for profile, number, everywhere, each in (quick, standard):
        section = faults.split(f"## `{profile}`")[1].split("\n## ")[0]
        assert f"Profile `{profile}`, {number} services" in section
        assert f"{everywhere} faults are found on every service that can have them; {each} when" in section
    assert f"Plain schemathesis run: {plain}; faults: {always.split()[0]} always" in faults


def refusals() -> list[type[InvoiceError]]:
    """Every class with a rule of its own, and every one below which there is no other."""
    found, queue = [], list(InvoiceError.__subclasses__())
    while queue:
        each = queue.pop()
        queue += each.__subclasses__()
        if "rule" in vars(each) or not each.__subclasses__():
            found.append(each)
    return found


def status_of(refusal: type[InvoiceError]) -> int:
    return next(STATUSES[kind] for kind in refusal.__mro__ if kind in STATUSES)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", page.read_text("utf-8"))

    assert [one for one in targets if "://" not in one and not (page.parent / one).exists()] == []


def test_both_readmes_say_the_same() -> None:
    english, spanish = ((ROOT / name).read_text("utf-8") for name in ("README.md", "README.es.md"))

    for pattern in (r"^\$ [^#\n]*", r"^```\w*", r"^\| \[\S+", r"^(from|import|app|Invoices).*"):
        both = [[found.strip() for found in re.findall(pattern, text, re.M)] for text in (english, spanish)]
        assert both[0] == both[1] != []


def test_the_readme_shows_the_example_as_it_stands() -> None:
    example = (ROOT / "examples" / "host_app.py").read_text("utf-8")
    shown = re.search(r"```python\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)

    assert shown is not None
    for line in ("from flask import Flask", "Invoices(", 'url_prefix="/facturacion",'):
        assert line in shown[1]
        assert line in example
