"""The built wheel, installed into an empty environment, is all that a host application needs."""

import json
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from taller.invoices.persistence.upgrade import REVISIONS

ROOT = Path(__file__).parents[2]
SERVICES = {"clientes", "vehiculos", "trabajos", "notificaciones", "facturas", "recambios", "logs"}

HOST = """
import json, sys
sys.path.insert(0, sys.argv[1])
import host_app
client = host_app.app.test_client()
bodies = json.loads(sys.argv[2])
made = client.post("/facturacion/facturas", json=bodies)
issued = client.post(made.headers["Location"] + "/emision", headers={"If-Match": made.headers["ETag"]})
others = {"schemathesis", "gunicorn", "httptools", "yaml", "jsonschema_rs", "alembic", "psycopg"}
modules = others & sys.modules.keys()
installed = __import__("importlib.metadata").metadata.distributions()
print(json.dumps({
    "statuses": [made.status_code, issued.status_code, client.get("/").status_code],
    "lost": client.get("/nowhere").text,
    "problem": client.get("/facturacion/nowhere").mimetype,
    "modules": sorted(modules),
    "installed": sorted(each.metadata["Name"].lower() for each in installed),
}))
"""

UPGRADE = """
import sys
from taller.invoices.persistence import upgrade
from taller.invoices.persistence.engine import engine_on, open_database
earlier = engine_on(sys.argv[1])
with earlier.connect() as connection, connection.execution_options(**upgrade.EXCLUSIVE).begin():
    upgrade.migrate(connection, upgrade.FIRST)
print(upgrade.revision_of(earlier), upgrade.revision_of(open_database(sys.argv[1])))
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--no-deps",
        "--no-build-isolation",
        "-w",
        str(folder),
        str(ROOT),
    )
    (built,) = folder.glob("*.whl")
    return built


def run(*command: str, **options: str) -> str:
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=options.get("cwd"))
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_wheel_holds_the_contracts_and_the_types(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())

    assert {f"taller/specs/{service}.yaml" for service in SERVICES} | {"taller/py.typed"} <= names
    assert not [name for name in names if name.startswith(("tests", "contract_tests"))]


def test_the_contracts_in_the_wheel_are_those_of_the_project(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        for service in SERVICES:
            shipped = archive.read(f"taller/specs/{service}.yaml")
            assert shipped == (ROOT / "specs" / f"{service}.yaml").read_bytes()


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """An interpreter that has the wheel, and nothing that it did not ask for."""
    folder = tmp_path_factory.mktemp("empty")
    venv.create(folder, with_pip=True)
    python = str(folder / "bin" / "python")
    run(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", str(wheel))
    return python


def test_the_wheel_holds_every_migration(wheel: Path) -> None:
    folder = ROOT / "src" / "taller" / "invoices" / "persistence" / "migrations"
    modules = {f"taller/{path.relative_to(ROOT / 'src' / 'taller')}" for path in folder.rglob("*.py")}

    assert modules <= set(zipfile.ZipFile(wheel).namelist())
    assert len(modules) >= len(REVISIONS)


@pytest.mark.slow
def test_a_database_of_the_first_release_is_upgraded_by_the_wheel_alone(python: str, tmp_path: Path) -> None:
    said = run(python, "-c", UPGRADE, f"sqlite:///{tmp_path}/facturas.db", cwd=str(tmp_path))

    assert said.split() == [REVISIONS[0], REVISIONS[-1]]


@pytest.mark.slow
def test_a_host_application_runs_on_the_wheel_alone(python: str, tmp_path: Path) -> None:
    body = {
        "idCliente": 1,
        "Conceptos": [{"trabajoId": 1, "nombre": "Cambio de aceite", "importe": 35.99}],
        "fechaEmision": "2026-03-02T10:00:00Z",
        "importe": 35.99,
    }

    seen = json.loads(run(python, "-c", HOST, str(ROOT / "examples"), json.dumps(body), cwd=str(tmp_path)))

    assert seen["statuses"] == [201, 200, 200]
    assert seen["lost"] == "<h1>Aquí no hay nada</h1>"
    assert seen["problem"] == "application/problem+json"
    assert seen["modules"] == []
    assert {"schemathesis", "gunicorn", "httptools", "pyyaml", "jsonschema-rs", "psycopg"}.isdisjoint(
        seen["installed"]
    )
