"""Siblings that answer whatever their contracts allow, and what no answer may ever lead to."""

import json
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import httpx2
from contract_tests.consumers.day import invoices_of
from contract_tests.consumers.reliance import committed
from contract_tests.consumers.requests import Sent
from contract_tests.consumers.values import Values, header
from flask import Flask
from hypothesis import strategies as st

from taller.catalog import SIBLINGS

Draw = Callable[[st.SearchStrategy[Any]], Any]
JSON = "application/json"
IN_BETWEEN = (429, 500, 502, 503, 504)
"""What something between two services may answer."""
VALUES = {name: Values(sibling.name) for sibling in SIBLINGS for name in committed(sibling.name).operations}
"""By the operations that the service calls."""
AS_ASKED, ANOTHER, ANY, SILENT = "as asked", "of another", "any", "silent"
MOODS = st.sampled_from([AS_ASKED] * 20 + [ANY] * 2 + [ANOTHER, SILENT] + [AS_ASKED] * 20)
"""The usual one is on both ends, which are drawn more often than the rest."""
ANOTHER_VIN = "M109187"
LAST_PAGE = 3
JOBS = st.integers(1, 2**31 - 1) | st.integers(1, 9)
TAX_IDS = st.sampled_from(["12345678Z", "12345678-z", "X-1234567-L"])


@dataclass
class Anything:
    """What the six siblings say, drawn when they are asked; asked again, they say the same."""

    draw: Draw
    told: dict[str, httpx2.Response] = field(default_factory=dict)
    """What was answered, by the operation and its parameters."""
    moods: set[str] = field(default_factory=set)

    def __call__(self, sent: Sent) -> httpx2.Response:
        """Answer: mostly as one wishes, sometimes with anything else that the contract has, or not at all."""
        key = f"{sent.operation} {sorted(sent.parameters.items())}"
        if key not in self.told:
            mood = self.draw(MOODS)
            self.moods.add(mood)
            if mood == SILENT:
                raise self.draw(st.sampled_from([httpx2.ConnectError, httpx2.ReadTimeout]))("silence")
            asked = _of_another(sent) if mood == ANOTHER else sent
            self.told[key] = self._any(sent) if mood == ANY else self._as_asked(asked)
        said = self.told[key]
        return httpx2.Response(said.status_code, headers=said.headers, content=said.content)

    def bodies(self, operation: str) -> list[Any]:
        """Return what was told of *operation* in answers of 200, each once."""
        found = (said for key, said in self.told.items() if key.startswith(f"{operation} "))
        return [json.loads(said.content) for said in found if said.status_code == 200]

    def _any(self, sent: Sent) -> httpx2.Response:
        documented = VALUES[sent.operation].responses(sent.operation)
        status = self.draw(st.sampled_from([*documented, *documented, *IN_BETWEEN]))
        return self._answer(sent, status, documented.get(status, {}))

    def _as_asked(self, sent: Sent) -> httpx2.Response:
        documented = VALUES[sent.operation].responses(sent.operation)
        status = min(documented)
        return self._answer(sent, status, documented[status], STEERED.get(sent.operation))

    def _answer(self, sent: Sent, status: int, documented: Any, steer: Any = None) -> httpx2.Response:
        values = VALUES[sent.operation]
        headers = {
            name: header(str(self.draw(values.of(json.dumps(values.resolved(each)["schema"])))))
            for name, each in documented.get("headers", {}).items()
        }
        media, schema = self._media(documented)
        if media is None:
            return httpx2.Response(status, headers=headers)
        body = self.draw(values.of(json.dumps(schema)))
        if steer is not None:
            body = steer(self.draw, sent, body)
            assert values.allowed(json.dumps(schema)).is_valid(body), body
        text = json.dumps(body, ensure_ascii=self.draw(st.booleans()))
        return httpx2.Response(status, headers={**headers, "Content-Type": media}, content=text.encode())

    def _media(self, documented: Any) -> tuple[str | None, Any]:
        """Return how an answer is written, and its schema; an error may say nothing."""
        content = documented.get("content", {})
        if not content or (JSON not in content and self.draw(st.booleans())):
            return None, None
        media = JSON if JSON in content else next(iter(content))
        return self.draw(st.sampled_from([media, f"{media}; charset=utf-8"])), content[media]["schema"]


def _of_another(sent: Sent) -> Sent:
    """Return the question that an answer about somebody or something else would be right for."""
    others = {
        name: ANOTHER_VIN if name.endswith("/VIN") else value + 1
        for name, value in sent.parameters.items()
        if name.startswith("path/") or name.endswith("/VIN")
    }
    return replace(sent, parameters={**sent.parameters, **others})


def _customer(draw: Draw, sent: Sent, body: Any) -> Any:
    known = {"nif/nie": draw(TAX_IDS)} if draw(st.integers(0, 3)) else {}
    return {**body, **known, "idCliente": sent.parameters["path/idCliente"]}


def _vehicle(draw: Draw, sent: Sent, body: Any) -> Any:
    vin = sent.parameters["path/VIN"]
    return {**body, "vehicle": {**body["vehicle"], "VIN": draw(st.sampled_from([vin, vin.lower()]))}}


def _jobs(draw: Draw, sent: Sent, body: Any) -> Any:
    """A page with jobs on the vehicle, nearly all finished; the list ends some day."""
    states = st.sampled_from(["terminado"] * 8 + ["iniciado"] + ["terminado"] * 7)
    jobs = [
        {**job, "id": draw(JOBS), "VIN": sent.parameters["query/VIN"], "estado": draw(states)}
        for job in body["trabajos"]
    ]
    links = {**body["links"]}
    if sent.parameters["query/page"] == LAST_PAGE:
        links.pop("nextPage", None)
    return {
        **body,
        "trabajos": [*jobs, *body["trabajos"][:1]] if draw(st.booleans()) else jobs,
        "links": links,
    }


