"""The cursor of lists: it goes on where a page ended, and costs the same everywhere."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, event
from tests.builders import draft_invoice, job
from tests.fakes import MORNING, invoicing
from tests.invoices.stock import AMOUNTS, MARCH, ids, lists, ordered, stock

from taller.invoices.domain.invoice import Invoice
from taller.invoices.listing import After, Order, Wanted
from taller.invoices.persistence.engine import open_database
from taller.invoices.use_cases import Invoicing

only_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = open_database(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def desk(engine: Engine) -> Invoicing:
    return invoicing(engine)


# Where it goes


def walked(desk: Invoicing, wanted: Wanted, size: int, meanwhile: Callable[[], Any]) -> list[int]:
    """Go through a whole list by its cursor, with something done between one page and the next."""
    page = desk.page(wanted, 1, size)
    seen = ids(page)
    while (after := page.after(wanted.order)) is not None:
        meanwhile()
        page = desk.page_after(wanted, after, size)
        assert len(page.invoices) <= size
        seen += ids(page)
    return seen


def test_a_cursor_comes_by_each_invoice_once(desk: Invoicing) -> None:
    some = stock(desk, 25)

    @settings(deadline=None, max_examples=50)
    @given(lists(), st.integers(1, 9))
    def walk(wanted: Wanted, size: int) -> None:
        assert walked(desk, wanted, size, lambda: None) == ordered(wanted, some)

    walk()


@pytest.mark.parametrize("order", Order)
@pytest.mark.parametrize("descending", [False, True])
def test_a_cursor_skips_and_repeats_nothing_while_others_are_added(
    desk: Invoicing, order: Order, descending: bool
) -> None:
    some = stock(desk, 15)
    wanted = Wanted(order=order, descending=descending)
    numbers = iter(range(5000, 6000))

    def add() -> None:
        for amount, dated in zip((AMOUNTS[0], AMOUNTS[4]), (MARCH[0], MARCH[8]), strict=True):
            if (number := next(numbers)) < 5020:
                desk.draft(draft_invoice(job(number, amount), dated=dated))

    seen = walked(desk, wanted, 2, add)

    assert len(set(seen)) == len(seen)
    assert [invoice_id for invoice_id in seen if invoice_id <= len(some)] == ordered(wanted, some)


# What a page costs


@contextmanager
def statements(engine: Engine) -> Iterator[list[tuple[str, Any]]]:
    """Collect what is asked of a database."""
    asked: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: Any, *_: object) -> None:
        asked.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    yield asked
    event.remove(engine, "before_cursor_execute", note)


def deep(order: Order, invoice: Invoice) -> After:
    return After(order.key(invoice), invoice.id or 0)


EVERY_ORDER = [Wanted(order=order, descending=descending) for order in Order for descending in (False, True)]
each_order = pytest.mark.parametrize(
    "wanted", EVERY_ORDER, ids=lambda wanted: f"{wanted.order.name} {'DESC' if wanted.descending else 'ASC'}"
)


@only_sqlite
@each_order
def test_a_cursor_finds_its_place_by_an_index_in_the_order_that_is_wanted(
    engine: Engine, desk: Invoicing, wanted: Wanted
) -> None:
    some = stock(desk, 6)
    with statements(engine) as asked:
        desk.page_after(wanted, deep(wanted.order, some[2]), 2)
    (query,) = (each for each in asked if "ORDER BY invoices" in each[0])

    with engine.connect() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query[0]}", query[1]).all()

    steps = [row[-1] for row in plan]
    assert steps[0].startswith("SEARCH invoices USING")
    assert not [step for step in steps if "SCAN" in step or "TEMP B-TREE" in step]


@only_sqlite
@each_order
def test_a_page_deep_down_costs_what_one_at_the_start_costs(
    engine: Engine, desk: Invoicing, wanted: Wanted
) -> None:
    with desk.transactions.writing() as work:
        drafts = (
            draft_invoice(job(1, Decimal(at)), dated=MORNING + timedelta(minutes=at)) for at in range(300)
        )
        many = [work.invoices.add(drafted) for drafted in drafts]
        work.commit()
    if wanted.descending:
        many.reverse()

    at_the_start = cost(engine, lambda: desk.page_after(wanted, deep(wanted.order, many[4]), 5))
    deep_down = cost(engine, lambda: desk.page_after(wanted, deep(wanted.order, many[290]), 5))
    by_number = cost(engine, lambda: desk.page(wanted, 59, 5))

    assert abs(deep_down - at_the_start) < at_the_start / 10
    assert by_number > 2 * at_the_start, "or the measure measures nothing"


def cost(engine: Engine, reading: Callable[[], Any]) -> int:
    """Return how many instructions of its virtual machine SQLite carries out for *reading*."""
    carried_out = 0

    def count() -> int:
        nonlocal carried_out
        carried_out += 1
        return 0

    def watch(connection: Connection) -> None:
        connection.connection.dbapi_connection.set_progress_handler(count, 1)  # type: ignore[union-attr]

    event.listen(engine, "begin", watch)
    reading()
    event.remove(engine, "begin", watch)
    with engine.connect() as connection:
        connection.connection.dbapi_connection.set_progress_handler(None, 1)  # type: ignore[union-attr]
    return carried_out
