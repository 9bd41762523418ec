"""From a vehicle's jobs and what they cost to the concepts of an invoice."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from taller.invoices.domain.errors import (
    ChargeMissing,
    ChargeUnexpected,
    JobRepeated,
    JobsUnfinished,
    NothingToCharge,
    PartsUnknown,
    TooManyParts,
)
from taller.invoices.domain.lines import Concept, Condition, Line, LineKind, lump


@dataclass(frozen=True)
class Job:
    """A job as the plan of jobs knows it."""

    id: int
    vin: str
    name: str
    description: str | None
    finished: bool
    started_at: datetime | None = None


@dataclass(frozen=True)
class SparePart:
    """A part in stock and its price a piece, in euros without VAT."""

    id: int
    name: str
    price: Decimal


@dataclass(frozen=True)
class Labour:
    description: str
    hours: Decimal
    hourly_price: Decimal
    """Euros an hour, without VAT."""


@dataclass(frozen=True)
class PartUse:
    """So many pieces of a part."""

    spare_part_id: int
    quantity: int


@dataclass(frozen=True)
class Charge:
    """What one job costs: an amount with VAT, or labour, parts from the stock, and any other lines."""

    job_id: int
    amount: Decimal | None = None
    labour: tuple[Labour, ...] = ()
    parts: tuple[PartUse, ...] = ()
    lines: tuple[Line, ...] = ()


MOST_PARTS = 200
"""Different parts on one invoice; each is asked for by itself."""


def require_known(job_ids: Collection[int], charges: Sequence[Charge]) -> None:
    """Do nothing if every charge is of one of *job_ids*, and not too many parts are used.

    :raises ChargeUnexpected: it names all that are of no such job.
    :raises TooManyParts: if there are more than :data:`MOST_PARTS` different ones.
    """
    unexpected = [charge.job_id for charge in charges if charge.job_id not in job_ids]
    if unexpected:
        raise ChargeUnexpected(unexpected)
    count = len(part_ids(charges))
    if count > MOST_PARTS:
        raise TooManyParts(count, MOST_PARTS)


def part_ids(charges: Iterable[Charge]) -> list[int]:
    """Return the ids of all parts used, each once, in order."""
    return sorted({part.spare_part_id for charge in charges for part in charge.parts})


def chargeable(jobs: Sequence[Job], already_charged: Collection[int]) -> list[Job]:
    """Return the jobs to charge: all finished ones that no invoice charges yet.

    :raises JobsUnfinished: if any job is not finished; it names all of those.
    :raises NothingToCharge: if no job is left.
    """
    unfinished = [job.id for job in jobs if not job.finished]
    if unfinished:
        raise JobsUnfinished(unfinished)
    left = [job for job in jobs if job.id not in already_charged]
    if not left:
        raise NothingToCharge
    return left


def priced(
    jobs: Sequence[Job],
    charges: Sequence[Charge],
    parts: Mapping[int, SparePart],
    *,
    customer_id: int,
) -> list[Concept]:
    """Return one concept per job of *jobs*, with the cost that *charges* gives it.

    :param parts: the parts that the charges use, by id.
    :raises JobRepeated, ChargeMissing, ChargeUnexpected, PartsUnknown: each names all at fault.
    """
    _require_match([job.id for job in jobs], [charge.job_id for charge in charges])
    unknown = [part_id for part_id in part_ids(charges) if part_id not in parts]
    if unknown:
        raise PartsUnknown(unknown)
    by_job = {charge.job_id: charge for charge in charges}
    return [_concept(job, by_job[job.id], parts, customer_id) for job in jobs]


def _require_match(job_ids: Sequence[int], charged: Sequence[int]) -> None:
    repeated = [job_id for job_id, times in Counter(charged).items() if times > 1]
    if repeated:
        raise JobRepeated(repeated)
    missing = [job_id for job_id in job_ids if job_id not in charged]
    if missing:
        raise ChargeMissing(missing)
    unexpected = [job_id for job_id in charged if job_id not in job_ids]
    if unexpected:
        raise ChargeUnexpected(unexpected)


def _concept(
    job: Job,
    charge: Charge,
    parts: Mapping[int, SparePart],
    customer_id: int,
) -> Concept:
    return Concept(
        job_id=job.id,
        name=job.name,
        description=job.description,
        lines=tuple(_lines(charge, parts)) if charge.amount is None else lump(job.name, charge.amount),
        vin=job.vin,
        customer_id=customer_id,
        started_at=job.started_at,
    )


def _lines(charge: Charge, parts: Mapping[int, SparePart]) -> Iterable[Line]:
    for labour in charge.labour:
        yield Line(LineKind.LABOUR, labour.description, labour.hours, labour.hourly_price)
    for use in charge.parts:
        part = parts[use.spare_part_id]
        quantity = Decimal(use.quantity)
        yield Line(LineKind.PART, part.name, quantity, part.price, part.id, condition=Condition.NEW)
    yield from charge.lines
