"""What is only ever added to: payments, records and the history."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, String, insert, select, type_coerce, union

from taller.invoices.domain.account import Payment, PaymentMethod
from taller.invoices.domain.chain import Document
from taller.invoices.domain.errors import PaymentNotFound, RecordNotFound
from taller.invoices.domain.invoice import State
from taller.invoices.domain.money import ZERO, from_cents, to_cents
from taller.invoices.domain.records import Record, RecordKind
from taller.invoices.domain.series import InvoiceNumber
from taller.invoices.persistence.tables import accounts, history, invoices, payments, records
from taller.invoices.ports import Event

AT_ONCE = 500
"""Rows of a whole chain that are in memory together."""


class SqlPayments:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, invoice_id: int) -> Sequence[Payment]:
        """The payments of an invoice, in the order in which they were recorded."""
        query = select(payments).where(payments.c.invoice_id == invoice_id).order_by(payments.c.id)
        return [_payment(row) for row in self._connection.execute(query)]

    def find(self, invoice_id: int, payment_id: int) -> Payment:
        """:raises PaymentNotFound: if the invoice has no such payment."""
        query = select(payments).where(payments.c.invoice_id == invoice_id, payments.c.id == payment_id)
        row = self._connection.execute(query).one_or_none()
        if row is None:
            raise PaymentNotFound(payment_id)
        return _payment(row)

    def add(self, payment: Payment) -> Payment:
        """Store a payment for good and return it with its id."""
        assert payment.invoice_id is not None  # noqa: S101 -- it is of an invoice that was found
        values = {
            "invoice_id": payment.invoice_id,
            "amount_cents": to_cents(payment.amount),
            "paid_on": payment.paid_on,
            "method": payment.method.value,
            "note": payment.note,
            "recorded_at": payment.recorded_at,
        }
        result = self._connection.execute(insert(payments).values(values))
        (payment_id,) = result.inserted_primary_key or (0,)
        return self.find(payment.invoice_id, payment_id)


class SqlRecords:
    """The chains; a record is added at the end of its own, and that is all."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def last(self, issuer_nif: str) -> Record | None:
        row = self._connection.execute(
            _chain(issuer_nif).order_by(None).order_by(records.c.position.desc()).limit(1)
        ).one_or_none()
        return None if row is None else _record_however(row)

    def add(self, record: Record) -> None:
        self._connection.execute(insert(records).values(_record_values(record)))

    def find(self, issuer_nif: str, position: int) -> Record:
        """:raises RecordNotFound: if the chain does not reach so far."""
        query = _chain(issuer_nif).where(records.c.position == position)
        row = self._connection.execute(query).one_or_none()
        if row is None:
            raise RecordNotFound(position)
        return _record_however(row)

    def page(
        self, issuer_nif: str, *, after: int, limit: int, invoice_id: int | None = None
    ) -> Sequence[Record]:
        """At most *limit* records after the position *after*."""
        query = _chain(issuer_nif).where(records.c.position > after).limit(limit)
        if invoice_id is not None:
            query = query.where(records.c.invoice_id == invoice_id)
        return [_record_however(row) for row in self._connection.execute(query)]

    def all(self, issuer_nif: str) -> Iterator[Record]:
        """The whole chain in its order, as it is read."""
        return map(_record_however, self._streamed(_chain(issuer_nif)))

    def issuers(self) -> Sequence[str]:
        """The NIF of each issuer that has a chain, or an invoice that should be in one."""
        issued = select(invoices.c.issuer_nif).where(invoices.c.issuer_nif.is_not(None))
        query = union(select(records.c.issuer_nif), issued)
        return sorted(self._connection.scalars(query))

    def documents(self, issuer_nif: str) -> Iterator[Document]:
        """The issued invoices of an issuer, as the chain's check compares them."""
        columns = (
            invoices.c[name] for name in ("id", "series", "sequence", "type", "vat_cents", "total_cents")
        )
        query = (
            select(*columns, _as_stored(invoices.c.issued_on), accounts.c.state)
            .outerjoin(accounts, accounts.c.invoice_id == invoices.c.id)
            .where(invoices.c.issuer_nif == issuer_nif, invoices.c.series.is_not(None))
        )
        return map(_document_however, self._streamed(query))

    def _streamed(self, query: Select[Any]) -> Iterable[Row[Any]]:
        return self._connection.execute(query, execution_options={"yield_per": AT_ONCE})


