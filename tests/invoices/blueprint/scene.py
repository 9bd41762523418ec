"""A day at the workshop: the requests that the contract's examples show, and their answers."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from taller.invoices import Invoices, Settings
from taller.invoices.domain.billing import Job
from taller.invoices.domain.guarantee import VehicleClass
from taller.invoices.domain.party import Customer, Issuer, Vehicle
from taller.invoices.domain.tax_id import tax_id

PREFIX = "/api/v1"
ISSUER = Issuer("Talleres Ruiz, S.L.", "B12345674", "Calle Mayor 1, 28013 Madrid", "28/1234")
CUSTOMER = {
    "nombre": "Carmen Ruiz Sotelo",
    "nif": "12345678Z",
    "domicilio": "Calle del Olmo 7, 28012 Madrid",
}
VEHICLE = {
    "matricula": "4821KLM",
    "marca": "Seat",
    "modelo": "Ibiza",
    "kilometros": 45_000,
    "clase": "turismo",
}
WHEELS = {
    "trabajoId": 1,
    "idVehiculo": 1,
    "idCliente": 1,
    "nombre": "Cambio de ruedas",
    "descripcion": "Cambio de las cuatro ruedas",
    "fechaInicio": "2026-03-02T08:00:00Z",
    "fechaFin": "2026-03-02T09:30:00Z",
    "importe": 400.0,
    "estadoTrabajo": "Terminado",
}
OIL = {
    "trabajoId": 2,
    "idVehiculo": 1,
    "idCliente": 1,
    "nombre": "Cambio de aceite",
    "descripcion": "Cambio de aceite y filtro",
    "fechaInicio": "2026-03-02T09:30:00Z",
    "fechaFin": "2026-03-02T10:00:00Z",
    "importe": 35.99,
    "estadoTrabajo": "Terminado",
}
OLD_REQUEST = {
    "idCliente": 1,
    "Conceptos": [WHEELS, OIL],
    "fechaEmision": "2026-03-02T10:00:00Z",
    "importe": 435.99,
    "cliente": CUSTOMER,
}
"""As the first practice had it, but for who the customer is."""
BRAKES = {
    "trabajoId": 3,
    "nombre": "Cambio de frenos",
    "lineas": [
        {
            "tipo": "manoDeObra",
            "descripcion": "Desmontaje y montaje",
            "cantidad": 1.5,
            "precio": 42.0,
        },
        {
            "tipo": "recambio",
            "descripcion": "Juego de pastillas",
            "cantidad": 2.0,
            "precio": 38.5,
            "descuento": 10.0,
            "referencia": "PF-2210",
            "marca": "Frenisa",
            "estadoPieza": "nuevo",
            "garantiaMeses": 24,
        },
        {
            "tipo": "residuos",
            "descripcion": "Gestión de residuos",
            "cantidad": 1.0,
            "precio": 3.0,
        },
    ],
}
ITEMISED_REQUEST = {
    "idCliente": 1,
    "Conceptos": [BRAKES],
    "fechaEmision": "2026-03-02T10:00:00Z",
    "cliente": CUSTOMER,
    "vehiculo": VEHICLE,
    "fechaRecepcion": "2026-02-27",
    "fechaEntrega": "2026-03-02",
    "ordenDeTrabajo": "OT-118",
    "presupuesto": "P-97",
    "reparacionesRechazadas": ["Cambio de los discos, que están al límite"],
    "piezasDevueltas": True,
}
CORRECTION = {
    "metodo": "porDiferencias",
    "motivo": "Devolución del cambio de aceite",
    "Conceptos": [{"trabajoId": 2, "nombre": "Cambio de aceite", "importe": -35.99}],
}
ANNULMENT = {"motivo": "Se emitió dos veces"}
PAYMENT = {"importe": 100.0, "fecha": "2026-03-02", "metodo": "tarjeta", "nota": "A cuenta"}
BILL_REQUEST = {
    "vehiculos": ["M109186"],
    "cargos": [
        {"trabajoId": 789, "importe": 35.99},
        {
            "trabajoId": 790,
            "manoDeObra": [{"descripcion": "Montaje", "horas": 1.5, "precioHora": 40.0}],
            "recambios": [{"recambioId": 2022, "cantidad": 4}],
        },
    ],
    "fechaEntrega": "2026-03-02",
}
BILL_SENT = {"vehiculos": ["M109186"], "cargos": [{"trabajoId": 789, "importe": 35.99}]}


class Noon:
    """It is a quarter past twelve in Madrid, on 2 March."""

    def now(self) -> datetime:
        return datetime(2026, 3, 2, 12, 15, tzinfo=ZoneInfo("Europe/Madrid"))


class Neighbourhood:
    """Siblings that know one customer, with one vehicle and one finished job."""

    def customer(self, customer_id: int) -> Customer | None:
        return Customer("Francisco José Morera", tax_id("52013776N"), "Avenida del Puerto 3, Cádiz")

    def vehicle(self, vin: str) -> Vehicle | None:
        return Vehicle("0808LCD", "Ford", "Ranger XLT", vin, 81_000, VehicleClass.PASSENGER)

    def jobs_of(self, vin: str) -> list[Job]:
        return [Job(789, vin, "Cambio de aceite", "Cambio de aceite y filtro", finished=True)]

    def spare_part(self, part_id: int) -> None:
        raise NotImplementedError


@dataclass(frozen=True)
class Desk:
    """Asks the service."""

    client: FlaskClient

    def get(self, path: str) -> Any:
        return self._sound(self.client.get(PREFIX + path)).get_json()

    def post(self, path: str, body: Any = None, *, tag: str | None = None) -> TestResponse:
        headers = {} if tag is None else {"If-Match": tag}
        content = {} if body is None else {"json": body}
        return self._sound(self.client.post(PREFIX + path, headers=headers, **content))

    def issue(self, drafted: TestResponse) -> TestResponse:
        path = f"/facturas/{drafted.get_json()['facturaId']}/emision"
        return self.post(path, tag=drafted.headers["ETag"])

    @staticmethod
    def _sound(response: TestResponse) -> TestResponse:
        assert response.status_code < 300, response.get_data(as_text=True)
        return response


def played(folder: Path) -> dict[str, dict[str, Any]]:
    """Play the day on a new database in *folder*; return the examples, each with its summary."""
    app = flask.Flask("scene")
    settings = Settings(database_url=f"sqlite:///{folder}/scene.db", issuer=ISSUER)
    invoices = Invoices(app, settings, url_prefix=PREFIX, clock=Noon())
    object.__setattr__(invoices.invoicing, "siblings", Neighbourhood())
    try:
        return {
            name: {"summary": text, "value": value} for name, text, value in _play(Desk(app.test_client()))
        }
    finally:
        invoices.close()


def _play(desk: Desk) -> Iterator[tuple[str, str, Any]]:
    yield "FacturaDatos", "La factura de unas ruedas y un cambio de aceite", OLD_REQUEST
    drafted = desk.post("/facturas", OLD_REQUEST)
    yield "Borrador", "Un borrador", drafted.get_json()
    issued = desk.issue(drafted)
    yield "Emitida", "Una factura emitida", issued.get_json()
    yield "PagoDatos", "Un pago a cuenta", PAYMENT
    yield "Pago", "Un pago a cuenta", desk.post("/facturas/1/pagos", PAYMENT).get_json()
    yield "Pagos", "Los pagos de una factura", desk.get("/facturas/1/pagos")
    yield "RectificacionDatos", "La devolución de un trabajo", CORRECTION
    corrected = desk.post("/facturas/1/rectificativas", CORRECTION)
    yield "Rectificativa", "El borrador de una rectificativa", corrected.get_json()
    desk.issue(corrected)
    yield "FacturaConLineas", "La factura de una reparación, con sus líneas", ITEMISED_REQUEST
    itemised = desk.issue(desk.post("/facturas", ITEMISED_REQUEST))
    yield "EmitidaConLineas", "La factura de una reparación, con sus líneas", itemised.get_json()
    yield "Facturas", "Las facturas", desk.get("/facturas")
    simplified = {"tipoFactura": "F2", "Conceptos": [{**OIL, "trabajoId": 4}]}
    desk.issue(desk.post("/facturas", {**_without(OLD_REQUEST, "importe", "cliente"), **simplified}))
    exchanged = desk.post("/facturas/4/canje")
    yield "Canje", "El borrador de la completa por la que se canjea una simplificada", exchanged.get_json()
    yield "AnulacionDatos", "Una factura emitida dos veces", ANNULMENT
    annulled = desk.post("/facturas/4/anulacion", ANNULMENT, tag="*")
    yield "Anulada", "Una factura anulada", annulled.get_json()
    yield "PeticionDeFactura", "La factura de los trabajos de un vehículo", BILL_REQUEST
    billed = desk.post("/clientes/2022/facturas", BILL_SENT)
    yield "Facturada", "El borrador de un trabajo terminado", billed.get_json()
    yield "Historial", "El historial de una factura", desk.get("/facturas/1/historial")
    yield "Registros", "La cadena de registros", desk.get("/registros?limit=2")
    yield "Registro", "El registro de alta de una factura", desk.get("/registros/1")
    yield "Verificacion", "Una cadena que está como se hizo", desk.get("/registros/verificacion")


def _without(body: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in body.items() if name not in names}
