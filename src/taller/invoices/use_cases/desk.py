"""What every use case has at hand, and what each does on its way."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from taller.invoices import news
from taller.invoices.domain.invoice import Invoice
from taller.invoices.domain.issuing import Prefixes
from taller.invoices.domain.party import Issuer
from taller.invoices.ports import Clock, Event, Journal, Siblings, Transactions, UnitOfWork

Precondition = Callable[[Invoice], None]
"""Raises InvoiceStale unless the invoice is the one that the caller has read."""

NOBODY = "anónimo"


def _no_receipt(_work: UnitOfWork, _result: Any) -> None:
    """Keep nothing: nobody asked for the same answer again."""


@dataclass(frozen=True)
class Desk:
    """The ports, the settings that the law is about, and who is at work."""

    transactions: Transactions
    siblings: Siblings
    journal: Journal
    clock: Clock
    issuer: Issuer = Issuer()
    legends: tuple[str, ...] = ()
    """What the region wants printed."""
    prefixes: Prefixes = Prefixes()
    actor: str = NOBODY
    receipt: Callable[[UnitOfWork, Any], None] = _no_receipt
    """Keeps the answer to a request inside the transaction that does what was asked."""

    def _record(
        self, work: UnitOfWork, invoice_id: int | None, action: str, detail: str | None = None
    ) -> None:
        """Write down in the invoice's history what is done to it."""
        assert invoice_id is not None  # noqa: S101 -- it is stored
        work.history.add(Event(invoice_id, self.clock.now(), self.actor, action, detail))

    def _tell(self, work: UnitOfWork, text: str, priority: str = news.LOW) -> None:
        work.outbox.add(news.event(text, self.clock.now(), priority))

    def _note(self, text: str) -> None:
        self.journal.note(news.event(text, self.clock.now()))

    def _finish(self, work: UnitOfWork, result: Any) -> None:
        """Commit, with the receipt of *result* in the same transaction."""
        self.receipt(work, result)
        work.commit()
