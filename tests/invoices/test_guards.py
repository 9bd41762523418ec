"""What the database itself refuses, whichever program asks: a rule of the tables and not of the service."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError
from tests.builders import draft_invoice, euros, oil_change, tyre_change
from tests.fakes import MORNING, as_it_is, invoicing
from tests.invoices.ledgers import Ledgers

from taller.invoices.domain.account import Payment, PaymentMethod
from taller.invoices.persistence.engine import open_database

ISSUED, DRAFT = 1, 2


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """Invoice 1 is issued and partly paid; 2 is a draft."""
    engine = open_database(database_url)
    desk = invoicing(engine)
    desk.draft(draft_invoice(tyre_change(1), oil_change(2)))
    desk.draft(draft_invoice(oil_change(3)))
    desk.issue(ISSUED, as_it_is)
    desk.pay(ISSUED, Payment(euros("100.00"), MORNING.date(), PaymentMethod.CASH), as_it_is)
    yield engine
    engine.dispose()


def carry_out(engine: Engine, statement: str) -> int:
    """Return how many rows *statement* changed."""
    with engine.begin() as connection:
        return connection.execute(text(statement)).rowcount


ON_ISSUED = [
    # The invoice itself
    "UPDATE invoices SET total_cents = total_cents - 1 WHERE id = 1",
    "UPDATE invoices SET issued_on = '2026-01-01' WHERE id = 1",
    "UPDATE invoices SET customer_name = 'Otra' WHERE id = 1",
    "UPDATE invoices SET series = NULL, sequence = NULL WHERE id = 1",
    "UPDATE invoices SET id = 99 WHERE id = 1",
    "UPDATE invoices SET search_text = ''",
    "DELETE FROM invoices WHERE id = 1",
    "DELETE FROM invoices",
    # Its concepts and lines
    "UPDATE concepts SET name = 'Otro' WHERE invoice_id = 1",
    "UPDATE lines SET unit_price_e4 = 1 WHERE invoice_id = 1",
    "UPDATE lines SET invoice_id = 2, concept = 7 WHERE invoice_id = 1 AND concept = 0",
    "UPDATE lines SET invoice_id = 1, concept = 7 WHERE invoice_id = 2",
    "UPDATE concepts SET invoice_id = 1, position = 7 WHERE invoice_id = 2",
    "DELETE FROM concepts WHERE invoice_id = 1",
    "DELETE FROM lines WHERE invoice_id = 1 AND concept = 1",
    "INSERT INTO concepts (invoice_id, position, job_id, name) VALUES (1, 7, 9, 'Otro')",
    "INSERT INTO lines (invoice_id, concept, position, kind, description, quantity_hundredths,"
    " unit_price_e4, discount_hundredths, vat_rate, vat_included)"
    " SELECT 1, 7, 0, kind, description, quantity_hundredths, unit_price_e4, discount_hundredths, vat_rate,"
    " vat_included FROM lines WHERE invoice_id = 2",
    # What is only ever added to
    *(f"DELETE FROM {table}" for table in ("records", "history", "payments")),
    "UPDATE records SET total_cents = 1",
    "UPDATE records SET fingerprint = fingerprint",
    "UPDATE records SET invoice_id = 2",
    "UPDATE payments SET amount_cents = 1",
    "UPDATE payments SET invoice_id = 2",
    "UPDATE history SET actor = 'nadie' WHERE invoice_id = 1",
    "UPDATE history SET action = 'leída' WHERE invoice_id = 2",
]
IN_PLACE = [
    *(
        f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"
        for table in ("invoices", "concepts", "lines", "records", "history", "payments")
    ),
    "UPDATE OR REPLACE invoices SET id = 1 WHERE id = 2",
    "UPDATE OR REPLACE invoices SET series = 'F2026', sequence = 1,"
    " issuer_nif = (SELECT issuer_nif FROM invoices WHERE id = 1) WHERE id = 2",
    "UPDATE OR REPLACE concepts SET invoice_id = 1 WHERE invoice_id = 2",
    "UPDATE OR REPLACE lines SET invoice_id = 1 WHERE invoice_id = 2",
    "INSERT OR REPLACE INTO records SELECT 'A', 9, kind, invoice_id, number, issued_on, invoice_type,"
    " tax_cents, total_cents, generated_at, previous, fingerprint FROM records",
]


@pytest.mark.parametrize("statement", ON_ISSUED)
def test_what_is_issued_or_recorded_is_not_changed(engine: Engine, statement: str) -> None:
    before = Ledgers.read(engine)

    with pytest.raises(DBAPIError, match="is never changed"):
        carry_out(engine, statement)

    assert Ledgers.read(engine) == before


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("statement", IN_PLACE)
def test_nothing_takes_the_place_of_what_is_issued(engine: Engine, statement: str) -> None:
    before = Ledgers.read(engine)
    # Another program, which asks for no foreign keys.
    with (
        closing(sqlite3.connect(str(engine.url.database))) as stranger,
        pytest.raises(sqlite3.IntegrityError, match="is never changed"),
    ):
        stranger.execute(statement)

    assert Ledgers.read(engine) == before


@pytest.mark.postgresql
@pytest.mark.parametrize("database_url", [pytest.param("postgresql")], indirect=True)
@pytest.mark.parametrize("table", ["invoices", "concepts", "lines", "records", "history", "payments"])
def test_no_table_is_emptied_at_a_stroke(engine: Engine, table: str) -> None:
    with pytest.raises(DBAPIError, match="is never changed"):
        carry_out(engine, f"TRUNCATE {table} CASCADE")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE invoices SET customer_id = 7 WHERE id = 2",
        "UPDATE concepts SET name = 'Otro' WHERE invoice_id = 2",
        "UPDATE lines SET unit_price_e4 = 1 WHERE invoice_id = 2",
        "DELETE FROM lines WHERE invoice_id = 2",
        "DELETE FROM invoices WHERE id = 2",
        "INSERT INTO concepts (invoice_id, position, job_id, name) VALUES (2, 7, 9, 'Otro')",
        "UPDATE accounts SET paid_cents = paid_cents + 1 WHERE invoice_id = 1",
    ],
)
def test_drafts_and_what_moves_are_free(engine: Engine, statement: str) -> None:
    assert carry_out(engine, statement) == 1


def test_a_deleted_draft_takes_its_concepts_and_lines_along(engine: Engine) -> None:
    carry_out(engine, "DELETE FROM invoices WHERE id = 2")

    after = Ledgers.read(engine)
    assert (after.of("concepts", DRAFT), after.of("lines", DRAFT)) == ([], [])
    assert after.of("history", DRAFT), "what was done to it stays"


def test_a_draft_may_be_issued_once(engine: Engine) -> None:
    number = "UPDATE invoices SET series = 'F2026', sequence = {} WHERE id = 2"
    assert carry_out(engine, number.format(2)) == 1

    with pytest.raises(DBAPIError, match="is never changed"):
        carry_out(engine, number.format(3))
