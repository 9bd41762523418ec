"""One transaction over invoices and outbox."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Engine

from taller.invoices.persistence.ledger import SqlHistory, SqlPayments, SqlRecords
from taller.invoices.persistence.receipts import SqlReceipts
from taller.invoices.persistence.repository import SqlInvoices
from taller.siblings.outbox.table import SqlOutbox

Options = Mapping[str, Any]

# Those of ours are read when a transaction begins, by what each kind of database listens with.
WRITING: Options = {"taller_writing": True}
EXCLUSIVE: Options = {"taller_writing": True, "taller_exclusive": True}
READING: Mapping[str, Options] = {
    "sqlite": {},
    "postgresql": {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True},
}


@dataclass(frozen=True)
class SqlTransactions:
    """Opens units of work on a database."""

    engine: Engine
    services: frozenset[str] = frozenset()
    """The siblings that are there to be told."""
    after_commit: Callable[[], None] = lambda: None
    """Called when something was committed, so that what is owed need not wait to be noticed."""

    def writing(self, *, exclusive: bool = True) -> "SqlUnitOfWork":
        """A transaction that no other exclusive writer can come between.

        :param exclusive: if false, others may write at the same time in a database that lets them, and
            what two may change must be locked row by row. SQLite has one writer in any case.
        """
        return SqlUnitOfWork(self, EXCLUSIVE if exclusive else WRITING)

    def reading(self) -> "SqlUnitOfWork":
        """A transaction that sees one state of things."""
        return SqlUnitOfWork(self, READING[self.engine.dialect.name])


class SqlUnitOfWork:
    """One transaction, which rolls back unless told to commit."""

    invoices: SqlInvoices
    payments: SqlPayments
    records: SqlRecords
    history: SqlHistory
    outbox: SqlOutbox
    receipts: SqlReceipts

    def __init__(self, transactions: SqlTransactions, options: Options) -> None:
        self._transactions = transactions
        self._options = options

    def __enter__(self) -> Self:
        self._connection = self._transactions.engine.connect()
        try:
            self._connection.execution_options(**self._options).begin()
        except BaseException:
            # Nobody will leave what was not entered: the lock could not be had, or the server is gone.
            self._connection.close()
            raise
        self.invoices = SqlInvoices(self._connection)
        self.payments = SqlPayments(self._connection)
        self.records = SqlRecords(self._connection)
        self.history = SqlHistory(self._connection)
        self.outbox = SqlOutbox(self._connection, self._transactions.services)
        self.receipts = SqlReceipts(self._connection)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # Closing rolls back what was not committed.
        self._connection.close()

    def commit(self) -> None:
        self._connection.commit()
        self._transactions.after_commit()
