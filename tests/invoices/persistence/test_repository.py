from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from sqlalchemy import Engine
from tests.builders import (
    CUSTOMER,
    FIRST,
    ISSUER,
    MARCH_2,
    VEHICLE,
    differences,
    draft_invoice,
    euros,
    issued_invoice,
    job,
    oil_change,
    tyre_change,
)
from tests.strategies import drafts

from taller.invoices.domain.errors import DateGoesBack, InvoiceNotFound, JobsAlreadyCharged
from taller.invoices.domain.invoice import Account, Invoice, State
from taller.invoices.domain.issuing import issued, ready
from taller.invoices.domain.kinds import InvoiceType
from taller.invoices.domain.series import InvoiceNumber, Series
from taller.invoices.domain.vat import NoVat
from taller.invoices.persistence.engine import open_database
from taller.invoices.persistence.unit_of_work import SqlTransactions

NIF = str(ISSUER.nif)
F2026, F2027 = Series("F", 2026), Series("F", 2027)
TODAY = date(2026, 3, 2)
each_example_in_its_own_transaction = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=50
)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = open_database(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def transactions(engine: Engine) -> SqlTransactions:
    return SqlTransactions(engine)


def store(work: Any, invoice: Invoice) -> Invoice:
    """Store *invoice*, which is issued, under the id that it gets."""
    drafted = replace(invoice, number=None, account=None, issuer=None, issued_on=None)
    stored = replace(invoice, id=work.invoices.add(drafted).id)
    work.invoices.record_issue(stored)
    work.invoices.save_account(stored.id, stored.require_issued())
    return stored


# What is stored reads back


@each_example_in_its_own_transaction
@given(drafts())
def test_an_invoice_reads_back_as_it_was_stored(transactions: SqlTransactions, invoice: Invoice) -> None:
    with transactions.writing() as work:
        stored = work.invoices.add(invoice)

        assert replace(stored, id=None) == invoice


@each_example_in_its_own_transaction
@given(drafts(), drafts())
def test_a_replaced_draft_reads_back_as_the_other(
    transactions: SqlTransactions, before: Invoice, after: Invoice
) -> None:
    assume(after.amount >= 0)
    with transactions.writing() as work:
        stored = work.invoices.add(before)
        work.invoices.replace(stored.revised(after))

        assert work.invoices.find(stored.id or 0) == replace(after, id=stored.id)


@each_example_in_its_own_transaction
@given(drafts(customer=CUSTOMER, vehicle=VEHICLE, type=InvoiceType.FULL))
def test_an_issued_invoice_reads_back_as_it_was_issued(
    transactions: SqlTransactions, invoice: Invoice
) -> None:
    assume(all(line.tax.reason is not NoVat.EXEMPT_25 for line in invoice.lines))
    with transactions.writing() as work:
        drafted = work.invoices.add(invoice)
        wanted = issued(ready(drafted, ISSUER, ("Leyenda",)), FIRST, MARCH_2)
        work.invoices.record_issue(wanted)
        work.invoices.save_account(wanted.id, wanted.require_issued())

        assert work.invoices.find(wanted.id) == wanted


def test_what_corrects_another_names_it(transactions: SqlTransactions) -> None:
    with transactions.writing() as work:
        original = store(work, issued_invoice())
        correction = differences(job(2, "-35.99"), original_id=original.id)
        stored = store(work, correction)

        assert work.invoices.find(stored.id) == stored
        assert stored.correction == correction.correction


@pytest.mark.parametrize(
    "account",
    [
        Account(State.PAID, euros("60.00"), euros("100.00")),
        Account(State.REPLACED, euros(0), euros(0), replaced_by=1),
        Account(State.ANNULLED, euros(0)),
    ],
    ids=lambda account: account.state.value,
)
def test_an_account_moves_and_its_invoice_does_not(transactions: SqlTransactions, account: Account) -> None:
    with transactions.writing() as work:
        stored = store(work, issued_invoice())
        work.invoices.save_account(stored.id, account)

        assert work.invoices.find(stored.id) == replace(stored, account=account)


def test_what_is_not_committed_never_was(transactions: SqlTransactions) -> None:
    with transactions.writing() as work:
        stored = work.invoices.add(draft_invoice())

    with transactions.reading() as work, pytest.raises(InvoiceNotFound):
        work.invoices.find(stored.id or 0)


def test_a_draft_that_is_removed_is_gone_and_its_id_is_not_given_again(
    transactions: SqlTransactions,
) -> None:
    with transactions.writing() as work:
        stored = work.invoices.add(draft_invoice())
        work.invoices.remove(stored.id)

        with pytest.raises(InvoiceNotFound):
            work.invoices.find(stored.id)
        assert work.invoices.add(draft_invoice()).id > stored.id


# Numbers


def test_a_number_taken_and_not_committed_is_taken_again(transactions: SqlTransactions) -> None:
    for _ in range(2):
        with transactions.writing() as work:
            assert work.invoices.next_number(NIF, F2026, TODAY) == FIRST


def test_each_series_of_each_issuer_counts_for_itself(transactions: SqlTransactions) -> None:
    with transactions.writing() as work:
        work.invoices.next_number(NIF, F2026, TODAY)

        assert work.invoices.next_number(NIF, F2026, TODAY) == InvoiceNumber("F2026", 2)
        assert work.invoices.next_number(NIF, Series("S", 2026), TODAY) == InvoiceNumber("S2026", 1)
        assert work.invoices.next_number(NIF, F2027, TODAY) == InvoiceNumber("F2027", 1)
        assert work.invoices.next_number("12345678Z", F2026, TODAY) == InvoiceNumber("F2026", 1)


def test_within_a_series_the_date_never_goes_back(transactions: SqlTransactions) -> None:
    with transactions.writing() as work:
        for day in (TODAY, TODAY, TODAY + timedelta(1)):
            work.invoices.next_number(NIF, F2026, day)

        with pytest.raises(DateGoesBack):
            work.invoices.next_number(NIF, F2026, TODAY)
        assert work.invoices.next_number(NIF, F2027, TODAY).sequence == 1, "another series has its own dates"
        assert work.invoices.next_number(NIF, F2026, TODAY + timedelta(1)).sequence == 4


# Which invoice charges a job


def test_a_job_is_charged_for_good_once(transactions: SqlTransactions) -> None:
    with transactions.writing() as work:
        jobs = [(tyre_change(2), oil_change(1), oil_change(3)), (oil_change(9), oil_change(2), oil_change(1))]
        first, second = (work.invoices.add(draft_invoice(*concepts)).id for concepts in jobs)
        work.invoices.charge(first)

        with pytest.raises(JobsAlreadyCharged) as refusal:
            work.invoices.charge(second)

        assert refusal.value.facts == (1, 2)


def test_what_is_charged_may_be_charged_again_by_the_same(transactions: SqlTransactions) -> None:
    with transactions.writing() as work:
        first = work.invoices.add(draft_invoice()).id
        work.invoices.charge(first)
        work.invoices.charge(first)

        assert work.invoices.charged_in_drafts_or_issued([1, 2]) == {1, 2}


def test_what_is_released_is_charged_by_another(transactions: SqlTransactions) -> None:
    with transactions.writing() as work:
        first, second = (work.invoices.add(draft_invoice()).id for _ in range(2))
        work.invoices.charge(first)
        work.invoices.release(first)

        work.invoices.charge(second)


def test_an_invoice_charges_the_jobs_of_the_differences_to_it_while_they_stand(
    transactions: SqlTransactions,
) -> None:
    with transactions.writing() as work:
        original = store(work, issued_invoice())
        correction = store(work, differences(job(9, "10.00"), job(2, "-1.00"), original_id=original.id))
        other = work.invoices.add(draft_invoice(oil_change(9))).id
        work.invoices.charge(original.id)

        with pytest.raises(JobsAlreadyCharged) as refusal:
            work.invoices.charge(other)

        assert refusal.value.facts == (9,)
        work.invoices.save_account(correction.id, Account(State.ANNULLED, euros(0)))
        work.invoices.charge(original.id)
        work.invoices.charge(other)


def test_a_draft_keeps_its_jobs_from_being_charged_in_another(transactions: SqlTransactions) -> None:
    with transactions.writing() as work:
        work.invoices.add(draft_invoice(tyre_change(1), oil_change(2)))
        other = store(work, issued_invoice(oil_change(5)))
        work.invoices.charge(other.id)

        assert work.invoices.charged_in_drafts_or_issued([1, 3, 5, 6]) == {1, 5}


def test_the_differences_that_stand_are_those_that_nobody_annulled(transactions: SqlTransactions) -> None:
    with transactions.writing() as work:
        original = store(work, issued_invoice())
        amounts = ("-35.99", "10.00", "-1.00")
        for sequence, amount in enumerate(amounts, 1):
            number = InvoiceNumber("R2026", sequence)
            stored = store(work, replace(differences(job(2, amount), original_id=original.id), number=number))
        work.invoices.save_account(stored.id, Account(State.ANNULLED, euros(0)))
        work.invoices.add(
            replace(differences(oil_change(), original_id=original.id), number=None, account=None)
        )

        standing = work.invoices.differences(original.id)

        assert [each.amount for each in standing] == [euros("-35.99"), euros("10.00")]
