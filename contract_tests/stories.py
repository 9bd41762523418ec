"""What the stories of a run must have told."""

from collections.abc import Mapping
from typing import Any

from taller.contracts import Report

LIFE = frozenset(
    (
        "emitirFactura",
        "pagarFactura",
        "rectificarFactura",
        "canjearFactura",
        "anularFactura",
        "leerPago",
        "listarPagos",
        "leerHistorial",
    )
)
"""What happens to an invoice after it is drafted."""
A_FEW = 3
"""Times; of the rarest, a payment that is read again, some ten are told."""


def untold(report: Report, contract: Mapping[str, Any], *, few: int = A_FEW) -> list[str]:
    """Return what of *contract* the stories of *report* should tell and do not, or too seldom.

    Both ends of every link succeed; what makes the life of an invoice does so *few* times.
    """
    seldom = (each for each in report.unreached(contract, few) if each.split()[0] in LIFE)
    return sorted({*report.unreached(contract), *seldom})
