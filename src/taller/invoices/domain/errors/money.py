"""Refusals of payments."""

from datetime import date
from decimal import Decimal

from taller.invoices.domain.errors.root import Conflict


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
