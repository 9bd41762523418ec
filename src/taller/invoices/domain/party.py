"""Who and what an invoice names: the issuer, the customer, the vehicle."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from taller.invoices.domain.guarantee import VehicleClass
from taller.invoices.domain.tax_id import TaxId


@dataclass(frozen=True)
class Issuer:
    """The workshop that issues, as its settings have it."""

    name: str | None = None
    nif: str | None = None
    address: str | None = None
    register_number: str | None = None
    """In the register of workshops (RD 1457/1986, art. 14.2)."""

    def missing(self, *, repairs: bool) -> Iterator[str]:
        """Yield the wire names of what an invoice must say of its issuer and is not here.

        Source: RD 1619/2012, arts. 6.1.c to 6.1.e and 7.1.d; the register number where it *repairs*.
        """
        wanted = {"nombre": self.name, "nif": self.nif, "domicilio": self.address}
        if repairs:
            wanted["numeroRegistro"] = self.register_number
        yield from _absent("emisor", wanted)


@dataclass(frozen=True)
class Customer:
    """Who receives an invoice, as it was when the invoice was made."""

    name: str
    tax_id: TaxId | None = None
    address: str | None = None

    @property
    def complete(self) -> bool:
        return not any(missing_of(self))


@dataclass(frozen=True)
class Vehicle:
    """What was repaired."""

    plate: str | None = None
    make: str | None = None
    model: str | None = None
    vin: str | None = None
    kilometres: int | None = None
    vehicle_class: VehicleClass | None = None


@dataclass(frozen=True)
class Visit:
    """What the paper says of a vehicle's stay in the workshop (RD 1457/1986, arts. 14 to 16)."""

    received_on: date | None = None
    delivered_on: date | None = None
    work_order: str | None = None
    quote: str | None = None
    """The reference of the accepted quote, or of its waiver."""
    refused_repairs: tuple[str, ...] = ()
    """What the customer was told to repair and refused (art. 16.6)."""
    parts_returned: bool | None = None
    """Whether the replaced parts were given back (art. 9)."""


def missing_of(customer: Customer | None) -> Iterator[str]:
    """Yield the wire names of what a full invoice must say of its customer and is not here.

    Source: RD 1619/2012, arts. 6.1.c to 6.1.e.
    """
    known = customer or Customer("")
    tax_id = None if known.tax_id is None else known.tax_id.number
    yield from _absent("cliente", {"nombre": known.name, "nif": tax_id, "domicilio": known.address})


def missing_of_vehicle(vehicle: Vehicle | None) -> Iterator[str]:
    """Yield the wire names of what the paper of a repair must say of the vehicle and is not here.

    Source: RD 1457/1986, art. 14.2, whose data the invoice of the repair takes over.
    """
    known = vehicle or Vehicle()
    yield from _absent("vehiculo", {"matricula": known.plate, "marca": known.make, "modelo": known.model})


def _absent(whole: str, wanted: dict[str, str | None]) -> Iterator[str]:
    yield from (f"{whole}/{name}" for name, value in wanted.items() if not (value and value.strip()))
