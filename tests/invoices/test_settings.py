"""What can be set, what it does, and what cannot be meant: the message names the variable."""

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from tests.builders import ISSUER
from tests.cli.processes import TALLER, clean_environment
from tests.conftest import invoices_of
from tests.invoices.blueprint.asking import drafted, full, issue, issued, places, refusal, simplified

from taller.invoices import Invoices, Issuer, Prefixes, Settings
from taller.invoices.service.app import create_app

TEXTS = ["Hojas de reclamación a su disposición.", "Presupuesto por escrito."]


@contextmanager
def serving(settings: Settings) -> Iterator[FlaskClient]:
    app = create_app(settings)
    yield app.test_client()
    invoices_of(app).close()


@pytest.fixture
def legends(tmp_path: Path) -> str:
    path = tmp_path / "leyendas.json"
    path.write_text(json.dumps({"Madrid": TEXTS, "vacía": []}), "utf-8")
    return str(path)


def test_without_a_word_nothing_is_set() -> None:
    assert Settings.from_environment({}) == Settings()


def test_the_environment_says_all_of_it(legends: str, database_url: str) -> None:
    environment = {
        "TALLER_DATABASE_URL": database_url,
        "TALLER_LOGS_URL": " http://logs:8081/api/v1/ ",
        "TALLER_CLIENTES_URL": "",
        "TALLER_ISSUER_NAME": "Talleres Ruiz, S.L.",
        "TALLER_ISSUER_NIF": "es b-12345674",
        "TALLER_ISSUER_ADDRESS": "Calle Mayor 1, 28013 Madrid",
        "TALLER_ISSUER_REGISTER": "28/1234",
        "TALLER_SERIES": "A",
        "TALLER_SERIES_SIMPLIFIED": "B",
        "TALLER_SERIES_CORRECTIVE": "C",
        "TALLER_REGION": "Madrid",
        "TALLER_LEGENDS_FILE": legends,
        "TALLER_REQUIRE_IF_MATCH": "1",
        "TALLER_ZONE": "Atlantic/Canary",
        "TALLER_LARGEST_BODY": "1000",
        "TALLER_API_KEY": "k" * 32,
    }

    assert Settings.from_environment(environment) == Settings(
        database_url=database_url,
        siblings={"logs": "http://logs:8081/api/v1"},
        issuer=ISSUER,
        prefixes=Prefixes("A", "B", "C"),
        legends=tuple(TEXTS),
        require_if_match=True,
        zone="Atlantic/Canary",
        largest_body=1000,
        api_key="k" * 32,
    )


BAD: list[tuple[dict[str, str], str]] = [
    ({"TALLER_SERIES": "f-1"}, "TALLER_SERIES"),
    ({"TALLER_SERIES": ""}, "A-Z"),
    ({"TALLER_SERIES": "A" * 11}, "TALLER_SERIES"),
    ({"TALLER_SERIES_SIMPLIFIED": "Ñ"}, "_SIMPLIFIED"),
    ({"TALLER_SERIES_SIMPLIFIED": "F"}, "no two may begin alike"),
    ({"TALLER_SERIES": "R"}, "no two may begin alike"),
    ({"TALLER_ISSUER_NIF": "B12345678"}, "TALLER_ISSUER_NIF is 'B12345678'"),
    ({"TALLER_ISSUER_NIF": "taller"}, "TALLER_ISSUER_NIF"),
    ({"TALLER_ISSUER_NAME": "x" * 201}, "TALLER_ISSUER_NAME"),
    ({"TALLER_ISSUER_ADDRESS": "Calle Mayor\n1"}, "TALLER_ISSUER_ADDRESS"),
    ({"TALLER_ISSUER_REGISTER": "1" * 51}, "TALLER_ISSUER_REGISTER"),
    ({"TALLER_REGION": "Madrid"}, "TALLER_LEGENDS_FILE"),
    ({"TALLER_LEGENDS_FILE": "/nowhere.json"}, "TALLER_REGION"),
    ({"TALLER_REGION": "Madrid", "TALLER_LEGENDS_FILE": "/nowhere.json"}, "TALLER_LEGENDS_FILE"),
    ({"TALLER_REQUIRE_IF_MATCH": "yes"}, "TALLER_REQUIRE_IF_MATCH"),
    ({"TALLER_REQUIRE_IF_MATCH": ""}, "TALLER_REQUIRE_IF_MATCH"),
    ({"TALLER_LARGEST_BODY": "1 MB"}, "TALLER_LARGEST_BODY"),
    ({"TALLER_LARGEST_BODY": "-1"}, "TALLER_LARGEST_BODY"),
    ({"TALLER_ZONE": "Mars/Phobos"}, "TALLER_ZONE"),
    ({"TALLER_ZONE": "../etc/passwd"}, "TALLER_ZONE"),
    ({"TALLER_LOGS_URL": "logs:8081/api/v1"}, "TALLER_LOGS_URL"),
    ({"TALLER_CLIENTES_URL": "http://["}, "TALLER_CLIENTES_URL"),
]


