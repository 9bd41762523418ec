"""Rows to whole invoices and back."""

from collections.abc import Collection, Iterable, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from taller.invoices.domain.errors import InvoiceNotFound, JobsAlreadyCharged
from taller.invoices.domain.invoice import Concept, Invoice, Line, LineKind
from taller.invoices.domain.money import from_cents, to_cents
from taller.invoices.domain.series import InvoiceNumber, Series
from taller.invoices.persistence import tables


class SqlInvoices:
    """All the invoices, inside the transaction of *connection*."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, invoice_id: int) -> Invoice:
        """:raises InvoiceNotFound: if there is none."""
        found = self._load(select(tables.invoices).where(tables.invoices.c.id == invoice_id))
        if not found:
            raise InvoiceNotFound(invoice_id)
        return found[0]

    def page(self, *, customer_id: int | None, offset: int, limit: int) -> Sequence[Invoice]:
        """At most *limit* invoices after the first *offset*, in the order of their ids."""
        query = select(tables.invoices).order_by(tables.invoices.c.id).offset(offset).limit(limit)
        if customer_id is not None:
            query = query.where(tables.invoices.c.customer_id == customer_id)
        return self._load(query)

    def add(self, invoice: Invoice) -> Invoice:
        """Store a draft and return it with its id."""
        values = {"customer_id": invoice.customer_id, "dated": invoice.dated}
        result = self._connection.execute(insert(tables.invoices).values(values))
        (invoice_id,) = result.inserted_primary_key or (0,)
        self._add_concepts(invoice_id, invoice.concepts)
        return self.find(invoice_id)

    def replace(self, invoice: Invoice) -> None:
        """Store what has changed in a draft."""
        assert invoice.id is not None  # noqa: S101 -- it was found by its id
        self._connection.execute(
            update(tables.invoices)
            .where(tables.invoices.c.id == invoice.id)
            .values(customer_id=invoice.customer_id, dated=invoice.dated)
        )
        self._remove_concepts(invoice.id)
        self._add_concepts(invoice.id, invoice.concepts)

    def remove(self, invoice_id: int) -> None:
        """Forget a draft."""
        self._remove_concepts(invoice_id)
        self._connection.execute(delete(tables.invoices).where(tables.invoices.c.id == invoice_id))

    def charged_in_drafts_or_issued(self, job_ids: Collection[int]) -> set[int]:
        """Those of *job_ids* that any invoice, draft or issued, charges."""
        return self._known(tables.concepts.c.job_id, job_ids)

    def record_issue(self, invoice: Invoice) -> None:
        """Store an invoice's number and date, and that its jobs are charged for good.

        :raises JobsAlreadyCharged: if another issued invoice charges one of its jobs.
        """
        assert invoice.number is not None  # noqa: S101 -- Invoice.issued gave it one
        charged = self._known(tables.charged_jobs.c.job_id, invoice.job_ids)
        if charged:
            raise JobsAlreadyCharged(sorted(charged))
        self._connection.execute(
            insert(tables.charged_jobs),
            [{"job_id": job_id, "invoice_id": invoice.id} for job_id in invoice.job_ids],
        )
        self._connection.execute(
            update(tables.invoices)
            .where(tables.invoices.c.id == invoice.id)
            .values(
                dated=invoice.dated,
                series=invoice.number.series,
                sequence=invoice.number.sequence,
            )
        )

    def next_number(self, series: Series) -> InvoiceNumber:
        """Take the next number of *series*; it is given back if the transaction is."""
        name = str(series)
        taken = self._connection.execute(
            update(tables.series)
            .where(tables.series.c.name == name)
            .values(last=tables.series.c.last + 1)
            .returning(tables.series.c.last)
        ).scalar_one_or_none()
        if taken is None:
            self._connection.execute(insert(tables.series).values(name=name, last=1))
            taken = 1
        return InvoiceNumber(name, taken)

    def _known(self, column: Any, job_ids: Collection[int]) -> set[int]:
        return set(self._connection.scalars(select(column).where(column.in_(job_ids))))

    def _remove_concepts(self, invoice_id: int) -> None:
        for table in (tables.lines, tables.concepts):
            self._connection.execute(delete(table).where(table.c.invoice_id == invoice_id))

    def _add_concepts(self, invoice_id: int, concepts: Sequence[Concept]) -> None:
        rows = [_concept_row(invoice_id, at, concept) for at, concept in enumerate(concepts)]
        self._connection.execute(insert(tables.concepts), rows)
        line_rows = [
            _line_row(invoice_id, at, position, line)
            for at, concept in enumerate(concepts)
            for position, line in enumerate(concept.lines)
        ]
        if line_rows:
            self._connection.execute(insert(tables.lines), line_rows)

    def _load(self, query: Any) -> list[Invoice]:
        rows = self._connection.execute(query).all()
        ids = [row.id for row in rows]
        lines = self._children(tables.lines, ids, ("concept", "position"))
        concepts = self._children(tables.concepts, ids, ("position",))
        return [_invoice(row, concepts.get(row.id, ()), lines.get(row.id, ())) for row in rows]

    def _children(
        self, table: Any, invoice_ids: Sequence[int], order: Iterable[str]
    ) -> dict[int, list[Row[Any]]]:
        query = (
            select(table)
            .where(table.c.invoice_id.in_(invoice_ids))
            .order_by(table.c.invoice_id, *(table.c[name] for name in order))
        )
        rows = self._connection.execute(query)
        return {key: list(group) for key, group in groupby(rows, lambda row: int(row.invoice_id))}


def _invoice(row: Row[Any], concepts: Iterable[Row[Any]], lines: Iterable[Row[Any]]) -> Invoice:
    by_concept = {at: tuple(map(_line, group)) for at, group in groupby(lines, lambda r: r.concept)}
    return Invoice(
        customer_id=row.customer_id,
        concepts=tuple(_concept(each, by_concept.get(each.position, ())) for each in concepts),
        dated=row.dated,
        id=row.id,
        number=None if row.series is None else InvoiceNumber(row.series, row.sequence),
    )


def _concept(row: Row[Any], lines: tuple[Line, ...]) -> Concept:
    return Concept(
        job_id=row.job_id,
        name=row.name,
        amount=from_cents(row.amount_cents),
        description=row.description,
        vin=row.vin,
        vehicle_id=row.vehicle_id,
        customer_id=row.customer_id,
        started_at=row.started_at,
        finished_at=row.finished_at,
        lines=lines,
    )


def _concept_row(invoice_id: int, position: int, concept: Concept) -> dict[str, Any]:
    return {
        "invoice_id": invoice_id,
        "position": position,
        "job_id": concept.job_id,
        "name": concept.name,
        "description": concept.description,
        "amount_cents": to_cents(concept.amount),
        "vin": concept.vin,
        "vehicle_id": concept.vehicle_id,
        "customer_id": concept.customer_id,
        "started_at": concept.started_at,
        "finished_at": concept.finished_at,
    }


def _line(row: Row[Any]) -> Line:
    return Line(
        kind=LineKind(row.kind),
        description=row.description,
        quantity=from_cents(row.quantity_hundredths),
        unit_price=from_cents(row.unit_price_cents),
        spare_part_id=row.spare_part_id,
    )


def _line_row(invoice_id: int, concept: int, position: int, line: Line) -> dict[str, Any]:
    return {
        "invoice_id": invoice_id,
        "concept": concept,
        "position": position,
        "kind": line.kind.value,
        "description": line.description,
        "quantity_hundredths": to_cents(line.quantity),
        "unit_price_cents": to_cents(line.unit_price),
        "spare_part_id": line.spare_part_id,
    }
