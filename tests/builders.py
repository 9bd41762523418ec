"""Small invoices to begin a test with."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from taller.invoices.domain.guarantee import VehicleClass
from taller.invoices.domain.invoice import Account, Correction, Invoice, Method, State, draft
from taller.invoices.domain.issuing import issued, ready
from taller.invoices.domain.kinds import InvoiceType
from taller.invoices.domain.lines import Concept, Line, LineKind, lump
from taller.invoices.domain.party import Customer, Issuer, Vehicle
from taller.invoices.domain.series import InvoiceNumber
from taller.invoices.domain.tax_id import tax_id
from taller.invoices.domain.vat import NoVat, Tax

MARCH_2 = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
FIRST = InvoiceNumber("F2026", 1)
ISSUER = Issuer("Talleres Ruiz, S.L.", "B12345674", "Calle Mayor 1, 28013 Madrid", "28/1234")
CUSTOMER = Customer("Carmen Ruiz Sotelo", tax_id("12345678Z"), "Calle del Olmo 7, 28012 Madrid")
VEHICLE = Vehicle("4821KLM", "Seat", "Ibiza", "VSSZZZ6JZ00000001", 45_000, VehicleClass.PASSENGER)


def euros(text: str | int) -> Decimal:
    return Decimal(text).quantize(Decimal("0.01"))


def tyre_change(job_id: int = 1, **more: Any) -> Concept:
    return job(job_id, "400.00", "Cambio de ruedas", **more)


def oil_change(job_id: int = 2, **more: Any) -> Concept:
    return job(job_id, "35.99", "Cambio de aceite", **more)


def job(job_id: int, amount: str | Decimal, name: str = "Cambio de aceite", **more: Any) -> Concept:
    """A job of which only the amount is known, VAT included."""
    return Concept(job_id, name, lump(name, Decimal(amount)), **more)


def net(
    price: str, quantity: str = "1", tax: Tax = Tax(), kind: LineKind = LineKind.PART, **more: Any
) -> Line:
    """A line without VAT."""
    return Line(kind, "Pastillas", Decimal(quantity), Decimal(price), tax=tax, **more)


def gross(
    price: str, quantity: str = "1", tax: Tax = Tax(), kind: LineKind = LineKind.PART, **more: Any
) -> Line:
    """A line with VAT included."""
    return net(price, quantity, tax, kind, vat_included=True, **more)


def labour(price: str = "42.00", hours: str = "1.5", **more: Any) -> Line:
    return net(price, hours, kind=LineKind.LABOUR, **more)


def minus(line: Line) -> Line:
    """The line that gives back what *line* charges."""
    return replace(line, quantity=-line.quantity)


def of_lines(*lines: Line, job_id: int = 1) -> Concept:
    return Concept(job_id, "Frenos", lines)


def taxed(rate: int | NoVat) -> Tax:
    return Tax(Decimal(0), rate) if isinstance(rate, NoVat) else Tax(Decimal(rate))


def draft_invoice(*concepts: Concept, customer_id: int = 1, **facts: Any) -> Invoice:
    """A draft of the two jobs of the first practice, or of *concepts*."""
    wanted = {"dated": MARCH_2, **facts}
    return draft(customer_id=customer_id, concepts=concepts or (tyre_change(), oil_change()), **wanted)


def issued_invoice(*concepts: Concept, number: InvoiceNumber = FIRST, **facts: Any) -> Invoice:
    """The same, issued on 2 March to a customer of whom all is known."""
    at = facts.pop("at", MARCH_2)
    drafted = draft_invoice(*concepts, **{"id": number.sequence, "customer": CUSTOMER, **facts})
    return issued(ready(drafted, ISSUER, ()), number, at)


def ticket(*concepts: Concept, **facts: Any) -> Invoice:
    """An issued simplified invoice, of an oil change or of *concepts*."""
    facts = {"number": InvoiceNumber("S2026", 1), "type": InvoiceType.SIMPLIFIED, **facts}
    return issued_invoice(*(concepts or (oil_change(),)), **facts)


def with_account(invoice: Invoice, due: str, paid: str = "0.00") -> Invoice:
    """The same invoice, when so much is due and so much was paid."""
    account = Account(State.ISSUED, Decimal(due), Decimal(paid)).settled()
    return replace(invoice, account=account)


def replaced_invoice() -> Invoice:
    """An issued invoice whose place the invoice 8 has taken."""
    return replace(issued_invoice(), account=Account(State.REPLACED, Decimal(0), replaced_by=8))


def annulled_invoice() -> Invoice:
    return replace(issued_invoice(), account=Account(State.ANNULLED, Decimal(0)))


def differences(*concepts: Concept, original_id: int = 1, **facts: Any) -> Invoice:
    """An issued invoice that corrects another one by differences."""
    return _corrective(Method.DIFFERENCES, concepts, original_id, facts)


def substitution(*concepts: Concept, original_id: int = 1, **facts: Any) -> Invoice:
    """An issued invoice that another one is substituted by."""
    return _corrective(Method.SUBSTITUTION, concepts, original_id, facts)


def _corrective(
    method: Method, concepts: tuple[Concept, ...], original_id: int, facts: dict[str, Any]
) -> Invoice:
    reference = Correction(original_id, "F2026-000001", method, "Estaba mal")
    more = {"type": InvoiceType.LAW_OR_AMOUNT, "correction": reference, "id": 9, **facts}
    return issued_invoice(*concepts, number=InvoiceNumber("R2026", 1), **more)


def invoice_body(*, job_ids: tuple[int, ...] = (1, 2), customer_id: int = 1, **more: Any) -> dict[str, Any]:
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
        **more,
    }
