"""Series and the consecutive numbers in them (RD 1619/2012, art. 6.1.a)."""

import re
from dataclasses import dataclass

_SERIES = re.compile(r"[A-Z0-9]{1,10}")


@dataclass(frozen=True)
class Series:
    """The numbers of one kind of invoice in one year."""

    prefix: str
    """Capital letters and digits, as AEAT takes them (Validaciones v1.2.0)."""
    year: int

    def __post_init__(self) -> None:
        if not _SERIES.fullmatch(self.prefix):
            raise ValueError(f"{self.prefix!r} is no series: use 1 to 10 of A-Z and 0-9")

    def __str__(self) -> str:
        return f"{self.prefix}{self.year}"


@dataclass(frozen=True)
class InvoiceNumber:
    """A place in a series: ``F2026-000001``."""

    series: str
    sequence: int

    def __str__(self) -> str:
        return f"{self.series}-{self.sequence:06d}"
