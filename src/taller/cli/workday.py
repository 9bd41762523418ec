"""The day's work of the demo: its steps, and what they should give."""

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from taller.cli.books import Books
from taller.cli.steps import Answer, Caller, Step, Stopped

PATIENCE_SECONDS = 10.0
"""How long the news of an invoice may take to reach the siblings."""
CUSTOMER = {
    "nif/nie": "12345678-Z",
    "nombre": "Carmen",
    "apellidos": "Ruiz Sotelo",
    "telefono": "655443322",
    "domicilio": "Calle del Olmo 7, 28012 Madrid",
    "email": "carmen.ruiz@example.com",
}
OIL_EUR, TYRE_EUR, TYRES = 35.99, 80.0, 4
LABOUR = {"descripcion": "Montaje y equilibrado", "horas": 1.5, "precioHora": 42.0}
TOTAL_EUR = 499.42
"""1.5 h at 42.00 and 4 tyres at 80.00 are 383.00, with VAT 463.43; the oil is 35.99 with VAT."""


class Workday:
    """A customer comes with a vehicle and leaves with an invoice."""

    def __init__(
        self,
        urls: Mapping[str, str],
        say: Callable[[str], object],
        *,
        colour: bool,
        api_key: str | None = None,
    ) -> None:
        """
        :param urls: from each service's name to the URL of its API, base path included.
        :param api_key: what the invoice service asks for.
        """
        self._say = say
        self._caller = Caller(urls, say, colour, api_key)
        self._vin = f"VSSZZZ6JZ{uuid4().int % 10**8:08d}"

    def work(self) -> int:
        """Take all the steps and return the exit code: 0, 1 a broken promise, 2 no answer."""
        self._caller.head()
        try:
            customer = self._receive()
            jobs = [self._open_job("Cambio de aceite"), self._open_job("Cambio de ruedas")]
            self._refused_while_unfinished(customer, jobs)
            for job in jobs:
                self._work_on(job)
            part = self._take_parts()
            invoice = self._bill(customer, jobs, part)
            self._keep_books(invoice)
            self._show_what_the_siblings_hold(customer, invoice)
        except Stopped as stopped:
            self._say(f"\nThe day ends here: {stopped}")
            return stopped.exit_code
        self._say(f"\nAll {self._caller.taken} steps gave what the contracts promise.")
        return 0

    def _take(self, text: str, service: str, request: str, expected: int, **more: Any) -> Answer:
        method, path = request.split(" ")
        return self._caller.take(Step(text, service, method, path, expected, **more))

    def _receive(self) -> int:
        made = self._take("Register the customer", "clientes", "POST /clientes", 201, body=CUSTOMER)
        customer = made.body["idCliente"]
        self._take(
            "Find her by her NIF", "clientes", "GET /clientes/nifnie/{nifnie}", 200,
            ids={"nifnie": CUSTOMER["nif/nie"]},
        )  # fmt: skip
        vehicle = {
            "VIN": self._vin,
            "matricula_actual": "4821 KLM",
            "tipo_de_vehiculo": "Coche",
            "marca": "Seat",
            "modelo": "Ibiza",
            "kilometraje": 45_000,
            "tipo_de_combustible": "Gasolina",
        }
        self._take("Register the vehicle", "vehiculos", "POST /vehiculos", 201, body=vehicle)
        return int(customer)

    def _open_job(self, name: str) -> dict[str, Any]:
        job = {"VIN": self._vin, "nombre": name, "descripcion": f"{name}.", "estado": "creado"}
        made = self._take(f"Open the job «{name}»", "trabajos", "POST /trabajo", 201, body=job)
        return {"id": made.body["trabajo"]["id"], "tag": made.tag, "job": job}

    def _refused_while_unfinished(self, customer: int, jobs: list[dict[str, Any]]) -> None:
        charges = [{"trabajoId": job["id"], "importe": OIL_EUR} for job in jobs]
        self._take(
            "Ask for the invoice too early: refused", "facturas",
            "POST /clientes/{idCliente}/facturas", 409,
            ids={"idCliente": customer}, body={"vehiculos": [self._vin], "cargos": charges},
        )  # fmt: skip

    def _work_on(self, opened: dict[str, Any]) -> None:
        tag = opened["tag"]
        for state in ("planificado", "iniciado", "terminado"):
            changed = self._take(
                f"«{opened['job']['nombre']}» is {state}", "trabajos", "PUT /trabajo/{trabajoId}", 200,
                ids={"trabajoId": opened["id"]}, body={**opened["job"], "estado": state}, tag=tag,
            )  # fmt: skip
            tag = changed.tag

    def _take_parts(self) -> int:
        part = {
            "nombre": "Neumático 195/55 R16",
            "proveedor": "Ruedas del Sur",
            "modelo": f"Asfalto {uuid4().hex[:8]}",
            "cantidad": 20,
            "precio": TYRE_EUR,
        }
        made = self._take("Tyres come into stock", "recambios", "POST /recambios", 201, body=part)
        part_id = int(made.body["id"])
        self._take(
            f"Take {TYRES} tyres from stock", "recambios", "PUT /recambios/{recambioId}", 200,
            ids={"recambioId": part_id}, body={**part, "cantidad": 20 - TYRES}, tag=made.tag,
        )  # fmt: skip
        return part_id

    def _bill(self, customer: int, jobs: list[dict[str, Any]], part: int) -> dict[str, Any]:
        tyres = {"recambioId": part, "cantidad": TYRES}
        today = datetime.now().astimezone().date()
        charges = [
            {"trabajoId": jobs[0]["id"], "importe": OIL_EUR},
            {"trabajoId": jobs[1]["id"], "manoDeObra": [LABOUR], "recambios": [tyres]},
        ]
        drafted = self._take(
            "Ask for the customer's invoice", "facturas",
            "POST /clientes/{idCliente}/facturas", 201,
            ids={"idCliente": customer},
            body={"vehiculos": [self._vin], "cargos": charges, "fechaEntrega": today.isoformat()},
        )  # fmt: skip
        if drafted.body["importe"] != TOTAL_EUR:
            raise Stopped(1, f"the invoice is {drafted.body['importe']} EUR, not {TOTAL_EUR}")
        ids = {"id": drafted.body["facturaId"]}
        issued = self._take(
            "Issue it", "facturas", "POST /facturas/{id}/emision", 200, ids=ids, tag=drafted.tag
        )
        self._take("Try to delete it: refused", "facturas", "DELETE /facturas/{id}", 409, ids=ids)
        invoice: dict[str, Any] = issued.body
        return invoice

    def _keep_books(self, invoice: dict[str, Any]) -> None:
        oil = next(each for each in invoice["Conceptos"] if each["importe"] == OIL_EUR)
        returned = {"trabajoId": oil["trabajoId"], "nombre": oil["nombre"], "importe": -OIL_EUR}
        Books(self._take, invoice).keep(returned, OIL_EUR)

    def _show_what_the_siblings_hold(self, customer: int, invoice: dict[str, Any]) -> None:
        number = invoice["numeroFactura"]
        notified = self._await(
            Step("The notification", "notificaciones", "GET", "/notificacion", 200,
                 query={"clienteId": customer}),
            lambda body: [
                each["descripcion"] for each in body["notificaciones"]
                if each["tipo"] == "Envío de factura" and number in each["descripcion"]
            ],
        )  # fmt: skip
        events = self._await(
            Step("The events in the log", "logs", "GET", "/logs", 200,
                 query={"order": "id", "ordering": "DESC"}),
            lambda body: [
                each["mensaje"] for each in body["logs"] if each.get("usuario") == "facturas"
            ] if any(number in each["mensaje"] for each in body["logs"]) else [],
        )  # fmt: skip
        self._say(f"\nInvoice {number}: {invoice['importe']:.2f} EUR")
        self._say(f"Notification «Envío de factura»: {notified[0]}")
        for message in reversed(events[:10]):
            self._say(f"Event: {message}")

    def _await(self, step: Step, found: Callable[[Any], list[str]]) -> list[str]:
        """Ask until *found* finds something in the answer, then take *step*."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            response = self._caller.send(step)
            if response.status_code == step.expected and found(response.json()):
                return found(self._caller.take(step).body)
            time.sleep(0.1)
        self._caller.take(replace(step, text=f"{step.text}: not there"))
        raise Stopped(1, f"{step.service} holds no news of it after {PATIENCE_SECONDS:.0f} s")
