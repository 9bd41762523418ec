"""Every refusal of the domain is one that some operation comes to, and stands in the tree of them."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text
from tests.builders import (
    draft_invoice,
    euros,
    gross,
    job,
    of_lines,
    oil_change,
    taxed,
    tyre_change,
)
from tests.fakes import MORNING, FakeClock, FakeSiblings, as_it_is, invoicing

from taller.invoices.domain import errors, records
from taller.invoices.domain.account import MOST_PAYMENTS, Payment, PaymentMethod
from taller.invoices.domain.billing import MOST_PARTS, Charge, Job, PartUse
from taller.invoices.domain.errors import Conflict
from taller.invoices.domain.invoice import LARGEST_AMOUNT, Invoice, Method
from taller.invoices.domain.kinds import InvoiceType
from taller.invoices.domain.party import Visit
from taller.invoices.domain.vat import NoVat
from taller.invoices.persistence.engine import open_database
from taller.invoices.use_cases import CorrectionOrder, Order

VIN = "M109186"
DAY = timedelta(1)
BY_DIFFERENCES, BY_SUBSTITUTION = Method.DIFFERENCES, Method.SUBSTITUTION


class Counter:
    """Where a customer asks for things; there is a draft of two jobs, for 435.99 euros."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.clock, self.siblings = FakeClock(), FakeSiblings()
        self.desk = invoicing(engine, self.clock, self.siblings)
        self.first = self.draft()

    def draft(self, *concepts: Any, **facts: Any) -> Invoice:
        return self.desk.draft(draft_invoice(*concepts, **facts))

    def issue(self, invoice: Invoice | None = None) -> Invoice:
        return self.desk.issue((invoice or self.first).id or 0, as_it_is)

    def annul(self, invoice: Invoice | None = None) -> Invoice:
        return self.desk.annul((invoice or self.first).id or 0, "Por error", as_it_is)

    def pay(self, amount: str = "1.00", invoice: Invoice | None = None, days: int = 0) -> Payment:
        payment = Payment(euros(amount), self.clock.now().date() + days * DAY, PaymentMethod.CASH)
        return self.desk.pay((invoice or self.first).id or 0, payment, as_it_is)

    def correct(
        self,
        amount: str = "-35.99",
        method: Method = BY_DIFFERENCES,
        invoice: Invoice | None = None,
        kind: InvoiceType | None = None,
        **changed: Any,
    ) -> Invoice:
        def proposal(known: Invoice) -> Invoice:
            facts = {"concepts": (job(2, amount),), "number": None, "account": None, **changed}
            return replace(known, **facts)

        order = CorrectionOrder(proposal, method, kind, "Estaba mal")
        return self.desk.correct((invoice or self.first).id or 0, order, as_it_is)

    def ticket(self) -> Invoice:
        return self.issue(self.draft(oil_change(5), type=InvoiceType.SIMPLIFIED))

    def exchange(self, invoice: Invoice) -> Invoice:
        return self.desk.exchange(invoice.id or 0, None, as_it_is)

    def bill(self, *charges: Charge, finished: bool = True, vin: str = VIN) -> Invoice:
        self.siblings.jobs = [Job(7, VIN, "Aceite", None, finished)]
        return self.desk.bill(1, Order([vin], charges))

    def issued_by_another(self, invoice: Invoice) -> Invoice:
        other = replace(self.desk.issuer, nif="A58818501")
        return replace(self.desk, issuer=other).issue(invoice.id or 0, as_it_is)

    def full_of_payments(self) -> None:
        self.issue()
        with self.desk.transactions.writing() as work:  # by the cent would take a minute
            payment = Payment(euros("0.01"), MORNING.date(), PaymentMethod.CASH)
            for _ in range(MOST_PAYMENTS):
                work.payments.add(replace(payment, invoice_id=self.first.id, recorded_at=MORNING))
            work.commit()

    def with_record_altered(self) -> None:
        """Change what the last record says, as only somebody may who takes the guard away."""
        self.issue()
        with self.engine.begin() as connection:
            connection.execute(text("DROP TRIGGER records_no_update"))
            connection.execute(text("UPDATE records SET total_cents = 1"))


def refused_by(*steps: Callable[[Counter], Any]) -> Callable[[Counter], None]:
    """Return the operation that takes these steps; the last is the one that is refused."""

    def operation(counter: Counter) -> None:
        for step in steps:
            step(counter)

    return operation


