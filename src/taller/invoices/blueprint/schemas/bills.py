"""What to charge a customer for, in requests."""

from decimal import Decimal
from typing import Any

from marshmallow import ValidationError, post_load, validates, validates_schema

from taller.invoices.blueprint.fields import Hundredths, Integer, TenThousandths, Text, Vin
from taller.invoices.blueprint.schemas.base import Request, euros, identifier, nested, one_of, several
from taller.invoices.blueprint.schemas.invoices import ORDINARY
from taller.invoices.blueprint.schemas.lines import HIGHEST_PRICE, MOST_CONCEPTS, LineRequest
from taller.invoices.blueprint.schemas.parties import VisitFields, visit_of
from taller.invoices.domain.billing import Charge, Labour, PartUse
from taller.invoices.use_cases import Order

MOST_VEHICLES = 20
MOST_USES = 100


class LabourRequest(Request):
    description = Text(data_key="descripcion", shortest=1, longest=500, required=True)
    hours = Hundredths(high=Decimal(10_000), data_key="horas", required=True)
    hourly_price = TenThousandths(high=HIGHEST_PRICE, data_key="precioHora", required=True)

    class Meta(Request.Meta):
        component = "ManoDeObra"
        json_schema = {"description": "Horas de trabajo, a tanto la hora, sin IVA."}

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Labour:
        return Labour(**data)


class PartUseRequest(Request):
    spare_part_id = identifier("recambioId", required=True)
    quantity = Integer(low=1, high=10_000, data_key="cantidad", required=True)

    class Meta(Request.Meta):
        component = "UsoDeRecambio"
        json_schema = {"description": "Piezas nuevas de un recambio, al precio sin IVA que diga recambios."}

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> PartUse:
        return PartUse(**data)


class ChargeRequest(Request):
    job_id = identifier("trabajoId", required=True)
    amount = euros("importe", signed=False)
    labour = several(nested(LabourRequest), most=MOST_USES, data_key="manoDeObra")
    parts = several(nested(PartUseRequest), most=MOST_USES, data_key="recambios")
    lines = several(nested(LineRequest), most=MOST_USES, data_key="lineas")

    class Meta(Request.Meta):
        component = "Cargo"
        json_schema = {
            "description": "Lo que cuesta un trabajo: un importe con el IVA dentro, o mano de obra, recambios"
            " y otras líneas.",
            "oneOf": [
                {"required": ["importe"]},
                {
                    "anyOf": [
                        {"required": ["manoDeObra"]},
                        {"required": ["recambios"]},
                        {"required": ["lineas"]},
                    ]
                },
            ],
        }

    @validates_schema(skip_on_field_errors=True)
    def one_way_of_pricing(self, data: dict[str, Any], **_: Any) -> None:
        if ("amount" in data) == bool({"labour", "parts", "lines"} & data.keys()):
            raise ValidationError("Debe tener `importe`, o bien `manoDeObra`, `recambios` o `lineas`.")

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Charge:
        several_of = {name: tuple(data.get(name, ())) for name in ("labour", "parts", "lines")}
        return Charge(data["job_id"], data.get("amount"), **several_of)


class BillRequest(VisitFields):
    vins = several(
        Vin(),
        most=MOST_VEHICLES,
        data_key="vehiculos",
        required=True,
        metadata={"uniqueItems": True, "description": "Los vehículos cuyos trabajos se facturan."},
    )
    charges = several(
        nested(ChargeRequest),
        least=0,
        most=MOST_CONCEPTS,
        data_key="cargos",
        load_default=(),
        metadata={"description": "Lo que cuesta cada trabajo, que trabajos no sabe."},
    )
    type = one_of(ORDINARY, "tipoFactura")
    kilometres = Integer(
        high=99_999_999,
        data_key="kilometros",
        metadata={"description": "Los que marca al entregarlo; si faltan, los que sepa vehiculos."},
    )

    class Meta(Request.Meta):
        component = "PeticionDeFactura"
        json_schema = {"description": "De qué vehículos, y lo que cuesta cada trabajo."}

    @validates("vins")
    def once_each(self, vins: list[str], **_: Any) -> None:
        if len(set(vins)) != len(vins):
            raise ValidationError("No puede repetir un vehículo.")

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Order:
        visit = visit_of(data)
        return Order(**data, visit=visit)
