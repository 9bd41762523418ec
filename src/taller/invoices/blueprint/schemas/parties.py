"""The customer, the vehicle and the visit, in requests and answers."""

from typing import Any

from marshmallow import ValidationError, post_load, validates_schema

from taller.invoices.blueprint.fields import Choice, Day, Flag, Integer, Text, Vin
from taller.invoices.blueprint.schemas.base import Answer, Request, one_of, pattern, several
from taller.invoices.domain.guarantee import VehicleClass
from taller.invoices.domain.party import Customer, Vehicle, Visit
from taller.invoices.domain.tax_id import COUNTRIES, IdType, TaxId, TaxIdInvalid, tax_id
from taller.invoices.listing import plain_plate

MOST_REFUSED = 50
_TAX_ID = "El NIF, o lo que identifica a un cliente de fuera."


def short(name: str, longest: int, **kwargs: Any) -> Text:
    return Text(data_key=name, shortest=1, longest=longest, **kwargs)


class CustomerRequest(Request):
    name = short("nombre", 400, required=True)
    number = short("nif", 40, metadata={"description": _TAX_ID})
    country = Choice(*sorted(COUNTRIES), data_key="pais", load_default="ES")
    kind = one_of(IdType, "tipoIdentificacion")
    address = short("domicilio", 500)

    class Meta(Request.Meta):
        component = "ClienteDatos"
        json_schema = {
            "description": "A quién se factura; sin él, se pregunta a clientes al emitir. Un cliente de fuera"
            " de España dice `tipoIdentificacion`, con los códigos de la AEAT. Los dos hablan del `nif`: sin"
            " él no se admiten.",
            "dependentRequired": {"pais": ["nif"], "tipoIdentificacion": ["nif"]},
        }

    @validates_schema(pass_original=True)
    def no_country_without_a_number(self, _data: object, original: Any, **_: Any) -> None:
        """What is said of a number that is not there would be lost."""
        said = [name for name in ("pais", "tipoIdentificacion") if name in original]
        if said and "nif" not in original:
            raise ValidationError({name: ["No se admite sin nif."] for name in said})

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Customer:
        number = data.get("number")
        return Customer(data["name"], number and _tax_id(number, data), data.get("address"))


def _tax_id(number: str, data: dict[str, Any]) -> TaxId:
    try:
        return tax_id(number, data["country"], data.get("kind"))
    except TaxIdInvalid as error:
        raise ValidationError(str(error), "nif") from error


class CustomerAnswer(Answer):
    name = short("nombre", 400, required=True)
    number = short("nif", 40, attribute="tax_id.number")
    country = pattern("^[A-Z]{2}$", 2, 2, data_key="pais", attribute="tax_id.country")
    kind = one_of(IdType, "tipoIdentificacion", attribute="tax_id.kind")
    address = short("domicilio", 500)

    class Meta(Answer.Meta):
        component = "Destinatario"
        json_schema = {"description": "El cliente, como era cuando se hizo la factura."}


class VehicleFields(Request):
    plate = short("matricula", 20)
    make = short("marca", 100)
    model = short("modelo", 100)
    vin = Vin(data_key="VIN")
    kilometres = Integer(high=99_999_999, data_key="kilometros")
    vehicle_class = one_of(VehicleClass, "clase")


class VehicleRequest(VehicleFields):
    class Meta(Request.Meta):
        component = "VehiculoDatos"
        json_schema = {"description": "El vehículo reparado; su clase decide la garantía."}

    @post_load
    def make_vehicle(self, data: dict[str, Any], **_: Any) -> Vehicle | None:
        plate = plain_plate(data.get("plate", ""))
        vehicle = Vehicle(**{**data, "plate": plate or None})
        return None if vehicle == Vehicle() else vehicle


class VehicleAnswer(Answer, VehicleFields):
    class Meta(Answer.Meta):
        component = "Vehiculo"
        json_schema = {"description": "El vehículo reparado."}


class IssuerAnswer(Answer):
    name = short("nombre", 200, required=True)
    nif = short("nif", 9, required=True)
    address = short("domicilio", 500, required=True)
    register_number = short("numeroRegistro", 50)

    class Meta(Answer.Meta):
        component = "Emisor"
        json_schema = {"description": "El taller, y su número en el registro de talleres."}


VISIT = ("received_on", "delivered_on", "work_order", "quote", "refused_repairs", "parts_returned")


class VisitFields(Request):
    """What the paper says of the vehicle's stay; flat in an invoice."""

    received_on = Day(data_key="fechaRecepcion")
    delivered_on = Day(data_key="fechaEntrega")
    work_order = short("ordenDeTrabajo", 100)
    quote = short("presupuesto", 100)
    refused_repairs = several(
        Text(shortest=1, longest=500),
        least=0,
        most=MOST_REFUSED,
        data_key="reparacionesRechazadas",
        metadata={"description": "Lo que se aconsejó reparar y el cliente no quiso."},
    )
    parts_returned = Flag(data_key="piezasDevueltas")

    @validates_schema(skip_on_field_errors=True)
    def in_the_order_of_time(self, data: dict[str, Any], **_: Any) -> None:
        received, delivered = data.get("received_on"), data.get("delivered_on")
        if received and delivered and delivered < received:
            raise ValidationError("No puede ser antes de la recepción.", "fechaEntrega")


def visit_of(data: dict[str, Any]) -> Visit:
    """Take out of *data* what belongs to the visit, and return that."""
    found = {name: data.pop(name) for name in VISIT if name in data}
    return Visit(**{**found, "refused_repairs": tuple(found.get("refused_repairs", ()))})
