"""Refusals of what the law, or the life of an invoice, does not allow."""

from datetime import date
from decimal import Decimal

from taller.invoices.domain.errors.root import Conflict


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


class IssuerDiffers(Conflict):
    rule = "emisor-distinto"
    title = "La factura la emitió otro"

    def __init__(self, number: str) -> None:
        super().__init__(f"La factura {number} la emitió otro: sólo él la rectifica o la canjea.")


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


class ExchangeDiffers(Conflict):
    rule = "canje-distinto"
    title = "El canje no dice lo mismo"

    def __init__(self, number: str) -> None:
        super().__init__(
            f"La completa tiene que decir lo mismo que la simplificada {number}: lo demás se rectifica."
        )
