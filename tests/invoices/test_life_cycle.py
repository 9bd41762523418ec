"""Whatever is done to invoices, in whatever order, their books stay as the law wants them.

Hypothesis makes up days at the workshop and looks at the whole database after each step. Where it is told
that it runs for others (``CI``) it makes up the same days each time; elsewhere new ones.
"""

import shutil
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import Engine
from tests.builders import CUSTOMER, VEHICLE, labour, minus, net, taxed
from tests.fakes import MADRID, FakeClock, FakeSiblings, as_it_is, invoicing
from tests.invoices.ledgers import IN_FORCE, Ledgers, Row, check
from tests.postgres import PostgresServer

from taller.invoices.domain.account import Payment, PaymentMethod
from taller.invoices.domain.errors import (
    Conflict,
    InvoiceAlreadyIssued,
    InvoiceError,
    InvoiceStale,
    JobsAlreadyCharged,
)
from taller.invoices.domain.invoice import Invoice, Method, draft
from taller.invoices.domain.kinds import InvoiceType, why_not_simplified
from taller.invoices.domain.lines import Concept, Line, lump
from taller.invoices.domain.party import Customer
from taller.invoices.domain.vat import NoVat
from taller.invoices.persistence.engine import engine_on, open_database
from taller.invoices.use_cases import CorrectionOrder

DAY = 24 * 60
DECEMBER = datetime(2026, 12, 28, 9, 0, tzinfo=MADRID)
JOBS = st.integers(1, 40)
KNOWN = {1: CUSTOMER, 2: Customer("José Núñez")}

amounts = st.integers(1, 300_00).map(lambda cents: Decimal(cents).scaleb(-2))
prices = st.integers(0, 200_0000).map(lambda price: str(Decimal(price).scaleb(-4)))
pieces = st.sampled_from(["1", "4", "0.25", "1.50"])
taxes = st.sampled_from([21, 21, 10, 4, NoVat.EXEMPT_20, NoVat.REVERSE_CHARGE]).map(taxed)
itemised = st.lists(
    st.builds(net, prices, pieces, taxes, vat_included=st.booleans()) | st.builds(labour, prices, pieces),
    min_size=1,
    max_size=3,
).map(tuple)


@st.composite
def concepts(draw: st.DrawFn) -> tuple[Concept, ...]:
    jobs = draw(st.lists(JOBS, min_size=1, max_size=3, unique=True))
    lines = amounts.map(lambda amount: lump("Aceite", amount)) | itemised
    return tuple(Concept(job, "Aceite", draw(lines)) for job in jobs)


@st.composite
def sales(draw: st.DrawFn) -> Invoice:
    """Drafts of all kinds; some cannot be issued."""
    return draft(
        customer_id=draw(st.integers(1, 3)),
        concepts=draw(concepts()),
        dated=DECEMBER,
        type=draw(st.sampled_from([None, InvoiceType.FULL, InvoiceType.SIMPLIFIED])),
        vehicle=draw(st.sampled_from([VEHICLE, None])),
    )


@st.composite
def sound_sales(draw: st.DrawFn) -> Invoice:
    """Drafts that only another invoice for the same job can keep from being issued."""
    sale = replace(draw(sales()), customer_id=1, vehicle=VEHICLE, type=None)
    small = why_not_simplified(sale.amount, sale.lines, None) is None
    return replace(sale, type=InvoiceType.SIMPLIFIED) if small and draw(st.booleans()) else sale


def stale(_invoice: Invoice) -> None:
    """The precondition of one who has read something else."""
    raise InvoiceStale


