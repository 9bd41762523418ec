"""What a list of invoices is asked for: filters, an order, and where to go on."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import Enum

from taller.invoices.domain.invoice import Invoice, State
from taller.invoices.domain.kinds import InvoiceType


class Order(Enum):
    ID = "facturaId"
    DATE = "fechaEmision"
    AMOUNT = "importe"

    def key(self, invoice: Invoice) -> int | datetime | Decimal:
        """Return what *invoice* is ordered by."""
        if self is Order.DATE:
            return invoice.dated
        return invoice.amount if self is Order.AMOUNT else invoice.id or 0


@dataclass(frozen=True)
class Wanted:
    """The invoices that a list is of, and their order."""

    customer_id: int | None = None
    state: State | None = None
    series: str | None = None
    type: InvoiceType | None = None
    tax_id: str | None = None
    """As somebody writes it; of a NIF, neither small letters nor what stands between count."""
    plate: str | None = None
    dated_from: datetime | None = None
    dated_before: datetime | None = None
    amount_from: Decimal | None = None
    """Euros."""
    amount_to: Decimal | None = None
    text: str | None = None
    order: Order = Order.ID
    descending: bool = False


@dataclass(frozen=True)
class After:
    """The last invoice of the page before: what it is ordered by, and its id."""

    key: int | datetime | Decimal
    invoice_id: int


@dataclass(frozen=True)
class Page:
    """Some invoices, and whether others come before and after."""

    invoices: Sequence[Invoice]
    number: int | None
    """From 1; None if it was reached by a cursor."""
    has_next: bool

    def after(self, order: Order) -> After | None:
        """Return where the next page goes on, if there is one."""
        if not self.has_next:
            return None
        last = self.invoices[-1]
        return After(order.key(last), last.id or 0)


def searchable(*texts: str | None) -> str:
    """Return *texts* as a search looks through them: in small letters, without accents."""
    joined = unicodedata.normalize("NFKD", " ".join(text for text in texts if text))
    return "".join(each for each in joined if not unicodedata.combining(each)).casefold()


def plain_plate(text: str) -> str:
    """Return the plate *text* as it is stored: capital letters and digits, nothing between."""
    # A letter whose capital is two, as ß, stays: no plate grows beyond its limit.
    capitals = (each.upper() if len(each.upper()) == 1 else each for each in text)
    return "".join(each for each in capitals if each.isalnum())
