"""The chain of records, read and checked; no operation changes it."""

from typing import Any

import flask

from taller.invoices.blueprint.openapi import example
from taller.invoices.blueprint.schemas.base import link
from taller.invoices.blueprint.schemas.ledger import RecordAnswer, RecordsAnswer, VerdictAnswer
from taller.invoices.blueprint.schemas.lists import RecordsRequest
from taller.invoices.blueprint.story import RECORD_LINKS, RECORDS_LINKS
from taller.invoices.blueprint.views.common import Resource, blueprint, invoicing, options, reads
from taller.invoices.domain.findings import Verdict
from taller.invoices.domain.records import Record


@blueprint.route("/registros", endpoint="records")
class RecordsResource(Resource):
    @reads(
        "listarRegistros",
        RecordsAnswer,
        "Una página de la cadena, en su orden.",
        example("Registros"),
        query=RecordsRequest,
        links=RECORDS_LINKS,
    )
    def get(self, query: dict[str, int]) -> dict[str, Any]:
        """Devuelve los registros de facturación, encadenados por su huella."""
        size, invoice_id = query["limit"], query.get("invoice_id")
        found = invoicing().records(query["after"], size, invoice_id)
        records, more = found[:size], len(found) > size
        links = {}
        if more:
            where: dict[str, Any] = {"despues": records[-1].position, "limit": size, "facturaId": invoice_id}
            links["next"] = link(flask.url_for(".records", **where), "registros")
        return {"records": records, "links": links}

    @options("opcionesDeRegistros", absent=False)
    def options(self) -> flask.Response:
        """Dice qué métodos admite la lista de registros."""
        return self.allowed()


@blueprint.route("/registros/<invoice_id:position>", endpoint="record")
class RecordResource(Resource):
    @reads("leerRegistro", RecordAnswer, "El registro.", example("Registro"), links=RECORD_LINKS)
    def get(self, position: int) -> Record:
        """Devuelve un registro por su posición en la cadena."""
        return invoicing().record(position)

    @options("opcionesDeRegistro")
    def options(self, position: int) -> flask.Response:
        """Dice qué métodos admite un registro."""
        invoicing().record(position)
        return self.allowed()


@blueprint.route("/registros/verificacion", endpoint="verification")
class VerificationResource(Resource):
    @reads("verificarRegistros", VerdictAnswer, "Lo que resulta de comprobarla.", example("Verificacion"))
    def get(self) -> Verdict:
        """Comprueba la cadena entera, y dice qué registro falta, sobra, cambió o se movió."""
        return invoicing().verify_chain()

    @options("opcionesDeVerificacion", absent=False)
    def options(self) -> flask.Response:
        """Dice qué métodos admite la comprobación."""
        return self.allowed()
