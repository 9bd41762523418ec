"""Refusals of what is to be charged."""

from collections.abc import Sequence
from decimal import Decimal

from taller.invoices.domain.errors.root import Conflict, listed


class JobsAlreadyCharged(Conflict):
    rule = "trabajo-ya-facturado"
    title = "Trabajo ya facturado"

    def __init__(self, job_ids: Sequence[int]) -> None:
        super().__init__(f"Ya están facturados en otra factura estos trabajos: {listed(job_ids)}.")
        self.facts = tuple(job_ids)


class JobRepeated(Conflict):
    rule = "trabajo-repetido"
    title = "Trabajo repetido"

    def __init__(self, job_ids: Sequence[int]) -> None:
        super().__init__(f"Aparecen más de una vez estos trabajos: {listed(job_ids)}.")
        self.facts = tuple(job_ids)


class JobsUnfinished(Conflict):
    rule = "trabajos-sin-terminar"
    title = "Trabajos sin terminar"

    def __init__(self, job_ids: Sequence[int]) -> None:
        super().__init__(f"No están terminados estos trabajos: {listed(job_ids)}.")
        self.facts = tuple(job_ids)


class NothingToCharge(Conflict):
    rule = "nada-que-facturar"
    title = "Nada que facturar"

    def __init__(self) -> None:
        super().__init__("Estos vehículos no tienen ningún trabajo terminado sin facturar.")


class ChargeMissing(Conflict):
    rule = "falta-importe"
    title = "Falta el importe de un trabajo"

    def __init__(self, job_ids: Sequence[int]) -> None:
        super().__init__(f"Falta decir en `cargos` lo que cuestan estos trabajos: {listed(job_ids)}.")
        self.facts = tuple(job_ids)


class ChargeUnexpected(Conflict):
    rule = "cargo-sin-trabajo"
    title = "Un cargo no es de ningún trabajo por facturar"

    def __init__(self, job_ids: Sequence[int]) -> None:
        super().__init__(f"No están entre los trabajos por facturar: {listed(job_ids)}.")
        self.facts = tuple(job_ids)


class TooManyParts(Conflict):
    rule = "demasiados-recambios"
    title = "Demasiados recambios distintos"

    def __init__(self, count: int, most: int) -> None:
        super().__init__(f"Hay {count} recambios distintos y caben {most} en una factura.")
        self.count = count


class AmountTooLarge(Conflict):
    rule = "importe-excesivo"
    title = "Importe excesivo"

    def __init__(self, amount: Decimal, maximum: Decimal) -> None:
        super().__init__(f"Un importe es de {amount} euros, y ninguno puede pasar de {maximum}.")
        self.amount = amount


class VehiclesUnknown(Conflict):
    rule = "vehiculo-desconocido"
    title = "Vehículo desconocido"

    def __init__(self, vins: Sequence[str]) -> None:
        super().__init__(f"No se conocen estos vehículos: {listed(vins)}.")
        self.facts = tuple(vins)


class PartsUnknown(Conflict):
    rule = "recambio-desconocido"
    title = "Recambio desconocido"

    def __init__(self, part_ids: Sequence[int]) -> None:
        super().__init__(f"No se conocen estos recambios: {listed(part_ids)}.")
        self.facts = tuple(part_ids)
