"""The types of invoice (AEAT's TipoFactura), which one a sale wants, and the series each is numbered in."""

from collections.abc import Iterable
from decimal import Decimal
from enum import Enum

from taller.invoices.domain.errors import SimplifiedNotAllowed
from taller.invoices.domain.lines import Line, LineKind
from taller.invoices.domain.vat import NoVat

SIMPLIFIED_LIMIT = Decimal("400.00")
"""Euros with VAT up to which any invoice may be simplified (RD 1619/2012, art. 4.1.a)."""
LISTED_LIMIT = Decimal("3000.00")
"""The same for the activities that art. 4.2 lists; the repair of vehicles is none of them."""


class InvoiceType(Enum):
    FULL = "F1"
    SIMPLIFIED = "F2"
    EXCHANGE = "F3"
    """A full one that takes the place of a simplified one."""
    LAW_OR_AMOUNT = "R1"
    """Corrects an error in law, a return or a discount (LIVA, art. 80.1, 80.2 and 80.6)."""
    INSOLVENCY = "R2"
    BAD_DEBT = "R3"
    OTHER_ERROR = "R4"
    OF_SIMPLIFIED = "R5"

    @property
    def corrective(self) -> bool:
        return self.value.startswith("R")

    @property
    def simplified(self) -> bool:
        """Whether it names no recipient to AEAT (Validaciones v1.2.0: F2 and R5 must not)."""
        return self in (InvoiceType.SIMPLIFIED, InvoiceType.OF_SIMPLIFIED)


class Listed(Enum):
    """The cases of RD 1619/2012, art. 4.2, that a workshop may meet."""

    RETAIL = "ventaAlPorMenor"
    """Parts sold over the counter to a consumer (art. 4.2.a)."""
    AT_HOME = "servicioADomicilio"
    """Work at the customer's home (art. 4.2.c)."""
    PARKING = "aparcamiento"
    """Art. 4.2.k."""


def chosen(wanted: InvoiceType | None, *, customer_complete: bool, refusal: str | None) -> InvoiceType:
    """Return the type of an ordinary invoice: full for whom is known, else simplified where allowed.

    :param wanted: what its maker asked for.
    :param refusal: why it may not be simplified, or None if it may.
    :raises SimplifiedNotAllowed: if simplified is wanted and may not be.
    """
    if wanted is InvoiceType.SIMPLIFIED and refusal is not None:
        raise SimplifiedNotAllowed(refusal)
    if wanted is not None:
        return wanted
    return InvoiceType.FULL if customer_complete or refusal is not None else InvoiceType.SIMPLIFIED


def why_not_simplified(amount: Decimal, lines: Iterable[Line], listed: Listed | None) -> str | None:
    """Return why a sale of *amount* euros, VAT included, may not have a simplified invoice; None if it may.

    Source: RD 1619/2012, arts. 4.1 and 4.2; reverse charge in Validaciones v1.2.0.
    """
    sold = tuple(lines)
    if any(line.tax.reason is NoVat.REVERSE_CHARGE for line in sold):
        return "Con inversión del sujeto pasivo la factura debe ser completa."
    if any(line.tax.reason is NoVat.EXEMPT_25 for line in sold):
        return "Una entrega a otro país de la Unión tiene factura completa, que nombra a quien la recibe."
    if amount <= SIMPLIFIED_LIMIT:
        return None
    if listed is None:
        return f"Son {amount} euros y una reparación no puede pasar de {SIMPLIFIED_LIMIT}, IVA incluido."
    if listed is Listed.RETAIL and any(line.kind is not LineKind.PART for line in sold):
        return "Una venta al por menor tiene recambios y nada más."
    if amount > LISTED_LIMIT:
        return f"Son {amount} euros y no puede pasar de {LISTED_LIMIT}, IVA incluido."
    return None
