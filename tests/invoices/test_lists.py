"""Lists: what they are of, and in which order."""

from collections.abc import Iterator

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.builders import draft_invoice, job
from tests.fakes import invoicing
from tests.invoices.stock import VALUES, ids, lists, ordered, stock

from taller.invoices.domain.errors import PageNotFound
from taller.invoices.listing import Wanted
from taller.invoices.persistence.engine import open_database
from taller.invoices.use_cases import Invoicing


@pytest.fixture
def desk(database_url: str) -> Iterator[Invoicing]:
    engine = open_database(database_url)
    yield invoicing(engine)
    engine.dispose()


def test_each_filter_by_itself_finds_what_it_should_and_not_everything(desk: Invoicing) -> None:
    some = stock(desk)

    for name, values in VALUES.items():
        found = []
        for value in values:
            wanted = Wanted(**{name: value})
            found.append(ids(desk.page(wanted, 1, 100)))
            assert found[-1] == ordered(wanted, some), wanted
        assert any(found), f"{name} finds nothing"
        assert min(map(len, found)) < len(some), f"{name} finds everything"


def test_filters_and_orders_together_are_what_plain_python_says(desk: Invoicing) -> None:
    some = stock(desk)

    @settings(deadline=None, max_examples=150)
    @given(lists(), st.integers(1, 50))
    @example(Wanted(text="%"), 50)
    def agree(wanted: Wanted, size: int) -> None:
        expected = ordered(wanted, some)

        page = desk.page(wanted, 1, size)

        assert (ids(page), page.has_next) == (expected[:size], len(expected) > size)

    agree()


@pytest.mark.parametrize("literal", ["%", "_", "\\", "/", "'"])
def test_what_is_a_wildcard_elsewhere_is_a_letter_here(desk: Invoicing, literal: str) -> None:
    with_it = desk.draft(draft_invoice(job(1, "1.00", f"Pulido {literal} cera")))
    desk.draft(draft_invoice(job(2, "1.00", "Pulido y cera")))

    assert ids(desk.page(Wanted(text=literal), 1, 10)) == [with_it.id]


def test_a_list_ends_where_it_ends(desk: Invoicing) -> None:
    stock(desk, 4)

    assert [ids(desk.page(Wanted(), number, 2)) for number in (1, 2)] == [[1, 2], [3, 4]]
    assert [desk.page(Wanted(), number, 2).has_next for number in (1, 2)] == [True, False]
    with pytest.raises(PageNotFound):
        desk.page(Wanted(), 3, 2)
    assert ids(desk.page(Wanted(customer_id=99), 1, 2)) == []
