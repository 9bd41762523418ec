"""Corrections of corrections: an invoice and the differences to it are one whole until all are withdrawn."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.builders import draft_invoice, euros, gross, job, minus, of_lines, oil_change, taxed
from tests.fakes import FakeClock, FakeSiblings, as_it_is, invoicing

from taller.invoices.domain.errors import (
    AnnulmentForbidden,
    Conflict,
    ExchangeDiffers,
    InvoiceReplaced,
    JobsAlreadyCharged,
)
from taller.invoices.domain.invoice import Invoice, Method, State
from taller.invoices.domain.kinds import InvoiceType
from taller.invoices.persistence.engine import open_database
from taller.invoices.use_cases import CorrectionOrder, Invoicing


class Counter:
    """Where corrections are drafted and issued at once."""

    def __init__(self, desk: Invoicing) -> None:
        self.desk = desk

    def sell(self, *concepts: Any, **facts: Any) -> int:
        return self.issued(self.desk.draft(draft_invoice(*concepts, **facts)))

    def correct(self, original: int, *concepts: Any, method: Method = Method.DIFFERENCES) -> int:
        def proposal(known: Invoice) -> Invoice:
            return replace(known, concepts=concepts, number=None, account=None)

        return self.issued(
            self.desk.correct(original, CorrectionOrder(proposal, method, None, "Mal"), as_it_is)
        )

    def substitute(self, original: int, *concepts: Any) -> int:
        return self.correct(original, *concepts, method=Method.SUBSTITUTION)

    def issued(self, drafted: Invoice) -> int:
        return self.desk.issue(drafted.id or 0, as_it_is).id or 0

    def annul(self, invoice_id: int) -> None:
        self.desk.annul(invoice_id, "Por error", as_it_is)

    def state(self, invoice_id: int) -> State:
        return self.desk.find(invoice_id).state

    def due(self, invoice_id: int) -> Any:
        return self.desk.find(invoice_id).require_issued().due

    def refuses(self, kind: type[Conflict], *concepts: Any) -> bool:
        with pytest.raises(kind):
            self.sell(*concepts)
        return True


@pytest.fixture
def counter(database_url: str) -> Iterator[Counter]:
    engine = open_database(database_url)
    yield Counter(invoicing(engine))
    engine.dispose()


def test_a_job_that_a_correction_charges_is_given_back_by_another(counter: Counter) -> None:
    original = counter.sell()
    counter.correct(original, job(9, "50.00"))

    counter.correct(original, job(9, "-50.00"))

    assert counter.due(original) == euros("435.99")


def test_a_job_that_a_correction_charges_is_charged_by_nobody_else(counter: Counter) -> None:
    original = counter.sell()
    added = counter.correct(original, job(9, "50.00"))
    assert counter.refuses(JobsAlreadyCharged, job(9, "1.00"))

    counter.annul(added)

    counter.sell(job(9, "1.00"))


def test_what_a_substitute_leaves_out_is_charged_by_another(counter: Counter) -> None:
    original = counter.sell()

    counter.substitute(original, oil_change(2))

    counter.sell(job(1, "400.00"))
    assert counter.refuses(JobsAlreadyCharged, oil_change(2))


def test_with_its_substitute_annulled_the_original_charges_all_it_charged(counter: Counter) -> None:
    original = counter.sell()
    added = counter.correct(original, job(9, "50.00"))
    substitute = counter.substitute(original, oil_change(2))

    counter.annul(substitute)

    assert (counter.state(original), counter.due(original)) == (State.ISSUED, euros("485.99"))
    assert all(counter.refuses(JobsAlreadyCharged, job(job_id, "1.00")) for job_id in (1, 2, 9))
    counter.annul(added)
    counter.sell(job(9, "1.00"))


def test_a_substitute_whose_leavings_another_charges_is_not_annulled(counter: Counter) -> None:
    original = counter.sell()
    substitute = counter.substitute(original, oil_change(2))
    counter.sell(job(1, "400.00"))

    with pytest.raises(JobsAlreadyCharged) as refusal:
        counter.annul(substitute)

    assert refusal.value.facts == (1,)
    assert counter.state(original) is State.REPLACED


def test_differences_to_an_invoice_that_was_replaced_are_not_annulled(counter: Counter) -> None:
    original = counter.sell()
    differences = counter.correct(original, job(2, "-35.99"))
    substitute = counter.substitute(original, oil_change(2))

    with pytest.raises(InvoiceReplaced) as refusal:
        counter.annul(differences)

    assert refusal.value.facts == (substitute,)
    assert (counter.state(original), counter.state(differences)) == (State.REPLACED, State.ISSUED)


def test_an_invoice_whose_corrections_come_to_nothing_is_corrected_all_the_same(counter: Counter) -> None:
    original = counter.sell()
    corrections = [counter.correct(original, job(1, amount)) for amount in ("40.00", "-40.00")]

    with pytest.raises(AnnulmentForbidden):
        counter.annul(original)

    for correction in corrections[::-1]:
        counter.annul(correction)
    counter.annul(original)
    assert counter.state(original) is State.ANNULLED
    assert counter.desk.verify_chain().sound


def test_a_simplified_invoice_whose_rates_were_corrected_is_not_exchanged(counter: Counter) -> None:
    simplified = counter.sell(oil_change(2), type=InvoiceType.SIMPLIFIED)
    early = counter.desk.exchange(simplified, None, as_it_is)
    otherwise = of_lines(minus(gross("35.99")), gross("35.99", tax=taxed(10)), job_id=2)
    correction = counter.correct(simplified, otherwise)
    assert counter.due(simplified) == euros("35.99"), "the total is what it was"

    with pytest.raises(ExchangeDiffers):
        counter.desk.exchange(simplified, None, as_it_is)
    with pytest.raises(ExchangeDiffers):
        counter.issued(early)

    counter.annul(correction)
    assert counter.state(counter.issued(early)) is State.ISSUED


def test_both_sides_remember_what_happened(counter: Counter) -> None:
    original = counter.sell()
    substitute = counter.substitute(original, oil_change(2))
    counter.annul(substitute)

    actions = [
        [event.action for event in counter.desk.history(each, 0, 9)] for each in (original, substitute)
    ]

    assert actions == [
        ["creada", "emitida", "sustituida", "restablecida"],
        ["creada", "emitida", "anulada"],
    ]


def test_an_exchange_may_be_issued_whenever_it_comes(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path}/facturas.db")
    clock = FakeClock()
    desk = invoicing(engine, clock, FakeSiblings())
    simplified = desk.issue(
        desk.draft(draft_invoice(oil_change(5), type=InvoiceType.SIMPLIFIED)).id or 0, as_it_is
    )
    exchange = desk.exchange(simplified.id or 0, None, as_it_is)

    clock.forward(days=5 * 366)

    assert desk.issue(exchange.id or 0, as_it_is).type is InvoiceType.EXCHANGE
    engine.dispose()
