"""What the siblings know: what their contracts say, read and checked."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

import httpx2 as httpx

from taller.siblings.errors import SiblingNotConfigured, SiblingUnintelligible
from taller.siblings.http import SiblingClient
from taller.siblings.schemas import CustomerSchema, JobsSchema, PartSchema, VehicleAnswerSchema, understood

MAX_PAGES = 1000
"""A list of jobs that goes on longer than this never ends."""

Transports = Callable[[str], httpx.BaseTransport | None]
"""From a sibling's name to how requests travel there."""


class Gateway:
    """Clients of the siblings that somebody has said where they are."""

    def __init__(self, urls: Mapping[str, str], transports: Transports = lambda _: None) -> None:
        self._clients = {name: SiblingClient(name, url, transports(name)) for name, url in urls.items()}

    @property
    def services(self) -> frozenset[str]:
        """The names of the siblings that are there."""
        return frozenset(self._clients)

    def client(self, service: str) -> SiblingClient:
        """:raises SiblingNotConfigured: if nobody said where it is."""
        try:
            return self._clients[service]
        except KeyError:
            raise SiblingNotConfigured(service) from None

    def close(self) -> None:
        for client in self._clients.values():
            client.close()

    def customer(self, customer_id: int) -> dict[str, Any] | None:
        """The name, surname, tax id and address of a customer, beside its id.

        :raises SiblingUnintelligible: if it is another one's, whom the invoice would be made out to.
        """
        answer = self.client("clientes").get(f"/clientes/{customer_id}")
        if answer is None:
            return None
        customer: dict[str, Any] = understood("clientes", CustomerSchema(), answer)
        if customer["id"] != customer_id:
            raise SiblingUnintelligible("clientes", f"responde {customer['id']} a quien pide {customer_id}")
        return customer

    def vehicle(self, vin: str) -> dict[str, Any] | None:
        """The plate, make, model, kilometres and kind of a vehicle, beside its VIN.

        :raises SiblingUnintelligible: if they are another one's; small letters and capitals are the same.
        """
        answer = self.client("vehiculos").get(f"/vehiculos/{quote(vin, safe='')}")
        if answer is None:
            return None
        vehicle: dict[str, Any] = understood("vehiculos", VehicleAnswerSchema(), answer)["vehicle"]
        if vehicle["vin"].upper() != vin.upper():
            raise SiblingUnintelligible("vehiculos", f"responde {vehicle['vin']} a quien pide {vin}")
        return vehicle

    def jobs_of(self, vin: str) -> list[dict[str, Any]]:
        """All the jobs of a vehicle, page after page.

        The contract lets the list be filtered by VIN; a service that does not know the filter
        answers with the jobs of all vehicles, so they are filtered here as well.
        """
        jobs: list[dict[str, Any]] = []
        for page in range(1, MAX_PAGES + 1):
            answer = self.client("trabajos").get("/trabajo", {"VIN": vin, "page": page})
            if answer is None:
                return jobs
            read = understood("trabajos", JobsSchema(), answer)
            jobs += [job for job in read["jobs"] if job["vin"].upper() == vin.upper()]
            if not (read["links"] or {}).get("next_page"):
                return jobs
        raise SiblingUnintelligible("trabajos", "su lista no termina")

    def spare_part(self, part_id: int) -> dict[str, Any] | None:
        """The id, name and price of a part.

        :raises SiblingUnintelligible: if it is another one.
        """
        if part_id < 1:
            return None  # the contract numbers them from 1, and is not asked for what it does not have
        answer = self.client("recambios").get(f"/recambios/{part_id}")
        if answer is None:
            return None
        part: dict[str, Any] = understood("recambios", PartSchema(), answer)
        if part["id"] != part_id:
            raise SiblingUnintelligible("recambios", f"responde {part['id']} a quien pide {part_id}")
        return part
