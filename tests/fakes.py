"""Stand-ins that fit the ports, and a desk at which they all meet over a real database."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Engine
from tests.builders import CUSTOMER, ISSUER, VEHICLE

from taller.invoices.domain.billing import Job, SparePart
from taller.invoices.domain.invoice import Invoice
from taller.invoices.domain.party import Customer, Issuer, Vehicle
from taller.invoices.persistence.unit_of_work import SqlTransactions
from taller.invoices.use_cases import Invoicing
from taller.siblings.outbox.message import Message

MADRID = ZoneInfo("Europe/Madrid")
MORNING = datetime(2026, 3, 2, 10, 0, tzinfo=MADRID)


@dataclass
class FakeClock:
    """Stands still until somebody moves it."""

    moment: datetime = MORNING

    def now(self) -> datetime:
        return self.moment

    def forward(self, **by: int) -> None:
        # By way of UTC, as time passes also where the clocks are changed.
        zone = self.moment.tzinfo
        self.moment = (self.moment.astimezone(ZoneInfo("UTC")) + timedelta(**by)).astimezone(zone)


@dataclass
class FakeSiblings:
    """Know what a test tells them."""

    customers: dict[int, Customer] = field(default_factory=lambda: {1: CUSTOMER})
    vehicles: dict[str, Vehicle] = field(default_factory=lambda: {"M109186": VEHICLE})
    jobs: Sequence[Job] = ()
    parts: dict[int, SparePart] = field(default_factory=dict)

    def customer(self, customer_id: int) -> Customer | None:
        return self.customers.get(customer_id)

    def vehicle(self, vin: str) -> Vehicle | None:
        return self.vehicles.get(vin)

    def jobs_of(self, vin: str) -> Sequence[Job]:
        return [job for job in self.jobs if job.vin == vin]

    def spare_part(self, part_id: int) -> SparePart | None:
        return self.parts.get(part_id)


class FakeJournal:
    """Forgets what it is told."""

    def note(self, message: Message) -> None:
        pass


def as_it_is(_invoice: Invoice) -> None:
    """The precondition of one who takes an invoice as it is."""


def invoicing(
    engine: Engine,
    clock: FakeClock | None = None,
    siblings: FakeSiblings | None = None,
    issuer: Issuer = ISSUER,
) -> Invoicing:
    """The use cases over *engine*, with fakes for the rest."""
    return Invoicing(
        transactions=SqlTransactions(engine, frozenset({"notificaciones", "logs"})),
        siblings=siblings or FakeSiblings(),
        journal=FakeJournal(),
        clock=clock or FakeClock(),
        issuer=issuer,
        actor="mostrador",
    )