class LifeCycle(RuleBasedStateMachine):
    """One workshop with its database."""

    def __init__(self, engine: Engine, done: Counter[str]) -> None:
        super().__init__()
        self.engine = engine
        self.clock = FakeClock(DECEMBER)
        self.desk = invoicing(engine, self.clock, FakeSiblings(customers=KNOWN))
        self.now = Ledgers.read(engine)
        self.done = done

    def attempt(self, name: str, work: Callable[[], Any], *written: str) -> Any:
        """Do *work*; return what comes of it, or the refusal, which has changed nothing.

        :param written: what the history must have about it, in this order, and nothing else.
        """
        try:
            outcome = work()
        except InvoiceError as refusal:
            self.done[f"{name}: refused"] += 1
            assert Ledgers.read(self.engine) == self.now, "what is refused changes nothing"
            return refusal
        self.done[name] += 1
        before, self.now = self.now, Ledgers.read(self.engine)
        actions = [row["action"] for row in self.now["history"][len(before["history"]) :]]
        assert sorted(actions) == sorted(written)
        check(before, self.now)
        assert self.desk.verify_chain().sound
        return outcome

    def require(self, outcome: Any) -> None:
        assert not isinstance(outcome, InvoiceError), f"nothing speaks against it: {outcome}"

    def refused_only_by(self, outcome: Any, *kinds: type[InvoiceError]) -> None:
        assert isinstance(outcome, (Invoice, *kinds)), outcome

    def refused(self, outcome: Any, *kinds: type[InvoiceError]) -> None:
        assert isinstance(outcome, kinds), outcome

    # Time

    @rule(minutes=st.sampled_from([0, 5, DAY, 3 * DAY]))
    def time_passes(self, minutes: int) -> None:
        self.clock.forward(minutes=minutes)

    # Drafts

    @initialize(sale=sales())
    def open_the_workshop(self, sale: Invoice) -> None:
        self._draft(sale)

    @rule(sale=sales())
    def make_a_draft(self, sale: Invoice) -> None:
        self._draft(sale)

    @rule(sale=sound_sales(), paid=st.booleans())
    def sell(self, sale: Invoice, paid: bool) -> None:
        outcome = self._issue(self._draft(sale))

        self.refused_only_by(outcome, JobsAlreadyCharged)
        if paid and isinstance(outcome, Invoice) and outcome.amount:
            self.require(self._pay(outcome.id or 0, int(outcome.amount * 100), "pay"))

    def _draft(self, sale: Invoice) -> int:
        drafted = self.attempt("draft", lambda: self.desk.draft(sale), "creada")
        self.require(drafted)
        return int(drafted.id)

    @precondition(lambda self: self.now.drafts)
    @rule(data=st.data(), other=st.none() | sales())
    def revise_or_discard(self, data: st.DataObject, other: Invoice | None) -> None:
        drafted = self.one(data, self.now.drafts)

        if other is None:
            self.require(self.attempt("discard", lambda: self.desk.discard(drafted, as_it_is), "borrada"))
        else:
            revise = lambda: self.desk.revise(drafted, other, as_it_is)  # noqa: E731
            self.require(self.attempt("revise", revise, "cambiada"))

    # Issue

    @precondition(lambda self: self.now.drafts)
    @rule(data=st.data())
    def issue(self, data: st.DataObject) -> None:
        drafted = self.one(data, self.now.drafts)
        self._issue(drafted)

    def _issue(self, invoice_id: int) -> Any:
        (row,) = (row for row in self.now.drafts if row["id"] == invoice_id)
        method = row["correction_method"]
        kind = "issue" if method is None else f"issue {method}"
        written = ["emitida"] + ([] if method is None else [HAPPENS[method]])
        return self.attempt(kind, lambda: self.desk.issue(invoice_id, as_it_is), *written)

    @precondition(lambda self: self.now.issued)
    @rule(data=st.data())
    def do_again_what_is_done_once(self, data: st.DataObject) -> None:
        issued = self.one(data, self.now.issued)
        again = data.draw(
            st.sampled_from(
                [
                    lambda: self.desk.issue(issued, as_it_is),
                    lambda: self.desk.discard(issued, as_it_is),
                    lambda: self.desk.revise(issued, draft(customer_id=1, dated=DECEMBER), as_it_is),
                ]
            )
        )

        self.refused(self.attempt("again", again), InvoiceAlreadyIssued)

    @precondition(lambda self: self.now["charged_jobs"])
    @rule(data=st.data())
    def charge_a_job_that_another_charges(self, data: st.DataObject) -> None:
        job = data.draw(st.sampled_from(self.now["charged_jobs"]))["job_id"]
        double = draft(
            customer_id=1, concepts=(Concept(job, "Aceite", lump("Aceite", Decimal(1))),), dated=DECEMBER
        )

        self.refused(self._issue(self._draft(double)), JobsAlreadyCharged)

    @precondition(lambda self: self.now["invoices"])
    @rule(data=st.data())
    def change_what_somebody_else_has_changed(self, data: st.DataObject) -> None:
        some = self.one(data, self.now["invoices"])
        order = CorrectionOrder(lambda original: original, Method.DIFFERENCES, None, "Estaba mal")
        payment = Payment(Decimal(1), self.clock.now().date(), PaymentMethod.CASH)
        change = data.draw(
            st.sampled_from(
                [
                    lambda: self.desk.issue(some, stale),
                    lambda: self.desk.discard(some, stale),
                    lambda: self.desk.annul(some, "Por error", stale),
                    lambda: self.desk.pay(some, payment, stale),
                    lambda: self.desk.correct(some, order, stale),
                    lambda: self.desk.exchange(some, None, stale),
                ]
            )
        )

        self.refused(self.attempt("stale", change), InvoiceStale)

    # Money

    @precondition(lambda self: self.owing())
    @rule(data=st.data(), whole=st.booleans())
    def pay_or_give_back_what_is_owed(self, data: st.DataObject, whole: bool) -> None:
        account = data.draw(st.sampled_from(self.owing()))
        owed = account["due_cents"] - account["paid_cents"]
        part = owed if whole else data.draw(st.integers(1, abs(owed))) * (1 if owed > 0 else -1)

        outcome = self._pay(account["invoice_id"], part, "pay" if owed > 0 else "give back")

        self.require(outcome)
        assert self.now.accounts[account["invoice_id"]]["paid_cents"] == account["paid_cents"] + part

    @precondition(lambda self: self.now.issued)
    @rule(data=st.data(), beyond=st.integers(1, 1000))
    def pay_or_give_back_more(self, data: st.DataObject, beyond: int) -> None:
        account = data.draw(st.sampled_from(self.now["accounts"]))
        owed = account["due_cents"] - account["paid_cents"]

        for amount in (max(owed, 0) + beyond, min(owed, 0) - beyond):
            self.refused(self._pay(account["invoice_id"], amount, "pay too much"), Conflict)

    def _pay(self, invoice_id: int, cents: int, name: str) -> Any:
        payment = Payment(Decimal(cents).scaleb(-2), self.clock.now().date(), PaymentMethod.CARD)
        return self.attempt(name, lambda: self.desk.pay(invoice_id, payment, as_it_is), "pago")

    # What comes after

    @precondition(lambda self: self.now.issued)
    @rule(
        data=st.data(),
        method=st.sampled_from([Method.DIFFERENCES, Method.SUBSTITUTION]),
        at_once=st.booleans(),
    )
    def correct(self, data: st.DataObject, method: Method, at_once: bool) -> None:
        original = self.one(data, self.now.issued)
        giving_back = data.draw(st.integers(0, 3))
        more = data.draw(st.none() | st.none() | concepts())

        def proposal(known: Invoice) -> Invoice:
            back = tuple(map(given_back, known.concepts[:giving_back])) if giving_back else ()
            proposed = back if method is Method.DIFFERENCES else known.concepts[giving_back:]
            added = {concept.job_id: concept for concept in (*(more or ()), *proposed)}
            return replace(known, concepts=tuple(added.values()) or known.concepts, account=None, number=None)

        order = CorrectionOrder(proposal, method, None, "Estaba mal")
        outcome = self.attempt("correct", lambda: self.desk.correct(original, order, as_it_is), "creada")
        if at_once and isinstance(outcome, Invoice):
            self._issue(outcome.id or 0)

    @precondition(lambda self: any(row["type"] == "F2" for row in self.now.issued))
    @rule(data=st.data(), at_once=st.booleans())
    def exchange(self, data: st.DataObject, at_once: bool) -> None:
        simplified = self.one(data, [row for row in self.now.issued if row["type"] == "F2"])

        outcome = self.attempt("exchange", lambda: self.desk.exchange(simplified, 1, as_it_is), "creada")
        if at_once and isinstance(outcome, Invoice):
            self._issue(outcome.id or 0)

    @precondition(lambda self: self.now.issued)
    @rule(data=st.data())
    def annul(self, data: st.DataObject) -> None:
        before, issued = self.now, self.one(data, self.now.issued)
        (row,) = (row for row in before.issued if row["id"] == issued)
        restored = [] if row["corrects_id"] is None else ["restablecida"]

        outcome = self.attempt(
            "annul", lambda: self.desk.annul(issued, "Por error", as_it_is), "anulada", *restored
        )

        if isinstance(outcome, Invoice):
            assert before.accounts[issued]["state"] in IN_FORCE
            assert before.accounts[issued]["paid_cents"] == 0
            assert not before.standing_differences(issued)

    def owing(self) -> list[Row]:
        return [row for row in self.now["accounts"] if row["due_cents"] != row["paid_cents"]]

    @staticmethod
    def one(data: st.DataObject, rows: Any) -> int:
        return int(data.draw(st.sampled_from([row["id"] for row in rows])))

    def teardown(self) -> None:
        self.engine.dispose()


