"""A day of the invoice service's work, with siblings that say what they are told to say."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import flask
import httpx2
from contract_tests.consumers.requests import RequestBroken, Requests, Sent
from contract_tests.services import InvoiceService, StoppedClock
from sqlalchemy import event
from werkzeug.test import TestResponse

from taller.catalog import SIBLINGS, contract_path, load_contract
from taller.documents.pointers import lookup
from taller.invoices import Actor, Invoices, Role

Answer = tuple[int, Any]
"""A status and JSON."""
Answers = Mapping[str, Callable[[Sent], Answer]]
"""What each operation answers: ``GET /clientes/{idCliente}``."""
ADMIN = Actor("mostrador", Role.ADMIN)


@dataclass(frozen=True)
class Plan:
    """What a day is about."""

    customer_id: int = 2022
    vin: str = "M109186"
    pages: tuple[tuple[int, ...], ...] = ((789, 790), (791,))
    """The jobs, by their ids, on each page of their list."""
    part_id: int = 2022
    moment: datetime = datetime(2026, 3, 2, 10, tzinfo=UTC)

    @property
    def job_ids(self) -> list[int]:
        return [job_id for page in self.pages for job_id in page]


OTHER = Plan(7, "VSSZZZ6JZ9R000001", ((5,),), 31, datetime(2027, 11, 30, 9, tzinfo=UTC))
"""A day that has nothing in common with the usual one, not even the number of pages."""


@dataclass
class Siblings:
    """All six, inside this process."""

    answer: Callable[[Sent], httpx2.Response]
    sent: list[tuple[str, Sent]] = field(default_factory=list)
    """What they were asked, each with the sibling's name."""
    broken: list[str] = field(default_factory=list)
    """What they were asked that their contracts do not have."""

    def transport(self, name: str) -> httpx2.BaseTransport:
        """Return the way to one of them."""
        rules = RULES[name]

        def handle(request: httpx2.Request) -> httpx2.Response:
            try:
                sent = rules.kept_by(request)
            except RequestBroken as error:
                self.broken.append(str(error))
                raise
            self.sent.append((name, sent))
            return self.answer(sent)

        return httpx2.MockTransport(handle)


def by(answers: Answers) -> Callable[[Sent], httpx2.Response]:
    """Return what answers as *answers* says."""

    def answer(sent: Sent) -> httpx2.Response:
        status, body = answers[sent.operation](sent)
        return httpx2.Response(status, json=body)

    return answer


RULES = {sibling.name: Requests(sibling.name) for sibling in SIBLINGS}


class Office:
    """The invoice service, as new each morning."""

    def __init__(self, folder: Path, siblings: Siblings, moment: datetime) -> None:
        self._start = InvoiceService(folder, lambda _: ADMIN, siblings.transport, StoppedClock(moment))
        self._hasty = False

    def opened(self) -> flask.Flask:
        """Return the service with nothing in its database."""
        app = self._start()
        if not self._hasty:
            self._hasty = True
            engine = invoices_of(app).engine
            event.listen(engine, "connect", _without_waiting_for_the_disk)
            engine.dispose()
        return app


def _without_waiting_for_the_disk(connection: Any, _: object) -> None:
    connection.execute("PRAGMA synchronous=OFF")


def invoices_of(app: flask.Flask) -> Invoices:
    """Return the invoices that are in *app*."""
    invoices: Invoices = app.extensions["taller.invoices"]
    return invoices


def examples(plan: Plan) -> Answers:
    """Return the answers of a workshop in which all is well, with every property that there is."""
    # The contract's own example has a NIF whose letter is wrong, and with that nothing is issued.
    known = {"idCliente": plan.customer_id, "nif/nie": "12345678-Z"}
    job = _example("trabajos", "Trabajos")["trabajos"][0] | {"VIN": plan.vin}
    vehicle = _example("vehiculos", "Vehiculo")["vehicle"]
    link = {"href": "/trabajo?page=2", "rel": "nextPage"}

    def jobs(sent: Sent) -> Answer:
        number = sent.parameters["query/page"]
        links = {"prevPage": link} | ({"nextPage": link} if number < len(plan.pages) else {})
        return 200, {"trabajos": [job | {"id": each} for each in plan.pages[number - 1]], "links": links}

    def is_(status: int, body: Any) -> Callable[[Sent], Answer]:
        return lambda _: (status, body)

    return {
        "GET /clientes/{idCliente}": is_(200, _example("clientes", "Cliente") | known),
        "GET /vehiculos/{VIN}": is_(200, {"vehicle": vehicle | {"VIN": plan.vin}}),
        "GET /trabajo": jobs,
        "GET /recambios/{recambioId}": is_(200, _example("recambios", "Recambio") | {"id": plan.part_id}),
        "POST /notificacion": is_(201, _example("notificaciones", "Notificacion")),
        "POST /logs": is_(201, _example("logs", "Log")),
    }


def main_job(app: flask.Flask, plan: Plan) -> Iterator[Any]:
    """Bill all jobs, issue the invoice, and deliver the news; yield what is seen of each."""
    desk = app.test_client()
    labour = {"descripcion": "Montaje", "horas": 1.5, "precioHora": 42}
    charges = [
        {"trabajoId": job, "manoDeObra": [labour], "recambios": [{"recambioId": plan.part_id, "cantidad": 2}]}
        for job in plan.job_ids
    ]
    asked = {"vehiculos": [plan.vin], "cargos": charges}
    billed = desk.post(f"/api/v1/clientes/{plan.customer_id}/facturas", json=asked)
    yield _told(billed)
    if billed.status_code == 201:
        issued = desk.post(f"{billed.headers['Location']}/emision", headers={"If-Match": "*"})
        yield _told(issued)
    yield delivered(app)


def _told(response: TestResponse) -> Answer:
    """Return what matters of *response*: what a refusal says to people does not."""
    body = response.get_json()
    return response.status_code, body if response.status_code < 400 else {**body, "detail": ...}


def odds_and_ends(app: flask.Flask, plan: Plan) -> None:
    """Do what else the siblings hear of: a draft thrown away, the first invoice annulled, a list read."""
    desk = app.test_client()
    concept = {"trabajoId": 1, "nombre": "Cambio de aceite", "importe": 35.99}
    sale = {
        "idCliente": plan.customer_id,
        "fechaEmision": plan.moment.isoformat().replace("+00:00", "Z"),
        "Conceptos": [concept],
    }
    annulled = desk.post(
        "/api/v1/facturas/1/anulacion", json={"motivo": "Por error"}, headers={"If-Match": "*"}
    )
    assert annulled.status_code == 200
    draft = desk.post("/api/v1/facturas", json=sale)
    assert desk.delete(draft.headers["Location"]).status_code == 204
    assert desk.get("/api/v1/facturas").status_code == 200
    delivered(app)


def delivered(app: flask.Flask) -> tuple[int, int, int]:
    """Deliver what is owed; return how much arrived, how much was refused, and what is still owed."""
    invoices = invoices_of(app)
    invoices.journal.flush()
    done = invoices.relay.deliver_due()
    return done.delivered, done.refused, invoices.relay.owed()


def _example(service: str, name: str) -> Any:
    return lookup(load_contract(contract_path(service)), f"/components/examples/{name}/value")
