"""All the invoices, from and to the tables."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, insert, select, update

from taller.invoices.domain.errors import DateGoesBack, InvoiceNotFound, JobsAlreadyCharged
from taller.invoices.domain.invoice import Account, Invoice, Method, State
from taller.invoices.domain.lines import Concept
from taller.invoices.domain.series import InvoiceNumber, Series
from taller.invoices.listing import After, Wanted
from taller.invoices.persistence import lists, rows, tables

UNCHAINED = ""
"""The issuer of the series that were begun before there was a chain."""


class SqlInvoices:
    """All the invoices, inside the transaction of *connection*."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, invoice_id: int, *, to_change: bool = False) -> Invoice:
        """The invoice; *to_change* keeps others from changing it until the transaction ends.

        :raises InvoiceNotFound: if there is none.
        """
        if to_change:
            # The row alone, before the rest is read: what another was changing is then done.
            row = select(tables.invoices.c.id).where(tables.invoices.c.id == invoice_id)
            self._connection.execute(row.with_for_update())
        found = self._load(lists.whole().where(tables.invoices.c.id == invoice_id))
        if not found:
            raise InvoiceNotFound(invoice_id)
        return found[0]

    def page(self, wanted: Wanted, *, offset: int, limit: int) -> Sequence[Invoice]:
        """At most *limit* of the invoices *wanted*, after the first *offset*."""
        return self._load(lists.filtered(wanted).offset(offset).limit(limit))

    def page_after(self, wanted: Wanted, after: After, *, limit: int) -> Sequence[Invoice]:
        """At most *limit* of the invoices *wanted* that come after *after*; it costs the same everywhere."""
        return self._load(lists.filtered(wanted).where(lists.beyond(wanted, after)).limit(limit))

    def add(self, invoice: Invoice) -> Invoice:
        """Store a draft and return it with its id."""
        result = self._connection.execute(insert(tables.invoices).values(rows.invoice_values(invoice)))
        (invoice_id,) = result.inserted_primary_key or (0,)
        self._add_concepts(invoice_id, invoice.concepts)
        return self.find(invoice_id)

    def replace(self, invoice: Invoice) -> None:
        """Store what has changed in a draft."""
        assert invoice.id is not None  # noqa: S101 -- it was found by its id
        self._update(invoice)
        self._remove_concepts(invoice.id)
        self._add_concepts(invoice.id, invoice.concepts)

    def remove(self, invoice_id: int) -> None:
        """Forget a draft."""
        self._remove_concepts(invoice_id)
        self._connection.execute(delete(tables.invoices).where(tables.invoices.c.id == invoice_id))

    def charged_in_drafts_or_issued(self, job_ids: Collection[int]) -> set[int]:
        """Those of *job_ids* that any invoice in force, draft or issued, charges."""
        drafts = (
            select(tables.concepts.c.job_id)
            .join(tables.invoices, tables.invoices.c.id == tables.concepts.c.invoice_id)
            .where(tables.invoices.c.series.is_(None), tables.concepts.c.job_id.in_(job_ids))
        )
        return self._charged(job_ids) | set(self._connection.scalars(drafts))

    def record_issue(self, invoice: Invoice) -> None:
        """Store all that an invoice says now that it is issued; it never changes again."""
        self._update(invoice)

    def save_account(self, invoice_id: int, account: Account) -> None:
        """Store what is owed for an issued invoice."""
        values = rows.account_values(account)
        changed = self._connection.execute(
            update(tables.accounts).where(tables.accounts.c.invoice_id == invoice_id).values(values)
        )
        if changed.rowcount == 0:
            self._connection.execute(insert(tables.accounts).values(invoice_id=invoice_id, **values))

    def charge(self, invoice_id: int) -> None:
        """Store that an invoice in force charges its jobs, and those of the differences to it that stand.

        :raises JobsAlreadyCharged: if another one charges any of them.
        """
        parts = [invoice_id, *(each.id for each in self.differences(invoice_id))]
        query = select(tables.concepts.c.job_id).where(tables.concepts.c.invoice_id.in_(parts))
        job_ids = sorted(set(self._connection.scalars(query)))
        self.release(invoice_id)
        charged = self._charged(job_ids)
        if charged:
            raise JobsAlreadyCharged(sorted(charged))
        values = [{"job_id": job_id, "invoice_id": invoice_id} for job_id in job_ids]
        self._connection.execute(insert(tables.charged_jobs), values)

    def release(self, invoice_id: int) -> None:
        """Let others charge the jobs of an invoice that is no longer in force."""
        charged = tables.charged_jobs.c.invoice_id
        self._connection.execute(delete(tables.charged_jobs).where(charged == invoice_id))

    def differences(self, invoice_id: int) -> Sequence[Invoice]:
        """The corrective invoices by differences to this one that stand."""
        query = lists.whole().where(
            tables.invoices.c.corrects_id == invoice_id,
            tables.invoices.c.correction_method == Method.DIFFERENCES.value,
            tables.accounts.c.state != State.ANNULLED.value,
        )
        return self._load(query.order_by(tables.invoices.c.id))

    def next_number(self, issuer_nif: str, series: Series, today: date) -> InvoiceNumber:
        """Take the next number of *series*; it is given back if the transaction is.

        :raises DateGoesBack: if the last one was taken on a later day (RD 1619/2012, art. 6.1.a).
        """
        name = str(series)
        self._adopt(issuer_nif, name)
        ours = (tables.series.c.issuer_nif == issuer_nif, tables.series.c.name == name)
        row = self._connection.execute(select(tables.series).where(*ours).with_for_update()).one_or_none()
        if row is None:
            first = {"issuer_nif": issuer_nif, "name": name, "last": 1, "last_date": today}
            self._connection.execute(insert(tables.series).values(first))
            return InvoiceNumber(name, 1)
        if row.last_date is not None and row.last_date > today:
            raise DateGoesBack(today, row.last_date)
        taken = row.last + 1
        self._connection.execute(update(tables.series).where(*ours).values(last=taken, last_date=today))
        return InvoiceNumber(name, taken)

    def _adopt(self, issuer_nif: str, name: str) -> None:
        """Go on counting where a series begun before there was a chain had come to."""
        unchained = (tables.series.c.issuer_nif == UNCHAINED, tables.series.c.name == name)
        self._connection.execute(update(tables.series).where(*unchained).values(issuer_nif=issuer_nif))

    def _update(self, invoice: Invoice) -> None:
        self._connection.execute(
            update(tables.invoices)
            .where(tables.invoices.c.id == invoice.id)
            .values(rows.invoice_values(invoice))
        )

    def _charged(self, job_ids: Collection[int]) -> set[int]:
        query = select(tables.charged_jobs.c.job_id).where(tables.charged_jobs.c.job_id.in_(job_ids))
        return set(self._connection.scalars(query))

    def _remove_concepts(self, invoice_id: int) -> None:
        for table in (tables.lines, tables.concepts):
            self._connection.execute(delete(table).where(table.c.invoice_id == invoice_id))

    def _add_concepts(self, invoice_id: int, concepts: Sequence[Concept]) -> None:
        numbered = list(enumerate(concepts))
        stored = [rows.concept_values(invoice_id, at, concept) for at, concept in numbered]
        self._connection.execute(insert(tables.concepts), stored)
        lines = [
            rows.line_values(invoice_id, at, position, line)
            for at, concept in numbered
            for position, line in enumerate(concept.lines)
        ]
        self._connection.execute(insert(tables.lines), lines)

    def _load(self, query: Select[Any]) -> list[Invoice]:
        found = self._connection.execute(query).all()
        ids = [row.id for row in found]
        lines = self._children(tables.lines, ids, ("concept", "position"))
        concepts = self._children(tables.concepts, ids, ("position",))
        return [rows.invoice_of(row, concepts.get(row.id, ()), lines.get(row.id, ())) for row in found]

    def _children(
        self, table: Any, invoice_ids: Sequence[int], order: Iterable[str]
    ) -> dict[int, list[Row[Any]]]:
        query = (
            select(table)
            .where(table.c.invoice_id.in_(invoice_ids))
            .order_by(table.c.invoice_id, *(table.c[name] for name in order))
        )
        read = self._connection.execute(query)
        return {key: list(group) for key, group in groupby(read, lambda row: int(row.invoice_id))}
