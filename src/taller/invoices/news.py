"""What the siblings are told: the notification to the customer, and an event of each operation."""

from datetime import datetime

from taller.invoices.domain.invoice import Invoice
from taller.siblings.outbox.message import Message

SUBSYSTEM = 5
USER = "facturas"
HIGH, MEDIUM, LOW = "Alta", "Media", "Baja"


def invoice_sent(invoice: Invoice, vin: str) -> Message:
    """Return the notification "Envío de factura" (contract notificaciones, POST /notificacion)."""
    body = {
        "tipo": "Envío de factura",
        "clienteId": invoice.customer_id,
        "vehiculo": vin,
        "descripcion": f"Factura {invoice.number}, {invoice.amount} EUR.",
    }
    return Message("notificaciones", "/notificacion", body)


def event(text: str, at: datetime, priority: str = LOW) -> Message:
    """Return an event for the log (contract logs, POST /logs); *text* holds no personal data."""
    body = {
        "fecha": at.date().isoformat(),
        "mensaje": text,
        "prioridad": priority,
        "usuario": USER,
        "subsistema": SUBSYSTEM,
    }
    return Message("logs", "/logs", body)
