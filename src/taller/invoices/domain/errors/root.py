"""What every refusal has, and those that are no conflict."""

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
        super().__init__(f"Para emitir la factura la ley exige datos que faltan: {listed(missing)}.")
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


def listed(facts: Sequence[int | str]) -> str:
    """Return the first facts as text, and how many more there are."""
    shown = ", ".join(str(fact) for fact in facts[:20])
    return shown if len(facts) <= 20 else f"{shown} y {len(facts) - 20} más"
