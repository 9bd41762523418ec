"""Which promise stands in which column, and what is said to have been asked."""

from dataclasses import replace

import pytest
from tests.contracts.reports.made import CONTRACT, FAILS, KEPT, broken

from taller.contracts.promises import PROMISES
from taller.contracts.reports import Examined
from taller.contracts.reports.groups import _NAMED as NAMED
from taller.contracts.reports.groups import CONDITIONAL, GROUPS, LIFE, LISTS, OTHERS, REFUSES, Group, group_of
from taller.contracts.reports.matrix import columns, rows


def asked(group: Group) -> set[str]:
    return {
        row.label
        for row in rows(Examined(KEPT, CONTRACT))
        for one in row.cells
        if one.group is group and one.asked
    }


def test_every_promise_has_a_column() -> None:
    assert {name for name in PROMISES if group_of(name) is OTHERS} == set()


def test_no_promise_is_named_that_there_is_not() -> None:
    assert {name for names in NAMED.values() for name in names} - PROMISES.keys() == set()


@pytest.mark.parametrize(("name", "group"), [("refuses-the-new", REFUSES), ("something-new", OTHERS)])
def test_a_promise_still_to_come_goes_somewhere(name: str, group: Group) -> None:
    assert group_of(name) is group


def test_others_are_no_column_while_there_are_none() -> None:
    assert columns([Examined(KEPT, CONTRACT)]) == [one for one in GROUPS if one is not OTHERS]


def test_what_never_answered_was_not_asked() -> None:
    assert all("DELETE /books/{id}" not in asked(group) for group in GROUPS)


def test_a_life_is_asked_of_the_operations_of_its_resource() -> None:
    assert asked(LIFE) == {"GET /books", "POST /books", "GET /books/{id}"}
    assert asked(CONDITIONAL) == {"GET /books/{id}"}
    assert asked(LISTS) == {"GET /books"}


def test_only_what_takes_something_can_refuse_it() -> None:
    assert asked(REFUSES) == {"POST /books", "GET /books/{id}"}


def test_a_promise_broken_elsewhere_than_in_the_contract_has_a_row() -> None:
    examined = Examined(broken(replace(FAILS, operation="TRACE /books")), CONTRACT)

    assert [row.label for row in rows(examined)][-1] == "TRACE /books"
