"""Every refusal of the domain.

InvoiceError
├── NotFound
│   ├── InvoiceNotFound       no invoice has this id
│   ├── PaymentNotFound       the invoice has no such payment
│   ├── RecordNotFound        the chain has no record at this position
│   ├── CustomerUnknown       clientes does not know this customer
│   └── PageNotFound          the list ends before this page
├── InvoiceStale              somebody changed it since it was read
├── PreconditionMissing       a transition wants to know what the caller has read
├── Invalid
│   ├── AmountMismatch        the amount stated is not the sum of the concepts
│   └── DataMissing           the law wants data that are not there
├── CursorInvalid             no list of ours gave this cursor
└── Conflict
    ├── InvoiceAlreadyIssued  an issued invoice is neither changed nor deleted nor issued again
    ├── InvoiceNotIssued      a draft has neither payments nor corrections
    ├── InvoiceAnnulled       nothing more happens to an annulled invoice
    ├── InvoiceReplaced       another invoice has taken its place
    ├── AnnulmentForbidden    it is paid or corrected, so it did exist
    ├── SimplifiedNotAllowed  the law wants a full invoice
    ├── NotSimplified         only a simplified invoice is exchanged for a full one
    ├── RecipientUnfit        the way it is taxed wants another recipient
    ├── DeliveryInFuture      what is charged has not been delivered
    ├── NegativeTotal         only a corrective invoice gives back
    ├── CustomerDiffers       differences are owed by who owes the rest
    ├── TypeUnfit             that type does not correct this invoice
    ├── CorrectTheOriginal    differences are not corrected, but what they are of
    ├── CorrectionTooLate     four years have passed
    ├── CorrectionTooLarge    more would be given back than was charged
    ├── DateGoesBack          the clock is behind the last invoice of the series
    ├── NothingOwed           there is nothing to pay
    ├── PaymentTooLarge       more would be paid than is owed
    ├── RefundForbidden       no corrective invoice says to give anything back
    ├── PaidElsewhere         what corrects by differences is paid on the invoice that it corrects
    ├── PaymentInFuture       nobody has paid tomorrow
    ├── TooManyPayments       so many payments are no payments
    ├── ExchangeDiffers       a full invoice says what the simplified one said
    ├── JobsAlreadyCharged    another invoice charges these jobs
    ├── JobRepeated           one invoice charges a job twice
    ├── JobsUnfinished        a vehicle still has work under way
    ├── NothingToCharge       no finished job is left to charge
    ├── ChargeMissing         nobody said what these jobs cost
    ├── ChargeUnexpected      a price came for jobs that are not to be charged
    ├── TooManyParts          so many different parts are no repair
    ├── AmountTooLarge        an amount passes what an invoice may hold
    ├── VehiclesUnknown       vehiculos does not know these vehicles
    ├── PartsUnknown          recambios does not know these parts
    ├── ChainBroken           the last record was altered (in records.py)
    └── ClockBehind           the last record is later than the clock (in records.py)

The facts of a refusal are its attributes; its text, in Spanish, is for who made the request.
"""

from collections.abc import Sequence
from datetime import date
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


class PaymentNotFound(NotFound):
    def __init__(self, payment_id: int) -> None:
        super().__init__(f"Esta factura no tiene ningún pago {payment_id}.")
        self.payment_id = payment_id


class RecordNotFound(NotFound):
    def __init__(self, position: int) -> None:
        super().__init__(f"La cadena no tiene ningún registro {position}.")
        self.position = position


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


class PreconditionMissing(InvoiceError):
    rule = "falta-etiqueta"
    title = "Falta la etiqueta"

    def __init__(self) -> None:
        super().__init__("Falta la cabecera If-Match, con la etiqueta de lo que se leyó.")


class Invalid(InvoiceError):
    """Each value has its form, but together or just now they cannot stand."""

    title = "Datos no válidos"

    @property
    def places(self) -> Sequence[tuple[str, str]]:
        """What is at fault, as JSON pointers into the invoice, and why."""
        return ()


class AmountMismatch(Invalid):
    rule = "importe-descuadrado"
    title = "El importe no cuadra"

    def __init__(self, stated: Decimal, computed: Decimal) -> None:
        super().__init__(f"El importe es {stated} y los conceptos suman {computed}.")
        self.stated = stated
        self.computed = computed

    @property
    def places(self) -> Sequence[tuple[str, str]]:
        return (("#/importe", str(self)),)


class DataMissing(Invalid):
    rule = "faltan-datos"
    title = "Faltan datos obligatorios"

    def __init__(self, missing: Sequence[str]) -> None:
        super().__init__(f"Para emitir la factura la ley exige datos que faltan: {_listed(missing)}.")
        self.missing = tuple(missing)

    @property
    def places(self) -> Sequence[tuple[str, str]]:
        return [(f"#/{path}", "Falta, y la ley lo exige.") for path in self.missing]


class CursorInvalid(InvoiceError):
    rule = "cursor-no-valido"
    title = "Cursor no válido"

    def __init__(self) -> None:
        super().__init__("El cursor no es de esta lista: hay que empezar sin él.")


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


class InvoiceNotIssued(Conflict):
    rule = "factura-sin-emitir"
    title = "La factura es un borrador"

    def __init__(self) -> None:
        super().__init__(
            "La factura es un borrador: ni se paga, ni se corrige, ni se anula. Se cambia o se borra."
        )


class InvoiceAnnulled(Conflict):
    rule = "factura-anulada"
    title = "La factura está anulada"

    def __init__(self, number: str) -> None:
        super().__init__(f"La factura {number} está anulada y ya no admite nada.")
        self.number = number