HAPPENS = {"porDiferencias": "rectificada", "porSustitucion": "sustituida", "canje": "canjeada"}


def given_back(concept: Concept) -> Concept:
    lines: tuple[Line, ...] = tuple(map(minus, concept.lines))
    return replace(concept, lines=lines)


DONE = {
    *("draft", "revise", "discard", "issue", "pay", "give back", "correct", "exchange", "annul"),
    *(f"issue {method}" for method in HAPPENS),
    *(f"{name}: refused" for name in ("issue", "again", "stale", "pay too much", "correct", "annul")),
}
"""All that a run must have come to, or it has proved less than it says."""


def live(fresh: Callable[[], Engine], examples: int, steps: int) -> Counter[str]:
    done: Counter[str] = Counter()
    run_state_machine_as_test(
        lambda: LifeCycle(fresh(), done),
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    return done


def test_the_books_are_right_whatever_is_done(tmp_path: Path) -> None:
    template = tmp_path / "template.db"
    open_database(f"sqlite:///{template}").dispose()
    numbers = count()

    def fresh() -> Engine:
        path = shutil.copy(template, tmp_path / f"{next(numbers)}.db")
        return engine_on(f"sqlite:///{path}")

    done = live(fresh, examples=30, steps=40)

    assert set(done) >= DONE, f"never came to {DONE - set(done)}"


@pytest.mark.postgresql
def test_the_books_are_right_in_postgresql_too(postgres_server: PostgresServer) -> None:
    with ExitStack() as databases:
        live(lambda: engine_on(databases.enter_context(postgres_server.database())), examples=5, steps=30)
