from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import Engine
from tests.builders import FIRST, MARCH_2, draft_invoice
from tests.strategies import drafts

from taller.invoices.domain.errors import InvoiceNotFound, JobsAlreadyCharged
from taller.invoices.domain.invoice import Invoice
from taller.invoices.domain.series import InvoiceNumber, Series
from taller.invoices.persistence.engine import open_database
from taller.invoices.persistence.unit_of_work import SqlTransactions

each_example_in_its_own_transaction = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = open_database(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def transactions(engine: Engine) -> SqlTransactions:
    return SqlTransactions(engine)


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
    with transactions.writing() as work:
        stored = work.invoices.add(before)
        work.invoices.replace(stored.revised(after))

        assert work.invoices.find(stored.id or 0) == replace(after, id=stored.id)


def test_what_is_not_committed_never_was(transactions: SqlTransactions) -> None:
    with transactions.writing() as work:
        stored = work.invoices.add(draft_invoice())

    with transactions.reading() as work, pytest.raises(InvoiceNotFound):
        work.invoices.find(stored.id or 0)


def test_a_number_taken_and_not_committed_is_taken_again(transactions: SqlTransactions) -> None:
    with transactions.writing() as work:
        assert work.invoices.next_number(Series("F", 2026)) == FIRST

    with transactions.writing() as work:
        assert work.invoices.next_number(Series("F", 2026)) == FIRST


def test_each_series_counts_for_itself(transactions: SqlTransactions) -> None:
    with transactions.writing() as work:
        work.invoices.next_number(Series("F", 2026))

        assert work.invoices.next_number(Series("F", 2026)) == InvoiceNumber("F2026", 2)
        assert work.invoices.next_number(Series("F", 2027)) == InvoiceNumber("F2027", 1)


def test_a_job_is_charged_for_good_once(transactions: SqlTransactions) -> None:
    with transactions.writing() as work:
        first, second = (work.invoices.add(draft_invoice()) for _ in range(2))
        work.invoices.record_issue(first.issued(FIRST, MARCH_2))

        with pytest.raises(JobsAlreadyCharged) as refusal:
            work.invoices.record_issue(second.issued(InvoiceNumber("F2026", 2), MARCH_2))

    assert refusal.value.facts == (1, 2)


def test_a_draft_keeps_its_jobs_from_being_charged_in_another(transactions: SqlTransactions) -> None:
    with transactions.writing() as work:
        work.invoices.add(draft_invoice())

        assert work.invoices.charged_in_drafts_or_issued([1, 3]) == {1}
