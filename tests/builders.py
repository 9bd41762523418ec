"""Small invoices to begin a test with."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from taller.invoices.domain.invoice import Concept, Invoice, draft
from taller.invoices.domain.series import InvoiceNumber

MARCH_2 = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
FIRST = InvoiceNumber("F2026", 1)


def tyre_change(job_id: int = 1, **more: Any) -> Concept:
    return Concept(job_id, "Cambio de ruedas", Decimal("400.00"), **more)


def oil_change(job_id: int = 2, **more: Any) -> Concept:
    return Concept(job_id, "Cambio de aceite", Decimal("35.99"), **more)


def draft_invoice(*concepts: Concept, customer_id: int = 1) -> Invoice:
    return draft(customer_id, concepts or (tyre_change(), oil_change()), dated=MARCH_2)


def invoice_body(*, job_ids: tuple[int, ...] = (1, 2), customer_id: int = 1) -> dict[str, Any]:
    """A body for POST /facturas as the first practice had it."""
    concepts = [
        {"trabajoId": job_id, "nombre": "Cambio de aceite", "importe": 35.99, "estadoTrabajo": "Terminado"}
        for job_id in job_ids
    ]
    return {
        "idCliente": customer_id,
        "Conceptos": concepts,
        "fechaEmision": "2026-03-02T10:00:00Z",
        "importe": round(35.99 * len(job_ids), 2),
    }
