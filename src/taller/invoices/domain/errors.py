"""Every refusal of the domain.

InvoiceError
├── NotFound
│   ├── InvoiceNotFound       no invoice has this id
│   ├── CustomerUnknown       clientes does not know this customer
│   └── PageNotFound          the list ends before this page
├── InvoiceStale              somebody changed it since it was read
├── AmountMismatch            the amount stated is not the sum of the concepts
└── Conflict
    ├── InvoiceAlreadyIssued  an issued invoice is neither changed nor deleted nor issued again
    ├── JobsAlreadyCharged    another invoice charges these jobs
    ├── JobRepeated           one invoice charges a job twice
    ├── JobsUnfinished        a vehicle still has work under way
    ├── NothingToCharge       no finished job is left to charge
    ├── ChargeMissing         nobody said what these jobs cost
    ├── ChargeUnexpected      a price came for jobs that are not to be charged
    ├── TooManyParts          so many different parts are no repair
    ├── AmountTooLarge        the sum passes what an invoice may hold
    ├── VehiclesUnknown       vehiculos does not know these vehicles
    └── PartsUnknown          recambios does not know these parts

The facts of a refusal are its attributes; its text, in Spanish, is for who made the request.
"""

from collections.abc import Sequence
from decimal import Decimal


class InvoiceError(Exception):
    """The root of every refusal."""

    rule = "rechazo"
    """The refusal's stable name on the wire, the end of its problem ``type``."""
    title = "Petición rechazada"


class NotFound(InvoiceError):
    """There is no such thing."""

    rule = "no-encontrado"
    title = "No encontrado"


class InvoiceNotFound(NotFound):
    def __init__(self, invoice_id: int) -> None:
        super().__init__(f"No hay ninguna factura {invoice_id}.")
        self.invoice_id = invoice_id


class CustomerUnknown(NotFound):
    rule = "cliente-desconocido"

    def __init__(self, customer_id: int) -> None:
        super().__init__(f"No hay ningún cliente {customer_id}.")
        self.customer_id = customer_id


class PageNotFound(NotFound):
    def __init__(self, page: int) -> None:
        super().__init__(f"No hay página {page}: la lista termina antes.")
        self.page = page


class InvoiceStale(InvoiceError):
    rule = "etiqueta-caducada"
    title = "Etiqueta caducada"

    def __init__(self) -> None:
        super().__init__("Ha cambiado desde que se leyó. Hay que leerlo de nuevo y repetir el cambio.")


class AmountMismatch(InvoiceError):
    rule = "importe-descuadrado"
    title = "El importe no cuadra"

    def __init__(self, stated: Decimal, computed: Decimal) -> None:
        super().__init__(f"El importe es {stated} y los conceptos suman {computed}.")
        self.stated = stated
        self.computed = computed


class Conflict(InvoiceError):
    """The request is sound, but not in the present state of things."""

    title = "Conflicto"
    facts: Sequence[int | str] = ()
    """The ids of what stands in the way, so that a program can act on them."""


class InvoiceAlreadyIssued(Conflict):
    rule = "factura-emitida"
    title = "La factura ya está emitida"

    def __init__(self, number: str) -> None:
        super().__init__(
            f"La factura ya se emitió con el número {number}:"
            " no se cambia, ni se borra, ni se emite otra vez."
        )
        self.number = number


class JobsAlreadyCharged(Conflict):
    rule = "trabajo-ya-facturado"
    title = "Trabajo ya facturado"

    def __init__(self, job_ids: Sequence[int]) -> None:
        super().__init__(f"Ya están facturados en otra factura estos trabajos: {_listed(job_ids)}.")
        self.facts = tuple(job_ids)


class JobRepeated(Conflict):
    rule = "trabajo-repetido"
    title = "Trabajo repetido"

    def __init__(self, job_ids: Sequence[int]) -> None:
        super().__init__(f"Aparecen más de una vez estos trabajos: {_listed(job_ids)}.")
        self.facts = tuple(job_ids)


class JobsUnfinished(Conflict):
    rule = "trabajos-sin-terminar"
    title = "Trabajos sin terminar"

    def __init__(self, job_ids: Sequence[int]) -> None:
        super().__init__(f"No están terminados estos trabajos: {_listed(job_ids)}.")
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
        super().__init__(f"Falta decir en `cargos` lo que cuestan estos trabajos: {_listed(job_ids)}.")
        self.facts = tuple(job_ids)


class ChargeUnexpected(Conflict):
    rule = "cargo-sin-trabajo"
    title = "Un cargo no es de ningún trabajo por facturar"

    def __init__(self, job_ids: Sequence[int]) -> None:
        super().__init__(f"No están entre los trabajos por facturar: {_listed(job_ids)}.")
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
        super().__init__(f"La suma es {amount} euros y no puede pasar de {maximum}.")
        self.amount = amount


class VehiclesUnknown(Conflict):
    rule = "vehiculo-desconocido"
    title = "Vehículo desconocido"

    def __init__(self, vins: Sequence[str]) -> None:
        super().__init__(f"No se conocen estos vehículos: {_listed(vins)}.")
        self.facts = tuple(vins)


class PartsUnknown(Conflict):
    rule = "recambio-desconocido"
    title = "Recambio desconocido"

    def __init__(self, part_ids: Sequence[int]) -> None:
        super().__init__(f"No se conocen estos recambios: {_listed(part_ids)}.")
        self.facts = tuple(part_ids)


def _listed(facts: Sequence[int | str]) -> str:
    """Return the first facts as text, and how many more there are."""
    shown = ", ".join(str(fact) for fact in facts[:20])
    return shown if len(facts) <= 20 else f"{shown} y {len(facts) - 20} más"
