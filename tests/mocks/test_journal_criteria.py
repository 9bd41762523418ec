"""Which entries of a journal are meant."""

from typing import Any

import pytest
from tests.mocks.test_journal import BROKEN, recorded

from taller.mocks.journal import PRESENT, Criteria, Journal
from taller.mocks.openapi.http import Delivery


def found(criteria: Criteria, **changes: Any) -> bool:
    journal = Journal()
    recorded(journal, **changes)
    return bool(journal.find(criteria, limit=10))


MATCHING = [
    (Criteria(), {}),
    (Criteria(operation="POST /clientes"), {}),
    (Criteria(method="POST"), {}),
    (Criteria(path="/clientes"), {}),
    (Criteria(path="/clientes/*"), {"path": "/clientes/1/facturas"}),
    (Criteria(status="201"), {}),
    (Criteria(status="2xx"), {}),
    (Criteria(status="4XX"), {"status": 404}),
    (Criteria(contract="kept"), {}),
    (Criteria(contract="broken"), {"findings": (BROKEN,)}),
    (Criteria(contract="faulted"), {"fault": "break"}),
    (Criteria(contract="broken"), {"fault": "break", "findings": (BROKEN,)}),
    (Criteria(path="/clientes", bases=("/v1",)), {}),
    (Criteria(path="/clientes/*", bases=("/v1", "/v2")), {"path": "/v2/clientes/1"}),
    (Criteria(body="Ana"), {}),
    (Criteria(body="ñ"), {"body": "Muñoz".encode()}),
    (Criteria(pointer="/nombre"), {}),
    (Criteria(pointer="/nombre", equals="Ana"), {}),
    (Criteria(pointer="/nif~1nie", equals="1"), {"body": b'{"nif/nie":"1"}'}),
    (Criteria(pointer="/a/1/b", equals=2), {"body": b'{"a":[0,{"b":2.0}]}'}),
    (Criteria(pointer="/a", equals=None), {"body": b'{"a":null}'}),
    (Criteria(pointer="/a"), {"body": b'{"a":null}'}),
    (Criteria(pointer="", equals={"nombre": "Ana"}), {}),
    (Criteria(equals=[1, True]), {"body": b"[1,true]"}),
]
DIFFERING = [
    (Criteria(operation="GET /clientes"), {}),
    (Criteria(method="post"), {}),
    (Criteria(path="/clientes/"), {}),
    (Criteria(status="200"), {}),
    (Criteria(status="5xx"), {}),
    (Criteria(status="5xx"), {"status": 503, "delivery": Delivery(end="reset")}),
    (Criteria(contract="broken"), {}),
    (Criteria(contract="kept"), {"findings": (BROKEN,)}),
    (Criteria(contract="kept"), {"fault": "latency=1s"}),
    (Criteria(contract="faulted"), {}),
    (Criteria(path="/clientes", bases=("/v1",)), {"path": "/v2/clientes"}),
    (Criteria(body="Eva"), {}),
    (Criteria(pointer="/edad"), {}),
    (Criteria(pointer="/nombre/0"), {}),
    (Criteria(pointer="/2"), {"body": b"[1,2]"}),
    (Criteria(pointer="/-1"), {"body": b"[1,2]"}),
    (Criteria(pointer="/a", equals=1), {"body": b'{"a":true}'}),
    (Criteria(pointer="/a", equals={"b": 1}), {"body": b'{"a":{"b":true}}'}),
    (Criteria(pointer="/a", equals=[1]), {"body": b'{"a":[1,2]}'}),
    (Criteria(pointer=""), {"body": b"{nonsense"}),
    (Criteria(pointer=""), {"body": b"[" * 9999}),
    (Criteria(equals=None), {"body": b""}),
]


@pytest.mark.parametrize(("criteria", "changes"), MATCHING)
def test_criteria_find_what_is_so(criteria: Criteria, changes: dict[str, Any]) -> None:
    assert found(criteria, **changes)


@pytest.mark.parametrize(("criteria", "changes"), DIFFERING)
def test_criteria_leave_what_is_not(criteria: Criteria, changes: dict[str, Any]) -> None:
    assert not found(criteria, **changes)


def test_criteria_count_what_they_ask() -> None:
    assert Criteria().asked() == 0
    assert Criteria(pointer="", equals=PRESENT).asked() == 1
    assert Criteria("GET /", "GET", "/", "200", "kept", "a", "/b", None).asked() == 7


def test_the_last_entries_are_found_or_the_first_after_a_number() -> None:
    journal = Journal()
    for number in range(10):
        recorded(journal, method="GET" if number % 2 else "POST")

    def numbers(criteria: Criteria, since: int | None = None) -> list[int]:
        return [one.number for one in journal.find(criteria, since=since, limit=3)]

    assert numbers(Criteria()) == [8, 9, 10]
    assert numbers(Criteria(), since=0) == [1, 2, 3]
    assert numbers(Criteria(method="GET"), since=3) == [4, 6, 8]
    assert numbers(Criteria(), since=10) == []
