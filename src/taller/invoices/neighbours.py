"""What the siblings know, in the words of the domain."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from taller.invoices.domain.billing import Job, SparePart
from taller.invoices.domain.guarantee import VehicleClass
from taller.invoices.domain.party import Customer, Vehicle
from taller.invoices.domain.tax_id import TaxId, TaxIdInvalid, tax_id
from taller.invoices.listing import plain_plate
from taller.siblings.errors import SiblingUnintelligible
from taller.siblings.gateway import Gateway

FINISHED = "terminado"
"""The state of a job that may be charged, contract trabajos."""

CLASSES = {
    "Coche": VehicleClass.PASSENGER,
    "Moto": VehicleClass.MOTORCYCLE,
    "Camion": VehicleClass.INDUSTRIAL,
}
"""The types of vehicle of the contract vehiculos, as the guarantee tells them apart."""


@dataclass(frozen=True)
class Neighbours:
    """Fits the port Siblings over HTTP."""

    gateway: Gateway
    zone: ZoneInfo
    """Where the workshop's days begin: trabajos says the day on which a job starts."""

    def customer(self, customer_id: int) -> Customer | None:
        """The customer as clientes knows it; its tax id only if it is sound.

        :raises SiblingUnintelligible: if it has no name.
        """
        read = self.gateway.customer(customer_id)
        if read is None:
            return None
        name = " ".join(f"{read['name']} {read['surname']}".split())
        if not name:
            raise SiblingUnintelligible("clientes", f"el cliente {customer_id} no tiene nombre")
        return Customer(name[:400], _tax_id(read["tax_id"]), _said(read["address"]))

    def vehicle(self, vin: str) -> Vehicle | None:
        read = self.gateway.vehicle(vin)
        if read is None:
            return None
        return Vehicle(
            plate=plain_plate(read["plate"] or "") or None,
            make=_said(read["make"]),
            model=_said(read["model"]),
            vin=vin,
            kilometres=read["kilometres"],
            vehicle_class=CLASSES.get(read["kind"]),
        )

    def jobs_of(self, vin: str) -> Sequence[Job]:
        """All the jobs of a vehicle."""
        return [self._job(read) for read in self.gateway.jobs_of(vin)]

    def spare_part(self, part_id: int) -> SparePart | None:
        read = self.gateway.spare_part(part_id)
        return None if read is None else SparePart(part_id, read["name"], read["price"])

    def _job(self, read: dict[str, Any]) -> Job:
        return Job(
            id=read["id"],
            vin=read["vin"],
            name=read["name"],
            description=read["description"],
            finished=read["state"] == FINISHED,
            started_at=self._midnight(read["starts_on"]),
        )

    def _midnight(self, day: date | None) -> datetime | None:
        # Our contract has the moments of this century; a day of another says nothing of use.
        if day is None or day.year // 100 != 20:
            return None
        return datetime.combine(day, time(), self.zone)


def _said(text: str | None) -> str | None:
    """Return *text*, or nothing if there is nothing in it: our own answers leave out what is empty."""
    return text if text and not text.isspace() else None


def _tax_id(text: str) -> TaxId | None:
    """Return the tax id *text*, or nothing if its control character says that it is none."""
    try:
        return tax_id(text)
    except TaxIdInvalid:
        return None
