"""What the siblings know, in the words of the domain."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from taller.invoices.domain.billing import Job, SparePart
from taller.siblings.gateway import Gateway

FINISHED = "terminado"
"""The state of a job that may be charged, contract trabajos."""


@dataclass(frozen=True)
class Neighbours:
    """Fits the port Siblings over HTTP."""

    gateway: Gateway
    zone: ZoneInfo
    """Where the workshop's days begin: trabajos says the day on which a job starts."""

    def customer_exists(self, customer_id: int) -> bool:
        return self.gateway.customer_exists(customer_id)

    def vehicle_exists(self, vin: str) -> bool:
        return self.gateway.vehicle_exists(vin)

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