class InvoiceReplaced(Conflict):
    rule = "factura-sustituida"
    title = "Otra factura la sustituye"

    def __init__(self, number: str, replaced_by: int) -> None:
        super().__init__(f"A la factura {number} la sustituye otra, la de identificador {replaced_by}.")
        self.facts = (replaced_by,)


class AnnulmentForbidden(Conflict):
    rule = "anulacion-no-permitida"
    title = "La factura no se puede anular"

    def __init__(self, why: str) -> None:
        super().__init__(f"{why} Se anula lo que nunca debió existir; lo demás se rectifica.")


class SimplifiedNotAllowed(Conflict):
    rule = "simplificada-no-permitida"
    title = "No puede ser una factura simplificada"

    def __init__(self, why: str) -> None:
        super().__init__(why)


class NotSimplified(Conflict):
    rule = "canje-sin-simplificada"
    title = "Sólo se canjea una factura simplificada"

    def __init__(self, number: str) -> None:
        super().__init__(f"La factura {number} no es simplificada: no hay nada que canjear.")


class RecipientUnfit(Conflict):
    rule = "destinatario-inadecuado"
    title = "El destinatario no cabe con esa exención"

    def __init__(self) -> None:
        super().__init__(
            "La exención E5 es de entregas a otro país de la Unión: el cliente tiene que ser de fuera."
        )


class DeliveryInFuture(Conflict):
    rule = "entrega-en-el-futuro"
    title = "La entrega es de un día que no ha llegado"

    def __init__(self, delivered_on: date) -> None:
        super().__init__(f"La entrega es del {delivered_on}, que no ha llegado: se factura lo hecho.")


class NegativeTotal(Conflict):
    rule = "total-negativo"
    title = "El total es negativo"

    def __init__(self, amount: Decimal) -> None:
        super().__init__(
            f"El total es {amount} euros: para devolver hace falta una rectificativa por diferencias."
        )
        self.amount = amount


class CustomerDiffers(Conflict):
    rule = "destinatario-distinto"
    title = "El cliente no es el de la factura que se corrige"

    def __init__(self, number: str) -> None:
        super().__init__(
            f"Por diferencias, el cliente es el de la factura {number}: otro se pone por sustitución."
        )


class TypeUnfit(Conflict):
    rule = "tipo-de-rectificativa"
    title = "Ese tipo no corrige esta factura"

    def __init__(self, given: str, wanted: str) -> None:
        super().__init__(f"El tipo {given} no corrige esta factura: tiene que ser {wanted}.")


class CorrectTheOriginal(Conflict):
    rule = "rectificar-la-original"
    title = "Se rectifica la factura original"

    def __init__(self, number: str, original_id: int) -> None:
        super().__init__(f"Sólo dice diferencias con la factura {number}: se rectifica otra vez aquella.")
        self.facts = (original_id,)


class CorrectionTooLate(Conflict):
    rule = "plazo-vencido"
    title = "Ha vencido el plazo para rectificar"

    def __init__(self, number: str, years: int) -> None:
        super().__init__(f"La factura {number} se emitió hace más de {years} años.")


class CorrectionTooLarge(Conflict):
    rule = "rectificacion-excesiva"
    title = "La rectificación pasa de lo facturado"

    def __init__(self, amount: Decimal, due: Decimal) -> None:
        super().__init__(
            f"La diferencia es {amount} euros y la factura vale {due}: no puede valer menos que nada."
        )


class DateGoesBack(Conflict):
    rule = "fecha-anterior"
    title = "La fecha va hacia atrás"

    def __init__(self, today: date, last: date) -> None:
        super().__init__(
            f"Hoy es {today} y la última factura de la serie es de {last}: hay que mirar el reloj."
        )


class NothingOwed(Conflict):
    rule = "nada-pendiente"
    title = "No hay nada que pagar"

    def __init__(self, outstanding: Decimal) -> None:
        super().__init__(f"Quedan por pagar {outstanding} euros.")


class PaymentTooLarge(Conflict):
    rule = "pago-excesivo"
    title = "El pago pasa de lo pendiente"

    def __init__(self, amount: Decimal, outstanding: Decimal) -> None:
        super().__init__(f"El pago es de {amount} euros y quedan {outstanding}.")


class RefundForbidden(Conflict):
    rule = "devolucion-sin-rectificativa"
    title = "No hay nada que devolver"

    def __init__(self) -> None:
        super().__init__("Se devuelve dinero cuando una rectificativa deja pagado de más, y no es el caso.")


class PaidElsewhere(Conflict):
    rule = "pago-en-la-original"
    title = "Se paga en la factura original"

    def __init__(self, number: str, original_id: int) -> None:
        super().__init__(f"Corrige por diferencias la factura {number}: se paga, o se devuelve, en aquella.")
        self.facts = (original_id,)


class PaymentInFuture(Conflict):
    rule = "pago-en-el-futuro"
    title = "El pago es de un día que no ha llegado"

    def __init__(self, paid_on: date) -> None:
        super().__init__(f"El pago es del {paid_on}, que no ha llegado.")


class TooManyPayments(Conflict):
    rule = "demasiados-pagos"
    title = "Demasiados pagos"

    def __init__(self, most: int) -> None:
        super().__init__(f"Una factura tiene {most} pagos como mucho.")


class ExchangeDiffers(Conflict):
    rule = "canje-distinto"
    title = "El canje no dice lo mismo"

    def __init__(self, number: str) -> None:
        super().__init__(
            f"La completa tiene que decir lo mismo que la simplificada {number}: lo demás se rectifica."
        )


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
        super().__init__(f"Un importe es de {amount} euros, y ninguno puede pasar de {maximum}.")
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
