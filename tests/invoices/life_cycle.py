"""A workshop at which Hypothesis does whatever a user could do, one thing after another."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from sqlalchemy import Engine
from tests.builders import CUSTOMER, VEHICLE, job, labour, minus, net, taxed
from tests.fakes import MADRID, FakeClock, FakeSiblings, as_it_is, invoicing
from tests.invoices.ledgers import IN_FORCE, Ledgers, Row, check

from taller.invoices.domain.account import Payment, PaymentMethod
from taller.invoices.domain.errors import (
    Conflict,
    InvoiceAlreadyIssued,
    InvoiceError,
    InvoiceStale,
    JobsAlreadyCharged,
    TypeUnfit,
)
from taller.invoices.domain.invoice import Invoice, Method, draft
from taller.invoices.domain.kinds import InvoiceType, why_not_simplified
from taller.invoices.domain.lines import Concept, lump
from taller.invoices.domain.party import Customer
from taller.invoices.domain.vat import NoVat
from taller.invoices.use_cases import CorrectionOrder

DAY = 24 * 60
DECEMBER = datetime(2026, 12, 28, 9, 0, tzinfo=MADRID)
KNOWN = {1: CUSTOMER, 2: Customer("José Núñez")}
HAPPENS = {"porDiferencias": "rectificada", "porSustitucion": "sustituida", "canje": "canjeada"}
"""What the history of an invoice says when one that corrects it is issued."""

jobs = st.integers(1, 40)
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
    """Jobs with their amounts, or with their lines."""
    lines = amounts.map(lambda amount: lump("Aceite", amount)) | itemised
    some = draw(st.lists(jobs, min_size=1, max_size=3, unique=True))
    return tuple(Concept(job_id, "Aceite", draw(lines)) for job_id in some)


@st.composite
def sales(draw: st.DrawFn) -> Invoice:
    """Drafts of all kinds; many cannot be issued."""
    return draft(
        customer_id=draw(st.integers(1, 3)),
        concepts=draw(concepts()),
        dated=DECEMBER,
        type=draw(st.sampled_from([None, InvoiceType.FULL, InvoiceType.SIMPLIFIED])),
        vehicle=draw(st.sampled_from([VEHICLE, None])),
    )


@st.composite
def sound_sales(draw: st.DrawFn) -> Invoice:
    """Drafts that nothing but another invoice of the same job keeps from being issued."""
    sale = replace(draw(sales()), customer_id=1, vehicle=VEHICLE, type=None)
    small = why_not_simplified(sale.amount, sale.lines, None) is None
    return (
        replace(sale, type=InvoiceType.SIMPLIFIED)
        if small and draw(st.sampled_from([True, True, False]))
        else sale
    )


def given_back(concept: Concept) -> Concept:
    return replace(concept, lines=tuple(map(minus, concept.lines)))


def all_given_back(known: Invoice) -> Invoice:
    concepts = tuple(map(given_back, known.concepts))
    return replace(known, concepts=concepts, number=None, account=None)


def charged_again(known: Invoice) -> Invoice:
    return replace(known, number=None, account=None)


def stale(_invoice: Invoice) -> None:
    """The precondition of one who has read something else."""
    raise InvoiceStale


class LifeCycle(RuleBasedStateMachine):
    """One workshop with its database."""

    def __init__(self, engine: Engine, done: Counter[str]) -> None:
        """:param done: counts what was done, and what was refused."""
        super().__init__()
        self.engine = engine
        self.clock = FakeClock(DECEMBER)
        self.desk = invoicing(engine, self.clock, FakeSiblings(customers=KNOWN))
        self.now = Ledgers.read(engine)
        self.done = done

    def attempt(self, name: str, work: Callable[[], Any], *written: str) -> Any:
        """Do *work* and look at everything; return what comes of it, or its refusal.

        :param written: what the history has of it afterwards, and nothing else.
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

    # Time goes on or stands still

    @rule(minutes=st.sampled_from([0, 5, DAY, 3 * DAY]))
    def time_passes(self, minutes: int) -> None:
        self.clock.forward(minutes=minutes)

    # Drafts

    @initialize(sale=sound_sales())
    def open_the_workshop(self, sale: Invoice) -> None:
        self.issue_it(self.draft_it(sale))

    @rule(sale=sales() | sound_sales())
    def make_a_draft(self, sale: Invoice) -> None:
        self.draft_it(sale)

    @precondition(lambda self: self.now.drafts)
    @rule(data=st.data(), other=st.none() | sales())
    def revise_or_discard(self, data: st.DataObject, other: Invoice | None) -> None:
        drafted = one_of(data, self.now.drafts)

        corrects = next(row["corrects_id"] for row in self.now.drafts if row["id"] == drafted)
        if other is not None and corrects is not None:
            other = replace(other, type=None)  # what corrects another keeps its own type
        if other is None:
            require(self.attempt("discard", lambda: self.desk.discard(drafted, as_it_is), "borrada"))
        else:
            (row,) = (row for row in self.now.drafts if row["id"] == drafted)
            change = lambda: self.desk.revise(drafted, other, as_it_is)  # noqa: E731
            outcome = self.attempt("revise", change, "cambiada")
            if row["corrects_id"] is None or other.type is None:
                require(outcome)
            else:
                assert isinstance(outcome, TypeUnfit), "an ordinary invoice corrects nothing"

    # Issue and payment

    @rule(sale=sound_sales(), paid=st.booleans())
    def sell(self, sale: Invoice, paid: bool) -> None:
        outcome = self.issue_it(self.draft_it(sale))

        assert isinstance(outcome, Invoice | JobsAlreadyCharged), outcome
        if paid and isinstance(outcome, Invoice) and outcome.amount:
            require(self.pay_it(outcome.id or 0, int(outcome.amount * 100), "pay"))

    @precondition(lambda self: self.now.drafts)
    @rule(data=st.data())
    def issue(self, data: st.DataObject) -> None:
        self.issue_it(one_of(data, self.now.drafts))

    @precondition(lambda self: self.now.owing)
    @rule(data=st.data(), whole=st.booleans())
    def pay_or_give_back_what_is_owed(self, data: st.DataObject, whole: bool) -> None:
        account = data.draw(st.sampled_from(self.now.owing))
        owed = account["due_cents"] - account["paid_cents"]
        part = owed if whole else data.draw(st.integers(1, abs(owed))) * (1 if owed > 0 else -1)

        require(self.pay_it(account["invoice_id"], part, "pay" if owed > 0 else "give back"))

        assert self.now.accounts[account["invoice_id"]]["paid_cents"] == account["paid_cents"] + part

    # What comes after

    @precondition(lambda self: self.now.issued)
    @rule(
        data=st.data(),
        method=st.sampled_from([Method.DIFFERENCES, Method.DIFFERENCES, Method.SUBSTITUTION]),
        more=st.none() | concepts(),
        kept=st.integers(0, 2),
        at_once=st.sampled_from([True, True, False]),
    )
    def correct(
        self,
        data: st.DataObject,
        method: Method,
        more: Sequence[Concept] | None,
        kept: int,
        at_once: bool,
    ) -> None:
        """Give back some jobs, charge others, and sometimes one again that a correction has charged."""
        original = self.mostly_live(data)
        again = data.draw(st.none() | st.sampled_from(self.now.jobs_with_corrections(original)))

        def proposal(known: Invoice) -> Invoice:
            back = map(given_back, known.concepts[kept:])
            standing = known.concepts[: kept + 1] if method is Method.SUBSTITUTION else back
            twice = (
                () if again is None else (job(again, "-1.00" if method is Method.DIFFERENCES else "1.00"),)
            )
            chosen = {concept.job_id: concept for concept in (*(more or ()), *standing, *twice)}
            return replace(
                known, concepts=tuple(chosen.values()) or known.concepts, number=None, account=None
            )

        order = CorrectionOrder(proposal, method, None, "Estaba mal")
        outcome = self.attempt("correct", lambda: self.desk.correct(original, order, as_it_is), "creada")
        self.perhaps_issue(outcome, at_once)

    @precondition(lambda self: self.now.of_type("F2"))
    @rule(data=st.data(), at_once=st.sampled_from([True, True, False]))
    def exchange(self, data: st.DataObject, at_once: bool) -> None:
        simplified = one_of(data, self.now.of_type("F2"))

        outcome = self.attempt("exchange", lambda: self.desk.exchange(simplified, 1, as_it_is), "creada")
        self.perhaps_issue(outcome, at_once)

    @precondition(lambda self: self.now.issued)
    @rule(data=st.data())
    def annul(self, data: st.DataObject) -> None:
        self.annul_it(data.draw(st.sampled_from(self.mostly_unpaid(data, self.now.issued))))

    @precondition(lambda self: self.now.corrections_in_force)
    @rule(data=st.data())
    def annul_a_correction(self, data: st.DataObject) -> None:
        self.annul_it(data.draw(st.sampled_from(self.mostly_unpaid(data, self.now.corrections_in_force))))

    @rule(sale=sound_sales())
    def take_back_what_was_sold_and_paid(self, sale: Invoice) -> None:
        outcome = self.issue_it(self.draft_it(sale))
        if isinstance(outcome, Invoice) and outcome.amount:
            owed = int(outcome.amount * 100)
            require(self.pay_it(outcome.id or 0, owed, "pay"))
            order = CorrectionOrder(all_given_back, Method.DIFFERENCES, None, "No lo quiso")
            correct = lambda: self.desk.correct(outcome.id or 0, order, as_it_is)  # noqa: E731
            require(self.issue_it(self.attempt("correct", correct, "creada").id))

            require(self.pay_it(outcome.id or 0, -owed, "give back"))

    @rule(job_id=jobs, method=st.sampled_from(Method))
    def correct_and_annul_the_correction(self, job_id: int, method: Method) -> None:
        """What chance alone comes to too seldom."""
        sale = draft(
            customer_id=1,
            concepts=(job(job_id, "10.00"),),
            dated=DECEMBER,
            type=InvoiceType.SIMPLIFIED,
            vehicle=VEHICLE,
        )
        outcome = self.issue_it(self.draft_it(sale))
        if isinstance(outcome, Invoice):
            drafted = self.answer_to(outcome.id or 0, method)
            require(self.issue_it(drafted))
            (row,) = (row for row in self.now.issued if row["id"] == drafted)

            require(self.annul_it(row))

    def answer_to(self, original: int, method: Method) -> int:
        """Draft what corrects all of *original*, or is exchanged for it."""
        if method is Method.EXCHANGE:
            exchange = lambda: self.desk.exchange(original, 1, as_it_is)  # noqa: E731
            return int(self.attempt("exchange", exchange, "creada").id)
        proposal = all_given_back if method is Method.DIFFERENCES else charged_again
        order = CorrectionOrder(proposal, method, None, "Estaba mal")
        correct = lambda: self.desk.correct(original, order, as_it_is)  # noqa: E731
        return int(self.attempt("correct", correct, "creada").id)

    # What is always refused

    @precondition(lambda self: self.now.issued)
    @rule(data=st.data(), which=st.sampled_from(["again", "stale", "job", "money"]))
    def do_what_must_not_be_done(self, data: st.DataObject, which: str) -> None:
        issued = one_of(data, self.now.issued)
        {
            "again": self.do_again_what_is_done_once,
            "stale": self.change_what_another_has_changed,
            "job": self.charge_again_what_is_charged,
            "money": self.pay_or_give_back_too_much,
        }[which](data, issued)

    def do_again_what_is_done_once(self, data: st.DataObject, issued: int) -> None:
        other = draft(customer_id=1, concepts=(job(1, "1.00"),), dated=DECEMBER)
        again = [
            lambda: self.desk.issue(issued, as_it_is),
            lambda: self.desk.discard(issued, as_it_is),
            lambda: self.desk.revise(issued, other, as_it_is),
        ]

        outcome = self.attempt("again", data.draw(st.sampled_from(again)))

        assert isinstance(outcome, InvoiceAlreadyIssued)

    def change_what_another_has_changed(self, data: st.DataObject, issued: int) -> None:
        order = CorrectionOrder(lambda original: original, Method.DIFFERENCES, None, "Estaba mal")
        payment = Payment(Decimal(1), self.clock.now().date(), PaymentMethod.CASH)
        changes = [
            lambda: self.desk.issue(issued, stale),
            lambda: self.desk.discard(issued, stale),
            lambda: self.desk.annul(issued, "Por error", stale),
            lambda: self.desk.pay(issued, payment, stale),
            lambda: self.desk.correct(issued, order, stale),
            lambda: self.desk.exchange(issued, None, stale),
        ]

        outcome = self.attempt("stale", data.draw(st.sampled_from(changes)))

        assert isinstance(outcome, InvoiceStale)

    def charge_again_what_is_charged(self, data: st.DataObject, _issued: int) -> None:
        charged = [row["job_id"] for row in self.now["charged_jobs"]]
        if charged:
            double = job(data.draw(st.sampled_from(charged)), "1.00")
            drafted = self.draft_it(draft(customer_id=1, concepts=(double,), dated=DECEMBER))

            assert isinstance(self.issue_it(drafted), JobsAlreadyCharged)

    def pay_or_give_back_too_much(self, data: st.DataObject, issued: int) -> None:
        account, beyond = self.now.accounts[issued], data.draw(st.integers(1, 1000))
        owed = account["due_cents"] - account["paid_cents"]

        for amount in (max(owed, 0) + beyond, min(owed, 0) - beyond):
            assert isinstance(self.pay_it(issued, amount, "too much"), Conflict)

    # The steps of which the rules are made

    def draft_it(self, sale: Invoice) -> int:
        drafted = self.attempt("draft", lambda: self.desk.draft(sale), "creada")
        require(drafted)
        return int(drafted.id)

    def issue_it(self, invoice_id: int) -> Any:
        (row,) = (row for row in self.now.drafts if row["id"] == invoice_id)
        method = row["correction_method"]
        name, more = ("issue", []) if method is None else (f"issue {method}", [HAPPENS[method]])
        return self.attempt(name, lambda: self.desk.issue(invoice_id, as_it_is), "emitida", *more)

    def perhaps_issue(self, outcome: Any, at_once: bool) -> None:
        if at_once and isinstance(outcome, Invoice):
            self.issue_it(outcome.id or 0)

    def annul_it(self, row: Row) -> Any:
        before, method = self.now, row["correction_method"]
        name, more = ("annul", []) if method is None else (f"annul {method}", ["restablecida"])
        annul = lambda: self.desk.annul(row["id"], "Por error", as_it_is)  # noqa: E731

        outcome = self.attempt(name, annul, "anulada", *more)
        if isinstance(outcome, Invoice):
            assert before.accounts[row["id"]]["state"] in IN_FORCE
            assert before.accounts[row["id"]]["paid_cents"] == 0
            assert not before.standing_differences(row["id"])
        return outcome

    def pay_it(self, invoice_id: int, cents: int, name: str) -> Any:
        payment = Payment(Decimal(cents).scaleb(-2), self.clock.now().date(), PaymentMethod.CARD)
        return self.attempt(name, lambda: self.desk.pay(invoice_id, payment, as_it_is), "pago")

    def mostly_live(self, data: st.DataObject) -> int:
        live = [row for row in self.now.issued if self.now.accounts[row["id"]]["state"] in IN_FORCE]
        return one_of(data, data.draw(st.sampled_from([live, live, self.now.issued])) or self.now.issued)

    def mostly_unpaid(self, data: st.DataObject, rows: Sequence[Row]) -> Sequence[Row]:
        """Those of *rows* that may well be annulled, or all of them."""
        unpaid = [
            row
            for row in rows
            if self.now.accounts[row["id"]]["paid_cents"] == 0
            and self.now.accounts[row["id"]]["state"] in IN_FORCE
        ]
        return data.draw(st.sampled_from([unpaid, unpaid, rows])) or rows

    def teardown(self) -> None:
        self.engine.dispose()


def require(outcome: Any) -> None:
    assert not isinstance(outcome, InvoiceError), f"nothing speaks against it: {outcome}"


def one_of(data: st.DataObject, rows: Sequence[Row]) -> int:
    return int(data.draw(st.sampled_from([row["id"] for row in rows])))
