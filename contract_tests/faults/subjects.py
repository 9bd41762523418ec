"""The correct services that faults are put into."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from contract_tests.faults.catalogue import FAULTS
from contract_tests.faults.ground import Ground
from contract_tests.services import target_in_process

from taller.contracts import Target

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

USUAL = ("clientes", "recambios", "vehiculos", "trabajos", "facturas")
"""Those of the seven that together can have every fault."""


def correct(service: str, folder: Path) -> Target:
    """Return *service* as it should be; *folder* is for what it keeps."""
    return target_in_process(service, folder)


def ground_of(target: Target) -> Ground:
    """Return what the contract of *target* offers faults."""
    return Ground(target.contract, target.key)


def faulty(target: Target, fault: str) -> Target:
    """Return *target* with a fault, by its name; with none if that is empty.

    :raises ValueError: if the fault does not apply to it.
    """
    if not fault or target.start is None:
        return target
    ground, start = ground_of(target), target.start

    def begin() -> "WSGIApplication":
        return FAULTS[fault].into(start(), ground)

    return replace(target, start=begin)
