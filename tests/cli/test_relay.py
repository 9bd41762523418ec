"""What is owed to siblings that are down, with real processes: nothing is lost, nobody waits."""

import subprocess
import time
from pathlib import Path
from typing import Any

from tests.builders import invoice_body
from tests.cli.processes import TALLER, ask, clean_environment, eventually, free_offset, running

from taller.catalog import service_named

LISTENING = ("notificaciones", "logs")
ISSUER = {
    "TALLER_ISSUER_NIF": "B12345674",
    "TALLER_ISSUER_NAME": "Talleres Ruiz, S.L.",
    "TALLER_ISSUER_ADDRESS": "Calle Mayor 1, 28013 Madrid",
}


def settings(tmp_path: Path, offset: int) -> dict[str, str]:
    urls = {service.variable: service.shifted(offset).api_url() for service in map(service_named, LISTENING)}
    return {"TALLER_DATABASE_URL": f"sqlite:///{tmp_path}/facturas.db", **ISSUER, **urls}


def serve(offset: int, *more: str) -> tuple[str, ...]:
    return ("serve", "--port", str(8000 + offset), *more)


def issue(port: int) -> dict[str, Any]:
    body = invoice_body(customer_id=2022)
    body["Conceptos"][0]["VIN"] = "M109186"
    _, draft = ask(port, "POST", "/api/v1/facturas", body)
    begun = time.monotonic()
    where = f"/api/v1/facturas/{draft['facturaId']}/emision"
    status, invoice = ask(port, "POST", where, **{"If-Match": "*"})
    assert (status, time.monotonic() - begun < 1) == (200, True)
    return dict(invoice)


def notified(port: int) -> list[str]:
    _, held = ask(port, "GET", "/notificacion?clienteId=2022")
    return [each["descripcion"] for each in held["notificaciones"] if each["tipo"] == "Envío de factura"]


def logged(port: int, text: str) -> bool:
    _, held = ask(port, "GET", "/api/v1/logs?order=id&ordering=DESC")
    return any(text in each["mensaje"] for each in held["logs"])


def test_what_was_owed_arrives_after_both_sides_were_down(tmp_path: Path) -> None:
    offset = free_offset()
    environment = settings(tmp_path, offset)

    with running(*serve(offset), port=8000 + offset, **environment):
        number = issue(8000 + offset)["numeroFactura"]
    with (
        running("mock", *LISTENING, "--port-offset", str(offset), port=7777 + offset),
        running(*serve(offset), port=8000 + offset, **environment),
    ):
        eventually(lambda: notified(7777 + offset) == [f"Factura {number}, 71.98 EUR."])
        eventually(lambda: logged(8081 + offset, f"Emite la factura {number}"))


def test_news_arrive_at_once_while_all_is_well(tmp_path: Path) -> None:
    offset = free_offset()
    with (
        running("mock", *LISTENING, "--port-offset", str(offset), port=7777 + offset),
        running(*serve(offset), port=8000 + offset, **settings(tmp_path, offset)),
    ):
        issue(8000 + offset)

        eventually(lambda: notified(7777 + offset), seconds=1)


def test_a_relay_of_its_own_delivers_and_says_what_is_left(tmp_path: Path) -> None:
    offset = free_offset()
    environment = settings(tmp_path, offset)
    with running(*serve(offset, "--no-relay"), port=8000 + offset, **environment):
        issue(8000 + offset)

    down = relay_once(environment)
    with running("mock", *LISTENING, "--port-offset", str(offset), port=7777 + offset):
        up = eventually(lambda: done if (done := relay_once(environment)).returncode == 0 else None)

    assert (down.returncode, down.stdout) == (1, "0 delivered, 0 refused, 3 still owed\n")
    assert up.stdout.endswith("0 still owed\n")


def relay_once(environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = [*TALLER, "relay", "--once"]
    return subprocess.run(
        command, env=clean_environment(**environment), capture_output=True, text=True, check=False
    )