@pytest.mark.parametrize(("environment", "complaint"), BAD)
def test_a_setting_that_cannot_be_meant_is_refused(environment: dict[str, str], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint) as refused:
        Settings.from_environment(environment)

    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("", "Madrid"),
        ("{", "Madrid"),
        ("[]", "Madrid"),
        ('{"Madrid": "una"}', "Madrid"),
        ('{"Madrid": [1]}', "Madrid"),
        ('{"Madrid": [""]}', "Madrid"),
        ('{"Madrid": {}}', "Madrid"),
        ('{"Madrid": []}', "Galicia"),
        (json.dumps({"Madrid": ["x"] * 21}), "Madrid"),
        (json.dumps({"Madrid": ["x" * 2001]}), "Madrid"),
    ],
)
def test_a_file_that_does_not_say_the_legends_is_refused(tmp_path: Path, text: str, region: str) -> None:
    path = tmp_path / "leyendas.json"
    path.write_text(text, "utf-8")

    with pytest.raises(ValueError, match="TALLER_LEGENDS_FILE"):
        Settings.from_environment({"TALLER_REGION": region, "TALLER_LEGENDS_FILE": str(path)})


def test_a_region_may_want_nothing_printed(legends: str) -> None:
    environment = {"TALLER_REGION": "vacía", "TALLER_LEGENDS_FILE": legends}

    assert Settings.from_environment(environment).legends == ()


def test_what_nobody_has_set_reaches_us_empty_and_counts_as_nothing() -> None:
    names = [f"TALLER_ISSUER_{name}" for name in ("NIF", "NAME", "ADDRESS", "REGISTER")]
    names += ["TALLER_REGION", "TALLER_LEGENDS_FILE", "TALLER_CLIENTES_URL"]

    assert Settings.from_environment(dict.fromkeys(names, "")) == Settings()


@pytest.mark.parametrize(
    "more",
    [
        {"issuer": Issuer(nif="B12345678")},
        {"issuer": Issuer(name="x" * 201)},
        {"prefixes": Prefixes("F", "F", "R")},
        {"prefixes": Prefixes("f", "s", "r")},
        {"legends": ("x" * 2001,)},
        {"siblings": {"facturas": "http://localhost"}},
        {"siblings": {"logs": "localhost"}},
        {"zone": "Mars"},
        {"api_key": "short"},
    ],
)
def test_a_library_s_settings_are_checked_alike(more: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r".+"):
        Settings(**more)


def test_the_issuer_s_nif_is_said_as_the_tax_office_writes_it(database_url: str) -> None:
    issuer = Issuer("Talleres Ruiz, S.L.", "es-b.12345674", "Calle Mayor 1")

    with serving(Settings(database_url=database_url, issuer=issuer)) as client:
        assert issued(client)["emisor"]["nif"] == "B12345674"
        assert client.get("/api/v1/registros/1").get_json()["emisorNif"] == "B12345674"


def test_the_legends_of_the_region_are_printed(database_url: str, legends: str) -> None:
    environment = {"TALLER_REGION": "Madrid", "TALLER_LEGENDS_FILE": legends}
    texts = Settings.from_environment(environment).legends

    with serving(Settings(database_url=database_url, issuer=ISSUER, legends=texts)) as client:
        assert issued(client)["leyendas"] == TEXTS


def test_each_series_begins_as_is_said(database_url: str) -> None:
    settings = Settings(database_url=database_url, issuer=ISSUER, prefixes=Prefixes("A1", "B22", "C333"))

    with serving(settings) as client:
        made = [issued(client, full(job_id=1)), issued(client, simplified(job_id=2))]

    assert [invoice["serie"][:-4] for invoice in made] == ["A1", "B22"]


def test_an_issuer_of_blanks_is_none(database_url: str) -> None:
    with serving(Settings(database_url=database_url, issuer=Issuer(" ", "B12345674", " "))) as client:
        response = issue(client, drafted(client))

    assert (refusal(response), places(response)) == (
        (422, "faltan-datos"),
        {"#/emisor/nombre", "#/emisor/domicilio"},
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TALLER_ISSUER_NIF", "B12345678"),
        ("TALLER_SERIES_CORRECTIVE", "F"),
        ("TALLER_REQUIRE_IF_MATCH", "perhaps"),
        ("TALLER_REGION", "Madrid"),
    ],
)
def test_the_service_does_not_start_on_a_bad_setting_and_says_why_in_one_line(name: str, value: str) -> None:
    environment = clean_environment(**{name: value})

    done = subprocess.run([*TALLER, "serve"], capture_output=True, text=True, check=False, env=environment)

    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert done.stderr.startswith("Error: ")
    assert "TALLER_" in done.stderr


def test_settings_do_not_show_the_key() -> None:
    assert "k" * 32 not in repr(Settings(api_key="k" * 32))


def test_a_prefix_of_the_paths_is_no_setting() -> None:
    assert Invoices(url_prefix="/facturacion/").url_prefix == "/facturacion"
