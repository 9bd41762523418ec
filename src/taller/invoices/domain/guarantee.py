"""How long a repair is guaranteed (RD 1457/1986, art. 16)."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

KILOMETRES = 2000
"""How far the vehicle may run under the guarantee, whatever its class (art. 16.2)."""
_MONTHS = 3
_INDUSTRIAL_DAYS = 15


class VehicleClass(Enum):
    PASSENGER = "turismo"
    MOTORCYCLE = "motocicleta"
    INDUSTRIAL = "industrial"


@dataclass(frozen=True)
class Guarantee:
    """The term of a repair, in months or in days, and the distance: it ends with the first of them.

    A part whose own guarantee is longer keeps that one, and the rest of the repair does not (art. 16.2).
    """

    months: int
    """Zero where the term is in days."""
    days: int
    """Zero where the term is in months."""
    until: date | None
    """The last day, itself included; None until the vehicle is delivered."""
    kilometres: int
    """How far the vehicle may run from its delivery."""
    until_kilometres: int | None
    """What its odometer reads then; None where nobody read it."""
    parts_months: int = 0
    """The longest guarantee of a part, if it passes that of the repair; else zero."""
    parts_until: date | None = None
    """The last day of that part's guarantee; None without delivery or such a part."""

    @property
    def text(self) -> str:
        """The guarantee in Spanish, as an invoice prints it: one sentence with its limits."""
        term = _counted(self.months, "mes", "meses") if self.months else _counted(self.days, "día", "días")
        limits = " o ".join(self._limits())
        sentence = (
            f"La reparación está garantizada durante {term} o {_grouped(self.kilometres)} km"
            f" desde la entrega del vehículo{limits and f' ({limits})'}, lo que antes se cumpla,"
            " salvo que terceros lo manipulen o reparen"
        )
        return f"{sentence}{self._parts_text()}."

    def _limits(self) -> Iterator[str]:
        if self.until is not None:
            yield f"hasta el {_dated(self.until)}"
        if self.until_kilometres is not None:
            yield f"hasta los {_grouped(self.until_kilometres)} km"

    def _parts_text(self) -> str:
        if not self.parts_months:
            return ""
        limit = f" (hasta el {_dated(self.parts_until)})" if self.parts_until is not None else ""
        months = _counted(self.parts_months, "mes", "meses")
        return f"; las piezas con una garantía mayor conservan la suya, de hasta {months}{limit}"


def guarantee_of(
    vehicle_class: VehicleClass,
    delivered_on: date | None,
    kilometres: int | None,
    longest_part_months: int = 0,
) -> Guarantee:
    """Return the guarantee of a repair: 3 months or 2,000 km; of an industrial vehicle, 15 days or 2,000 km.

    :param delivered_on: the day of delivery, from which it counts; None if the vehicle is still here.
    :param kilometres: what the odometer read; None if unknown.
    :param longest_part_months: the longest guarantee of any part put in, zero for none.
    :raises ValueError: if the kilometres or the months are negative.
    Source: RD 1457/1986, art. 16.2.
    """
    if longest_part_months < 0 or (kilometres is not None and kilometres < 0):
        raise ValueError("Neither months nor kilometres are negative: give 0 or more")
    industrial = vehicle_class is VehicleClass.INDUSTRIAL
    months, days = (0, _INDUSTRIAL_DAYS) if industrial else (_MONTHS, 0)
    parts = longest_part_months if longest_part_months > months else 0  # any month is longer than 15 days
    return Guarantee(
        months=months,
        days=days,
        until=_last_day(delivered_on, months, days),
        kilometres=KILOMETRES,
        until_kilometres=None if kilometres is None else kilometres + KILOMETRES,
        parts_months=parts,
        parts_until=_last_day(delivered_on, parts, 0) if parts else None,
    )


def _last_day(start: date | None, months: int, days: int) -> date | None:
    """Return the last day of a term, itself included; the calendar's last if it runs past that.

    Source: Código Civil, art. 5.1: the first day is not counted, months run from date to date, and where
    the last month lacks that day the term ends with the month.
    """
    if start is None:
        return None
    years, month = divmod(start.month - 1 + months, 12)
    year = start.year + years
    if year > date.max.year:
        return date.max
    clamped = date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
    return clamped + min(timedelta(days), date.max - clamped)


def _counted(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def _dated(day: date) -> str:
    return f"{day.day:02}/{day.month:02}/{day.year:04}"