class SqlHistory:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, event: Event) -> None:
        values = {name: getattr(event, name) for name in ("invoice_id", "at", "actor", "action", "detail")}
        self._connection.execute(insert(history).values(values))

    def of(self, invoice_id: int, *, after: int, limit: int) -> Sequence[Event]:
        """At most *limit* events of an invoice after the one numbered *after*."""
        query = (
            select(history)
            .where(history.c.invoice_id == invoice_id, history.c.id > after)
            .order_by(history.c.id)
            .limit(limit)
        )
        rows = self._connection.execute(query)
        return [Event(row.invoice_id, row.at, row.actor, row.action, row.detail, row.id) for row in rows]


def _payment(row: Row[Any]) -> Payment:
    return Payment(
        amount=from_cents(row.amount_cents),
        paid_on=row.paid_on,
        method=PaymentMethod(row.method),
        note=row.note,
        id=row.id,
        invoice_id=row.invoice_id,
        recorded_at=row.recorded_at,
    )


def _chain(issuer_nif: str) -> Select[Any]:
    columns = (column for column in records.c if column.name != "issued_on")
    query = select(*columns, _as_stored(records.c.issued_on))
    return query.where(records.c.issuer_nif == issuer_nif).order_by(records.c.position)


def _as_stored(column: Any) -> Any:
    """Return *column* read as it is, for a date that somebody has spoilt must not end the reading."""
    return type_coerce(column, String).label(column.name)


def _date(stored: str | date) -> date:
    return stored if isinstance(stored, date) else date.fromisoformat(stored)


def _record_however(row: Row[Any]) -> Record:
    """Return the record of *row*; of one with values that are none, what is left of it, to be found out."""
    try:
        return _record(row)
    except (ValueError, TypeError, ArithmeticError):
        return Record(
            position=row.position,
            kind=RecordKind.ISSUE,
            issuer_nif=row.issuer_nif,
            number=str(row.number),
            issued_on=date.min,
            generated_at=datetime.min.replace(tzinfo=UTC),
            previous=str(row.previous),
            fingerprint=str(row.fingerprint),
            invoice_id=row.invoice_id,
        )


def _record(row: Row[Any]) -> Record:
    return Record(
        position=row.position,
        kind=RecordKind(row.kind),
        issuer_nif=row.issuer_nif,
        number=row.number,
        issued_on=_date(row.issued_on),
        generated_at=datetime.fromisoformat(row.generated_at),
        previous=row.previous,
        fingerprint=row.fingerprint,
        invoice_id=row.invoice_id,
        invoice_type=row.invoice_type,
        tax_total=None if row.tax_cents is None else from_cents(row.tax_cents),
        total=None if row.total_cents is None else from_cents(row.total_cents),
    )


def _record_values(record: Record) -> dict[str, Any]:
    return {
        "issuer_nif": record.issuer_nif,
        "position": record.position,
        "kind": record.kind.value,
        "invoice_id": record.invoice_id,
        "number": record.number,
        "issued_on": record.issued_on,
        "invoice_type": record.invoice_type,
        "tax_cents": None if record.tax_total is None else to_cents(record.tax_total),
        "total_cents": None if record.total is None else to_cents(record.total),
        "generated_at": record.generated_at.isoformat(timespec="seconds"),
        "previous": record.previous,
        "fingerprint": record.fingerprint,
    }


def _document_however(row: Row[Any]) -> Document:
    """Return what an invoice says; of one with values that are none, nothing that any record says."""
    try:
        return _document(row)
    except (ValueError, TypeError, ArithmeticError):
        number = f"{row.series}-{row.sequence}"
        return Document(row.id, number, date.min, str(row.type), ZERO, ZERO)


def _document(row: Row[Any]) -> Document:
    return Document(
        invoice_id=row.id,
        number=str(InvoiceNumber(row.series, row.sequence)),
        issued_on=_date(row.issued_on),
        invoice_type=row.type,
        tax_total=from_cents(row.vat_cents),
        total=from_cents(row.total_cents),
        annulled=row.state == State.ANNULLED.value,
    )
