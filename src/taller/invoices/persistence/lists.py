"""The queries of lists: filters, orders, and pages by offset or by what came last."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select

from taller.invoices.domain.invoice import State
from taller.invoices.domain.money import to_cents
from taller.invoices.listing import After, Order, Wanted, plain_plate, searchable
from taller.invoices.persistence.tables import accounts, invoices

_ORDERED: dict[Order, Any] = {
    Order.ID: invoices.c.id,
    Order.DATE: invoices.c.dated,
    Order.AMOUNT: invoices.c.total_cents,
}
corrected = invoices.alias("corrected")


def whole() -> Select[Any]:
    """Return the query of all invoices with their accounts and the numbers of those that they correct."""
    joined = invoices.outerjoin(accounts, accounts.c.invoice_id == invoices.c.id).outerjoin(
        corrected, corrected.c.id == invoices.c.corrects_id
    )
    numbers = (
        corrected.c.series.label("corrected_series"),
        corrected.c.sequence.label("corrected_sequence"),
    )
    account = (accounts.c.state, accounts.c.due_cents, accounts.c.paid_cents, accounts.c.replaced_by)
    return select(invoices, *account, *numbers).select_from(joined)


def filtered(wanted: Wanted) -> Select[Any]:
    """Return the query of the invoices *wanted*, in their order."""
    column = _ORDERED[wanted.order]
    order = [column] if wanted.order is Order.ID else [column, invoices.c.id]
    return (
        whole()
        .where(*_conditions(wanted))
        .order_by(*(each.desc() if wanted.descending else each for each in order))
    )


def beyond(wanted: Wanted, after: After) -> ColumnElement[bool]:
    """Return the condition that an invoice comes after *after*, which an index can find."""
    column: ColumnElement[Any] = _ORDERED[wanted.order]
    key = to_cents(after.key) if isinstance(after.key, Decimal) else after.key
    # Not a comparison of rows, which SQLAlchemy would not convert to the types of the columns.
    if wanted.order is Order.ID:
        return column < after.invoice_id if wanted.descending else column > after.invoice_id
    if wanted.descending:
        return and_(column <= key, or_(column < key, invoices.c.id < after.invoice_id))
    return and_(column >= key, or_(column > key, invoices.c.id > after.invoice_id))


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    equal = {
        invoices.c.customer_id: wanted.customer_id,
        invoices.c.series: wanted.series,
        invoices.c.type: wanted.type and wanted.type.value,
        invoices.c.plate: wanted.plate,
    }
    conditions = [column == value for column, value in equal.items() if value is not None]
    if wanted.tax_id is not None:
        # A NIF is stored without what may stand between; the id of another country may need it.
        plain = plain_plate(wanted.tax_id)
        forms = {plain, plain.removeprefix("ES"), " ".join(wanted.tax_id.upper().split())}
        conditions.append(invoices.c.tax_id.in_(sorted(forms)))
    return [*conditions, *_of_state(wanted.state), *_ranges(wanted), *_text(wanted.text)]


def _of_state(state: State | None) -> list[ColumnElement[bool]]:
    if state is None:
        return []
    return [invoices.c.series.is_(None) if state is State.DRAFT else accounts.c.state == state.value]


def _ranges(wanted: Wanted) -> list[ColumnElement[bool]]:
    def bound(column: Any, low: int | datetime | None, high: int | None) -> list[ColumnElement[bool]]:
        above = [] if low is None else [column >= low]
        return above if high is None else [*above, column <= high]

    low, high = (
        None if amount is None else to_cents(amount) for amount in (wanted.amount_from, wanted.amount_to)
    )
    until = [] if wanted.dated_before is None else [invoices.c.dated < wanted.dated_before]
    return [
        *bound(invoices.c.total_cents, low, high),
        *bound(invoices.c.dated, wanted.dated_from, None),
        *until,
    ]


def _text(text: str | None) -> list[ColumnElement[bool]]:
    words = searchable(text).split()
    return [invoices.c.search_text.contains(word, autoescape=True) for word in words]