def _part(_: Draw, sent: Sent, body: Any) -> Any:
    return {**body, "id": sent.parameters["path/recambioId"]}


STEERED = {
    "GET /clientes/{idCliente}": _customer,
    "GET /vehiculos/{VIN}": _vehicle,
    "GET /trabajo": _jobs,
    "GET /recambios/{recambioId}": _part,
}
"""How any answer becomes one about what was asked for."""


def database(app: Flask) -> list[str]:
    """Return all that is in the database of *app*."""
    with closing(sqlite3.connect(Path(str(invoices_of(app).engine.url.database)))) as connection:
        return [line for line in connection.iterdump() if line.startswith("INSERT")]


def wrongs(invoice: Mapping[str, Any], charges: list[dict[str, Any]], told: Anything) -> list[str]:
    """Return what is wrong with *invoice*, drafted for *charges* from what the siblings told.

    Worked out anew from the answers and the request, with no code of the service.
    """
    return [
        *wrong_customer(invoice, told),
        *_wrong_vehicle(invoice, told),
        *_wrong_concepts(invoice, told),
        *_wrong_sums(invoice, charges, told),
    ]


def wrong_customer(invoice: Mapping[str, Any], told: Anything) -> list[str]:
    """Return in what the customer of *invoice* is not the one that clientes told of."""
    (said,) = told.bodies("GET /clientes/{idCliente}")
    stands = invoice["cliente"]
    nif = said["nif/nie"].replace("-", "").upper()
    wrong = {
        "name": stands["nombre"] != " ".join(f"{said['nombre']} {said['apellidos']}".split())[:400],
        "address": stands.get("domicilio", "") != (said["domicilio"] if said["domicilio"].strip() else ""),
        "tax id": stands.get("nif", nif) != nif,
        "id": invoice["idCliente"] != said["idCliente"],
    }
    return [f"the customer's {name}: {stands} of {said}" for name, is_wrong in wrong.items() if is_wrong]


def _wrong_vehicle(invoice: Mapping[str, Any], told: Anything) -> list[str]:
    (said,) = (body["vehicle"] for body in told.bodies("GET /vehiculos/{VIN}"))
    stands = invoice["vehiculo"]
    wrong = {
        "make": stands.get("marca", "") != (said["marca"] if said["marca"].strip() else ""),
        "model": stands.get("modelo", "") != (said["modelo"] if said["modelo"].strip() else ""),
        "kilometres": stands.get("kilometros") != said.get("kilometraje"),
        "VIN": stands["VIN"].upper() != said["VIN"].upper(),
        "plate": not set(stands.get("matricula", ""))
        <= set(said["matricula_actual"] + said["matricula_actual"].upper()),
    }
    return [f"the vehicle's {name}: {stands} of {said}" for name, is_wrong in wrong.items() if is_wrong]


def _wrong_concepts(invoice: Mapping[str, Any], told: Anything) -> list[str]:
    vin = invoice["vehiculo"]["VIN"]
    jobs = {
        int(job["id"]): job
        for body in told.bodies("GET /trabajo")
        for job in body["trabajos"]
        if job["VIN"].upper() == vin.upper()
    }
    wrong = [f"{job} is not finished" for job in jobs.values() if job["estado"] != "terminado"]
    billed = {concept["trabajoId"]: concept for concept in invoice["Conceptos"]}
    wrong += [f"unknown job {one}" for one in billed.keys() - jobs.keys()]
    for one in billed.keys() & jobs.keys():
        stands, said = billed[one], jobs[one]
        if (stands["nombre"], stands.get("descripcion")) != (said["nombre"], said["descripcion"]):
            wrong.append(f"job {one}: {stands} of {said}")
    return wrong


def _wrong_sums(invoice: Mapping[str, Any], charges: list[dict[str, Any]], told: Anything) -> list[str]:
    """Ley 46/1998, art. 11: prices without VAT are summed exactly, and rounded once, half up."""
    prices = {
        int(part["id"]): Decimal(str(part["precio"])) for part in told.bodies("GET /recambios/{recambioId}")
    }
    gross = sum((Decimal(str(charge.get("importe", 0))) for charge in charges), Decimal())
    hours = (each for charge in charges for each in charge.get("manoDeObra", ()))
    uses = (each for charge in charges for each in charge.get("recambios", ()))
    net = sum((Decimal(str(each["horas"])) * Decimal(str(each["precioHora"])) for each in hours), Decimal())
    net = _cents(net + sum((each["cantidad"] * prices[each["recambioId"]] for each in uses), Decimal()))
    base = _cents(gross / Decimal("1.21")) + net
    total = gross + net + _cents(net * Decimal("0.21"))
    stands = {name: Decimal(str(invoice[name])) for name in ("baseImponible", "cuotaIva", "importe")}
    expected = {"baseImponible": base, "cuotaIva": total - base, "importe": total}
    wrong = [
        f"{name}: {stands[name]} instead of {expected[name]}"
        for name in stands
        if stands[name] != expected[name]
    ]
    if sum((Decimal(str(each["importe"])) for each in invoice["Conceptos"]), Decimal()) != total:
        wrong.append("the concepts do not add up to the total")
    return wrong


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)