REFUSALS: dict[type[Conflict], Callable[[Counter], None]] = {
    errors.InvoiceAlreadyIssued: refused_by(Counter.issue, Counter.issue),
    errors.InvoiceNotIssued: refused_by(Counter.pay),
    errors.InvoiceAnnulled: refused_by(Counter.issue, Counter.annul, Counter.pay),
    errors.InvoiceReplaced: refused_by(
        Counter.issue, lambda at: at.issue(at.correct("1.00", BY_SUBSTITUTION)), Counter.annul
    ),
    errors.AnnulmentForbidden: refused_by(Counter.issue, Counter.pay, Counter.annul),
    errors.SimplifiedNotAllowed: refused_by(lambda at: at.issue(at.draft(type=InvoiceType.SIMPLIFIED))),
    errors.NotSimplified: refused_by(Counter.issue, lambda at: at.exchange(at.first)),
    errors.RecipientUnfit: refused_by(
        lambda at: at.issue(at.draft(of_lines(gross("1.00", tax=taxed(NoVat.EXEMPT_25)), job_id=9)))
    ),
    errors.DeliveryInFuture: refused_by(
        lambda at: at.issue(at.draft(oil_change(9), visit=Visit(delivered_on=MORNING.date() + DAY)))
    ),
    errors.NegativeTotal: refused_by(lambda at: at.draft(job(9, "-1.00"))),
    errors.IssuerDiffers: refused_by(
        Counter.issue,
        lambda at: at.issued_by_another(at.correct()),
    ),
    errors.CustomerDiffers: refused_by(Counter.issue, lambda at: at.correct(customer_id=2)),
    errors.TypeUnfit: refused_by(Counter.issue, lambda at: at.correct(kind=InvoiceType.OF_SIMPLIFIED)),
    errors.CorrectTheOriginal: refused_by(
        Counter.issue, lambda at: at.correct(invoice=at.issue(at.correct()))
    ),
    errors.CorrectionTooLate: refused_by(
        Counter.issue, lambda at: at.clock.forward(days=4 * 365 + 2), Counter.correct
    ),
    errors.CorrectionTooLarge: refused_by(Counter.issue, lambda at: at.issue(at.correct("-436.00"))),
    errors.DateGoesBack: refused_by(
        Counter.issue, lambda at: at.clock.forward(days=-1), lambda at: at.issue(at.draft(job(9, "500.00")))
    ),
    errors.NothingOwed: refused_by(Counter.issue, lambda at: at.pay("435.99"), Counter.pay),
    errors.PaymentTooLarge: refused_by(Counter.issue, lambda at: at.pay("436.00")),
    errors.RefundForbidden: refused_by(Counter.issue, lambda at: at.pay("-1.00")),
    errors.PaidElsewhere: refused_by(Counter.issue, lambda at: at.pay(invoice=at.issue(at.correct()))),
    errors.PaymentInFuture: refused_by(Counter.issue, lambda at: at.pay(days=1)),
    errors.TooManyPayments: refused_by(Counter.full_of_payments, Counter.pay),
    errors.ExchangeDiffers: refused_by(
        lambda at: setattr(at, "sold", at.ticket()),
        lambda at: at.issue(at.correct("-1.00", invoice=at.sold)),
        lambda at: at.exchange(at.sold),
    ),
    errors.JobsAlreadyCharged: refused_by(Counter.issue, lambda at: at.issue(at.draft())),
    errors.JobRepeated: refused_by(lambda at: at.draft(tyre_change(9), oil_change(9))),
    errors.JobsUnfinished: refused_by(lambda at: at.bill(finished=False)),
    errors.NothingToCharge: refused_by(lambda at: at.draft(oil_change(7)), Counter.bill),
    errors.ChargeMissing: refused_by(Counter.bill),
    errors.ChargeUnexpected: refused_by(lambda at: at.bill(Charge(9, euros(1)))),
    errors.TooManyParts: refused_by(
        lambda at: at.bill(Charge(7, parts=tuple(PartUse(part, 1) for part in range(MOST_PARTS + 1))))
    ),
    errors.AmountTooLarge: refused_by(lambda at: at.draft(job(1, LARGEST_AMOUNT), job(2, "0.01"))),
    errors.VehiclesUnknown: refused_by(lambda at: at.bill(vin="B000001")),
    errors.PartsUnknown: refused_by(lambda at: at.bill(Charge(7, parts=(PartUse(9, 1),)))),
    records.ChainBroken: refused_by(
        Counter.with_record_altered, lambda at: at.issue(at.draft(job(9, "500.00")))
    ),
    records.ClockBehind: refused_by(
        Counter.issue, lambda at: at.clock.forward(minutes=-2), lambda at: at.issue(at.draft(oil_change(9)))
    ),
}
"""How each comes about."""


def conflicts() -> set[type[Conflict]]:
    """Every refusal of its kind that the two modules have."""
    known = (*vars(errors).values(), *vars(records).values())
    return {each for each in known if isinstance(each, type) and issubclass(each, Conflict)} - {Conflict}


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    engine = open_database(f"sqlite:///{tmp_path}/facturas.db")
    yield Counter(engine)
    engine.dispose()


def test_each_refusal_is_one_of_an_operation() -> None:
    assert set(REFUSALS) == conflicts()


@pytest.mark.parametrize("kind", REFUSALS, ids=lambda kind: kind.__name__)
def test_an_operation_comes_to_it(counter: Counter, kind: type[Conflict]) -> None:
    with pytest.raises(Conflict) as refusal:
        REFUSALS[kind](counter)

    assert type(refusal.value) is kind
    assert str(refusal.value).endswith(".")


@pytest.mark.parametrize("kind", sorted(conflicts(), key=lambda kind: kind.__name__))
def test_it_stands_in_the_tree_with_its_meaning(kind: type[Conflict]) -> None:
    assert re.search(rf"^    [├└]── {kind.__name__} +\S", str(errors.__doc__), re.MULTILINE)


def test_each_has_a_name_and_a_title_of_its_own() -> None:
    for attribute in ("rule", "title"):
        assert len({getattr(kind, attribute) for kind in conflicts()}) == len(conflicts())
    assert all(re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", kind.rule) for kind in conflicts())
